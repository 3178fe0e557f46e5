"""Asks for a camera that is in no list: a phone's or network camera's address, or a film."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QWidget

from studio.store import camera_logins
from ui.choosing import FILMS, ask_file


def ask_address(parent: QWidget, present: str) -> str:
    """What was typed, beginning with ``present``; empty where nothing was."""
    title = QCoreApplication.translate("AskingCamera", "手机、网络摄像头")
    asked = QCoreApplication.translate(
        "AskingCamera", "手机或摄像头上显示的地址，像 http://192.168.1.8:8080/video"
    )
    old = present if "://" in present else ""
    typed, agreed = QInputDialog.getText(parent, title, asked, text=old)
    return typed.strip() if agreed else ""


def ask_film(parent: QWidget) -> str:
    """The path of the film that was chosen; empty where none was."""
    kinds = QCoreApplication.translate("AskingCamera", "录像")
    title = QCoreApplication.translate("AskingCamera", "选一段录像")
    chosen = ask_file(parent, title, f"{kinds} (*.mp4 *.mkv *.mov *.avi *.webm)", FILMS)
    return "" if chosen is None else str(chosen)


def camera_name(source: str) -> str:
    """What a person calls what was typed or chosen: without a user's name, password or key."""
    source = camera_logins.bare(source)
    return source.partition("://")[2] or Path(source).name
