"""The card that is wanted: the current product's, or the last good one in its place."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from studio.runtime.errors import UserFacingError, together
from studio.session import events as e
from studio.session.air import NOTHING_SAID, CardSaid
from studio.session.cards import CardArtist
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.stage.layers import Layer, Motion

log = logging.getLogger(__name__)

NO_PICTURE = "picture_unreadable"
KEPT_COUNTS = 2
"""Pictures of numbers gone by that stay on the disk: what the stage showed a moment ago may still
lie in it, unseen."""

ToOrder = Callable[[str], int | None]
"""How many of a product may still be ordered, by SKU; None: cards do not say."""


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
    again: bool = False
    """How it is to be on air instead is still to be asked for."""

    @property
    def fact(self) -> e.Fact:
        """How the journal tells it."""
        about = self.overlay
        if about is None:
            return e.StageRefused(self.error.code, self.sku)
        return e.LayerRefused(about.slot.value, about.template, about.label, self.error.code)


@dataclass(frozen=True, slots=True)
class _Said:
    """All that a card says."""

    product: PlannedProduct
    left: int | None
    """How many may still be ordered."""
    stale: bool
    pictured: bool = True

    def is_true(self, plan: Plan, left: ToOrder) -> bool:
        """Whether that is what the records say now."""
        said = self.product
        now = next((each for each in plan.products if each.sku == said.sku), None)
        same = now is not None and replace(said, picture=None) == replace(now, picture=None)
        return same and self.left in (None, left(said.sku))  # to say no number is true as well

    def recounts(self, before: _Said) -> bool:
        """Whether it differs from ``before`` in nothing but the number."""
        return self != before and self.unnumbered == before.unnumbered

    @property
    def unnumbered(self) -> _Said:
        """All but the number."""
        return replace(self, left=None)


@dataclass(frozen=True, slots=True)
class _Made:
    """A card that was drawn."""

    layer: Layer
    said: _Said
    recounted: bool
    """It differs from the one on air in nothing but the number."""


class WantedCard:
    """Draws cards, and remembers what can be shown. Stage's thread only.

    What is on air says what the product's record and the ledger say: a card whose picture cannot be
    read is drawn without it, one whose number cannot be shown without that until the next number,
    and the last good one stays only as long as it is true.
    """

    def __init__(self, artist: CardArtist) -> None:
        self._artist = artist
        self._last: _Made | None = None
        """The last good one."""
        self._good: _Made | None = None
        """The same, where it is still true."""
        self._drawn: _Made | None = None
        self._left: int | None = None
        self._broken: tuple[PlannedProduct, int | None] | None = None
        self._no_number: tuple[PlannedProduct, int | None] | None = None
        """Told already: it is shown without that number."""
        self._plain: PlannedProduct | None = None
        """Told already: it is shown without its picture."""
        self._gone_by: deque[Layer] = deque()
        """Shown with numbers that are over."""
        self._unnumbered: _Said | None = None
        """What the one on air says, but for its number."""
        self._alike: set[str] = set()
        """By their sha256, the pictures that were shown and say that. The journal may know an
        older one than the last: behind the break numbers change that viewers never see."""
        self._own: set[str] = set()
        """Pictures that takes began with, by content: the report names them, so they stay."""

    @property
    def said(self) -> CardSaid:
        """What of the card `of` answered with follows the ledger."""
        made = self._drawn or self._good
        if made is None:
            return NOTHING_SAID
        alike = made.said.unnumbered == self._unnumbered
        return CardSaid(made.said.left, frozenset(self._alike if alike else ()))

    @property
    def is_new(self) -> bool:
        """Nothing was shown yet in this run of the program."""
        return self._unnumbered is None

    def goes_on(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        """A run before this one put that picture on air, with that number: where it is still drawn
        alike, the same card with another number is no other take."""
        said = _Said(plan.product(sku), left, stale=False)
        try:
            layer = self._picture(plan, said)
        except UserFacingError as error:
            log.info("the card of the run before cannot be drawn: %s", error)
            return
        if layer.sha256 == sha256:
            self._unnumbered, self._alike = said.unnumbered, {sha256}

    def of(
        self, plan: Plan, sku: str | None, *, stale: bool, left: ToOrder
    ) -> tuple[Layer | None, Refusal | None]:
        """The card of ``sku``; where it cannot be drawn, the last good one, and why."""
        last = self._last
        self._good = last if last and last.said.is_true(plan, left) else None
        self._drawn = None
        if sku is None:
            self._broken = self._no_number = None
            return None, None
        product, self._left = plan.product(sku), left(sku)
        if (product, self._left) == self._broken:  # told already; an unrelated step does not ask
            return self._good_one, None
        self._broken = None
        said = _Said(product, self._left, stale)
        try:
            if (product, self._left) == self._no_number:
                return self._draw(plan, said.unnumbered)
            return self._draw_or_unnumbered(plan, said)
        except UserFacingError as error:
            return self._good_one, Refusal(self.left_air(error), sku)

    @property
    def _good_one(self) -> Layer | None:
        return self._good.layer if self._good else None

    def _draw_or_unnumbered(self, plan: Plan, said: _Said) -> tuple[Layer, Refusal | None]:
        try:
            return self._draw(plan, said)
        except UserFacingError as error:
            if said.left is None:
                raise
            layer, told = self._draw(plan, said.unnumbered)
            return layer, self._without_number(said.product, error, told)

    def _without_number(
        self, product: PlannedProduct, error: UserFacingError, told: Refusal | None = None
    ) -> Refusal:
        """``told``: what else it is shown without."""
        log.warning("a card is shown without its number: %s", error)
        self._no_number = product, self._left
        without = UserFacingError("card_without_number", name=product.name)
        return Refusal(
            together([without, *([told.error] if told else [])]), product.sku, shown=True
        )

    def not_loaded(self, product: PlannedProduct, error: UserFacingError) -> Refusal:
        """The stage could not show the card it was asked for: ``error``."""
        made = self._drawn
        if made is not None and made.said.product == product and made.said.left is not None:
            return replace(self._without_number(product, error), again=True)
        return Refusal(self.left_air(error), product.sku)

    def _draw(self, plan: Plan, said: _Said) -> tuple[Layer, Refusal | None]:
        told, product = None, said.product
        try:
            layer = self._picture(plan, said)
            self._plain = None
        except UserFacingError as error:
            if error.code != NO_PICTURE or product.picture is None:
                raise
            said = replace(said, pictured=False)
            layer = self._picture(plan, said)
            if product != self._plain:
                without = UserFacingError("card_without_picture", name=product.name)
                told = Refusal(without, product.sku, shown=True)
            self._plain = product
        recounted = self._last is not None and said.recounts(self._last.said)
        layer = _by_a_cut(layer) if recounted else layer
        self._drawn = _Made(layer, said, recounted)
        return layer, told

    def _picture(self, plan: Plan, said: _Said) -> Layer:
        how = {"stale": said.stale, "picture": said.pictured}
        return self._artist.card(plan, said.product.sku, **how, left=said.left)

    def left_air(self, error: UserFacingError) -> UserFacingError:
        """Why a card is not shown; where the last one may not stay instead, that too."""
        if self._last is None or self._good is not None:
            return error
        name = self._last.said.product.name
        return together([UserFacingError("card_left", name=name), error])

    def showed(self, card: Layer | None) -> None:
        """The stage took it."""
        made, before = self._drawn, self._last
        if card is None:
            self._last = None
            if before is not None and before.recounted:
                self._let_go(before.layer, None)
        elif made is not None and card.sha256 == made.layer.sha256:
            self._remember(made)
            if before is not None and before.layer.sha256 == card.sha256:
                self._last = replace(made, recounted=before.recounted)
                return
            self._last = made
            if not made.recounted:
                self._own.add(made.layer.sha256)
            if before is not None and before.recounted:
                self._let_go(before.layer, made.layer)

    def _remember(self, made: _Made) -> None:
        if made.said.unnumbered != self._unnumbered:
            self._unnumbered = made.said.unnumbered
            self._alike.clear()
        self._alike.add(made.layer.sha256)

    def _let_go(self, old: Layer, shown: Layer | None) -> None:
        """Drop pictures with numbers gone by, but for those of a moment ago."""
        self._gone_by.append(old)
        while len(self._gone_by) > KEPT_COUNTS:
            gone = self._gone_by.popleft()
            there = {each.sha256 for each in (shown, *self._gone_by) if each is not None}
            if gone.sha256 not in self._own | there:
                self._artist.drop(gone)

    def give_up(self, product: PlannedProduct) -> bool:
        """The card of ``product`` cannot be shown; False where no good one may stay instead."""
        self._broken = product, self._left
        return self._good is not None


def _by_a_cut(layer: Layer) -> Layer:
    """A number that changes while somebody reads slides nothing in; it goes as it always does."""
    motion = layer.motion
    return replace(layer, motion=Motion(out=motion.out, short_out=motion.short_out))
