"""Products from a list somebody keeps in Excel: xlsx, xls or csv, one product a row.

Headings are data (``headings.toml``). A row that cannot be used is rejected with its number and a
reason, and keeps no other from being taken; nothing is guessed. Nothing here writes except `take`.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from inventory import products
from inventory.orders import cells, files, texts
from inventory.orders.cells import UnreadableError
from inventory.products import Product
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.files import read_at_most
from studio.runtime.typed import narrow

LARGEST = 20 * 2**20
"""Bytes; a list of 10,000 products has one."""
MOST_ROWS = 20_000
MOST_FEN = 10**9
_MANY_FIGURES = re.compile(r"\s*[¥￥]?[0-9]{9,30}(?:\.[0-9]{0,2})?\s*")
"""An amount that nothing is wrong with but that it is too large to be read."""
_PIECES = re.compile(r"([0-9]{1,9})(?:\.0+)?")
"""A spreadsheet writes 10 as 10.0 into some csv files."""

Numbered = tuple[int, Sequence[object]]
"""A row with its number as a spreadsheet shows it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One usable row. ``stock`` is its opening stock."""

    number: int
    """As the spreadsheet shows it."""
    product: Product
    stock: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out, and why."""

    number: int
    error: UserFacingError


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file. SKUs; counts are of rows."""

    rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    rejected: tuple[Rejected, ...]


def read(path: Path) -> tuple[list[Row], list[Rejected]]:
    """Every row of a file, good and bad.

    Raises file_missing, file_too_large, file_unreadable, headings_missing (the needed ones).
    """
    table = _table(path)
    columns = _columns(table[0][1] if table else [])
    good: list[Row] = []
    bad: list[Rejected] = []
    seen: dict[str, int] = {}
    for number, row_cells in table[1:]:
        values = {field: _text(row_cells, place) for field, place in columns.items()}
        if not any(values.values()):
            continue
        try:
            row = _row(number, values)
            if row.product.sku in seen:
                raise UserFacingError("row_twice", sku=row.product.sku, row=seen[row.product.sku])
        except UserFacingError as error:
            bad.append(Rejected(number, error))
            continue
        seen[row.product.sku] = number
        good.append(row)
    return good, bad


def look(db: Database, rows: Sequence[Row], rejected: Sequence[Rejected]) -> Taken:
    """What `take` would do. Inside `Store.read`."""
    return _all(rows, rejected, lambda row: _take(db, row, None))


def take(db: Database, rows: Sequence[Row], rejected: Sequence[Rejected], at_ms: int) -> Taken:
    """Make new products known, with their opening stock, and change known ones.

    A known product keeps its unit once it has stock (its numbers would mean something else) and
    its stock always: what came in is a move, what is there a count. Inside `Store.write`.
    """
    return _all(rows, rejected, lambda row: _take(db, row, at_ms))


def _all(rows: Sequence[Row], rejected: Sequence[Rejected], work: Callable[[Row], str]) -> Taken:
    found: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    refused = list(rejected)
    for row in rows:
        try:
            found[work(row)].append(row.product.sku)
        except UserFacingError as error:
            refused.append(Rejected(row.number, error))
    return Taken(
        rows=len(rows) + len(rejected),
        new=tuple(found["new"]),
        changed=tuple(found["changed"]),
        same=tuple(found["same"]),
        rejected=tuple(sorted(refused, key=lambda each: each.number)),
    )


def _take(db: Database, row: Row, at_ms: int | None) -> str:
    """``at_ms`` None only looks."""
    if products.known(db, row.product.sku):
        return products.change(db, row.product, write=at_ms is not None)
    products.must_be_fit(row.product)
    if at_ms is not None:
        products.take_over(db, row.product, row.stock, at_ms)
    return "new"


@cache
def fields() -> Mapping[str, Sequence[str]]:
    """Each field with its headings, the first the template's own."""
    text = resources.files("inventory").joinpath("headings.toml").read_text("utf-8")
    found: Mapping[str, Sequence[str]] = tomllib.loads(text)["fields"]
    return found


def _columns(heading: Sequence[object]) -> dict[str, int]:
    plain = [_plain(str(cell)) for cell in heading]
    columns = {
        field: plain.index(name)
        for field, names in fields().items()
        for name in reversed([_plain(name) for name in names])
        if name in plain
    }
    lacking = [names[0] for field, names in fields().items() if field in _NEEDED - set(columns)]
    if lacking:
        raise UserFacingError("headings_missing", headings="、".join(lacking))
    return columns


_NEEDED = {"sku", "name", "unit", "price"}


def _plain(heading: str) -> str:
    return "".join(heading.split()).lower().lstrip("*")


def _text(cells: Sequence[object], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # Excel keeps 3 as 3.0
    return str(cell).strip().lstrip("'").strip()


def _row(number: int, values: Mapping[str, str]) -> Row:
    for field in ("sku", "name", "unit"):
        if not values[field]:
            raise UserFacingError("cell_empty", heading=fields()[field][0])
    compared = values.get("compared_price", "")
    stock = values.get("stock", "")
    product = Product(
        sku=values["sku"],
        name=values["name"],
        spec=values.get("spec", ""),
        unit=values["unit"],
        price_fen=in_fen(values["price"]),
        compared_price_fen=in_fen(compared) if compared else None,
        origin=values.get("origin", ""),
        picture="",
        script="",
    )
    products.must_be_fit(product, known=True)  # `_take` knows whether it is
    return Row(number, product, _pieces(stock) if stock else 0)


def in_fen(text: str) -> int:
    """A price in yuan as fen: ``39.9``, ``¥39.90``, ``３９。９``. Raises price_unreadable,
    price_too_much."""
    try:
        fen = cells.fen(text.strip().replace("。", "."))
    except UnreadableError as error:
        if _MANY_FIGURES.fullmatch(narrow(text).replace(",", "")):
            raise too_much(text) from error
        raise UserFacingError("price_unreadable", price=text) from error
    if fen is None:
        raise UserFacingError("price_unreadable", price=text)
    if fen > MOST_FEN:
        raise too_much(text)
    return fen


def too_much(price: str) -> UserFacingError:
    """More than any price may be; ``price`` as it was written."""
    return UserFacingError("price_too_much", price=price, most=MOST_FEN // 100)


def _pieces(text: str) -> int:
    found = _PIECES.fullmatch(narrow(text))
    if found is None:
        raise UserFacingError("row_stock_unreadable", stock=text)
    return int(found[1])


def _table(path: Path) -> list[Numbered]:
    """The rows of the file's first table; read by content as order files are."""
    try:
        data = read_at_most(path, LARGEST)
    except OSError as error:
        raise UserFacingError("file_missing", path=Unlogged(str(path))) from error
    if len(data) > LARGEST:
        raise UserFacingError("file_too_large", path=Unlogged(str(path)))
    try:
        table = list(islice(_rows(data, path.name), MOST_ROWS + 1))
    except (UserFacingError, csv.Error) as error:
        raise UserFacingError("file_unreadable", path=Unlogged(str(path))) from error
    if len(table) > MOST_ROWS:
        raise UserFacingError("file_too_large", path=Unlogged(str(path)))
    return table


def _rows(data: bytes, name: str) -> Iterator[Numbered]:
    if not files.is_workbook(data):
        yield from enumerate(_csv(texts.read(data, name).whole()), 1)
        return
    for sheet in islice(files.sheets(data, name), 1):
        yield from sheet.rows


def _csv(text: str) -> Iterator[list[str]]:
    first = text.splitlines()[0] if text else ""
    mark = max("\t,;", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
