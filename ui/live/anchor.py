"""The anchor's view: read at two metres, worked with three keys. One thing at a time."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.formats import price
from ui.live.keys import SECOND, KeyMap
from ui.live.models import (
    CardState,
    ClockModel,
    HealthModel,
    LiveModel,
    MicrophoneModel,
    Notice,
    NoticeKind,
    ProductModel,
    ScriptModel,
    Sound,
    Step,
)
from ui.live.pieces import Badge, Band, FittedText, Light, PicturePane, StepButton
from ui.live.quick_order import QuickOrder
from ui.live.times import hours
from ui.live.wording import (
    NOTICE_TONES,
    SOUND_TROUBLE,
    air_light,
    card_light,
    key_chip,
    name_and_spec,
    notice_words,
    sound_words,
    trouble,
    uplink_light,
)
from ui.prompter import Mode, PrompterView
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.meter_bar import MeterBar
from ui.widgets.retranslating import Retranslating

DESIGNED_FOR = (1366, 768)
TOP, BOTTOM, SIDE = 60, 128, 372
METER = 72, 170
"""The microphone's bar is at least and at most so wide: shorter it says nothing across a room."""
NOTICE_MS = 5000
"""A saved order is said this long; a refusal twice as long."""
ICONS: dict[Step, str] = {
    Step.NEXT: "next",
    Step.CARD: "card",
    Step.HOLD: "hold",
    Step.ORDER: "order",
    Step.BREAK: "rest",
}
HELD = {second: step for step, second in SECOND.items()}
"""Whose key is kept down for a step, by who has no other key for it."""


