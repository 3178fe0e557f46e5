"""What an earlier version kept of cases in the clear is sealed, words and photos alike.

Done while the program runs, because the key is in the system's keyring and an update has none.
Broken off at any moment (a power cut) nothing is lost and it goes on the next time: words are
sealed and taken away in one transaction; of a file what is sealed lies on the disk, and is whole,
before the other goes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlite_utils import Database

from inventory.aftersales import evidence, words
from inventory.aftersales.evidence import Noted
from inventory.aftersales.words import Words
from studio.runtime.errors import UserFacingError
from studio.store.database import Store
from studio.store.sealed import Sealer

log = logging.getLogger(__name__)

BATCH = 200
"""Steps sealed in one transaction: an order noted meanwhile waits some milliseconds."""
Open = tuple[str, int, str, int]
"""A step with words in the clear: its case, its place, them, and since when (UTC ms)."""


def seal_all(store: Store, sealer: Sealer, folders: Sequence[Path]) -> int:
    """Seal what is not yet, in the database and in these folders; returns how many things were.

    Blocks. Without a keyring nothing is done: what cannot be sealed is not thrown away. OSError
    passes.
    """
    try:
        sealed = _words(store, sealer)
        files = store.read(evidence.noted).result()
        return sealed + sum(_files(files, folder, sealer) for folder in folders)
    except UserFacingError as error:
        if error.code not in ("case_needs_keyring", "seal_needs_keyring"):
            raise
        log.warning("what was said in cases cannot be sealed: %s", error)
        return 0


def _words(store: Store, sealer: Sealer) -> int:
    done = 0
    while found := store.read(_in_the_clear).result():
        made = [words.seal(sealer, text, at_ms) for _, _, text, at_ms in found]
        store.write(_put_away(found, made)).result()
        done += len(found)
    return done


def _in_the_clear(db: Database) -> list[Open]:
    rows = db.execute(
        "SELECT case_id, seq, words, at_ms FROM after_step WHERE words <> '' LIMIT ?", [BATCH]
    )
    return list(rows)


def _put_away(found: Sequence[Open], made: Sequence[Words | None]) -> Callable[[Database], None]:
    def work(db: Database) -> None:
        (before,) = db.conn.execute("PRAGMA secure_delete").fetchone()
        # Else what was overwritten could be read in the file for years.
        db.conn.execute("PRAGMA secure_delete = ON")
        try:
            put_away(db)
        finally:
            db.conn.execute(f"PRAGMA secure_delete = {before:d}")

    def put_away(db: Database) -> None:
        for (case_id, seq, _, at_ms), sealed in zip(found, made, strict=True):
            if sealed is not None:
                words.keep(db, case_id, seq, sealed, at_ms)
            key = [case_id, seq]
            named = "SELECT name FROM after_evidence WHERE case_id = ? AND seq = ?"
            if name := db.execute(named, key).fetchone():
                db.execute(
                    "UPDATE after_evidence SET name = ? WHERE case_id = ? AND seq = ?",
                    [evidence.neutral(name[0]), *key],
                )
            db.execute("UPDATE after_step SET words = '' WHERE case_id = ? AND seq = ?", key)

    return work


def _files(files: Sequence[Noted], folder: Path, sealer: Sealer) -> int:
    """A photo that was changed since stays as it is: the audit tells of it."""
    done = 0
    for each in files:
        plain, sealed = evidence.plain_path(folder, each), evidence.path_of(folder, each.sha256)
        if not plain.exists():
            continue
        if not evidence.is_whole(sealed, each.sha256):
            if not evidence.is_whole(plain, each.sha256):
                continue
            evidence.write_sealed(sealed, plain.read_bytes(), sealer)
        plain.unlink()
        done += 1
    return done
