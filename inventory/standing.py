"""What stands of an order noted live. The one rule for whoever counts or sums notes.

Of its pieces those stand that still wait for their buyer, that a platform's row took over, or that
were handed over. What was taken back, was not wanted or ran out does not, nor what a hand-over
brought that was taken back again. Its money is that of those pieces at its price, less what cases
gave back of its hand-overs (no platform's file tells of it). A note counts as an order while money
of it is left, or while a piece of it stands that cost nothing.

What nobody confirmed in time (`inventory.holds.expire`) is counted apart (`ran_out`): a workshop
that imports no platform's file would find its broadcasts at nothing, and not know why.

The expressions are for queries of ``live_sale``; the functions run inside `Store.read`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory.ours import NOT_OURS

_TAKEN_BACK = "EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)"
PIECES = f"""iif({_TAKEN_BACK},
    (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
        WHERE hold_id = live_sale.id AND reference <> ''),
    live_sale.qty - (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
        WHERE hold_id = live_sale.id AND reference = ''))"""
"""Pieces that stand. What confirmed a part, or gave it up again, has a reference (`holds.End`)."""

REFUNDED = """(SELECT coalesce(sum(fen), 0) FROM {} WHERE {} AND what = 'refunded'
    AND NOT EXISTS (SELECT 1 FROM after_step AS later
        WHERE later.case_id = after_step.case_id AND later.undoes = after_step.seq))"""
"""What cases gave back, fen: of what they are joined with, by which condition."""
CASES = "after_case JOIN after_step ON case_id = after_case.id"
GIVEN_BACK = REFUNDED.format(
    f"handover CROSS JOIN {CASES} AND sold_under = handover.id", "order_id = live_sale.id"
)
COUNTS = "pieces > 0 AND (pieces * unit_price_fen > given_back OR unit_price_fen = 0)"
"""Whether it counts as an order, where the two stand as ``pieces`` and ``given_back``."""
_EACH = f"SELECT id, unit_price_fen, {PIECES} AS pieces, {GIVEN_BACK} AS given_back FROM live_sale"


@dataclass(frozen=True, slots=True)
class Stands:
    """Of one note. Nothing of it counts as an order where ``qty`` is 0."""

    qty: int = 0
    """Pieces."""
    fen: int = 0


@dataclass(frozen=True, slots=True)
class RanOut:
    """Orders that came to nothing or to less than was noted, because no platform's row came in
    time for them or for the last of them. None that was taken back."""

    orders: int = 0
    """Nothing of them stands."""
    partly: int = 0
    """A part of them stands, and is in the sums."""
    hours: int = 0
    """How long one is held, by the setting `note_hold_hours`."""


NONE_RAN_OUT = RanOut()


def of_notes(db: Database, ids: Sequence[str]) -> dict[str, Stands]:
    """By id; a note of which nothing counts is there with nothing."""
    return _of(db, "id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))


def of_session(db: Database, session_id: str) -> dict[str, Stands]:
    """Every note of a broadcast."""
    return _of(db, "session_id = ?", session_id)


def _of(db: Database, which: str, value: str) -> dict[str, Stands]:
    rows = db.execute(
        # MATERIALIZED: what has ended is asked for once, not for every time it is named.
        f"WITH one AS MATERIALIZED ({_EACH} WHERE {which}) "
        f"SELECT id, pieces, pieces * unit_price_fen - given_back, {COUNTS} FROM one",
        [value],
    )
    return {each: Stands(qty, fen) if counts else Stands() for each, qty, fen, counts in rows}


def ran_out(db: Database, session_ids: Sequence[str], hold_hours: int) -> RanOut:
    """Of those broadcasts. What is handed over at the counter waits for no row: never counted.

    ``hold_hours`` is the setting: an order's two columns cannot tell. It was noted by its
    broadcast's own clock and runs out by the computer's, which may have been set between them.
    """
    orders, partly = db.execute(
        f"WITH one AS MATERIALIZED ({_EACH} WHERE session_id IN (SELECT value FROM json_each(?)) "
        f"AND {NOT_OURS} AND NOT {_TAKEN_BACK} AND EXISTS "
        "(SELECT 1 FROM hold_end WHERE hold_id = live_sale.id AND how = 'expired')) "
        f"SELECT count(*) FILTER (WHERE NOT ({COUNTS})), count(*) FILTER (WHERE {COUNTS}) FROM one",
        [json.dumps(list(session_ids))],
    ).fetchone()
    return RanOut(orders, partly, hold_hours) if orders or partly else NONE_RAN_OUT


def totals(db: Database, session_id: str) -> tuple[int, int]:
    """The orders of a broadcast that count, and their sum in fen."""
    found = [each for each in of_session(db, session_id).values() if each.qty]
    return len(found), sum(each.fen for each in found)
