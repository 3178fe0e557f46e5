"""Overselling is impossible, also where two programs note at the same moment.

openfoodnetwork 6417: "asking to refund a shopper is not a suitable workaround".
"""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

from sqlite_utils import Database

from inventory import ledger, live_sales, products
from inventory.ledger import Place
from inventory.products import Product
from studio.bootstrap import MIGRATIONS
from studio.runtime.clock import SystemClock
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.books import AT

STOCK = 40
WANTED = 30
"""By each of two: more than there is."""


def note(db: Database) -> None:
    live_sales.note(
        db,
        order_id=new_id(AT),
        session_id="s",
        sku="YM",
        qty=1,
        channel="抖音",
        unit_price_fen=100,
        at_ms=AT,
        safety_buffer=2,
    )


def note_many(store: Store) -> int:
    noted = 0
    for _ in range(WANTED):
        try:
            store.write(note).result()
        except UserFacingError as error:
            if error.code != "not_enough_stock":
                raise
        else:
            noted += 1
    return noted


def another_program(path: str, ready, told) -> None:
    runtime = Runtime()
    store = Store.open(Path(path), runtime, MIGRATIONS, SystemClock())
    ready.wait()
    told.put(note_many(store))
    runtime.close()


def filled(path: Path, runtime: Runtime) -> Store:
    store = Store.open(path, runtime, MIGRATIONS, SystemClock())
    made = Product("YM", "杨梅", "", "箱", 100, None, "", "", "")
    store.write(lambda db: products.take_over(db, made, STOCK, AT)).result()
    return store


def check(store: Store, noted: int) -> None:
    assert noted == STOCK - 2
    assert len(store.read(live_sales.sales).result()) == noted
    assert store.read(lambda db: ledger.on_place(db, "YM", Place.SHELF)).result() == 2
    assert store.read(lambda db: ledger.level(db, "YM", 2).available).result() == 0


def test_two_programs_never_sell_the_same_box(tmp_path: Path, runtime: Runtime) -> None:
    path = tmp_path / "studio.db"
    store = filled(path, runtime)
    context = multiprocessing.get_context("spawn")
    ready, told = context.Event(), context.Queue()
    others = [
        context.Process(target=another_program, args=(str(path), ready, told)) for _ in range(2)
    ]
    for other in others:
        other.start()
    ready.set()
    noted = sum(told.get(timeout=120) for _ in others)
    for other in others:
        other.join(30)
    check(store, noted)


def test_two_windows_never_sell_the_same_box(tmp_path: Path, runtime: Runtime) -> None:
    store = filled(tmp_path / "studio.db", runtime)
    noted: list[int] = []
    windows = [
        threading.Thread(target=lambda: noted.append(note_many(store)), name=f"window-{number}")
        for number in range(2)
    ]
    for window in windows:
        window.start()
    for window in windows:
        window.join(120)
    check(store, sum(noted))
