"""One case: what it is about, what became of it, and every step that can be taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inventory.aftersales.cases import Case, Step
from inventory.aftersales.rules import Rules
from studio.store.masking import HIDDEN
from ui import i18n
from ui.desk.aftersales.presenter import last_undoable
from ui.formats import day_and_clock, money
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.refused import Refused
from ui.widgets.tool_tip import give_tip


class CaseCard(Retranslating, Card):
    """Shows what it is told; the presenter answers whoever presses."""

    asked = Signal(str, str)
    """Which step, and what was typed for it."""
    evidence_wanted = Signal(int)
    """The step whose kept file somebody wants to see."""
    words_wanted = Signal()
    """What was said is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._case: Case | None = None
        self._opened: dict[int, str] = {}
        """What was said, by step, once somebody asked; gone with the next case."""
        self._rules: Rules | None = None
        self._busy = False
        self.about, self.refused = Label(self), Refused(self)
        self.about.setWordWrap(True)
        self.qty, self.yuan, self.words = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.back, self.lost, self.resend = Button(self), Button(self), Button(self)
        self.refund, self.say, self.photo = Button(self), Button(self), Button(self)
        self.answer, self.refuse, self.undo = Button(self), Button(self), Button(self)
        self.done, self.words_shown = Button(self), Button(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_case(self, case: Case | None, rules: Rules | None) -> None:
        """None: none is chosen."""
        if case is None or self._case is None or case.id != self._case.id:
            self.forget_typed()
            self._opened = {}
            self.qty.setText("" if case is None else str(case.qty))
        self._case, self._rules = case, rules
        self._tell()

    def show_opened(self, case: Case) -> None:
        """What was said in the case that is shown."""
        if self._case is not None and case.id == self._case.id:
            self._opened = {step.seq: step.words for step in case.steps if step.words}
            self._tell()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell_buttons()

    def forget_typed(self) -> None:
        self.yuan.clear()
        self.words.clear()
        self.refused.show_reason("")

    def retranslate(self) -> None:
        self.qty.setPlaceholderText(self.tr("几件"))
        self.yuan.setPlaceholderText(self.tr("退多少元"))
        self.words.setPlaceholderText(self.tr("写一句：为什么、怎么说的"))
        for box in (self.qty, self.yuan, self.words):
            box.setAccessibleName(box.placeholderText())
        self.back.setText(self.tr("退回上架"))
        self.lost.setText(self.tr("坏了报损"))
        self.resend.setText(self.tr("补发"))
        self.refund.setText(self.tr("退钱"))
        self.say.setText(self.tr("记一句"))
        self.photo.setText(self.tr("加照片"))
        self.answer.setText(self.tr("同意"))
        self.refuse.setText(self.tr("不同意"))
        self.undo.setText(self.tr("收回上一步"))
        self.words_shown.setText(self.tr("看原话"))
        give_tip(self.words_shown, self.tr("买家的话里常有名字、地址。谁看过会记下来。"))
        self._tell()

    def _lay_out(self) -> None:
        holder = QWidget(self)
        dress(holder, role="plain")
        self._steps = QVBoxLayout(holder)
        self._steps.setContentsMargins(0, 0, 6, 0)
        self._steps.setSpacing(6)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self.body.setSpacing(8)
        self.body.addWidget(self.about)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.refused)
        self.qty.setFixedWidth(72)
        for parts in (
            (self.qty, self.back, self.lost, self.resend),
            (self.yuan, self.refund, self.photo),
            (self.words, self.say, self.words_shown),
            (self.answer, self.refuse, self.undo, self.done),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part, 1 if part in (self.yuan, self.words) else 0)
            if not any(part in (self.yuan, self.words) for part in parts):
                row.addStretch(1)
            self.body.addLayout(row)

    def _connect(self) -> None:
        for button, what, box in (
            (self.back, "back", self.qty),
            (self.lost, "lost", self.qty),
            (self.resend, "resend", self.qty),
            (self.refund, "refund", self.yuan),
            (self.say, "say", self.words),
            (self.answer, "answer", self.words),
            (self.refuse, "refuse", self.words),
            (self.photo, "photo", None),
            (self.undo, "undo", None),
        ):
            button.clicked.connect(self._ask(what, box))
        self.words_shown.clicked.connect(self.words_wanted)
        self.done.clicked.connect(lambda: self.asked.emit(self._end(), ""))

    def _ask(self, what: str, box: QLineEdit | None) -> Callable[[], None]:
        return lambda: self.asked.emit(what, "" if box is None else box.text())

    def _end(self) -> str:
        return "reopen" if self._is_over() else "close"

    def _is_over(self) -> bool:
        return self._case is not None and self._case.state in ("closed", "refused")

    def _tell(self) -> None:
        case, rules = self._case, self._rules
        while (item := self._steps.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()  # it is drawn until Qt has deleted it
                item.widget().deleteLater()
        if case is None or rules is None:
            self.show_words(self.tr("先在左边点一个"))
            self.about.setText("")
        else:
            words = self.tr("{name} × {qty} {unit}")
            heading = words.format(name=case.name, qty=case.qty, unit=case.unit)
            self.show_words(heading, self.tr("售后号 {number}").format(number=case.number))
            self.about.setText(self._about(case, rules))
            for step in case.steps:
                self._steps.addWidget(self._step(step))
        self._steps.addStretch(1)
        self._tell_buttons()

    def _about(self, case: Case, rules: Rules) -> str:
        wants = self.tr("要退") if case.wants == "refund" else self.tr("要补发")
        words = self.tr("{channel} {order} · {reason} · {wants}\n付了 {paid}，退了 {back}")
        return words.format(
            channel=case.channel,
            order=case.order_no,
            reason=rules.word(case.reason, i18n.current()),
            wants=wants,
            paid=money(case.paid_fen),
            back=money(case.refunded_fen),
        )

    def _step(self, step: Step) -> QWidget:
        words = f"{day_and_clock(step.at)}  {self._what(step)}"
        if step.sha256:
            link = Button(words, self)
            link.setObjectName("evidence")
            dress(link, role="link")
            seq = step.seq
            link.clicked.connect(lambda: self.evidence_wanted.emit(seq))
            link.setDisabled(step.forgotten)
            return link
        label = Label(words, self)
        label.setWordWrap(True)
        if step.undone or step.undoes is not None:
            dress(label, role="muted")
        return label

    def _what(self, step: Step) -> str:
        words = {
            "opened": self.tr("买家提出"),
            "answered": self.tr("▲ 同意了"),
            "said": self.tr("记了"),
            "evidence": self.tr("证据"),
            "refunded": self.tr("▲ 退了 {paid}").format(paid=money(step.fen)),
            "returned": self.tr("▲ 退回来 {qty} 件，上架").format(qty=step.qty),
            "lost": self.tr("◆ 退回来 {qty} 件，报损").format(qty=step.qty),
            "resent": self.tr("▲ 补发了 {qty} 件").format(qty=step.qty),
            "refused": self.tr("■ 不同意"),
            "closed": self.tr("▲ 办完了"),
            "reopened": self.tr("再打开"),
            "undone": self.tr("收回了第 {seq} 步").format(seq=step.undoes),
        }[step.what]
        said = self._opened.get(step.seq, step.words)
        if step.forgotten:
            said = self.tr("（过了保存的日子，删了）")
        elif step.is_closed and not said:
            said = HIDDEN
        told = self.tr("{what}：{words}").format(what=words, words=said) if said else words
        return self.tr("（收回了）{what}").format(what=told) if step.undone else told

    def _tell_buttons(self) -> None:
        case, over = self._case, self._is_over()
        going = case is not None and not over and not self._busy
        for part in (self.back, self.lost, self.resend, self.refund, self.answer, self.refuse):
            part.setEnabled(going)
        for part in (self.qty, self.yuan):
            part.setEnabled(going)
        for part in (self.say, self.photo, self.words, self.done):
            part.setEnabled(case is not None and not self._busy)
        closed = case is not None and any(step.is_closed for step in case.steps)
        self.words_shown.setEnabled(closed and not self._opened and not self._busy)
        can = case is not None and last_undoable(case) is not None
        self.undo.setEnabled(can and not self._busy)
        self.done.setText(self.tr("再打开") if over else self.tr("办完了"))
        is_open = case is not None and case.state == "open"
        dress(self.answer, role="primary" if is_open else "")
        dress(self.done, role="primary" if case is not None and case.state == "answered" else "")
