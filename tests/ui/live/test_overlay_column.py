"""The overlays' column beside the floor: what stays in sight, what is whole, what keys do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.runtime.wording import LANGUAGES, Language
from studio.session.overlay import PLATE, SLOGAN
from studio.stage.layers import Slot
from tests.helpers.fitting import misfits
from ui import i18n
from ui.app import make_application
from ui.live import sample
from ui.live.floor import FloorView
from ui.live.models import Step
from ui.live.overlays.form import CHOICES
from ui.live.overlays.models import OverlayLine, OverlaysModel, Prepared, Seen
from ui.live.overlays.panel import OverlayPanel

SIZES = ((1024, 640), (1280, 720), (1366, 768), (1920, 1080), (2560, 1440))
SMALL = (1366, 768)
IN_INPUT = 26
"""Pixels of an input that its frame and padding take."""


class Floor:
    """The floor's view with the column beside it, open."""

    def __init__(self, qtbot: QtBot, canvas: tuple[int, int] = sample.CANVAS) -> None:
        self.view: FloorView = sample.floor(sample.model(), sample.scene(canvas), canvas)
        qtbot.addWidget(self.view)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.panel: OverlayPanel = sample.beside(self.view)
        self.panel.show_overlays(OverlaysModel((), "东魁杨梅", 8990, toasts=False))
        self.view.show()
        self.settle()

    def resize(self, size: tuple[int, int]) -> None:
        self.view.resize(*size)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):  # wrapped labels learn their width first, their height after
            QApplication.sendPostedEvents()

    def place(self, widget: QWidget) -> QRect:
        """Where ``widget`` stands on the view."""
        return QRect(widget.mapTo(self.view, QPoint()), widget.size())

    def in_sight(self, widget: QWidget) -> bool:
        """Whether all of ``widget`` is seen without turning the column."""
        seen = self.place(self.panel.area.viewport())
        return seen.contains(self.place(widget))


@pytest.fixture
def look() -> Iterator[QApplication]:
    app = make_application([])
    yield app
    i18n.switch(app, "zh")


@pytest.fixture
def floor(qtbot: QtBot, look: QApplication) -> Floor:
    return Floor(qtbot)


@pytest.mark.parametrize("canvas", [sample.CANVAS, sample.UPRIGHT])
def test_whoever_puts_something_on_sees_the_programme_its_health_and_the_pad(
    qtbot: QtBot, look: QApplication, canvas: tuple[int, int]
) -> None:
    floor = Floor(qtbot, canvas)
    view, stage = floor.view, floor.view.stage
    kept = (view.strip, stage.programme, *stage.by_step.values(), view.pad, view.health)
    for size in SIZES:
        floor.resize(size)
        column = floor.place(floor.panel)
        beside = [floor.place(each) for each in kept]
        assert view.rect().contains(column), size
        assert not [each for each in beside if each.intersects(column)], size
        assert all(view.rect().contains(each) and not each.isEmpty() for each in beside), size
        floor.panel.leave()
        stage.overlays.updateGeometry()  # as its words do when one more is on air
        floor.settle()
        assert [floor.place(each) for each in kept] == beside, (size, "nothing jumps")
        assert floor.place(view.order) == column
        floor.panel.open()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_kind_are_whole(
    floor: Floor, look: QApplication, language: Language
) -> None:
    i18n.switch(look, language)
    form = floor.panel.form
    every = tuple(
        OverlayLine(slot.value, "coupon", "减 5 元", slot is Slot.SELLER) for slot in Slot
    )
    model = OverlaysModel(every[:-1], "东魁杨梅", 8990, toasts=True)
    floor.panel.show_overlays(model)
    for size in ((1024, 640), SMALL):
        floor.resize(size)
        for template in CHOICES:
            form.choose(template)
            floor.settle()
            assert misfits(floor.panel) == [], (size, template)
    for template in CHOICES:
        form.choose(template)
        floor.settle()
        assert floor.in_sight(form.put), (template, "the next step is in sight")
        for field in (form.who, form.words, form.minutes, form.yuan):
            hint = field.input.placeholderText()
            needed = field.input.fontMetrics().horizontalAdvance(hint) + IN_INPUT
            assert field.isHidden() or needed <= field.input.width(), hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_refusal_is_whole_and_covers_nothing(
    floor: Floor, look: QApplication, language: Language
) -> None:
    i18n.switch(look, language)
    floor.panel.form.choose("coupon")
    floor.settle()
    kept = (floor.view.stage.programme, floor.view.health, floor.view.pad)
    before = [floor.place(each) for each in kept]
    floor.panel.show_refused("这一句说的是为什么没有放上去，一句比一句长。" * 5)
    floor.settle()
    problem = floor.panel.problem
    assert problem.heightForWidth(problem.width()) <= problem.height()
    assert floor.place(floor.panel).contains(floor.place(problem))
    assert not floor.place(problem).intersects(floor.place(floor.panel.area))
    assert [floor.place(each) for each in kept] == before
    floor.panel.show_done()
    assert problem.isHidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seen", list(Seen))
