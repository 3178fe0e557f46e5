"""The sentence for whoever clicked on the icon and has no terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click
import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from inventory.aftersales.evidence import Noted
from studio.bootstrap import DATABASE, MIGRATIONS
from studio.cli import window
from studio.cli.context import Context
from studio.runtime.errors import UserFacingError
from studio.session import evidence_copies
from studio.session.studio import Studio
from studio.store.backup import make
from tests.helpers.clock import ManualClock
from tests.helpers.workshop_files import made
from ui import start_trouble
from ui.start_trouble import box, offer, offer_restore, tell_at_start


@pytest.mark.parametrize(("language", "button"), [("zh", "知道了"), ("en", "OK")])
def test_one_sentence_and_one_button(qtbot: QtBot, language, button):
    dialog = box("直播间已经开着了。", language)
    qtbot.addWidget(dialog)
    dialog.show()
    (only,) = dialog.findChildren(QAbstractButton)
    assert (dialog.text(), only.text()) == ("直播间已经开着了。", button)
    only.click()
    assert not dialog.isVisible()


def test_it_goes_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start_trouble, "SECONDS", 0.01)
    dialog = box("一句话。", "zh")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_where_nobody_can_see_it_nobody_is_waited_for(qtbot: QtBot):
    tell_at_start("一句话。", "zh")


@pytest.mark.parametrize(("label", "yes"), [("用备份恢复", True), ("先不动", False)])
def test_a_damaged_database_is_offered_its_backup(qtbot: QtBot, label: str, yes: bool):
    dialog, restore = offer("数据文件坏了。", "2026-06-12 20:10:00", "zh")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "2026-06-12 20:10:00" in dialog.text()
    (pressed,) = [each for each in dialog.findChildren(QAbstractButton) if each.text() == label]
    pressed.click()
    assert not dialog.isVisible()
    assert (dialog.clickedButton() is restore) is yes


def test_nobody_answers_and_nothing_is_restored(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start_trouble, "SECONDS", 0.01)
    dialog, restore = offer("数据文件坏了。", "2026-06-12", "zh")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.clickedButton() is not restore
    assert offer_restore("数据文件坏了。", "2026-06-12", "zh") is False  # no screen here


def test_a_folder_that_cannot_be_written_is_told_in_a_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a log can be opened there; whoever clicked on the icon saw nothing happen."""
    told: list[str] = []
    monkeypatch.setattr(start_trouble, "tell_at_start", lambda message, _: told.append(message))
    monkeypatch.setattr(window, "has_display", lambda: True)
    (tmp_path / "a file").touch()
    with pytest.raises(click.exceptions.Exit):
        window.open_window(Context(tmp_path / "a file" / "data", as_json=False))
    assert "写不进去" in told[0]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Context, list[int]]:
    """A data folder whose database is spoilt, with a backup; and what stood in an opened window."""
    database = made(tmp_path / DATABASE, MIGRATIONS, 3)
    make(database, tmp_path / "backups", MIGRATIONS, ManualClock())
    database.write_bytes(b"spoilt" * 1000)
    seen: list[int] = []

    def run(studio: Studio, *_: object) -> int:
        seen.extend(row.on_hand for row in studio.stock().result() if row.sku == "YM")
        return 0

    monkeypatch.setattr("ui.app.run_window", run)
    monkeypatch.setattr(window, "_write_crashes_to", lambda path: None)
    return Context(tmp_path, as_json=False), seen


def test_yes_brings_the_backup_back_and_opens(damaged, qtbot: QtBot, monkeypatch):
    context, seen = damaged
    monkeypatch.setattr(start_trouble, "offer_restore", lambda *_: True)
    assert window._run_window(context) == 0
    assert seen == [3]
    (aside,) = context.data_dir.glob("studio-before-restore-*.db")
    assert aside.read_bytes() == b"spoilt" * 1000


def test_photos_that_did_not_come_back_are_told(damaged, qtbot: QtBot, monkeypatch):
    context, seen = damaged
    told: list[str] = []
    monkeypatch.setattr(start_trouble, "offer_restore", lambda *_: True)
    monkeypatch.setattr(start_trouble, "tell_at_start", lambda message, _: told.append(message))
    gone = Noted("0" * 64, "照片.jpg")
    monkeypatch.setattr(evidence_copies, "of_backup", lambda made: [gone])
    assert window._run_window(context) == 0
    assert seen == [3]
    assert [" 1 份" in message for message in told] == [True]


@pytest.mark.expects_log
def test_what_somebody_put_into_the_database_is_told_before_the_window(
    damaged, qtbot: QtBot, monkeypatch
):
    context, seen = damaged
    (newest,) = (context.data_dir / "backups").iterdir()
    newest.replace(context.data_dir / DATABASE)
    theirs = sqlite3.connect(context.data_dir / DATABASE)
    theirs.execute("CREATE TRIGGER thief AFTER INSERT ON stock_move BEGIN SELECT 1; END")
    theirs.close()
    told: list[str] = []
    monkeypatch.setattr(start_trouble, "tell_at_start", lambda message, _: told.append(message))
    assert window._run_window(context) == 0
    assert seen == [3]
    assert [("thief" in message, "before-update-" in message) for message in told] == [(True, True)]


@pytest.mark.expects_log
def test_broken_settings_are_told_before_the_window_and_kept(damaged, qtbot: QtBot, monkeypatch):
    context, seen = damaged
    (newest,) = (context.data_dir / "backups").iterdir()
    newest.replace(context.data_dir / DATABASE)
    (context.data_dir / "settings.json").write_text("{broken", "utf-8")
    told: list[str] = []
    monkeypatch.setattr(start_trouble, "tell_at_start", lambda message, _: told.append(message))
    assert window._run_window(context) == 0
    assert seen == [3]
    (kept,) = context.data_dir.glob("settings-broken-*.json")
    assert kept.read_text("utf-8") == "{broken"
    assert [str(kept) in message for message in told] == [True]


def test_no_leaves_everything_as_it_is(damaged, qtbot: QtBot, monkeypatch):
    context, seen = damaged
    monkeypatch.setattr(start_trouble, "offer_restore", lambda *_: False)
    with pytest.raises(UserFacingError, match="database_damaged"):
        window._run_window(context)
    assert seen == []
    assert (context.data_dir / DATABASE).read_bytes() == b"spoilt" * 1000
    for path in (context.data_dir / "backups").iterdir():
        path.unlink()
    monkeypatch.setattr(start_trouble, "offer_restore", lambda *_: pytest.fail("nothing to offer"))
    with pytest.raises(UserFacingError, match="database_damaged"):
        window._run_window(context)
