"""Whose goods there are: the names in the lots, and what those households are called now.

A lot keeps the name it was registered with. That a household is called otherwise, or that two names
are one household, is a fact of its own beside it (table ``household_name``): whoever tells of a lot
tells the name of now, and nothing is rewritten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import follow, new_id

CALLED = """coalesce((SELECT called FROM household_name WHERE written = lot.household
    ORDER BY id DESC LIMIT 1), lot.household)"""
"""What the household of a row of ``lot`` is called now."""
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Renamed:
    """``written``: every way of writing ``before`` there was, itself among them."""

    before: str
    after: str
    written: tuple[str, ...]


def names(db: Database) -> list[str]:
    """Every household of a lot, the one that brought something last first. In `Store.read`."""
    rows = db.execute(
        f"SELECT {CALLED} AS name FROM lot WHERE household <> '' "
        "GROUP BY name ORDER BY max(made_ms) DESC, name"
    )
    return [name for (name,) in rows]


def renamed(db: Database) -> dict[str, str]:
    """What is called otherwise than it was once written, by how it was written."""
    # Of bare columns beside max() SQLite takes those of the row that has it.
    rows = db.execute("SELECT written, called, max(id) FROM household_name GROUP BY written")
    return {written: name for written, name, _ in rows}


def called(db: Database, written: str) -> str:
    """What a household is called that somebody writes so."""
    return renamed(db).get(written, written)


def rename(db: Database, name: str, new: str, at_ms: int, *, is_known_one: bool = False) -> Renamed:
    """From now on, and in all that was, that household is called ``new``. In `Store.write`.

    ``is_known_one``: there is one of that name, and a person said that the two are one.
    Raises household_unknown, household_name_unfit, household_was_called (that is how another one
    was written once), household_known (there is one of that name).
    """
    new, there, now = " ".join(new.split()), names(db), renamed(db)
    if name not in there:
        raise UserFacingError("household_unknown", name=name)
    if not 0 < len(new) <= LONGEST or new == name:
        raise UserFacingError("household_name_unfit", most=LONGEST)
    if (other := now.get(new, new)) not in (new, name):
        raise UserFacingError("household_was_called", name=new, other=other)
    if new in there and not is_known_one:
        raise UserFacingError("household_known", name=new)
    written = tuple(sorted({name, *(each for each, told in now.items() if told == name)}))
    _say(db, written, new, at_ms)
    return Renamed(name, new, written)


def take_back(db: Database, done: Renamed, at_ms: int) -> None:
    """It is called as before; of two that were made one, each is its own again. In `Store.write`.

    Raises household_renamed_since.
    """
    now = renamed(db)
    if any(now.get(each) != done.after for each in done.written):
        raise UserFacingError("household_renamed_since", name=done.before)
    _say(db, done.written, done.before, at_ms)


def _say(db: Database, written: Iterable[str], name: str, at_ms: int) -> None:
    (newest,) = db.execute("SELECT max(id) FROM household_name").fetchone()
    if newest is not None:
        follow(newest)  # the clock may have been set back since, and the latest counts
    stamp = local_stamp(at_ms)
    for each in written:
        db.execute(
            "INSERT INTO household_name (written, id, called, happened_ms, happened_local) "
            "VALUES (?, ?, ?, ?, ?)",
            [each, new_id(at_ms), name, at_ms, stamp.text + stamp.zone],
        )


def alike(typed: str, known: Iterable[str]) -> str:
    """The known name that ``typed`` may be another way of writing; empty: none, or it is known.

    One letter more, fewer or another, or one within the other: 李阿婆 and 李阿波, 阿婆.
    """
    known = list(known)
    if not typed or typed in known:
        return ""
    mine = _plain(typed)
    same_but_for_spaces = [name for name in known if _plain(name) == mine]
    like = [*same_but_for_spaces, *(name for name in known if _is_like(mine, _plain(name)))]
    return like[0] if like else ""


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _is_like(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) > 1 and (one in other or other in one)):
        return True
    if len(one) == len(other):
        return len(one) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    missing_one = (long[:at] + long[at + 1 :] for at in range(len(long)))
    return len(long) == len(short) + 1 and len(short) > 1 and short in missing_one
