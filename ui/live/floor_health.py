"""The health strip: uplink, orders a minute, sound, and what happened lately."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.live.models import HealthModel, LiveModel, MicrophoneModel, Sound, Uplink
from ui.live.pieces import FittedText
from ui.live.times import of_day
from ui.live.wording import SOUND_TROUBLE, TONES, sound_words
from ui.theme import tokens
from ui.theme.style import dress, font_of
from ui.widgets.button import Button
from ui.widgets.meter_bar import MeterBar
from ui.widgets.retranslating import Retranslating
from ui.widgets.status_light import paint_shape, tone_colour
from ui.widgets.tool_tip import give_tip

HEIGHT, LOWEST = 124, 88
"""Pixels; on a low screen the charts give room to what is pressed."""
INCIDENTS = 3
IN_LINES = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
RATES = 120
RATE_COLOURS: dict[Uplink, str] = {
    Uplink.MEASURING: tokens.DARK.muted,
    Uplink.GOOD: tokens.JADE,
    Uplink.WEAK: tokens.AMBER,
    Uplink.DOWN: tokens.CINNABAR,
    Uplink.REFUSED: tokens.CINNABAR,
    Uplink.UNKNOWN: tokens.DARK.muted,
    Uplink.NOT_SENDING: tokens.DARK.muted,
}


class HealthStrip(Retranslating, QFrame):
    mute_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="bar", edge="bottom")
        self.setMinimumHeight(LOWEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._model: LiveModel | None = None
        self._health: HealthModel | None = None
        self._sound = Sound.UNKNOWN
        self.rate_title, self.orders_title = _title(self), _title(self)
        self.sound_title, self.news_title = _title(self), _title(self)
        self.rate = RateChart(self)
        self.bars = OrderBars(self)
        self.meter = MeterBar.for_sound(self)
        self.mute = Button(self)
        self.mute.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dress(self.mute, corner="true")
        self.mute.clicked.connect(self.mute_asked)
        self.news = NewsLines(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(28)
        for title, widget, share in (
            (self.rate_title, self.rate, 30),
            (self.orders_title, self.bars, 24),
            (self.sound_title, self.meter, 18),
            (self.news_title, self.news, 34),
        ):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(title)
            column.addWidget(widget, 1)
            if widget is self.meter:
                column.addWidget(self.mute, 0, Qt.AlignmentFlag.AlignLeft)
                column.addStretch(1)
            row.addLayout(column, share)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def show_live(self, model: LiveModel) -> None:
        self._model = model
        if self._health is not None and self._health.uplink is not model.uplink:
            self.show_health(replace(self._health, uplink=model.uplink))
        self.bars.show_counts(model.orders_a_minute)
        self.news.show_model(model)
        self._show_mute()

    def _show_mute(self) -> None:
        model = self._model
        muted = model is not None and model.sound is Sound.MUTED
        self.mute.setText(self.tr("开麦克风") if muted else self.tr("关麦克风"))
        # What was turned off in OBS is turned on there: this button would promise too much.
        self.mute.setEnabled(model is not None and model.live and not model.muted_by_hand)

    def show_health(self, health: HealthModel) -> None:
        self._health = health
        self.rate.show_health(health)
        if health.uplink in (Uplink.NOT_SENDING, Uplink.MEASURING):
            self.rate_title.show_text(self.tr("上行"))
        elif health.uplink is Uplink.UNKNOWN:
            self.rate_title.show_text(self.tr("上行 · 现在看不到"))
        else:
            words = self.tr("上行 {kbps} kb/s · 线是该有的 {target}")
            self.rate_title.show_text(words.format(kbps=health.kbps, target=health.target_kbps))

    def show_microphone(self, microphone: MicrophoneModel) -> None:
        self.meter.show_level(microphone.level)
        if microphone.sound is not self._sound:
            self._sound = microphone.sound
            self._show_sound()

    def _show_sound(self) -> None:
        missing = sound_words(self._sound)
        ink = "mind_text" if self._sound in SOUND_TROUBLE else "muted"
        mark = "◆ " if self._sound in SOUND_TROUBLE else ""
        words = mark + self.tr("声音") + (f" · {missing}" if missing else "")
        self.sound_title.show_text(words, ink)

    def retranslate(self) -> None:
        if self._health is None:
            self.rate_title.show_text(self.tr("上行"))
        else:
            self.show_health(self._health)
        self.orders_title.show_text(self.tr("每分钟几单 · 最近 20 分钟"))
        self.news_title.show_text(self.tr("出过的事"))
        self.rate.not_sending = self.tr("只录像，没有往外播")
        self.rate.nothing_yet = self.tr("开播以后才量得到")
        self.bars.none_yet = self.tr("还没有人下单")
        self.news.none_yet = self.tr("到现在都顺当")
        if self._health is not None:
            self.show_health(self._health)
        self._show_sound()
        self._show_mute()
        self.update()


def _title(parent: QWidget) -> FittedText:
    return FittedText(15, ink="muted", parent=parent)


class RateChart(QWidget):
    """Kilobits a second over the last two minutes, with the target as a dashed line."""

    not_sending = nothing_yet = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._health: HealthModel | None = None

    def show_health(self, health: HealthModel) -> None:
        self._health = health
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            health = self._health
            if health is not None and health.uplink is Uplink.NOT_SENDING:
                _say(painter, self, self.not_sending)
            elif health is None or len(health.rates) < 2 or health.uplink is Uplink.MEASURING:
                _say(painter, self, self.nothing_yet)
            else:
                self._paint_rates(painter, health)

    def _paint_rates(self, painter: QPainter, health: HealthModel) -> None:
        top = max(health.target_kbps * 1.3, max(health.rates), 1)
        height, width = self.height() - 4.0, float(self.width())

        def level(kbps: float) -> float:
            return 2 + height * (1 - kbps / top)

        painter.setPen(QPen(QColor(tokens.DARK.muted), 1, Qt.PenStyle.DashLine))
        aim = level(health.target_kbps)
        painter.drawLine(QPointF(0, aim), QPointF(width, aim))
        step = width / (RATES - 1)
        left = width - step * (len(health.rates) - 1)
        points = [QPointF(left + i * step, level(rate)) for i, rate in enumerate(health.rates)]
        painter.setPen(QPen(QColor(RATE_COLOURS[health.uplink]), 2.2))
        painter.drawPolyline(QPolygonF(points))


class OrderBars(QWidget):
    """Orders of each of the last minutes; the highest bar carries its figure."""

    none_yet = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()

    def show_counts(self, counts: tuple[int, ...]) -> None:
        if counts != self._counts:
            self._counts = counts
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            most = max(self._counts, default=0)
            if most == 0:
                _say(painter, self, self.none_yet)
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            step = self.width() / len(self._counts)
            room = self.height() - 18.0
            for place, count in enumerate(self._counts):
                high = max(2.0, room * count / most) if count else 2.0
                painter.setBrush(QColor(tokens.INDIGO if count else tokens.DARK.line))
                painter.drawRect(QRectF(place * step, self.height() - high, step * 0.68, high))
            painter.setFont(font_of(13))
            painter.setPen(QColor(tokens.DARK.muted))
            where = len(self._counts) - 1 - self._counts[::-1].index(most)
            left = min(self.width() - 30.0, max(0.0, where * step + step * 0.34 - 15))
            painter.drawText(QRectF(left, 0, 30, 16), Qt.AlignmentFlag.AlignCenter, str(most))


class NewsLines(QWidget):
    """The latest incidents, newest first, each with its time and shape."""

    none_yet = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: LiveModel | None = None

    def show_model(self, model: LiveModel) -> None:
        self._model = model
        give_tip(self, "\n".join(self.lines(len(model.incidents))))
        self.setAccessibleName("; ".join(self.lines(INCIDENTS)))
        self.update()

    def lines(self, most: int) -> list[str]:
        incidents = self._model.incidents[:most] if self._model else ()
        return [f"{of_day(incident.at)} {incident.text}" for incident in incidents]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(font_of(15))
            metrics = painter.fontMetrics()
            fit = max(1, min(INCIDENTS, self.height() // metrics.height()))
            incidents = self._model.incidents[:fit] if self._model else ()
            if not incidents:
                _say(painter, self, self.none_yet)
                return
            height = min(26.0, self.height() / fit)
            rows = 0
            for incident, words in zip(incidents, self.lines(fit), strict=True):
                newest, room = rows == 0, self.width() - 22
                # The newest is told whole, where that needs a second line; others may wait.
                two = newest and fit > 1 and metrics.horizontalAdvance(words) > room
                if rows + 1 + two > fit:
                    break
                box = QRectF(0, height * (rows + 0.5) - 6, 12, 12)
                tone = TONES[incident.level]
                paint_shape(painter, tone, box, tone_colour(tone, tokens.DARK))
                painter.setPen(QColor(tokens.DARK.text if newest else tokens.DARK.muted))
                line = QRect(22, round(height * rows), room, round(height * (1 + two)))
                painter.drawText(line, IN_LINES, fitted(metrics, words, line))
                rows += 1 + two


def fitted(metrics: QFontMetrics, words: str, box: QRect) -> str:
    """As much of ``words`` as ``box`` takes, in one line or wrapped into several."""
    lines = max(1, box.height() // metrics.height())
    for length in range(lines * box.width(), 0, -20):  # a line may end long before a word
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, length)
        high = metrics.boundingRect(box, IN_LINES, shown).height()
        if high < (lines + 0.5) * metrics.height():
            return shown
    return ""


def _say(painter: QPainter, widget: QWidget, words: str) -> None:
    painter.setFont(font_of(15))
    painter.setPen(QColor(tokens.DARK.muted))
    painter.drawText(widget.rect(), Qt.AlignmentFlag.AlignVCenter, words)
