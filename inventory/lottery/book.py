"""Lotteries in the database: publish, take numbers, draw, look. What stands there never changes.

All functions run on a database inside `Store.write`; `find`, `listed` and `chosen` also inside
`Store.read`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from sqlite_utils import Database

from inventory.lottery import fair, terms
from inventory.lottery.fair import Archive, Draw, Entry, Winner
from inventory.lottery.terms import Terms
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.spoken import At

SHOWN = 6
"""A lottery is called by the last characters of its id."""
LONGEST_NUMBER = 20
"""Digits; platforms' order numbers have 19."""
LONGEST_WORD = 100

_DIGITS = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}", re.ASCII)
_PHONE = re.compile(r"(86)?1[3-9][0-9]{9}", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
"""GB 11643-1999: weights of the first 17 digits, and the check digit by their sum modulo 11."""


def publish(db: Database, wanted: Terms, at_ms: int) -> Archive:
    """Publish terms and the hash of a fresh seed. Errors: those of `terms.check`."""
    terms.check(wanted, at_ms)
    lottery_id, seed, stamp = new_id(at_ms), fair.new_seed(), local_stamp(at_ms)
    committed = fair.commitment(wanted.sha256, seed)
    db.execute(
        "INSERT INTO lottery (id, rule, terms, terms_sha256, commitment, published_ms, "
        "published_local) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            *(lottery_id, fair.RULE, wanted.canonical, wanted.sha256, committed, at_ms),
            stamp.text + stamp.zone,
        ],
    )
    db.execute("INSERT INTO lottery_seed (lottery_id, seed) VALUES (?, ?)", [lottery_id, seed])
    return find(db, lottery_id)


def enter(db: Database, lottery_id: str, numbers: Sequence[str], at_ms: int) -> list[Entry]:
    """Take numbers, or where none is said the next free one; all or none.

    Raises lottery_not_open, lottery_closed, lottery_full, lottery_number_unreadable,
    lottery_number_is_person (a phone's or an identity card's), lottery_number_taken.
    """
    archive = find(db, lottery_id)
    _must_take(archive, at_ms)
    wanted = [_digits(number) for number in numbers] or [_next_free(archive)]
    _must_be_free(archive, wanted)
    for number in wanted:
        db.execute(
            "INSERT INTO lottery_entry (lottery_id, number, at_ms) VALUES (?, ?, ?)",
            [archive.id, number, at_ms],
        )
    return [Entry(number, at_ms) for number in wanted]


def draw(db: Database, lottery_id: str, at_ms: int, word: str = "") -> Archive:
    """Draw from the frozen numbers, and reveal the seed; once.

    ``word``: what somebody called out after the numbers were frozen. Raises lottery_not_yet,
    lottery_already_drawn, lottery_word_too_long.
    """
    archive = find(db, lottery_id)
    if archive.draw is not None:
        raise UserFacingError("lottery_already_drawn", name=archive.terms.name)
    if at_ms < archive.terms.draws_ms:
        raise UserFacingError("lottery_not_yet", at=At(archive.terms.draws_ms, at_ms))
    word = " ".join(unicodedata.normalize("NFKC", word).split())
    if len(word) > LONGEST_WORD:
        raise UserFacingError("lottery_word_too_long", most=LONGEST_WORD)
    (seed,) = db.execute(
        "SELECT seed FROM lottery_seed WHERE lottery_id = ?", [archive.id]
    ).fetchone()
    numbers = [entry.number for entry in archive.entries]
    won = fair.winners(archive.commitment, seed, word, numbers, archive.terms.winners)
    _write_draw(db, archive.id, word, fair.entries_sha256(numbers), at_ms)
    for each in won:
        db.execute(
            "INSERT INTO lottery_winner (lottery_id, place, number, ticket) VALUES (?, ?, ?, ?)",
            [archive.id, each.place, each.number, each.ticket],
        )
    return find(db, archive.id)


