"""What a platform's word for a status means: chosen, asked once more, and put right afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inventory.orders.mapping import Word
from inventory.orders.status import Aftersale, Status
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label

IN_ROW = 3


class Meanings(Retranslating, QWidget):
    """A button for each status a word may mean. Nothing is kept before a second press: it moves
    the goods of every order that has the word."""

    explained = Signal(str)
    """Name of the `Status` or `Aftersale` that somebody chose, and said yes to."""

    def __init__(self, word: str, kind: str, parent: QWidget | None = None) -> None:
        """``kind``: as of a `Word`."""
        super().__init__(parent)
        dress(self, role="plain")
        self._word, self._kind = word, kind
        self._chosen = ""
        self.buttons = {name: Button(self) for name in self._names()}
        self.sure, self.yes, self.no = Label(self), Button(self), Button(self)
        self.sure.setWordWrap(True)
        dress(self.sure, role="strong")
        dress(self.yes, role="primary")
        self.yes.clicked.connect(lambda: self.explained.emit(self._chosen))
        self.no.clicked.connect(lambda: self.choose(""))
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (name, button) in enumerate(self.buttons.items()):
            button.clicked.connect(self._choosing(name))
            grid.addWidget(button, place // IN_ROW, place % IN_ROW)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.yes, self.no):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.sure)
        column.addLayout(row)
        self.retranslate()

    def choose(self, name: str) -> None:
        """Ask whether that is what it means; empty: nothing is asked."""
        self._chosen = name
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        for button in (self.yes, *self.buttons.values()):
            button.setDisabled(busy)

    def retranslate(self) -> None:
        words = self.words()
        for name, button in self.buttons.items():
            button.setText(words[name])
        for part in (self.sure, self.yes, self.no):
            part.setVisible(bool(self._chosen))
        self.yes.setText(self.tr("对，就这么算"))
        self.no.setText(self.tr("不对，再看看"))
        if self._chosen:
            asked = self.tr(
                "“{word}”就是“{meaning}”，对吗？写着它的订单，以前的、以后的都这么算：{then}"
            )
            self.sure.setText(
                asked.format(
                    word=self._word, meaning=words[self._chosen], then=self._then()[self._chosen]
                )
            )

    def words(self) -> Mapping[str, str]:
        """Each meaning, as a person says it."""
        if self._kind == "aftersale":
            return {
                Aftersale.none.name: self.tr("没有售后"),
                Aftersale.open.name: self.tr("在售后"),
                Aftersale.closed.name: self.tr("售后完了，没退款"),
                Aftersale.refunded.name: self.tr("退了款"),
            }
        return {
            Status.unpaid.name: self.tr("还没付款"),
            Status.paid.name: self.tr("付了款，要发货"),
            Status.shipped.name: self.tr("发走了"),
            Status.done.name: self.tr("买家收到了"),
            Status.closed.name: self.tr("关闭了"),
        }

    def _then(self) -> Mapping[str, str]:
        """What becomes of the goods."""
        if self._kind == "aftersale":
            as_before = self.tr("货按订单状态算。")
            back = self.tr("钱算退了，没发的货放回库存。")
            names = [each.name for each in Aftersale]
            return dict.fromkeys(names, as_before) | {Aftersale.refunded.name: back}
        back, gone = self.tr("没发的货放回库存。"), self.tr("货算发走了。")
        return {
            Status.unpaid.name: back,
            Status.paid.name: self.tr("货给它们留着，等着发。"),
            Status.shipped.name: gone,
            Status.done.name: gone,
            Status.closed.name: back,
        }

    def _names(self) -> list[str]:
        if self._kind == "aftersale":
            return [each.name for each in Aftersale]
        return [each.name for each in Status if each is not Status.unknown]

    def _choosing(self, name: str) -> Callable[[], None]:
        return lambda: self.choose(name)


class WordCard(Retranslating, QFrame):
    """A word somebody has explained, and the way to say it otherwise."""

    explained = Signal(object)
    """The `Word` with its other meaning."""

    def __init__(self, word: Word, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="card")
        self.word = word
        self.told, self.change = Label(self), Button(self)
        self.told.setWordWrap(True)
        self.meanings = Meanings(word.word, word.kind, self)
        self.meanings.hide()
        self.meanings.explained.connect(self._explain)
        self.change.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.meanings)
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        self.meanings.show_busy(busy)

    def retranslate(self) -> None:
        told = self.tr("{platform}：“{word}”算“{meaning}”")
        meaning = self.meanings.words()[self.word.meaning]
        self.told.setText(
            told.format(platform=self.word.platform, word=self.word.word, meaning=meaning)
        )
        self.change.setText(self.tr("说错了，改一下"))

    def _open(self) -> None:
        self.meanings.choose("")
        self.meanings.setVisible(self.meanings.isHidden())

    def _explain(self, meaning: str) -> None:
        word = self.word
        self.explained.emit(Word(word.platform, word.kind, word.word, meaning))
