"""An order, from the call to the fsynced commit, beside a bare SQLite FULL commit.

The whole real path is timed: `LiveSession.note_order` with its hop to the writer thread, order,
reservation, triggers and journal row in one transaction, and the way back. The bare commit is one
INSERT into a plain table of the same SQLite with the same pragmas on the same disk; the two take
turns, so that both meet the same disk.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.result import Result, percentile, spread
from bench.workshop import PLAN
from studio.session.live import LiveSession
from studio.store.database import set_pragmas
from studio.store.sqlite import sqlite3

ROUNDS = 10
ORDERS = 400
"""A round. A disk's own slow moments come about once in a hundred writes and fall on either side:
the ratio is taken over all rounds together, each round's own ratio is shown as the spread."""
REACH = 2.0


def run() -> Result:
    """Several rounds, turn by turn; the ratio of the two p99 over all of them."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        ours, bare = _measure(Path(folder))
    ratios = [percentile(a, 0.99) / percentile(b, 0.99) for a, b in zip(ours, bare, strict=True)]
    slow, slow_bare = _p99(ours), _p99(bare)
    ratio = slow / slow_bare
    return Result(
        name="order_commit",
        figure=slow,
        unit="ms p99",
        beside="a bare SQLite FULL commit",
        beside_figure=slow_bare,
        ratio=ratio,
        reach=f"p99 at most {REACH:g} times the bare commit",
        reached=ratio <= REACH,
        details={
            "rounds": ROUNDS,
            "orders_a_round": ORDERS,
            "p99_ratio": spread(ratios),
            "p50_ms": spread([percentile(each, 0.5) for each in ours]),
            "p99_ms": spread([percentile(each, 0.99) for each in ours]),
            "bare_p50_ms": spread([percentile(each, 0.5) for each in bare]),
            "bare_p99_ms": spread([percentile(each, 0.99) for each in bare]),
        },
    )


def _p99(rounds: list[list[float]]) -> float:
    return percentile([each for one in rounds for each in one], 0.99)


def _measure(folder: Path) -> tuple[list[list[float]], list[list[float]]]:
    commit = _bare(folder / "bare.db")
    with quiet_studio(folder / "data") as studio:
        session = studio.start_session(PLAN, "obs").result()
        session.open_stage().result()
        session.go_live().result()
        note = _noting(session)
        for _ in range(50):  # warm caches, grown files
            note()
            commit()
        rounds = [_round(note, commit) for _ in range(ROUNDS)]
        session.end().result()
        session.close()
    return [ours for ours, _ in rounds], [bare for _, bare in rounds]


def _round(note: Callable[[], None], commit: Callable[[], None]) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    for _ in range(ORDERS):
        ours.append(_timed(note))
        bare.append(_timed(commit))
    return ours, bare


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _noting(session: LiveSession) -> Callable[[], None]:
    def note() -> None:
        session.note_order("SKU-001", 1, "抖音").result()

    return note


def _bare(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    set_pragmas(Database(connection))
    connection.execute("CREATE TABLE sale (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO sale (body) VALUES (?)", ["x" * 200])
        connection.execute("COMMIT")

    return commit
