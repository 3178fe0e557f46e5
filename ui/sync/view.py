"""同步 as a page of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.wording import Count
from ui.desk.page import DeskPage
from ui.formats import day_and_clock, money
from ui.sync.presenter import SyncPresenter, Waiting
from ui.theme.style import dress
from ui.widgets import Card, StatusLight, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip


class SyncPage(DeskPage):
    """Implements `SyncView`: the calm sentence first, then every message with what it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sync", parent)
        self._messages: Sequence[Waiting] | None = None
        self.calm = Card(parent=self.inside)
        self.calm.show_tone("fine")
        self.calm_words = Label(self.calm)
        self.calm_words.setWordWrap(True)
        self.calm.body.addWidget(self.calm_words)
        self.body.addWidget(self.calm)
        self.list = QVBoxLayout()
        self.list.setSpacing(10)
        area = QScrollArea(self.inside)
        area.setWidgetResizable(True)
        holder = QWidget(area.viewport())
        dress(holder, role="plain")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.list)
        column.addStretch(1)
        area.setWidget(holder)
        area.viewport().setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        self.retranslate()

    def start(self, presenter: SyncPresenter) -> None:
        self.presenter = presenter
        self.empty.wanted.connect(presenter.on_plan)
        presenter.open()

    def show_waiting(self, messages: Sequence[Waiting]) -> None:
        self._messages = messages
        self._retell()

    def retranslate(self) -> None:
        self.title.setText(self.tr("同步"))
        self.calm.show_words(self.tr("没有网也不要紧"))
        self.calm_words.setText(
            self.tr(
                "每播完一场，给县里的总结就写好放在这台电脑里，断电、关机都不会丢。"
                "里面只有数：卖了多少、哪样卖得好、网断过几次；没有买家的名字、电话、地址。"
                "县里的接收点开通以前，它们就在这里等着，什么都不用做。"
            )
        )
        self.empty.show_words(
            self.tr("没有要发的"),
            self.tr("播完一场，给县里的总结会放在这里。没有网也不要紧。"),
            self.tr("去排品开播"),
        )
        self._retell()

    def _retell(self) -> None:
        if self._messages is None:
            return
        self.show_empty(not self._messages)
        self.note.setText(self.tr("{count} 份待同步").format(count=len(self._messages)))
        self.note.setVisible(bool(self._messages))
        while (item := self.list.takeAt(0)) is not None:
            item.widget().deleteLater()
        for message in self._messages:
            self.list.addWidget(self._card(message))

    def _card(self, message: Waiting) -> Card:
        card = Card(margin=12, parent=self)
        title = Label(self.tr("《{title}》的总结").format(title=message.title))
        dress(title, role="heading")
        holds = Label(self._holds(message))
        when = Label(self.tr("{when} 写好").format(when=day_and_clock(message.written_at)))
        dress(when, role="small")
        give_tip(when, self._proof(message))  # for who compares it with what the county got
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (title, holds, when):
            words.addWidget(label)
        light = StatusLight(*self._state(message), parent=card)
        review = Button(self.tr("看复盘"), card)
        review.clicked.connect(lambda: self._to_review(message.session_id))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(light)
        row.addWidget(review)
        card.body.addLayout(row)
        return card

    def _holds(self, message: Waiting) -> str:
        words = self.tr("里面有：{orders} 单，{paid}，{products} 样商品，{incidents} 件岔子")
        if not message.incidents:
            words = self.tr("里面有：{orders} 单，{paid}，{products} 样商品，没出岔子")
        text = words.format(
            orders=Count(message.orders),
            paid=money(message.paid_fen),
            products=Count(message.products),
            incidents=Count(message.incidents),
        )
        return text + (self.tr("（练习台）") if message.practice else "")

    def _proof(self, message: Waiting) -> str:
        words = self.tr("{bytes} 字节 · 指纹 {fingerprint}")
        return words.format(bytes=f"{message.bytes:,}", fingerprint=message.sha256[:16])

    def _state(self, message: Waiting) -> tuple[str, Tone]:
        if message.intact:
            return self.tr("待同步"), Tone.INFO
        return self.tr("被改动过，别发，找人看看"), Tone.BROKEN

    def _to_review(self, session_id: str) -> None:
        if self.presenter is not None:
            self.presenter.on_review(session_id)
