"""The pick list on paper: what to fetch, what goes into which parcel, a page for each village stop.

Order numbers are told by their end only, and nothing of the buyer: paper lies about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPen

from inventory.fulfilment import picking
from inventory.fulfilment.labels import tail
from inventory.fulfilment.parcels import Parcel
from inventory.fulfilment.picking import Pick, Sheet
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, sentence
from ui import table_file
from ui.report.paper import MARGIN, PALETTE, Paper
from ui.theme import tokens

ROW = 26.0
BOX = 14.0


def write(sheet: Sheet, path: Path, language: Language = "zh", *, by_stop: bool = False) -> None:
    """Write a .pdf or an .xlsx. Raises disk_full, report_unwritable, pick_list_kind.

    Any thread; a .pdf needs an application Qt can draw under (`ui.headless.ensure_gui`).
    """
    match path.suffix.lower():
        case ".pdf":
            _PickList(sheet, language, by_stop=by_stop).write(path)
        case ".xlsx":
            table_file.write(path, titles(language), table_rows(sheet))
        case _:
            raise UserFacingError("pick_list_kind", file=path.name)


def titles(language: Language) -> list[str]:
    columns = ("parcel", "order", "stop", "sku", "name", "lot", "qty", "unit", "tracking")
    return [sentence(f"pick_column_{column}", language) for column in columns]


def table_rows(sheet: Sheet) -> Iterator[list[table_file.Value]]:
    """One row a parcel, product and lot."""
    for parcel in sheet.parcels:
        for line in parcel.products:
            for take in line.lots:
                yield [
                    *(parcel.code, parcel.order_no, parcel.stop, line.sku, line.name),
                    *(take.lot, take.qty, line.unit, parcel.tracking),
                ]


class _PickList(Paper):
    def __init__(self, sheet: Sheet, language: Language, *, by_stop: bool) -> None:
        super().__init__(sentence("pick_title", language))
        self._sheet, self._language, self._by_stop = sheet, language, by_stop
        self._cold = dict(sheet.cold)

    def _say(self, code: str, **about: object) -> str:
        return sentence(f"pick_{code}", self._language, **about)

    def _footer_words(self) -> str:
        return self._say("footer", page=self._page, pages=self._pages)

    def _draw(self) -> None:
        if not self._by_stop:
            self._whole()
            return
        if not self._sheet.stops:
            self._head(self._say("title"), ())
        for number, (stop, there) in enumerate(self._sheet.stops):
            if number:
                self._new_page()
            self._stop(stop, there)

    def _whole(self) -> None:
        self._head(self._say("title"), self._sheet.parcels)
        if self._sheet.stopped:
            self._heading(self._say("stopped"), ROW)
            for parcel in self._sheet.stopped:
                words = sentence(
                    f"scan_stopped_{parcel.stopped}", self._language, order=tail(parcel.order_no)
                )
                self._paragraph(f"■ {parcel.code}  {words}")
            self._y += 8
        self._heading(self._say("by_product"), ROW)
        for pick in self._sheet.picks:
            self._pick(pick)
        self._y += 8
        self._heading(self._say("by_parcel"), 3 * ROW)
        for parcel in self._sheet.parcels:
            self._parcel(parcel)

    def _stop(self, stop: str, there: Sequence[Parcel]) -> None:
        self._head(self._say("stop", stop=stop) if stop else self._say("no_stop"), there)
        for parcel in there:
            self._parcel(parcel)
        self._room(2 * ROW)
        self._y += 10
        self._line(self._say("handed_over"), 14, ROW)

    def _head(self, words: str, there: Sequence[Parcel]) -> None:
        self._line(words, 26, 38, bold=True)
        when = datetime.fromtimestamp(self._sheet.at_ms / 1000, UTC).astimezone()
        note = self._say(
            "note",
            when=when.strftime("%Y-%m-%d %H:%M"),
            parcels=len(there),
            pieces=sum(parcel.pieces for parcel in there),
        )
        self._line(note, 14, 32, PALETTE.muted)

    def _pick(self, pick: Pick) -> None:
        self._room(ROW)
        self._tick()
        middle = self._y
        self._text(QRectF(MARGIN + 24, middle, 270, ROW), pick.name, 15, bold=True)
        lot = self._say("lot", lot=pick.lot) if pick.lot else ""
        self._text(QRectF(MARGIN + 300, middle, 170, ROW), lot, 13, PALETTE.muted)
        many = f"{pick.qty} {pick.unit}"
        self._text(QRectF(MARGIN + 470, middle, 80, ROW), many, 15, bold=True, right=True)
        where = " ".join(code.rpartition("-")[2] for code in pick.parcels)
        rest = QRectF(MARGIN + 566, middle, self._width - 566, ROW)
        self._text(rest, where, 12, PALETTE.muted)
        self._y += ROW
        self._rule()

    def _parcel(self, parcel: Parcel) -> None:
        """One parcel, kept on one page where a page is enough for it."""
        cold = self._cold.get(parcel.code)
        said = picking.cold_words(cold, self._language) if cold else []
        takes = sum(len(line.lots) for line in parcel.products)
        self._room(min(ROW * (1 + takes) + 24 * len(said) + 8, 600))
        self._text(QRectF(MARGIN, self._y, 150, ROW), parcel.code, 16, bold=True)
        about = [self._say("order", order=tail(parcel.order_no)), parcel.stop, parcel.tracking]
        words = " · ".join(filter(None, about))
        self._text(QRectF(MARGIN + 160, self._y, self._width - 160, ROW), words, 13, PALETTE.muted)
        self._y += ROW
        for line in parcel.products:
            for take in line.lots:
                self._room(ROW)
                self._tick()
                self._text(QRectF(MARGIN + 24, self._y, 340, ROW), line.name, 14)
                lot = self._say("lot", lot=take.lot) if take.lot else ""
                self._text(QRectF(MARGIN + 370, self._y, 210, ROW), lot, 13, PALETTE.muted)
                many = f"{take.qty} {line.unit}"
                self._text(
                    QRectF(MARGIN + 590, self._y, self._width - 590, ROW), many, 14, right=True
                )
                self._y += ROW
        for each in said:
            self._paragraph(each)
        self._rule()
        self._y += 8

    def _tick(self) -> None:
        """A box for a pen."""
        self._p.setPen(QPen(QColor(PALETTE.text), 1.2))
        self._p.setBrush(QColor(tokens.LIGHT.panel))
        self._p.drawRect(QRectF(MARGIN + 2, self._y + (ROW - BOX) / 2, BOX, BOX))

    def _rule(self) -> None:
        self._p.setPen(QPen(QColor(PALETTE.line), 0.8))
        self._p.drawLine(
            QRectF(MARGIN, self._y, self._width, 0).topLeft(),
            QRectF(MARGIN, self._y, self._width, 0).topRight(),
        )
