"""The layers that are wanted: what must be on air, the product's card, and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studio.runtime.clock import SteadyClock
from studio.runtime.errors import Code, UserFacingError
from studio.session import boards, truth
from studio.session.air import Intent
from studio.session.cards import CardArtist
from studio.session.mandatory import clear_of, covered_by
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.session.state import LiveState
from studio.session.telling import overlay_code
from studio.session.wanted_card import Refusal, WantedCard
from studio.stage.layers import Layer, Slot
from studio.stage.port import Wanted

CARD_CODE, LAYER_CODE = "card_not_loaded", "layer_not_loaded"
"""The stage cannot show this picture: the next, unrelated step does not ask for it again."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is asked of the stage for an intent, and what of it could not be."""

    layers: tuple[Layer, ...]
    overlays: Mapping[Slot, Overlay]
    """What the layers beside the card were drawn from."""
    refusals: tuple[Refusal, ...]
    untrue: tuple[Overlay, ...] = ()
    """What was asked for and is no longer so: a price drop from a price that fell lower still."""


@dataclass(slots=True)
class _Pile:
    """The layers of one asking, while it is put together."""

    layers: list[Layer] = field(default_factory=list)
    overlays: dict[Slot, Overlay] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    untrue: list[Overlay] = field(default_factory=list)

    def add(self, overlay: Overlay, layer: Layer) -> None:
        self.layers.append(layer)
        self.overlays[layer.slot] = overlay


