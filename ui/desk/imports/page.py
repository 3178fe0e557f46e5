"""导入订单: what a file would do, before it does it; what is asked; what was imported before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory.orders.forgetting import Forgotten, Remembered
from inventory.orders.importing import Explained, Report, Ruled
from inventory.orders.questions import Asked
from inventory.orders.undoing import Undone
from inventory.orders.waiting import HEADING, SHORT, UNMAPPED
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence, word_error
from studio.session.books import OrdersImported
from studio.session.reconciliation import with_let_go
from ui import i18n
from ui.choosing import DOWNLOADS, AskFiles, AskSave, ask_files, ask_save
from ui.desk.imports.past import DropCard, PastCard
from ui.desk.imports.presenter import Chosen, ImportsPresenter, Kept, Stand
from ui.desk.imports.questions import QuestionList
from ui.desk.imports.remembered import RememberedCard
from ui.desk.long_work import Doing, HowFar
from ui.desk.page import TablePage
from ui.formats import money
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets import Tone
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

FILES_HEIGHT = 46 * 4 + 40
"""Three files and the heading; more are scrolled to."""

FILE_COLUMNS = (
    Column("file", 0, middle=True),
    Column("stand", 92),
    Column("platform", 104),
    Column("orders", 88, figure=True),
    Column("new", 70, figure=True),
    Column("changed", 106, figure=True),
    Column("duplicate", 80, figure=True),
    Column("questions", 84, figure=True),
    Column("rejected", 100, figure=True),
    Column("paid", 120, figure=True),
    Column("refunded", 110, figure=True),
)
ROW_COLUMNS = (
    Column("row", 84, figure=True),
    Column("what", 110),
    Column("order", 220),
    Column("words", 0),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a file that a person should know of."""

    row: int
    refused: bool
    order_no: str
    code: str
    about: str

    @property
    def id(self) -> str:
        return f"{self.row}/{self.code}/{self.order_no}"


