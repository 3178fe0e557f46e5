"""The floor controller's view: all of the broadcast at a glance, nothing scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from studio.health import policy
from studio.runtime.wording import Count
from ui.formats import money
from ui.live.floor_health import HealthStrip
from ui.live.floor_order import RunningOrder
from ui.live.floor_pad import OrderPadView
from ui.live.floor_programme import ProgrammePane
from ui.live.keys import KeyMap
from ui.live.models import (
    CardState,
    ClockModel,
    HealthModel,
    LiveModel,
    MicrophoneModel,
    Notice,
    NoticeKind,
    OrderLine,
    PadModel,
    ProgrammeModel,
    Step,
    Uplink,
)
from ui.live.overlays.panel import OverlayPanel
from ui.live.pieces import Badge, Band, FittedText, Light
from ui.live.times import hours
from ui.live.wording import (
    NOTICE_TONES,
    air_light,
    card_light,
    key_chip,
    notice_words,
    picture_light,
    trouble,
    uplink_light,
)
from ui.theme.style import dress, polish
from ui.widgets.button import Button
from ui.widgets.retranslating import Retranslating
from ui.widgets.status_light import Tone
from ui.widgets.tool_tip import give_tip

PREVIEW_MS = 500
"""A picture twice a second: what the stage allows (`Stage.programme`)."""
NOTICE_MS = 5000
LEFT, RIGHT = (236, 326), (280, 336)
"""Narrowest and widest; between them they share the width with the picture."""
ORDER_SHARE, STAGE_SHARE, PAD_SHARE = 26, 49, 25
STRIP = 52
HEAD_GAP = 8


class FloorView(Retranslating, QWidget):
    """See the module. Emits what was asked for; shows only what came back."""

    step_asked = Signal(Step)
    product_asked = Signal(str)
    order_dragged = Signal(list)
    move_asked = Signal(str, int)
    programme_wanted = Signal(int)
    anchor_asked = Signal()
    windows_asked = Signal()
    end_asked = Signal()
    restart_asked = Signal()
    looked_asked = Signal()
    record_asked = Signal()
    password_asked = Signal()
    key_asked = Signal()
    overlays_asked = Signal()

    def __init__(
        self,
        keys: KeyMap,
        canvas: tuple[int, int],
        parent: QWidget | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """``at_once`` false: `make_part` makes it, in as many turns as there are `parts`."""
        super().__init__(parent)
        dress(self, surface="dark", look="live")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys, self._canvas = keys, canvas
        self._model: LiveModel | None = None
        self._notice: Notice | None = None
        self._keys_free = True
        self._unmade: list[Callable[[], QWidget | None]] = [
            *(self._make_strip, self._make_order, self._make_stage, self._make_pad),
            *(self._make_health, self._put_together),
        ]
        self.parts = len(self._unmade)
        if at_once:
            self.make()

    def make(self) -> None:
        """All that is not made yet."""
        while self._unmade:
            self._unmade.pop(0)()

    def make_part(self) -> None:
        """The next part, ready to be laid out and painted; nothing where all is made."""
        if self._unmade and (part := self._unmade.pop(0)()) is not None:
            polish(part)

    def _make_strip(self) -> QWidget:
        self.strip = FloorStrip(self)
        return self.strip

    def _make_order(self) -> QWidget:
        self.order = RunningOrder(self)
        return self.order

    def _make_stage(self) -> QWidget:
        self.stage = StagePane(self._keys, self._canvas, self)
        return self.stage

    def _make_pad(self) -> QWidget:
        self.pad = OrderPadView(self)
        return self.pad

    def _make_health(self) -> QWidget:
        self.health = HealthStrip(self)
        return self.health

    def _put_together(self) -> None:
        self.band = Band(18, self.stage, left_free=self.stage.head_button)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        for side, (narrowest, widest) in ((self.order, LEFT), (self.pad, RIGHT)):
            side.setMinimumWidth(narrowest)
            side.setMaximumWidth(widest)
        middle = self._middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.order, ORDER_SHARE)
        middle.addWidget(_upright(self))
        middle.addWidget(self.stage, STAGE_SHARE)
        middle.addWidget(_upright(self))
        middle.addWidget(self.pad, PAD_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(middle, 1)
        column.addWidget(self.health)

    def _connect(self) -> None:
        self.strip.anchor.clicked.connect(self.anchor_asked)
        self.strip.windows.clicked.connect(self.windows_asked)
        self.strip.end.clicked.connect(self.end_asked)
        self.strip.restart.clicked.connect(self.restart_asked)
        self.strip.looked.clicked.connect(self.looked_asked)
        self.strip.record.clicked.connect(self.record_asked)
        self.strip.password.clicked.connect(self.password_asked)
        self.strip.key.clicked.connect(self.key_asked)
        self.order.product_asked.connect(self.product_asked)
        self.order.order_dragged.connect(self.order_dragged)
        self.order.move_asked.connect(self.move_asked)
        self.stage.pressed.connect(self.step_asked)
        self.stage.overlays.clicked.connect(self.overlays_asked)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(self._forget_notice)
        self._preview_timer = QTimer(self)
        self._preview_timer.setInterval(PREVIEW_MS)
        self._preview_timer.timeout.connect(self._want_programme)
        self._preview_timer.start()

    def lend_side(self, panel: OverlayPanel) -> None:
        """While ``panel`` is open it has the running order's place, and the keyboard: nothing else
        moves, and no key is told that does nothing."""
        panel.setMinimumWidth(LEFT[0])
        panel.setMaximumWidth(LEFT[1])
        self._middle.insertWidget(0, panel, ORDER_SHARE)
        panel.stands.connect(self._on_side)

    def _on_side(self, taken: bool) -> None:
        self.order.setVisible(not taken)
        self._keys_free = not taken
        # A click on the pad must not take the keyboard from what is being typed.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if taken else Qt.FocusPolicy.StrongFocus)
        self.stage.overlays.setChecked(taken)
        self.stage.show_keys(not taken)
        self.pad.show_keys(not taken)
        self._show_band()

    # ---- shown -----------------------------------------------------------------------------

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        self.strip.show_live(model)
        self.order.show_products(model.running_order)
        self.stage.show_live(model)
        self.pad.show_live(model)
        self.health.show_live(model)
        self._pace_preview(model)
        self._show_band()

    @property
    def preview_pause_ms(self) -> int:
        """Between two pictures of the programme."""
        return self._preview_timer.interval()

    def _pace_preview(self, model: LiveModel) -> None:
        """Pictures cost power: few of them where the battery is nearly empty."""
        saving = model.power.state == "saving"
        pause = round(policy.SAVING_PREVIEW_SECONDS * 1000) if saving else PREVIEW_MS
        if self._preview_timer.interval() != pause:
            self._preview_timer.setInterval(pause)

    def show_clock(self, clock: ClockModel) -> None:
        self.strip.show_clock(clock)
        self.order.show_clock(clock)

    def show_microphone(self, microphone: MicrophoneModel) -> None:
        self.health.show_microphone(microphone)

    def show_health(self, health: HealthModel) -> None:
        self.strip.show_health(health)
        self.health.show_health(health)

    def show_orders(self, pad: PadModel, lines: tuple[OrderLine, ...]) -> None:
        self.pad.show_orders(pad, lines)

    def show_programme(self, programme: ProgrammeModel) -> None:
        self.stage.programme.show_programme(programme)

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        patience = 2 if notice.kind in (NoticeKind.REFUSED, NoticeKind.FAILED) else 1
        self._notice_timer.start(NOTICE_MS * patience)
        self._show_band()

    def show_layout(self, two_windows: bool, apart: bool) -> None:
        self.strip.show_layout(two_windows, apart)

    def _forget_notice(self) -> None:
        self._notice = None
        self._show_band()

    def _show_band(self) -> None:
        standing = trouble(self._model, self._way_back()) if self._model else None
        if self._notice is not None and self._notice.kind is not NoticeKind.SAVING:
            kind = self._notice.kind
            words = notice_words(self._notice)
            self.band.say(NOTICE_TONES[kind], words, marked=kind is not NoticeKind.SAVED)
        elif standing is not None:
            self.band.say(*standing)
        else:
            self.band.hide()

    def _way_back(self) -> str:
        """What ends a break: its key, its button while the keys are not the broadcast's."""
        if self._keys_free:
            return key_chip(self._keys, Step.BREAK)
        return self.tr("“{button}”").format(button=self.stage.back_words())

    def _want_programme(self) -> None:
        """Pictures cost the stage work: only while somebody can see them."""
        live = self._model is not None and self._model.live
        if live and self.isVisible() and not self.window().isMinimized():
            self.programme_wanted.emit(self.stage.programme.asked_width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_programme()

    def stop(self) -> None:
        """The screen goes away: ask for no more pictures."""
        self._preview_timer.stop()
        self._notice_timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("场控画面"))
        if not self._unmade:
            self._show_band()


