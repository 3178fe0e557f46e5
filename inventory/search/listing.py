"""Orders noted live, listed for sorting: behind the orders by as much as nobody has looked since.

`bring_up` is called before a list is read. Listing is no part of noting an order, and never makes
one wait for more than a step.
"""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database

from inventory import standing
from studio.runtime.ids import first_id_of
from studio.store.database import Store

STEP = 2000
"""Orders listed in one transaction: an order noted meanwhile waits some thirty milliseconds."""
LATE_MS = 60_000
"""Another program's order may be written after one whose id is greater, by so much at most."""

_SALES = (
    "SELECT id, session_id, sku, channel, qty, paid_fen FROM live_sale WHERE id > ? "
    "AND NOT EXISTS (SELECT 1 FROM listed_sale WHERE listed_sale.id = live_sale.id) "
    "ORDER BY id LIMIT ?"
)
_STALE = (
    "SELECT n, listed_sale.id, session, ware, paid_fen, gone, gone_fen FROM listed_stale "
    "CROSS JOIN listed_sale USING (id) LIMIT ?"
)
"""CROSS, here and below: few are stale, and all may be listed."""


def bring_up(store: Store) -> None:
    """List what has come since. Blocks; not for the main thread, nor for the store's own."""
    while store.read(is_behind).result():
        if not store.write(catch_up).result():
            return


def is_behind(db: Database) -> bool:
    """Whether orders were noted since they were listed, or something else stands of them now."""
    newest, listed, stale = db.execute(
        "SELECT (SELECT max(id) FROM live_sale), (SELECT max(id) FROM listed_sale), "
        "EXISTS (SELECT 1 FROM listed_stale CROSS JOIN listed_sale USING (id))"
    ).fetchone()
    return bool((newest or "") > (listed or "") or stale)


def totals(db: Database) -> dict[str, tuple[int, int]]:
    """As `standing.totals`, of every broadcast with orders: read from what is listed, and reckoned
    only of those of which something came or changed since."""
    found = {
        session_id: (orders, fen)
        for session_id, orders, fen in db.execute(
            "SELECT session_id, sum(orders - gone), sum(paid_fen - gone_fen) "
            "FROM listed_total JOIN listed_session USING (session) GROUP BY session_id"
        )
    }
    behind = db.execute(
        "SELECT session_id FROM live_sale WHERE id > ? "
        "AND NOT EXISTS (SELECT 1 FROM listed_sale WHERE listed_sale.id = live_sale.id) "
        "UNION ALL SELECT session_id FROM listed_stale CROSS JOIN listed_sale USING (id) "
        "JOIN listed_session USING (session)",
        [_floor(db)],
    )  # UNION alone would walk through all orders by broadcast to meet each once
    return found | {each: standing.totals(db, each) for each in {row[0] for row in behind}}


def _floor(db: Database, late_ms: int = LATE_MS) -> str:
    """Orders with a smaller id are listed."""
    (newest,) = db.execute("SELECT max(id) FROM listed_sale").fetchone()
    if not newest or not late_ms:
        return newest or ""
    return first_id_of(max(0, int(newest.replace("-", "")[:12], 16) - late_ms))


def catch_up(db: Database, most: int = STEP) -> bool:
    """List up to ``most`` orders more; True where there may be others. Inside `Store.write`."""
    return list_new(db, most) or list_again(db, most)


def list_new(db: Database, most: int = STEP, late_ms: int = LATE_MS) -> bool:
    """List up to ``most`` orders as they were noted; True where there may be others."""
    sales = db.execute(_SALES, [_floor(db, late_ms), most]).fetchall()
    wares, sessions = _Numbers(db, "listed_ware"), _Numbers(db, "listed_session")
    totals: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    rows = []
    for order_id, session_id, sku, channel, qty, paid_fen in sales:
        place = sessions[(session_id,)], wares[sku, channel]
        totals[place][0] += 1
        totals[place][1] += paid_fen
        rows.append((order_id, *place, qty, paid_fen))
    db.conn.executemany(
        "INSERT INTO listed_sale (id, session, ware, qty, paid_fen) VALUES (?, ?, ?, ?, ?)", rows
    )
    db.conn.executemany(
        "INSERT INTO listed_total (session, ware, orders, paid_fen) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (session, ware) DO UPDATE SET orders = orders + excluded.orders, "
        "paid_fen = paid_fen + excluded.paid_fen",
        [(*place, *told) for place, told in totals.items()],
    )
    return len(sales) == most


def list_again(db: Database, most: int = STEP) -> bool:
    """Say of up to ``most`` listed orders anew what no longer stands; True where there may be
    others. Which ones, triggers note down (``listed_stale``)."""
    stale = db.execute(_STALE, [most]).fetchall()
    stands = standing.of_notes(db, [each[1] for each in stale])
    for n, order_id, session, ware, paid_fen, was_gone, was_fen in stale:
        now = stands[order_id]
        gone, gone_fen = int(not now.qty), paid_fen - now.fen
        db.execute("UPDATE listed_sale SET gone = ?, gone_fen = ? WHERE n = ?", [gone, gone_fen, n])
        db.execute(
            "UPDATE listed_total SET gone = gone + ?, gone_fen = gone_fen + ? "
            "WHERE session = ? AND ware = ?",
            [gone - was_gone, gone_fen - was_fen, session, ware],
        )
        db.execute("DELETE FROM listed_stale WHERE id = ?", [order_id])
    return len(stale) == most


class _Numbers(dict[tuple[str, ...], int]):
    """What stands for a product by a channel, or for a broadcast; numbered when first met."""

    def __init__(self, db: Database, table: str) -> None:
        super().__init__()
        self._db, self._table = db, table

    def __missing__(self, names: tuple[str, ...]) -> int:
        key, *columns = [each[1] for each in self._db.execute(f"PRAGMA table_info({self._table})")]
        same = " AND ".join(f"{each} = ?" for each in columns)
        ask = f"SELECT {key} FROM {self._table} WHERE {same}"
        found = self._db.execute(ask, names).fetchone()
        if found is None:
            marks = ", ".join("?" * len(names))
            self._db.execute(
                f"INSERT INTO {self._table} ({', '.join(columns)}) VALUES ({marks})", names
            )
            found = self._db.execute(ask, names).fetchone()
        self[names] = int(found[0])
        return self[names]
