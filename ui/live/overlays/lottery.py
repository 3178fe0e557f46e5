"""A lottery in the floor's column: which one, a number that takes part, and the draw."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory.lottery import fair
from ui.live.overlays.models import LotteryChoice
from ui.live.overlays.pieces import Choice, field, remark, send_beside
from ui.widgets.button import Button
from ui.widgets.retranslating import Retranslating


class LotteryPart(Retranslating, QWidget):
    """Only asks. 开奖 is for good: pressed once it says for what, pressed again it draws."""

    number_asked = Signal(str, str)
    """The lottery's id and what was typed."""
    draw_asked = Signal(str, str, bool)
    """Lottery and word; whether it was asked about before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lotteries: tuple[LotteryChoice, ...] = ()
        self._sure: tuple[str, str] | None = None
        """Which lottery and word 开奖 was pressed for once."""
        self._number_asked = ""
        self.choice = Choice(self)
        self.number, self.take_number = field(self), Button(self)
        self.word, self.draw = field(self), Button(self)
        self.seal, self.none_yet = remark(self), remark(self)
        self.draws = self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> QWidget:
        """What stands here only while there is a lottery."""
        draws = QWidget(self)
        inside = QVBoxLayout(draws)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.choice)
        inside.addWidget(send_beside(self.number, self.take_number))
        inside.addWidget(send_beside(self.word, self.draw))
        inside.addWidget(self.seal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(draws)
        column.addWidget(self.none_yet)
        return draws

    def _connect(self) -> None:
        self.take_number.clicked.connect(self._on_number)
        self.draw.clicked.connect(self._on_draw)
        self.word.input.textChanged.connect(self._tell_draw)
        self.choice.currentIndexChanged.connect(self._tell_draw)

    @property
    def chosen(self) -> str | None:
        """Id of the lottery; None: none is published."""
        found: str | None = self.choice.currentData()
        return found

    def show_lotteries(self, lotteries: tuple[LotteryChoice, ...]) -> None:
        """Which one is chosen stays."""
        if lotteries == self._lotteries:
            return
        before, self._lotteries = self.chosen, lotteries
        self.choice.clear()
        for each in lotteries:
            self.choice.addItem("", each.id)
        self._name_lotteries()
        self.choice.setCurrentIndex(max(0, self.choice.findData(before)))
        self._fit()

    def forget_number(self) -> None:
        """It was taken; what is typed by now is the next one, and stays."""
        if self.number.input.text() == self._number_asked:
            self.number.input.clear()

    def ask_draw(self) -> None:
        """It is its time: pressed again, it draws."""
        self._sure = self._asked_draw
        self._tell_draw()

    def _fit(self) -> None:
        some = bool(self._lotteries)
        self.draws.setVisible(some)
        self.none_yet.setVisible(not some)
        self._tell_draw()

    def _name_lotteries(self) -> None:
        for place, each in enumerate(self._lotteries):
            drawn = self.tr("已开奖") if each.drawn else self.tr("{n} 个号").format(n=each.numbers)
            self.choice.setItemText(place, f"{each.name} · {drawn}")

    def _tell_draw(self) -> None:
        lottery = self._lottery
        if self._sure != self._asked_draw:
            self._sure = None
        self.draw.setText(self.tr("真的开奖") if self._sure else self.tr("开奖"))
        self.seal.setText("" if lottery is None else self._about_draw(lottery))
        self.seal.setVisible(bool(self.seal.text()))

    def _about_draw(self, lottery: LotteryChoice) -> str:
        word = self.word.input.text().strip()
        if self._sure:
            said = self.tr("现场报的是“{word}”。").format(word=word) if word else ""
            none = "" if word else self.tr("没有写现场报的话。")
            told = self.tr("{n} 个号。{said}再按一次就开奖，开了不能重来。")
            return told.format(n=lottery.numbers, said=said or none)
        if lottery.winners:
            told = self.tr("开出来的：{numbers} 号")
            return told.format(numbers=self.tr("、").join(lottery.winners))
        if not lottery.seal:
            return ""
        told = self.tr("收完了 {n} 个号。开奖前把名单码的头 {most} 位念出来：{code}")
        code = fair.read_out(lottery.seal)
        return told.format(n=lottery.numbers, most=fair.READ_OUT, code=code)

    @property
    def _lottery(self) -> LotteryChoice | None:
        return next((each for each in self._lotteries if each.id == self.chosen), None)

    @property
    def _asked_draw(self) -> tuple[str, str]:
        return str(self.chosen), self.word.input.text()

    def _on_number(self) -> None:
        self._number_asked = self.number.input.text()
        self.number_asked.emit(self.chosen, self._number_asked)

    def _on_draw(self) -> None:
        sure, self._sure = self._sure is not None, None
        self._tell_draw()
        self.draw_asked.emit(self.chosen, self.word.input.text(), sure)

    def retranslate(self) -> None:
        self.choice.setAccessibleName(self.tr("哪个抽奖"))
        self._name_lotteries()
        self.number.show_label(self.tr("号码（空着就给下一个号）"))
        self.word.show_label(self.tr("现场报的话（收完号再报）"), self.tr("比如：六六大顺"))
        self.take_number.setText(self.tr("记号"))
        self.none_yet.setText(
            self.tr("还没有公布过抽奖。在“仓库订单”的“抽奖”里办一个，公布了这里就有。")
        )
        self._fit()
