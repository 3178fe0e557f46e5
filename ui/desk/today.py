"""今天: four numbers that lead to work, the last evenings, and what wants an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inventory.standing import RanOut
from studio.runtime.wording import Count
from studio.session.errands import LOOKED_AT as EVENINGS
from studio.session.errands import Errands
from ui.desk.page import DeskPage
from ui.desk.presenters import Today, TodayPresenter, is_gone, is_short
from ui.desk.stock.glance import Left, StockGlance
from ui.formats import day_and_clock, money
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, FigureTile, Tone
from ui.widgets.button import Button
from ui.widgets.figure_tile import row_of
from ui.widgets.label import Label


class TodayPage(DeskPage):
    """Implements `TodayView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("list", parent)
        self._today: Today | None = None
        self.last, self.held, self.short, self.waiting = self._tiles()
        self.evenings = Card(parent=self.inside)
        self.questions = Card(parent=self.inside)
        self._evenings = QGridLayout()
        self._evenings.setHorizontalSpacing(20)
        self._evenings.setVerticalSpacing(6)
        self._evenings.setColumnStretch(1, 1)
        self.evenings.body.addLayout(self._evenings)
        self.evenings.body.addStretch(1)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(12)
        self.questions.body.addLayout(self._questions)
        self.questions.body.addStretch(1)
        self.stock = Card(parent=self.inside)
        self.glance = StockGlance(self.stock)
        self.stock.body.addWidget(self.glance, 1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.evenings, 3)
        row.addWidget(self.questions, 2)
        self.body.addLayout(row)
        self.body.addWidget(self.stock, 1)
        self.retranslate()

    def start(self, presenter: TodayPresenter) -> None:
        self.presenter = presenter
        self.last.clicked.connect(presenter.on_last)
        self.held.clicked.connect(presenter.on_orders)
        self.short.clicked.connect(presenter.on_stock)
        self.waiting.clicked.connect(presenter.on_sync)
        presenter.open()

    def show_today(self, today: Today) -> None:
        self._today = today
        self._retell()

    def retranslate(self) -> None:
        self.title.setText(self.tr("今天"))
        self.evenings.show_words(self.tr("最近几场"))
        self.questions.show_words(self.tr("要您看一眼"))
        self.stock.show_words(self.tr("还能卖多少"))
        self._retell()

    def _tiles(self) -> list[FigureTile]:
        tiles = [FigureTile(leads_to_work=True, parent=self.inside) for _ in range(4)]
        self.body.addLayout(row_of(tiles))
        return tiles

    def _retell(self) -> None:
        today = self._today
        if today is None:
            return
        self._tell_last(today.last)
        self.held.show_figure(
            self.tr("已经卖出，还没发走"),
            self.tr("{count} 件").format(count=today.owed),
            self.tr("看订单"),
        )
        lacking = [*today.gone, *today.short]
        self.short.show_figure(
            self.tr("快没货的"),
            self.tr("{count} 样").format(count=len(lacking)),
            self.tr("、").join(lacking[:3]) if lacking else self.tr("货都够"),
            Tone.MIND if lacking else Tone.FINE,
        )
        self.waiting.show_figure(
            self.tr("待同步"),
            self.tr("{count} 份").format(count=today.waiting),
            self.tr("没有网也不要紧") if today.waiting else self.tr("没有要发的"),
        )
        self._tell_evenings(today)
        self._tell_questions(today)
        self.stock.setVisible(bool(today.stock))
        self.glance.show_rows([self._left(row) for row in today.stock])

    def _left(self, row: Any) -> Left:
        tone = Tone.BROKEN if is_gone(row) else Tone.MIND if is_short(row) else Tone.FINE
        words = self.tr("还能卖 {count} {unit}").format(count=row.available, unit=row.unit)
        share = row.available / row.on_hand if row.on_hand > 0 else 0.0
        if is_gone(row):
            words = self.tr("还没有货") if row.never_had else self.tr("卖光了")
        return Left(row.name, words, share, tone)

    def _tell_last(self, last: Any | None) -> None:
        label = self.tr("上一场")
        if last is None:
            self.last.show_figure(label, "—", self.tr("还没有播过"))
            return
        note = self.tr("{orders} 单 · {title}").format(orders=last.orders, title=last.title)
        self.last.show_figure(label, money(last.paid_fen), note)

    def _tell_evenings(self, today: Today) -> None:
        _clear(self._evenings)
        if not today.sessions:
            label = Label(self.tr("播完一场，这里就能翻看。"))
            dress(label, role="muted")
            self._evenings.addWidget(label, 0, 0, 1, 4)
        for line, row in enumerate(today.sessions[:EVENINGS]):
            when = Label(day_and_clock(row.live_at) if row.live_at is not None else "")
            dress(when, role="muted")
            title = ElidedLabel()
            title.setText(row.title)
            paid = Label(money(row.paid_fen))
            paid.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            review = Button(self.tr("看复盘"))
            review.clicked.connect(self._to_review(row.id))
            for place, part in enumerate((when, title, paid, review)):
                self._evenings.addWidget(part, line, place)

    def _to_review(self, session_id: str) -> Callable[[], None]:
        def go() -> None:
            if self.presenter is not None:
                self.presenter.on_session(session_id)

        return go

    def _tell_questions(self, today: Today) -> None:
        _clear(self._questions)
        presenter = self.presenter
        asked = 0
        if today.interrupted:
            words = self.tr("《{title}》播到一半断了，还没下播。接着播，还是收场？")
            self._ask(
                words.format(title=today.interrupted),
                self.tr("去首页处理"),
                lambda: presenter.on_home(),
            )
            asked += 1
        if today.days_without_backup is not None:
            words = self.tr("{days} 天没有备份了。去看看为什么？")
            self._ask(
                words.format(days=today.days_without_backup),
                self.tr("看备份"),
                lambda: presenter.on_backup(),
            )
            asked += 1
        asked += self._ask_errands(today.errands)
        for name in today.gone[: max(0, 3 - asked)]:
            words = self.tr("{name}没有货可卖。下一场前要补货吗？")
            self._ask(words.format(name=name), self.tr("看库存"), lambda: presenter.on_stock())
            asked += 1
        for name in today.short[: max(0, 3 - asked)]:
            words = self.tr("{name}快卖完了。下一场还够吗？")
            self._ask(words.format(name=name), self.tr("看库存"), lambda: presenter.on_stock())
            asked += 1
        if not asked:
            label = Label(self.tr("▲ 没有要您操心的事。"))
            dress(label, tone="fine")
            self._questions.addWidget(label)

    def _ask_errands(self, errands: Errands) -> int:
        """Cases, imported lines, orders nobody confirmed or handed over; how many were asked."""
        presenter, asked = self.presenter, 0
        if errands.cases:
            words = self.tr("{count} 个售后等答复，最急的还有 {hours} 小时。现在答复吗？")
            if errands.hours_left < 0:
                words = self.tr("{count} 个售后等答复，最急的已经超了。现在答复吗？")
            told = words.format(count=errands.cases, hours=errands.hours_left)
            self._ask(told, self.tr("看售后"), lambda: presenter.on_cases())
            asked += 1
        if errands.imported:
            words = self.tr("导入的订单有 {count} 行等您回答，货还没有扣。现在看看？")
            told = words.format(count=errands.imported)
            self._ask(told, self.tr("去回答"), lambda: presenter.on_import())
            asked += 1
        if gone := self._ran_out(errands.ran_out):
            self._ask(gone, self.tr("导入订单"), lambda: presenter.on_import())
            asked += 1
        if errands.to_hand_over:
            words = self.tr("{count} 个电话和聊天的单等着交货。有人来拿了吗？")
            told = words.format(count=errands.to_hand_over)
            self._ask(told, self.tr("看门市"), lambda: presenter.on_counter())
            asked += 1
        return asked

    def _ran_out(self, gone: RanOut) -> str:
        """Empty where nothing ran out."""
        words = ""
        if gone.orders:
            words = self.tr(
                "最近几场有 {n} 单过了 {hours} 小时没对上平台的单，没算进去。导入订单吗？"
            )
        if gone.partly:
            words = self.tr(
                "最近几场有 {part} 单只对上一部分，余下的过了 {hours} 小时，没算进去。导入订单吗？"
            )
        if gone.orders and gone.partly:
            words = self.tr(
                "最近几场有 {n} 单过了 {hours} 小时没对上平台的单，{part} 单只对上一部分，"
                "没对上的没算进去。导入订单吗？"
            )
        counts = {"n": Count(gone.orders), "part": Count(gone.partly)}
        return words.format(**counts, hours=gone.hours)

    def _ask(self, words: str, answer: str, on_answer: Callable[[], None]) -> None:
        """A question with its answer as a button."""
        box = Card(margin=12, parent=self.questions)
        label = Label(words)
        label.setWordWrap(True)
        button = Button(answer)
        button.clicked.connect(lambda: on_answer() if self.presenter is not None else None)
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(button)
        box.body.addLayout(row)
        self._questions.addWidget(box)


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if item.widget() is not None:
            item.widget().deleteLater()
