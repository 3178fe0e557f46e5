"""The layers that are wanted: what must be on air, the product's card, and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studio.runtime.clock import SteadyClock
from studio.runtime.errors import Code, UserFacingError
from studio.session import boards, truth
from studio.session.air import NOTHING_SAID, CardSaid, Intent
from studio.session.cards import CardArtist
from studio.session.mandatory import clear_of, covered_by
from studio.session.overlay import PLATE, SLOGAN, Overlay
from studio.session.plan import Plan
from studio.session.room import COVERING, Box, Room, covered, fills, first_come
from studio.session.state import LiveState
from studio.session.telling import overlay_code
from studio.session.wanted_card import Refusal, ToOrder, WantedCard
from studio.stage.layers import Layer, Slot
from studio.stage.port import Observed, Wanted

CARD_CODE = "card_not_loaded"
LAYER_CODES = frozenset({"layer_not_loaded", "page_no_browser_source", "page_on_practice"})
"""The stage cannot show this: the next, unrelated step does not ask for it again."""


def _not_said(_sku: str) -> None:
    """Of no product."""


_WORDS_OUT = ((), (SLOGAN,), (PLATE,), (SLOGAN, PLATE))
"""Of the brand frame's words, what may be left out at a time."""
_Wish = tuple[Overlay | None, Layer]
"""What was drawn from what; None: the product's card."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is asked of the stage for an intent, and what of it could not be."""

    layers: tuple[Layer, ...]
    overlays: Mapping[Slot, Overlay]
    """What the layers beside the card were drawn from."""
    refusals: tuple[Refusal, ...]
    untrue: tuple[Overlay, ...] = ()
    """What was asked for and is no longer so: a price drop from a price that fell lower still, an
    order's toast that found no room."""
    waiting: frozenset[Slot] = frozenset()
    """Asked for, and left out until there is room for them again."""
    said: CardSaid = NOTHING_SAID
    """By the product's card."""


@dataclass(slots=True)
class _Pile:
    """The layers of one asking, while it is put together."""

    layers: list[Layer] = field(default_factory=list)
    overlays: dict[Slot, Overlay] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    untrue: list[Overlay] = field(default_factory=list)
    waiting: dict[Slot, Overlay | None] = field(default_factory=dict)
    """None: the product's card."""
    said: CardSaid = NOTHING_SAID

    def add(self, overlay: Overlay | None, layer: Layer) -> None:
        self.layers.append(layer)
        if overlay is not None:
            self.overlays[layer.slot] = overlay

    @property
    def drawn(self) -> Drawn:
        return Drawn(
            *(tuple(self.layers), self.overlays, tuple(self.refusals), tuple(self.untrue)),
            frozenset(self.waiting),
            self.said,
        )


