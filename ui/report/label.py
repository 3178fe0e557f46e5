"""Labels of 76 × 130 mm, drawn once, dot by dot: what the printer gets is what the picture shows.

Works without a window: call `ui.headless.ensure_gui` first where none runs. Any thread, with a
QGuiApplication and the bundled fonts; a label takes some 10 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)

from inventory.fulfilment import tspl
from inventory.fulfilment.labels import Label, ParcelLabel, TraceLabel
from inventory.fulfilment.tspl import HEIGHT, HEIGHT_MM, WIDTH, WIDTH_MM, Raster
from studio.runtime.errors import UserFacingError
from studio.runtime.plain import harmless
from studio.runtime.wording import Language, sentence
from ui.report import whole
from ui.theme.style import font_of

EDGE = 28
"""Dots left free at each side: rolls do not lie straight."""
QUIET = 4
"""White modules around a QR code, ISO/IEC 18004."""
DARKER_THAN = 165
"""Grey letters of the font engine become black or white dots here."""
MM_AN_INCH = 25.4


def draw(label: Label, language: Language = "zh") -> Raster:
    """The dots of a label."""
    grey = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    grey.fill(255)
    with QPainter(grey) as painter:
        pen = _Pen(painter, language)
        if isinstance(label, ParcelLabel):
            _parcel(pen, label)
        else:
            _trace(pen, label)
    return _dots(grey)


def picture(raster: Raster) -> QImage:
    """The same dots as a picture of one bit a dot."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    dots = memoryview(image.bits()).cast("B")
    step, width = image.bytesPerLine(), WIDTH // 8
    for row in range(HEIGHT):
        dots[row * step : row * step + width] = raster.rows[row * width : (row + 1) * width]
    metre = round(tspl.DOTS_A_MM * 1000)
    image.setDotsPerMeterX(metre)
    image.setDotsPerMeterY(metre)
    return image


def write(rasters: Sequence[Raster], path: Path, copies: int = 1) -> None:
    """Write a .pdf (a page a label), a .png (one label) or a .tspl (for the printer).

    Replaced only once it is whole. Raises label_kind, label_one_picture, disk_full,
    report_unwritable.
    """
    kind = path.suffix.lower()
    if kind not in (".pdf", ".png", ".tspl"):
        raise UserFacingError("label_kind", file=path.name)
    if kind == ".png" and len(rasters) > 1:
        raise UserFacingError("label_one_picture", file=path.name)
    if kind == ".tspl":
        content = b"".join(tspl.encode(each, copies) for each in rasters)
    elif kind == ".png":
        content = whole.png(picture(rasters[0]))
    else:
        content = whole.pdf(lambda writer: _pages(writer, rasters, copies))
    whole.put(content, path)


def page() -> QPageSize:
    """The label as a page."""
    size = QSizeF(WIDTH_MM, HEIGHT_MM)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)


def paint(painter: QPainter, device: QPaintDevice, raster: Raster) -> None:
    """Put a label on a page of ``device`` in its own size, dot by dot: nothing is smoothed.

    By millimetres, not by the page, which Qt rounds to whole points.
    """
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    width = device.logicalDpiX() * WIDTH_MM / MM_AN_INCH
    height = device.logicalDpiY() * HEIGHT_MM / MM_AN_INCH
    painter.drawImage(QRectF(0, 0, width, height), picture(raster))


def _pages(writer: QPdfWriter, rasters: Sequence[Raster], copies: int) -> None:
    writer.setResolution(round(3 * tspl.DOTS_A_MM * MM_AN_INCH))
    writer.setPageSize(page())
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setCreator("Gongfu Studio")
    with QPainter(writer) as painter:
        for number, raster in enumerate(each for each in rasters for _ in range(copies)):
            if number:
                writer.newPage()
            paint(painter, writer, raster)


