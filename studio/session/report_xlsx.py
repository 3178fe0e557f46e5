"""The summary as a spreadsheet: overview, products, timeline, incidents.

Figures are numbers, instants are dates in this computer's zone, and words are always written as
words: a product called ``=HYPERLINK(…)`` stays a name (formula injection).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from studio.runtime.errors import UserFacingError
from studio.runtime.files import replace_file
from studio.runtime.wording import Language, sentence
from studio.session.telling import tell

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60
"""Columns, in characters; longer words wrap."""

Row = Mapping[str, Any]


def write(summary: Row, path: Path, language: Language = "zh") -> None:
    """Write ``path``, replaced only once it is whole. Raises report_unwritable (file).

    Any thread; takes some 20 ms. ``summary`` is `studio.session.summary.summarise`'s.
    """
    packed = BytesIO()  # packed on a full disk, zipfile goes on failing after its own error
    try:
        with xlsxwriter.Workbook(packed, {**SAFE, "in_memory": True}) as book:
            _Report(book, language).fill(summary)
        replace_file(path, lambda part: part.write_bytes(packed.getvalue()))
    except (OSError, XlsxWriterException) as error:
        raise UserFacingError("report_unwritable", file=path.name) from error


class _Report:
    """One workbook being filled."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self._book = book
        self._language = language
        font = {"font_name": "Microsoft YaHei", "valign": "top"}
        self._words = book.add_format(font | {"text_wrap": True})
        self._head = book.add_format(font | {"bold": True, "bg_color": "#F1EDE2", "bottom": 1})
        self._number = book.add_format(font | {"num_format": "#,##0"})
        self._money = book.add_format(font | {"num_format": "#,##0.00"})
        self._tenth = book.add_format(font | {"num_format": "0.0"})
        self._instant = book.add_format(font | {"num_format": "yyyy-mm-dd hh:mm:ss"})

    def fill(self, summary: Row) -> None:
        self._overview(summary)
        self._products(summary)
        timed = ("at", "second", "what")
        self._table(
            self._sheet("timeline"),
            timed,
            [
                [_instant(row["at"]), float(row["at_s"]), self._say(row)]
                for row in summary["timeline"]
            ],
        )
        self._table(
            self._sheet("incidents"),
            ("at", "second", "lasted", "what"),
            [
                [_instant(r["at"]), float(r["at_s"]), _seconds(r.get("lasted_ms")), self._say(r)]
                for r in summary["incidents"]
            ],
        )

    def _overview(self, summary: Row) -> None:
        sheet = self._sheet("overview")
        orders = summary["orders"]
        rows: list[tuple[str, Any]] = [
            ("title", self._title(summary)),
            ("anchor", summary["anchor"]),
            ("live_at", _instant(summary["live_at"])),
            ("ended_at", _instant(summary["ended_at"])),
            ("on_air", summary["on_air_ms"] / 60_000),
            ("paid", _Yuan(summary["paid_fen"])),
            ("orders", orders),
            ("qty", summary["qty"]),
            ("per_order", _Yuan(round(summary["paid_fen"] / orders)) if orders else None),
            ("undone", summary["orders_undone"]),
            ("let_go", summary["orders_let_go"]),
            ("ran_out", summary["orders_ran_out"]),
            ("ran_out_in_part", summary["orders_ran_out_in_part"]),
        ]
        for place, (name, value) in enumerate(rows):
            sheet.write_string(place, 0, self._column(name), self._head)
            self._write(sheet, place, 1, value)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 3, 26)
        below = self._channels(sheet, len(rows) + 1, summary)
        self._advice(sheet, below + 1, summary)

    def _title(self, summary: Row) -> str:
        """A sheet of the training's says that it counts for nothing: it leaves the hall."""
        parts = [str(summary["title"])]
        if summary.get("training"):
            parts.append(sentence("report_training", self._language))
        return " · ".join(parts)

    def _channels(self, sheet: Any, top: int, summary: Row) -> int:
        """The table of channels from row ``top``; returns the first row below it."""
        for place, name in enumerate(("channel", "orders", "qty", "paid")):
            sheet.write_string(top, place, self._column(name), self._head)
        for line, row in enumerate(summary["channels"], top + 1):
            values = [row["channel"], row["orders"], row["qty"], _Yuan(row["paid_fen"])]
            for place, value in enumerate(values):
                self._write(sheet, line, place, value)
        return top + 1 + len(summary["channels"])

    def _advice(self, sheet: Any, top: int, summary: Row) -> None:
        sheet.write_string(top, 0, sentence("report_advice", self._language), self._head)
        said = [self._say(row) for row in summary["advice"]]
        for line, words in enumerate(said or [sentence("report_advice_thin", self._language)]):
            sheet.merge_range(top + line, 1, top + line, 3, "", self._words)
            sheet.write_string(top + line, 1, words, self._words)
            sheet.set_row(top + line, 36)

    def _products(self, summary: Row) -> None:
        refused = {row["sku"]: row["qty"] for row in summary["refused"]}
        columns = ("product", "sku", "unit", "orders", "qty", "paid", "shown", "left", "refused")
        rows = [
            [
                *(row["name"], row["sku"], row["unit"], row["orders"], row["qty"]),
                *(_Yuan(row["paid_fen"]), row["shown_ms"] / 60_000, row["stock_left"]),
                refused.get(row["sku"], 0),
            ]
            for row in summary["products"]
        ]
        self._table(self._sheet("products"), columns, rows)

    def _table(self, sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Headings that stay in sight, a filter, and columns as wide as what they hold."""
        for place, name in enumerate(columns):
            heading = self._column(name)
            sheet.write_string(0, place, heading, self._head)
            shown = [_width(heading), *(_width(row[place]) for row in rows)]
            sheet.set_column(place, place, min(WIDEST, max(shown) + 3))
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                self._write(sheet, line, place, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def _write(self, sheet: Any, line: int, place: int, value: object) -> None:
        """Each value by its kind; nothing is ever guessed to be a formula."""
        match value:
            case _Yuan(fen=fen):
                sheet.write_number(line, place, fen / 100, self._money)
            case datetime():
                sheet.write_datetime(line, place, value, self._instant)
            case int():
                sheet.write_number(line, place, value, self._number)
            case float():
                sheet.write_number(line, place, round(value, 1), self._tenth)
            case str():
                sheet.write_string(line, place, value, self._words)

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(sentence(f"report_sheet_{name}", self._language))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _column(self, name: str) -> str:
        own = {"orders": "report_orders"}
        return sentence(own.get(name, f"report_column_{name}"), self._language)

    def _say(self, row: Row) -> str:
        return tell(row, self._language)


class _Yuan:
    """Money on its way into a cell."""

    __match_args__ = ("fen",)

    def __init__(self, fen: int) -> None:
        self.fen = fen


def _instant(at_ms: int | None) -> datetime | None:
    """Wall time without a zone, as spreadsheets keep it."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms // 1000).astimezone().replace(tzinfo=None)


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def _width(value: object) -> int:
    """Characters a cell takes; a Chinese one takes two."""
    if isinstance(value, datetime):
        return 19
    if isinstance(value, _Yuan):
        return len(f"{value.fen / 100:,.2f}")
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value or ""))