def test_a_line_s_words_stand_whole_beside_its_buttons(
    floor: Floor, look: QApplication, language: Language, seen: Seen
) -> None:
    i18n.switch(look, language)
    page = ("page", "5b0c/weather.ograf.json", "枸杞岛", False, Seen.BY_EYE, "天气条")
    lines = (OverlayLine(*page, further=True), OverlayLine("seller", "seller", "工坊", True, seen))
    floor.panel.show_overlays(OverlaysModel(lines, "东魁杨梅", 8990, toasts=True))
    for size in ((1024, 640), SMALL):
        floor.resize(size)
        assert misfits(floor.panel) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_words_left_out_stands_whole_and_leaves_with_them(
    floor: Floor, look: QApplication, language: Language
) -> None:
    i18n.switch(look, language)
    line = OverlayLine("brand_frame", "brand-frame", "村里种的" * 15, False, Seen.YES)
    under = ("overlay_rolling_notice", "overlay_seller", "overlay_ai_label")
    out = replace(line, left_out=frozenset({SLOGAN, PLATE}), under=under)
    for size in ((1024, 640), SMALL):
        floor.resize(size)
        floor.panel.show_overlays(OverlaysModel((out,), "东魁杨梅", 8990, toasts=True))
        floor.settle()
        assert misfits(floor.panel) == []
        told = floor.panel.on_air.lines[0].left_out.label
        assert told is not None
        assert told.heightForWidth(told.width()) <= told.height()
    floor.panel.show_overlays(OverlaysModel((line,), "东魁杨梅", 8990, toasts=True))
    assert told.isHidden()


def test_a_long_name_makes_nothing_wider_than_the_column(floor: Floor) -> None:
    prepared = (Prepared("countdown", "开抢" * 30), Prepared("a/b", "枸杞岛" * 20, "天气条"))
    lines = (OverlayLine("board", "coupon", "减" * 60, False),)
    floor.panel.show_overlays(
        OverlaysModel(lines, "东魁杨梅" * 12, 8990, toasts=True, prepared=prepared)
    )
    form = floor.panel.form
    form.kinds.setCurrentIndex(form.kinds.count() - 1)
    floor.settle()
    inside, seen = floor.panel.area.widget(), floor.panel.area.viewport()
    assert inside.width() == seen.width()
    assert inside.minimumSizeHint().width() <= seen.width()
    assert floor.panel.on_air.lines[0].words.toolTip().endswith("减")


def test_the_open_list_has_a_long_name_whole(floor: Floor, qtlog: Any) -> None:
    prepared = (Prepared("a/b", "枸杞岛" * 10, "天气条"),)
    model = OverlaysModel((), "东魁杨梅", 8990, toasts=True, prepared=prepared)
    floor.panel.show_overlays(model)
    kinds = floor.panel.form.kinds
    with qtlog.disabled():  # offscreen nothing can be raised, or grab the keyboard
        kinds.showPopup()
        kinds.hidePopup()
    assert kinds.view().minimumWidth() > kinds.longest() > kinds.width()


def test_what_is_taken_off_leaves_the_keyboard_where_it_types_nothing(floor: Floor) -> None:
    panel = floor.panel
    line = OverlayLine("board", "coupon", "", False)
    panel.show_overlays(OverlaysModel((line,), "东魁杨梅", 8990, toasts=True))
    floor.settle()
    panel.on_air.lines[0].off.setFocus()
    assert panel.focusWidget() is panel.on_air.lines[0].off
    panel.show_overlays(OverlaysModel((), "东魁杨梅", 8990, toasts=True))
    assert panel.focusWidget() is panel.on_air.prove


