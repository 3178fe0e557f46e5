"""The figures of the desk's dashboard: a day, a broadcast, a month, and what to bring next."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory import ledger, standing
from inventory.figures import bring, goods, sold
from inventory.figures.bring import Advice, Left
from inventory.figures.goods import ExpiringLot, Household, Lost, LotSold
from inventory.figures.sold import Sold, Stretch
from inventory.standing import NONE_RAN_OUT, RanOut
from studio.runtime.clock import DAY_MS, HOUR_MS, day_begins, local_day

if TYPE_CHECKING:
    from studio.session.studio import Studio

SPANS = ("today", "session", "month")
"""``session``: the latest broadcast. ``month``: since the first of this month."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the page shows for one span."""

    span: str
    title: str
    """Of the broadcast, empty for the others."""
    since_ms: int
    bucket_ms: int
    """How long a column of the picture is."""
    sold: Sold
    lots: tuple[LotSold, ...]
    households: tuple[Household, ...]
    expiring: tuple[ExpiringLot, ...]
    lost: tuple[Lost, ...]
    advice: tuple[Advice, ...]
    left: Mapping[str, int]
    """What may still be sold of each product, by SKU."""
    ran_out: RanOut = NONE_RAN_OUT
    """Of the broadcast. None for the others: a platform's order counts there whenever it comes."""


def look(studio: Studio, span: str) -> Future[Dashboard]:
    """One of `SPANS`, as it is now."""
    now, setting = studio.clock.now_ms(), studio.settings.get
    buffer, hold_hours = setting("safety_buffer"), setting("note_hold_hours")
    return studio.store.read(lambda db: _look(db, span, now, buffer, hold_hours))


def _look(db: Database, span: str, now_ms: int, buffer: int, hold_hours: int) -> Dashboard:
    stretch, bucket, title = _stretch(db, span, now_ms)
    broadcasts = [stretch.session_id] if stretch.session_id else []
    expiring = goods.expiring(db, date.fromisoformat(local_day(now_ms)))
    since, until = stretch.since_ms, stretch.until_ms
    left, lots = _left(db, now_ms, buffer), goods.lots(db, since, until)
    return Dashboard(
        span=span,
        title=title,
        since_ms=since,
        bucket_ms=bucket,
        sold=sold.sold(db, stretch, bucket),
        lots=tuple(lots),
        households=tuple(goods.households(lots)),
        expiring=tuple(expiring),
        lost=tuple(goods.losses(db, since, until)),
        advice=tuple(bring.advise(left, expiring)),
        left={each.sku: each.available for each in left},
        ran_out=standing.ran_out(db, broadcasts, hold_hours),
    )


def _stretch(db: Database, span: str, now_ms: int) -> tuple[Stretch, int, str]:
    if span == "session":
        row = db.execute(
            "SELECT session.id, json_extract(plan, '$.title'), live.at, ended.at FROM session "
            "JOIN journal AS live ON live.session_id = session.id AND live.event = 'went_live' "
            "LEFT JOIN journal AS ended ON ended.session_id = session.id "
            "AND ended.event = 'ended' ORDER BY session.rowid DESC LIMIT 1"
        ).fetchone()
        if row is not None:
            until = max(row[2] + 1, (row[3] or now_ms) + 1)
            return Stretch(row[2], until, row[0]), _minutes(until - row[2]), row[1]
    today = day_begins(now_ms)
    if span == "month":
        days = int(local_day(now_ms)[8:]) - 1
        return Stretch(day_begins(now_ms, days), today + DAY_MS), DAY_MS, ""
    return Stretch(today, today + DAY_MS), HOUR_MS, ""


def _minutes(length_ms: int) -> int:
    """Columns of whole minutes, some thirty of them."""
    minute = 60_000
    return next(
        (step * minute for step in (2, 5, 10, 15, 30) if length_ms <= step * minute * 36),
        HOUR_MS,
    )


def _left(db: Database, now_ms: int, buffer: int) -> list[Left]:
    days = bring.LOOKED_AT_DAYS
    since, until = day_begins(now_ms, days - 1), day_begins(now_ms) + DAY_MS
    pieces = sold.qty_of(sold.sold(db, Stretch(since, until), until - since).by_product)
    known = _known_since(db)
    levels = ledger.levels(db, safety_buffer=buffer)
    rows = db.execute("SELECT sku, name, unit FROM product ORDER BY sku")
    return [
        Left(
            *(sku, name, unit, levels[sku].available, pieces.get(sku, 0)),
            max(1, min(days, (now_ms - known[sku]) // DAY_MS + 1)),
        )
        for sku, name, unit in rows
    ]


def _known_since(db: Database) -> Mapping[str, int]:
    return dict(db.execute("SELECT sku, taken_over_ms FROM product").fetchall())
