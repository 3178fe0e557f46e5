"""A document on A4, drawn from top to bottom; breaks pages itself.

Works without a window: call `ui.headless.ensure_gui` first where none runs. Main thread, with a
QGuiApplication and the bundled fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPageSize, QPainter, QPdfWriter, QPen

from studio.runtime.plain import harmless
from ui.report import whole
from ui.theme import tokens
from ui.theme.style import font_of

DOTS = 300
LOGICAL = 96
"""Everything is laid out at 96 dots an inch and scaled up, as on a screen."""
WIDTH, HEIGHT = 794.0, 1123.0
MARGIN = 44.0
FOOT = 34.0
PALETTE = tokens.LIGHT


class Paper:
    """What is on it is drawn by `_draw`, from `_y` on, with the tools below."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._y = MARGIN
        self._page = 1
        self._pages = 1

    def write(self, path: Path) -> None:
        """Write ``path``, replaced only once whole. Raises disk_full, report_unwritable (file)."""
        # Drawn twice: once to count the pages, once for good.
        whole.pdf(self._draw_all)
        self._pages, self._page, self._y = self._page, 1, MARGIN
        whole.put(whole.pdf(self._draw_all), path)

    def _draw_all(self, writer: QPdfWriter) -> None:
        writer.setResolution(DOTS)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setTitle(self._title)
        writer.setCreator("Gongfu Studio")
        with QPainter(writer) as painter:
            self._writer, self._p = writer, painter
            painter.scale(DOTS / LOGICAL, DOTS / LOGICAL)
            self._draw()
            self._footer()
        del self._writer, self._p  # what they draw into goes first

    def _draw(self) -> None:
        raise NotImplementedError

    def _footer_words(self) -> str:
        """What stands at the foot of each page: `_page` of `_pages`."""
        raise NotImplementedError

    # -- hand tools ------------------------------------------------------------------------------

    @property
    def _width(self) -> float:
        return WIDTH - 2 * MARGIN

    @property
    def _bottom(self) -> float:
        return HEIGHT - MARGIN - FOOT

    def _room(self, height: float) -> None:
        if self._y + height > self._bottom:
            self._new_page()

    def _new_page(self) -> None:
        self._footer()
        self._writer.newPage()
        self._page += 1
        self._y = MARGIN

    def _footer(self) -> None:
        box = QRectF(MARGIN, HEIGHT - MARGIN - 16, self._width, 18)
        self._text(box, self._footer_words(), 11, PALETTE.muted)

    def _heading(self, text: str, with_height: float) -> None:
        """A heading never stands alone at the foot of a page."""
        self._room(30 + with_height)
        self._line(text, 16, 30, bold=True)

    def _line(
        self,
        text: str,
        pixels: int,
        height: float,
        colour: str = PALETTE.text,
        *,
        bold: bool = False,
    ) -> None:
        self._text(QRectF(MARGIN, self._y, self._width, height), text, pixels, colour, bold=bold)
        self._y += height

    def _paragraph(self, text: str) -> None:
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        text = harmless(text)
        self._p.setFont(font_of(14))
        around = QRectF(MARGIN, self._y, self._width, 400)
        height = self._p.boundingRect(around, flags, text).height() + 6
        self._room(height)
        self._p.setPen(QColor(PALETTE.text))
        self._p.drawText(QRectF(MARGIN, self._y, self._width, height), flags, text)
        self._y += height

    def _text(
        self,
        box: QRectF,
        text: str,
        pixels: int,
        colour: str = PALETTE.text,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        font = font_of(pixels, bold=bold)
        self._p.setFont(font)
        self._p.setPen(QColor(colour))
        text = QFontMetricsF(font).elidedText(
            harmless(text), Qt.TextElideMode.ElideRight, box.width()
        )
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._p.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _sheet(self, box: QRectF) -> None:
        self._p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._p.setPen(QPen(QColor(PALETTE.line), 1))
        self._p.setBrush(QColor(PALETTE.panel))
        self._p.drawRoundedRect(box, 10, 10)

    def _fitting(self, texts: Sequence[str], width: float, largest: int) -> int:
        """The largest size, from ``largest`` down to 12, at which every text fits."""
        for pixels in range(largest, 12, -1):
            metrics = QFontMetricsF(font_of(pixels, bold=True))
            if all(metrics.horizontalAdvance(text) <= width for text in texts):
                return pixels
        return 12
