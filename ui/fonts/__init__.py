"""The bundled typeface, so that every machine draws the same letters."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from overlays.type import FAMILY

FILES = ("GongfuSansSC-Regular.otf", "GongfuSansSC-Bold.otf")


def load() -> None:
    """Make the bundled family known to Qt. Needs a QGuiApplication; a second call does nothing.

    A face that cannot be read means a broken installation: RuntimeError, a bug. Main thread.
    """
    if FAMILY in QFontDatabase.families():
        return
    for name in FILES:
        path = Path(__file__).parent / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"the bundled font {path} cannot be loaded")
    if FAMILY not in QFontDatabase.families():
        raise RuntimeError(f"the bundled fonts do not hold the family {FAMILY}")
