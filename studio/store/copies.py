"""An encrypted copy of a backup, for a disk that leaves the house; its sealing keys go with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Migrations

from studio.store import privacy, vault
from studio.store.backup import Backup, reading
from studio.store.failures import worded
from studio.store.sealed import Sealer


def copy_out(
    made: Backup, folder: Path, passphrase: str, sets: Sequence[Migrations], sealer: Sealer
) -> Path:
    """``made``, encrypted, in ``folder``; returns the copy. Blocks.

    Raises passphrase_short, disk_full, database_unwritable, database_damaged (the backup).
    """
    with worded(made.path), reading(made.path) as db:
        ids = privacy.key_ids(db, privacy.sealed_columns(sets))
    target = folder / (made.path.stem + vault.SUFFIX)
    with worded(target):
        folder.mkdir(parents=True, exist_ok=True)
    inside = vault.Contents(made.made_ms, sealer.keys(ids))
    vault.encrypt(made.path, target, passphrase, inside)
    return target
