"""The overlays' presenter: wishes from the floor to the session, news from it to the panel. No Qt.

Runs where the dispatcher delivers, as `LivePresenter`, whose session it shares.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from inventory.lottery import fair
from inventory.lottery.fair import Archive
from overlays import library
from overlays.fields import Field, take_data
from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.spoken import At
from studio.runtime.threads import Runtime
from studio.runtime.wording import Language, word_error
from studio.session import boards
from studio.session.boards import Wish
from studio.session.events import Entry, LotteryEntered
from studio.session.overlay import SLOTS, Overlay, first_words, next_step
from studio.session.plan import Plan
from studio.session.recorder import SessionChanged
from studio.session.state import LiveState
from studio.session.telling import overlay_code
from studio.stage.layers import Slot
from ui import reading
from ui.live.away import is_away
from ui.live.overlays.models import LotteryChoice, OverlayLine, OverlaysModel, Prepared, Seen

log = logging.getLogger(__name__)

TOASTS = "order_toasts"


class Lotteries(Protocol):
    def listed(self) -> Future[list[Archive]]: ...


class Session(Protocol):
    """The part of `studio.session.live.LiveSession` that is about overlays."""

    session_id: str
    clock: Clock
    opened: Mapping[str, int]

    @property
    def plan(self) -> Plan: ...
    @property
    def state(self) -> LiveState: ...
    @property
    def lottery(self) -> Lotteries: ...
    def put_on(self, overlay: Overlay) -> Future[None]: ...
    def take_off(self, slot: Slot) -> Future[None]: ...
    def plays_pages(self) -> Future[bool]: ...
    @property
    def rehearsal(self) -> bool: ...
    def prove(self) -> Future[None]: ...
    def change_price(self, sku: str, fen: int) -> Future[None]: ...
    def show_origin(self) -> Future[None]: ...
    def show_lottery(self, lottery_id: str) -> Future[None]: ...
    def enter_lottery(self, lottery_id: str, numbers: tuple[str, ...]) -> Future[Entry]: ...
    def draw_lottery(self, lottery_id: str, word: str) -> Future[None]: ...


class Kept(Protocol):
    """`studio.store.settings.Settings`."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: str) -> None: ...


class PanelPort(Protocol):
    """What the panel shows."""

    def show_overlays(self, model: OverlaysModel) -> None: ...
    def called(self, field: Field) -> str: ...
    def show_refused(self, sentence: str) -> None: ...
    def show_done(self) -> None: ...
    def show_price_changed(self, yuan: str) -> None: ...
    def show_numbers(self, numbers: Sequence[str]) -> None: ...
    def ask_draw(self) -> None: ...
    def isVisible(self) -> bool: ...


