"""The live presenter: one session in, plain view models out. No Qt.

One presenter serves every view of a broadcast. The anchor's view, the floor controller's view
and a second window are drawn from the same `LiveModel` of the same moment, so they cannot
disagree. What a person does goes to the session and nowhere else: a view changes when the
journal's news comes back, never because a button was pressed.

Everything here runs where the dispatcher delivers, which in the window is Qt's main thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.runtime.wording import LANGUAGES, Language, word_error
from studio.session import events as e
from studio.session.books import StockMoved
from studio.session.live import CommandFailed
from studio.session.recorder import SessionChanged
from studio.session.state import Phase
from studio.session.stream_minder import HealthMeasured
from studio.stage.port import MicrophoneMeasured
from ui.live.away import is_away
from ui.live.chronicle import Chronicle
from ui.live.measured import Measured
from ui.live.models import (
    HealthModel,
    LiveModel,
    Notice,
    NoticeKind,
    PadModel,
    ProgrammeModel,
    ScriptModel,
    Step,
)
from ui.live.moment import Moment
from ui.live.ordering import OrderDesk, OrderPad
from ui.live.ports import AnchorPort, FloorPort, HostPort, LiveView, Preferences, Session
from ui.live.script_desk import ScriptDesk

LINES_KEPT = 12
"""Order lines handed to the views; they show as many as fit."""


class LivePresenter:
    """See the module. `start` before use, `close` when the screen goes away."""

    def __init__(
        self,
        session: Session,
        runtime: Runtime,
        settings: Preferences,
        *,
        training: bool = False,
    ) -> None:
        """``training``: nothing of the session counts."""
        self._session = session
        self._runtime = runtime
        self._settings = settings
        self._clock = session.clock
        self._anchors: list[AnchorPort] = []
        self._floors: list[FloorPort] = []
        self._host: HostPort | None = None
        self._names = {product.sku: product.name for product in session.plan.products}
        self._chronicle = Chronicle(self._names)
        self._desk = OrderDesk(session.plan)
        self._pad = OrderPad(tuple(settings.get("channels")))
        self._measured = Measured(session.clock, int(settings.get("target_kbps")))
        self._moment = Moment(session, self._chronicle, self._measured, training=training)
        self._scripts = ScriptDesk(
            session, runtime, self._language, self._show_script, self._no_script
        )
        self._programme_asked = self._ended_told = False
        self._unknown_shown = self._moment.unknown()
        self._end_trouble: BaseException | None = None
        self._unsubscribe: list[Callable[[], None]] = []

    # ---- life ------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen to the session's news. Once."""
        subscribe = self._runtime.dispatcher.subscribe
        self._unsubscribe = [
            subscribe(SessionChanged, self.on_session_changed),
            subscribe(StockMoved, self.on_stock_moved),
            subscribe(HealthMeasured, self.on_health_measured),
            subscribe(MicrophoneMeasured, self.on_microphone_measured),
            subscribe(CommandFailed, self.on_command_failed),
        ]
        self._scripts.follow()

    def close(self) -> None:
        """Stop listening; the session goes on. Idempotent."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._anchors.clear()
        self._floors.clear()
        self._host = None

    def attach_host(self, host: HostPort) -> None:
        self._host = host

    def attach_anchor(self, view: AnchorPort) -> None:
        """Draw ``view`` from now on, beginning with this moment."""
        self._anchors.append(view)
        view.show_script(self._scripts.script)
        self._show_all(view)

    def attach_floor(self, view: FloorPort) -> None:
        """Draw ``view`` from now on, beginning with this moment."""
        self._floors.append(view)
        self._show_all(view)
        self._show_orders()

    def refresh(self) -> None:
        """Say everything again: the language or a setting changed."""
        for view in self._views():
            self._show_all(view)
        self._show_orders()

    def take_history(self, entries: Sequence[e.Entry]) -> None:
        """Learn what happened before this screen opened (a resumed session)."""
        for entry in entries:
            self._chronicle.add(entry)
        self._show_live()

    # ---- news ------------------------------------------------------------------------------

    def on_session_changed(self, event: SessionChanged) -> None:
        if event.entry.session_id != self._session.session_id:
            return
        self._chronicle.add(event.entry)
        if isinstance(event.entry.fact, e.StageWasLost | e.StageWasRegained):
            self._moment.away = ""
        if isinstance(event.entry.fact, e.WentLive | e.Resumed | e.StageWasRegained):
            self._measured.stage_answered()
        if isinstance(event.entry.fact, e.ProductShown):
            self._pad.start_over()
        self._show_live()
        self._show_orders()
        self._show_clock()
        self._scripts.follow()
        if isinstance(event.entry.fact, e.Ended) and event.entry.fact.perhaps_on_air:
            # This view is about to go: the review has to carry the news.
            self._end_trouble = UserFacingError("ended_perhaps_on_air")
        if self._session.state.phase is Phase.ENDED:
            self._tell_ended()

    def on_stock_moved(self, event: StockMoved) -> None:
        """What the anchor may say and offer follows at once."""
        self._show_live()
        self._scripts.follow()

    def on_health_measured(self, event: HealthMeasured) -> None:
        known = self._measured.room_closes_in_s, self._measured.flowed
        self._measured.take_health(event, int(self._settings.get("target_kbps")))
        self._show_health()
        if (event.room_closes_in_s, self._measured.flowed) != known:
            self._show_live()
        self._follow_silence()

    def on_microphone_measured(self, event: MicrophoneMeasured) -> None:
        self._measured.take_microphone(event, self._session.state)
        self._show_microphone()

    def on_command_failed(self, event: CommandFailed) -> None:
        """The session tells every failed wish this way, also one whose Future nobody keeps."""
        expected = isinstance(event.error, UserFacingError)
        kind = NoticeKind.REFUSED if expected else NoticeKind.FAILED
        self._show_live()
        if not (self._session.state.stage_lost and is_away(event.error)):
            self._tell(Notice(kind, word_error(event.error, self._language())))

    def on_tick(self) -> None:
        """Once a second, from the view's timer."""
        self._show_clock()
        live = self._session.state.phase is Phase.LIVE
        if live and self._measured.stands_still and self._measured.room_closes_in_s is not None:
            self._show_live()  # the platform's clock goes on
        if self._measured.forget_microphone():
            self._show_microphone()
        self._follow_silence()

    # ---- what people do --------------------------------------------------------------------

    def on_step(self, step: Step) -> None:
        """One of the anchor's steps, whichever key or button it came from."""
        match step:
            case Step.NEXT:
                self._ask(self._session.next_product())
            case Step.CARD:
                self._ask(self._session.toggle_card())
            case Step.HOLD:
                self._ask(self._session.toggle_hold())
            case Step.BREAK:
                self._ask(self._session.toggle_break())
            case Step.ORDER:
                self.on_note()

    def on_mute(self) -> None:
        """关麦克风 / 开麦克风."""
        self._ask(self._session.toggle_mute())

    def on_show(self, sku: str) -> None:
        """Put a product on, from the running order."""
        if sku != self._session.state.current_sku:
            self._ask(self._session.show_product(sku))

    def on_reorder(self, skus: Sequence[str]) -> None:
        """The running order was dragged into another one."""
        if tuple(skus) != self._session.state.running_order:
            self._ask(self._session.reorder(tuple(skus)))

    def on_move(self, sku: str, by: int) -> None:
        """Move one product up (negative) or down in the running order, by keyboard."""
        order = list(self._session.state.running_order)
        place = order.index(sku)
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        self.on_reorder(order)

    def on_quantity(self, qty: int) -> None:
        """The anchor's quick order: that many of what is on, from the usual place."""
        sku = self._session.state.current_sku
        if sku is not None:
            self._note(sku, qty, self._pad.channels[0] if self._pad.channels else "")

    def on_digit(self, digit: int) -> None:
        self._pad.digit(digit)
        self._show_orders()

    def on_backspace(self) -> None:
        self._pad.backspace()
        self._show_orders()

    def on_channel(self, channel: str) -> None:
        self._pad.pick_channel(channel)
        self._show_orders()

    def on_pick(self, sku: str | None) -> None:
        """The next order is for ``sku``; None: for the product that is on."""
        self._pad.picked = sku
        self._show_orders()

    def on_note(self) -> None:
        """Note what the pad says."""
        sku = self._pad.picked or self._session.state.current_sku
        if sku is not None:
            qty = self._pad.qty
            self._pad.start_over()
            self._note(sku, qty, self._pad.channel)

    def on_undo(self) -> None:
        """Take the latest order back."""
        order = self._desk.latest_standing(self._session.state)
        if order is not None:
            name, unit = self._desk.name(order.sku), self._desk.unit(order.sku)
            notice = Notice(NoticeKind.UNDONE, name=name, unit=unit, qty=order.qty)
            undone = self._session.undo_order(order.id)
            self._runtime.then(undone, lambda _entry: self._tell(notice), self._not_done)

    def on_end(self) -> None:
        """下播, asked for and confirmed on purpose."""
        self._runtime.then(self._session.end(), lambda _done: self._tell_ended(), self._end_failed)

    def on_restart_stage(self) -> None:
        """打开 OBS, 重开 OBS: pressed once; the news tells when it is back."""
        if self._moment.restarting or not self.model().can_restart:
            return
        self._moment.restarting = True

        def over(_outcome: object) -> None:
            self._moment.restarting = False
            self._show_live()

        self._runtime.then(self._session.restart_stage(), over, over)
        self._show_live()

    def on_looked(self) -> None:
        """看过了: the platform's room is open, the stream may be started again."""
        if self._session.state.room_may_be_closed:
            self._session.looked_at_platform()

    def on_try_again(self, key: str = "") -> None:
        """再试: the platform let nobody in; with another stream key, where one was typed."""
        if self._session.state.stream_refused:
            self._session.try_stream_again(key)

    def on_record_again(self) -> None:
        """再录: the recording was given up, and somebody has looked why."""
        if self._session.state.recording_given_up:
            self._session.record_again()

    def on_programme_wanted(self, width: int) -> None:
        """The preview is visible and would like a picture; one request at a time."""
        if self._programme_asked:
            return
        self._programme_asked = True
        picture = self._session.programme(width)
        self._runtime.then(picture, self._show_programme, self._no_programme)

    # ---- inside ----------------------------------------------------------------------------

    def _ask(self, asked: Future[Any]) -> None:
        """Hand a wish to the session; a card on its way shows at once, the rest as news."""
        self._runtime.then(asked, lambda _done: self._show_live(), self._not_done)
        self._show_live()

    def _note(self, sku: str, qty: int, channel: str) -> None:
        ticket = self._desk.asked(self._clock.now_ms(), sku, qty, channel, self._session.state)
        name, unit = self._desk.name(sku), self._desk.unit(sku)

        def saved(entry: e.Entry) -> None:
            self._desk.saved(ticket, entry.id)
            self._show_orders()
            self._tell(Notice(NoticeKind.SAVED, name=name, unit=unit, qty=qty))

        def refused(_error: BaseException) -> None:
            self._desk.refused(ticket)
            self._show_orders()

        self._tell(Notice(NoticeKind.SAVING, name=name, unit=unit, qty=qty))
        self._runtime.then(self._session.note_order(sku, qty, channel), saved, refused)
        self._show_orders()

    def _not_done(self, _error: BaseException) -> None:
        """`on_command_failed` has the words; here only what is shown falls back to the truth."""
        self._show_live()

    def _end_failed(self, error: BaseException) -> None:
        if self._host is not None:
            self._host.show_end_failed(word_error(error, self._language()))

    def _tell_ended(self) -> None:
        if self._host is not None and not self._ended_told:
            self._ended_told = True
            self._host.show_ended(self._session.session_id, self._end_trouble)

    def _tell(self, notice: Notice) -> None:
        for view in self._views():
            view.show_notice(notice)

    def _views(self) -> list[LiveView]:
        return [*self._anchors, *self._floors]

    def _language(self) -> Language:
        chosen = self._settings.get("language")
        return chosen if chosen in LANGUAGES else "zh"

    # ---- showing ---------------------------------------------------------------------------

    def _show_all(self, view: LiveView) -> None:
        view.show_live(self.model())
        view.show_clock(self._moment.clock())
        view.show_microphone(self._measured.microphone)
        view.show_health(self._health())

    def _show_live(self) -> None:
        model = self.model()
        for view in self._views():
            view.show_live(model)

    def _show_clock(self) -> None:
        clock = self._moment.clock()
        for view in self._views():
            view.show_clock(clock)

    def _show_health(self) -> None:
        health = self._health()
        for view in self._views():
            view.show_health(health)

    def _follow_silence(self) -> None:
        """What the stage last said is not shown as if it still said so."""
        unknown = self._moment.unknown()
        if unknown != self._unknown_shown:
            self._unknown_shown = unknown
            self._show_live()
            self._show_health()

    def _show_microphone(self) -> None:
        for view in self._views():
            view.show_microphone(self._measured.microphone)

    def _show_orders(self) -> None:
        pad, lines = self._pad_model(), self._desk.lines(self._session.state, LINES_KEPT)
        for view in self._floors:
            view.show_orders(pad, lines)

    def _show_programme(self, jpeg: bytes) -> None:
        self._programme_asked, self._moment.away = False, ""
        for view in self._floors:
            view.show_programme(ProgrammeModel(jpeg))

    def _no_programme(self, error: BaseException) -> None:
        self._programme_asked = False
        if isinstance(error, UserFacingError) and error.code != self._moment.away:
            self._moment.away = error.code  # an OBS that was silent may since ask for a password
            self._show_live()
        away = is_away(error)
        problem = "" if away else word_error(error, self._language())
        for view in self._floors:
            view.show_programme(ProgrammeModel(None, problem, away=away))

    # ---- models ----------------------------------------------------------------------------

    def model(self) -> LiveModel:
        """This moment of the broadcast."""
        return self._moment.live(self._language())

    def _health(self) -> HealthModel:
        return self._measured.health(self._moment.uplink())

    def _pad_model(self) -> PadModel:
        sku = self._pad.picked or self._session.state.current_sku or ""
        pad = self._pad
        return PadModel(
            sku,
            self._desk.name(sku),
            self._desk.unit(sku),
            pad.qty,
            pad.channel,
            pad.channels,
            follows=pad.picked is None,
        )

    # ---- script ----------------------------------------------------------------------------

    def _show_script(self, script: ScriptModel) -> None:
        for view in self._anchors:
            view.show_script(script)

    def _no_script(self, error: BaseException) -> None:
        self._tell(Notice(NoticeKind.FAILED, word_error(error, self._language())))
