"""The live session: what the people in the room can do, and the one truth about it.

Every method returns at once with a Future and may be called from the main thread. What has
happened arrives as `SessionChanged` events, after it is on disk; what could not be done arrives
as `CommandFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from inventory import live_sales, origins, standing
from inventory.ledger import StockLevel
from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.threads import chain, failed
from studio.session import archive, boards, slips, truth
from studio.session import events as e
from studio.session.air import Intent
from studio.session.archive import SessionOptions
from studio.session.events import Entry
from studio.session.live_lottery import LiveLottery
from studio.session.on_air import OnAir
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.proof_watch import ProofWatch
from studio.session.recorder import Page, Recorder
from studio.session.reviver import Reviver
from studio.session.stage_keeper import StageKeeper
from studio.session.state import LiveState, Phase
from studio.session.summary import for_county, summarise
from studio.session.trace import TracePage
from studio.stage.layers import Slot
from studio.stage.port import Faults, StageInfo
from studio.sync import outbox

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """Something a person asked for could not be done; its sentence is for their screen."""

    error: BaseException


class Watcher(Protocol):
    """Looks on while a session runs."""

    def close(self) -> None: ...


class LiveSession:
    """One broadcast, from the open stage to the summary in the outbox."""

    def __init__(
        self,
        plan: Plan,
        options: SessionOptions,
        recorder: Recorder,
        keeper: StageKeeper,
        dispatcher: Dispatcher,
        clock: SteadyClock,
    ) -> None:
        self._plan = plan
        self.options = options
        self._recorder = recorder
        self._keeper = keeper
        self._dispatcher = dispatcher
        self.on_air = OnAir(keeper, recorder)
        """Overlays beside the product's card."""
        self.lottery = LiveLottery(recorder, clock)
        """Lotteries, as they run in this broadcast."""
        self.trace = TracePage()
        """Where the code of an origin card leads."""
        self.clock = clock
        """The broadcast's own: every instant of its journal is by this clock."""
        self.reviver: Reviver | None = None
        """Starts the stage's program again; None where that is not ours to start."""
        self.on_close: Callable[[], None] = lambda: None
        self.proof: ProofWatch | None = None
        """Looks whether what was put on air is there."""
        self.refused_prices: Sequence[e.ComparedPriceRefused] = ()
        """Compared prices of the plan that may not be shown."""
        self.opened: Mapping[str, int] = {}
        """By SKU the price at going live, where a price drop may be compared with it."""
        self.watchers: list[Watcher] = []
        """What looks on while the session runs; closed with it."""

    @property
    def plan(self) -> Plan:
        """As it is said and sold now: what changed of a product's record is in it."""
        return truth.plan_now(self._plan, self.state)

    @property
    def session_id(self) -> str:
        return self._recorder.session_id

    @property
    def state(self) -> LiveState:
        """The truth as it is on disk; an immutable snapshot."""
        return self._recorder.state

    @property
    def stock(self) -> Mapping[str, StockLevel]:
        """Levels of the plan's products, as of the latest order."""
        return self._recorder.stock

    @property
    def rehearsal(self) -> bool:
        """True on the practice stage: nothing leaves the room."""
        return self.options.stage == "practice"

    @property
    def faults(self) -> Faults | None:
        """What a trainer can break on purpose on the practice stage; None on a real one."""
        return self._keeper.faults

    @property
    def card_pending(self) -> bool:
        """A card was asked for or sent away, and the stage has not confirmed it yet."""
        told = self.state.card_sku is not None or self.state.card_waits
        return self._keeper.intent.card != told

    # -- going on air, and off ---------------------------------------------------------------

    def open_stage(self) -> Future[StageInfo]:
        """Connect to the stage and build the scenes; before `go_live`.

        ``stage_already_on_air``: a stream runs there that this broadcast did not begin.
        """
        self._make_room()
        return self._told(self._keeper.submit(self._open_stage))

    def go_live(self, *, unattended: bool = False) -> Future[None]:
        """开播: record and, where there is an ingest, stream.

        The fact is on disk before the stage starts: a crash in between is an interruption to
        resume, never a stream that nobody knows of. The first product is shown at once, unless
        ``unattended``: a timeline says itself when each product is.
        """
        return self._told(self._keeper.submit(lambda: self._go_live(unattended)))

    def resume(self, interrupted_at: int) -> Future[None]:
        """接着播: open the stage and bring back product, card and clock.

        Errors tell what of the air is not back yet; the broadcast goes on all the same, and a
        stage that was not there is taken on as soon as it comes.
        """
        self._make_room()
        return self._told(self._keeper.submit(lambda: self._keeper.resume(interrupted_at)))

    def end(self, step: int | None = None) -> Future[None]:
        """下播: leave the air, then write the end and the summary in one transaction.

        A stage that does not answer cannot keep a broadcast from ending: the end is written, and
        `CommandFailed` tells that OBS may still be streaming.
        """
        return self._told(self._keeper.submit(lambda: self._end(step)))

    def leave_air_and_end(self, interrupted_at: int) -> Future[bool]:
        """Close an interrupted session: stop what its stage still sends, then write the end.

        The time since then was on air only where the stage went on by itself. False where it
        could not be made sure that nothing runs: the end is written all the same, and OBS may
        still be streaming or recording.
        """
        return self._told(self._keeper.submit(lambda: self._leave_air_and_end(interrupted_at)))

    # -- product, card, hold, break ----------------------------------------------------------

    def show_product(self, sku: str, step: int | None = None) -> Future[None]:
        """Move on to a product; script, card and stock move with it."""

        def write(page: Page) -> None:
            self._must_be_live(page)
            if page.state.current_sku != sku or step is not None:
                page.write(e.ProductShown(self._planned_product(sku).sku), step=step)

        return self._told(self._then_match(self._recorder.record(write)))

    def next_product(self) -> Future[None]:
        """下一个: the next of the running order; at its end, the first one again.

        With no other product it is none: nothing is written, and the order pad keeps what it has.
        """

        def write(page: Page) -> None:
            self._must_be_live(page)
            if page.state.next_sku is not None:
                page.write(e.ProductShown(page.state.next_sku))

        return self._told(self._then_match(self._recorder.record(write)))

    def reorder(self, skus: Sequence[str]) -> Future[None]:
        """Change the running order while on air; the same products, another sequence."""

        def write(page: Page) -> None:
            self._must_be_live(page)
            if sorted(skus) != sorted(page.state.running_order):
                raise ValueError("a running order keeps its products")
            page.write(e.RunningOrderChanged(tuple(skus)))

        return self._told(self._recorder.record(write))

    def card_on(self, step: int | None = None) -> Future[None]:
        """上贴片: the current product's card; the fact follows when it was seen on the stage.

        ``card_needs_product`` where none was shown yet: it comes with the first one.
        """
        asked = self._keeper.change(lambda want: replace(want, card=True), step)
        return self._told(chain(asked, self._must_have_product))

    def card_off(self, step: int | None = None) -> Future[None]:
        """收贴片."""
        return self._told(self._keeper.change(lambda want: replace(want, card=False), step))

    def toggle_card(self) -> Future[None]:
        asked = self._keeper.change(lambda want: replace(want, card=not want.card))
        return self._told(chain(asked, self._must_have_product))

    def _must_have_product(self, _asked: None) -> None:
        state = self.state  # before going live the first product comes by itself
        if self._keeper.intent.card and state.phase is Phase.LIVE and state.current_sku is None:
            raise UserFacingError("card_needs_product")

    def put_on(self, overlay: Overlay, step: int | None = None) -> Future[None]:
        """Put an overlay on air beside the product's card. Errors: those of `OnAir.put`.

        A price drop that viewers see is the price, as by `change_price`, in the transaction that
        says so; one that is refused, or waits behind 歇一下, changes none.
        """
        return self._told(self.on_air.put(overlay, step))

    def take_off(self, slot: Slot, step: int | None = None) -> Future[None]:
        """Take off the overlay in that slot. Errors: those of `OnAir.take_off`."""
        return self._told(self.on_air.take_off(slot, step))

    def prove(self) -> Future[None]:
        """核对: look into the programme for what is on air. Errors: those of `ProofWatch.now`."""
        if self.proof is None:
            raise RuntimeError("nobody looks at this session's stage")
        return self._told(self.proof.now())

    def plays_pages(self) -> Future[bool]:
        """Whether its stage can play templates of others."""
        return self._keeper.submit(lambda: self._keeper.look(lambda stage: stage.plays_pages()))

    def show_origin(
        self, sku: str = "", *, seconds: int = 0, step: int | None = None
    ) -> Future[None]:
        """The origin card of a product, the current one's where none is named.

        ``seconds`` until it leaves by itself; 0: it stays. ``overlay_needs_product``,
        ``overlay_no_origin``.
        """
        try:
            product = self.plan.product(sku or self.state.current_sku or "")
        except KeyError:
            return self._told(failed(UserFacingError("overlay_needs_product")))
        now = self.clock.wall_ms()
        found = self._recorder.look(lambda db: origins.selling(db, product.sku, now))
        ends_at = self.clock.now_ms() + seconds * 1000 if seconds else None
        card = partial(boards.origin, product, page=self.trace, ends_at=ends_at)
        return self._told(self.on_air.put_when(chain(found, card), step))

    def show_lottery(self, lottery_id: str) -> Future[None]:
        """Its board on air: the terms, after the draw the numbers that won."""
        shown = self.lottery.find(lottery_id)
        return self._told(self.on_air.put_when(chain(shown, boards.lottery)))

    def enter_lottery(self, lottery_id: str, numbers: Sequence[str] = ()) -> Future[Entry]:
        """Take numbers; without one, the next free number. Errors: those of `book.enter`."""
        return self._told(self.lottery.enter(lottery_id, numbers))

    def draw_lottery(self, lottery_id: str, word: str = "") -> Future[None]:
        """开奖: draw, reveal, and put the numbers on air. Errors: those of `book.draw`."""
        drawn = self.lottery.draw(lottery_id, word)
        return self._told(self.on_air.put_when(chain(drawn, boards.lottery)))

    def break_on(self, step: int | None = None) -> Future[None]:
        """歇一下: viewers see the be-right-back picture."""
        return self._told(self._keeper.change(lambda want: want.with_break(True), step))

    def break_off(self, step: int | None = None) -> Future[None]:
        """回来了: viewers see the programme again."""
        return self._told(self._keeper.change(lambda want: want.with_break(False), step))

    def toggle_break(self) -> Future[None]:
        """Whoever chose what viewers see now: a person's key wins over the program's cover."""
        return self._told(self._keeper.change(Intent.with_toggled_break))

    def toggle_mute(self) -> Future[None]:
        """关麦克风 / 开麦克风: only what was muted here is opened here."""
        return self._told(self._keeper.change(lambda want: replace(want, muted=not want.muted)))

    def hold(self, step: int | None = None) -> Future[None]:
        """停一停: the prompter waits."""
        return self._set_held(True, step)

    def go_on(self, step: int | None = None) -> Future[None]:
        """接着说: the prompter runs again."""
        return self._set_held(False, step)

    def toggle_hold(self) -> Future[None]:
        def write(page: Page) -> None:
            self._must_be_live(page)
            page.write(e.WentOn() if page.state.held else e.Held())

        return self._told(self._recorder.record(write))

    # -- orders ------------------------------------------------------------------------------

    def note_order(
        self, sku: str, qty: int, channel: str, step: int | None = None
    ) -> Future[Entry]:
        """记一单: resolved once order and stock are on disk.

        ``not_enough_stock`` (name, available, unit) or, where nobody asks for so many at once,
        ``order_mistyped`` (qty too): nothing was reserved; the refusal itself is a fact of the
        session, because demand that was not met is worth knowing.
        """
        return self._told(
            self._recorder.record(lambda page: self._note(page, sku, qty, channel, step))
        )

    def undo_order(self, order_id: str) -> Future[Entry]:
        """Take back an order noted in this session; its stock is available again."""

        def write(page: Page) -> Entry:
            self._must_be_live(page)
            if all(order.id != order_id for order in page.state.orders):
                raise UserFacingError("order_unknown", order=Unlogged(order_id))
            sale = live_sales.undo(page.db, order_id, self.clock.now_ms())
            page.levels(sale.sku)
            kept = standing.of_notes(page.db, [order_id])[order_id].qty
            undone = page.write(e.OrderUndone(order_id, sale.sku, sale.qty, sale.paid_fen, kept))
            page.keep(self._planned_product(sale.sku))
            return undone

        return self._told(self._recorder.record(write))

    def change_price(self, sku: str, fen: int) -> Future[None]:
        """改价: in the product's record, on air, and in what orders are noted at, all at once.

        A compared price that may no longer be shown goes with it. Errors: ``product_unknown``,
        ``price_unreadable`` (not above nothing).
        """

        def write(page: Page) -> None:
            self._must_be_live(page)
            self._planned_product(sku)
            for fact in truth.change_price(page.db, self._plan, page.state, sku, fen):
                page.write(fact)

        return self._told(self._keeper.match(after=self._recorder.record(write)))

    def restock(self, levels: Mapping[str, StockLevel]) -> None:
        """Goods were moved outside this broadcast. On the writer's thread, after the commit."""
        self._recorder.restock(levels)

    # -- the rest ----------------------------------------------------------------------------

    def looked_at_platform(self) -> Future[None]:
        """看过了: the room is open (again), so that the stream may be started once more.

        Asked for when nothing got through for so long that the platform may have closed the room.
        """
        return self._told(self._keeper.submit(self._keeper.minder.looked_at_platform))

    def try_stream_again(self, key: str = "") -> Future[None]:
        """再试: start the stream the platform refused, with another ``key`` where one is given.

        The key is used for this broadcast; keeping it is `Studio.keep_secrets`.
        """
        return self._told(self._keeper.submit(lambda: self._keeper.try_stream_again(key)))

    def record_again(self) -> Future[None]:
        """再录: begin the recording that was given up; ``recording_not_started`` if it cannot."""
        return self._told(self._keeper.submit(self._keeper.record_again))

    def programme(self, width: int) -> Future[bytes]:
        """The picture on air as JPEG, ``width`` pixels wide; ask at most twice a second."""
        return self._keeper.programme(width)

    @property
    def can_restart_stage(self) -> bool:
        """True where the program behind the stage is on this computer."""
        return self.reviver is not None

    def restart_stage(self) -> Future[None]:
        """重开 OBS: end it where it hangs and start it; the air follows when it answers."""
        if self.reviver is None:
            raise RuntimeError("there is no program to start behind this stage")
        return self._told(self.reviver.restart())

    def close(self) -> None:
        """Let go of the stage without ending the broadcast. Blocks until its thread is done.

        After an end that the stage did not answer it is kept, and asked to stop, until it does,
        is gone, or `let_go` is called.
        """
        self._close_watchers()
        if not self._keeper.close_when_off(self.let_go):
            self.let_go()

    def let_go(self) -> None:
        """Let go of the stage whatever is on it: the program ends, or another session begins."""
        self._close_watchers()
        self._keeper.close()
        self.on_close()

    def _close_watchers(self) -> None:
        while self.watchers:
            self.watchers.pop().close()

    def _make_room(self) -> None:
        if not self.rehearsal:  # a trainer's orders may take a moment longer
            self._recorder.make_room()

    def _open_stage(self) -> StageInfo:
        info = self._keeper.open_now()
        if info.already_streaming and self.state.phase is Phase.PLANNED:
            raise UserFacingError("stage_already_on_air")
        return info

    def _go_live(self, unattended: bool) -> None:
        if self.state.phase is Phase.PLANNED:
            self._keeper.make_free()
        self._recorder.record(lambda page: self._write_live(page, unattended)).result()
        must = bool(self._keeper.mandatory)
        self._keeper.intend(lambda want: replace(want, on_air=True, mandatory=must))
        self._keeper.match_now()

    def _write_live(self, page: Page, unattended: bool) -> None:
        if page.state.phase is not Phase.PLANNED:
            raise UserFacingError("session_already_live")
        archive.create(page.db, self.session_id, self._plan, self.options, self.clock.now_ms())
        page.write(self._planned())
        page.write(e.WentLive(self.options.stage, self._keeper.streams))
        for refused in self.refused_prices:
            page.write(refused)
        for product in self._plan.products:
            page.keep(product)
        if page.state.running_order and not unattended:
            page.write(e.ProductShown(page.state.running_order[0]))

    def _planned(self) -> e.SessionPlanned:
        skus = tuple(product.sku for product in self._plan.products)
        return e.SessionPlanned(self._plan.title, self._plan.anchor, skus)

    def _end(self, step: int | None) -> None:
        # The practice stage sends nothing out of the room, however long it takes to stop.
        perhaps_on_air = not (self._keeper.go_off() or self.rehearsal)
        self._recorder.record(lambda page: self._write_end(page, step, perhaps_on_air)).result()
        if perhaps_on_air:
            self._dispatcher.publish(CommandFailed(UserFacingError("ended_perhaps_on_air")))

    def _leave_air_and_end(self, interrupted_at: int) -> bool:
        off_air = self.rehearsal or self._keeper.stop_leftovers(interrupted_at)

        def write(page: Page) -> None:
            self._must_be_live(page)
            if self.rehearsal:  # the practice stage ended with the program it ran in
                page.write(e.Resumed(interrupted_at, False))
            self._write_end(page, None, not off_air)

        self._recorder.record(write).result()
        return off_air

    def _write_end(self, page: Page, step: int | None, perhaps_on_air: bool) -> None:
        self._must_be_live(page)
        levels = self._recorder.stock
        left = tuple(level.available for level in levels.values())
        page.write(e.Ended(perhaps_on_air, tuple(levels), left), step=step)
        page.let_go(self._plan.products)
        stands = standing.of_session(page.db, self.session_id)
        body = for_county(summarise(self._plan, page.entries(), levels, stands))
        outbox.enqueue(page.db, "session_summary", self.session_id, body, self.clock.wall_ms())

    def _note(
        self, page: Page, sku: str, qty: int, channel: str, step: int | None
    ) -> Entry | UserFacingError:
        self._must_be_live(page)
        product = truth.product_now(self._planned_product(sku), page.state)
        now = self.clock.now_ms()
        order_id = new_id(now)
        try:
            level = page.hold(order_id, product, qty, channel, now)
        except UserFacingError as error:
            if error.code != "not_enough_stock":
                raise
            # Told before anything was written: the refusal is this transaction's only row.
            left = int(str(error.parameters["available"]))
            page.write(e.OrderRefused(sku, qty, channel, left), step=step)
            return slips.worded(error, qty, page.state)
        price = product.price_fen
        fact = e.OrderNoted(sku, qty, channel, price, price * qty, level.available)
        return page.write(fact, at=now, step=step, entry_id=order_id)

    def _set_held(self, held: bool, step: int | None) -> Future[None]:
        def write(page: Page) -> None:
            self._must_be_live(page)
            if page.state.held is not held:
                page.write(e.Held() if held else e.WentOn(), step=step)

        return self._told(self._recorder.record(write))

    def _then_match(self, recorded: Future[None]) -> Future[None]:
        """After a product was moved to, its card follows if cards are wanted."""
        return self._keeper.match(after=recorded)

    def _must_be_live(self, page: Page) -> None:
        if page.state.phase is not Phase.LIVE:
            raise UserFacingError("session_not_live")

    def _planned_product(self, sku: str) -> PlannedProduct:
        """A product of tonight's plan; one of another plan has no price here: product_unknown."""
        try:
            return self._plan.product(sku)
        except KeyError as error:
            raise UserFacingError("product_unknown", sku=sku) from error

    def _told(self, future: Future[T]) -> Future[T]:
        """Whoever drops the Future must still hear that it failed."""

        def tell(done: Future[T]) -> None:
            error = done.exception()
            if error is not None:
                self._dispatcher.publish(CommandFailed(error))

        future.add_done_callback(tell)
        return future
