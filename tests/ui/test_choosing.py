"""Choosing a file: in Chinese, readable, and begun where people keep such files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCompleter, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui import choosing, i18n
from ui.app import make_application
from ui.theme.tokens import LIGHT


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
    places = {choosing.PICTURES: str(usual), choosing.DOCUMENTS: str(tmp_path / "none")}
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", lambda place: places.get(place, str(tmp_path))
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    assert choosing.ask_file(parent, "选", "") == picture
    assert choosing.ask_file(parent, "选", "") is None
    assert choosing.ask_file(parent, "选", "", choosing.DOCUMENTS) is None
    assert begun == [str(usual), str(picture.parent), str(tmp_path)]