class WantedLayers:
    """Draws overlays, and remembers what can be shown. Stage's thread only."""

    def __init__(
        self, plan: Plan, artist: CardArtist, clock: SteadyClock, mandatory: tuple[Overlay, ...]
    ) -> None:
        self._plan, self._artist, self._clock = plan, artist, clock
        self._card = WantedCard(artist)
        self._mandatory = mandatory
        self._pictures: dict[Overlay, Layer] = {}
        self._shown: dict[Slot, Overlay] = {}
        """The last good one of each slot."""
        self._broken: set[Overlay] = set()
        """Of those that must be on air, the ones whose failing was told."""

    @property
    def mandatory(self) -> tuple[Overlay, ...]:
        """What must be on air in a broadcast."""
        return self._mandatory

    def of(self, intent: Intent, state: LiveState) -> Drawn:
        """The layers of an intent; where one cannot be drawn, the last good one of its slot.

        They keep clear of what must be on air; one that would cover it is left out, and told.
        """
        pile = _Pile()
        for overlay in self._mandatory if intent.mandatory else ():
            self._draw(overlay, pile, tuple(pile.layers))
        kept = tuple(pile.layers)
        plan = truth.plan_now(self._plan, state)
        wanted = state.current_sku if intent.card else None
        card, not_drawn = self._card.of(plan, wanted, stale=intent.stale)
        pile.layers += [clear_of(card, kept, plan.video)] if card else []
        pile.refusals += [not_drawn] if not_drawn else []
        for asked in intent.overlays:
            confirmed = replace(asked, stale=intent.stale and asked.figured)
            now = boards.as_now(confirmed, plan, state)
            if now is None:
                pile.untrue.append(asked)
            else:
                self._draw(now, pile, kept)
        self._forget(pile)
        return Drawn(tuple(pile.layers), pile.overlays, tuple(pile.refusals), tuple(pile.untrue))

    def refused(self, error: UserFacingError, asked: Wanted, drawn: Drawn) -> tuple[Refusal, ...]:
        """What parts of ``asked`` they were that the stage could not show."""
        return tuple(self._refused(each, asked, drawn) for each in (error, *error.beside))

    def _refused(self, error: UserFacingError, asked: Wanted, drawn: Drawn) -> Refusal:
        if error.code == CARD_CODE and asked.card is not None:
            sku = asked.card.label
            name = next((each.name for each in self._plan.products if each.sku == sku), sku)
            return Refusal(UserFacingError(CARD_CODE, label=name), sku)
        slot = error.parameters.get("slot")
        if error.code == LAYER_CODE and slot in drawn.overlays:
            bad = drawn.overlays[Slot(str(slot))]
            named = UserFacingError(LAYER_CODE, slot=slot, label=Code(overlay_code(bad.template)))
            return Refusal(named, overlay=bad)
        return Refusal(error)

    def showed(self, asked: Wanted, drawn: Drawn, refused: Sequence[Refusal]) -> None:
        """The stage took them, but for what was refused."""
        if not any(each.sku for each in refused):
            self._card.showed(asked.card)
        bad = {each.overlay.slot: each.overlay for each in refused if each.overlay is not None}
        good = {slot: each for slot, each in drawn.overlays.items() if each != bad.get(slot)}
        # What was taken off is not kept: it would come back in the place of one that fails.
        kept = {slot: each for slot, each in self._shown.items() if slot in bad}
        self._shown = kept | good
        self._broken -= set(good.values())

    def was_told(self, refusal: Refusal) -> bool:
        """One that must be on air is asked for at every step, and its failing told once."""
        return refusal.overlay in self._broken

    def after(self, drawn: Drawn, refusals: Sequence[Refusal], intent: Intent) -> Intent:
        """What is still asked for: the last good one in the place of what cannot be shown, and
        nothing that is no longer true, lest it come back when it is true once more.
        """
        for untrue in drawn.untrue:
            intent = intent.instead_of(untrue, None)
        for refusal in refusals:
            intent = self._after(refusal, intent)
        return intent

    def _after(self, refusal: Refusal, intent: Intent) -> Intent:
        if refusal.sku:
            return intent if self._card.give_up(refusal.sku) else replace(intent, card=False)
        bad = refusal.overlay
        if bad is None:
            return intent
        if bad.mandatory:  # stays asked for; told once, not at every step
            self._broken.add(bad)
            return intent
        if not bad.same_as(intent.in_slot(bad.slot)):
            return intent  # something else was asked for meanwhile
        last = self._shown.get(bad.slot)
        good = last if last is not None and last != bad and not last.mandatory else None
        return intent.without(bad.slot) if good is None else intent.with_overlay(good)

    def _draw(self, overlay: Overlay, pile: _Pile, kept: tuple[Layer, ...]) -> None:
        """Add it to the pile, clear of ``kept``; where it cannot be, what was in its slot stays."""
        try:
            layer = clear_of(self._picture(overlay), kept, self._plan.video)
            if not overlay.mandatory:
                _must_not_cover(layer, kept)
        except UserFacingError as error:
            if overlay not in self._broken:
                pile.refusals.append(Refusal(error, overlay=overlay))
            last = self._shown.get(overlay.slot)
            if last is None or last in (overlay, *self._mandatory) or last not in self._pictures:
                return
            overlay, layer = last, clear_of(self._pictures[last], kept, self._plan.video)
            if covered_by(layer, kept) is not None:
                return
        pile.add(overlay, layer)

    def _picture(self, overlay: Overlay) -> Layer:
        """Drawn once: digits that count down must not begin anew at every step."""
        if overlay not in self._pictures:
            ends = None
            if overlay.ends_at is not None:
                left_ms = overlay.ends_at - self._clock.now_ms()
                ends = self._clock.monotonic() + left_ms / 1000
            self._pictures[overlay] = self._artist.overlay(self._plan, overlay, ends)
        return self._pictures[overlay]

    def _forget(self, pile: _Pile) -> None:
        """Pictures nobody asks for any more; a toast an order must not add up over hours."""
        wanted = {*pile.overlays.values(), *self._mandatory, *self._shown.values()}
        self._pictures = {each: self._pictures[each] for each in self._pictures if each in wanted}


def _must_not_cover(layer: Layer, kept: tuple[Layer, ...]) -> None:
    over = covered_by(layer, kept)
    if over is not None:
        raise UserFacingError(f"layer_would_cover_{over.slot}")
