"""Proving the books: every house names its checks, one command runs them all.

A check reads the whole of what it is about and computes it anew from what can only grow; it
returns what differs, in plain data, and changes nothing. A house keeps its checks in one list
(`inventory.audit.CHECKS`), and `studio.bootstrap.checks` puts the lists together.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from studio.store import strangers
from studio.store.migrations import HouseMigrations, missing_triggers, not_ours
from studio.store.strangers import Meddled

log = logging.getLogger(__name__)

Difference = dict[str, object]
"""One thing that is not as it must be: names and numbers, never a buyer's data."""


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant. ``name`` is a key of ``messages/*.toml`` that says what it proves."""

    name: str
    differences: Callable[[Database], Iterator[Difference]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to."""

    name: str
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


class InStep:
    """Rows in the order of their first column, read beside something in the same order.

    Two long tables are compared in one pass over each, instead of asking the one for every row of
    the other.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def between(self, first: str, end: str) -> list[tuple[Any, ...]]:
        """Rows from ``first`` on and before ``end``; those before them are passed over for good."""
        found = []
        while self._next is not None and self._next[0] < end:
            if self._next[0] >= first:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
"""What reading a row raises that nobody of us can have written."""
SOUND, GUARDS, ONLY_OURS = "audit_file_sound", "audit_guards_stand", "audit_only_ours"
MOST = 100
"""Differences of one check that are told; more of them tell nothing new."""


def run(db: Database, checks: Sequence[Check]) -> list[Finding]:
    """Every check, in order, inside `Store.read`: all of them see the same moment."""
    return [Finding(check.name, tuple(_first(check.differences(db)))) for check in checks]


def problems(db: Database, checks: Sequence[Check]) -> list[str]:
    """Everything that does not add up, in words for a helper."""
    return [
        f"{finding.name}: {difference}"
        for finding in run(db, checks)
        for difference in finding.differences
    ]


def with_meddled(findings: Sequence[Finding], meddled: Meddled) -> list[Finding]:
    """What opening the file has just set right did not hold when somebody asked."""
    more = _set_right(meddled)
    return [
        replace(each, differences=(*each.differences, *more.get(each.name, ())))
        for each in findings
    ]


def meddled_with(meddled: Meddled) -> list[str]:
    """The same, in words for a helper."""
    return [f"{name}: {each}" for name, told in _set_right(meddled).items() for each in told]


def _set_right(meddled: Meddled) -> dict[str, list[Difference]]:
    lost = meddled.lost
    return {
        GUARDS: [{"trigger": name} for name in meddled.put_back],
        ONLY_OURS: [{"taken_out": name} for name in meddled.taken_out],
        SOUND: [] if lost is None else [{"log_lost_after": lost.after}],
    }


def file_checks(houses: Sequence[HouseMigrations]) -> tuple[Check, ...]:
    """What must hold of the file itself, whatever is in it."""
    return (
        Check(SOUND, _unsound),
        Check("audit_no_loose_ends", _loose_ends),
        Check(GUARDS, lambda db: _guards_missing(db, houses)),
        Check(ONLY_OURS, lambda db: _not_ours(db, houses)),
    )


def _first(differences: Iterator[Difference]) -> Iterator[Difference]:
    try:
        for number, difference in enumerate(differences):
            if number == MOST:
                yield {"more": True}
                return
            yield difference
    except _UNREADABLE as error:
        # What was written past the program is a difference, too; the other checks go on.
        log.exception("a check could not read the books")
        yield {"unreadable": type(error).__name__}


def _unsound(db: Database) -> Iterator[Difference]:
    for (told,) in db.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            yield {"told": told}


def _loose_ends(db: Database) -> Iterator[Difference]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield {"table": table, "row": row, "refers_to": parent}


def _guards_missing(db: Database, houses: Sequence[HouseMigrations]) -> Iterator[Difference]:
    for name in missing_triggers(db, houses):
        yield {"trigger": name}


def _not_ours(db: Database, houses: Sequence[HouseMigrations]) -> Iterator[Difference]:
    for part in (*not_ours(db, houses), *strangers.differences(db, houses)):
        yield {part.kind: part.name}
