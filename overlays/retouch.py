"""A drawn picture without its colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from overlays.png import Drawn, save

PALE = 0.55
"""Opacity of a picture whose figures nobody vouches for: seen to be out of use at a glance."""


def grey(drawn: Drawn, folder: Path) -> Drawn:
    """The same without colours, and paler. Any thread. Errors: those of `overlays.png.save`."""
    image = QImage(str(drawn.path))
    clear = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(0)
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    with QPainter(clear) as painter:
        painter.setOpacity(PALE)
        painter.drawImage(0, 0, plain)
        painter.setOpacity(1.0)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, image)
    return save(clear, folder, "grey", (drawn.x, drawn.y))
