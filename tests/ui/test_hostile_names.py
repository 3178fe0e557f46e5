"""Names are written by people: whatever stands in them is shown letter by letter, and no more.

A label that guesses would read ``<img src=/dev/zero>`` in a plan's title as a picture, and the
window would hang; a button would make the letter behind & a key.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget

from tests.helpers.hostile import MARKED, TURN, everything_hostile
from ui import shots
from ui.app import make_application
from ui.live import sample
from ui.start_trouble import box
from ui.widgets.table import Table
from ui.widgets.tool_tip import plain_tip

ROOT = Path(__file__).parents[2]
ALL = list(shots.every_sample())
TIP, SHOWN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole
FEW_ROWS = 20


@pytest.fixture(scope="module", autouse=True)
def look() -> QApplication:
    return make_application(["hostile names"])


def guessing(view: QWidget) -> Iterator[str]:
    """Everything of ``view`` that would read markup, or make a key, out of its words."""
    for label in view.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText:
            yield f"label {label.text()!r}"
        if label.buddy() and makes_a_key(QLabel.text.__get__(label)()):
            yield f"field's label {label.text()!r}"
    for widget in [view, *view.findChildren(QWidget)]:
        if draws_markup(widget.toolTip()):
            yield f"tool tip {widget.toolTip()!r}"
    for button in view.findChildren(QAbstractButton):
        if makes_a_key(QAbstractButton.text.__get__(button)()):
            yield f"button {button.text()!r}"
    for rows in view.findChildren(QAbstractItemView):
        yield from (f"row's tool tip {tip!r}" for tip in told(rows, TIP) if draws_markup(tip))


def turning(view: QWidget) -> Iterator[str]:
    """Words of ``view`` that turn round; what is picked from a list is picked as it was written."""
    shown = [*view.findChildren(QLabel), *view.findChildren(QAbstractButton)]
    yield from (each.text() for each in shown if TURN in each.text())
    for rows in view.findChildren(Table):
        yield from (words for words in told(rows, SHOWN) if TURN in words)


def makes_a_key(words: str) -> bool:
    return not QKeySequence.mnemonic(words).isEmpty()


def draws_markup(tip: str) -> bool:
    """Whether a tool tip would draw what `MARKED` asks for: the words themselves are escaped."""
    return "<b>" in tip or "<img" in tip or TURN in tip


def told(rows: QAbstractItemView, role: Qt.ItemDataRole) -> Iterator[str]:
    model = rows.model()
    if model is not None:
        wide = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for row in range(min(FEW_ROWS, model.rowCount())):
            for column in range(wide):
                yield str(model.index(row, column).data(role) or "")


@pytest.mark.parametrize(("name", "factory"), ALL, ids=[name for name, _ in ALL])
def test_a_screen_shows_names_letter_by_letter(name: str, factory: Any, qtbot: Any) -> None:
    with everything_hostile():
        view = factory()
        qtbot.addWidget(view)
        shots.lay_out(view)
        assert list(guessing(view)) == []
        assert list(turning(view)) == []


@pytest.mark.parametrize("name", ["home", "plan", "preflight", "review", "desk", "sync"])
def test_the_names_did_reach_the_screens(name: str, qtbot: Any) -> None:
    """Or else the test above tests nothing."""
    with everything_hostile():
        view = dict(ALL)[name]()
        qtbot.addWidget(view)
        shots.lay_out(view)
        words = [label.text() for label in view.findChildren(QLabel)]
        assert any("<b>A" in each for each in words), words


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_menus_of_products_make_no_keys(qtbot: Any) -> None:
    with everything_hostile():
        view = sample.floor(sample.model())
        qtbot.addWidget(view)
        view.pad.product.click()
        actions = view.pad.findChildren(QAction)
        assert [a.text() for a in actions if "A&&B" in a.text()]
        assert [a.text() for a in actions if makes_a_key(a.text())] == []


def test_a_tool_tip_shows_the_letters_of_a_name():
    assert plain_tip("杨梅 5斤") == "杨梅 5斤"
    for words in (MARKED, "a &lt;b", "<?xml"):
        tip = plain_tip(words)
        assert QtGui.Qt.mightBeRichText(tip)  # else the escaping itself would be shown
        assert not draws_markup(tip)


def test_what_is_said_before_the_window_opens_is_plain(qtbot: Any) -> None:
    said = box(f"打不开 {MARKED}", "zh")
    qtbot.addWidget(said)
    assert said.textFormat() is Qt.TextFormat.PlainText
    assert TURN not in said.text()


ONE_PLACE = {
    "QLabel": "ui/widgets/label.py",
    "QPushButton": "ui/widgets/button.py",
    "setToolTip": "ui/widgets/tool_tip.py",
    "showText": "ui/widgets/tool_tip.py",
    "QMessageBox": "ui/start_trouble.py",
    "QComboBox": "ui/widgets/unwheeled.py",
    "QSlider": "ui/widgets/unwheeled.py",
    "QSpinBox": "ui/widgets/unwheeled.py",
}
"""Where each is used, for the whole program: who needs one takes ours."""


def test_labels_buttons_inputs_and_tips_are_made_in_one_place() -> None:
    used: dict[str, set[str]] = {name: set() for name in ONE_PLACE}
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "id", "") or getattr(node, "attr", "")
            if name in used:
                used[name].add(path.relative_to(ROOT).as_posix())
    assert used == {name: {place} for name, place in ONE_PLACE.items()}


@pytest.mark.parametrize("kind", ["QRadioButton", "QToolButton", "QGroupBox"])
def test_what_is_not_used_makes_no_keys(kind: str) -> None:
    """Each of these makes keys of &: whoever needs one gives it a plain twin first."""
    assert not [p for p in (ROOT / "ui").rglob("*.py") if kind in p.read_text("utf-8")]
