"""What waits at the desk besides stock: cases to answer, orders to hand over."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

if TYPE_CHECKING:
    from studio.session.studio import Studio


@dataclass(frozen=True, slots=True)
class Errands:
    """How many, and how pressing."""

    cases: int = 0
    """Not answered yet."""
    hours_left: int = 0
    """Until the first of them must be; below zero: over."""
    to_hand_over: int = 0
    """Orders by telephone or chat."""


def look(studio: Studio) -> Future[Errands]:
    now = studio.clock.now_ms()
    return studio.store.read(lambda db: _look(db, now))


def _look(db: Database, now_ms: int) -> Errands:
    # What reads cases and orders is no part of the desk's first page until there is time for it.
    from inventory.aftersales import cases
    from inventory.counter import phone

    waiting = cases.unanswered(db)
    first = min((case.due_at for case in waiting if case.due_at is not None), default=now_ms)
    return Errands(len(waiting), (first - now_ms) // 3_600_000, len(phone.waiting(db)))
