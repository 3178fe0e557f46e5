"""Every table of the desk can be saved: from the menu of its headings, as it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui import table_file
from ui.asking import OnError
from ui.desk.page import DeskPage, TablePage
from ui.widgets.table import Table


def offer_saving(page: DeskPage, runtime: Any, on_error: OnError) -> None:
    """Put it into the menus. The table a page has a button for goes the button's way: that one
    also writes rows nobody has scrolled to, and numbers as numbers."""
    own = getattr(page, "table", None) if isinstance(page, TablePage) else None
    for table in page.findChildren(Table):
        if table is own:
            table.columns.on_save = page.export.click
        else:
            table.columns.on_save = _Saving(page, table, runtime, on_error).save


class _Saving:
    """Asks where, and writes on a worker what is shown now."""

    def __init__(self, page: DeskPage, table: Table, runtime: Any, on_error: OnError) -> None:
        self._page, self._table = page, table
        self._runtime, self._on_error = runtime, on_error

    def save(self) -> None:
        path = self._page.ask_for_file(self._page.title.text())
        if path is None:
            return
        titles, rows = self._table.texts()
        written = self._runtime.background(lambda: _write(path, titles, rows))
        self._runtime.then(written, self._page.show_saved, self._on_error)


def _write(path: Path, titles: list[str], rows: list[list[str]]) -> Path:
    table_file.write(path, titles, rows)
    return path