def test_the_keyboard_goes_down_the_column(floor: Floor) -> None:
    lines = tuple(OverlayLine(slot, "coupon", "", False) for slot in ("board", "countdown"))
    floor.panel.show_overlays(OverlaysModel(lines, "东魁杨梅", 8990, toasts=True))
    floor.panel.form.choose("lower-third")
    floor.settle()
    panel = floor.panel
    expected = [
        *(panel.leave_button, panel.form.kinds, panel.form.who.input, panel.form.words.input),
        *(panel.form.put, panel.on_air.prove),
        *(line.off for line in panel.on_air.lines[:2]),
        *(panel.price.price.input, panel.price.change, panel.price.toasts),
    ]
    chain: list[QWidget] = []
    step = panel.nextInFocusChain()
    while step is not panel:
        tabbed = step.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and step.isVisible() and panel.isAncestorOf(step):
            chain.append(step)
        step = step.nextInFocusChain()
    assert chain == expected


def test_the_wheel_turns_the_column_and_changes_no_choice(floor: Floor) -> None:
    kinds = floor.panel.form.kinds
    at = QPointF(kinds.rect().center())
    down = QWheelEvent(
        *(at, QPointF(kinds.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -240)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(kinds, down)
    assert kinds.currentIndex() == 0
    assert not down.isAccepted()


def test_a_scroll_bar_makes_no_field_narrower(floor: Floor) -> None:
    floor.resize((1366, 1400))
    bar = floor.panel.area.verticalScrollBar()
    wide = floor.panel.form.put.width()
    assert bar.maximum() == 0
    floor.resize((1366, 640))
    assert bar.maximum() > 0
    assert floor.panel.form.put.width() == wide


def test_one_button_opens_and_closes_and_esc_closes_too(floor: Floor) -> None:
    button, panel = floor.view.stage.overlays, floor.panel
    assert button.isChecked()
    floor.view.overlays_asked.connect(panel.open_or_leave)
    button.click()
    assert panel.isHidden()
    assert not floor.view.order.isHidden()
    assert not button.isChecked()
    button.click()
    assert not panel.isHidden()
    assert floor.view.order.isHidden()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert not button.isChecked()


def test_no_key_is_told_while_the_keyboard_is_the_column_s(floor: Floor) -> None:
    view = floor.view
    view.show_live(replace(sample.model(), on_break=True, next_step=Step.BREAK))

    def told() -> tuple[str, ...]:
        keys = (button.key.text() for button in view.stage.by_step.values())
        return (*keys, view.pad.note.text(), view.pad.undo.text(), view.band.text())

    taken = told()
    assert taken[:4] == ("", "", "", "")
    assert not [each for each in taken if "F5" in each or "↵" in each or "Ctrl" in each]
    assert "回来了" in view.band.text()
    floor.panel.leave()
    free = told()
    assert free[:4] == ("B", "→", "空格", "F5")
    assert ("↵" in free[4], "Ctrl+Z" in free[5], "F5" in free[6]) == (True, True, True)


def test_what_is_half_typed_stays_when_it_is_closed_and_for_its_kind(floor: Floor) -> None:
    """For another it would be the wrong sentence on air, or a coupon's ten yuan a price."""
    panel = floor.panel
    panel.form.choose("coupon")
    panel.form.words.input.setText("开抢")
    panel.form.yuan.input.setText("10")
    panel.price.price.input.setText("35.")
    panel.form.lottery.word.input.setText("六六")
    panel.leave()
    panel.open()
    panel.show_refused("时间没看懂")
    for other in ("price-drop", "correction", "brand-frame"):
        panel.form.choose(other)
        assert (panel.form.words.input.text(), panel.form.yuan.input.text()) == ("", "")
        assert not panel.problem.text(), "it was said of another"
    panel.form.choose("coupon")
    panel.show_overlays(OverlaysModel((), "东魁杨梅", 8990, toasts=True))
    assert panel.form.yuan.input.text() == "10"
    assert panel.form.words.input.text() == "开抢"
    assert panel.price.price.input.text() == "35."
    assert panel.form.lottery.word.input.text() == "六六"


def test_the_language_changes_while_it_is_open(floor: Floor, look: QApplication) -> None:
    i18n.switch(look, "en")
    QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert floor.panel.title.text() == "Overlays on air"
    assert floor.view.pad.undo.text() == "Undo"
    assert floor.view.pad.note.text().startswith("Note 2")
