"""Choosing a file: in Chinese, readable, and begun where people keep such files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCompleter, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui import choosing, i18n
from ui.app import make_application
from ui.desk.imports.page import ImportsPage
from ui.theme.tokens import LIGHT
from ui.widgets.status_light import Tone
from ui.widgets.toast import Toast


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_last", {})


def test_qts_own_dialog_is_chinese(qtbot: QtBot) -> None:
    app = make_application([])
    i18n.switch(app, "en")
    i18n.switch(app, "zh")
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert not [letter for letter in said.replace("&", "") if letter in "abcdefghjklmopqrsuvwxyz"]
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "文件夹"
    i18n.switch(app, "en")
    assert QCoreApplication.translate("QFileDialog", "&Look in:") == "&Look in:"
    i18n.switch(app, "zh")


def test_what_is_offered_while_a_name_is_typed_stands_on_paper(qtbot: QtBot) -> None:
    """A window of its own has nothing below that a transparent list could show."""
    make_application([])
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setCompleter(QCompleter(["照片", "照相"], line))
    offered = line.completer().popup()
    offered.resize(200, 120)
    shown = offered.grab().toImage()
    corner = shown.pixelColor(shown.width() - 6, shown.height() - 6)
    assert corner == QColor(LIGHT.panel)


def at_home(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, home: Path, places: dict[choosing.Place, Path]
) -> QWidget:
    """A window on a computer where only these folders, and ``home``, are there."""
    none = home / "none"
    known = {choosing.Place.HomeLocation: home, **places}
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", lambda place: str(known.get(place, none))
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def test_it_begins_with_the_pictures_then_where_the_last_one_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun: list[str] = []
    picture = tmp_path / "village" / "logo.png"
    picture.parent.mkdir()

    def choose(_parent: QWidget, _title: str, begin: str, _kinds: str) -> tuple[str, str]:
        begun.append(begin)
        return (str(picture), "") if len(begun) == 1 else ("", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    usual = tmp_path / "Pictures"
    usual.mkdir()
    parent = at_home(qtbot, monkeypatch, tmp_path, {choosing.PICTURES: usual})
    assert choosing.ask_file(parent, "选", "") == picture
    assert choosing.ask_file(parent, "选", "") is None
    assert choosing.ask_file(parent, "选", "", choosing.DOCUMENTS) is None
    assert begun == [str(usual), str(picture.parent), str(tmp_path)]


@pytest.mark.parametrize("tone", [Tone.BROKEN, Tone.FINE])
def test_what_was_wrong_with_a_file_does_not_lie_over_what_the_next_one_shows(
    tone: Tone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Only that: what was done, with a press that takes it back, stays its time."""
    window = QWidget()
    qtbot.addWidget(window)
    page, toast = QWidget(window), Toast(window)
    window.show()
    toast.say("这张图打不开：mid.png", tone)
    answers = ["", str(tmp_path / "good.png")]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (answers.pop(0), ""))
    assert choosing.ask_file(page, "选", "") is None
    assert toast.isVisible(), "nothing was tried again"
    assert choosing.ask_file(page, "选", "") == tmp_path / "good.png"
    assert toast.isVisible() is (tone is Tone.FINE)


def test_saving_begins_where_the_last_file_was_saved_with_the_name_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    proposed: list[str] = []
    documents, stick = tmp_path / "Documents", tmp_path / "stick"
    documents.mkdir()
    stick.mkdir()
    answers = [(str(stick / "orders.csv"), "csv"), ("", ""), ("", "")]

    def choose(_parent: QWidget, _title: str, begin: str, _kinds: str) -> tuple[str, str]:
        proposed.append(begin)
        return answers[len(proposed) - 1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    parent = at_home(qtbot, monkeypatch, tmp_path, {choosing.DOCUMENTS: documents})
    assert choosing.ask_save(parent, "存", "订单.xlsx", "") == (stick / "orders.csv", "csv")
    assert choosing.ask_save(parent, "存", "订单.xlsx", "") == (None, "")
    stick.rmdir()  # pulled out
    assert choosing.ask_save(parent, "存", "订单.xlsx", "") == (None, "")
    assert proposed == [str(each / "订单.xlsx") for each in (documents, stick, documents)]


def test_order_files_begin_where_a_browser_puts_them_then_where_the_last_ones_were(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    shops = tmp_path / "shops"
    shops.mkdir()
    files = [str(shops / name) for name in ("抖店.csv", "快手.csv")]

    def choose(_parent: QWidget, _title: str, begin: str, _kinds: str) -> tuple[list[str], str]:
        begun.append(begin)
        return (files if len(begun) == 1 else []), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    at_home(qtbot, monkeypatch, tmp_path, {choosing.DOWNLOADS: tmp_path})
    page, given = ImportsPage(), []
    qtbot.addWidget(page)
    page.presenter = SimpleNamespace(on_files=given.append)
    page.more.click()
    page.more.click()
    assert begun == [str(tmp_path), str(shops)]
    assert given == [[Path(each) for each in files]]


def test_every_question_for_a_file_begins_in_a_folder_people_know() -> None:
    """Qt's own dialog begins wherever the program was started."""
    ui = Path(choosing.__file__).parent
    asks = [each.name for each in ui.rglob("*.py") if "QFileDialog" in each.read_text("utf-8")]
    assert asks == ["choosing.py"]


def test_a_program_is_looked_for_where_programs_are_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not where what starts them lies, which Qt names for it."""
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setattr("sys.platform", "win32")
    assert choosing.folder(choosing.PROGRAMS) == str(tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    assert choosing.folder(choosing.PROGRAMS) == "/usr/bin"
