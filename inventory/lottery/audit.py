"""What must hold of lotteries: each draw comes out again from what was published."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from inventory.lottery import book, fair
from studio.store.audit import Check, Difference


def _lotteries(db: Database) -> Iterator[Difference]:
    for archive in book.listed(db):
        for code in fair.differences(archive):
            yield {"lottery": archive.id, "what": code}


CHECKS = (Check("audit_lotteries", _lotteries),)
