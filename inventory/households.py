"""Whose goods there are: the names in the lots, so that nobody is written in three ways.

A lot keeps the name it was registered with; what is offered and asked is before that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sqlite_utils import Database


def names(db: Database) -> list[str]:
    """Every household of a lot, the one that brought something last first. In `Store.read`."""
    rows = db.execute(
        "SELECT household FROM lot WHERE household <> '' "
        "GROUP BY household ORDER BY max(made_ms) DESC, household"
    )
    return [name for (name,) in rows]


def alike(typed: str, known: Iterable[str]) -> str:
    """The known name that ``typed`` may be another way of writing; empty: none, or it is known.

    One letter more, fewer or another, or one within the other: 李阿婆 and 李阿波, 阿婆.
    """
    known = list(known)
    if not typed or typed in known:
        return ""
    mine = _plain(typed)
    return next((name for name in known if _is_like(mine, _plain(name))), "")


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
