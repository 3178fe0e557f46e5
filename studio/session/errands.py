"""What waits at the desk besides stock: cases to answer, orders to hand over, questions."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory import standing
from inventory.standing import NONE_RAN_OUT, RanOut
from studio.session import archive

if TYPE_CHECKING:
    from studio.session.studio import Studio


LOOKED_AT = 4
"""As many broadcasts as the desk's first page lists."""


@dataclass(frozen=True, slots=True)
class Errands:
    """How many, and how pressing."""

    cases: int = 0
    """Not answered yet."""
    hours_left: int = 0
    """Until the first of them must be; below zero: over."""
    to_hand_over: int = 0
    """Orders by telephone or chat."""
    ran_out: RanOut = NONE_RAN_OUT
    """Of the latest broadcasts, `LOOKED_AT`: no platform's order confirmed them in time."""
    imported: int = 0
    """Lines of the platforms' orders that wait for an answer; their goods have not moved."""


def look(studio: Studio) -> Future[Errands]:
    now, hold_hours = studio.clock.now_ms(), studio.settings.get("note_hold_hours")
    return studio.store.read(lambda db: _look(db, now, hold_hours))


def _look(db: Database, now_ms: int, hold_hours: int) -> Errands:
    # What reads cases and orders is no part of the desk's first page until there is time for it.
    from inventory.aftersales import cases
    from inventory.counter import phone
    from inventory.orders import questions

    waiting = cases.unanswered(db)
    first = min((case.due_at for case in waiting if case.due_at is not None), default=now_ms)
    hours, to_hand_over = (first - now_ms) // 3_600_000, len(phone.waiting(db))
    gone = standing.ran_out(db, archive.latest(db, LOOKED_AT), hold_hours)
    return Errands(len(waiting), hours, to_hand_over, gone, questions.waiting(db))
