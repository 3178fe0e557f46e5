"""The screen "live": countdown, then the two views of one broadcast, in one window or two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.runtime.errors import UserFacingError
from studio.session.state import Phase
from studio.store.secrets import OBS_PASSWORD
from ui.live.anchor import AnchorView
from ui.live.countdown import CountdownView
from ui.live.driver import KeyDriver, key_name
from ui.live.ending import EndPanel
from ui.live.floor import FloorView
from ui.live.going_live import GoingLivePresenter
from ui.live.keys import Command, KeyMap, Overlay, normal
from ui.live.models import Step
from ui.live.overlays.desk import OverlayDesk
from ui.live.overlays.panel import OverlayPanel
from ui.live.presenter import LivePresenter
from ui.live.secret_panel import KeyPanel, PasswordPanel, SecretPanel
from ui.prompter import PrompterView
from ui.theme.style import dress, polish
from ui.training.strip import TrainingStrip
from ui.turns import Turns
from ui.widgets.retranslating import Retranslating
from ui.widgets.status_light import Tone

if TYPE_CHECKING:
    from ui.shell import Shell

TICK_MS = 1000
STEPS = {
    Command.NEXT: Step.NEXT,
    Command.CARD: Step.CARD,
    Command.HOLD: Step.HOLD,
    Command.BREAK: Step.BREAK,
}


def make(shell: Shell, *, session: Any) -> QWidget:
    """The live screen for ``session`` (`LiveSession`), planned or interrupted; it starts itself."""
    screen = LiveScreen(shell, session, shell.stack)
    screen.begin()
    return screen


def samples() -> dict[str, Callable[[], QWidget]]:
    """Pictures of the live views."""
    from ui.live.sample import pictures

    return pictures()


class LiveScreen(Retranslating, QWidget):
    """Holds the views and their presenter; keys come in here, and the two windows are its own.

    The floor's view and the panels are made when first asked for, at the latest in the turns of
    the event loop after `begin`: all of it in one would hold the window up while going live.
    """

    def __init__(self, shell: Shell, session: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="dark")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shell, self._session = shell, session
        studio = shell.studio
        self._settings, self._runtime = studio.settings, studio.runtime
        keys = self._keys = KeyMap(studio.settings.get)
        channels = studio.settings.get("channels")
        self._stack = QStackedWidget(self)
        self.prompter = PrompterView(self._runtime.background)
        usual = channels[0] if channels else ""
        self.anchor = AnchorView(self.prompter, keys, usual, self._stack)
        self.countdown = CountdownView(self._stack)
        self.window_of_anchor: AnchorWindow | None = None
        self._apart = False  # that window has a screen of its own
        self.overlay_desk = OverlayDesk(
            session, self._runtime, studio.settings, lambda: shell.language
        )
        self._begun = False
        self.presenter = LivePresenter(
            session, self._runtime, studio.settings, training=shell.in_training
        )
        self._start = GoingLivePresenter(
            self.countdown,
            session,
            studio.interrupted,
            self._runtime.then,
            lambda: shell.language,
            self.show_views,
        )
        self.anchor_keys = KeyDriver(
            keys, self._on_anchor_command, self._anchor_overlay, self._on_break, self
        )
        self.floor_keys = KeyDriver(
            keys, self._on_floor_command, self._floor_overlay, self._on_break, self, long=False
        )
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        for view in (self.countdown, self.anchor):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._apply_prompter_settings()

    def _connect(self) -> None:
        presenter = self.presenter
        self.countdown.finished.connect(self._start.on_counted)
        self.countdown.retry_asked.connect(self._start.open)
        self.countdown.back_asked.connect(self._go_back)
        self.anchor.step_asked.connect(presenter.on_step)
        self.anchor.end_asked.connect(self.ask_end)
        self.anchor.quantity_asked.connect(presenter.on_quantity)
        self.anchor.floor_asked.connect(self.switch_view)
        self.prompter.mode_changed.connect(self.anchor.show_mode)

    @cached_property
    def _floor_begun(self) -> FloorView:
        """The floor's view while it is made part by part."""
        video = self._session.plan.video
        floor = FloorView(self._keys, (video.width, video.height), self._stack, at_once=False)
        floor.hide()
        return floor

    @cached_property
    def floor(self) -> FloorView:
        """It shows what is true from the moment it is made."""
        floor = self._floor_begun
        floor.make()
        self._stack.addWidget(floor)
        self._connect_floor(floor)
        if self._begun:
            self.presenter.attach_floor(floor)
        return floor

    def _connect_floor(self, floor: FloorView) -> None:
        presenter = self.presenter
        floor.step_asked.connect(presenter.on_step)
        floor.end_asked.connect(self.ask_end)
        floor.anchor_asked.connect(self.switch_view)
        floor.windows_asked.connect(lambda: self.switch_windows(on_floor=True))
        floor.restart_asked.connect(presenter.on_restart_stage)
        floor.looked_asked.connect(presenter.on_looked)
        floor.record_asked.connect(presenter.on_record_again)
        floor.password_asked.connect(lambda: self.password.open())
        floor.key_asked.connect(lambda: self.stream_key.open())
        floor.overlays_asked.connect(lambda: self.overlays.open_or_leave())
        floor.product_asked.connect(presenter.on_show)
        floor.order_dragged.connect(presenter.on_reorder)
        floor.move_asked.connect(presenter.on_move)
        floor.programme_wanted.connect(presenter.on_programme_wanted)
        floor.health.mute_asked.connect(presenter.on_mute)
        pad = floor.pad
        pad.digit_pressed.connect(presenter.on_digit)
        pad.backspace_pressed.connect(presenter.on_backspace)
        pad.channel_picked.connect(presenter.on_channel)
        pad.product_picked.connect(presenter.on_pick)
        pad.note_pressed.connect(presenter.on_note)
        pad.undo_pressed.connect(presenter.on_undo)

    @cached_property
    def ending(self) -> EndPanel:
        panel = EndPanel(self)
        panel.end_held.connect(self.presenter.on_end)
        panel.left.connect(self._take_keyboard)
        return panel

    @cached_property
    def password(self) -> PasswordPanel:
        panel = PasswordPanel(self)
        panel.typed.connect(self._keep_password)
        panel.left.connect(self._take_keyboard)
        return panel

    @cached_property
    def stream_key(self) -> KeyPanel:
        panel = KeyPanel(self)
        panel.typed.connect(self._use_key)
        panel.again.connect(self.presenter.on_try_again)
        panel.left.connect(self._take_keyboard)
        return panel

    @cached_property
    def overlays(self) -> OverlayPanel:
        panel, desk = OverlayPanel(self.floor), self.overlay_desk
        self.floor.lend_side(panel)
        panel.stands.connect(self._on_overlays_stand)
        panel.opened.connect(desk.on_opened)
        panel.wished.connect(desk.on_wish)
        panel.prepared_asked.connect(desk.on_prepared)
        panel.off_asked.connect(desk.on_off)
        panel.next_asked.connect(desk.on_next)
        panel.prove_asked.connect(desk.on_prove)
        panel.price_asked.connect(desk.on_price)
        panel.toasts_asked.connect(desk.on_toasts)
        panel.lottery_asked.connect(desk.on_show_lottery)
        panel.number_asked.connect(desk.on_number)
        panel.draw_asked.connect(desk.on_draw)
        panel.left.connect(self._take_keyboard)
        desk.start(panel)
        return panel

    def _on_overlays_stand(self, open_: bool) -> None:
        """Beside them a click goes where it is made, and the keyboard stays."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if open_ else Qt.FocusPolicy.StrongFocus)

    def _apply_prompter_settings(self) -> None:
        self.anchor.use_speed(float(self._settings.get("characters_per_minute")))
        self.prompter.set_distance(float(self._settings.get("viewing_distance_m")))

    @property
    def in_training(self) -> bool:
        return self._shell.in_training

    # ---- life ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Listen, and open the stage; an interrupted broadcast tells what happened before."""
        presenter = self.presenter
        if self._session.state.phase is Phase.ENDED:
            # The way back led here: only the review is left of it.
            ended = self._session.session_id
            self._runtime.dispatcher.run_later(lambda: self.show_ended(ended))
            return
        presenter.start()
        presenter.attach_host(self)
        presenter.attach_anchor(self.anchor)
        self._begun = True
        if "floor" in vars(self):
            presenter.attach_floor(self.floor)
        Turns(self._rest(), self)
        if self._session.state.phase is Phase.LIVE:
            history = self._shell.studio.entries(self._session.session_id)
            self._runtime.then(history, presenter.take_history, self._shell.show_problem)
        self._start.open()

    def _rest(self) -> Iterator[Callable[[], object]]:
        """What is not seen yet, in steps that are each short."""
        yield partial(polish, self.anchor)
        for _ in range(self._floor_begun.parts):
            yield self._floor_begun.make_part
        for part in ("floor", "ending", "password", "stream_key", "overlays"):
            yield partial(getattr, self, part)

    def leave(self) -> None:
        """Called once by the shell: stop everything of ours; the stage is let go on a worker."""
        self._tick.stop()
        if "floor" in vars(self):
            self.floor.stop()
        self.countdown.stop()
        self._start.close()
        self.presenter.close()
        self.overlay_desk.close()
        self.prompter.hide()  # it asks for no more pictures of its lines
        self._close_anchor_window()
        self._runtime.background(self._session.close)

    def may_close(self) -> bool:
        """A broadcast is ended on purpose or not at all: closing the window is not ending it."""
        if self._session.state.phase is not Phase.LIVE:
            return True
        self._shell.toast.say(self.tr("正在直播，窗口先不关。要下播，请点“下播…”。"), Tone.MIND)
        return False

    def show_views(self) -> None:
        """On air: the views take over from the countdown."""
        self._tick.start()
        two = self._settings.get("anchor_layout") == "two_windows"
        self._arrange(two)
        self._take_keyboard()

    def show_ended(self, session_id: str, trouble: BaseException | None = None) -> None:
        """下播 is on disk: on to the review; ``trouble``: OBS may still be on the air."""
        shell = self._shell
        shell.open("review", session_id=session_id)
        if trouble is not None:
            shell.show_problem(trouble)

    def show_end_failed(self, text: str) -> None:
        self.ending.show_failed(text)

    def _keep_password(self, password: str) -> None:
        """The stage asks for it anew whenever it tries to connect."""
        kept = self._shell.studio.keep_secrets({OBS_PASSWORD: password})
        self._runtime.then(kept, lambda _done: None, self._shell.show_problem)

    def _use_key(self, key: str) -> None:
        """Kept for the next broadcasts too; this one is tried again at once."""
        studio = self._shell.studio
        secret = studio.platforms.get(self._session.options.platform).secret
        self._runtime.then(
            studio.keep_secrets({secret: key}), lambda _done: None, self._shell.show_problem
        )
        self.presenter.on_try_again(key)

    def _go_back(self) -> None:
        self._shell.back()

    # ---- one window or two -----------------------------------------------------------------

    def switch_view(self) -> None:
        """F2: the other view; where each has its window, the other one comes to the front."""
        now, anchors = self._stack.currentWidget(), self.window_of_anchor
        if now is self.countdown:
            return
        if anchors is None:
            self._stack.setCurrentWidget(self.floor if now is self.anchor else self.anchor)
            self._take_keyboard()
        else:
            _bring_forward(self.window() if anchors.isActiveWindow() else anchors)

    def switch_windows(self, *, on_floor: bool = False) -> None:
        """Both views in one window, or the anchor's in a window of its own; remembered.

        ``on_floor``: one window goes on with the floor's view, where it was asked for.
        """
        two = self.window_of_anchor is None
        try:
            self._settings.set("anchor_layout", "two_windows" if two else "one_window")
        except UserFacingError as error:  # they are switched all the same
            self._shell.show_problem(error)
        self._arrange(two, on_floor=on_floor)
        self._take_keyboard()

    def _arrange(self, two: bool, *, on_floor: bool = False) -> None:
        if two and self.window_of_anchor is None:
            self._stack.removeWidget(self.anchor)
            self.window_of_anchor = AnchorWindow(self)
            self._stack.setCurrentWidget(self.floor)
            self._apart = self.window_of_anchor.open_on_second_screen(self.window())
        elif not two:
            self._close_anchor_window()
            self._apart = False
            self._stack.setCurrentWidget(self.floor if on_floor else self.anchor)
        self.floor.show_layout(two, self._apart)
        self.anchor.show_layout(self._apart)

    def _close_anchor_window(self) -> None:
        if self.window_of_anchor is not None:
            window, self.window_of_anchor = self.window_of_anchor, None
            self._stack.addWidget(self.anchor)
            window.hide()
            window.deleteLater()

    def _take_keyboard(self) -> None:
        """Where a key belongs now: a column that stands open beside the floor keeps it."""
        if "overlays" in vars(self) and self.overlays.isVisible():
            self.overlays.take_keyboard()
        else:
            self.setFocus()
        if self.window_of_anchor is not None:
            self.anchor.setFocus()

    def _on_tick(self) -> None:
        self.presenter.on_tick()
        if "ending" in vars(self) and self.ending.isVisible():
            # The other window goes on noting orders meanwhile.
            self.ending.show_model(self.presenter.model())

    # ---- ending ----------------------------------------------------------------------------

    def ask_end(self) -> None:
        """The first of the two steps."""
        model = self.presenter.model()
        if model.live:
            self.ending.open(model)
            if self.window_of_anchor is not None:
                _bring_forward(self.window())

    # ---- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = self._stack.currentWidget()
        if self.ending.isVisible():
            self.ending.leave()  # every key means 接着播
        elif now is self.countdown:
            self.countdown.keyPressEvent(event)
        elif (sheet := self._sheet()) is not None:
            sheet.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F2:
            self.switch_view()
        elif now is self.anchor:
            self.anchor_key(event)
        elif not self._floor_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.anchor_keys.release(event)
        self.floor_keys.release(event)

    def anchor_key(self, event: QKeyEvent) -> None:
        """A key pressed in the anchor's view, in whichever window it is."""
        quick = self.anchor.quick
        digit = event.key() - Qt.Key.Key_0
        if quick.isVisible() and 1 <= digit <= len(quick.digits) and not event.isAutoRepeat():
            quick.choose(digit)
        else:
            self.anchor_keys.press(event)

    def _sheet(self) -> QWidget | None:
        """What stands over the view or beside it: a key belongs to it wherever the focus is, or an
        order would be noted by a number that was meant for a field."""
        sheets = (*self.findChildren(SecretPanel), *self.findChildren(OverlayPanel))
        return next((each for each in sheets if each.isVisible()), None)

    def _floor_key(self, event: QKeyEvent) -> bool:
        digit = event.key() - Qt.Key.Key_0
        if event.matches(QKeySequence.StandardKey.Undo):
            self.presenter.on_undo()
        elif 0 <= digit <= 9 and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.presenter.on_digit(digit)
        elif normal(key_name(event)) == "Backspace":
            self.presenter.on_backspace()
        else:
            return self.floor_keys.press(event)
        return True

    def _anchor_overlay(self) -> Overlay:
        return Overlay.QUANTITY if self.anchor.quick.isVisible() else Overlay.NONE

    def _floor_overlay(self) -> Overlay:
        return Overlay.NONE

    def _on_break(self) -> bool:
        return bool(self._session.state.on_break)

    def _on_anchor_command(self, command: Command) -> None:
        quick = self.anchor.quick
        if command in STEPS:
            self.presenter.on_step(STEPS[command])
        elif command is Command.ASK_QUANTITY:
            self.anchor.ask_quantity()
        elif command is Command.MORE:
            quick.count_more()
        elif command is Command.NOTE:
            quick.choose_counted()
        elif command is Command.LEAVE:
            quick.leave()

    def _on_floor_command(self, command: Command) -> None:
        if command in STEPS:
            self.presenter.on_step(STEPS[command])
        elif command is Command.ASK_QUANTITY:
            self.presenter.on_note()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.anchor_keys.forget()
            self.floor_keys.forget()
        return super().event(event)

    def retranslate(self) -> None:
        """Words from the domain come again in the new language."""
        self.presenter.refresh()


def _bring_forward(window: QWidget) -> None:
    """Before the other one, which on a single screen may cover it."""
    window.raise_()
    window.activateWindow()


class AnchorWindow(Retranslating, QWidget):
    """The anchor's view by itself, filling the second screen where there is one."""

    def __init__(self, screen: LiveScreen) -> None:
        super().__init__(None, Qt.WindowType.Window)
        dress(self, surface="dark")
        self._live = screen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if screen.in_training:
            strip = TrainingStrip(self)
            strip.fit("dark")
            column.addWidget(strip)
        column.addWidget(screen.anchor)
        screen.anchor.show()
        self.retranslate()

    def open_on_second_screen(self, first: QWidget) -> bool:
        """Full screen beside ``first``, and True; on a single screen an ordinary window."""
        others = [s for s in QGuiApplication.screens() if s is not first.screen()]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.resize(first.size())
            self.show()
        return bool(others)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self._live.switch_view()
        else:
            self._live.anchor_key(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._live.anchor_keys.release(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it brings its view home; the broadcast does not notice."""
        event.ignore()
        if self._live.window_of_anchor is self:
            self._live.switch_windows()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("主播画面"))
