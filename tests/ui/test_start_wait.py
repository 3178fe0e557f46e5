"""Books that take a while to be brought up to a new version: somebody is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio import bootstrap
from studio.bootstrap import DATABASE, MIGRATIONS, upgrade_takes_time
from studio.cli import window
from studio.cli.context import Context
from studio.runtime.errors import UserFacingError
from tests.helpers.workshop_files import made
from ui.app import make_application
from ui.start_wait import StartWait, wait_for


def shown() -> list[str]:
    tops = QApplication.topLevelWidgets()
    return [each.words.text() for each in tops if isinstance(each, StartWait) and each.isVisible()]


def test_a_sentence_stands_until_the_work_is_done_and_closing_it_ends_nothing(qtbot: QtBot) -> None:
    make_application([])
    seen, go_on = [], threading.Event()

    def look() -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, StartWait):
                each.close()
        seen.extend(shown())
        go_on.set()

    QTimer.singleShot(0, look)
    wait_for("请等一等。", "zh", lambda: None if go_on.wait(60) else pytest.fail("nobody looked"))
    assert seen == ["请等一等。"]
    assert shown() == []


def test_what_went_wrong_is_raised(qtbot: QtBot) -> None:
    make_application([])

    def fail() -> None:
        raise UserFacingError("disk_full", path="/")

    with pytest.raises(UserFacingError, match="disk_full"):
        wait_for("请等一等。", "zh", fail)


def test_an_old_workshop_is_told_and_opens(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "SOON_UPGRADED_BYTES", 0)
    monkeypatch.setattr(window, "_write_crashes_to", lambda path: None)
    assert not upgrade_takes_time(tmp_path), "there is none"
    made(tmp_path / DATABASE, MIGRATIONS[:-1], 3)
    assert upgrade_takes_time(tmp_path)
    told, opened = [], []
    monkeypatch.setattr(
        "ui.start_wait.wait_for", lambda words, _, work: (told.append(words), work())
    )
    monkeypatch.setattr("ui.app.run_window", lambda *_: opened.append(told[:]) or 0)
    assert window._run_window(Context(tmp_path, as_json=False)) == 0
    assert opened == [told]
    assert "不要关电脑" in told[0]
    assert not upgrade_takes_time(tmp_path)
    (tmp_path / DATABASE).write_bytes(b"spoilt" * 1000)
    assert not upgrade_takes_time(tmp_path), "whoever opens it says what is wrong"
