"""What the overlays' panel shows, as plain values. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Seen(StrEnum):
    """What is known of a picture on air."""

    UNKNOWN = "unknown"
    """It was shown; nobody has looked yet."""
    YES = "yes"
    """It was found in the programme as viewers get it, and its QR code read."""
    CUT_OFF = "cut_off"
    """It was found there, but nothing of it gets out to the viewers."""
    NO = "no"
    """It was looked for, and not found."""
    WAITS = "waits"
    """It makes room for another, and comes back by itself."""
    OTHER_SCENE = "other_scene"
    """A scene that is not ours was chosen in OBS: nothing of ours is seen over it."""
    BY_EYE = "by_eye"
    """A template of others: nobody but a person can tell."""


@dataclass(frozen=True, slots=True)
class OverlayLine:
    """One overlay on air, or one that waits for room there."""

    slot: str
    template: str
    words: str
    """The first of what it says, also while it is left out."""
    mandatory: bool
    seen: Seen = Seen.UNKNOWN
    name: str = ""
    """Of a template of others."""
    further: bool | None = None
    """Whether it has another step to go to; None: it has no steps."""
    left_out: frozenset[str] = frozenset()
    """Of the brand frame: the words that are not on air, by their layers (`SLOGAN`, `PLATE`)."""
    under: tuple[str, ...] = ()
    """Codes of the names of what lies there; empty: not known."""


@dataclass(frozen=True, slots=True)
class LotteryChoice:
    """One lottery that can be shown."""

    id: str
    name: str
    numbers: int
    drawn: bool
    seal: str = ""
    """Hash of its numbers once no more are taken, read out before the draw; empty until then, and
    after the draw."""
    winners: tuple[str, ...] = ()
    """Numbers that were drawn, the first first."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An overlay that lies in the plan, filled in."""

    template: str
    words: str
    """The first of what it says."""
    name: str = ""
    """Of a template of others; empty: the program draws it."""


@dataclass(frozen=True, slots=True)
class OverlaysModel:
    """One moment of the overlays."""

    lines: tuple[OverlayLine, ...]
    product: str
    """Name of the product that is on; empty: none is."""
    price_fen: int
    toasts: bool
    """Orders are told on air."""
    lotteries: tuple[LotteryChoice, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    no_pages: str = ""
    """Code of a sentence: why this stage cannot play templates of others; empty: it can."""