class OverlayDesk:
    """See the module. `start` before use, `close` when the screen goes away."""

    def __init__(
        self, session: Session, runtime: Runtime, settings: Kept, language: Callable[[], Language]
    ) -> None:
        self._session, self._runtime, self._settings = session, runtime, settings
        self._language = language
        self._panel: PanelPort | None = None
        self._lotteries: tuple[LotteryChoice, ...] = ()
        self._archives: list[Archive] = []
        self._asked = self._refused_last = 0
        """How many wishes there were, and which was the last one that was refused."""
        self._no_pages = ""
        self._unsubscribe: Callable[[], None] = lambda: None

    def start(self, panel: PanelPort) -> None:
        """Listen to the session's news, and draw ``panel`` from now on."""
        self._panel = panel
        self._unsubscribe = self._runtime.dispatcher.subscribe(SessionChanged, self._on_changed)

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self._unsubscribe()
        self._panel = None

    def on_opened(self) -> None:
        """Somebody looks: what lotteries there are is read anew, and what the stage can play."""
        self.show()
        if any(each.called for each in self._session.plan.overlays):
            asked = self._session.plays_pages()
            self._runtime.then(asked, self._take_pages, self._not_known)
        self._runtime.then(self._session.lottery.listed(), self._take_lotteries, self._refused)

    def on_wish(self, wish: Wish) -> None:
        """放上去."""
        if wish.template == "origin-card":
            self._ask(self._session.show_origin())
            return
        now = self._session.clock.now_ms()
        try:
            plan, state = self._session.plan, self._session.state
            made = boards.overlay(wish, plan, state, now, self._session.opened)
        except UserFacingError as error:
            self._refused(error)
            return
        self._put_on(made)

    def on_prepared(self, place: int, seconds: int) -> None:
        """放上去, of what lies in the plan; ``seconds`` as of `boards.prepared`."""
        now = self._session.clock.now_ms()
        try:
            made = boards.prepared(self._session.plan.overlays[place], now, seconds)
        except UserFacingError as error:
            self._refused(error)
            return
        self._put_on(made)

    def _put_on(self, made: Overlay) -> None:
        """What cannot be drawn as it was typed is told here, beside the field, and not asked for:
        for the broadcast nothing failed."""
        try:
            if made.template in SLOTS:
                take_data(library.find(made.template).fields, dict(made.data), drawn=False)
        except UserFacingError as error:
            self._refused(error, made.template)
            return
        self._ask(self._session.put_on(made), of=made.template)

    def on_prove(self) -> None:
        """核对."""
        self._ask(self._session.prove())

    def on_off(self, slot: str) -> None:
        """收."""
        self._ask(self._session.take_off(Slot(slot)))

    def on_next(self, slot: str) -> None:
        """下一步, of a template of others. Pressed again before it was seen there, it is one."""
        on = self._session.state.layers.get(slot)
        further = next_step(on) if on is not None else None
        if further is not None:
            self._ask(self._session.put_on(further))

    def on_price(self, yuan: str) -> None:
        """改价, of the product that is on."""
        sku = self._session.state.current_sku
        try:
            fen = reading.fen(yuan)
        except UserFacingError as error:
            self._refused(error)
            return
        if sku is not None:
            self._ask(self._session.change_price(sku, fen), lambda: self._price_changed(yuan))

    def _price_changed(self, yuan: str) -> None:
        if self._panel is not None:
            self._panel.show_price_changed(yuan)

    def on_toasts(self, wanted: bool) -> None:
        """Whether orders are told on air."""
        try:
            self._settings.set(TOASTS, "on" if wanted else "off")
        except UserFacingError as error:
            self._refused(error)
        self.show()

    def on_show_lottery(self, lottery_id: str) -> None:
        self._ask(self._session.show_lottery(lottery_id))

    def on_number(self, lottery_id: str, number: str) -> None:
        """A number takes part; without one, the next free number."""
        self._runtime.then(
            self._session.enter_lottery(lottery_id, tuple(number.split())),
            self._entered,
            self._refused,
        )

    def _entered(self, taken: Entry) -> None:
        """The buyer is told the number: it may be one that nobody typed."""
        if self._panel is not None and isinstance(taken.fact, LotteryEntered):
            self._panel.show_done()
            self._panel.show_numbers(taken.fact.numbers)
        self.on_opened()

    def on_draw(self, lottery_id: str, word: str, sure: bool) -> None:
        """开奖. It is for good, so the first press is asked about; before its time it is none."""
        of = next((each for each in self._archives if each.id == lottery_id), None)
        if sure or of is None or of.draw is not None:
            self._ask(self._session.draw_lottery(lottery_id, word), then=self.on_opened)
        elif self._session.clock.now_ms() < of.terms.draws_ms:
            at = At(of.terms.draws_ms, self._session.clock.now_ms())
            self._refused(UserFacingError("lottery_not_yet", at=at))
        elif self._panel is not None:
            self._panel.show_done()
            self._panel.ask_draw()

    def show(self) -> None:
        """Say everything again."""
        if self._panel is not None:
            self._panel.show_overlays(self.model())

    def model(self) -> OverlaysModel:
        """This moment."""
        state, plan = self._session.state, self._session.plan
        product = next((p for p in plan.products if p.sku == state.current_sku), None)
        return OverlaysModel(
            lines=tuple(
                _line(state, slot)
                for slot in Slot
                if slot.value in state.layers or slot.value in state.waiting
            ),
            product=product.name if product else "",
            price_fen=product.price_fen if product else 0,
            toasts=self._settings.get(TOASTS) == "on",
            lotteries=self._lotteries,
            prepared=tuple(
                Prepared(each.template, first_words(each.data), each.called)
                for each in plan.overlays
            ),
            no_pages=self._no_pages,
        )

    def _on_changed(self, event: SessionChanged) -> None:
        """Nobody looks at a panel that is not open; opening it says everything again."""
        ours = event.entry.session_id == self._session.session_id
        if ours and self._panel is not None and self._panel.isVisible():
            self.show()

    def _take_pages(self, plays: bool) -> None:
        why = "page_on_practice" if self._session.rehearsal else "page_no_browser_source"
        self._no_pages = "" if plays else why
        self.show()

    def _not_known(self, error: BaseException) -> None:
        """A stage that is away is told of elsewhere; putting one on says what is so then."""
        log.debug("not known whether pages can be played: %s", error)

    def _take_lotteries(self, found: list[Archive]) -> None:
        now = self._session.clock.now_ms()
        self._archives, self._lotteries = found, tuple(_lottery(each, now) for each in found)
        self.show()

    def _ask(
        self, asked: Future[Any], then: Callable[[], None] | None = None, of: str = ""
    ) -> None:
        """``of``: the template whose fields a refusal may name."""
        self._asked += 1
        number = self._asked

        def done(_outcome: object) -> None:
            if self._panel is not None and number > self._refused_last:
                self._panel.show_done()  # what was refused of a later wish stays to be read
            if then is not None:
                then()

        self._runtime.then(asked, done, lambda error: self._refused(error, of))

    def _refused(self, error: BaseException, of: str = "") -> None:
        self._refused_last = self._asked
        if self._session.state.stage_lost and is_away(error):
            error = UserFacingError("stage_away")
        if self._panel is not None:
            self._panel.show_refused(word_error(self._said(error, of), self._language()))

    def _said(self, error: BaseException, of: str) -> BaseException:
        """With the field called as the panel calls it."""
        if self._panel is None or of not in SLOTS or not isinstance(error, UserFacingError):
            return error
        named = error.parameters.get("field")
        field = next((each for each in library.find(of).fields if each.zh == named), None)
        if field is None:
            return error
        return UserFacingError(
            error.code, **{**error.parameters, "field": self._panel.called(field)}
        )


