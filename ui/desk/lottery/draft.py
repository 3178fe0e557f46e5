"""A lottery's terms as they are typed, and what of it is wrong, field by field. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from inventory.lottery import terms as rules
from inventory.lottery.terms import LONGEST, MOST_WINNERS, PRIZE_AT_MOST_FEN, Terms
from inventory.lottery.when import moment
from inventory.product_file import in_fen
from studio.runtime.errors import UserFacingError
from studio.session.lotteries import FROM_NOW_ON, opening
from ui.desk.aftersales.presenter import whole

T = TypeVar("T")
TEXTS = ("name", "prize", "rules", "claim", "sponsor")
MAY_BE_EMPTY = ("at_most", "draws")
SHOWN = 20
"""Characters of what was typed that a sentence beside its field repeats."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The terms as they are typed."""

    name: str = ""
    prize: str = ""
    worth: str = ""
    """Yuan."""
    winners: str = ""
    rules: str = ""
    claim: str = ""
    sponsor: str = ""
    closes: str = ""
    draws: str = ""
    """Empty: as soon as it closes."""
    at_most: str = ""
    """Empty: any number of numbers."""


class MistypedError(Exception):
    """``mistakes``: what is wrong, by the name of the field in `Draft`; never empty.

    Their ``field`` is that name: whoever tells them says what the field is called.
    """

    def __init__(self, mistakes: dict[str, UserFacingError]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes


def terms_of(draft: Draft, now_ms: int) -> Terms:
    """The terms, with numbers taken from the publishing on.

    Raises `MistypedError` with all that is wrong, and those of `terms.check` for what is left.
    """
    reading = _Reading(draft)
    for key in TEXTS:
        reading.text(key)
    prize_fen = reading.read("worth", _worth, 0)
    at_most = reading.read("at_most", _count, 0)
    winners = reading.read("winners", lambda text: _winners(text, at_most), 0)
    closes_ms = reading.read("closes", lambda text: _later(text, now_ms), 0)
    draws_ms = reading.read("draws", lambda text: _draws(text, now_ms, closes_ms), closes_ms)
    if reading.mistakes:
        raise MistypedError(reading.mistakes)
    made = Terms(
        *(draft.name.strip(), draft.prize.strip(), prize_fen, winners),
        *(draft.rules.strip(), draft.claim.strip(), draft.sponsor.strip()),
        *(FROM_NOW_ON, closes_ms, draws_ms, at_most),
    )
    rules.check(opening(made, now_ms), now_ms)
    return made


class _Reading:
    """Of one draft: what is read, and the mistakes on the way."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.mistakes: dict[str, UserFacingError] = {}

    def text(self, key: str) -> None:
        def short(text: str) -> str:
            if len(text) > LONGEST:
                raise UserFacingError("lottery_field_too_long", field=key, most=LONGEST)
            return text

        self.read(key, short, "")

    def read(self, key: str, reader: Callable[[str], T], otherwise: T) -> T:
        """``otherwise``: nothing is typed there, or something wrong."""
        text = str(getattr(self._draft, key)).strip()
        try:
            if text:
                return reader(text)
            if key not in MAY_BE_EMPTY:
                raise UserFacingError("lottery_field_empty", field=key)
        except UserFacingError as mistake:
            self.mistakes[key] = mistake
        return otherwise


def _worth(text: str) -> int:
    try:
        fen = in_fen(text)
    except UserFacingError as error:
        if error.code == "price_too_much":
            raise _worth_outside() from error
        raise UserFacingError("lottery_field_no_money", text=_shown(text)) from error
    if not 0 < fen <= PRIZE_AT_MOST_FEN:
        raise _worth_outside()
    return fen


def _worth_outside() -> UserFacingError:
    return UserFacingError("lottery_field_worth_outside", most=PRIZE_AT_MOST_FEN // 100)


def _count(text: str) -> int:
    try:
        return whole(text)
    except UserFacingError as error:
        raise UserFacingError("lottery_field_no_count", text=_shown(text)) from error


def _winners(text: str, at_most: int) -> int:
    """``at_most``: numbers taken; 0: any."""
    count = _count(text)
    most = min(MOST_WINNERS, at_most or MOST_WINNERS)
    if not 0 < count <= most:
        over = 0 < at_most < count
        code = "lottery_field_winners_over" if over else "lottery_field_count_outside"
        raise UserFacingError(code, most=most)
    return count


def _later(text: str, now_ms: int) -> int:
    at = _moment(text, now_ms)
    if at <= now_ms:
        raise UserFacingError("lottery_field_time_over", text=_shown(text))
    return at


def _draws(text: str, now_ms: int, closes_ms: int) -> int:
    """``closes_ms`` is 0 where it was not read."""
    at = _later(text, now_ms)
    if at < closes_ms:
        raise UserFacingError("lottery_field_draws_early")
    return at


def _moment(text: str, now_ms: int) -> int:
    try:
        return moment(text, now_ms)
    except UserFacingError as error:
        raise UserFacingError("lottery_field_no_time", text=_shown(text)) from error


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
