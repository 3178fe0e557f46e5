"""Every registered screen in both languages: as in docs/pictures, and nothing of it cut off."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.runtime.wording import LANGUAGES, Language
from tests.helpers.fitting import misfits
from ui import formats, i18n, shots
from ui.app import make_application

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
ALL = list(shots.every_sample())

LESS_ROOM = QSize(1280, 720)
"""A small screen at 150 %, as many of these computers have."""

FAR = 40
"""How far one channel of a pixel may lie from its baseline: these have 256 colours, and letters
are smoothed a little differently by each version of the font engine."""
SHARE = 0.01
"""How many of the pixels may lie further."""


@pytest.fixture(scope="module", autouse=True)
def look() -> Iterator[QApplication]:
    """The program's look, on China's clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        patch.setattr(formats, "this_year", lambda: shots.PICTURED_YEAR)
        _reset_clock()
        app = make_application(["screens"])
        yield app
        i18n.switch(app, "zh")
    _reset_clock()


def _reset_clock() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "factory"), ALL, ids=[name for name, _ in ALL])
def test_screen(name: str, factory: Any, language: Language, look: QApplication) -> None:
    """First as in the picture, then on a smaller screen."""
    i18n.switch(look, language)
    view = factory()
    try:
        assert_as_in_the_picture(view, PICTURES / f"{name}-{language}.png")
        assert misfits(view) == []
        view.resize(LESS_ROOM)
        _settle()
        assert view.size() == LESS_ROOM, "its contents keep it larger"
        assert misfits(view) == []
    finally:
        _away(view)


@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_nothing_is_cut_off_at_a_larger_scale(scale: str) -> None:
    """Its own process: Qt reads the scale once."""
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.fitting"],
        cwd=PICTURES.parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_what_does_not_fit_is_found(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(200, 100)
    cut, out = QLabel("这一句比它的框长得多", view), QPushButton("好", view)
    cut.setGeometry(0, 0, 40, 20)
    out.setGeometry(180, 80, 60, 40)
    view.show()
    found = misfits(view)
    assert [line.split("<")[0] for line in found] == ["QLabel", "QPushButton"]


def assert_as_in_the_picture(view: QWidget, path: Path) -> None:
    """Fails with how many pixels differ; writes nothing."""
    baseline = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    assert not baseline.isNull(), f"{path.name} is missing: make shots"
    shown = shots.draw(view)
    assert shown.size() == baseline.size()
    share = differing(shown, baseline)
    assert share <= SHARE, f"{share:.1%} of {path.name} differ: make shots, and look at it"


def differing(one: QImage, other: QImage) -> float:
    """The share of pixels that lie `FAR` apart in any channel, of two pictures of one size."""
    first, second = (np.frombuffer(each.constBits(), np.uint8) for each in (one, other))
    apart = np.maximum(first, second) - np.minimum(first, second) > FAR
    pixels = apart.view(np.uint32)  # four channels each; what pads a Format_RGB32 is 255 in both
    return np.count_nonzero(pixels) / (one.width() * one.height())


def _settle() -> None:
    for _ in range(3):  # wrapped labels learn their width first, their height after
        QApplication.sendPostedEvents()


def _away(view: QWidget) -> None:
    leave = getattr(view, "leave", None)
    if leave is not None:
        leave()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
