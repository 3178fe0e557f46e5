"""对账: what was noted in a broadcast beside what the platforms say was ordered, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from studio.session.books import OrdersImported, StockMoved
from studio.session.recorder import SessionChanged
from ui.choosing import AskSave, ask_save
from ui.desk.counter.reasons import reason_word
from ui.desk.imports.reconcile_presenter import Group, Line, ReconcilePresenter, Shown
from ui.desk.page import TablePage
from ui.formats import clock, day_and_clock, instant
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets import FigureTile, Tone
from ui.widgets.button import Button
from ui.widgets.figure_tile import row_of
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel
from ui.widgets.unwheeled import ComboBox

COLUMNS = (
    Column("at", 84),
    Column("name", 150),
    Column("qty", 106, figure=True),
    Column("channel", 88),
    Column("state", 148),
    Column("orders", 214),
    Column("next", 0),
)
NOTHING = Shown("", None, ())


class ReconcilePage(TablePage):
    """Implements `ReconcileView`."""

    FOLLOWED = (SessionChanged, StockMoved, OrdersImported)

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("review", ask, parent)
        self._shown = NOTHING
        self.review, self.imports = Button(self), Button(self)
        self.filter = ComboBox(self)
        self.filter.setMinimumWidth(150)
        self.filter.activated.connect(self._tell_lines)
        for part in (self.filter, self.export, self.review, self.imports):
            self.top.addWidget(part)
        self.tiles = {each: FigureTile(leads_to_work=True, parent=self.inside) for each in Group}
        self.body.addLayout(row_of(list(self.tiles.values())))
        for group, tile in self.tiles.items():
            tile.clicked.connect(self._choosing(group))
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("reconcile", self.model, memory, sortable=True, parent=self.inside)
        self.table.copied.connect(self.say_copied)
        self.table.selectionModel().selectionChanged.connect(self._tell_advice)
        self.advice = Label(self.inside)  # in full: a cell may be too narrow for it
        self.advice.setWordWrap(True)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.advice)
        self.setFocusProxy(self.table)
        self.retranslate()

    def start(self, presenter: ReconcilePresenter) -> None:
        self.presenter = presenter
        self.imports.clicked.connect(presenter.on_import)
        self.empty.wanted.connect(presenter.on_import)
        self.review.clicked.connect(presenter.on_review)
        presenter.open()

    def show_reconciled(self, shown: Shown) -> None:
        self._shown = shown
        self.show_empty(not shown.lines)
        self._tell()

    def save_to(self, path: Path) -> None:
        self.save_shown(path, self.model, self._saved)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("对账"))
        self.review.setText(self.tr("看复盘"))
        self.imports.setText(self.tr("导入订单"))
        self.empty.show_words(
            self.tr("这一场没有要对的"),
            self.tr("直播时没有记过订单，平台上这段时间也没有单。导入订单文件以后再来看。"),
            self.tr("导入订单"),
        )
        self.model.show_titles(self._headings())
        self._tell()

    # -- parts -----------------------------------------------------------------------------------

    def _saved(self, row: Line) -> list[Value]:
        words = (self._cell(row, key).text for key in ("state", "orders", "next"))
        return [instant(row.at_ms), row.name, row.qty, row.channel, *words]

    def _headings(self) -> list[str]:
        return [
            self.tr("时间"),
            self.tr("商品"),
            self.tr("数量"),
            self.tr("来路"),
            self.tr("对账"),
            self.tr("平台订单"),
            self.tr("接下来"),
        ]

    def _tell(self) -> None:
        shown = self._shown
        when = day_and_clock(shown.live_at) if shown.live_at is not None else ""
        self.note.setText(f"{when}  {shown.title}".strip())
        # The one next step, where something waits for it.
        dress(self.imports, role="primary" if shown.counts.get(Group.WAITING) else "")
        self._tell_tiles()
        self._fill_filter()
        self._tell_lines()

    def _tell_tiles(self) -> None:
        counts, noted = self._shown.counts, self._shown.noted
        waiting, left = counts.get(Group.WAITING, 0), counts.get(Group.UNEXPLAINED, 0)
        words = self._groups()
        matched = f"{counts.get(Group.MATCHED, 0)} / {noted}"
        note = self.tr("记下的单，平台上也有") if noted else ""
        tone = Tone.FINE if noted and not waiting else Tone.IDLE
        self.tiles[Group.MATCHED].show_figure(words[Group.MATCHED], matched, note, tone)
        note = self.tr("导入最新的文件") if waiting else self.tr("没有在等的")
        tone = Tone.MIND if waiting else Tone.FINE
        self.tiles[Group.WAITING].show_figure(words[Group.WAITING], f"{waiting}", note, tone)
        ours = counts.get(Group.OURS, 0)
        note = self.tr("还没交 {count}，去门市").format(count=self._shown.to_hand_over)
        if not self._shown.to_hand_over:
            note = self.tr("都交出去了") if ours else self.tr("没有自己交的")
        tone = Tone.MIND if self._shown.to_hand_over else Tone.FINE if ours else Tone.IDLE
        self.tiles[Group.OURS].show_figure(words[Group.OURS], f"{ours}", note, tone)
        back = counts.get(Group.BACK, 0)
        note = self.tr("货回到了架上") if back else ""
        self.tiles[Group.BACK].show_figure(words[Group.BACK], f"{back}", note)
        note = self.tr("平台有，直播没记") if left else self.tr("没有漏记的")
        tone = Tone.MIND if left else Tone.FINE
        self.tiles[Group.UNEXPLAINED].show_figure(words[Group.UNEXPLAINED], f"{left}", note, tone)

    def _groups(self) -> dict[Group, str]:
        return {
            Group.MATCHED: self.tr("对上了"),
            Group.WAITING: self.tr("等平台的单"),
            Group.OURS: self.tr("自己交的"),
            Group.BACK: self.tr("放回了"),
            Group.UNEXPLAINED: self.tr("没记到"),
        }

    def _fill_filter(self) -> None:
        chosen = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(self.tr("全部 {count}").format(count=len(self._shown.lines)), "")
        for group, words in self._groups().items():
            self.filter.addItem(f"{words} {self._shown.counts.get(group, 0)}", group.value)
        self.filter.setCurrentIndex(max(0, self.filter.findData(chosen)))

    def _tell_lines(self) -> None:
        wanted = self.filter.currentData() or ""
        lines = [line for line in self._shown.lines if wanted in ("", line.group.value)]
        self.table.show_again(ListSource(lines))
        if lines and not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)
        self._tell_advice()

    def _tell_advice(self) -> None:
        places = self.table.selectionModel().selectedRows()
        row = self.model.row(places[0].row()) if places else None
        words = self.tr("{time} {name}：{advice}")
        self.advice.setText(
            words.format(time=clock(row.at_ms), name=row.name, advice=self._next(row))
            if row is not None
            else ""
        )

    def _choosing(self, group: Group) -> Callable[[], None]:
        """Once more shows everything again."""

        def choose() -> None:
            again = self.filter.currentData() == group.value
            self.filter.setCurrentIndex(0 if again else self.filter.findData(group.value))
            self._tell_lines()

        return choose

    def _cell(self, row: Line, key: str) -> Cell:
        match key:
            case "at":
                return Cell(clock(row.at_ms), "muted", order=row.at_ms)
            case "name":
                return Cell(row.name)
            case "qty":
                return Cell(f"{row.qty:,}", order=row.qty)
            case "channel":
                return Cell(row.channel)
            case "state":
                return self._state(row)
            case "orders":
                return Cell("、".join(row.orders), "muted")
        to_do = row.group is Group.WAITING or row.state == "waits" or row.lacking
        return Cell(self._next(row), "" if to_do else "muted")

    def _state(self, row: Line) -> Cell:
        match row.state:
            case "confirmed":
                return Cell(self.tr("▲ 对上了"), "fine", order=5)
            case "split":
                words = self.tr("◆ 对上一部分") if row.left else self.tr("▲ 拆成几单")
                return Cell(words, "mind" if row.left else "fine", order=1 if row.left else 4)
            case "open":
                return Cell(self.tr("◆ 等平台的单"), "mind", order=0)
            case "unexplained":
                return Cell(self.tr("◆ 没记到"), "mind", order=2)
            case "waits":
                return Cell(self.tr("◆ 等着自己交"), "mind", order=2)
            case "handed":
                return Cell(self.tr("▲ 交出去了"), "fine", order=4)
            case "cancelled":
                return Cell(self.tr("门市撤了"), "muted", order=3)
            case "released":
                words = self.tr("◆ 没货可留") if row.lacking else self.tr("平台关了")
                return Cell(
                    words, "mind" if row.lacking else "muted", order=1 if row.lacking else 3
                )
            case "expired":
                return Cell(self.tr("过期放回"), "muted", order=3)
        return Cell(self.tr("场上撤了"), "muted", order=3)

    def _next(self, row: Line) -> str:
        if row.lacking:
            return self._next_of_lacking(row)
        return self._next_of_state(row)

    def _next_of_lacking(self, row: Line) -> str:
        """Whatever its state is; what else is to be done stands behind it."""
        words = self.tr("有 {lacking} 没货可留了（那批扣住了或过期了），请联系买家").format(
            lacking=row.lacking
        )
        if row.left:
            return self.tr("{words}；{more}").format(words=words, more=self._next_of_state(row))
        return words

    def _next_of_state(self, row: Line) -> str:
        match row.state:
            case "confirmed" | "split" if not row.left:
                return self.tr("不用管")
            case "open" | "split" | "confirmed":
                return self._next_of_waiting(row)
            case "unexplained":
                return self.tr("货按平台的单占着，照常发货，不用补记")
            case "waits" | "handed" | "cancelled":
                return self._next_of_ours(row)
            case "expired" if row.ours:
                return self.tr("这样的单平台文件里没有，到时放回了；客人还要，就在门市重新记")
            case "released":
                return self.tr("买家没付款，平台关了单；货回到架上，不用管")
            case "expired":
                return self.tr("平台一直没有这一单；买家说下过，就把那几天的订单再导一次")
        return self.tr("直播时撤的，不用管")

    def _next_of_ours(self, row: Line) -> str:
        ours = self.tr("这些由自己交货，不在平台文件里")
        if row.state == "waits":
            return self.tr("还有 {left} 没交，去门市交；{ours}").format(ours=ours, left=row.left)
        if row.reason:
            said = self.tr("{ours}；没交的撤了：{reason}")
            return said.format(ours=ours, reason=reason_word(row.reason))
        return ours

    def _next_of_waiting(self, row: Line) -> str:
        if row.expires_ms is None:
            return self.tr("差 {left}：导入最新的订单文件").format(left=row.left)
        words = self.tr("差 {left}：导入最新的订单文件，到 {time} 还没有就自动放回")
        return words.format(left=row.left, time=day_and_clock(row.expires_ms))
