"""The list of imported orders: every sort of every filter, in pages, and none reads everything."""

from __future__ import annotations

from functools import partial
from itertools import product
from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory.fulfilment import making
from inventory.orders.audit import CHECKS
from inventory.orders.importing import Imports, Wish
from inventory.orders.line_state import from_json
from inventory.orders.merging import FACE
from inventory.orders.status import Aftersale, Status
from inventory.search import imported_list
from inventory.search.imported_list import By, ImportedFilter, ImportedLine, Sort
from studio.store import audit
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import PRODUCTS, draft

SORTS = [Sort(by, descending) for by, descending in product(By, (False, True))]
FILTERS = [
    ImportedFilter(),
    ImportedFilter(shop="抖店"),
    ImportedFilter(status="paid"),
    ImportedFilter(shop="快手小店", status="closed"),
    ImportedFilter(words="69170000000010"),
    ImportedFilter(words="69170000000010", shop="抖店", status="done"),
    ImportedFilter(shop="没有"),
    ImportedFilter(words="%"),
    ImportedFilter(words="杨梅"),
    ImportedFilter(words="东魁 抖店"),
    ImportedFilter(words="YM-001", status="paid"),
    ImportedFilter(words="dkym", shop="快手小店"),
    ImportedFilter(words="杨梅", status="unknown"),
]

WORDS = next(place for place, each in enumerate(FILTERS) if each.words == "杨梅")
"""Where those of words begin."""


@pytest.fixture
def imported(store: Store, tmp_path: Path) -> Store:
    books = Books(store)
    for sku, _ in PRODUCTS:
        books.product(sku, 1000)
    imports = Imports(store, ManualClock(AT), Sealer(MemorySecrets()), tmp_path)
    for platform in ("抖店", "快手小店", "拼多多"):
        made = draft(platform, orders=40)
        if made.role("ordered_at"):
            for row in made.rows[::5]:
                row[made.role("ordered_at")] = ""
        imports.run(Wish(made.write(tmp_path / platform), take_proposals=True))
    return store


def rank(line: ImportedLine, by: By) -> tuple[object, ...]:
    match by:
        case By.PAID:
            return line.paid_fen, line.refunded_fen
        case By.NUMBER:
            return (line.order_no,)
        case By.QTY:
            return (line.qty,)
        case By.WHAT:
            return (line.what[:FACE],)
        case By.SHOP:
            return (line.shop,)
        case By.STATE:
            return Status[line.status], Aftersale[line.aftersale]
    return ()


def has(told: str, words: str) -> bool:
    return all({"dkym": "东魁杨梅"}.get(word, word) in told for word in words.split())


def expected(
    rows: list[ImportedLine], told: dict[str, str], wanted: ImportedFilter, sort: Sort
) -> list[str]:
    rows = [
        row
        for row in rows
        if wanted.shop in ("", row.shop)
        and wanted.status in ("", row.status)
        and (row.order_no.startswith(wanted.words) or has(told[row.id], wanted.words))
    ]
    of_its_own = sort.by in (By.PAID, By.NUMBER, By.QTY, By.WHAT)
    newest_first = sort.descending or not (of_its_own or sort.by is By.AT)
    if of_its_own:
        rows.sort(key=lambda row: row.id, reverse=newest_first)
    else:
        rows.sort(key=lambda row: (row.ordered_ms or 0, row.id), reverse=newest_first)
        rows.sort(key=lambda row: row.ordered_ms is None)
    values = sorted({rank(row, sort.by) for row in rows}, reverse=sort.descending)
    return [row.id for value in values for row in rows if rank(row, sort.by) == value]


def held(db: Database) -> dict[str, str]:
    """Shop, names, codes of all lines of each order."""
    found = dict(db.execute("SELECT id, shop FROM platform_order").fetchall())
    for order_id, state in db.execute("SELECT order_id, state FROM order_line").fetchall():
        line = from_json(state)
        found[order_id] += f" {line.title} {line.spec} {line.code}"
    return found


