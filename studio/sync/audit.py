"""What must hold of the outbox: every message agrees with its hash and with the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from studio.store.audit import Check, Difference
from studio.sync import outbox


def _intact(db: Database) -> Iterator[Difference]:
    for message in outbox.waiting(db):
        if not message.intact:
            yield {"message": message.id}


CHECKS = (Check("audit_outbox_intact", _intact),)
