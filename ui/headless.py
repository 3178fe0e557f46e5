"""Drawing without a window: cards, the break board, the PDF report."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication

from ui import fonts, qt_classes

log = logging.getLogger(__name__)


@contextmanager
def qt_in_the_log() -> Iterator[None]:
    """In it, what Qt and its readers of pictures say by themselves goes into the log alone: whoever
    asked is told in our words."""

    def told(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        log.info("Qt: %s", words)

    before = qInstallMessageHandler(told)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def ensure_gui() -> QGuiApplication:
    """An application Qt can draw under, with the bundled face; the running one if there is one.

    Main thread, and keep the result as long as anything is drawn. Where none runs, it is made
    offscreen, so that it needs no display. RuntimeError if a QCoreApplication without graphics
    runs already.
    """
    qt_classes.make_all()
    running = QCoreApplication.instance()
    if running is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        running = QGuiApplication(["gongfu"])
    if not isinstance(running, QGuiApplication):
        raise RuntimeError("an application without graphics runs already")
    fonts.load()
    return running
