"""The bundled typeface, so that every machine draws the same letters."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from overlays.type import FAMILY
from studio.runtime.errors import UserFacingError

FILES = ("GongfuSansSC-Regular.otf", "GongfuSansSC-Bold.otf")


def load() -> None:
    """Make the bundled family known to Qt. Needs a QGuiApplication; a second call does nothing.

    ``font_missing`` where a face is gone or damaged: another one would draw other letters, or empty
    boxes, on the air. Main thread.
    """
    if FAMILY in QFontDatabase.families():
        return
    for name in FILES:
        path = Path(__file__).parent / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise UserFacingError("font_missing", file=name)
    if FAMILY not in QFontDatabase.families():
        raise UserFacingError("font_missing", file=FILES[0])
