"""In a started program: when the first window is painted and the loop is idle, say so and leave."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow

Quiet = Callable[[Callable[[], None]], None]
"""Calls back once whatever the window waits for has been answered."""


class FirstPaint(QObject):
    """An event filter on the application; prints one JSON line and quits."""

    def __init__(self, quiet: Quiet) -> None:
        super().__init__()
        self._quiet = quiet
        self._seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        if (
            not self._seen
            and event.type() == QEvent.Type.Paint
            and isinstance(watched, QMainWindow)
        ):
            self._seen = True
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._quiet(lambda: QTimer.singleShot(0, self._report))

    def _report(self) -> None:
        rss = psutil.Process().memory_info().rss / 1e6
        print(json.dumps({"at_monotonic": time.monotonic(), "rss_mb": round(rss, 1)}), flush=True)
        QCoreApplication.exit(0)
