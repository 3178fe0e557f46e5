"""A lottery in words, for the page: what everybody must know before taking part."""

from __future__ import annotations

from collections.abc import Sequence

from inventory.lottery.fair import Archive
from inventory.lottery.terms import Terms, odds
from studio.runtime.wording import sentence
from ui import i18n
from ui.formats import day_and_clock, money


def told(terms: Terms) -> str:
    """All the terms, a line each."""
    return "\n".join(
        (
            _said("lottery_says_prize", prize=terms.prize, worth=money(terms.prize_fen)),
            _said("lottery_says_odds", odds=odds(terms, i18n.current())),
            _said("lottery_says_rules", rules=terms.rules),
            _said("lottery_says_closes", closes=day_and_clock(terms.closes_ms)),
            _said("lottery_says_draws", draws=day_and_clock(terms.draws_ms)),
            _said("lottery_says_claim", claim=terms.claim),
            _said("lottery_says_sponsor", sponsor=terms.sponsor),
        )
    )


def outcome(archive: Archive) -> str:
    """The numbers that won, and what was called out; empty before the draw."""
    draw = archive.draw
    if draw is None:
        return ""
    comma = "、" if i18n.current() == "zh" else ", "  # 8 88 could be read as one number
    won = comma.join(each.number for each in draw.winners)
    lines = [_said("lottery_says_won", numbers=won) if won else _said("lottery_says_nobody")]
    lines += [_said("lottery_says_word", word=draw.word)] if draw.word else []
    return "\n".join(lines)


def checked(told: Sequence[str]) -> str:
    """What came out of computing it again, a line each."""
    return "\n".join(_said(code) for code in told)


def _said(code: str, /, **parameters: object) -> str:
    return sentence(code, i18n.current(), **parameters)
