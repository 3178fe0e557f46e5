"""A Qt application without a screen, with the bundled fonts: what drawing cards needs."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui import fonts


def gui() -> QGuiApplication:
    """The process's application, made offscreen where there is none, with the fonts loaded."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QApplication([])
    assert isinstance(application, QGuiApplication)
    fonts.load()
    return application
