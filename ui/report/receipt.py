"""The receipt of a sale at the counter, 58 or 80 mm wide: a PDF, a picture, a printer's bytes.

Laid out in dots of a receipt printer (203 an inch), so a picture prints dot for dot. Works without
a window: call `ui.headless.ensure_gui` first where none runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTransform,
)

from inventory.counter.sales import Sale, SoldLine
from studio.runtime.errors import UserFacingError
from studio.runtime.plain import harmless
from studio.runtime.wording import Language, sentence
from ui.formats import instant, money
from ui.report import whole
from ui.theme.style import font_of

DOTS = 203
PAPERS = {58: 384, 80: 576}
"""Millimetres of paper, and the dots of it that are printed (the head's width)."""
TEXT, SMALL, TITLE = 24, 20, 32
GAP = 8.0
MOST_ROWS = 255
"""Rows of dots sent at once: old printers hold no more."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is printed, and how."""

    sale: Sale
    workshop: str
    """Empty: no name at the top."""
    language: Language = "zh"
    paper: int = 58
    """A key of `PAPERS`."""


def write(receipt: Receipt, path: Path) -> None:
    """Write ``path``: .pdf, .png, or .bin for a printer's bytes, replaced only once it is whole.

    Raises disk_full, report_unwritable, receipt_kind_unknown.
    """
    match path.suffix.lower():
        case ".pdf":
            content = whole.pdf(lambda writer: _page(writer, receipt))
        case ".png":
            content = whole.png(picture(receipt))
        case ".bin":
            content = printer_bytes(receipt)
        case _:
            raise UserFacingError("receipt_kind_unknown", file=path.name)
    whole.put(content, path)


def picture(receipt: Receipt) -> QImage:
    """Black on white, as wide as the printer's head and as long as it needs."""
    height = _Strip(receipt, None).draw()
    image = QImage(PAPERS[receipt.paper], round(height), QImage.Format.Format_Grayscale8)
    image.fill(255)
    with QPainter(image) as painter:
        _Strip(receipt, painter).draw()
    return image


def printer_bytes(receipt: Receipt) -> bytes:
    """The picture as ESC/POS, ending in a cut.

    Initialise (ESC @), raster pictures (GS v 0), feed (ESC d), cut (GS V): Epson's command
    reference, which receipt printers of every make follow.
    """
    threshold = Qt.ImageConversionFlag.ThresholdDither
    image = picture(receipt).convertToFormat(QImage.Format.Format_Mono, threshold)
    if QColor.fromRgba(image.color(1)) != QColor("black"):  # a printer's 1 is black
        image.invertPixels()
    width = image.width() // 8
    rows = [bytes(image.constScanLine(y))[:width] for y in range(image.height())]
    sent = [b"\x1b@"]
    for first in range(0, len(rows), MOST_ROWS):
        band = rows[first : first + MOST_ROWS]
        size = width.to_bytes(2, "little") + len(band).to_bytes(2, "little")
        sent.append(b"\x1dv0\x00" + size + b"".join(band))
    return b"".join([*sent, b"\x1bd\x03", b"\x1dVB\x00"])


def _page(writer: QPdfWriter, receipt: Receipt) -> None:
    writer.setResolution(DOTS)
    height = _Strip(receipt, None).draw()
    size = QSizeF(receipt.paper, height / DOTS * 25.4)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "receipt"))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(sentence("receipt_title", receipt.language))
    writer.setCreator("Gongfu Studio")
    margin = receipt.paper / 25.4 * DOTS - PAPERS[receipt.paper]
    with QPainter(writer) as painter:
        painter.setTransform(QTransform.fromTranslate(margin / 2, 0))
        _Strip(receipt, painter).draw()


class _Strip:
    """A receipt from top to bottom; without a painter it only measures."""

    def __init__(self, receipt: Receipt, painter: QPainter | None) -> None:
        self._receipt, self._p = receipt, painter
        self._width = float(PAPERS[receipt.paper])
        self._y = GAP

    def draw(self) -> float:
        """Returns how long it is, in dots."""
        sale = self._receipt.sale
        if self._receipt.workshop:
            self._words(
                self._receipt.workshop, TITLE, bold=True, side=Qt.AlignmentFlag.AlignHCenter
            )
        self._words(self._say("receipt_title"), TEXT, side=Qt.AlignmentFlag.AlignHCenter)
        self._words(f"{instant(sale.sold_at):%Y-%m-%d %H:%M}", SMALL)
        self._words(self._say("receipt_number", number=sale.id[-8:].upper()), SMALL)
        self._rule()
        for line in sale.lines:
            self._line(line)
        self._rule()
        self._pair(self._say("receipt_total"), money(sale.total_fen), TITLE)
        if sale.pay:
            self._words(self._say(f"receipt_pay_{sale.pay}"), TEXT)
        if sale.undone:
            self._words(self._say("receipt_undone"), TEXT, bold=True)
        self._words(self._say("receipt_no_invoice"), SMALL)
        return self._y + GAP

    def _line(self, line: SoldLine) -> None:
        self._words(line.name, TEXT)
        weight = f"  {line.grams} g" if line.grams else ""
        self._pair(f"{line.said}{weight}", money(line.paid_fen), TEXT)

    def _pair(self, left: str, right: str, pixels: int) -> None:
        top = self._y
        self._words(right, pixels, bold=True, side=Qt.AlignmentFlag.AlignRight)
        after, self._y = self._y, top
        taken = QFontMetricsF(font_of(pixels, bold=True)).horizontalAdvance(right) + GAP
        self._words(left, pixels, width=self._width - taken)
        self._y = max(after, self._y)

    def _words(
        self,
        text: str,
        pixels: int,
        *,
        bold: bool = False,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        width: float | None = None,
    ) -> None:
        text, font = harmless(text), font_of(pixels, bold=bold)
        how = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | side
        room = QRectF(0, self._y, width or self._width, 10_000)
        box = QFontMetricsF(font).boundingRect(room, how, text)
        if self._p is not None:
            self._p.setFont(font)
            self._p.setPen(QColor("black"))
            self._p.drawText(QRectF(0, self._y, room.width(), box.height()), how, text)
        self._y += box.height() + GAP / 2

    def _rule(self) -> None:
        self._y += GAP
        if self._p is not None:
            self._p.setPen(QPen(QColor("black"), 1, Qt.PenStyle.DashLine))
            self._p.drawLine(0, round(self._y), round(self._width), round(self._y))
        self._y += GAP

    def _say(self, code: str, **parameters: object) -> str:
        return sentence(code, self._receipt.language, **parameters)
