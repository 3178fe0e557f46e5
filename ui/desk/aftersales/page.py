"""售后: what must be answered and until when, what goes on, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from inventory.aftersales.cases import Case
from inventory.aftersales.rates import FEW
from inventory.aftersales.sold import SoldItem
from studio.runtime.clock import HOUR_MS
from studio.runtime.wording import word_error
from studio.session.aftersales import RATE_DAYS
from ui import i18n
from ui.choosing import AskFile, ask_file
from ui.desk.aftersales.case_card import CaseCard
from ui.desk.aftersales.case_form import CaseForm
from ui.desk.aftersales.presenter import AftersalesPresenter, Desk
from ui.desk.aftersales.returns import Returns
from ui.desk.aftersales.words import CaseWords
from ui.desk.page import DeskPage
from ui.widgets import FigureTile, Tone
from ui.widgets.button import Button
from ui.widgets.figure_tile import row_of
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("number", 80),
    Column("name", 0),
    Column("reason", 168),
    Column("state", 204),
)
SOON_MS = 6 * HOUR_MS
"""A case that must be answered within so long is told as urgent."""


class AftersalesPage(DeskPage):
    """Implements `AftersalesView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskFile = ask_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("undo", parent)
        self._ask = ask
        self._desk: Desk | None = None
        self._words = CaseWords(self)
        self._refreshing = False
        """Rows are shown again: what is chosen now, nobody chose."""
        self.presenter: AftersalesPresenter | None = None
        self.begin, self.look = Button(self), Button(self)
        self.look.setCheckable(True)
        self.top.addWidget(self.look)
        self.top.addWidget(self.begin)
        self.waiting, self.going, self.rate = (
            FigureTile(leads_to_work=leads, parent=self.inside) for leads in (False, False, True)
        )
        self.body.addLayout(row_of([self.waiting, self.going, self.rate]))
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("cases", self.model, memory, parent=self.inside)
        self.card, self.form = CaseCard(self.inside), CaseForm(self.inside)
        self.returns = Returns(self.inside)
        self.right = self.put_beside(self.table, self.card, self.form, 460, self.returns)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.begin.clicked.connect(self._begin)
        self.look.toggled.connect(self._on_look)
        self.rate.clicked.connect(self.look.toggle)
        self.empty.wanted.connect(self._begin)
        self.retranslate()

    def start(self, presenter: AftersalesPresenter) -> None:
        self.presenter = presenter
        self.form.find_asked.connect(presenter.on_find)
        self.form.open_asked.connect(presenter.on_open)
        self.card.asked.connect(self._step)
        self.card.evidence_wanted.connect(self._look_at_photo)
        self.card.words_wanted.connect(self._look_at_words)
        presenter.open()

    # -- what it is told -----------------------------------------------------------------------

    def show_desk(self, desk: Desk) -> None:
        self._desk = desk
        self.form.show_rules(desk.rules)
        self.returns.show_told(desk.told, desk.rules)
        self._refreshing = True
        self.table.show_again(ListSource(desk.cases))
        chosen = self.table.selectionModel().hasSelection()
        if desk.sought and self.table.choose(desk.sought):
            self.right.setCurrentWidget(self.card)
        elif desk.cases and not chosen:
            self.table.selectRow(0)
        self._refreshing = False
        self._show_what_there_is()
        self._tell()

    def show_busy(self, busy: bool) -> None:
        self.card.show_busy(busy)
        self.form.show_busy(busy)

    def show_found(self, items: Sequence[SoldItem]) -> None:
        self.form.show_found(items)

    def show_opened(self, case: Case) -> None:
        self.right.setCurrentWidget(self.card)
        self.table.clearSelection()
        words = self.tr("记下了，售后号 {number}").format(number=case.number)
        self.toast.say(words, Tone.FINE)

    def show_stepped(self, case: Case) -> None:
        self.card.forget_typed()
        self.toast.say(self.tr("记下了"), Tone.FINE)

    def show_words(self, case: Case) -> None:
        self.card.show_opened(case)

    def show_photo(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def show_refused(self, error: BaseException) -> None:
        sentence = word_error(error, i18n.current())
        shown = self.right.currentWidget()
        told = self.form if shown is self.form else self.card
        told.refused.show_reason(sentence)

    def retranslate(self) -> None:
        self.title.setText(self.tr("售后"))
        self.note.setText(self.tr("退、补、报损都记在同一本账上"))
        self.begin.setText(self.tr("开一个售后"))
        self.look.setText(self.tr("哪样退得多"))
        self.empty.show_words(
            self.tr("没有售后"),
            self.tr("买家要退、要补的时候，从这里开一个，什么时候前要答复它会记着。"),
            self.tr("开一个售后"),
        )
        self.model.show_titles(
            [self.tr("售后号"), self.tr("商品"), self.tr("原因"), self.tr("状态")]
        )
        self._tell()

    # -- how it is told ------------------------------------------------------------------------

    def _tell(self) -> None:
        desk = self._desk
        if desk is None:
            return
        self._tell_waiting(desk)
        going = sum(case.state == "answered" for case in desk.cases)
        self.going.show_figure(
            self.tr("在办"),
            self.tr("{count} 件").format(count=going),
            self.tr("办完了记得点“办完了”") if going else self.tr("没有在办的"),
        )
        self._tell_rate(desk)
        self._tell_case()

    def _tell_waiting(self, desk: Desk) -> None:
        waiting = [case for case in desk.cases if case.state == "open"]
        figure = self.tr("{count} 件").format(count=len(waiting))
        if not waiting:
            self.waiting.show_figure(self.tr("等答复"), figure, self.tr("都答复了"), Tone.FINE)
            return
        tone = Tone.BROKEN if waiting[0].overdue(desk.now_ms) else Tone.MIND
        note = self.tr("最急的：{when}").format(when=self._words.clock(waiting[0], desk.now_ms))
        self.waiting.show_figure(self.tr("等答复"), figure, note, tone)

    def _tell_rate(self, desk: Desk) -> None:
        label = self.tr("{days} 天里退回").format(days=RATE_DAYS)
        found = desk.told.rates.by_product
        sold, back = sum(each.sold for each in found), sum(each.back for each in found)
        if not found:
            self.rate.show_figure(label, "—", self.tr("这些天还没有发过货"))
            return
        most = found[0]
        words = self.tr("退得最多：{name}，{sold} {unit}里退了 {back} {unit}")
        if most.back > most.sold:  # sold earlier
            words = self.tr("退得最多：{name}，退了 {back} {unit}")
        told = words.format(name=most.name, sold=most.sold, back=most.back, unit=most.unit)
        few = sold <= FEW or back > sold
        figure = self.tr("{count} 件").format(count=back) if few else f"{back / sold:.1%}"
        self.rate.show_figure(label, figure, told if most.back else self.tr("没有退的"))

    def _cell(self, row: Case, key: str) -> Cell:
        desk = self._desk
        match key:
            case "number":
                return Cell(row.number, "muted")
            case "name":
                words = self.tr("{name} × {qty} {unit}")
                return Cell(words.format(name=row.name, qty=row.qty, unit=row.unit))
            case "reason":
                return Cell(desk.rules.word(row.reason, i18n.current()) if desk else row.reason)
        return self._words.state(row, desk.now_ms if desk else 0)

    # -- what is asked of the presenter --------------------------------------------------------

    def _chosen(self) -> Case | None:
        places = self.table.selectionModel().selectedRows()
        return self.model.row(places[0].row()) if places else None

    def _tell_case(self) -> None:
        self.card.show_case(self._chosen(), self._desk.rules if self._desk else None)

    def _on_chosen(self) -> None:
        """Only a person's choice brings the card back: a form that is typed in stays."""
        self._tell_case()
        if not self._refreshing and self._chosen() is not None and self.table.hasFocus():
            self.right.setCurrentWidget(self.card)

    def _on_look(self, looking: bool) -> None:
        """The pictures take the place of the cases."""
        self.returns.setVisible(looking)
        for part in (self.table, self.right):
            part.setVisible(not looking)
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        none = self._desk is None or not self._desk.cases
        idle = self.right.currentWidget() is self.card and not self.look.isChecked()
        self.show_empty(none and idle)

    def _begin(self) -> None:
        self.look.setChecked(False)
        self.show_empty(False)
        self.right.setCurrentWidget(self.form)
        self.form.begin()

    def _step(self, what: str, typed: str) -> None:
        case, presenter = self._chosen(), self.presenter
        if case is None or presenter is None:
            return
        match what:
            case "back" | "lost":
                presenter.on_take_back(case, typed, lost=what == "lost")
            case "photo":
                self._add_photo(case)
            case "undo" | "close" | "reopen":
                getattr(presenter, f"on_{what}")(case)
            case _:
                getattr(presenter, f"on_{what}")(case, typed)

    def _add_photo(self, case: Case) -> None:
        chosen = self._ask(self, self.tr("加照片"), "")
        if chosen is not None and self.presenter is not None:
            self.presenter.on_evidence(case, chosen)

    def _look_at_photo(self, seq: int) -> None:
        case = self._chosen()
        if case is not None and self.presenter is not None:
            self.presenter.on_photo(case, seq)

    def _look_at_words(self) -> None:
        case = self._chosen()
        if case is not None and self.presenter is not None:
            self.presenter.on_words(case)