FOUND = {None: Seen.UNKNOWN, True: Seen.YES, False: Seen.NO}
"""By what a look into the programme found; None: nobody looked yet."""


def seen(state: LiveState, slot: Slot) -> Seen:
    """What is known of the picture on air in that slot."""
    if slot.value in state.waiting:
        return Seen.WAITS
    if state.scene_by_hand:
        return Seen.OTHER_SCENE
    if slot is Slot.PAGE:
        return Seen.BY_EYE
    found = FOUND[_found(state, slot)]
    return Seen.CUT_OFF if found is Seen.YES and _cut_off(state) else found


def _found(state: LiveState, slot: Slot) -> bool | None:
    if slot is Slot.CARD:
        return state.card_found
    on, looked = state.layers.get(slot.value), state.proved.get(slot.value)
    same = on is not None and looked is not None and looked.sha256 == on.sha256
    return looked.seen if same and looked is not None else None


def _cut_off(state: LiveState) -> bool:
    return state.streaming_wanted and (state.uplink == "down" or state.stream_refused)


def _lottery(archive: Archive, now_ms: int) -> LotteryChoice:
    numbers = [each.number for each in archive.entries]
    waits = archive.draw is None and bool(numbers) and now_ms >= archive.terms.closes_ms
    seal = fair.entries_sha256(numbers) if waits else ""
    name, draw = archive.terms.name, archive.draw
    winners = () if draw is None else tuple(each.number for each in draw.winners)
    return LotteryChoice(archive.id, name, len(numbers), draw is not None, seal, winners)


def _line(state: LiveState, slot: Slot) -> OverlayLine:
    on = state.layers.get(slot.value) or state.waiting[slot.value]
    name, words = on.label if slot is Slot.PAGE else "", first_words(tuple(on.data.items()))
    known = (slot.value, on.template, words, on.mandatory, seen(state, slot), name)
    if slot.value in state.waiting:  # all of it is left out
        return OverlayLine(*known)
    further = next_step(on) is not None if on.steps != 1 else None
    under = tuple(_called(state, each) for each in on.under)
    return OverlayLine(*known, further, Overlay.from_fact(on).left_out, under)


def _called(state: LiveState, slot: str) -> str:
    """Code of the name of what is in that slot; a fact may come before that of what covers it."""
    on = state.layers.get(slot)
    return f"overlay_{slot}" if on is None else overlay_code(on.template)
