"""Every stock balance summed again from 100,000 moves, beside reading the bare rows."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.result import Result, spread
from bench.workshop import seed
from inventory import ledger
from inventory.ledger import Balance

ORDERS = 100_000
ROUNDS = 5
REACH = 5.0


def run() -> Result:
    """Median of several rounds; the balances must equal the replay."""
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), ORDERS, sessions=20)
        with quiet_studio(Path(folder)) as studio:
            rounds = [
                (
                    studio.store.read(_timed(_replay)).result(),
                    studio.store.read(_timed(_read)).result(),
                )
                for _ in range(ROUNDS)
            ]
            studio.store.read(_compare).result()
    ours, bare = [each for each, _ in rounds], [each for _, each in rounds]
    ratio = statistics.median(ours) / statistics.median(bare)
    return Result(
        name="replay",
        figure=statistics.median(ours),
        unit="s",
        beside="reading the bare rows",
        beside_figure=statistics.median(bare),
        reach=f"at most {REACH:g} times reading the rows",
        reached=ratio <= REACH,
        details={"moves": ORDERS, "replay_s": spread(ours), "read_s": spread(bare)},
    )


def _timed(work: Callable[[Database], object]) -> Callable[[Database], float]:
    def timed(db: Database) -> float:
        start = time.perf_counter()
        work(db)
        return time.perf_counter() - start

    return timed


def _replay(db: Database) -> object:
    return ledger.replay(db)


def _read(db: Database) -> object:
    return db.execute("SELECT sku, qty, source, target FROM stock_move").fetchall()


def _compare(db: Database) -> None:
    kept = {
        (sku, place, lot): Balance(qty, grams)
        for sku, place, lot, qty, grams in db.execute(
            "SELECT sku, place, lot, qty, grams FROM stock_balance"
        )
    }
    if kept != ledger.replay(db):
        raise AssertionError("the balances are not what the moves add up to")
