"""The terms of a lottery: everything viewers must know before they take part.

They are checked once, published, and from then on never changed (反不正当竞争法 11,
docs/lottery.md). Money is integer fen, instants are UTC milliseconds.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, sentence

PRIZE_AT_MOST_FEN = 5_000_000
"""Of one prize: 50,000 yuan (反不正当竞争法 11)."""
MOST_WINNERS = 10_000
LATEST_MS = 253_370_764_800_000
"""UTC ms of 9999-01-01: what lies later cannot be told as a date everywhere."""
LONGEST = 500
"""Characters of one field."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is published before anybody takes part."""

    name: str
    prize: str
    """What is won, in words."""
    prize_fen: int
    """What one of it is worth."""
    winners: int
    """How many are drawn; of fewer numbers each wins."""
    rules: str
    """How one gets a number."""
    claim: str
    """Until when and how a prize is handed over."""
    sponsor: str
    """Who gives the prize, and how they are reached."""
    opens_ms: int
    closes_ms: int
    """No number is taken from then on."""
    draws_ms: int
    """Nothing is drawn before."""
    entries_at_most: int = 0
    """No more numbers than this are taken, so that the odds are known beforehand; 0: any."""

    @property
    def canonical(self) -> str:
        """The text that is hashed: JSON with sorted keys and nothing between (docs/lottery.md)."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def odds(terms: Terms, language: Language) -> str:
    """How likely a number is to win, in words."""
    code = "lottery_odds_known" if terms.entries_at_most else "lottery_odds"
    return sentence(code, language, winners=terms.winners, most=terms.entries_at_most)


def check(terms: Terms, now_ms: int) -> None:
    """Whether they may be published now.

    Raises lottery_term_missing (what), lottery_term_too_long (what), lottery_prize_too_high,
    lottery_winners_impossible, lottery_dates_impossible, lottery_published_late.
    """
    for what in ("name", "prize", "rules", "claim", "sponsor"):
        text = getattr(terms, what)
        if not text.strip():
            raise UserFacingError("lottery_term_missing", what=what)
        if len(text) > LONGEST:
            raise UserFacingError("lottery_term_too_long", what=what, most=LONGEST)
    if not 0 < terms.prize_fen <= PRIZE_AT_MOST_FEN:
        raise UserFacingError("lottery_prize_too_high", yuan=f"{terms.prize_fen / 100:.2f}")
    most = terms.entries_at_most
    if not 0 < terms.winners <= MOST_WINNERS or most < 0 or 0 < most < terms.winners:
        raise UserFacingError("lottery_winners_impossible")
    if not terms.opens_ms < terms.closes_ms <= terms.draws_ms < LATEST_MS:
        raise UserFacingError("lottery_dates_impossible")
    if terms.opens_ms < now_ms:
        raise UserFacingError("lottery_published_late")
