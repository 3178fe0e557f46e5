"""A live session without disk and stage: it keeps its journal in a list and folds it for real.

Commits wait in a queue until the test says `commit`, unless ``immediate``: that is how a test
sees what a screen shows between asking and being on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from inventory.ledger import StockLevel
from studio.runtime.clock import Clock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import CommandFailed
from studio.session.plan import Plan
from studio.session.recorder import SessionChanged
from studio.session.state import LiveState, Phase, apply

JPEG_WORDS = b"no picture"


class FakeSession:
    def __init__(
        self, plan: Plan, dispatcher: Dispatcher, clock: Clock, *, immediate: bool = True
    ) -> None:
        self.plan = plan
        self.session_id = "0197-live"
        self.rehearsal = False
        self.card_pending = False
        self.can_restart_stage = True
        self.proves = True
        """Whoever looks into the programme finds the card there."""
        self.restarts_asked = 0
        self.keys_tried: list[str] = []
        self.options = SessionOptions(stage="obs", platform="kuaishou")
        self.state = LiveState()
        self.entries: list[e.Entry] = []
        self.stock: Mapping[str, StockLevel] = {
            product.sku: StockLevel(product.sku, product.stock, 0, product.stock)
            for product in plan.products
        }
        self.ended_asked = 0
        self.closed = False
        self.stage_error: BaseException | None = None
        self.picture: bytes | BaseException = JPEG_WORDS
        self.pictures_asked = 0
        self.clock = clock
        self._dispatcher, self._immediate = dispatcher, immediate
        self._queue: list[Callable[[], None]] = []
        skus = tuple(product.sku for product in plan.products)
        self._write(e.SessionPlanned(plan.title, plan.anchor, skus))

    # ---- the test's hands ------------------------------------------------------------------

    def commit(self) -> None:
        """Let everything that waits reach the disk."""
        queue, self._queue = self._queue, []
        for work in queue:
            work()

    def happens(self, *facts: e.Fact) -> None:
        """Facts that nobody on the screen asked for."""
        for fact in facts:
            self._write(fact)

    def on_air(self) -> FakeSession:
        """Live with the first product, as if the countdown were over."""
        self.happens(e.WentLive("obs", True), e.ProductShown(self.state.running_order[0]))
        return self

    # ---- LiveSession -----------------------------------------------------------------------

    def open_stage(self) -> Future[Any]:
        return self._later(self._stage_or_error)

    def go_live(self) -> Future[Any]:
        return self._later(self.on_air)

    def resume(self, interrupted_at: int) -> Future[Any]:
        return self._later(lambda: self._write(e.Resumed(interrupted_at, True)))

    def toggle_mute(self) -> Future[Any]:
        muted = self.state.muted
        fact = e.MicrophoneOpened() if muted else e.MicrophoneMuted(by_hand=False)
        return self._later(lambda: self._write(fact))

    def show_product(self, sku: str) -> Future[Any]:
        return self._later(lambda: self._write(e.ProductShown(sku)))

    def next_product(self) -> Future[Any]:
        following = self.state.next_sku
        return self._later(lambda: following and self._write(e.ProductShown(following)))

    def toggle_card(self) -> Future[Any]:
        self.card_pending = True
        return self._later(self._card)

    def toggle_hold(self) -> Future[Any]:
        return self._later(lambda: self._write(e.WentOn() if self.state.held else e.Held()))

    def toggle_break(self) -> Future[Any]:
        return self._later(
            lambda: self._write(e.BreakEnded() if self.state.on_break else e.BreakStarted())
        )

    def reorder(self, skus: Sequence[str]) -> Future[Any]:
        return self._later(lambda: self._write(e.RunningOrderChanged(tuple(skus))))

    def note_order(self, sku: str, qty: int, channel: str) -> Future[e.Entry]:
        return self._later(lambda: self._note(sku, qty, channel))

    def undo_order(self, order_id: str) -> Future[e.Entry]:
        return self._later(lambda: self._undo(order_id))

    def end(self) -> Future[Any]:
        self.ended_asked += 1
        return self._later(lambda: self._write(e.Ended()))

    def looked_at_platform(self) -> Future[Any]:
        return self._later(lambda: self._write(e.PlatformLookedAt()))

    def try_stream_again(self, key: str = "") -> Future[Any]:
        self.keys_tried.append(key)
        return self._later(lambda: self._write(e.StreamTriedAgain(bool(key))))

    def record_again(self) -> Future[Any]:
        return self._later(lambda: self._write(e.RecordingAskedAgain()))

    def restart_stage(self) -> Future[Any]:
        self.restarts_asked += 1
        return self._later(lambda: self._write(e.StageStarted(by_hand=True)))

    def programme(self, width: int) -> Future[bytes]:
        self.pictures_asked += 1
        future: Future[bytes] = Future()
        if isinstance(self.picture, BaseException):
            future.set_exception(self.picture)
        else:
            future.set_result(self.picture)
        return future

    def close(self) -> None:
        self.closed = True

    # ---- inside ----------------------------------------------------------------------------

    def _stage_or_error(self) -> None:
        if self.stage_error is not None:
            raise self.stage_error

    def _card(self) -> None:
        self.card_pending = False
        sku = self.state.current_sku or ""
        if self.state.card_sku:
            self._write(e.CardCleared(sku))
            return
        self._write(e.CardTaken(sku, "a" * 64))
        if self.proves:
            self._write(e.AirProved("card", "a" * 64, True))

    def _note(self, sku: str, qty: int, channel: str) -> e.Entry:
        product, level = self.plan.product(sku), self.stock[sku]
        if self.state.phase is not Phase.LIVE:
            raise UserFacingError("session_not_live")
        if qty > level.available:
            self._write(e.OrderRefused(sku, qty, channel, level.available))
            raise UserFacingError(
                "not_enough_stock", name=product.name, available=level.available, unit=product.unit
            )
        self._reserve(sku, qty)
        price = product.price_fen
        left = self.stock[sku].available
        return self._write(e.OrderNoted(sku, qty, channel, price, price * qty, left))

    def _undo(self, order_id: str) -> e.Entry:
        order = next(order for order in self.state.orders if order.id == order_id)
        self._reserve(order.sku, -order.qty)
        return self._write(e.OrderUndone(order_id, order.sku, order.qty, order.paid_fen))

    def _reserve(self, sku: str, qty: int) -> None:
        level = self.stock[sku]
        changed = StockLevel(sku, level.on_hand, level.reserved + qty, level.available - qty)
        self.stock = {**self.stock, sku: changed}

    def _write(self, fact: e.Fact) -> e.Entry:
        seq = len(self.entries) + 1
        now = self.clock.now_ms()
        entry = e.Entry(seq, f"entry-{seq}", self.session_id, now, now, fact)
        self.entries.append(entry)
        self.state = apply(self.state, entry)
        self._dispatcher.publish(SessionChanged(entry, self.state, self.stock))
        return entry

    def _later(self, work: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - carried by the Future, as the real one does
                future.set_exception(error)
                self._dispatcher.publish(CommandFailed(error))
            else:
                future.set_result(result)

        self._queue.append(run)
        if self._immediate:
            self.commit()
        return future
