"""A drawn picture without its colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from overlays.png import Drawn, save

PALE = 0.55
"""How much of a picture is left whose figures nobody vouches for: seen to be out of use at a
glance."""
HAZE = QColor(200, 200, 200)
"""What takes its place. Never the camera: of what shines through nobody could prove that it is
there (`studio.camera.likeness`)."""


def grey(drawn: Drawn, folder: Path) -> Drawn:
    """The same without colours, and paler, as opaque as it was. Any thread.

    Errors: those of `overlays.png.save`.
    """
    image = QImage(str(drawn.path))
    pale = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    pale.fill(HAZE)
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    with QPainter(pale) as painter:
        painter.setOpacity(PALE)
        painter.drawImage(0, 0, plain)
        painter.setOpacity(1.0)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, image)
    return save(pale, folder, "grey", (drawn.x, drawn.y))
