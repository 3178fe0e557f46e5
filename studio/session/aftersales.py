"""Cases after a sale, as the window and the command line use them.

What moves goods goes through `Books`, so a running broadcast follows at once.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory import standing
from inventory.aftersales import cases, evidence, rates, rules, sold, words
from inventory.aftersales.cases import Case, Step
from inventory.aftersales.evidence import Noted
from inventory.aftersales.rates import Rate, Rates
from inventory.aftersales.rules import Rules
from inventory.aftersales.sold import SoldItem
from inventory.aftersales.words import Words
from inventory.schema import Place
from studio.runtime.clock import day_begins
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import first_id_of
from studio.store.privacy import Look, note_look
from studio.store.sealed import Sealer

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
        self._sealer = Sealer(studio.secrets)

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
        """Errors: those of `inventory.aftersales.cases.open_case`, of the rules, and
        case_needs_keyring, as everything that is said with words."""

        def work() -> Case:
            known = self.rules()
            known.reason(reason)
            said = self._sealed(words)
            return self._write(
                lambda db, now: cases.open_case(
                    db,
                    item,
                    qty=qty,
                    reason=reason,
                    wants=wants,
                    due_ms=known.due(item.channel, now),
                    at_ms=now,
                    words=said,
                )
            ).result()

        return self._studio.runtime.background(work)

    def say(self, case_id: str, words: str) -> Future[Case]:
        return self._said(case_id, words, cases.say)

    def answer(self, case_id: str, words: str = "") -> Future[Case]:
        return self._said(case_id, words, cases.answer)

    def refuse(self, case_id: str, words: str) -> Future[Case]:
        return self._said(case_id, words, cases.refuse)

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
            kept = evidence.keep(self._studio.data_dir, file, self._sealer)
            name = words.seal(self._sealer, kept.name, self._studio.clock.now_ms())
            assert name is not None  # no file is without one
            case = self._step(
                case_id, lambda db, case, now: cases.add_evidence(db, case, kept, name, now)
            ).result()
            # The same photo of a case over its days may have been taken away meanwhile.
            evidence.keep(self._studio.data_dir, file, self._sealer)
            return case

        return self._studio.runtime.background(work)

    def unmasked(self, case_id: str, who: str) -> Future[Case]:
        """The case with what was said in it, once it is on the disk that ``who`` looked.

        Raises case_unknown, sealed_key_missing, sealed_broken: then nobody saw anything, and
        nothing is noted. The keyring may ask somebody first: an order does not wait for that.
        """

        def work() -> Case:
            found = self.find(case_id).result()
            shown = replace(found, steps=tuple(self._opened(each) for each in found.steps))
            look = self._look(who, words.COLUMN, found.id)
            self._studio.store.write(lambda db: note_look(db, look)).result()
            return shown

        return self._studio.runtime.background(work)

    def open_evidence(self, case_id: str, seq: int, who: str) -> Future[Path]:
        """A copy of a piece of evidence in the clear; that ``who`` looked is noted.

        Raises case_unknown and those of `evidence.open_for_look`.
        """

        def noted(db: Database) -> Noted | None:
            row = db.execute(
                "SELECT sha256, name FROM after_evidence WHERE case_id = ? AND seq = ?",
                [cases.find(db, case_id).id, seq],
            ).fetchone()
            return Noted(*row) if row else None

        def work() -> Path:
            found = self._studio.store.read(noted).result()
            if found is None:
                raise UserFacingError("evidence_missing", file="")
            path = evidence.open_for_look(self._studio.data_dir, found, self._sealer)
            look = self._look(who, "evidence", f"{case_id}/{seq}")
            self._studio.store.write(lambda db: note_look(db, look)).result()
            return path

        return self._studio.runtime.background(work)

    def forget_opened(self) -> None:
        """What was opened to be looked at does not stay. Blocks a moment."""
        evidence.forget_opened(self._studio.data_dir)

    def _look(self, who: str, what: str, row_id: str) -> Look:
        return Look(self._studio.clock.now_ms(), who, what, row_id, "asked")

    def _opened(self, step: Step) -> Step:
        if step.sealed is None:
            return step
        return replace(step, words=words.opened(self._sealer, step.sealed))

    def _sealed(self, said: str) -> Words | None:
        """None where nothing was said. Raises case_needs_keyring. Blocks."""
        return words.seal(self._sealer, said, self._studio.clock.now_ms())

    def _said(
        self, case_id: str, said: str, step: Callable[[Database, str, Words | None, int], Case]
    ) -> Future[Case]:
        def work() -> Case:
            kept = self._sealed(said)
            return self._step(case_id, lambda db, case, now: step(db, case, kept, now)).result()

        return self._studio.runtime.background(work)

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
