"""Importing twice, in any order, and taking back: always the same in the end (Hypothesis)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from inventory import ledger, products
from inventory.orders import book, mapping, retelling, undoing
from inventory.orders.audit import CHECKS
from inventory.orders.book import Batch
from inventory.orders.line_state import Doubt, LineState, from_json, version
from inventory.orders.mapping import Mapped
from inventory.orders.merging import fold, join, merged
from inventory.orders.rows import Headings, Line, Raw
from inventory.orders.schema import MIGRATIONS as ORDERS
from inventory.orders.status import Aftersale, Status
from inventory.orders.understanding import Understood
from inventory.products import Product
from inventory.schema import MIGRATIONS as INVENTORY
from inventory.schema import Place
from studio.store.audit import problems
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3

AT = 1_780_000_000_000
STOCK = 10_000

moments = st.none() | st.integers(1, 9).map(lambda day: AT - 86_400_000 * day)


@st.composite
def rows(draw: st.DrawFn) -> Line:
    told = {
        "order_no": draw(st.sampled_from("AB")),
        "line_no": draw(st.sampled_from("12")),
        "code": draw(st.sampled_from(["YM", "YM", "TD", "unmapped"])),
        "qty": draw(st.integers(1, 3)),
        "paid_fen": draw(st.integers(0, 3)) * 500,
        "order_paid_fen": draw(st.none() | st.just(1000)),
        "refunded_fen": draw(st.integers(0, 1)) * 500,
        "status": draw(st.sampled_from(Status)),
        "aftersale": draw(st.sampled_from(Aftersale)),
        "shipped": draw(st.booleans()),
        **{f"{name}_ms": draw(moments) for name in ("ordered", "paid", "shipped", "done")},
        "doubts": draw(st.sampled_from([(), (), (), (Doubt("status_unknown", "新"),)])),
    }
    digest = blake2b(repr(told).encode(), digest_size=16)
    latest = max(told[f"{name}_ms"] or 0 for name in ("ordered", "paid", "shipped", "done"))
    named = version(
        told["status"], told["aftersale"], told["refunded_fen"], latest, digest.hexdigest()
    )
    state = LineState(
        title="杨梅", spec="", carrier="", tracking="", parts=(), version=named, **told
    )
    return Line(2, state, Raw(digest.digest(), "", b"", Headings((), ())))


a_file = st.lists(rows(), min_size=1, max_size=5)
states = rows().map(lambda line: line.state)


@contextmanager
def database() -> Iterator[Database]:
    db = Database(sqlite3.connect(":memory:"))
    empty().conn.backup(db.conn)
    set_pragmas(db)
    yield db
    db.close()


@cache
def empty() -> Database:
    """Two products, mapped, and no order."""
    db = Database(sqlite3.connect(":memory:"))
    set_pragmas(db)
    for each in (INVENTORY, ORDERS):
        each.apply(db)
    restore_triggers(db, [INVENTORY, ORDERS])
    with db.atomic():
        for sku in ("YM", "TD"):
            products.take_over(db, Product(sku, sku, "", "件", 1, None, "", "", ""), STOCK, 1)
            mapping.confirm(db, "抖店", sku, Mapped(sku, 2), AT)
    return db


def take_in(db: Database, name: str, file: Sequence[Line]) -> None:
    numbered = [Line(row, line.state, line.raw) for row, line in enumerate(file, 2)]
    rows = book.ready(numbered, None)
    orders = list(fold(line.state for line in numbered).values())
    with db.atomic():
        book.begin(db, Understood("f", "", "抖店", 1, len(file), [], [], ()), name, "抖店", AT)
        batch = Batch(name, "抖店", "抖店", orders, rows)
        book.write(db, batch, book.answers(db, "抖店", "抖店"), AT)
        book.end(db, name, "done", AT)


def take_back(db: Database, name: str) -> None:
    with db.atomic():
        found = undoing.orders_of(db, name)
        book.end(db, name, "undoing", AT)
        retelling.tell_again(db, found, name, AT)
        book.end(db, name, "undone", AT)


def everything(db: Database) -> object:
    """Orders, lines and stock, without what names and numbers them."""
    orders = db.execute(
        "SELECT order_no, status, aftersale, paid_fen, refunded_fen, ordered_ms FROM platform_order"
        " ORDER BY order_no"
    ).fetchall()
    lines = db.execute(
        "SELECT order_no, line_no, code, qty, order_line.status, order_line.aftersale, state, waits"
        " FROM order_line JOIN platform_order ON platform_order.id = order_id ORDER BY 1, 2"
    ).fetchall()
    if any(waits for *_, waits in lines):
        return orders, lines  # what waits holds what it held, until somebody answers
    return orders, lines, {sku: ledger.level(db, sku) for sku in ("YM", "TD")}


def must_add_up(db: Database) -> None:
    """Stock is where the lines say it belongs; the balance is the replay of the moves."""
    assert problems(db, CHECKS) == []
    for (sku, place, lot), balance in ledger.replay(db).items():
        assert ledger.on_place(db, sku, place, lot) == balance.qty
        assert balance.qty >= 0 or place is Place.SUPPLIER


@given(one=states, two=states, three=states)
def test_versions_join_in_any_grouping(one: LineState, two: LineState, three: LineState) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(join(one, two), two) == join(one, two)


@given(state=states)
def test_a_state_survives_the_database(state: LineState) -> None:
    assert from_json(state.as_json()) == state


@given(older=states, newer=states)
def test_nothing_that_was_reached_is_lost(older: LineState, newer: LineState) -> None:
    both = join(newer, older)
    assert both.status >= newer.status
    assert both.aftersale >= newer.aftersale
    assert both.refunded_fen >= newer.refunded_fen
    assert both.shipped >= newer.shipped


def test_a_doubt_stands_where_it_belongs_whatever_came_first() -> None:
    newer = LineState(
        *("A", "1", "YM", "杨梅", "", 1, 0, None, 0, Status.unknown, Aftersale.none, False),
        *(None, None, None, None, "", "", (Doubt("status_unknown", "新"),), (), "2"),
    )
    (both,) = fold([newer, newer._replace(paid_fen=5, version="1")]).values()
    (one,) = fold([newer]).values()
    kept = [{line.line_no: line for line in order.lines} for order in (both, one)]
    assert merged(both, {}) == merged(both, kept[1]) == merged(one, kept[0])


@given(files=st.lists(a_file, min_size=1, max_size=3), data=st.data())
def test_files_in_any_order_and_twice_end_the_same(
    files: list[list[Line]], data: st.DataObject
) -> None:
    names = [str(number) for number in range(len(files))]
    with database() as db:
        for name, file in zip(names, files, strict=True):
            take_in(db, name, file)
        must_add_up(db)
        in_turn = everything(db)
    again = data.draw(st.permutations([*names, *data.draw(st.lists(st.sampled_from(names)))]))
    with database() as db:
        for count, name in enumerate(again):
            take_in(db, f"{count}", files[int(name)])
        must_add_up(db)
        assert everything(db) == in_turn


@given(kept=st.lists(a_file, max_size=2), taken=a_file, where=st.integers(0, 2))
def test_an_import_taken_back_was_never_there(
    kept: list[list[Line]], taken: list[Line], where: int
) -> None:
    with database() as db:
        for number, file in enumerate(kept):
            take_in(db, str(number), file)
        without = everything(db)
    with database() as db:
        order = [(str(number), file) for number, file in enumerate(kept)]
        order.insert(where, ("taken", taken))
        for name, file in order:
            take_in(db, name, file)
        take_back(db, "taken")
        must_add_up(db)
        assert everything(db) == without
