"""Rows of one file that contradict each other, and which of them a person says counts.

Two rows of a line may be one that was written twice, or two that were bought; two totals of an
order may be one that changed, or each its own. Nobody can tell but who looks at the platform. What
was said is kept by the order and by what its rows told, not by the file: the same rows in a later
file are the same dispute, other rows are asked about anew.

Functions run on a database inside `Store.write`; `said` also inside `Store.read`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from studio.runtime.errors import UserFacingError

TWICE, TOTALS = "line_twice", "totals_differ"
DISPUTED = (TWICE, TOTALS)
"""Kinds of doubts that are disputes."""


class Version(NamedTuple):
    """What one row tells; of a dispute about totals ``qty`` is 0. Money is integer fen."""

    qty: int
    paid_fen: int


class Dispute(NamedTuple):
    """What rows of one file tell of one line, or of an order's total."""

    order_no: str
    line_no: str
    """Empty: it is about the order's total."""
    told: tuple[Version, ...]
    """Each once, sorted."""

    @property
    def kind(self) -> str:
        return TWICE if self.line_no else TOTALS

    @property
    def all(self) -> Version:
        """Every row counts."""
        return Version(
            sum(each.qty for each in self.told), sum(each.paid_fen for each in self.told)
        )

    @property
    def choices(self) -> tuple[Version, ...]:
        """What may be said: one of the rows counts, or all of them do."""
        return (*self.told, self.all)


Verdicts = Mapping[Dispute, Version]


def dispute(order_no: str, line_no: str, told: Collection[Version]) -> Dispute:
    return Dispute(order_no, line_no, tuple(sorted(told)))


def said(db: Database, platform: str, order_no: str | None = None) -> dict[Dispute, Version]:
    """What was said so far of a platform's orders; of one, or of all."""
    rows = db.execute(
        "SELECT order_no, line_no, told, qty, paid_fen FROM order_verdict "
        "WHERE platform = ?1 AND (?2 IS NULL OR order_no = ?2)",
        [platform, order_no],
    )
    return {
        Dispute(number, line, tuple(Version(*each) for each in json.loads(told))): Version(qty, fen)
        for number, line, told, qty, fen in rows
    }


def keep(db: Database, platform: str, about: Dispute, taken: Version, at_ms: int) -> None:
    """Keep what was said, in place of what was said before. Raises choice_unknown."""
    if taken not in about.choices:
        raise UserFacingError("choice_unknown", most=len(about.choices))
    db.execute(
        "INSERT OR REPLACE INTO order_verdict VALUES (?, ?, ?, ?, ?, ?, ?)",
        [platform, about.order_no, about.line_no, json.dumps(about.told), *taken, at_ms],
    )


def keep_only(db: Database, platform: str, order_no: str, met: Collection[Dispute]) -> None:
    """Forget what was said of disputes no row of the order tells of any more: who imports such a
    file again is asked again."""
    for each in said(db, platform, order_no):
        if each not in met:
            db.execute(
                "DELETE FROM order_verdict WHERE platform = ? AND order_no = ? AND line_no = ? "
                "AND told = ?",
                [platform, order_no, each.line_no, json.dumps(each.told)],
            )
