"""What was said in a case, and what a buyer's file is called: kept only sealed.

Buyers write their names and addresses there. Sealed before the writer's turn, because the system's
keyring may be slow. All functions run on a database inside `Store.write`.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.sealed import Sealer

COLUMN = "after_words.words"
"""What a look at them is noted as."""


class Words(NamedTuple):
    """Words sealed for one row."""

    id: str
    sealed: bytes


def where_sealed(words_id: str) -> str:
    """The place they are sealed for (`studio.store.sealed`)."""
    return f"{COLUMN}:{words_id}"


def seal(sealer: Sealer, said: str, at_ms: int) -> Words | None:
    """None where nothing was said. Raises case_needs_keyring. Blocks: on a worker."""
    plain = said.strip()
    if not plain:
        return None
    words_id = new_id(at_ms)
    try:
        sealed = sealer.seal(plain.encode(), where=where_sealed(words_id))
    except UserFacingError as error:
        raise UserFacingError("case_needs_keyring") from error
    return Words(words_id, sealed)


def opened(sealer: Sealer, words: Words) -> str:
    """Raises sealed_key_missing, sealed_broken."""
    return sealer.open(words.sealed, where=where_sealed(words.id)).decode()


def keep(db: Database, case_id: str, seq: int, words: Words, at_ms: int) -> None:
    """They belong to that step; the days they are kept count from ``at_ms``."""
    db.execute(
        "INSERT INTO after_words (id, case_id, seq, words, kept_ms) VALUES (?, ?, ?, ?, ?)",
        [words.id, case_id, seq, words.sealed, at_ms],
    )
