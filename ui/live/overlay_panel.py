"""The overlays' panel: what is on air beside the product's card, and what can be put there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from overlays.fields import Field as TemplateField
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session.boards import LONGEST_S, NEEDS_MONEY, NEEDS_TIME, Wish
from studio.session.telling import overlay_code
from studio.stage.layers import Slot
from ui import i18n, reading
from ui.cards.words import about_letters, called
from ui.formats import money
from ui.live.overlay_models import LotteryChoice, OverlayLine, OverlaysModel, Prepared, Seen
from ui.live.pieces import FittedText
from ui.theme.style import dress
from ui.widgets import Field
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating
from ui.widgets.tool_tip import give_tip
from ui.widgets.unwheeled import ComboBox

WIDTH, HEIGHT = 980, 560
MOST_LINES = len(Slot) - 1
"""Every slot but the product's card, which has its button outside."""
OFF_WIDTH, NEXT_WIDTH = 112, 88
CHOICES = (
    *("countdown", "coupon", "price-drop", "rolling-notice", "next-product", "correction"),
    *("origin-card", "lottery", "lower-third", "opening", "closing", "brand-frame"),
)
TIMED = NEEDS_TIME | {"coupon", "price-drop"}
WORDLESS = frozenset({"price-drop", "next-product", "lottery", "origin-card"})
NAMED = "lower-third"
ENDLESS = frozenset({"coupon"})
"""Of those that lie in a plan: what is true for a while, and does not say itself for how long."""
READ_OUT = 12
"""Characters of the hash of a lottery's numbers; all of it stands on the desk's page."""


