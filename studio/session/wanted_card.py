"""The card that is wanted: the current product's, or the last good one in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.runtime.errors import UserFacingError, together
from studio.session import events as e
from studio.session.cards import CardArtist
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.stage.layers import Layer

NO_PICTURE = "picture_unreadable"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One part of what was asked for that was not done."""

    error: UserFacingError
    sku: str = ""
    """Whose card it is about; empty where it is not about a card."""
    overlay: Overlay | None = None
    """Which overlay it is about; None where it is not about one."""
    shown: bool = False
    """It is on air all the same, only not as it was to be."""

    @property
    def fact(self) -> e.Fact:
        """How the journal tells it."""
        about = self.overlay
        if about is None:
            return e.StageRefused(self.error.code, self.sku)
        return e.LayerRefused(about.slot.value, about.template, about.label, self.error.code)


class WantedCard:
    """Draws cards, and remembers what can be shown. Stage's thread only.

    What is on air says what the product's record says: a card whose picture cannot be read is drawn
    without it, and the last good one stays only as long as it is true.
    """

    def __init__(self, artist: CardArtist) -> None:
        self._artist = artist
        self._last: tuple[Layer, PlannedProduct] | None = None
        """The last good one, and what it says."""
        self._good: Layer | None = None
        """The same, where it is still true."""
        self._drawn: tuple[Layer, PlannedProduct] | None = None
        self._broken: PlannedProduct | None = None
        self._plain: PlannedProduct | None = None
        """Told already: it is shown without its picture."""

    def of(
        self, plan: Plan, sku: str | None, *, stale: bool
    ) -> tuple[Layer | None, Refusal | None]:
        """The card of ``sku``; where it cannot be drawn, the last good one, and why."""
        self._good = self._last[0] if self._last and _is_true(self._last[1], plan) else None
        self._drawn = None
        if sku is None:
            self._broken = None
            return None, None
        product = plan.product(sku)
        if product == self._broken:  # told once already; the next, unrelated step does not ask
            return self._good, None
        self._broken = None
        try:
            return self._draw(plan, product, stale=stale)
        except UserFacingError as error:
            return self._good, Refusal(self.left(error), sku)

    def _draw(
        self, plan: Plan, product: PlannedProduct, *, stale: bool
    ) -> tuple[Layer, Refusal | None]:
        told = None
        try:
            layer = self._artist.card(plan, product.sku, stale=stale)
            self._plain = None
        except UserFacingError as error:
            if error.code != NO_PICTURE or product.picture is None:
                raise
            layer = self._artist.card(plan, product.sku, stale=stale, picture=False)
            if product != self._plain:
                without = UserFacingError("card_without_picture", name=product.name)
                told = Refusal(without, product.sku, shown=True)
            self._plain = product
        self._drawn = layer, product
        return layer, told

    def left(self, error: UserFacingError) -> UserFacingError:
        """Why a card is not shown; where the last one may not stay instead, that too."""
        if self._last is None or self._good is not None:
            return error
        return together([UserFacingError("card_left", name=self._last[1].name), error])

    def showed(self, card: Layer | None) -> None:
        """The stage took it."""
        if card is None:
            self._last = None
        elif self._drawn is not None and card.sha256 == self._drawn[0].sha256:
            self._last = self._drawn

    def give_up(self, product: PlannedProduct) -> bool:
        """The card of ``product`` cannot be shown; False where no good one may stay instead."""
        self._broken = product
        return self._good is not None


def _is_true(said: PlannedProduct, plan: Plan) -> bool:
    """Whether a card that says so says what the record says now."""
    now = next((each for each in plan.products if each.sku == said.sku), None)
    return now is not None and replace(said, picture=None) == replace(now, picture=None)
