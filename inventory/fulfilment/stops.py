"""Shared delivery: parcels that are handed out at one place of a village go on one sheet.

Which stop a parcel goes to is said by a person; the buyer's address is not opened for it. Functions
run on a database inside `Store.write`; `stops` and `by_stop` also inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from inventory.fulfilment import parcels
from inventory.fulfilment.parcels import Parcel
from studio.runtime.errors import UserFacingError

LONGEST = 40


def stops(db: Database) -> list[str]:
    """Every stop, in the order they were named: that of the round."""
    return [name for (name,) in db.execute("SELECT name FROM village_stop ORDER BY place, name")]


def send_to(db: Database, names: Sequence[str], stop: str, at_ms: int) -> list[Parcel]:
    """Say where parcels are handed out; an empty stop: not at one. A new stop is remembered.

    Raises parcel_unknown, parcel_of_several, stop_too_long.
    """
    stop = stop.strip()
    if len(stop) > LONGEST:
        raise UserFacingError("stop_too_long", most=LONGEST)
    if stop and stop not in stops(db):
        db.execute(
            "INSERT INTO village_stop SELECT ?1, coalesce(max(place), 0) + 1, ?2 FROM village_stop",
            [stop, at_ms],
        )
    found = [parcels.find(db, name, at_ms) for name in names]
    for parcel in found:
        if parcel.stop != stop:
            db.execute(
                "INSERT INTO parcel_stop SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3 "
                "FROM parcel_stop WHERE parcel_id = ?1",
                [parcel.id, stop, at_ms],
            )
    return [parcels.read(db, parcel.id, at_ms) for parcel in found]


def by_stop(db: Database, found: Sequence[Parcel]) -> list[tuple[str, list[Parcel]]]:
    """Parcels by the stop they are handed out at, in the round's order; those without come last."""
    return [
        (stop, at)
        for stop in (*stops(db), "")
        if (at := [parcel for parcel in found if parcel.stop == stop])
    ]