class OverlayPanel(Retranslating, QFrame):
    """A sheet over the floor's view; it only asks, and shows what came back."""

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

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        dress(self, role="card", surface="dark")
        self._model: OverlaysModel | None = None
        self.title, self.now_on, self.none_yet, self.problem = (Label(self) for _ in range(4))
        self.problem.setWordWrap(True)
        dress(self.problem, tone="broken")
        self.lines = [LineView(self) for _ in range(MOST_LINES)]
        self.form = WishForm(self)
        self.toasts = QCheckBox(self)
        self.price = Field(self)
        self.prove, self.change_price, self.leave_button = Button(self), Button(self), Button(self)
        self._lay_out()
        self._connect()
        host.installEventFilter(self)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.now_on)
        left.addWidget(self.none_yet)
        left.addWidget(self._listed(), 1)
        price = QHBoxLayout()
        price.addWidget(self.price, 1)
        price.addWidget(self.change_price, 0, Qt.AlignmentFlag.AlignBottom)
        left.addLayout(price)
        left.addWidget(self.toasts)
        body = QHBoxLayout()
        body.setSpacing(28)
        body.addLayout(left, 6)
        body.addWidget(self.form, 5)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.prove)
        foot.addWidget(self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addLayout(body, 1)
        column.addLayout(foot)

    def _listed(self) -> QScrollArea:
        """All there can be: what is more than the panel's height is scrolled to."""
        inside, column = QWidget(), QVBoxLayout()
        dress(inside, role="plain")
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in self.lines:
            column.addWidget(line)
        column.addStretch(1)
        inside.setLayout(column)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        for line in self.lines:
            line.off_asked.connect(self.off_asked)
            line.next_asked.connect(self.next_asked)
        self.form.wished.connect(self.wished)
        self.form.refused.connect(self.show_refused)
        self.form.prepared_asked.connect(self.prepared_asked)
        self.form.lottery_asked.connect(self.lottery_asked)
        self.form.number_asked.connect(self.number_asked)
        self.form.draw_asked.connect(self.draw_asked)
        self.prove.clicked.connect(self.prove_asked)
        self.toasts.clicked.connect(self.toasts_asked)
        self.change_price.clicked.connect(self._on_price)
        self.price.input.returnPressed.connect(self._on_price)
        self.leave_button.clicked.connect(self.leave)

    def open(self) -> None:
        self.problem.setText("")
        self._place()
        self.show()
        self.raise_()
        self.form.kinds.setFocus()
        self.opened.emit()

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key reaches the broadcast behind it; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # ---- shown -----------------------------------------------------------------------------

    def show_overlays(self, model: OverlaysModel) -> None:
        self._model = model
        self.none_yet.setVisible(not model.lines)
        for place, view in enumerate(self.lines):
            view.setVisible(place < len(model.lines))
            if place < len(model.lines):
                view.show_line(model.lines[place])
        label = self.tr("{name} 现在卖 {price}，改成（元）")
        words = label.format(name=model.product, price=money(model.price_fen))
        self.price.show_label(words if model.product else self.tr("上了商品才能改价"))
        self.change_price.setEnabled(bool(model.product))
        self.toasts.setChecked(model.toasts)
        self.form.show_prepared(model.prepared, model.no_pages)
        self.form.show_lotteries(model)

    def show_refused(self, sentence: str) -> None:
        dress(self.problem, tone="broken")
        self.problem.setText(sentence)

    def show_numbers(self, numbers: Sequence[str]) -> None:
        """Taken for a lottery; in the problem's place, where everybody looks after a press."""
        words = self.tr("记下了：{numbers} 号").format(numbers=self.tr("、").join(numbers))
        dress(self.problem, tone="fine")
        self.problem.setText(words)
        self.form.forget_number()

    def show_done(self) -> None:
        dress(self.problem, tone="broken")
        self.problem.setText("")

    def show_price_changed(self, yuan: str) -> None:
        """What is typed by now is another price, and stays."""
        if self.price.input.text().strip() == yuan:
            self.price.input.clear()

    def ask_draw(self) -> None:
        self.form.ask_draw()

    def called(self, field: TemplateField) -> str:
        """A template's field as the person who filled it in knows it."""
        return self.form.called(field)

    def _on_price(self) -> None:
        text = self.price.input.text().strip()
        if text:
            self.price_asked.emit(text)

    def _place(self) -> None:
        host = self.parentWidget()
        width, height = min(WIDTH, host.width() - 48), min(HEIGHT, host.height() - 96)
        self.setGeometry((host.width() - width) // 2, (host.height() - height) // 2, width, height)

    def retranslate(self) -> None:
        self.title.setText(self.tr("画面上的贴片"))
        dress(self.title, role="anchor-title")
        self.now_on.setText(self.tr("现在放着的（商品卡在外面的按钮上）"))
        self.none_yet.setText(self.tr("除了商品卡，什么也没有放。"))
        self.toasts.setText(self.tr("记一单就报一下（只说货和村，不说是谁）"))
        self.change_price.setText(self.tr("改价"))
        self.prove.setText(self.tr("再核对一次"))
        self.leave_button.setText(self.tr("关上"))
        if self._model is not None:
            self.show_overlays(self._model)


class LineView(Retranslating, QWidget):
    """One overlay on air, whether viewers were seen to get it, and the way off."""

    off_asked = Signal(str)
    next_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: OverlayLine | None = None
        self.words = FittedText(16, least=0.9, parent=self)
        self.seen = FittedText(15, ink="muted", parent=self)
        self.next, self.off = Button(self), Button(self)
        for button, do in ((self.next, self._on_next), (self.off, self._on_off)):
            dress(button, pad="line")
            button.clicked.connect(do)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.seen.setFixedWidth(126)
        self.next.setFixedWidth(NEXT_WIDTH)
        self.off.setFixedWidth(OFF_WIDTH)
        row.addWidget(self.words, 1)
        row.addWidget(self.seen)
        row.addWidget(self.next)
        row.addWidget(self.off)

    def show_line(self, line: OverlayLine) -> None:
        self._line = line
        name = line.name or sentence(overlay_code(line.template), i18n.current())
        self.words.show_text(f"{name}  {line.words}".strip())
        told, ink = {
            Seen.UNKNOWN: (self.tr("正在核对"), "muted"),
            Seen.YES: (self.tr("✓ 观众看得到"), "good_text"),
            Seen.NO: (self.tr("◆ 画面里没找到"), "mind_text"),
            Seen.WAITS: (self.tr("先让一让"), "muted"),
            Seen.BY_EYE: (self.tr("请看一眼画面"), "muted"),
        }[line.seen]
        self.seen.show_text(told, ink)
        self.next.setText(self.tr("下一步"))
        self.next.setVisible(line.further is not None)
        self.next.setEnabled(bool(line.further))
        self.off.setFixedWidth(OFF_WIDTH if line.further is None else NEXT_WIDTH)
        self.off.setText(self.tr("整场都在") if line.mandatory else self.tr("收"))
        self.off.setEnabled(not line.mandatory)

    def _on_next(self) -> None:
        if self._line is not None:
            self.next_asked.emit(self._line.slot)

    def _on_off(self) -> None:
        if self._line is not None:
            self.off_asked.emit(self._line.slot)

    def retranslate(self) -> None:
        if self._line is not None:
            self.show_line(self._line)


class WishForm(Retranslating, QWidget):
    """What to put on, and what it should say; a lottery has its numbers and its draw here."""

    wished = Signal(object)
    refused = Signal(str)
    """A sentence: what was typed cannot be read, and nothing is asked for."""
    prepared_asked = Signal(int, int)
    lottery_asked = Signal(str)
    number_asked = Signal(str, str)
    draw_asked = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds, self.lotteries = ComboBox(self), ComboBox(self)
        self._lotteries: tuple[LotteryChoice, ...] = ()
        self._sure: tuple[str, str] | None = None
        """Which lottery and word 开奖 was pressed for once."""
        self._number_asked = ""
        self._prepared: tuple[Prepared, ...] = ()
        self._no_pages = ""
        for template in CHOICES:
            self.kinds.addItem("", template)
        self.who, self.words, self.minutes, self.yuan = (Field(self) for _ in range(4))
        self.number, self.word = Field(self), Field(self)
        self.put, self.take_number, self.draw = Button(self), Button(self), Button(self)
        self.no_lottery, self.no_page, self.letters = (Label(self) for _ in range(3))
        self.seal, self.stays = Label(self), Label(self)
        for label in (self.no_lottery, self.no_page, self.letters, self.seal, self.stays):
            label.setWordWrap(True)
            dress(label, role="muted")
        dress(self.letters, tone="mind")
        dress(self.put, role="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.kinds, self.who, self.words, self.letters):
            column.addWidget(widget)
        for widget in (self.minutes, self.yuan, self.stays, self.lotteries):
            column.addWidget(widget)
        self.draws = QWidget(self)
        grid = QGridLayout(self.draws)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (field, button) in enumerate(
            ((self.number, self.take_number), (self.word, self.draw))
        ):
            grid.addWidget(field, row, 0)
            grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self.draws)
        column.addWidget(self.seal)
        column.addWidget(self.no_lottery)
        column.addWidget(self.no_page)
        column.addStretch(1)
        column.addWidget(self.put)
        self.kinds.currentIndexChanged.connect(self._fit)
        self.words.input.textChanged.connect(self._tell_letters)
        for field in (self.who, self.words, self.minutes, self.yuan):
            field.input.returnPressed.connect(self._on_put)
        self.put.clicked.connect(self._on_put)
        self.take_number.clicked.connect(self._on_number)
        self.draw.clicked.connect(self._on_draw)
        self.word.input.textChanged.connect(self._tell_draw)
        self.lotteries.currentIndexChanged.connect(self._tell_draw)
        self.retranslate()
        self._fit()

    @property
    def chosen(self) -> str:
        return str(self.kinds.currentData())

    def choose(self, template: str) -> None:
        self.kinds.setCurrentIndex(CHOICES.index(template))

    @property
    def prepared(self) -> int | None:
        """The place of the plan's overlay that is chosen; those follow the kinds."""
        place = self.kinds.currentIndex() - len(CHOICES)
        return place if place >= 0 else None

    def show_prepared(self, prepared: tuple[Prepared, ...], no_pages: str) -> None:
        """``no_pages``: why templates of others cannot be played here."""
        if no_pages != self._no_pages:
            self._no_pages = no_pages
            self._fit()
        if prepared != self._prepared:
            self._prepared = prepared
            while self.kinds.count() > len(CHOICES):
                self.kinds.removeItem(self.kinds.count() - 1)
            for each in prepared:
                self.kinds.addItem("", each.template)
            self.retranslate()
            self._fit()

    def show_lotteries(self, model: OverlaysModel) -> None:
        if model.lotteries == self._lotteries:
            return
        before, self._lotteries = self.lotteries.currentData(), model.lotteries
        self.lotteries.clear()
        for each in model.lotteries:
            self.lotteries.addItem("", each.id)
        self._name_lotteries()
        self.lotteries.setCurrentIndex(max(0, self.lotteries.findData(before)))
        self._fit()

    def _name_lotteries(self) -> None:
        for place, each in enumerate(self._lotteries):
            drawn = self.tr("已开奖") if each.drawn else self.tr("{n} 个号").format(n=each.numbers)
            self.lotteries.setItemText(place, f"{each.name} · {drawn}")

    def _fit(self) -> None:
        """Only what the chosen one asks for."""
        template, asks = self.chosen, self.prepared is None
        self._tell_fields()
        self.who.setVisible(asks and template == NAMED)
        self.words.setVisible(asks and template not in WORDLESS)
        self._tell_letters()
        self.minutes.setVisible(template in (TIMED if asks else ENDLESS))
        self.yuan.setVisible(asks and template in NEEDS_MONEY)
        self.stays.setVisible(asks and template == "price-drop")
        some = template != "lottery" or self.lotteries.count() > 0
        for part in (self.lotteries, self.draws):
            part.setVisible(template == "lottery" and some)
        self.no_lottery.setVisible(not some)
        why = self._why_not()
        self.no_page.setText(why)
        self.no_page.setVisible(bool(why))
        give_tip(self.put, why)
        for button in (self.put, self.take_number, self.draw):
            button.setEnabled(some and not why)
        self._tell_draw()

    def _tell_draw(self) -> None:
        """开奖 is for good: pressed once it says for what, pressed again it draws."""
        lottery = self._lottery
        if self._sure != self._asked_draw:
            self._sure = None
        self.draw.setText(self.tr("真的开奖") if self._sure else self.tr("开奖"))
        self.seal.setText("" if lottery is None else self._about_draw(lottery))
        self.seal.setVisible(bool(self.seal.text()) and not self.draws.isHidden())

    def _about_draw(self, lottery: LotteryChoice) -> str:
        word = self.word.input.text().strip()
        if self._sure:
            said = self.tr("现场报的是“{word}”。").format(word=word) if word else ""
            none = "" if word else self.tr("没有写现场报的话。")
            told = self.tr("{n} 个号。{said}再按一次就开奖，开了不能重来。")
            return told.format(n=lottery.numbers, said=said or none)
        if not lottery.seal:
            return ""
        told = self.tr("收完了 {n} 个号。开奖前把指纹的头 {most} 位念出来：{code}")
        head = [lottery.seal[place : place + 4] for place in range(0, READ_OUT, 4)]
        return told.format(n=lottery.numbers, most=READ_OUT, code=" ".join(head).upper())

    @property
    def _lottery(self) -> LotteryChoice | None:
        chosen = self.lotteries.currentData()
        return next((each for each in self._lotteries if each.id == chosen), None)

    @property
    def _asked_draw(self) -> tuple[str, str]:
        return str(self.lotteries.currentData()), self.word.input.text()

    def _tell_letters(self) -> None:
        """While it is typed: what of it viewers will not see as it is written."""
        told = about_letters(self.words.input.text())
        self.letters.setText(told)
        self.letters.setVisible(bool(told) and not self.words.isHidden())

    def _why_not(self) -> str:
        """Why the chosen one cannot be put on here; empty where it can."""
        place = self.prepared
        chosen = () if place is None else self._prepared[place : place + 1]
        if not self._no_pages or not any(each.name for each in chosen):
            return ""
        return sentence(self._no_pages, i18n.current(), label=chosen[0].name)

    def _on_put(self) -> None:
        seconds = 0 if self.minutes.isHidden() else _seconds(self.minutes.input.text())
        fen = 0 if self.yuan.isHidden() else _fen(self.yuan.input.text())
        if seconds is None:
            self.refused.emit(
                self.tr("时间没看懂，没有放上去。请写 5（分钟）、2:30 或 1分30秒，最长 24 小时。")
            )
        elif fen is None:
            self.refused.emit(self.tr("价钱没看懂，没有放上去。请写几元，比如 29.9。"))
        elif self.prepared is not None:
            self.prepared_asked.emit(self.prepared, seconds)
        elif self.chosen == "lottery":
            self.lottery_asked.emit(self.lotteries.currentData())
        else:
            who = self.who.input.text() if self.chosen == NAMED else ""
            words = self.words.input.text()
            self.wished.emit(Wish(self.chosen, words, seconds=seconds, fen=fen, who=who))

    def _on_number(self) -> None:
        self._number_asked = self.number.input.text()
        self.number_asked.emit(self.lotteries.currentData(), self._number_asked)

    def forget_number(self) -> None:
        """It was taken; what is typed by now is the next one, and stays."""
        if self.number.input.text() == self._number_asked:
            self.number.input.clear()

    def _on_draw(self) -> None:
        sure, self._sure = self._sure is not None, None
        self._tell_draw()
        self.draw_asked.emit(self.lotteries.currentData(), self.word.input.text(), sure)

    def ask_draw(self) -> None:
        """It is its time: pressed again, it draws."""
        self._sure = self._asked_draw
        self._tell_draw()

    def called(self, field: TemplateField) -> str:
        """As it is called here; what was filled in for the plan, as the cards' screen calls it."""
        typed = {"amount": self.yuan, "price": self.yuan, "left": self.minutes, "name": self.who}
        asked = typed.get(field.key, self.words)
        if asked.isHidden():
            return called(field)
        return asked.label.text()

    def _tell_fields(self) -> None:
        self.who.show_label(self.tr("谁（空着就是主播）"), self.tr("比如：阿梅"))
        self.words.show_label(self.tr("写什么"), self._example(self.chosen))
        self.minutes.show_label(
            self.tr("多久（只写数就是分钟）"), self.tr("比如：5、2:30、1分30秒")
        )
        drop = self.chosen == "price-drop"
        yuan = self.tr("降到多少元") if drop else self.tr("减多少元")
        self.yuan.show_label(yuan, self.tr("比如：29.9") if drop else self.tr("比如：10"))

    def _example(self, template: str) -> str:
        """What such an overlay may say; called an example, for nothing of it is put on air."""
        return {
            "countdown": self.tr("比如：开抢还有"),
            "coupon": self.tr("比如：新客立减"),
            "rolling-notice": self.tr("比如：下午四点前下单，今天就发"),
            "correction": self.tr("比如：刚才说错了，是 5 斤一箱"),
            "lower-third": self.tr("比如：种杨梅三十年"),
            "opening": self.tr("比如：七点准时开播"),
            "closing": self.tr("比如：明天下午三点再见"),
        }.get(template, "")

    def retranslate(self) -> None:
        for place, template in enumerate(CHOICES):
            self.kinds.setItemText(place, sentence(overlay_code(template), i18n.current()))
        for place, each in enumerate(self._prepared, len(CHOICES)):
            name = each.name or sentence(overlay_code(each.template), i18n.current())
            words = self.tr("备好的：{name} {words}").format(name=name, words=each.words)
            self.kinds.setItemText(place, words)
        self.kinds.setAccessibleName(self.tr("放哪一种"))
        self.lotteries.setAccessibleName(self.tr("哪个抽奖"))
        self._name_lotteries()
        self._fit()
        self.number.show_label(self.tr("号码（空着就给下一个号）"))
        self.word.show_label(self.tr("现场报的话（收完号再报）"), self.tr("比如：六六大顺"))
        self.put.setText(self.tr("放上去"))
        self.stays.setText(self.tr("到点的只是牌子自己收，价不会自己涨回去；要涨回去，用“改价”。"))
        self.take_number.setText(self.tr("记号"))
        self._tell_draw()
        self.no_lottery.setText(
            self.tr("还没有公布过抽奖。在“仓库订单”的“抽奖”里办一个，公布了这里就有。")
        )


def _seconds(text: str) -> int | None:
    """0: nothing was written; None: no time, or more than a day."""
    if not text.strip():
        return 0
    found = reading.seconds(text)
    return int(found) if found is not None and 1 <= found <= LONGEST_S else None


def _fen(text: str) -> int | None:
    """0: nothing was written; None: no price."""
    try:
        return reading.fen(text) if text.strip() else 0
    except UserFacingError:
        return None
