"""No value a screen can be given is one it has no colour or word for, and painting always ends."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.app import make_application
from ui.live import floor_health, sample
from ui.live.models import (
    CardState,
    Incident,
    Level,
    MicrophoneModel,
    Notice,
    NoticeKind,
    OrderStanding,
    PadModel,
    Sound,
    Step,
    Uplink,
)

ROOT = Path(__file__).parents[2]
UI = sorted((ROOT / "ui").rglob("*.py"))

ONLY_SOME = {
    ("ui.live.keys", "Step"): {"HOLD", "CARD"},  # SECOND: the steps a long press also reaches
    ("ui.live.floor", "Step"): {"CARD", "NEXT", "HOLD", "BREAK"},  # orders have a pad of their own
    # The screen's steps; it sees to the other commands beside them.
    ("ui.live.screen", "Command"): {"NEXT", "CARD", "HOLD", "BREAK"},
    # Building the scenes is no work of a worker: the studio hands it to the stage's thread.
    ("ui.obs_setup.presenter", "Step"): {"FIND", "SERVER", "START", "CONNECT"},
    # The others are called by their own names.
    ("ui.live.chronicle", "Slot"): {"TOAST", "PAGE"},
    # A card that waits is asked for before; and it is no template of others.
    ("ui.live.moment", "Seen"): {"YES", "NO", "UNKNOWN", "CUT_OFF", "OTHER_SCENE"},
    # What is typed into the other fields is what it stands for.
    ("ui.cards.typed", "Kind"): {"FEN", "MS", "WHOLE", "NUMBER", "PERCENT"},
    ("ui.widgets.figure_tile", "Tone"): {"FINE", "MIND", "BROKEN"},  # the rest bear no shape
}
"""Tables that hold fewer values than there are, for a reason."""


def tables() -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Module, enumeration, the values a literal table has, the values there are."""
    for path in UI:
        tree = ast.parse(path.read_text("utf-8"))
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict) and node.keys:
                keys = [(k.value.id, k.attr) for k in node.keys if _member(k)]
                kinds = {kind for kind, _value in keys}
                if len(keys) == len(node.keys) and len(kinds) == 1:
                    kind = getattr(importlib.import_module(name), kinds.pop(), None)
                    if isinstance(kind, type) and issubclass(kind, Enum):
                        yield name, kind.__name__, {v for _, v in keys}, set(kind.__members__)


def _member(key: Any) -> bool:
    return isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name)


def test_every_table_of_a_screen_has_every_value():
    found = list(tables())
    assert len(found) > 8
    lacking = [
        (module, kind, sorted(there - values))
        for module, kind, values, there in found
        if values != there and ONLY_SOME.get((module, kind)) != values
    ]
    assert lacking == []


@pytest.fixture(scope="module", autouse=True)
def look() -> None:
    make_application(["every value"])


def painted(qtbot: QtBot, view: QWidget) -> None:
    """Paints all of ``view``; what a paintEvent raises, pytest-qt fails the test with."""
    qtbot.addWidget(view)
    view.resize(1366, 768)
    assert not view.grab().isNull()


@pytest.mark.parametrize("uplink", Uplink)
def test_the_live_views_paint_every_uplink(qtbot, uplink):
    moment = replace(sample.model(), uplink=uplink)
    health = replace(sample.health(), uplink=uplink)
    for view in (sample.floor(moment), sample.anchor(moment)):
        view.show_health(health)
        painted(qtbot, view)


@pytest.mark.parametrize("card", CardState)
@pytest.mark.parametrize("step", Step)
def test_the_live_views_paint_every_card_and_next_step(qtbot, card, step):
    moment = replace(sample.model(), card=card, next_step=step)
    painted(qtbot, sample.floor(moment))
    painted(qtbot, sample.anchor(moment))


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_live_views_paint_every_notice(qtbot, kind):
    notice = Notice(kind, "一句话", "杨梅", "箱", 1)
    painted(qtbot, sample.anchor(sample.model(), notice))
    floor = sample.floor(sample.model())
    floor.show_notice(notice)
    painted(qtbot, floor)


@pytest.mark.parametrize("sound", Sound)
@pytest.mark.parametrize("level", Level)
def test_the_live_views_paint_every_sound_and_incident(qtbot, sound, level):
    moment = replace(sample.model(), incidents=(Incident(sample.AT, level, "一件事"),))
    for view in (sample.floor(moment), sample.anchor(moment)):
        view.show_microphone(MicrophoneModel(0.4, sound))
        painted(qtbot, view)


@pytest.mark.parametrize("standing", OrderStanding)
def test_the_order_pad_paints_every_standing(qtbot, standing):
    view = sample.floor(sample.model())
    line = replace(sample.orders()[0], standing=standing)
    view.show_orders(PadModel("YM-001", "东魁杨梅", "箱", 2, "抖音", ("抖音",), True), (line,))
    painted(qtbot, view)


def test_a_paint_event_that_fails_ends_its_painter(qtbot, monkeypatch):
    """Else Qt leaves the whole window unpainted: "endPaint() called with active painter"."""
    view = sample.floor(sample.model())
    qtbot.addWidget(view)
    painters = []

    def fail(_self: object, painter: Any, _health: object) -> None:
        painters.append(painter)
        raise ValueError("a bug while painting")

    monkeypatch.setattr(floor_health.RateChart, "_paint_rates", fail)
    with pytest.raises(ValueError, match="a bug while painting"):
        view.health.rate.grab()
    assert not painters[0].isActive()


def test_no_painter_outlives_an_error():
    """Every QPainter of the program is made in a ``with``, which ends it whatever happens."""
    loose = []
    for path in (*UI, *sorted((ROOT / "overlays").rglob("*.py"))):
        tree = ast.parse(path.read_text("utf-8"))
        held = {
            id(item.context_expr)
            for node in ast.walk(tree)
            if isinstance(node, ast.With)
            for item in node.items
        }
        loose += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "QPainter"
            and node.args  # one without a device is begun, and ended, by hand: the PDF's
            and id(node) not in held
        ]
    assert loose == []
