"""The review on paper: A4, one page and as many more as the course of the evening needs.

Works without a window: call `ui.headless.ensure_gui` first where none runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage

from studio.runtime.wording import Language, sentence
from studio.session.incidents import ORDERS, IncidentReport, headline, lines
from studio.session.telling import tell
from ui.formats import money
from ui.report import evening, words
from ui.report.paper import MARGIN, PALETTE, Paper
from ui.widgets.charts import LINE, EveningPainter, Sold, paint_sold

Row = Mapping[str, Any]

PICTURE = (200, 113)
"""A still of the black box on paper, at most that wide and high."""
MOST_REPORTS = 20
MOST_TOLD = 90
"""Lines of the course of the evening on paper; the spreadsheet has them all."""


def write(
    summary: Row,
    path: Path,
    language: Language = "zh",
    reports: Sequence[IncidentReport] = (),
) -> None:
    """Write ``path``, replaced only once it is whole. Raises report_unwritable (file).

    ``reports``: what went wrong, with pictures; without them the troubles are only named.

    Main thread, with a QGuiApplication and the bundled fonts; takes some 100 ms.
    """
    _Review(summary, language, reports).write(path)


def sold_rows(summary: Row, language: Language) -> list[Sold]:
    """卖了什么: every product, the one that brought most first."""
    coloured = evening.colours(summary)
    rows = sorted(summary["products"], key=lambda row: -row["paid_fen"])
    return [
        Sold(
            row["name"],
            coloured[row["sku"]],
            row["paid_fen"],
            money(row["paid_fen"]),
            sentence("report_sold_orders", language, orders=row["orders"]),
            words.stock_left(row, language),
            "mind" if row["stock_left"] == 0 else "",
        )
        for row in rows
    ]


class _Review(Paper):
    """One evening on paper."""

    def __init__(self, summary: Row, language: Language, reports: Sequence[IncidentReport]) -> None:
        super().__init__(words.title(summary, language))
        self._summary = summary
        self._reports = reports
        self._language = language

    def _draw(self) -> None:
        self._head()
        self._figures()
        self._chart()
        self._sold()
        self._advice()
        self._lists()

    def _footer_words(self) -> str:
        session = self._summary["session"]
        return self._say("footer", session=session, page=self._page, pages=self._pages)

    def _say(self, code: str, **parameters: object) -> str:
        return sentence(f"report_{code}", self._language, **parameters)

    # -- parts, top to bottom --------------------------------------------------------------------

    def _head(self) -> None:
        self._line(words.title(self._summary, self._language), 26, 38, bold=True)
        self._line(words.subtitle(self._summary, self._language), 14, 36, PALETTE.muted)

    def _figures(self) -> None:
        """Five boxes in a row; the longest figure decides the size of all."""
        boxes = words.figures(self._summary, self._language)
        width = (self._width - 4 * 10) / len(boxes)
        pixels = self._fitting([box.figure for box in boxes], width - 20, 22)
        for place, box in enumerate(boxes):
            left = MARGIN + place * (width + 10)
            self._sheet(QRectF(left, self._y, width, 78))
            self._text(QRectF(left + 10, self._y + 8, width - 20, 18), box.label, 12, PALETTE.muted)
            area = QRectF(left + 10, self._y + 26, width - 20, 28)
            self._text(area, box.figure, pixels, PALETTE.text, bold=True)
            area = QRectF(left + 10, self._y + 54, width - 20, 18)
            self._text(area, box.note, 12, PALETTE.muted)
        self._y += 78 + 14

    def _chart(self) -> None:
        box = QRectF(MARGIN, self._y, self._width, 300)
        self._sheet(box)
        inner = box.adjusted(16, 12, -16, -10)
        self._text(QRectF(inner.left(), inner.top(), 260, 22), self._say("when"), 15, bold=True)
        self._text(
            QRectF(inner.left() + 160, inner.top(), inner.width() - 160, 22),
            evening.note(self._summary, self._language),
            12,
            PALETTE.muted,
            right=True,
        )
        laid = evening.lay_out(self._summary, self._language)
        EveningPainter(self._p, inner.adjusted(0, 30, 0, 0), laid, PALETTE).paint()
        self._y = box.bottom() + 14

    def _sold(self) -> None:
        rows = sold_rows(self._summary, self._language)
        self._heading(self._say("sold"), LINE * min(3, len(rows)))
        while rows:
            fits = max(1, int((self._bottom - self._y) // LINE))
            box = QRectF(MARGIN, self._y, self._width, LINE * min(fits, len(rows)))
            paint_sold(self._p, box, rows[:fits], PALETTE)
            rows, self._y = rows[fits:], box.bottom()
            if rows:
                self._new_page()
        self._y += 14

    def _advice(self) -> None:
        said = words.advice(self._summary, self._language)
        self._heading(self._say("advice"), 60)
        for text in said or [self._say("advice_thin")]:
            self._paragraph("· " + text if said else text)
        self._y += 12

    def _lists(self) -> None:
        first = self._report_height(self._reports[0]) if self._reports else 44
        self._heading(self._say("trouble"), first)
        troubles = self._summary["incidents"]
        if self._reports:
            for report in self._reports[:MOST_REPORTS]:
                self._report(report)
            self._rows([row for row in troubles if row["code"] == ORDERS])
        elif troubles:
            self._rows(troubles)
        else:
            self._paragraph(self._say("trouble_none"))
        self._y += 12
        if self._summary["timeline"]:
            self._heading(self._say("course"), 44)
            self._rows(self._summary["timeline"])

    def _report_height(self, report: IncidentReport) -> float:
        told = lines(report.incident, self._language)
        return 26 + 24 * len(told) + (PICTURE[1] + 30 if report.pictured else 0)

    def _report(self, report: IncidentReport) -> None:
        """One trouble, kept on one page with its pictures."""
        self._room(self._report_height(report))
        at = words.clock(report.incident.at, with_seconds=True)
        self._line(f"{at}  {headline(report.incident, self._language)}", 14, 24, bold=True)
        for text in lines(report.incident, self._language):
            self._paragraph(text)
        if report.pictured:
            self._stills(report)
        self._y += 6

    def _stills(self, report: IncidentReport) -> None:
        left = MARGIN
        both = ((report.before, "still_before"), (report.during, "still_during"))
        for jpeg, code in both:
            if jpeg is None:
                continue
            picture = QImage.fromData(jpeg)
            size = picture.size().scaled(*PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(left, self._y, size.width(), size.height())
            self._p.drawImage(box, picture)
            caption = QRectF(left, self._y + PICTURE[1] + 2, PICTURE[0], 18)
            self._text(caption, sentence(code, self._language), 12, PALETTE.muted)
            left += PICTURE[0] + 16
        self._y += PICTURE[1] + 24

    def _rows(self, rows: Sequence[Row]) -> None:
        for row in rows[:MOST_TOLD]:
            self._room(22)
            at = words.clock(row["at"], with_seconds=True)
            self._text(QRectF(MARGIN, self._y, 80, 22), at, 13, PALETTE.muted)
            area = QRectF(MARGIN + 84, self._y, self._width - 84, 22)
            self._text(area, tell(row, self._language), 13)
            self._y += 22
        if len(rows) > MOST_TOLD:
            self._paragraph(self._say("more", count=len(rows) - MOST_TOLD))
