"""The page of the backups on a real studio: its buttons do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.bootstrap import open_studio
from studio.runtime.dispatcher import Dispatcher
from studio.store import vault
from studio.store.backup import backups
from studio.store.removable import Disk
from tests.helpers.workshop_files import fill
from ui.app import make_application
from ui.desk.backup.books import BooksPage
from ui.desk.backup.books_presenter import BooksPresenter
from ui.desk.backup.page import BackupPage
from ui.desk.backup.presenter import BackupPresenter
from ui.main_thread import MainThreadHop
from ui.widgets.button import Button

WORDS = "枸杞 扁担 晒谷 月亮"


def test_backed_up_tried_and_copied_by_its_buttons(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    make_application([])
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    problems: list[BaseException] = []
    with open_studio(tmp_path / "data", dispatcher=Dispatcher(MainThreadHop())) as studio:
        fill(studio.store, 2)
        monkeypatch.setattr(
            studio.safekeeping, "_disks", lambda: [Disk(stick, "KINGSTON", 1 << 40)]
        )
        page = BackupPage()
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        page.start(
            BackupPresenter(page, studio.safekeeping, studio.runtime, studio.clock, problems.append)
        )
        page.follow(studio.dispatcher)
        qtbot.waitUntil(lambda: "还没有备份" in page.last.note.text())
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "检查过，是好的" in page.last.note.text())
        qtbot.mouseClick(page.drill, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "数都对得上" in page.tried.note.text())
        assert copy_button(page).text() == "先定口令"
        qtbot.keyClicks(page.passphrase.input, "short")
        qtbot.keyClick(page.passphrase.input, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "口令太短" in page.passphrase.wrong)
        page.passphrase.input.setText(WORDS)
        qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: copy_button(page).text() == "拷到这里")
        assert page.passphrase.input.text() == ""
        qtbot.mouseClick(copy_button(page), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "KINGSTON" in page.outside.note.text())
        page.leave()
    assert problems == []
    assert len(backups(tmp_path / "data" / "backups")) == 1
    copies = list(stick.rglob("*.gongfu-backup"))
    assert vault.decrypt(copies[0], tmp_path / "out.db", WORDS).made_ms > 0


def copy_button(page: BackupPage) -> Button:
    """The one beside the disk; rows that were told anew may still wait to be deleted."""
    row = page.disks.itemAt(0).widget()
    return row.findChild(Button)


@pytest.mark.expects_log  # what does not hold is for the log, too
def test_the_books_are_proved_when_the_page_opens_and_what_is_wrong_is_on_top(
    qtbot: QtBot, tmp_path: Path
) -> None:
    make_application([])
    went: list[dict[str, str]] = []
    with open_studio(tmp_path / "data", dispatcher=Dispatcher(MainThreadHop())) as studio:
        fill(studio.store, 2)
        page = BooksPage()
        qtbot.addWidget(page)
        page.show()
        parts = (page, studio.safekeeping, studio.runtime)
        page.start(BooksPresenter(*parts, lambda _, **where: went.append(where), _raise))
        assert not page.again.isEnabled()
        qtbot.waitUntil(lambda: "都对得上" in page.verdict.text())
        assert page.model.rowCount() > 10
        studio.store.write(lambda db: db.execute("DROP TRIGGER stock_move_no_delete")).result()
        qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "1 样对不上" in page.verdict.text())
        assert page.model.text(0, 0) == "■ 对不上"
        assert "stock_move_no_delete" in page.detail.text()
        qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
        assert went == [{"page": "backup"}]
        page.leave()


def _raise(error: BaseException) -> None:
    raise error
