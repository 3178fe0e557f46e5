"""A whole order file understood: whose it is, its lines, what is no order and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from inventory.orders import cells, files, templates
from inventory.orders.rows import Line, NotALine, Reader
from inventory.orders.sheets import HEADINGS_WITHIN, MAX_ROWS, Cell, Sheet
from inventory.orders.templates import Columns, Template, normal
from studio.runtime.errors import Unlogged, UserFacingError

TELL_EVERY = 1000

Progress = Callable[[int], None]
"""Called with the rows done so far; what it raises stops the work."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An order file, row by row; nothing of it is written anywhere yet."""

    file: str
    sha256: str
    platform: str
    template_version: int
    rows: int
    """Rows below the headings that hold anything."""
    lines: list[Line] = field(repr=False)
    others: list[NotALine] = field(repr=False)
    unknown_headings: tuple[str, ...]


def understand(
    path: Path,
    known: Sequence[Template],
    platform: str = "",
    password: str = "",
    progress: Progress = lambda rows: None,
) -> Understood:
    """Read and understand a file. Blocks: some seconds for 50,000 rows.

    ``platform``: whose file it is; empty: by its headings. Errors are those of `files.load` and
    `files.sheets`, orders_headings_unknown, orders_headings_none, orders_headings_other (platform),
    orders_too_many_rows.
    """
    data = files.load(path)
    rows, columns = _recognised(data, path.name, known, platform, password)
    reader = Reader(columns)
    lines: list[Line] = []
    others: list[NotALine] = []
    with closing(rows):  # what reads ahead ends with it, also where this is stopped
        for number, row in rows:
            if not any(row) and row.count("") == len(row):  # a row of zeros holds something
                continue
            read = reader.read(number, row)
            if isinstance(read, Line):
                lines.append(read)
            elif read is not None:
                others.append(read)
            done = len(lines) + len(others)
            if done % TELL_EVERY == 0:
                progress(done)
            if done > MAX_ROWS:
                file = Unlogged(path.name)
                raise UserFacingError("orders_too_many_rows", file=file, most=MAX_ROWS)
    return Understood(
        file=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        platform=columns.template.platform,
        template_version=columns.template.version,
        rows=len(lines) + len(others),
        lines=lines,
        others=others,
        unknown_headings=tuple(columns.headings[place] for place in columns.unknown),
    )


def _recognised(
    data: bytes, file: str, known: Sequence[Template], platform: str, password: str
) -> tuple[Generator[tuple[int, list[Cell]]], Columns]:
    """The rows under the headings of the first sheet that has a platform's."""
    headings = frozenset[str]().union(*(each.known for each in known))
    seen: dict[str, None] = {}
    for sheet in files.sheets(data, file, password):
        head, rows = _head(sheet)
        texts = [[cells.text(cell) for cell in row] for _, row in head]
        if found := templates.recognise(texts, known, platform):
            place, columns = found
            return _below(head[place + 1 :], rows), columns
        if other := templates.recognise(texts, known):
            raise UserFacingError(
                "orders_headings_other",
                file=Unlogged(file),
                platform=platform,
                found=other[1].template.platform,
            )
        seen |= dict.fromkeys(text for row in texts for text in row if normal(text) in headings)
    # Only what is somebody's heading is told: where a table has none, its first row is a buyer.
    if not seen:
        raise UserFacingError("orders_headings_none", file=Unlogged(file))
    told = "、".join(list(seen)[:6])
    raise UserFacingError("orders_headings_unknown", file=Unlogged(file), seen=told)


def _head(sheet: Sheet) -> tuple[list[tuple[int, list[Cell]]], Iterator[tuple[int, list[Cell]]]]:
    rows = iter(sheet.rows)
    return list(islice(rows, HEADINGS_WITHIN)), rows


def _below(
    head: list[tuple[int, list[Cell]]], rows: Iterator[tuple[int, list[Cell]]]
) -> Generator[tuple[int, list[Cell]]]:
    yield from head
    yield from rows
