"""The overlays' column at the side of the floor's view: what is on air, and what can be put there.

It stands in the place of the running order, so that whoever puts something on air sees it come:
the programme, its health and the order pad stay where they are, in sight and in use.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from overlays.fields import Field as TemplateField
from ui.live.overlays.form import WishForm
from ui.live.overlays.lines import OnAir
from ui.live.overlays.models import OverlaysModel
from ui.live.overlays.price import PricePart
from ui.live.pieces import FittedText
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating

SIDE, GUTTER = 14, 14
"""Pixels beside what stands here; in the gutter at the right there is room for a scroll bar."""
SECTION_GAP = 14


class OverlayPanel(Retranslating, QFrame):
    """It only asks, and shows what came back. While it stands open the keyboard is its own."""

    wished = Signal(object)
    """`Wish`."""
    prepared_asked = Signal(int, int)
    """The place among the plan's overlays, and for how many seconds; 0: until it is taken off."""
    off_asked = Signal(str)
    """The slot."""
    next_asked = Signal(str)
    prove_asked = Signal()
    price_asked = Signal(str)
    toasts_asked = Signal(bool)
    lottery_asked = Signal(str)
    number_asked = Signal(str, str)
    draw_asked = Signal(str, str, bool)
    """Lottery and word; whether it was asked about before."""
    opened = Signal()
    left = Signal()
    stands = Signal(bool)
    """Whether it is open from now on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, role="side", surface="dark")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.title = FittedText(tokens.HEADING, bold=True, parent=self)
        self.leave_button = Button(self)
        self.area, inside = QScrollArea(self), QWidget(self)
        # Made where they stay: whatever is moved to another parent is dressed and worded anew.
        self.form, self.on_air, self.price = WishForm(inside), OnAir(inside), PricePart(inside)
        parts = (self.form, _line(inside), self.on_air, _line(inside), self.price)
        _lay_below_each_other(self.area, inside, parts)
        self.problem = Label(self)
        self._dress_words()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.hide()

    def _dress_words(self) -> None:
        dress(self.leave_button, corner="true")
        self.problem.setWordWrap(True)
        self.problem.setContentsMargins(12, 8, 12, 8)
        dress(self.problem, role="card", tone="broken")
        self.problem.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 0, GUTTER, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.leave_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIDE, 0, GUTTER, 0)
        foot.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        form, lottery = self.form, self.form.lottery
        form.chosen_other.connect(self.show_done)
        for asked in (form.wished, form.prepared_asked, form.lottery_asked):
            asked.connect(self._tell_asked)  # before anything answers
        form.wished.connect(self.wished)
        form.refused.connect(self.show_refused)
        form.prepared_asked.connect(self.prepared_asked)
        form.lottery_asked.connect(self.lottery_asked)
        lottery.number_asked.connect(self.number_asked)
        lottery.draw_asked.connect(self.draw_asked)
        self.on_air.off_asked.connect(self.off_asked)
        self.on_air.next_asked.connect(self.next_asked)
        self.on_air.prove.clicked.connect(self.prove_asked)
        self.price.asked.connect(self.price_asked)
        self.price.toasts_asked.connect(self.toasts_asked)
        self.leave_button.clicked.connect(self.leave)

    def open(self) -> None:
        self._say("", "broken")
        self.show()
        self.form.kinds.setFocus()
        self.opened.emit()

    def open_or_leave(self) -> None:
        """The one button for both."""
        if self.isHidden():
            self.open()
        else:
            self.leave()

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def take_keyboard(self) -> None:
        """Back to where it was."""
        (self.focusWidget() or self.form.kinds).setFocus()

    def hasHeightForWidth(self) -> bool:
        """As high as its place is: what is longer is scrolled to, and pushes nothing."""
        return False

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.stands.emit(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key reaches the broadcast beside it; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    # ---- shown -----------------------------------------------------------------------------

    def show_overlays(self, model: OverlaysModel) -> None:
        self.form.show_overlays(model)
        self.on_air.show_lines(model.lines)
        self.price.show_overlays(model)

    def show_refused(self, sentence: str) -> None:
        self._say(sentence, "broken")

    def _tell_asked(self) -> None:
        """OBS may take seconds: what was said of the press before is no answer to this one."""
        self._say(self.tr("正在放…"), "idle")

    def show_numbers(self, numbers: Sequence[str]) -> None:
        """Taken for a lottery; in the problem's place, where everybody looks after a press."""
        words = self.tr("记下了：{numbers} 号").format(numbers=self.tr("、").join(numbers))
        self._say(words, "fine")
        self.form.lottery.forget_number()

    def show_done(self) -> None:
        self._say("", "broken")

    def show_price_changed(self, yuan: str) -> None:
        self.price.show_changed(yuan)

    def ask_draw(self) -> None:
        self.form.lottery.ask_draw()

    def called(self, field: TemplateField) -> str:
        """A template's field as the person who filled it in knows it."""
        return self.form.called(field)

    def _say(self, words: str, tone: str) -> None:
        dress(self.problem, tone=tone)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def retranslate(self) -> None:
        self.title.show_text(self.tr("画面上的贴片"))
        self.leave_button.setText(self.tr("关上 Esc"))


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    dress(line, role="line")
    return line


def _lay_below_each_other(area: QScrollArea, inside: QWidget, parts: Sequence[QWidget]) -> None:
    """``parts`` of ``inside``: what is more than the column's height is scrolled to."""
    dress(inside, role="plain")
    column = QVBoxLayout(inside)
    column.setSpacing(SECTION_GAP)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for each in (area.viewport(), inside):
        each.setAutoFillBackground(False)

    def keep_width(_least: int, most: int) -> None:
        """A scroll bar that comes lies in the gutter, and nothing becomes narrower."""
        bar = area.verticalScrollBar().sizeHint().width() if most else 0
        column.setContentsMargins(SIDE, 2, max(0, GUTTER - bar), 2)

    area.verticalScrollBar().rangeChanged.connect(keep_width)
    keep_width(0, 0)
