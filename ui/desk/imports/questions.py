"""What imported orders are asked about, each with its answers as buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inventory.orders.cells import MAX_QTY
from inventory.orders.disputes import TOTALS, Version
from inventory.orders.line_state import WORDS
from inventory.orders.mapping import Word
from inventory.orders.questions import Asked, Piece
from inventory.orders.waiting import HEADING, JOINED, SHORT, UNMAPPED
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence, word_error
from ui import i18n
from ui.desk.imports.words import Meanings, WordCard
from ui.formats import money
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox, SpinBox

SHOWN = 20
"""Cards at once; the next come up as these are answered."""
SKU_ROLE = Qt.ItemDataRole.UserRole


class ProductBox(ComboBox):
    """Our products, found by typing a part of the name or the code."""

    def __init__(self, products: QStandardItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self.setModel(products)
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        completer = self.completer()
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        dress(completer.popup(), role="popup")  # a window of its own, with no paper behind it
        self.choose("")

    @property
    def sku(self) -> str:
        """Empty where what stands there is no product of ours."""
        place = self.findText(self.currentText(), Qt.MatchFlag.MatchExactly)
        return str(self.itemData(place, SKU_ROLE)) if place >= 0 else ""

    def choose(self, sku: str) -> None:
        self.setCurrentIndex(self.findData(sku, SKU_ROLE) if sku else -1)
        if not sku:
            self.clearEditText()
        self.lineEdit().setCursorPosition(0)


class PieceRow(Retranslating, QWidget):
    """What one thing of a shop's is: a product of ours, and how many of it."""

    def __init__(
        self, piece: Piece, named: bool, products: QStandardItemModel, parent: QWidget | None = None
    ) -> None:
        """``named``: its title stands before it, because there are several."""
        super().__init__(parent)
        dress(self, role="plain")
        self.title = Label(self)
        self.title.setText(piece.title)
        self.title.setWordWrap(True)
        self.title.setVisible(named)
        self.product = ProductBox(products, self)
        self.product.choose(piece.sku)
        self.count = SpinBox(self)
        self.count.setRange(1, MAX_QTY)
        self.count.setValue(piece.qty)
        self.count.setFixedWidth(116)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._named = named
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.product, 4)
        row.addWidget(self.count)
        self.retranslate()

    def retranslate(self) -> None:
        self.product.lineEdit().setPlaceholderText(self.tr("选商品，或者打几个字找"))
        self.product.setAccessibleName(self.title.text())
        self.count.setPrefix(self.tr("几份 ") if self._named else self.tr("一件算 "))


