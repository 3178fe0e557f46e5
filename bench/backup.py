"""A backup of a million moves beside SQLite's bare backup API, and how long a restore drill takes.

Ours checks the copy and puts it on the disk before it gets its name; the bare one only copies, in
the same way (one step, no journal), and the two take turns.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.result import Result, spread
from bench.workshop import PLAN
from inventory.schema import Place
from studio.bootstrap import DATABASE, MIGRATIONS, checks
from studio.runtime.clock import SystemClock
from studio.store.audit import problems
from studio.store.backup import FOLDER, make, pour
from studio.store.restore import drill
from studio.store.sqlite import sqlite3

MOVES = 1_000_000
ROUNDS = 3
DRILL_SECONDS = 60.0


def run() -> Result:
    """Medians; the drill is one, with everything that `gongfu audit` proves."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        folder = Path(place)
        database = seed_moves(folder)
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_ours(database, folder))
            bare.append(_bare(database, folder / "bare.db"))
        drilled = _drill(folder)
        size = database.stat().st_size
    return Result(
        name="backup",
        figure=statistics.median(ours),
        unit="s",
        beside="the bare backup API",
        beside_figure=statistics.median(bare),
        reach=f"restore drill at most {DRILL_SECONDS:g} s",
        reached=drilled <= DRILL_SECONDS,
        details={
            "moves": MOVES,
            "mb": round(size / 1e6),
            "backup_s": spread(ours),
            "bare_s": spread(bare),
            "drill_s": round(drilled, 2),
        },
    )


def seed_moves(folder: Path) -> Path:
    """A database with a million moves onto the shelf, through the ledger's own triggers."""
    with quiet_studio(folder) as studio:
        studio.start_session(PLAN, "practice").result().close()  # takes the products over
        studio.store.write(_move).result()
    return folder / DATABASE


def _move(db: Database) -> None:
    db.execute(
        """WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)
        INSERT INTO stock_move (id, sku, qty, source, target, reason, reference, happened_ms,
            happened_local)
        SELECT printf('ffffffff-%012d', n), ?, 1, ?, ?, 'bench', '', 0, '' FROM count""",
        [MOVES, PLAN.products[0].sku, Place.SUPPLIER.value, Place.SHELF.value],
    )


def _ours(database: Path, folder: Path) -> float:
    start = time.perf_counter()
    make(database, folder / FOLDER, MIGRATIONS, SystemClock())
    return time.perf_counter() - start


def _bare(database: Path, target: Path) -> float:
    start = time.perf_counter()
    live = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    pour(live, target)
    live.close()
    spent = time.perf_counter() - start
    target.unlink()
    return spent


def _drill(folder: Path) -> float:
    newest = max((folder / FOLDER).glob("studio-*.db"))
    done = drill(
        newest, folder / FOLDER, MIGRATIONS, SystemClock(), lambda db: problems(db, checks())
    )
    if done.problems:
        raise AssertionError(f"the drill found: {done.problems[0]}")
    return done.seconds
