"""The typeface of everything this program draws.

The faces lie in ``ui/fonts`` and are made known to Qt by ``ui.fonts.load()``; here is only their
name, so that cards need nothing from the window.
"""

from __future__ import annotations

from PySide6.QtGui import QFont

FAMILY = "Gongfu Sans SC"
_BOLD, _NORMAL = QFont.Weight.Bold, QFont.Weight.Normal
_UNHINTED = QFont.HintingPreference.PreferNoHinting


def face(pixels: float, *, bold: bool = False) -> QFont:
    """The bundled face, ``pixels`` tall (em). Its figures all have one width (tabular)."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(_BOLD if bold else _NORMAL)
    font.setHintingPreference(_UNHINTED)
    return font