class QuestionCard(Retranslating, QFrame):
    """One question. It shows what it is told; an answer is a signal."""

    answered = Signal(object, object)
    """The question, and goods: SKU → how many."""
    passed = Signal(object)
    """The question that is answered with the one button it has."""
    explained = Signal(object, str)
    """The question about a word, and which status it means."""
    decided = Signal(object, object)
    """The question about rows that contradict each other, and which of its choices counts."""
    stock_wanted = Signal()

    def __init__(
        self, asked: Asked, products: QStandardItemModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, role="card")
        self.asked = asked
        self._names: Mapping[str, str] = {}
        self.words, self.note, self.wrong = Label(self), Label(self), Label(self)
        for label, role in ((self.words, "strong"), (self.note, "muted")):
            label.setWordWrap(True)
            dress(label, role=role)
        dress(self.wrong, role="field-error")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.note)
        joined = asked.kind == JOINED
        self.rows = [PieceRow(piece, joined, products, self) for piece in asked.pieces]
        for row in self.rows:
            column.addWidget(row)
        self.likely = self._likely(column)
        self.meanings: Meanings | None = None
        if kind := WORDS.get(asked.kind):
            self.meanings = Meanings(asked.about, kind, self)
            self.meanings.explained.connect(lambda name: self.explained.emit(self.asked, name))
            column.addWidget(self.meanings)
        self.choices: list[tuple[Button, Version]] = []
        self._choices = QVBoxLayout()
        column.addLayout(self._choices)
        self.answer, self.stock = Button(self), Button(self)
        dress(self.answer, role="primary" if self._is_clear() else "")
        self.answer.clicked.connect(self._answer)
        self.stock.clicked.connect(self.stock_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.answer)
        buttons.addWidget(self.stock)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.wrong)
        self.retranslate()

    def show_asked(self, asked: Asked, names: Mapping[str, str]) -> None:
        """The same question; perhaps more or fewer wait. What is being typed stays."""
        self.asked, self._names = asked, names
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        for button in (self.answer, *(button for button, _ in self.choices)):
            button.setDisabled(busy)
        if self.meanings is not None:
            self.meanings.show_busy(busy)

    def show_wrong(self, error: UserFacingError) -> None:
        self.wrong.setText(word_error(error, i18n.current()))
        self.wrong.show()

    def retranslate(self) -> None:
        language = i18n.current()
        about = self.asked.about
        if self.asked.kind == SHORT:
            about = "、".join(self._names.get(sku, sku) for sku in about.split("、"))
        self.words.setText(sentence(f"orders_ask_{self.asked.kind}", language, about=about))
        note = self.tr("{shop} · {lines} 行在等 · 比如订单 {order}")
        told = note.format(
            shop=self.asked.shop, lines=f"{self.asked.lines:,}", order=self.asked.order_no
        )
        self.note.setText("\n".join(filter(None, (told, self._advice()))))
        words = {
            UNMAPPED: self.tr("就是它，以后都算"),
            JOINED: self.tr("里面就是这些"),
            HEADING: self.tr("不用管这一列"),
            SHORT: self.tr("再试一次"),
        }.get(self.asked.kind, "")
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
        self.stock.setText(self.tr("去库存看看"))
        self.stock.setVisible(self.asked.kind == SHORT)
        for button, sku in self.likely:
            button.setText(self._names.get(sku, sku))
        self._tell_choices()

    def _tell_choices(self) -> None:
        """A button for each row that may count, and one for all of them."""
        found = self.asked.dispute.choices if self.asked.dispute is not None else ()
        if tuple(version for _, version in self.choices) != found:
            for button, _ in self.choices:
                button.deleteLater()
            self.choices = [(Button(self), version) for version in found]
            for button, version in self.choices:
                button.clicked.connect(partial(self._decide, version))
                line = QHBoxLayout()
                line.addWidget(button)
                line.addStretch(1)
                self._choices.addLayout(line)
        for button, version in self.choices:
            button.setText(self._choice(version, version == found[-1]))

    def _choice(self, version: Version, everything: bool) -> str:
        paid = money(version.paid_fen)
        if self.asked.kind == TOTALS:
            words = self.tr("各算各的，加起来 {paid}") if everything else self.tr("总价是 {paid}")
        elif everything:
            words = self.tr("不是写重了，都算：一共 {qty} 件，{paid}")
        else:
            words = self.tr("写重了，只算一行：{qty} 件，{paid}")
        return words.format(qty=version.qty, paid=paid)

    def _decide(self, version: Version) -> None:
        self.wrong.hide()
        self.decided.emit(self.asked, version)

    def _advice(self) -> str:
        """What to do where no button here can answer."""
        match self.asked.kind:
            case "status_unknown" | "aftersale_unknown":
                return self.tr("在平台后台看看这一单，是哪种就点哪个，以后都这么算。货还没有动。")
            case "line_twice" | "totals_differ":
                return self.tr(
                    "在平台后台看看这一单，是哪种就点哪个，货还没有动。点错了，把那次导入撤掉，"
                    "再导一次就会再问。"
                )
        return ""

    def _likely(self, column: QVBoxLayout) -> list[tuple[Button, str]]:
        """Buttons for several products it may be; one alone is chosen already."""
        pieces = self.asked.pieces
        if self.asked.kind != UNMAPPED or not pieces or len(pieces[0].likely) < 2:
            return []
        row = QHBoxLayout()
        made: list[tuple[Button, str]] = []
        for sku in pieces[0].likely:
            button = Button(self)
            button.clicked.connect(self._choosing(sku))
            row.addWidget(button)
            made.append((button, sku))
        row.addStretch(1)
        column.addLayout(row)
        return made

    def _choosing(self, sku: str) -> Callable[[], None]:
        return lambda: self.rows[0].product.choose(sku)

    def _is_clear(self) -> bool:
        return bool(self.rows) and all(row.product.sku for row in self.rows)

    def _answer(self) -> None:
        self.wrong.hide()
        if self.asked.kind in (HEADING, SHORT):
            self.passed.emit(self.asked)
            return
        goods: dict[str, int] = {}
        for row in self.rows:
            sku = row.product.sku
            if not sku:
                self.wrong.setText(self.tr("还没选是哪样货。点一下格子，选一样。"))
                self.wrong.show()
                row.product.setFocus()
                return
            goods[sku] = goods.get(sku, 0) + row.count.value()
        self.answered.emit(self.asked, goods)