class WantedLayers:
    """Draws overlays, and remembers what can be shown. Stage's thread only."""

    def __init__(
        self, plan: Plan, artist: CardArtist, clock: SteadyClock, mandatory: tuple[Overlay, ...]
    ) -> None:
        self._plan, self._artist, self._clock = plan, artist, clock
        self._now = plan
        """As it is said and sold."""
        self._card = WantedCard(artist)
        self._mandatory = mandatory
        self._pictures: dict[Overlay, Layer] = {}
        self._words: dict[Overlay, Mapping[str, Box]] = {}
        """Where those of the brand frame stand: of the one asked for last."""
        self._shown: dict[Slot, Overlay] = {}
        """The last good one of each slot."""
        self._waiting: dict[Slot, Overlay | None] = {}
        """What makes room for others, and comes back by itself."""
        self._been_on: dict[Slot, Overlay] = {}
        self._broken: set[Overlay] = set()
        """Of those that must be on air, the ones whose failing was told."""

    @property
    def mandatory(self) -> tuple[Overlay, ...]:
        """What must be on air in a broadcast."""
        return self._mandatory

    def of(self, intent: Intent, state: LiveState, left: ToOrder = _not_said) -> Drawn:
        """The layers of an intent; where one cannot be drawn, the last good one of its slot.

        None lies over another (docs/overlays-on-air.md): each is put where there is room. One that
        finds none waits where it was on air before, else it is refused; an order's toast is let go.
        """
        pile = _Pile()
        for overlay in self._mandatory if intent.mandatory else ():
            self._draw_mandatory(overlay, pile)
        kept = tuple(pile.layers)
        plan = self._now = truth.plan_now(self._plan, state)
        self._shown = {slot: on for slot, on in self._shown.items() if self._is_true(on, state)}
        self._waiting = {
            slot: on for slot, on in self._waiting.items() if on is None or self._is_true(on, state)
        }
        room = Room(plan.video, self._artist.free(plan.video), kept)
        wanted = self._drawn_card(intent, plan, state, left, pile)
        for asked in intent.overlays:
            stale = intent.stale and asked.figured
            confirmed = replace(asked, stale=stale).with_room_for(())
            now = boards.as_now(confirmed, plan, state)
            if now is None:
                pile.untrue.append(asked)
            else:
                wanted += self._drawn_overlay(now, pile, kept)
        self._been_on = _been_on_air(state)
        for wish in first_come(wanted):
            self._place(self._with_its_words(wish, pile), pile, room, kept)
        self._waiting = pile.waiting
        self._forget(pile)
        return pile.drawn

    def refused(self, error: UserFacingError, asked: Wanted, drawn: Drawn) -> tuple[Refusal, ...]:
        """What parts of ``asked`` they were that the stage could not show."""
        return tuple(self._refused(each, asked, drawn) for each in (error, *error.beside))

    def _refused(self, error: UserFacingError, asked: Wanted, drawn: Drawn) -> Refusal:
        if error.code == CARD_CODE and asked.card is not None:
            product = self._now.product(asked.card.label)
            error = UserFacingError(CARD_CODE, label=product.name)
            return self._card.not_loaded(product, error)
        slot = error.parameters.get("slot")
        if error.code in LAYER_CODES and slot in drawn.overlays:
            bad = drawn.overlays[Slot(str(slot))]
            called: object = Code(overlay_code(bad.template))
            if bad.slot is Slot.PAGE:  # it has a name of its own
                called = error.parameters["label"]
            named = UserFacingError(error.code, slot=slot, label=called)
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

    def is_left_over(self, came: Sequence[Refusal], intent: Intent, seen: Observed) -> bool:
        """Whether the stage left something there that nobody asks for any more: what was to take
        its place was refused, and it is no longer true.

        Also where that is shown in another way, which is yet to be asked for.
        """
        if any(each.again for each in came):
            return True
        if Slot.BRAND_FRAME in seen.layers and any(map(_lay_over_words, came)):
            return True
        asked = {each.slot for each in (*intent.overlays, *self._mandatory)}
        asked |= {Slot.CARD} if intent.card else set()
        return bool(came) and not asked.issuperset(seen.layers)

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
            stays = refusal.shown or self._card.give_up(self._now.product(refusal.sku))
            return intent if stays else replace(intent, card=False)
        bad = refusal.overlay
        if bad is None:
            return intent
        if bad.mandatory:  # stays asked for; told once, not at every step
            self._broken.add(bad)
            return intent
        if not bad.same_as(intent.in_slot(bad.slot)):
            return intent  # something else was asked for meanwhile
        last = self._shown.get(bad.slot) or self._waiting.get(bad.slot)
        good = last if last is not None and last != bad and not last.mandatory else None
        return intent.without(bad.slot) if good is None else intent.with_overlay(good)

    def _draw_mandatory(self, overlay: Overlay, pile: _Pile) -> None:
        try:
            layer = clear_of(self._picture(overlay), tuple(pile.layers), self._plan.video)
        except UserFacingError as error:
            self._refuse(error, overlay, pile)
        else:
            pile.add(overlay, layer)

    def _drawn_card(
        self, intent: Intent, plan: Plan, state: LiveState, left: ToOrder, pile: _Pile
    ) -> list[_Wish]:
        wanted = state.current_sku if intent.card else None
        if wanted and self._card.is_new and state.card_sku == wanted and state.card_sha256:
            self._card.goes_on(plan, wanted, state.card_sha256, state.card_left)
        card, not_drawn = self._card.of(plan, wanted, stale=intent.stale, left=left)
        pile.said = self._card.said
        pile.refusals += [not_drawn] if not_drawn else []
        return [(None, card)] if card else []

    def _drawn_overlay(self, overlay: Overlay, pile: _Pile, kept: tuple[Layer, ...]) -> list[_Wish]:
        """Without a place yet; where it cannot be drawn, what was in its slot stays."""
        try:
            if any(each.slot is overlay.slot for each in kept):
                raise UserFacingError(f"layer_would_cover_{overlay.slot}")
            return [(overlay, self._picture(overlay))]
        except UserFacingError as error:
            self._refuse(error, overlay, pile)
            last = self._last(overlay)
            return [] if last is None else [(last, self._pictures[last])]

    def _with_its_words(self, wish: _Wish, pile: _Pile) -> _Wish:
        """The brand frame without those of its words that are covered; all else as it is.

        It is below all else, so what may cover it has its place by now.
        """
        overlay, _ = wish
        if overlay is None or not _is_frame(overlay):
            return wish
        whole = shown = overlay.with_room_for(())
        try:
            over = covered(self._words_of(whole), pile.layers)
            under = (slot for slot in Slot if any(slot in each for each in over.values()))
            shown = whole.with_room_for(over, under)
            return shown, self._picture(shown)
        except UserFacingError as error:
            self._refuse(error, shown, pile)
            return whole, self._picture(whole)

    def _words_of(self, frame: Overlay) -> Mapping[str, Box]:
        if frame not in self._words:
            self._words = {frame: self._artist.words(self._plan, frame)}
        return self._words[frame]

    def _place(self, wish: _Wish, pile: _Pile, room: Room, kept: tuple[Layer, ...]) -> None:
        """Where there is room; who finds none waits if it has been on air, else it is refused."""
        overlay, layer = wish
        if self._finds_room(overlay, layer, pile, room, kept):
            return
        slot = layer.slot
        if overlay is None or self._was_seen(overlay):
            pile.waiting[slot] = overlay
        elif slot is Slot.TOAST:
            pile.untrue.append(overlay)
        else:
            self._refuse(_no_room(layer, pile, room, kept), overlay, pile)
            last = self._last(overlay)
            if last and not self._finds_room(last, self._pictures[last], pile, room, kept):
                pile.waiting[slot] = last

    def _is_true(self, overlay: Overlay, state: LiveState) -> bool:
        now = boards.as_now(overlay, self._now, state)
        return now is not None and now.data == overlay.data

    def _was_seen(self, overlay: Overlay) -> bool:
        """It was on air already, though perhaps with other figures."""
        on = self._been_on.get(overlay.slot)
        if on is None or not overlay.same_as(on):
            return False
        return overlay.figured or on.data == overlay.data

    def _finds_room(
        self,
        overlay: Overlay | None,
        layer: Layer,
        pile: _Pile,
        room: Room,
        kept: tuple[Layer, ...],
    ) -> bool:
        video = self._plan.video
        hides = fills(layer, video) and covered_by(layer, kept) is not None
        found = None if hides else room.place(layer)
        if found is not None:
            pile.add(overlay, found)
        return found is not None

    def _refuse(self, error: UserFacingError, overlay: Overlay, pile: _Pile) -> None:
        if overlay not in self._broken:
            pile.refusals.append(Refusal(error, overlay=overlay))

    def _last(self, overlay: Overlay) -> Overlay | None:
        """The last good one of its slot that can be shown in its place."""
        last = self._shown.get(overlay.slot) or self._waiting.get(overlay.slot)
        usable = last not in (None, overlay, *self._mandatory) and last in self._pictures
        return last if usable else None

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
        wanted |= {each for each in pile.waiting.values() if each is not None}
        # With its words and without: a notice may come and go all evening.
        wanted |= {
            each.with_room_for(out) for each in wanted if _is_frame(each) for out in _WORDS_OUT
        }
        self._pictures = {each: self._pictures[each] for each in self._pictures if each in wanted}
        self._words = {each: self._words[each] for each in self._words if each in wanted}


def _no_room(layer: Layer, pile: _Pile, room: Room, kept: tuple[Layer, ...]) -> UserFacingError:
    """Why it is not shown, and what is to be taken off for it."""
    if (over := covered_by(layer, kept)) is not None:
        return UserFacingError(f"layer_would_cover_{over.slot}")
    if (there := room.in_the_way(layer)) is None:
        return UserFacingError("layer_no_room")
    beside = pile.overlays.get(there.slot)
    named = "overlay_card" if beside is None else overlay_code(beside.template)
    return UserFacingError("layer_no_room_beside", other=Code(named))


def _is_frame(overlay: Overlay) -> bool:
    return overlay.slot is Slot.BRAND_FRAME


def _lay_over_words(refusal: Refusal) -> bool:
    """The frame may have left words out for one that then did not come."""
    bad = refusal.overlay
    return bad is not None and bad.slot in COVERING and not bad.mandatory


def _been_on_air(state: LiveState) -> dict[Slot, Overlay]:
    """What viewers have seen and nobody took off since."""
    known = {**state.waiting, **state.layers}
    return {Slot(slot): Overlay.from_fact(taken) for slot, taken in known.items()}
