"""Lists, sorts and searches of a workshop that sold a million orders, and the window on it.

Half of the orders were noted live, half imported. Each question is asked as the desk asks it: on
the store's reader thread, from the call to the answer; the sorts of each filter, their next pages,
rows of a page, and what the search box finds. Beside: one row of the same file by its primary key,
in turn with them. The first round warms the caches, as the first minute of a day does.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

from sqlite_utils import Database

from bench.old_workshop import ORDERS, SECRETS, old_workshop
from bench.quiet import quiet_studio
from bench.result import Result, percentile, spread
from bench.start_window import started
from inventory import order_list
from inventory.order_list import OrderFilter
from inventory.search import imported_list
from inventory.search.finding import Finder
from inventory.search.imported_list import ImportedFilter
from inventory.search.listing import bring_up
from inventory.search.streams import PAGE
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets

ROUNDS = 5
STARTS = 3
REACH_MS = 50.0
REACH_SECONDS = 1.5
REACH_MB = 300.0

SUMS = "sums of a filter"
"""Asked for behind the page, which does not wait for them: told, and no part of the figure."""

Question = tuple[str, Callable[[], object]]
"""Its kind, and asking it: returns once it is answered."""


def run() -> Result:
    """p95 over everything that was asked; each kind's own figures are in the details."""
    folder = old_workshop()
    with quiet_studio(folder) as studio:
        bring_up(studio.store)
        asked = _measure(studio.store)
    starts = [started("window", str(folder)) for _ in range(STARTS)]
    seconds = [each["seconds"] for each in starts]
    memory = [each["rss_mb"] for each in starts]
    bare, sums = asked.pop("a row by its key"), asked.pop(SUMS)
    ours = [each for times in asked.values() for each in times]
    slow = percentile(ours, 0.95)
    return Result(
        name="million_orders",
        figure=slow,
        unit="ms p95",
        beside="a row by its primary key",
        beside_figure=percentile(bare, 0.95),
        reach=f"each at most {REACH_MS:g} ms p95; open in {REACH_SECONDS:g} s, {REACH_MB:g} MB",
        reached=all(percentile(times, 0.95) <= REACH_MS for times in asked.values())
        and min(seconds) <= REACH_SECONDS
        and max(memory) <= REACH_MB,
        details={
            "orders": ORDERS,
            **{kind: _told(times) for kind, times in asked.items()},
            SUMS: _told(sums),
            "a row by its key": _told(bare),
            "start_s": spread(seconds),
            "start_rss_mb": spread(memory),
        },
    )


def _told(times: list[float]) -> dict[str, float]:
    return {
        "asked": len(times),
        "p50_ms": round(percentile(times, 0.5), 3),
        "p95_ms": round(percentile(times, 0.95), 3),
        "greatest_ms": round(max(times), 3),
    }


def _measure(store: Store) -> dict[str, list[float]]:
    """Milliseconds of everything that was asked, by kind."""
    questions = [*_noted(store), *_imported(store), *_searches(store)]
    keys = store.read(_keys).result()
    found: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        random.Random(number).shuffle(questions)
        for place, (kind, ask) in enumerate(questions):
            took, bare = _timed(ask), _timed(partial(_by_key, store, keys[place % len(keys)]))
            if number:
                found[kind].append(took)
                found["a row by its key"].append(bare)
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _keys(db: Database) -> list[str]:
    rows = db.execute("SELECT id FROM live_sale ORDER BY id LIMIT 500 OFFSET 200000")
    return [key for (key,) in rows]


def _by_key(store: Store, key: str) -> object:
    ask = "SELECT id, sku, qty, paid_fen FROM live_sale WHERE id = ?"
    return store.read(lambda db: db.execute(ask, [key]).fetchone()).result()


def _noted(store: Store) -> Iterator[Question]:
    (session,) = store.read(
        lambda db: db.execute("SELECT session_id FROM listed_session LIMIT 1 OFFSET 200").fetchone()
    ).result()
    filters = [
        OrderFilter(),
        OrderFilter(session_id=session),
        OrderFilter(sku="SKU-003"),
        OrderFilter(sku="SKU-003", session_id=session),
        *(OrderFilter(words=words) for words in ("抖音", "快手 茶", "杨梅", "没有这样货")),
    ]
    sorts = [order_list.Sort(by, down) for by, down in product(order_list.By, (False, True))]
    yield from _listed(store, "noted", order_list, list(product(filters, sorts)))


def _imported(store: Store) -> Iterator[Question]:
    filters = [
        ImportedFilter(),
        ImportedFilter(shop="快手小店"),
        ImportedFilter(status="paid"),
        ImportedFilter(status="shipped"),
        ImportedFilter(words="杨梅", status="paid"),
        ImportedFilter(shop="微信小店", status="done"),
        ImportedFilter(words="6900100000"),
        *map(_about, ("杨梅", "快手", "快手小店 茶", "ym", "没有这样货")),
    ]
    sorts = [imported_list.Sort(by, down) for by, down in product(imported_list.By, (False, True))]
    yield from _listed(store, "imported", imported_list, list(product(filters, sorts)))


def _about(words: str) -> ImportedFilter:
    return ImportedFilter(words=words)


def _listed(
    store: Store, name: str, listed: Any, wanted: list[tuple[Any, Any]]
) -> Iterator[Question]:
    """The first ids of a filter and a sort, the next ones, and the rows of a page."""
    for wish in dict.fromkeys(wish for wish, _ in wanted):
        yield SUMS, _asking(store, partial(listed.totals, wanted=wish))
    for wish, sort in wanted:
        first = store.read(partial(listed.ids, wanted=wish, sort=sort)).result()
        yield f"{name}: sort", _asking(store, partial(listed.ids, wanted=wish, sort=sort))
        if first.last is not None:
            more = partial(listed.ids, wanted=wish, sort=sort, after=first.last)
            yield f"{name}: next page", _asking(store, more)
        if first.ids:
            rows = partial(listed.lines, ids=first.ids[:PAGE])
            yield f"{name}: rows of a page", _asking(store, rows)


def _asking(store: Store, work: Callable[[Database], object]) -> Callable[[], object]:
    return lambda: store.read(work).result()


def _searches(store: Store) -> Iterator[Question]:
    finder = Finder(store, Sealer(MemorySecrets(SECRETS)))
    typed = [
        *("杨梅", "ym", "SKU-01", "dkym", "没有", "6900100000000001234", "37000", "6900"),
        *(f"{number:04}" for number in range(7, 9999, 613)),
    ]
    for words in typed:
        kind = "search: last four digits" if len(words) == 4 and words.isdigit() else "search"
        yield kind, partial(finder.find, words)
