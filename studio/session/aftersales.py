"""Cases after a sale, as the window and the command line use them.

What moves goods goes through `Books`, so a running broadcast follows at once.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory import standing
from inventory.aftersales import cases, evidence, rates, rules, sold
from inventory.aftersales.cases import Case
from inventory.aftersales.rates import Rate, Rates
from inventory.aftersales.rules import Rules
from inventory.aftersales.sold import SoldItem
from inventory.schema import Place
from studio.runtime.clock import day_begins
from studio.runtime.ids import first_id_of

if TYPE_CHECKING:
    from studio.session.studio import Studio

RATE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """`Rates`, and the scripts beside them."""

    rates: Rates
    by_script: tuple[Rate, ...]
    """Of goods noted in a broadcast, by the script the product's plan named. What the script said
    that evening is not kept (docs/after-sales.md)."""


class Aftersales:
    """Of one studio. Any thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def rules(self) -> Rules:
        """Hours and reasons; reads a file. Errors: those of `inventory.aftersales.rules.load`."""
        return rules.load(self._studio.data_dir)

    def listed(self) -> Future[list[Case]]:
        return self._studio.store.read(cases.listed)

    def find(self, case_id: str) -> Future[Case]:
        return self._studio.store.read(lambda db: cases.find(db, case_id))

    def look(self, said: str) -> Future[list[SoldItem]]:
        """What was sold under an order's, a receipt's or a pick-up number. ``order_unknown``."""
        return self._studio.store.read(lambda db: sold.look(db, said))

    def open_case(
        self, item: SoldItem, qty: int, reason: str, wants: str, words: str = ""
    ) -> Future[Case]:
        """Errors: those of `inventory.aftersales.cases.open_case` and of the rules."""

        def work() -> Case:
            known = self.rules()
            known.reason(reason)
            return self._write(
                lambda db, now: cases.open_case(
                    db,
                    item,
                    qty=qty,
                    reason=reason,
                    wants=wants,
                    due_ms=known.due(item.channel, now),
                    at_ms=now,
                    words=words,
                )
            ).result()

        return self._studio.runtime.background(work)

    def say(self, case_id: str, words: str) -> Future[Case]:
        return self._step(case_id, lambda db, case, now: cases.say(db, case, words, now))

    def answer(self, case_id: str, words: str = "") -> Future[Case]:
        return self._step(case_id, lambda db, case, now: cases.answer(db, case, words, now))

    def refuse(self, case_id: str, words: str) -> Future[Case]:
        return self._step(case_id, lambda db, case, now: cases.refuse(db, case, words, now))

    def refund(self, case_id: str, fen: int) -> Future[Case]:
        return self._step(case_id, lambda db, case, now: cases.refund(db, case, fen, now))

    def take_back(self, case_id: str, qty: int, *, lost: bool) -> Future[Case]:
        to = Place.LOSS if lost else Place.SHELF
        return self._step(case_id, lambda db, case, now: cases.take_back(db, case, qty, to, now))

    def resend(self, case_id: str, qty: int) -> Future[Case]:
        buffer = self._studio.settings.get("safety_buffer")
        return self._step(
            case_id,
            lambda db, case, now: cases.resend(db, case, qty, now, safety_buffer=buffer),
        )

    def close(self, case_id: str) -> Future[Case]:
        return self._step(case_id, cases.close)

    def reopen(self, case_id: str) -> Future[Case]:
        return self._step(case_id, cases.reopen)

    def undo(self, case_id: str, seq: int) -> Future[Case]:
        return self._step(case_id, lambda db, case, now: cases.undo(db, case, seq, now))

    def add_evidence(self, case_id: str, file: Path) -> Future[Case]:
        """Keep a photo or a paper, then note it. Errors: those of `evidence.keep`."""

        def work() -> Case:
            self.find(case_id).result()  # a mistyped one leaves no file behind
            kept = evidence.keep(self._studio.data_dir, file)
            facts = (kept.sha256, kept.name, kept.size)
            return self._step(
                case_id, lambda db, case, now: cases.add_evidence(db, case, *facts, now)
            ).result()

        return self._studio.runtime.background(work)

    def evidence_path(self, sha256: str, name: str) -> Path:
        """Where a kept file lies."""
        return evidence.path_of(self._studio.data_dir, sha256, name)

    def rates(self, days: int = RATE_DAYS) -> Future[Told]:
        """What came back of what was sold in the last ``days``, today with them."""
        since = day_begins(self._studio.clock.now_ms(), days - 1)
        return self._studio.store.read(lambda db: _told(db, since))

    def _step(self, case_id: str, work: Callable[[Database, str, int], Case]) -> Future[Case]:
        return self._write(lambda db, now: work(db, cases.find(db, case_id).id, now))

    def _write(self, work: Callable[[Database, int], Case]) -> Future[Case]:
        return self._studio.books.write(work)


def _told(db: Database, since_ms: int) -> Told:
    found = rates.rates(db, since_ms)
    return Told(found, _by_script(db, found, since_ms))


def _by_script(db: Database, found: Rates, since_ms: int) -> tuple[Rate, ...]:
    """Pieces noted live that stand, by the script of their product in that plan."""
    noted: Counter[tuple[str, str]] = Counter()
    rows = db.execute(
        f"SELECT session_id, sku, sum({standing.PIECES}) FROM live_sale "
        "WHERE id >= ? AND noted_ms >= ? AND session_id <> '' "
        f"GROUP BY session_id, sku HAVING sum({standing.PIECES}) > 0",
        [first_id_of(since_ms), since_ms],
    ).fetchall()
    back: Counter[tuple[str, str]] = Counter()
    for case, pieces in found.cases:
        back[case.session_id, case.sku] += pieces
    scripts = _scripts(db, {session for session, _, _ in rows} | {key[0] for key in back})
    gone: defaultdict[tuple[str, str], int] = defaultdict(int)
    for session, sku, qty in rows:
        if script := scripts.get((session, sku)):
            noted[sku, script] += qty
    for (session, sku), qty in back.items():
        if script := scripts.get((session, sku)):
            gone[sku, script] += qty
    about = db.execute("SELECT sku, name, unit FROM product").fetchall()
    known = {sku: (name, unit) for sku, name, unit in about}
    made = []
    for sku, script in {*noted, *gone}:
        name, unit = known[sku]
        made.append(Rate(sku, script, name, noted[sku, script], gone[sku, script], unit))
    return rates.most_first(made)


def _scripts(db: Database, sessions: set[str]) -> dict[tuple[str, str], str]:
    """The script's file by session and product, as the session's own plan names it."""
    named: dict[tuple[str, str], str] = {}
    for session in sessions:
        row = db.execute("SELECT plan FROM session WHERE id = ?", [session]).fetchone()
        for product in json.loads(row[0])["products"] if row else ():
            if product.get("script"):
                named[session, product["sku"]] = Path(product["script"]).name
    return named
