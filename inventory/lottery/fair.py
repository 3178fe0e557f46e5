"""The draw, as pure functions of what was published: whoever has the archive computes it again.

Rule ``gongfu-lottery-1``. Every text is UTF-8, every hash SHA-256 in lower-case hex; ``⏎`` is one
line feed.

- terms' hash: of `Terms.canonical`
- commitment: of ``gongfu-lottery-1 ⏎ terms' hash ⏎ seed``, published before a number is taken
- entries' hash: of all numbers in the order of their bytes, each followed by ⏎
- a number's ticket: of ``gongfu-lottery-1 ⏎ commitment ⏎ seed ⏎ entries' hash ⏎ word ⏎ number``
- winners: the numbers with the smallest tickets, smallest first

The seed cannot be chosen after the numbers are known, because its hash was published before. The
numbers cannot be chosen to fit the seed by anybody but who knows it; against that stands the word,
which somebody in the room calls out after the numbers were frozen (docs/lottery.md).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inventory.lottery.terms import PRIZE_AT_MOST_FEN, Terms

_NUMBER = re.compile(r"[0-9]{1,20}")
"""As the database keeps them; two with a line feed between would be hashed like two entries."""

RULE = "gongfu-lottery-1"
READ_OUT = 12
"""Hex digits of a code that are read out; all of it is on the board and in the archive."""
BREATH = 4
"""Of them in one breath."""


@dataclass(frozen=True, slots=True)
class Winner:
    """One number drawn. ``place`` counts from 1."""

    place: int
    number: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What a draw revealed. ``at`` is UTC ms."""

    at: int
    seed: str
    word: str
    entries_sha256: str
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number that takes part, and when it was taken, UTC ms. Never a name."""

    number: str
    at: int


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything there is of one lottery; before the draw the seed is not among it."""

    id: str
    rule: str
    terms: Terms
    terms_sha256: str
    commitment: str
    published_at: int
    entries: tuple[Entry, ...]
    draw: Draw | None


def new_seed() -> str:
    """256 random bits as hex."""
    return secrets.token_hex(32)


def commitment(terms_sha256: str, seed: str) -> str:
    return _sha256(RULE, terms_sha256, seed)


def entries_sha256(numbers: Iterable[str]) -> str:
    """As ``LC_ALL=C sort numbers.txt | sha256sum`` prints it."""
    text = "".join(f"{number}\n" for number in sorted(numbers))
    return hashlib.sha256(text.encode()).hexdigest()


def read_out(code: str) -> str:
    """The head of a code as it is read out: ``7F3A 91C2 0B5E``."""
    head = code[:READ_OUT].upper()
    return " ".join(head[place : place + BREATH] for place in range(0, len(head), BREATH))


def winners(
    committed: str, seed: str, word: str, numbers: Sequence[str], count: int
) -> tuple[Winner, ...]:
    """The ``count`` numbers with the smallest tickets; all of them where there are fewer."""
    frozen = entries_sha256(numbers)
    tickets = sorted(
        (_sha256(RULE, committed, seed, frozen, word, number), number) for number in numbers
    )
    return tuple(
        Winner(place, number, ticket)
        for place, (ticket, number) in enumerate(tickets[:count], start=1)
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """One lottery, computed again."""

    archive: Archive
    differences: tuple[str, ...]
    """Codes of sentences; empty where everything comes out as it is said."""

    @property
    def told(self) -> tuple[str, ...]:
        """What there is to say, codes of sentences; never empty. Before the draw neither seed nor
        winners are there to be computed again."""
        held = "lottery_holds_undrawn" if self.archive.draw is None else "lottery_holds"
        return self.differences or (held,)


def check(archive: Archive) -> Checked:
    return Checked(archive, tuple(differences(archive)))


def differences(archive: Archive) -> list[str]:
    """What does not come out as it is said; codes of sentences, empty where all of it does."""
    terms, draw = archive.terms, archive.draw
    found = []
    if archive.rule != RULE:
        return ["lottery_differs_rule"]
    if terms.sha256 != archive.terms_sha256:
        found.append("lottery_differs_terms")
    if terms.prize_fen > PRIZE_AT_MOST_FEN:
        found.append("lottery_differs_prize")
    if archive.published_at > terms.opens_ms:
        found.append("lottery_differs_published")
    numbers = [entry.number for entry in archive.entries]
    odd = any(not _NUMBER.fullmatch(each) for each in numbers)
    if odd or len(set(numbers)) != len(numbers) or 0 < terms.entries_at_most < len(numbers):
        found.append("lottery_differs_numbers")
    if any(not terms.opens_ms <= entry.at < terms.closes_ms for entry in archive.entries):
        found.append("lottery_differs_times")
    return found if draw is None else [*found, *_draw_differences(archive, draw, numbers)]


def _draw_differences(archive: Archive, draw: Draw, numbers: list[str]) -> list[str]:
    terms = archive.terms
    found = []
    if draw.at < terms.draws_ms:
        found.append("lottery_differs_early")
    if commitment(terms.sha256, draw.seed) != archive.commitment:
        found.append("lottery_differs_commitment")
    if entries_sha256(numbers) != draw.entries_sha256:
        found.append("lottery_differs_entries")
    again = winners(archive.commitment, draw.seed, draw.word, numbers, terms.winners)
    if again != draw.winners:
        found.append("lottery_differs_winners")
    return found


def _sha256(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