def _dots(grey: QImage) -> Raster:
    """Each dot black or white, eight in a byte."""
    data, step = memoryview(grey.constBits()).cast("B"), grey.bytesPerLine()
    black = bytes(value < DARKER_THAN for value in range(256))
    packed = bytearray()
    for row in range(HEIGHT):
        bits = bytes(data[row * step : row * step + WIDTH]).translate(black)
        packed += int("".join(map(str, bits)), 2).to_bytes(WIDTH // 8, "big")
    return Raster(bytes(packed))


class _Pen:
    """Words and squares, from top to bottom."""

    def __init__(self, painter: QPainter, language: Language) -> None:
        self._p, self._language = painter, language
        self.y = EDGE
        painter.setPen(QColor(Qt.GlobalColor.black))

    def say(self, code: str, **about: object) -> str:
        return sentence(f"label_{code}", self._language, **about)

    def line(
        self, text: str, pixels: int, *, bold: bool = False, smallest: int = 22, lines: int = 1
    ) -> None:
        """One paragraph of at most so many lines; letters shrink before anything is left out."""
        text = harmless(text)
        flags = int(Qt.TextFlag.TextWordWrap if lines > 1 else Qt.TextFlag.TextSingleLine)
        width = WIDTH - 2 * EDGE
        for size in range(pixels, smallest - 1, -2):
            font = _font(size, bold=bold)
            metrics = QFontMetrics(font)
            box = metrics.boundingRect(QRect(0, 0, width, HEIGHT), flags, text)
            if box.width() <= width and box.height() <= lines * metrics.lineSpacing() + 1:
                break
        else:
            room = width * lines - (metrics.averageCharWidth() * 4 if lines > 1 else 0)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            box = metrics.boundingRect(QRect(0, 0, width, HEIGHT), flags, text)
        self._p.setFont(font)
        height = min(box.height(), lines * metrics.lineSpacing())
        self._p.drawText(QRect(EDGE, self.y, width, height), flags, text)
        self.y += height + 6

    def rule(self) -> None:
        self._p.fillRect(QRect(EDGE, self.y + 4, WIDTH - 2 * EDGE, 3), Qt.GlobalColor.black)
        self.y += 16

    def square(self, text: str, left: int, top: int, side: int) -> None:
        """A QR code no larger than ``side``, each module a whole number of dots."""
        import segno  # a window that prints no label does not need it

        modules = segno.make(text, micro=False, error="m").matrix
        dots = side // (len(modules) + 2 * QUIET)
        free = (side - dots * len(modules)) // 2
        for row, line in enumerate(modules):
            for column, black in enumerate(line):
                if black:
                    x, y = left + free + column * dots, top + free + row * dots
                    self._p.fillRect(QRect(x, y, dots, dots), Qt.GlobalColor.black)

    def foot(self, text: str) -> None:
        font = _font(22)
        self._p.setFont(font)
        box = QRectF(EDGE, HEIGHT - EDGE - 34, WIDTH - 2 * EDGE, 34)
        self._p.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    @property
    def left(self) -> int:
        """Dots to the foot."""
        return HEIGHT - EDGE - 40 - self.y


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = font_of(pixels, bold=bold)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


SQUARE = 360


def _parcel(pen: _Pen, label: ParcelLabel) -> None:
    day, _, number = label.code.rpartition("-")
    pen.line(number, 150, bold=True)
    pen.line(pen.say("parcel", day=day, order=label.order, platform=label.platform), 30)
    if label.stop:
        pen.line(pen.say("stop", stop=label.stop), 44, bold=True)
    pen.rule()
    shown = 5 if label.stop else 6
    for name, much in label.goods[:shown]:
        pen.line(f"{name} × {much}", 32)
    if len(label.goods) > shown:
        pen.line(pen.say("more", count=len(label.goods) - shown), 28)
    pen.line(pen.say("pieces", count=label.pieces), 32, bold=True)
    side = min(SQUARE, pen.left)
    pen.square(label.square, (WIDTH - side) // 2, HEIGHT - EDGE - 40 - side, side)
    pen.foot(pen.say("no_waybill"))


def _trace(pen: _Pen, label: TraceLabel) -> None:
    pen.line(label.product, 56, bold=True, smallest=34, lines=2)
    if label.spec:
        pen.line(label.spec, 32)
    pen.rule()
    for code, words in (
        ("lot", label.lot),
        ("household", label.household),
        ("origin", label.origin),
        ("harvested", label.harvested),
        ("best_before", label.best_before),
    ):
        if words:
            pen.line(pen.say(code, words=words), 38, smallest=24)
    side = min(SQUARE + 60, pen.left)
    pen.square(label.square, (WIDTH - side) // 2, HEIGHT - EDGE - 40 - side, side)
    pen.foot(pen.say("declared"))