class QuestionList(Retranslating, Card):
    """The questions there are, the one most waits for first; nothing to ask is told, too."""

    answered = Signal(object, object)
    passed = Signal(object)
    explained = Signal(object, str)
    decided = Signal(object, object)
    corrected = Signal(object)
    """A `Word` that was explained before, with its other meaning."""
    stock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._products = QStandardItemModel(self)
        self._names: dict[str, str] = {}
        self._waiting = 0
        self.cards: dict[str, QuestionCard] = {}
        self.said: dict[Word, WordCard] = {}
        self._none = Label(self)
        self._none.setWordWrap(True)
        dress(self._none, role="muted")
        inside = QWidget(self)
        dress(inside, role="plain")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(10)
        self._said = Label(inside)
        dress(self._said, role="muted")
        self._column.addWidget(self._said)
        self._column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._none)
        self.body.addWidget(self._scroll, 1)
        self.body.addStretch()  # the words stay at the head where there are no cards
        self.retranslate()

    def show_asked(self, asked: Sequence[Asked], waiting: int, products: Sequence[Product]) -> None:
        """Cards that stay keep what is being chosen on them."""
        self._waiting = waiting
        self._know(products)
        shown = {each.key: each for each in asked[:SHOWN]}
        for key in [key for key in self.cards if key not in shown]:
            self.cards.pop(key).deleteLater()
        for place, (key, each) in enumerate(shown.items()):
            card = self.cards.get(key) or self._card(each)
            self.cards[key] = card
            card.show_asked(each, self._names)
            self._column.insertWidget(place, card)
        self.retranslate()

    def show_said(self, words: Sequence[Word]) -> None:
        """What was said about words so far, under what is asked."""
        for each in [each for each in self.said if each not in words]:
            self.said.pop(each).deleteLater()
        for each in words:
            if each not in self.said:
                card = self.said[each] = WordCard(each, self)
                card.explained.connect(self.corrected)
                self._column.insertWidget(self._column.count() - 1, card)
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        for card in (*self.cards.values(), *self.said.values()):
            card.show_busy(busy)

    def show_wrong(self, key: str, error: UserFacingError) -> bool:
        """False where the question is not shown any more."""
        card = self.cards.get(key)
        if card is not None:
            card.show_wrong(error)
        return card is not None

    def retranslate(self) -> None:
        note = self.tr("{lines} 行订单等着").format(lines=f"{self._waiting:,}")
        self.show_words(self.tr("要问您的"), note if self._waiting else "")
        self._none.setText(self.tr("没有要问的。导入的订单有什么说不准，就在这里问。"))
        self._none.setVisible(not self.cards)
        self._said.setText(self.tr("您说过的词"))
        self._said.setVisible(bool(self.said))
        self._scroll.setVisible(bool(self.cards or self.said))

    def _card(self, asked: Asked) -> QuestionCard:
        card = QuestionCard(asked, self._products, self)
        card.answered.connect(self.answered)
        card.passed.connect(self.passed)
        card.explained.connect(self.explained)
        card.decided.connect(self.decided)
        card.stock_wanted.connect(self.stock_wanted)
        return card

    def _know(self, products: Sequence[Product]) -> None:
        """One list for every card; made anew only where it is another, else typing would stop."""
        names = {each.sku: f"{each.name} {each.spec}".strip() for each in products}
        if names == self._names:
            return
        self._names = names
        self._products.clear()
        for sku, name in names.items():
            item = QStandardItem(f"{name} · {sku}")
            item.setData(sku, SKU_ROLE)
            self._products.appendRow(item)
