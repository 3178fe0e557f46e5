"""A broadcast at this moment, as plain view models. No Qt.

Made anew out of the session's state, of what happened and of what was measured, so that nothing
here can differ from them.
"""

from __future__ import annotations

from inventory.supply import Supply, supply
from studio.runtime.wording import Language
from studio.session.air import REFUSED_CODES
from studio.session.state import LiveState, Phase
from studio.stage.layers import Slot
from ui.live.chronicle import Chronicle, orders_a_minute
from ui.live.measured import SOUNDS, Measured
from ui.live.models import (
    CardState,
    ClockModel,
    Connect,
    LiveModel,
    Picture,
    ProductModel,
    Sound,
    Step,
    Uplink,
)
from ui.live.overlays.desk import seen
from ui.live.overlays.models import Seen
from ui.live.ports import Session

MINUTES_KEPT = 20
"""Bars of the orders-a-minute chart."""
FOUND = {
    Seen.YES: CardState.ON,
    Seen.NO: CardState.NOT_FOUND,
    Seen.UNKNOWN: CardState.SHOWN,
    Seen.CUT_OFF: CardState.CUT_OFF,
    Seen.OTHER_SCENE: CardState.OTHER_SCENE,
}
HANGS = frozenset({"obs_stopped_answering", "obs_silent"})
"""Why a stage is lost that may still be running."""


class Moment:
    """Of one session."""

    def __init__(
        self, session: Session, chronicle: Chronicle, measured: Measured, *, training: bool
    ) -> None:
        """``training``: nothing of the session counts."""
        self._session, self._chronicle, self._measured = session, chronicle, measured
        self._training = training
        self.away = ""
        """Code of why no picture of the programme could be had: later news than the journal's."""
        self.restarting = False
        """A person has asked for the stage anew."""

    def live(self, language: Language) -> LiveModel:
        """What every view is drawn from."""
        state, now = self._session.state, self._session.clock.now_ms()
        products = {sku: self._product(i + 1, sku) for i, sku in enumerate(state.running_order)}
        return LiveModel(
            title=state.title,
            rehearsal=self._training,
            practice=state.stage == "practice",
            live=state.phase is Phase.LIVE,
            ended=state.phase is Phase.ENDED,
            current=products.get(state.current_sku or ""),
            following=products.get(state.next_sku or ""),
            running_order=tuple(products.values()),
            card=self._card(state),
            held=state.held,
            on_break=state.on_break,
            stage_lost=state.stage_lost,
            refused=self._refused(state),
            stage_hangs=state.stage_lost and state.stage_lost_reason in HANGS,
            can_restart=self._may_restart(state),
            restarting=state.stage_lost and self.restarting,
            stage_silent=self.silent(),
            uplink=self.uplink(),
            orders_count=state.orders_count,
            paid_fen=state.paid_fen,
            next_step=_next_step(state),
            incidents=self._chronicle.incidents(language),
            orders_a_minute=orders_a_minute(state, now, MINUTES_KEPT),
            overlays=tuple(state.layers),
            power=state.power,
            picture=Picture(state.picture),
            cameras_reopened=state.cameras_reopened,
            scene_by_hand=state.scene_by_hand,
            covered=state.covered,
            connect=Connect(state.connect),
            room_closes_in_s=self._measured.room_closes_in_s,
            recording_off=state.recording_given_up,
            room_may_be_closed=state.room_may_be_closed,
            sound=self._sound(state),
            muted_by_hand=state.muted_by_hand,
        )

    def _sound(self, state: LiveState) -> Sound:
        """What the journal says; that all is well only while a microphone is measured."""
        if state.muted:
            return Sound.MUTED
        told = SOUNDS[state.sound]
        return Sound.UNKNOWN if told is Sound.HEARD and self._measured.unheard else told

    def silent(self) -> bool:
        """Whether what the stage last said must not be shown as if it still said so."""
        return self._session.state.phase is Phase.LIVE and self._measured.stands_still

    def unknown(self) -> tuple[bool, bool]:
        """What cannot be told now, though no fact says so: of the stage, of the microphone."""
        return self.silent(), self._measured.unheard

    def uplink(self) -> Uplink:
        state = self._session.state
        if not state.streaming_wanted:
            return Uplink.NOT_SENDING
        unseen = state.stage_lost or self.silent()
        if state.stream_refused and not unseen:
            return Uplink.REFUSED
        if unseen:
            return Uplink.UNKNOWN
        told = Uplink(state.uplink)
        return Uplink.MEASURING if told is Uplink.GOOD and not self._measured.flowed else told

    def clock(self) -> ClockModel:
        state, now = self._session.state, self._session.clock.now_ms()
        shown = self._chronicle.shown_ms(state.current_sku, now) if state.current_sku else 0
        return ClockModel(state.on_air_ms(now), shown)

    def _product(self, number: int, sku: str) -> ProductModel:
        product = self._session.plan.product(sku)
        stock = self._session.stock.get(sku)
        left = stock.available if stock is not None else None
        return ProductModel(
            number=number,
            sku=sku,
            name=product.name,
            spec=product.spec,
            price_fen=product.price_fen,
            unit=product.unit,
            available=left,
            picture=product.picture,
            current=sku == self._session.state.current_sku,
            few=left is not None and supply(left) is not Supply.ENOUGH,
            shown_ms=self._chronicle.shown_ms(sku, self._session.clock.now_ms()),
        )

    def _card(self, state: LiveState) -> CardState:
        if self._session.card_pending:
            if self._taking_down(state):
                return CardState.COMING_DOWN
            if state.on_break:
                return CardState.HELD_BACK
            return CardState.OTHER_SCENE if state.scene_by_hand else CardState.GOING_UP
        if state.card_sku is None:
            return CardState.WAITS if state.card_waits else CardState.OFF
        if state.on_break:
            return CardState.HELD_BACK
        if state.stage_lost or self.silent():
            return CardState.UNSEEN
        return FOUND[seen(state, Slot.CARD)]

    def _taking_down(self, state: LiveState) -> bool:
        return state.card_sku is not None and state.card_sku == state.current_sku

    def _refused(self, state: LiveState) -> str:
        why = self.away or state.stage_lost_reason
        return why if state.stage_lost and why in REFUSED_CODES else ""

    def _may_restart(self, state: LiveState) -> bool:
        lost = state.phase is Phase.LIVE and state.stage_lost and not self._refused(state)
        return lost and not self.restarting and self._session.can_restart_stage


def _next_step(state: LiveState) -> Step | None:
    """The one step that is coloured: come back, go on, or the next product."""
    if state.phase is not Phase.LIVE:
        return None
    if state.on_break and not state.covered:
        return Step.BREAK
    if state.held:
        return Step.HOLD
    return Step.NEXT if state.next_sku is not None else None
