"""Draw the icon: ``python tools/draw_icon.py``. The sun over the bay is the on-air light."""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QImageWriter,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)

sys.path.insert(0, str(Path(__file__).parent.parent))

from overlays import palette

TARGET = Path(__file__).parent.parent / "ui" / "theme" / "icon.ico"
SIDE = 512
SIDES = (16, 24, 32, 48, 64, 128, 256)
"""What Windows asks for: title bar, task bar, desktop, at 100 to 200 %."""


def wave(level: float, swing: float, phase: float) -> QPainterPath:
    path = QPainterPath(QPointF(0, SIDE))
    for x in range(0, SIDE + 4, 4):
        path.lineTo(x, level - swing * math.sin(x / SIDE * math.tau * 1.25 + phase))
    path.lineTo(SIDE, SIDE)
    path.closeSubpath()
    return path


def paint(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    tile = QPainterPath()
    tile.addRoundedRect(QRectF(16, 16, SIDE - 32, SIDE - 32), 108, 108)
    painter.setClipPath(tile)
    sky = QLinearGradient(0, 0, 0, SIDE)
    for at, code in ((0, "#FFF6DF"), (0.62, "#F7DDA4"), (1, "#F0B03A")):
        sky.setColorAt(at, QColor(code))
    painter.fillRect(QRectF(0, 0, SIDE, SIDE), sky)
    _sun(painter, QPointF(SIDE / 2, 236), 104)
    waves = ((322, 26, 0.4, "#54C48C"), (368, 24, 2.2, palette.JADE), (424, 22, 4.2, "#1B6B46"))
    for level, swing, phase, code in waves:
        painter.fillPath(wave(level, swing, phase), QColor(code))
        crest = QPen(QColor(255, 255, 255, 90), 5)
        painter.strokePath(wave(level, swing, phase), crest)


def _sun(painter: QPainter, centre: QPointF, radius: float) -> None:
    """A sun with two rings, as a broadcast is drawn."""
    for ring, alpha in ((1.42, 120), (1.84, 60)):
        painter.strokePath(_circle(centre, radius * ring), QPen(QColor(226, 72, 47, alpha), 15))
    body = QRadialGradient(centre - QPointF(radius * 0.35, radius * 0.4), radius * 1.5)
    body.setColorAt(0, QColor("#F98A62"))
    body.setColorAt(0.6, QColor(palette.CINNABAR))
    body.setColorAt(1, QColor(palette.CINNABAR_DEEP))
    painter.fillPath(_circle(centre, radius), body)


def _circle(centre: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(centre, radius, radius)
    return path


def png(image: QImage, side: int) -> bytes:
    smooth = Qt.TransformationMode.SmoothTransformation
    buffer = QBuffer()
    QImageWriter(buffer, b"png").write(image.scaled(side, side, mode=smooth))
    return bytes(buffer.data().data())


def ico(pictures: Sequence[bytes]) -> bytes:
    """Windows' icon file: a directory, then the pictures, as PNG since Vista."""
    begins = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for side, picture in zip(SIDES, pictures, strict=True):
        # 256 is written as nought; no palette, one plane of 32 bits.
        directory += struct.pack(
            "<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), begins
        )
        begins += len(picture)
    return directory + b"".join(pictures)


def main() -> None:
    application = QGuiApplication(["draw", "-platform", "offscreen"])
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    TARGET.write_bytes(ico([png(image, side) for side in SIDES]))
    del application


if __name__ == "__main__":
    main()