class AnchorView(Retranslating, QWidget):
    """See the module. Emits what was asked for; shows only what came back."""

    step_asked = Signal(Step)
    quantity_asked = Signal(int)
    floor_asked = Signal()
    end_asked = Signal()

    def __init__(
        self, prompter: PrompterView, keys: KeyMap, channel: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, surface="dark", look="live")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = keys
        self._model: LiveModel | None = None
        self._notice: Notice | None = None
        self._script_sku: str | None = None
        self._usual_speed: float | None = None
        self._sound = Sound.UNKNOWN
        self.prompter = prompter
        prompter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        prompter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.top = TopBar(self)
        self.side = ProductSide(self)
        self.buttons = StepButtons(keys, self)
        self.band = Band(28, prompter, prompter.clear_of_reading)
        prompter.lie_under(self.band)
        self.quick = QuickOrder(keys, channel, self)
        self.quick.chosen.connect(self.quantity_asked)
        self.buttons.pressed.connect(self._on_button)
        self.top.floor.clicked.connect(self.floor_asked)
        self.top.end.clicked.connect(self.end_asked)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(self._forget_notice)
        self._lay_out()
        self._set_scale(1.0)
        self.retranslate()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.prompter, 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.buttons)

    # ---- shown -----------------------------------------------------------------------------

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        self.top.show_live(model)
        self.side.show_live(model)
        self.buttons.show_live(model)
        self.quick.show_product(model.current)
        self.prompter.set_running(model.prompter_runs)
        self._show_band()

    def show_clock(self, clock: ClockModel) -> None:
        self.top.show_clock(clock)

    def show_microphone(self, microphone: MicrophoneModel) -> None:
        self.top.show_microphone(microphone)

    def show_health(self, health: HealthModel) -> None:
        self.top.show_uplink(health)

    def use_speed(self, characters_per_minute: float) -> None:
        """How fast scripts without a speed of their own run."""
        self._usual_speed = characters_per_minute
        self.prompter.set_speed(characters_per_minute)

    def show_script(self, script: ScriptModel) -> None:
        speed = script.characters_per_minute or self._usual_speed
        if speed is not None:
            self.prompter.set_speed(speed)
        if script.sku == self._script_sku:
            self.prompter.update_lines(script.lines)
        elif script.sku:
            self.prompter.set_lines(script.lines)
        self._script_sku = script.sku
        if script.problem:
            self.show_notice(Notice(NoticeKind.REFUSED, script.problem))

    def show_mode(self, mode: Mode) -> None:
        """What really moves the text."""
        self.top.show_mode(mode)
        self.band.place()  # its way back may have appeared at the foot

    def show_layout(self, apart: bool) -> None:
        """On a screen of its own it has nothing to switch to, and does not end the broadcast."""
        self.top.floor.setVisible(not apart)
        self.top.end.setVisible(not apart)

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        patience = 2 if notice.kind in (NoticeKind.REFUSED, NoticeKind.FAILED) else 1
        self._notice_timer.start(NOTICE_MS * patience)
        self._show_band()

    def _forget_notice(self) -> None:
        self._notice = None
        self._show_band()

    def _show_band(self) -> None:
        """What was just said goes before what is still so."""
        covered = self._covered()
        key = key_chip(self._keys, Step.BREAK)
        standing = trouble(self._model, key, three_keys=True) if self._model else None
        if self._notice is not None:
            kind = self._notice.kind
            words = notice_words(self._notice)
            self.band.say(NOTICE_TONES[kind], words, marked=kind is not NoticeKind.SAVED)
        elif standing is not None:
            self.band.say(*standing)
        else:
            self.band.hide()
        if self._covered() != covered:
            self.prompter.update()

    def _covered(self) -> QRect:
        """What the band hides of the prompter."""
        return QRect() if self.band.isHidden() else self.band.geometry()

    # ---- asked -----------------------------------------------------------------------------

    def _on_button(self, step: Step) -> None:
        if step is Step.ORDER:
            self.ask_quantity()
        else:
            self.step_asked.emit(step)

    def ask_quantity(self) -> None:
        """Open the quick order; nothing to sell, nothing to open."""
        if self._model is not None and self._model.live and self._model.current is not None:
            self.quick.open()

    def focusNextPrevChild(self, next_child: bool) -> bool:
        """Nothing here takes the keyboard but the view: a stray Tab must not lose the keys."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide, high = DESIGNED_FOR
        self._set_scale(max(1.0, min(self.width() / wide, self.height() / high)))
        super().resizeEvent(event)

    def _set_scale(self, scale: float) -> None:
        self.top.set_scale(scale)
        self.side.set_scale(scale)
        self.buttons.set_scale(scale)
        self.band.set_scale(scale)
        self.quick.set_scale(scale)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("主播画面"))
        self._show_band()


class TopBar(Retranslating, QFrame):
    """On air since when, the network, the microphone, today's orders, what the prompter does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="bar")
        self._model: LiveModel | None = None
        self._sound = Sound.UNKNOWN
        self._mode = Mode.STOPPED
        self.badge = Badge(28, self)
        self.network = Light(28, self)
        self.microphone = FittedText(28, ink="text", parent=self)
        self.meter = MeterBar(parent=self)
        self.orders = FittedText(28, parent=self)
        self.mode = FittedText(28, ink="muted", parent=self)
        self.floor = _corner_button(self)
        self.end = _corner_button(self)
        dress(self.end, role="danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(22)
        for widget in (self.badge, self.network, self.microphone):
            row.addWidget(widget)
        row.addWidget(self.meter, 1)
        for widget in (self.orders, self.mode, self.floor, self.end):
            row.addWidget(widget)
        for text in (self.microphone, self.orders, self.mode):
            text.set_fixed(True)
        row.insertStretch(4, 1)
        self.retranslate()

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        self.badge.show_state(*air_light(model))
        self.network.show_state(*uplink_light(model.uplink))
        one = self.tr(" 单", "exactly one")
        self.orders.show_parts(
            (self.tr("今天 "), 1.0, False, "muted"),
            (str(model.orders_count), 1.0, True, "text"),
            (one if model.orders_count == 1 else self.tr(" 单"), 1.0, False, "muted"),
        )
        self._show_mode()

    def show_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._show_mode()

    def _show_mode(self) -> None:
        if self._mode is Mode.MANUAL:
            self.mode.show_text(self.tr("手动"))
        elif self._mode is Mode.STEADY:
            self.mode.show_text(self.tr("匀速"))
        elif self._model is not None and self._model.on_break:
            self.mode.show_text(self.tr("歇着"))
        else:
            self.mode.show_text(self.tr("停住了"))

    def show_clock(self, clock: ClockModel) -> None:
        self.badge.show_clock(hours(clock.on_air_ms))

    def show_uplink(self, health: HealthModel) -> None:
        self.network.show_state(*uplink_light(health.uplink))

    def show_microphone(self, microphone: MicrophoneModel) -> None:
        self.meter.show_level(microphone.level)
        if microphone.sound is not self._sound:
            self._sound = microphone.sound
            self._show_sound()

    def _show_sound(self) -> None:
        missing = sound_words(self._sound)
        self.meter.setVisible(not missing)
        ink = "mind_text" if self._sound in SOUND_TROUBLE else "text"
        mark = "◆ " if self._sound in SOUND_TROUBLE else ""
        words = self.tr("麦克风{how}").format(how=missing) if missing else self.tr("麦克风")
        self.microphone.show_text(mark + words, ink)

    def set_scale(self, scale: float) -> None:
        self.setFixedHeight(round(TOP * scale))
        for widget in (self.badge, self.network, self.microphone, self.orders, self.mode):
            widget.set_scale(scale)
        least, most = METER
        self.meter.setMinimumWidth(round(least * scale))
        self.meter.setMaximumWidth(round(most * scale))

    def retranslate(self) -> None:
        self.floor.setText(self.tr("场控 F2"))
        self.end.setText(self.tr("下播…"))
        self._show_sound()
        if self._model is not None:
            self.show_live(self._model)


def _corner_button(parent: QWidget) -> Button:
    """For the helper's hand, not the anchor's: small, and deaf to every key."""
    button = Button(parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    dress(button, corner="anchor")
    return button


class ProductSide(Retranslating, QFrame):
    """The one product that matters now, and underneath what comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="panel")
        self._model: LiveModel | None = None
        self.picture = PicturePane(self)
        self.name = FittedText(34, bold=True, parent=self)
        self.spec = FittedText(28, ink="muted", parent=self)
        self.price = FittedText(64, bold=True, ink="price", parent=self)
        self.stock = FittedText(30, parent=self)
        self.card = Light(28, self)
        self.rule = dress(QFrame(self), role="line")
        self.next_title = FittedText(28, ink="muted", parent=self)
        self.next_name = FittedText(30, bold=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(4)
        column.addWidget(self.picture, 1)
        column.addSpacing(4)
        for widget in (self.name, self.spec, self.price, self.stock, self.card):
            column.addWidget(widget)
        column.addStretch(0)
        column.addSpacing(8)
        column.addWidget(self.rule)
        column.addSpacing(6)
        column.addWidget(self.next_title)
        column.addWidget(self.next_name)
        self.retranslate()

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        product = model.current
        self.picture.show_picture(product.picture if product else None)
        for widget in (self.price, self.stock, self.card):
            widget.setVisible(product is not None)
        if product is None:
            self.name.show_text(self.tr("还没有上商品"))
            self.spec.hide()
        else:
            self._show_product(product, model.card)
        self._show_next(model.following)

    def _show_product(self, product: ProductModel, card: CardState) -> None:
        self._show_name(product)
        self.price.show_parts(
            (price(product.price_fen), 1.0, True, "price"),
            (self.tr(" / {unit}").format(unit=product.unit), 0.45, False, "muted"),
        )
        self.card.show_state(*card_light(card))
        if product.available is None:
            self.stock.show_text(self.tr("库存还在数…"), "muted")
            return
        ink = "mind_text" if product.few else "text"
        before = self.tr("◆ 只剩 ") if product.few else self.tr("还有 ")
        self.stock.show_parts(
            (before, 1.0, False, ink),
            (str(product.available), 1.35, True, ink),
            (" " + product.unit, 1.0, False, ink),
        )

    def _show_name(self, product: ProductModel) -> None:
        """In one line where it fits at nearly full size, else the spec below the name."""
        in_one = self._fits(self.name, product)
        self.spec.show_text(product.spec)
        self.spec.setVisible(not in_one)

    def _fits(self, place: FittedText, product: ProductModel) -> bool:
        """Show name and spec at ``place``, or the name alone where both would be too small."""
        place.show_text(name_and_spec(product))
        if place.sizeHint().width() <= (self.maximumWidth() - 36) * 1.1:
            return True
        place.show_text(product.name)
        return False

    def _show_next(self, following: ProductModel | None) -> None:
        for widget in (self.rule, self.next_title, self.next_name):
            widget.setVisible(following is not None)
        if following is not None:
            self._fits(self.next_name, following)

    def set_scale(self, scale: float) -> None:
        self.setFixedWidth(round(SIDE * scale))
        self.picture.setMaximumHeight(round(210 * scale))
        for widget in (self.name, self.spec, self.price, self.stock, self.card):
            widget.set_scale(scale)
        self.next_title.set_scale(scale)
        self.next_name.set_scale(scale)

    def retranslate(self) -> None:
        self.next_title.show_text(self.tr("下一个"))
        if self._model is not None:
            self.show_live(self._model)


class StepButtons(Retranslating, QFrame):
    """The five. Which one is coloured, and what each says, follows from the moment."""

    pressed = Signal(Step)
    SHARES = ((Step.NEXT, 13), (Step.CARD, 11), (Step.HOLD, 10), (Step.ORDER, 9), (Step.BREAK, 9))

    def __init__(self, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="bar")
        self._keys = keys
        self._model: LiveModel | None = None
        self.by_step: dict[Step, StepButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 16)
        row.setSpacing(14)
        for step, share in self.SHARES:
            button = StepButton(ICONS[step], self)
            button.clicked.connect(lambda _checked=False, step=step: self.pressed.emit(step))
            self.by_step[step] = button
            row.addWidget(button, share)
        self.retranslate()

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        card_up = model.card not in (CardState.OFF, CardState.COMING_DOWN)
        faces = {
            Step.NEXT: (self.tr("下一个"), "next"),
            Step.CARD: (self.tr("收贴片") if card_up else self.tr("上贴片"), "card"),
            Step.HOLD: (self.tr("接着说"), "go_on") if model.held else (self.tr("停一停"), "hold"),
            Step.ORDER: (self.tr("记一单"), "order"),
            Step.BREAK: (
                (self.tr("回来了"), "go_on") if model.on_break else (self.tr("歇一下"), "rest")
            ),
        }
        for step, button in self.by_step.items():
            button.show_face(*faces[step])
            button.show_next(step is model.next_step)
            button.setEnabled(model.live)
        self.by_step[Step.NEXT].setEnabled(model.live and model.following is not None)

    def set_scale(self, scale: float) -> None:
        self.setFixedHeight(round(BOTTOM * scale))
        for button in self.by_step.values():
            button.set_scale(scale)

    def retranslate(self) -> None:
        for step, button in self.by_step.items():
            button.show_key(self._keys_of(step))
        if self._model is not None:
            self.show_live(self._model)

    def _keys_of(self, step: Step) -> str:
        """Its own key; who has but three (a pedal, a remote) keeps another one down for it."""
        key, held = key_chip(self._keys, step), HELD.get(step)
        if held is None:
            return key
        return self.tr("{key} · 按住 {held}").format(key=key, held=key_chip(self._keys, held))