class ImportsPage(TablePage):
    """Implements `ImportsView`."""

    FOLLOWED = (OrdersImported,)

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        ask_files: AskFiles = ask_files,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("order", ask, parent)
        self._ask_files = ask_files
        self._chosen: Sequence[Chosen] = ()
        self._working = False
        self.setAcceptDrops(True)
        self.note.setWordWrap(True)  # four buttons leave it little room
        self.more, self.drop_all, self.go = Button(self), Button(self), Button(self)
        dress(self.go, role="primary")
        for button in (self.more, self.export, self.drop_all, self.go):
            self.top.addWidget(button)
        self.more.clicked.connect(self._choose)
        self.halves = QStackedWidget(self.inside)
        self.halves.addWidget(self._start_half(memory))
        self.halves.addWidget(self._look_half(memory))
        self.body.addWidget(self.halves, 1)
        self.setFocusProxy(self.drop.choose)
        self.retranslate()

    def start(self, presenter: ImportsPresenter) -> None:
        self.presenter = presenter
        self.go.clicked.connect(presenter.on_import)
        self.drop_all.clicked.connect(presenter.on_let_all_go)
        self.past.undo_asked.connect(presenter.on_undo)
        self.codes.forget_asked.connect(presenter.on_forget)
        self.past.rule_asked.connect(presenter.on_rule)
        self.questions.answered.connect(self._answer)
        self.questions.passed.connect(self._pass)
        self.questions.explained.connect(presenter.on_explained)
        self.questions.decided.connect(presenter.on_decided)
        self.questions.corrected.connect(presenter.on_corrected)
        self.questions.stock_wanted.connect(presenter.on_stock)
        self.password.returnPressed.connect(self._unlock)
        self.unlock.clicked.connect(self._unlock)
        self.let_go.clicked.connect(self._let_go)
        presenter.open()

    # -- ImportsView -----------------------------------------------------------------------------

    def show_chosen(self, chosen: Sequence[Chosen]) -> None:
        self._chosen = chosen
        self.files.show_again(ListSource(chosen))
        if chosen and not self.files.selectionModel().hasSelection():
            self.files.selectRow(0)
        self.halves.setCurrentIndex(1 if chosen else 0)
        self._tell()

    def show_kept(self, kept: Kept) -> None:
        self.questions.show_asked(kept.asked, kept.waiting, kept.products)
        self.questions.show_said(kept.words)
        self.past.show_files(kept.files, kept.writing, kept.at_order)
        self.codes.show_codes(kept.codes)

    def show_work(self, how_far: HowFar | None) -> None:
        super().show_work(how_far)
        self._working = how_far is not None
        self.questions.show_busy(self._working)
        self.past.show_busy(self._working)
        self.codes.show_busy(self._working)
        self._tell()

    def show_stopped(self, doing: Doing) -> None:
        match doing:
            case Doing.LOOKING:
                self.toast.say(self.tr("不看了，什么都没有写。"))
            case Doing.IMPORTING:
                words = self.tr(
                    "停下了。写好的订单都留着，没有写一半的；同一个文件再导一次就接着。"
                )
                self.toast.say(words, Tone.MIND)
            case Doing.UNDOING:
                words = self.tr("停下了，只撤了一部分。再撤一次就接着。")
                self.toast.say(words, Tone.MIND)
            case Doing.SETTLING:
                words = self.tr("停下了。您的回答记着，还在等的再问一次就接着。")
                self.toast.say(words, Tone.MIND)
            case _:
                super().show_stopped(doing)

    def show_imported(self, reports: Sequence[Report]) -> None:
        new, changed = sum(each.new for each in reports), sum(each.changed for each in reports)
        asked = sum(len(each.questions) for each in reports)
        words = self.tr("导入好了：新的 {new} 单，有变化 {changed} 单。").format(
            new=f"{new:,}", changed=f"{changed:,}"
        )
        left = sum(each.stand in _LEFT for each in self._chosen)
        if left:
            words += self.tr("有 {count} 份没导成，看表里。").format(count=left)
        undo: tuple[Any, ...] = ()
        if len(reports) == 1 and self.presenter is not None:
            import_id = reports[0].import_id
            undo = (self.tr("撤掉"), lambda: self.presenter.on_undo(import_id))
        if not all(each.buyers_kept for each in reports):
            self.toast.say(sentence("orders_buyers_not_kept", i18n.current()), Tone.MIND)
        elif asked:
            words += "" if self._chosen else self.tr("有几样要问您，在下面。")
            self.toast.say(words, Tone.MIND, *undo)
        elif left:
            self.toast.say(words, Tone.MIND, *undo)
        else:
            self.toast.say(words, Tone.FINE, *undo)

    def show_undone(self, undone: Undone) -> None:
        words = sentence("orders_import_undone", i18n.current(), orders=f"{undone.orders:,}")
        self._say_done(words, undone.let_go)

    def _say_done(self, words: str, let_go: int) -> None:
        """``let_go``: of how many notes too little may be sold now."""
        words = with_let_go(words, let_go, i18n.current())
        self.toast.say(words, Tone.MIND if let_go else Tone.FINE)

    def show_settled(self, orders: int) -> None:
        words = self.tr("记住了，{orders} 单不用再等。").format(orders=f"{orders:,}")
        self.toast.say(words, Tone.FINE)

    def show_forgotten(self, code: Remembered, outcome: Forgotten) -> None:
        said = sentence(
            "orders_code_forgotten",
            i18n.current(),
            theirs=code.title or code.code,
            **asdict(outcome),
        )
        self._say_done(said, outcome.let_go)

    def show_explained(self, word: str, outcome: Explained) -> None:
        words = sentence("orders_word_explained", i18n.current(), word=word, **asdict(outcome))
        self.toast.say(words, Tone.FINE)

    def show_rule(self, shop: str, at_order: bool, outcome: Ruled) -> None:
        words = self.tr("{shop}的单付了款才留货，没付款的 {orders} 单不再占货。")
        if at_order:
            words = self.tr("{shop}的单从下单起就留货，没付款的 {orders} 单也留了。")
        self._say_done(words.format(shop=shop, orders=f"{outcome.orders:,}"), outcome.let_go)

    def show_answer_wrong(self, key: str, error: UserFacingError) -> None:
        if not self.questions.show_wrong(key, error):
            self.toast.say(word_error(error, i18n.current()), Tone.BROKEN)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("导入订单"))
        self.more.setText(self.tr("再加文件"))
        self.let_go.setText(self.tr("不导这一份"))
        self.unlock.setText(self.tr("打开"))
        self.password.setPlaceholderText(self.tr("打开这份表格的密码"))
        self.file_model.show_titles(self._file_titles())
        self.row_model.show_titles(self._row_titles())
        self._tell()

    # -- dropping files --------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _local(event)
        if paths and self.presenter is not None:
            event.acceptProposedAction()
            self.presenter.on_files(paths)

    # -- how it is laid out ----------------------------------------------------------------------

    def _start_half(self, memory: QSettings | None) -> QWidget:
        half = QWidget(self.halves)
        self.drop = DropCard(half)
        self.drop.wanted.connect(self._choose)
        self.questions = QuestionList(half)
        self.right = QStackedWidget(half)
        self.past, self.codes = PastCard(memory, half), RememberedCard(memory, half)
        for card, other in ((self.past, self.codes), (self.codes, self.past)):
            self.right.addWidget(card)
            card.other.clicked.connect(partial(self.right.setCurrentWidget, other))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.questions, 12)
        row.addWidget(self.right, 11)
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.drop)
        column.addLayout(row, 1)
        return half

    def _look_half(self, memory: QSettings | None) -> QWidget:
        half = QWidget(self.halves)
        self.file_model = TableModel(FILE_COLUMNS, self._file_cell)
        self.files = Table("import-files", self.file_model, memory, parent=half)
        self.files.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.files.setFixedHeight(FILES_HEIGHT)
        self.files.selectionModel().selectionChanged.connect(self._tell)
        self.row_model = TableModel(ROW_COLUMNS, self._row_cell)
        self.rows = Table("import-rows", self.row_model, memory, parent=half)
        for table in (self.files, self.rows):
            table.copied.connect(self.say_copied)
        self.about = Label(half)
        self.about.setWordWrap(True)
        self.password = QLineEdit(half)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setFixedWidth(260)
        self.unlock, self.let_go = Button(half), Button(half)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.about, 1)
        line.addWidget(self.password)
        line.addWidget(self.unlock)
        line.addWidget(self.let_go)
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.files)
        column.addLayout(line)
        column.addWidget(self.rows, 1)
        column.addStretch()  # a file that cannot be read has no rows: the list stays at the head
        return half

    # -- what it tells ---------------------------------------------------------------------------

    @property
    def shown(self) -> Chosen | None:
        """The file whose rows are shown."""
        places = self.files.selectionModel().selectedRows()
        found: Chosen | None = self.file_model.row(places[0].row()) if places else None
        return found

    def _tell(self) -> None:
        some = bool(self._chosen)
        ready = sum(each.stand is Stand.LOOKED for each in self._chosen)
        for button in (self.more, self.drop_all, self.go, self.export):
            button.setVisible(some)
        self.drop_all.setDisabled(self._working)
        self.go.setDisabled(self._working or not ready)
        self.go.setText(
            self.tr("导入 {count} 份").format(count=ready) if ready else self.tr("导入")
        )
        written = any(each.stand is Stand.IMPORTED for each in self._chosen)
        self.drop_all.setText(self.tr("看过了") if written else self.tr("都不导了"))
        self._tell_note(ready)
        self._tell_shown(self.shown)

    def _tell_note(self, ready: int) -> None:
        """What was written, what was not, and what would be."""
        said = []
        written = _reports(self._chosen, Stand.IMPORTED)
        if written:
            words = self.tr("写好 {count} 份：新的 {new} 单，有变化 {changed} 单")
            said.append(
                words.format(
                    count=len(written),
                    new=f"{sum(each.new for each in written):,}",
                    changed=f"{sum(each.changed for each in written):,}",
                )
            )
            left = sum(each.stand in _LEFT for each in self._chosen)
            if left:
                said.append(self.tr("{count} 份没导成").format(count=left))
        if ready:
            reports = _reports(self._chosen, Stand.LOOKED)
            words = self.tr("还没有写。{orders} 单，付款 {paid}，退款 {refunded}")
            said.append(
                words.format(
                    orders=f"{sum(each.orders for each in reports):,}",
                    paid=money(sum(each.paid_fen for each in reports)),
                    refunded=money(sum(each.refunded_fen for each in reports)),
                )
            )
        if self._chosen and not said:
            said.append(self.tr("还没有写任何东西"))
        self.note.setText("　".join(said))

    def _tell_shown(self, shown: Chosen | None) -> None:
        locked = shown is not None and shown.stand is Stand.LOCKED
        for part in (self.password, self.unlock):
            part.setVisible(locked)
            part.setDisabled(self._working)
        self.let_go.setVisible(shown is not None and shown.stand is not Stand.IMPORTED)
        self.let_go.setDisabled(self._working)
        self.about.setText(self._about(shown))
        bad = shown is not None and shown.stand in (Stand.REFUSED, Stand.BROKEN_OFF)
        dress(self.about, role="muted", tone="broken" if bad else "mind" if locked else "")
        rows = _told(shown.report) if shown is not None and shown.report is not None else []
        self.row_model.show_source(ListSource(rows))
        self.rows.setVisible(bool(rows))
        self.export.setDisabled(not rows or self._working)

    def _about(self, shown: Chosen | None) -> str:
        if shown is None:
            return ""
        if shown.error is not None:
            words = word_error(shown.error, i18n.current())
            if shown.stand is Stand.BROKEN_OFF:
                words += self.tr("写好的订单都留着；这一份再导一次就接着，不会重复。")
            return words
        if shown.report is None:
            return self.tr("还在看这一份。")
        if shown.stand is Stand.IMPORTED:
            return self.tr(
                "这一份导入好了：新的 {new} 单，有变化 {changed} 单，早有了 {duplicate} 单。"
            ).format(
                new=f"{shown.report.new:,}",
                changed=f"{shown.report.changed:,}",
                duplicate=f"{shown.report.duplicate:,}",
            )
        if shown.report.questions or shown.report.rejected:
            return self.tr(
                "下面这些行：要问的照样导入，货先不动，导入以后在这一页回答；不收的不导入。"
            )
        return self.tr("每一行都读懂了，没有要问的。")

    def _file_titles(self) -> list[str]:
        return [
            self.tr("文件"),
            self.tr("结果"),
            self.tr("平台"),
            self.tr("单数"),
            self.tr("新的"),
            self.tr("有变化"),
            self.tr("早有了"),
            self.tr("要问"),
            self.tr("不收"),
            self.tr("付款"),
            self.tr("退款"),
        ]

    def _row_titles(self) -> list[str]:
        return [self.tr("行"), self.tr("怎么办"), self.tr("订单"), self.tr("说明")]

    def _file_cell(self, row: Chosen, key: str) -> Cell:
        report = row.report
        if key == "file":
            shape, tone = _SHOWN[row.stand]
            return Cell(f"{shape} {row.path.name}", tone)
        if key == "stand":
            return Cell(self._stand(row.stand), _SHOWN[row.stand][1])
        if report is None:
            return Cell("")
        match key:
            case "platform":
                return Cell(report.platform)
            case "paid" | "refunded":
                fen = report.paid_fen if key == "paid" else report.refunded_fen
                return Cell(money(fen), order=fen)
            case "questions" | "rejected":
                count = len(getattr(report, key))
                return Cell(f"{count:,}", "mind" if count else "muted", order=count)
        count = getattr(report, key)
        return Cell(f"{count:,}", "" if count else "muted", order=count)

    def _stand(self, stand: Stand) -> str:
        match stand:
            case Stand.LOOKED:
                return self.tr("还没写")
            case Stand.LOCKED:
                return self.tr("要密码")
            case Stand.REFUSED:
                return self.tr("没有写")
            case Stand.BROKEN_OFF:
                return self.tr("没写完")
            case Stand.IMPORTED:
                return self.tr("写好了")
        return self.tr("还在看")

    def _row_cell(self, row: Told, key: str) -> Cell:
        match key:
            case "row":
                return Cell(f"{row.row:,}", order=row.row)
            case "what":
                if row.refused:
                    return Cell(self.tr("■ 不收"), "broken")
                return Cell(self.tr("◆ 要问"), "mind")
            case "order":
                return Cell(row.order_no, "muted")
        return Cell(sentence(row.code, i18n.current(), about=row.about))

    # -- what is done ----------------------------------------------------------------------------

    def save_to(self, path: Path) -> None:
        self.save_shown(path, self.row_model, self._saved)

    def _saved(self, row: Told) -> list[Value]:
        return [row.row, *(self._row_cell(row, key).text for key in ("what", "order", "words"))]

    def _choose(self) -> None:
        kinds = self.tr("订单文件 (*.xlsx *.xls *.xlsm *.csv *.txt *.html);;所有文件 (*)")
        paths = self._ask_files(self, self.tr("选订单文件"), kinds, DOWNLOADS)
        if paths and self.presenter is not None:
            self.presenter.on_files(paths)

    def _unlock(self) -> None:
        shown = self.shown
        if shown is not None and self.presenter is not None and self.password.text():
            self.presenter.on_password(shown.path, self.password.text())
            self.password.clear()

    def _let_go(self) -> None:
        shown = self.shown
        if shown is not None and self.presenter is not None:
            self.presenter.on_let_go(shown.path)

    def _answer(self, asked: Asked, goods: Mapping[str, int]) -> None:
        if asked.kind == UNMAPPED:
            ((sku, times),) = goods.items()
            self.presenter.on_mapped(asked, sku, times)
        else:
            self.presenter.on_goods(asked, goods)

    def _pass(self, asked: Asked) -> None:
        if asked.kind == HEADING:
            self.presenter.on_passed_over(asked)
        elif asked.kind == SHORT:
            self.presenter.on_try_again(asked)


_SHOWN = {
    Stand.WAITS: ("…", "muted"),
    Stand.LOOKED: ("▲", ""),
    Stand.LOCKED: ("◆", "mind"),
    Stand.REFUSED: ("■", "broken"),
    Stand.BROKEN_OFF: ("■", "broken"),
    Stand.IMPORTED: ("▲", "fine"),
}
"""A chosen file's shape and tone."""
_LEFT = (Stand.LOCKED, Stand.REFUSED, Stand.BROKEN_OFF)
"""Nothing more comes of these by themselves."""


def _reports(chosen: Sequence[Chosen], stand: Stand) -> list[Report]:
    return [each.report for each in chosen if each.stand is stand and each.report is not None]


def _told(report: Report) -> list[Told]:
    """What is refused first: it is not imported unless somebody mends it."""
    refused = [
        Told(each.row, True, "", f"orders_row_{each.reason}", "") for each in report.rejected
    ]
    asked = [
        Told(each.row, False, each.order_no, f"orders_ask_{each.kind}", each.about)
        for each in report.questions
    ]
    return [*refused, *asked]


def _local(event: QDropEvent) -> list[Path]:
    """Files of this computer among what is dragged."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
