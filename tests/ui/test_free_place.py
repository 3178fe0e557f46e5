"""What says that something was done lies over nothing that is wanted next."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.app import make_application
from ui.widgets import Toast
from ui.widgets.free_place import covers_control
from ui.widgets.label import Label


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    make_application([])
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1162, 768)
    page.show()
    return page


def put(page: QWidget, widget: QWidget, rect: QRect) -> QWidget:
    widget.setParent(page)
    widget.setGeometry(rect)
    widget.show()
    return widget


def test_it_lies_at_the_foot_and_leaves_out_controls_and_words(page: QWidget) -> None:
    toast = Toast(page)
    toast.say("存好了")
    foot = toast.geometry()
    assert abs(foot.center().x() - page.rect().center().x()) <= 1
    assert page.height() - foot.bottom() < 30
    put(page, QPushButton("收钱"), QRect(0, 700, 1162, 50))
    put(page, Label("一共 ¥99.00"), QRect(400, 640, 400, 40))
    put(page, QLineEdit(), QRect(0, 560, 500, 60))
    toast.say("存好了")
    for each in page.findChildren(QWidget):
        if each.parentWidget() is page and each is not toast:
            assert not each.geometry().intersects(toast.geometry()), type(each)
    assert toast.y() > 480  # not far away


def test_it_makes_way_for_what_comes_under_it_and_not_for_what_is_scrolled_away(
    page: QWidget, qtbot: QtBot
) -> None:
    toast = Toast(page)
    toast.say("存好了")
    area = QScrollArea()
    inside = QWidget()
    inside.resize(400, 3000)
    QPushButton("很下面", inside).setGeometry(0, 2000, 400, 40)
    area.setWidget(inside)
    put(page, area, QRect(0, 0, 500, 400))
    assert not covers_control(page, toast.geometry(), toast)
    put(page, QPushButton("下一步"), toast.geometry())
    assert covers_control(page, toast.geometry(), toast)
    toast.raise_()
    qtbot.waitUntil(lambda: not covers_control(page, toast.geometry(), toast))
    assert toast.isVisible()
