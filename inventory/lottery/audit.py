"""What must hold of lotteries: each draw comes out again from what was published, and the seed of
one that is not drawn yet is the one it was published with."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from inventory.lottery import book, fair
from studio.store.audit import Check, Difference

_SEEDS = """SELECT id, terms_sha256, commitment, seed FROM lottery
LEFT JOIN lottery_seed ON lottery_id = id
WHERE NOT EXISTS (SELECT 1 FROM lottery_draw WHERE lottery_draw.lottery_id = id)"""


def _lotteries(db: Database) -> Iterator[Difference]:
    for archive in book.listed(db):
        for code in fair.differences(archive):
            yield {"lottery": archive.id, "what": code}
    for lottery, terms_sha256, committed, seed in db.execute(_SEEDS):
        if fair.commitment(terms_sha256, seed or "") != committed:
            yield {"lottery": lottery, "what": "lottery_differs_commitment"}


CHECKS = (Check("audit_lotteries", _lotteries),)
