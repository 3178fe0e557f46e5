"""One lottery: what was published, its numbers, the draw, and how anybody computes it again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inventory.lottery import fair
from inventory.lottery.fair import Archive
from ui.desk.lottery import words as lottery_words
from ui.formats import day_and_clock
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.refused import Refused

NEWEST = 40
"""Numbers shown, the newest first."""


class LotteryCard(Retranslating, Card):
    """Shows what it is told."""

    number_asked = Signal(str)
    draw_asked = Signal(str)
    check_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._archive: Archive | None = None
        self._now = 0
        self._busy = False
        self.text, self.live, self.refused = Label(self), Label(self), Refused(self)
        self.codes = Label(self)
        """Whole, to be copied; what is read out of them stands in the text."""
        for label in (self.text, self.live, self.codes):
            label.setWordWrap(True)
        for label in (self.text, self.codes):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dress(self.codes, role="small")
        dress(self.live, role="muted")
        self.number, self.word = QLineEdit(self), QLineEdit(self)
        self.take, self.draw = Button(self), Button(self)
        self.check, self.save = Button(self), Button(self)
        self._lay_out()
        self.take.clicked.connect(lambda: self.number_asked.emit(self.number.text()))
        self.number.returnPressed.connect(self.take.click)
        self.draw.clicked.connect(lambda: self.draw_asked.emit(self.word.text()))
        self.check.clicked.connect(self.check_asked)
        self.save.clicked.connect(self.save_asked)
        self.retranslate()

    def show_lottery(self, archive: Archive | None, now_ms: int) -> None:
        """None: none is chosen."""
        if archive is None or self._archive is None or archive.id != self._archive.id:
            self.forget_typed()
        self._archive, self._now = archive, now_ms
        self._tell()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell_buttons()

    def forget_typed(self) -> None:
        self.number.clear()
        self.word.clear()
        self.refused.show_reason("")

    def retranslate(self) -> None:
        self.number.setPlaceholderText(self.tr("号码（空着就给下一个号）"))
        self.word.setPlaceholderText(self.tr("收完号以后，请现场的人报几个字"))
        for box in (self.number, self.word):
            box.setAccessibleName(box.placeholderText())
        self.take.setText(self.tr("记号"))
        self.draw.setText(self.tr("开奖"))
        self.check.setText(self.tr("再算一遍"))
        self.save.setText(self.tr("存档给人看"))
        self.live.setText(self.tr("正在直播时，从“更多贴片”里放到画面上、记号、开奖。"))
        self._tell()

    def _lay_out(self) -> None:
        holder = QWidget(self)
        dress(holder, role="plain")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self.text)
        column.addWidget(self.codes)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self.body.setSpacing(8)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.refused)
        for box, button in ((self.number, self.take), (self.word, self.draw)):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(box, 1)
            row.addWidget(button)
            self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.check)
        row.addWidget(self.save)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.live)

    def _tell(self) -> None:
        archive = self._archive
        if archive is None:
            self.show_words(self.tr("先在左边点一个"))
            self.text.setText("")
            self.codes.setText("")
        else:
            self.show_words(archive.terms.name, self.tr("编号 {id}").format(id=archive.id[-6:]))
            self.text.setText(self._words(archive))
            self.codes.setText(self._codes(archive))
        self._tell_buttons()

    def _words(self, archive: Archive) -> str:
        parts = [
            lottery_words.outcome(archive),
            lottery_words.told(archive.terms),
            self.tr("{when} 公布，封存码（念出来或放到画面上）：\n{code}").format(
                when=day_and_clock(archive.published_at), code=fair.read_out(archive.commitment)
            ),
            self._numbers(archive),
        ]
        return "\n\n".join(part for part in parts if part)

    def _numbers(self, archive: Archive) -> str:
        count = len(archive.entries)
        if not count:
            return self.tr("还没有号。")
        newest = [entry.number for entry in archive.entries[-NEWEST:][::-1]]
        told = self.tr("{count} 个号，新的在前：{numbers}")
        words = told.format(count=count, numbers=self.tr("、").join(newest))
        if self._now < archive.terms.closes_ms:
            return words
        frozen = self.tr("收完了，名单码（开奖前念出来）：\n{code}")
        return f"{words}\n\n{frozen.format(code=fair.read_out(_list_code(archive)))}"

    def _codes(self, archive: Archive) -> str:
        told = [(self.tr("封存码，一共 {n} 位："), archive.commitment)]
        if archive.entries and self._now >= archive.terms.closes_ms:
            told += [(self.tr("名单码，一共 {n} 位："), _list_code(archive))]
        if archive.draw is not None:
            told += [(self.tr("揭开的种子，一共 {n} 位："), archive.draw.seed)]
        return "\n".join(f"{called.format(n=len(code))}\n{_parted(code)}" for called, code in told)

    def _tell_buttons(self) -> None:
        archive = self._archive
        there = archive is not None and not self._busy
        open_still = there and archive is not None and archive.draw is None
        takes = open_still and archive is not None and self._now < archive.terms.closes_ms
        for part in (self.number, self.take):
            part.setEnabled(takes)
        for part in (self.word, self.draw):
            part.setEnabled(open_still)
        for button in (self.check, self.save):
            button.setEnabled(there)
        due = archive is not None and archive.draw is None and self._now >= archive.terms.draws_ms
        dress(self.draw, role="primary" if due else "")
        dress(self.take, role="primary" if takes else "")


def _parted(code: str) -> str:
    """In halves: all of it is wider than the card."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def _list_code(archive: Archive) -> str:
    return fair.entries_sha256(entry.number for entry in archive.entries)
