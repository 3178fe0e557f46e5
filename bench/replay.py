"""Every stock balance summed again from 1,000,000 moves, beside reading the bare rows."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.result import Result, spread
from inventory import audit, ledger, lots, products
from inventory.lots import Lot
from inventory.products import Product
from inventory.schema import Place
from studio.runtime.ids import new_id

MOVES = 1_000_000
PRODUCTS = 20
LOTS = 10
"""Of each product."""
AT = 1_735_689_600_000
WAY = (Place.SHELF, Place.RESERVED, Place.PACKED, Place.CUSTOMER)
ROUNDS = 3
REACH_S = 10.0


def run() -> Result:
    """Median of several rounds; the balances must equal the replay."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        with quiet_studio(Path(folder)) as studio:
            studio.store.write(_fill).result()
        with quiet_studio(Path(folder)) as studio:
            rounds = [
                (
                    studio.store.read(_timed(_prove)).result(),
                    studio.store.read(_timed(_read)).result(),
                )
                for _ in range(ROUNDS)
            ]
            moves = studio.store.read(_count).result()
    ours, bare = [each for each, _ in rounds], [each for _, each in rounds]
    return Result(
        name="replay",
        figure=statistics.median(ours),
        unit="s",
        beside="reading the bare rows",
        beside_figure=statistics.median(bare),
        reach=f"{MOVES:,} moves in at most {REACH_S:g} s",
        reached=statistics.median(ours) <= REACH_S and moves >= MOVES,
        details={"moves": moves, "replay_s": spread(ours), "read_s": spread(bare)},
    )


def _timed(work: Callable[[Database], object]) -> Callable[[Database], float]:
    def timed(db: Database) -> float:
        start = time.perf_counter()
        work(db)
        return time.perf_counter() - start

    return timed


def _prove(db: Database) -> None:
    """The replay and the comparison, as `gongfu audit` makes them."""
    if differences := list(audit.balances(db)):
        raise AssertionError(f"the balances are not what the moves add up to: {differences[:3]}")


def _read(db: Database) -> object:
    return db.execute("SELECT sku, qty, source, target, lot, grams FROM stock_move").fetchall()


def _count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM stock_move").fetchone()[0])


def _fill(db: Database) -> None:
    """Goods come in by lots; each order is reserved, packed and sent: three moves of one piece."""
    piles = [(f"SKU-{number:03}", f"L{lot}") for number in range(PRODUCTS) for lot in range(LOTS)]
    for sku in sorted({sku for sku, _ in piles}):
        products.take_over(db, Product(sku, sku, "", "箱", 1990, None, "", "", ""), 0, AT)
    for sku, lot in piles:
        lots.register(db, Lot(sku, lot), AT)
        ledger.move(
            db,
            sku=sku,
            qty=MOVES,
            source=Place.HOUSEHOLD,
            target=Place.SHELF,
            reason="harvest",
            at_ms=AT,
            lot=lot,
        )
    db.conn.executemany(
        "INSERT INTO stock_move (id, sku, qty, source, target, reason, reference, happened_ms,"
        " happened_local, lot)"
        " VALUES (?, ?, 1, ?, ?, 'order', ?, ?, '2025-01-01T08:00:00+08:00', ?)",
        _moves(piles),
    )


def _moves(piles: list[tuple[str, str]]) -> Iterator[tuple[str, str, str, str, str, int, str]]:
    for number in range(MOVES // (len(WAY) - 1) + 1):
        sku, lot = piles[number % len(piles)]
        at_ms = AT + number * 1000
        order = new_id(at_ms)
        for source, target in pairwise(WAY):
            yield new_id(at_ms), sku, source.value, target.value, order, at_ms, lot