def _write_draw(db: Database, lottery_id: str, word: str, frozen: str, at_ms: int) -> None:
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO lottery_draw (lottery_id, word, entries_sha256, drawn_ms, drawn_local) "
        "VALUES (?, ?, ?, ?, ?)",
        [lottery_id, word, frozen, at_ms, stamp.text + stamp.zone],
    )


def listed(db: Database) -> list[Archive]:
    """Every lottery, the newest first."""
    ids = db.execute("SELECT id FROM lottery ORDER BY id DESC").fetchall()
    return [find(db, each) for (each,) in ids]


def chosen(db: Database, said: str) -> Archive:
    """By its id, or the end of it. ``lottery_unknown``: none, or several."""
    rows = db.execute(
        "SELECT id FROM lottery WHERE id = ? OR substr(id, -?) = ? AND ? >= ?",
        [said, len(said), said.lower(), len(said), SHOWN],
    ).fetchall()
    if len(rows) != 1:
        raise UserFacingError("lottery_unknown", lottery=said)
    return find(db, rows[0][0])


def find(db: Database, lottery_id: str) -> Archive:
    """Everything there is of it. ``lottery_unknown``."""
    row = db.execute(
        "SELECT id, rule, terms, terms_sha256, commitment, published_ms FROM lottery WHERE id = ?",
        [lottery_id],
    ).fetchone()
    if row is None:
        raise UserFacingError("lottery_unknown", lottery=lottery_id)
    entries = db.execute(
        "SELECT number, at_ms FROM lottery_entry WHERE lottery_id = ? ORDER BY at_ms, number",
        [lottery_id],
    )
    return Archive(
        *(row[0], row[1], Terms(**json.loads(row[2])), row[3], row[4], row[5]),
        tuple(Entry(*each) for each in entries.fetchall()),
        _draw(db, lottery_id),
    )


def _draw(db: Database, lottery_id: str) -> Draw | None:
    row = db.execute(
        "SELECT drawn_ms, seed, word, entries_sha256 FROM lottery_draw "
        "JOIN lottery_seed USING (lottery_id) WHERE lottery_id = ?",
        [lottery_id],
    ).fetchone()
    if row is None:
        return None
    won = db.execute(
        "SELECT place, number, ticket FROM lottery_winner WHERE lottery_id = ? ORDER BY place",
        [lottery_id],
    )
    at, seed, word, frozen = row
    return Draw(at, seed, word, frozen, tuple(Winner(*each) for each in won.fetchall()))


def _must_take(archive: Archive, at_ms: int) -> None:
    if archive.draw is not None or at_ms >= archive.terms.closes_ms:
        raise UserFacingError("lottery_closed", name=archive.terms.name)
    if at_ms < archive.terms.opens_ms:
        raise UserFacingError("lottery_not_open", at=At(archive.terms.opens_ms, at_ms))


def _must_be_free(archive: Archive, wanted: Sequence[str]) -> None:
    taken, most = {entry.number for entry in archive.entries}, archive.terms.entries_at_most
    for place, number in enumerate(wanted):
        if number in taken or number in wanted[:place]:
            raise UserFacingError("lottery_number_taken", number=number)
    if 0 < most < len(taken) + len(wanted):
        raise UserFacingError("lottery_full", most=most)


def _next_free(archive: Archive) -> str:
    taken = {entry.number for entry in archive.entries}
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _digits(said: str) -> str:
    number = unicodedata.normalize("NFKC", said).strip().lstrip("0#")
    if not _DIGITS.fullmatch(number):
        raise UserFacingError("lottery_number_unreadable", number=said)
    if _PHONE.fullmatch(number) or _is_identity_card(number):
        raise UserFacingError("lottery_number_is_person")
    return number


def _is_identity_card(number: str) -> bool:
    if len(number) != len(_ID_WEIGHTS) + 1 or number[6:8] not in ("19", "20"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:-1], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == number[-1]