def _upright(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFixedWidth(1)
    dress(line, role="upright")
    return line


class FloorStrip(Retranslating, QFrame):
    """The top strip: on air, the show, its health in words, the takings; switch and end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="bar", edge="top")
        self.setFixedHeight(STRIP)
        self._model: LiveModel | None = None
        self._health: HealthModel | None = None
        self.badge = Badge(18, self)
        self.title = FittedText(18, bold=True, least=0.9, parent=self)
        self.network = Light(17, self)
        self.dropped = FittedText(17, ink="muted", parent=self)
        self.source = Light(17, self)
        self.restart = _quiet_button(self)
        self.looked = _quiet_button(self)
        self.record = _quiet_button(self)
        self.password = _quiet_button(self)
        self.key = _quiet_button(self)
        self.sum = FittedText(18, bold=True, parent=self)
        self.anchor = _quiet_button(self)
        self.windows = _quiet_button(self)
        self.end = _quiet_button(self)
        dress(self.end, role="danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        for text in (self.title, self.dropped, self.sum):
            text.set_fixed(True)
        self.title.setMaximumWidth(230)
        for widget in (
            self.badge,
            self.title,
            self.network,
            self.dropped,
            self.source,
            self.restart,
            self.looked,
            self.record,
            self.password,
            self.key,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.sum)
        for button in (self.anchor, self.windows, self.end):
            row.addWidget(button)
        self.retranslate()

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        self.badge.show_state(*air_light(model))
        self.title.show_text(model.title)
        self.sum.show_parts(
            (self.tr("{n} 单").format(n=Count(model.orders_count)), 1.0, True, "text"),
            (" · ", 1.0, False, "muted"),
            (money(model.paid_fen), 1.0, True, "text"),
        )
        self._show_source(model)
        self._show_network(model.uplink)

    def _show_source(self, model: LiveModel) -> None:
        if model.refused:
            self.source.show_state(Tone.BROKEN, self.tr("OBS 要密码"))
        elif model.stage_lost:
            self.source.show_state(Tone.BROKEN, self.tr("画面没回应，正在连"))
        elif model.stage_silent and model.practice:
            self.source.show_state(Tone.MIND, self.tr("练习画面没回应"))
        elif model.stage_silent:
            self.source.show_state(Tone.MIND, self.tr("OBS 没回应"))
        elif (picture := picture_light(model.picture)) is not None:
            self.source.show_state(*picture)
        elif model.practice:
            self.source.show_state(Tone.FINE, self.tr("练习画面正常"))
        else:
            self.source.show_state(Tone.FINE, self.tr("OBS 正常"))
        self.source.setVisible(model.live)
        self.restart.setVisible(model.can_restart)
        self.looked.setVisible(model.live and model.room_may_be_closed)
        self.record.setVisible(model.live and model.recording_off and not model.stage_lost)
        self.password.setVisible(bool(model.refused))
        self.key.setVisible(model.live and model.uplink is Uplink.REFUSED)

    def _show_network(self, uplink: Uplink) -> None:
        tone, words = uplink_light(uplink)
        measured = uplink in (Uplink.GOOD, Uplink.WEAK, Uplink.DOWN)
        sending = self._health is not None and measured
        if sending and self._health is not None:
            words += self.tr(" {rate:.1f} Mb/s").format(rate=self._health.kbps / 1000)
        self.network.show_state(tone, words)
        # Where nothing gets through, no share of it is news; buttons beside need the room.
        pressed = self._model is not None and self._model.recording_off
        self.dropped.setVisible(sending and uplink is not Uplink.DOWN and not pressed)

    def show_health(self, health: HealthModel) -> None:
        self._health = health
        share = health.dropped_ratio
        ink = "mind_text" if share > 0.02 else "muted"
        self.dropped.show_text(self.tr("掉帧 {share:.1%}").format(share=share), ink)
        self._show_network(health.uplink)

    def show_clock(self, clock: ClockModel) -> None:
        self.badge.show_clock(hours(clock.on_air_ms))

    def show_layout(self, two_windows: bool, apart: bool) -> None:
        """Which way the windows button would switch; ``apart``: the anchor has another screen."""
        self._two_windows, self._apart = two_windows, apart
        words = self.tr("合成一个窗口") if two_windows else self.tr("分两个窗口")
        self.windows.setText(words)
        self.anchor.setVisible(not apart)

    _two_windows = _apart = False

    def retranslate(self) -> None:
        self.anchor.setText(self.tr("主播画面 F2"))
        self.end.setText(self.tr("下播…"))
        self.restart.setText(self.tr("重开 OBS"))
        give_tip(self.restart, self.tr("关掉没回应的 OBS 再打开，不停下来问要不要安全模式"))
        self.looked.setText(self.tr("看过了"))
        self.record.setText(self.tr("再录"))
        self.password.setText(self.tr("填密码…"))
        self.key.setText(self.tr("推流密钥…"))
        self.show_layout(self._two_windows, self._apart)
        if self._health is not None:
            self.show_health(self._health)
        if self._model is not None:
            self.show_live(self._model)


def _quiet_button(parent: QWidget) -> Button:
    button = Button(parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    dress(button, corner="true")
    return button


class StagePane(Retranslating, QWidget):
    """What viewers see, and the four things that change it."""

    pressed = Signal(Step)
    STEPS = (Step.CARD, Step.NEXT, Step.HOLD, Step.BREAK)

    def __init__(
        self, keys: KeyMap, canvas: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys, self._canvas = keys, canvas
        self._keys_free = True
        self._model: LiveModel | None = None
        self.title = FittedText(16, ink="muted", parent=self)
        self.size_words = FittedText(16, ink="muted", parent=self)
        self.size_words.set_fixed(True)
        self.overlays = _quiet_button(self)
        self.overlays.setCheckable(True)
        self.programme = ProgrammePane(canvas, self)
        self.by_step = {step: TwoLineButton(self) for step in self.STEPS}
        upright = canvas[1] > canvas[0]
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (step, button) in enumerate(self.by_step.items()):
            button.clicked.connect(lambda _checked=False, step=step: self.pressed.emit(step))
            grid.addWidget(button, *((place, 0) if upright else (0, place)))
        grid.setRowStretch(len(self.STEPS), 1 if upright else 0)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.size_words)
        head.addWidget(self.overlays)
        way = QBoxLayout.Direction.LeftToRight if upright else QBoxLayout.Direction.TopToBottom
        body = QBoxLayout(way)
        body.setSpacing(12)
        body.addWidget(self.programme, 1)
        body.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(22 if upright else 10)
        column.addLayout(head)
        column.addLayout(body, 1)
        self.retranslate()

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        self.programme.show_live(model.live)
        count = len(model.overlays)
        words = self.tr("更多贴片（{n}）").format(n=count) if count else self.tr("更多贴片…")
        self.overlays.setText(words)
        self.overlays.setEnabled(model.live)
        up = model.card is CardState.ON
        card_words = card_light(model.card)[1]
        following = model.following.name if model.following else self.tr("没有了")
        faces = {
            Step.CARD: (self.tr("商品卡"), card_words, up),
            Step.NEXT: (self.tr("下一个"), following, False),
            Step.HOLD: (
                self.tr("接着说") if model.held else self.tr("停一停"),
                self._prompting(model),
                model.held,
            ),
            Step.BREAK: (
                self.back_words() if model.on_break else self.tr("歇一下"),
                self.tr("观众在等") if model.on_break else self.tr("放“马上回来”"),
                model.on_break,
            ),
        }
        for step, button in self.by_step.items():
            title, state, is_on = faces[step]
            chip = key_chip(self._keys, step) if self._keys_free else ""
            button.show_face(title, state, chip, is_on)
            button.setEnabled(model.live)
        self.by_step[Step.NEXT].setEnabled(model.live and model.following is not None)

    def show_keys(self, free: bool) -> None:
        """``free``: the keys are the broadcast's, and are told on its buttons."""
        self._keys_free = free
        if self._model is not None:
            self.show_live(self._model)

    def back_words(self) -> str:
        """What stands on the button that ends a break."""
        return self.tr("回来了")

    def head_button(self) -> int:
        """How wide the button in the head is, with the gap before it: it can always be pressed."""
        return self.overlays.sizeHint().width() + HEAD_GAP

    def _prompting(self, model: LiveModel) -> str:
        """What the text does; that a hand moves it, only the anchor's screen tells."""
        if model.prompter_runs:
            return self.tr("提词在走")
        return self.tr("提词歇着") if model.on_break else self.tr("提词停着")

    def retranslate(self) -> None:
        self.title.show_text(self.tr("画面"))
        wide, high = self._canvas
        upright = self.tr("竖屏") if high > wide else self.tr("横屏")
        self.size_words.show_text(f"{upright} {wide}×{high}")
        if self._model is not None:
            self.show_live(self._model)


class TwoLineButton(Button):
    """What it does, and under it how things stand; its key at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(68)
        self.setMinimumWidth(106)
        dress(self, role="two-line")
        self.title = FittedText(17, bold=True, parent=self)
        self.state = FittedText(15, ink="muted", parent=self)
        self.key = FittedText(14, ink="muted", parent=self)
        self.key.set_fixed(True)
        for part in (self.title, self.state, self.key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.state)

    def show_face(self, title: str, state: str, key: str, is_on: bool) -> None:
        self.title.show_text(title)
        self.state.show_text(state, "good_text" if is_on else "muted")
        self.key.show_text(key)
        self.setAccessibleName(f"{title} {state}".strip())
        if bool(self.property("lit")) is not is_on:
            dress(self, lit=is_on)

    def sizeHint(self) -> QSize:
        return QSize(160, 68)
