"""The card that is wanted: the current product's, or the last good one in its place."""

from __future__ import annotations

from dataclasses import dataclass

from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.cards import CardArtist
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.stage.layers import Layer


@dataclass(frozen=True, slots=True)
class Refusal:
    """One part of what was asked for that was not done."""

    error: UserFacingError
    sku: str = ""
    """Whose card it is about; empty where it is not about a card."""
    overlay: Overlay | None = None
    """Which overlay it is about; None where it is not about one."""

    @property
    def fact(self) -> e.Fact:
        """How the journal tells it."""
        about = self.overlay
        if about is None:
            return e.StageRefused(self.error.code, self.sku)
        return e.LayerRefused(about.slot.value, about.template, about.label, self.error.code)


class WantedCard:
    """Draws cards, and remembers what can be shown. Stage's thread only."""

    def __init__(self, artist: CardArtist) -> None:
        self._artist = artist
        self._last: Layer | None = None
        self._broken: str | None = None

    def of(
        self, plan: Plan, sku: str | None, *, stale: bool
    ) -> tuple[Layer | None, Refusal | None]:
        """The card of ``sku``; where it cannot be drawn, the last good one, and why."""
        if sku is None:
            self._broken = None
            return None, None
        if sku == self._broken:  # told once already; the next, unrelated step does not ask again
            return self._last, None
        self._broken = None
        try:
            return self._artist.card(plan, sku, stale=stale), None
        except UserFacingError as error:
            return self._last, Refusal(error, sku)

    def showed(self, card: Layer | None) -> None:
        """The stage took it."""
        self._last = card

    def give_up(self, sku: str) -> bool:
        """The card of ``sku`` cannot be shown; False where no good one is left in its place."""
        self._broken = sku
        return self._last is not None
