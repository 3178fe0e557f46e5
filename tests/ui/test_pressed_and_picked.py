"""What is pressed twice, and lists in a window of their own: no screen's picture has these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.app import make_application
from ui.desk.imports.questions import ProductBox
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.unwheeled import ComboBox, Slider, SpinBox

READABLE = 0.5
"""Of lightness between the words and what they stand on."""


def ground_and_ink(popup: QAbstractItemView) -> tuple[float, float]:
    """Lightness of the commonest colour, and of what lies farthest from it."""
    popup.resize(200, 80)
    image = popup.grab().toImage()
    seen = Counter(
        QColor(image.pixel(x, y)).lightnessF()
        for y in range(0, image.height(), 2)
        for x in range(image.width())
    )
    ground = seen.most_common(1)[0][0]
    return ground, max(seen, key=lambda each: abs(each - ground))


@pytest.mark.parametrize("surface", ["light", "dark"])
def test_a_list_that_opens_can_be_read(qtbot: QtBot, surface: str) -> None:
    make_application([])
    host = QWidget()
    qtbot.addWidget(host)
    dress(host, surface=surface)
    box = QComboBox(host)
    box.addItems(["倒计时", "优惠券"])
    box.view().parentWidget().resize(200, 80)  # its window, which stays closed
    ground, ink = ground_and_ink(box.view())
    assert abs(ground - ink) > READABLE
    assert (ground < READABLE) is (surface == "dark")


def test_what_is_offered_under_what_is_typed_can_be_read(qtbot: QtBot) -> None:
    make_application([])
    products = QStandardItemModel()
    products.appendRow(QStandardItem("海岛小土豆 · TD-001"))
    box = ProductBox(products)
    qtbot.addWidget(box)
    box.completer().setCompletionPrefix("td")
    ground, ink = ground_and_ink(box.completer().popup())
    assert abs(ground - ink) > READABLE
    assert ground > READABLE


@pytest.mark.parametrize(("repeats", "times"), [(False, 1), (True, 2)])
def test_a_double_click_is_one_unless_many_are_meant(
    qtbot: QtBot, repeats: bool, times: int
) -> None:
    button = Button("同意")
    button.repeats = repeats
    qtbot.addWidget(button)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(button.text()))
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)  # the second press
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == times


@pytest.mark.parametrize("make", [ComboBox, lambda: Slider(Qt.Orientation.Horizontal), SpinBox])
def test_a_wheel_turns_the_page_and_not_what_stands_on_it(
    qtbot: QtBot, make: Callable[[], ComboBox | Slider | SpinBox]
) -> None:
    """Whoever scrolls has the pointer over one input after the other."""
    page, scroll, box = QWidget(), QScrollArea(), make()
    qtbot.addWidget(scroll)
    if isinstance(box, ComboBox):
        box.addItems(["抖音", "快手", "淘宝"])
        box.setCurrentIndex(1)
    else:
        box.setValue(1)
    box.setParent(page)
    page.setFixedSize(200, 2000)
    scroll.setWidget(page)
    scroll.resize(200, 200)
    with qtbot.waitExposed(scroll):
        scroll.show()
    spot = box.mapTo(scroll, box.rect().center())
    QTest.wheelEvent(scroll.windowHandle(), spot, QPoint(0, -120))
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().value() > 0)
    chosen = box.currentIndex() if isinstance(box, ComboBox) else box.value()
    assert chosen == 1