@pytest.mark.parametrize(("ranges", "few"), [(100, 60_000), (100, 0), (0, 0)])
def test_every_sort_of_every_filter_is_what_sorting_all_rows_gives(
    imported: Store, monkeypatch: pytest.MonkeyPatch, ranges: int, few: int
) -> None:
    """However what words are about is read: gathered and sorted, range by range, or walked."""
    monkeypatch.setattr(imported_list, "RANGES", ranges)
    monkeypatch.setattr(imported_list, "GATHERED", few)

    def read(db: Database) -> None:
        ids = [row[0] for row in db.execute("SELECT id FROM platform_order").fetchall()]
        rows = list(imported_list.lines(db, ids).values())
        assert len(rows) == 120
        assert any(row.ordered_ms is None for row in rows)
        told = held(db)
        for wanted, sort in product(FILTERS if few else FILTERS[WORDS:], SORTS):
            chunk = imported_list.ids(db, wanted, sort, limit=7)
            found = list(chunk.ids)
            while chunk.last is not None:
                chunk = imported_list.ids(db, wanted, sort, chunk.last, limit=7)
                found += chunk.ids
            whole = expected(rows, told, wanted, sort)
            if (
                wanted.words[:4] == "6917"
            ):  # who types a number wants few: no more than one chunk of them
                assert set(found) <= set(whole), (wanted, sort)
                assert len(found) == min(7, len(whole))
                continue
            assert found == whole, (wanted, sort)
            totals = imported_list.totals(db, wanted)
            assert totals.orders == len(found)
            assert totals.paid_fen == sum(row.paid_fen for row in rows if row.id in set(found))

    imported.read(read).result()


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: f"{sort.by} {sort.descending}")
def test_no_sort_reads_the_orders_one_by_one(imported: Store, sort: Sort) -> None:
    def plans(db: Database, wanted: ImportedFilter) -> list[tuple[str, str]]:
        asked: list[str] = []
        chunk = imported_list.ids(db, wanted, sort, limit=7)
        db.conn.set_trace_callback(asked.append)
        again = imported_list.ids(db, wanted, sort, chunk.last, limit=7)
        imported_list.totals(db, wanted)
        imported_list.lines(db, again.ids)
        db.conn.set_trace_callback(None)
        return [
            (sql, row[3])
            for sql in asked
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        ]

    for wanted in FILTERS:
        for sql, step in imported.read(partial(plans, wanted=wanted)).result():
            assert not step.startswith(("SCAN platform_order", "SCAN order_line")), sql
            few = "import_file" in sql or "platform_order_by_goods WHERE goods IN (" in sql
            assert "TEMP B-TREE" not in step or few, sql
            # Those that left lie apart: whoever wants the others walks past none of them.
            assert "gone = " not in sql or "gone=?" in step, sql


def test_a_row_tells_what_was_bought(imported: Store) -> None:
    def read(db: Database) -> list[ImportedLine]:
        return list(imported_list.lines(db, imported_list.ids(db, ImportedFilter()).ids).values())

    rows = imported.read(read).result()
    names = {name for _, name in PRODUCTS}
    assert all(any(name in row.what for name in names) for row in rows)
    assert all(row.qty >= row.lines >= 1 for row in rows)
    assert {row.lines for row in rows} == {1, 2}


def test_to_ship_are_those_that_packing_tells(store: Store, tmp_path: Path) -> None:
    """Whatever became of them: what was given back before it left is shipped by nobody."""
    books = Books(store)
    for sku, _ in PRODUCTS:
        books.product(sku, 1000)
    made = draft("抖店", orders=30)
    number = made.role("order_no")
    backs = dict(zip(dict.fromkeys(row[number] for row in made.rows), "退开无" * 10, strict=True))
    words = {"退": "退款成功", "开": "待商家处理", "无": "-"}
    seen = set()
    for row in made.rows:  # the first line of each order; of some there are two
        first = row[number] not in seen
        seen.add(row[number])
        row |= {made.role("status"): "待发货", made.role("paid_at"): row[made.role("ordered_at")]}
        row |= {made.role("aftersale"): words[backs[row[number]]] if first else "-"}
        row |= {made.role("shipped_at"): "", made.role("refunded"): "0.00"}
    imports = Imports(store, ManualClock(AT), Sealer(MemorySecrets()), tmp_path)
    imports.run(Wish(made.write(tmp_path / "file"), take_proposals=True))

    def read(db: Database) -> tuple[int, int, dict[str, ImportedLine]]:
        wanted = ImportedFilter(status="paid")
        listed = imported_list.lines(db, imported_list.ids(db, wanted).ids)
        found, waiting = making.ready(db)
        return imported_list.totals(db, wanted).orders, len(found) + waiting.asked_back, listed

    orders, packed, listed = store.read(read).result()
    assert orders == packed == len(listed)
    gone = {no for no, back in backs.items() if back == "退"}
    halves = {row.order_no for row in listed.values()} & gone
    assert halves
    assert all(row.lines == 2 for row in listed.values() if row.order_no in halves)
    assert orders < len(backs)
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []
