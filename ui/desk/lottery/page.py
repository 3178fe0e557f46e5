"""抽奖: published before anybody takes part, drawn so that anybody computes it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QWidget

from inventory.lottery import fair
from inventory.lottery.fair import Archive, Checked
from inventory.lottery.terms import Terms
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.choosing import DOCUMENTS, AskFile, ask_file
from ui.desk.lottery import words as lottery_words
from ui.desk.lottery.answer import FileAnswer
from ui.desk.lottery.card import LotteryCard
from ui.desk.lottery.form import LotteryForm
from ui.desk.lottery.presenter import Desk, LotteryPresenter
from ui.desk.page import DeskPage
from ui.formats import day_and_clock
from ui.widgets import Tone
from ui.widgets.button import Button
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("name", 0),
    Column("numbers", 104),
    Column("state", 280),
)
KIND = "JSON (*.json)"
LONGEST_WAIT_MS = 86_400_000
"""Between two looks at the clock; a longer one would not fit what Qt counts in."""


class LotteryPage(DeskPage):
    """Implements `LotteryView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskFile = ask_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card", parent)
        self._ask = ask
        self._desk: Desk | None = None
        self._refreshing = False
        """Rows are shown again: what is chosen now, nobody chose."""
        self._made = ""
        """The one just published: it is chosen as soon as it is in the list."""
        self.presenter: LotteryPresenter | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._refresh)
        self.check_file, self.begin = Button(self), Button(self)
        self.top.addWidget(self.check_file)
        self.top.addWidget(self.begin)
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("lotteries", self.model, memory, parent=self.inside)
        self.card, self.form = LotteryCard(self.inside), LotteryForm(self.inside)
        self.answer = FileAnswer(self)
        self.layout().insertWidget(self.layout().indexOf(self.pages), self.answer)
        self.right = self.put_beside(self.table, self.card, self.form, 500)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.begin.clicked.connect(self._begin)
        self.empty.wanted.connect(self._begin)
        self.retranslate()

    def start(self, presenter: LotteryPresenter) -> None:
        self.presenter = presenter
        self.form.look_asked.connect(presenter.on_look)
        self.form.publish_asked.connect(presenter.on_publish)
        self.check_file.clicked.connect(self._check_file)
        self.card.number_asked.connect(self._for_chosen(presenter.on_number))
        self.card.draw_asked.connect(self._for_chosen(presenter.on_draw))
        self.card.check_asked.connect(self._for_chosen(presenter.on_check))
        self.card.save_asked.connect(self._save)
        presenter.open()

    def leave(self) -> None:
        self._clock.stop()
        super().leave()

    # -- what it is told -----------------------------------------------------------------------

    def show_desk(self, desk: Desk) -> None:
        self._desk = desk
        if (wait := desk.changes_in_ms) is not None:
            self._clock.start(min(wait, LONGEST_WAIT_MS))
        self._refreshing = True
        self.table.show_again(ListSource(desk.lotteries))
        if self._made:
            self.table.choose(self._made)
            self._made = ""
        elif desk.lotteries and not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)
        self._refreshing = False
        self.show_empty(not desk.lotteries and self.right.currentWidget() is self.card)
        self._tell_lottery()

    def show_sponsor(self, name: str) -> None:
        self.form.show_sponsor(name)

    def show_busy(self, busy: bool) -> None:
        self.card.show_busy(busy)
        self.form.show_busy(busy)

    def show_mistakes(self, mistakes: Mapping[str, UserFacingError]) -> None:
        self.form.show_mistakes(mistakes)

    def show_terms(self, terms: Terms) -> None:
        self.form.show_terms(terms)

    def show_published(self, archive: Archive) -> None:
        self._made = archive.id
        self.right.setCurrentWidget(self.card)
        words = self.tr("公布了“{name}”。把封存码的头 {n} 位念出来，或者直播时放到画面上。")
        self.toast.say(words.format(name=archive.terms.name, n=fair.READ_OUT), Tone.FINE)

    def show_entered(self, numbers: Sequence[str]) -> None:
        self.card.forget_typed()
        words = self.tr("记下了：{numbers} 号").format(numbers=self.tr("、").join(numbers))
        self.toast.say(words, Tone.FINE)

    def show_drawn(self, archive: Archive) -> None:
        self.card.forget_typed()
        self.toast.say(self.tr("开奖了，谁都能照着存档再算一遍"), Tone.FINE)

    def show_checked(self, checked: Checked) -> None:
        told = lottery_words.checked(checked.told)
        self.card.refused.show_reason(told if checked.differences else "")
        if not checked.differences:
            self.toast.say(told, Tone.FINE if checked.archive.draw is not None else Tone.INFO)

    def show_file_checked(self, path: Path, checked: Checked) -> None:
        self.answer.show_checked(path.name, checked)

    def show_file_refused(self, error: BaseException) -> None:
        self.answer.show_refused(error)

    def show_refused(self, error: BaseException) -> None:
        self.show_problem(word_error(error, i18n.current()))

    def show_problem(self, words: str) -> None:
        """Beside what was asked for; where no lottery is there yet, over the empty page."""
        if self.pages.currentWidget() is self.empty:
            self.toast.say(words, Tone.BROKEN)
            return
        told = self.form if self.right.currentWidget() is self.form else self.card
        told.refused.show_reason(words)

    def retranslate(self) -> None:
        self.title.setText(self.tr("抽奖"))
        self.note.setText(self.tr("先公布，再收号；开奖以后谁都能再算一遍"))
        self.check_file.setText(self.tr("核对一个存档"))
        self.begin.setText(self.tr("办一个抽奖"))
        self.empty.show_words(
            self.tr("还没有抽奖"),
            self.tr("写好奖品、机会、时间和谁办的，公布了再收号。一份奖品最多 5 万元。"),
            self.tr("办一个抽奖"),
        )
        self.model.show_titles([self.tr("抽奖"), self.tr("号码"), self.tr("状态")])
        self._tell_lottery()

    # -- how it is told ------------------------------------------------------------------------

    def _cell(self, row: Archive, key: str) -> Cell:
        match key:
            case "name":
                words = self.tr("{name} · {prize}")
                return Cell(words.format(name=row.terms.name, prize=row.terms.prize))
            case "numbers":
                return Cell(self.tr("{n} 个").format(n=len(row.entries)), order=len(row.entries))
        return self._state(row, self._desk.now_ms if self._desk else 0)

    def _state(self, row: Archive, now_ms: int) -> Cell:
        if row.draw is not None:
            return Cell(self.tr("开奖了 {when}").format(when=day_and_clock(row.draw.at)), "muted")
        if now_ms < row.terms.closes_ms:
            words = self.tr("▲ 收号到 {when}").format(when=day_and_clock(row.terms.closes_ms))
            return Cell(words, "fine")
        if now_ms < row.terms.draws_ms:
            words = self.tr("◆ 收完了，{when} 开奖").format(when=day_and_clock(row.terms.draws_ms))
            return Cell(words, "mind")
        return Cell(self.tr("◆ 该开奖了"), "mind")

    # -- what is asked of the presenter --------------------------------------------------------

    def _chosen(self) -> Archive | None:
        places = self.table.selectionModel().selectedRows()
        return self.model.row(places[0].row()) if places else None

    def _tell_lottery(self) -> None:
        self.card.show_lottery(self._chosen(), self._desk.now_ms if self._desk else 0)

    def _on_chosen(self) -> None:
        """Only a person's choice brings the card back: a form that is typed in stays."""
        self._tell_lottery()
        if not self._refreshing and self._chosen() is not None and self.table.hasFocus():
            self.right.setCurrentWidget(self.card)

    def _for_chosen(self, work: Callable[..., None]) -> Callable[..., None]:
        def asked(*typed: str) -> None:
            archive = self._chosen()
            if archive is not None:
                work(archive.id, *typed)

        return asked

    def _begin(self) -> None:
        self.show_empty(False)
        self.right.setCurrentWidget(self.form)
        self.form.begin()

    def _check_file(self) -> None:
        chosen = self._ask(self, self.check_file.text(), KIND, DOCUMENTS)
        if chosen is not None and self.presenter is not None:
            self.presenter.on_check_file(chosen)

    def _save(self) -> None:
        archive = self._chosen()
        if archive is None or self.presenter is None:
            return
        proposed = f"{archive.id[-6:]}.json"
        chosen, _ = self.ask_path(self, self.card.save.text(), proposed, KIND)
        if chosen is not None:
            self.presenter.on_save(archive.id, chosen)
