"""打包: what is to be packed, scanned into its parcel, and sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inventory.fulfilment import codes, parcels
from inventory.fulfilment.codes import Plain
from inventory.fulfilment.cold import ColdSheet, Range
from inventory.fulfilment.making import Waiting
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Parcel
from inventory.fulfilment.shipping import Shipped
from inventory.fulfilment.tracking_file import Judged
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.choosing import DOWNLOADS, AskFile, AskSave, ask_file, ask_save
from ui.desk.packing import label_out
from ui.desk.packing.chill import ChillPanel
from ui.desk.packing.presenter import PackingPresenter, Preview
from ui.desk.packing.presenter import Table as PackingTable
from ui.desk.packing.split import SplitPanel
from ui.desk.packing.station import Station, StopSign
from ui.desk.packing.tracking import TrackingPanel
from ui.desk.page import DeskPage
from ui.theme.style import dress
from ui.widgets import Field, Tone
from ui.widgets.button import Button
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("number", 116),
    Column("goods", 0),
    Column("where", 170),
    Column("state", 132),
)
TAKES_WORDS = 2
"""Products named in the table; of more their number is told."""

FindCamera = Callable[[], str]
"""``camera:0``, or an address; empty where there is none."""


class PackingPage(DeskPage):
    """Implements `PackingView`. Whatever is pressed, the keyboard goes back to the scan field."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask_save: AskSave = ask_save,
        ask_open: AskFile = ask_file,
        find_camera: FindCamera = lambda: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("box", parent)
        self.note.setWordWrap(True)  # much may be told there, and the buttons need their room
        self._ask_save, self._ask_open, self._find_camera = ask_save, ask_open, find_camera
        self._table = PackingTable((), 0, Waiting(), (), {})
        self._choosing = False
        self.tracking, self.sheet = Button(self), Button(self)
        self.make, self.ship = Button(self), Button(self)
        dress(self.make, role="primary")
        for button in (self.ship, self.make):
            self.top.addWidget(button)
        self._lay_out_table(memory)
        self.station = Station(self.inside)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(self._left, 1)
        row.addWidget(self.station)
        self.body.addLayout(row, 1)
        self.preview = TrackingPanel(memory, self)
        self.split = SplitPanel(self)
        self.chill = ChillPanel(self)
        for panel in (self.preview, self.split, self.chill):
            self.pages.addWidget(panel)
        self.sign = StopSign(self)
        self.setFocusProxy(self.station.field)
        self.retranslate()

    def _lay_out_table(self, memory: QSettings | None) -> None:
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("packing", self.model, memory, sortable=True, parent=self.inside)
        self.table.copied.connect(self._say_copied)
        self.stop_name, self.stop = Field(self), Button(self)
        self.stop_name.setFixedWidth(180)
        self.filter = QLineEdit(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.table.filter_by)
        self.table.filter_box = self.filter
        self.label, self.ship_chosen, self.delivered = Button(self), Button(self), Button(self)
        named, under = QHBoxLayout(), QHBoxLayout()
        named.addWidget(self.stop_name)
        for button in (self.stop, self.delivered):
            named.addWidget(button, alignment=Qt.AlignmentFlag.AlignBottom)
        for button in (self.ship_chosen, self.label, self.sheet, self.tracking):
            under.addWidget(button)
        self._left = QVBoxLayout()
        self._left.setSpacing(10)
        self._left.addWidget(self.table, 1)
        named.addWidget(self.filter, 1, Qt.AlignmentFlag.AlignBottom)
        under.addStretch(1)
        for row in (named, under):
            row.setSpacing(8)
            self._left.addLayout(row)

    def start(self, presenter: PackingPresenter, navigate: Callable[..., None]) -> None:
        self.presenter = presenter
        self.empty.wanted.connect(lambda: navigate("desk", page="imports"))
        self.station.field.scanned.connect(presenter.on_scan)
        self.station.open_asked.connect(presenter.on_open_again)
        self.station.undo_asked.connect(presenter.on_undo)
        self.station.split_asked.connect(self._on_split)
        self.split.wanted.connect(presenter.on_split)
        self.split.left.connect(self._back_to_the_table)
        self.station.chill_asked.connect(presenter.on_chill_asked)
        self.chill.wanted.connect(presenter.on_chilled)
        self.chill.left.connect(self._back_to_the_table)
        self.station.checked.connect(presenter.on_checked)
        self.station.measured.connect(
            self._or_scan(lambda typed: presenter.on_measured(typed, self.chosen))
        )
        self.station.camera_asked.connect(self._on_camera)
        self.sign.understood.connect(presenter.on_understood)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.make.clicked.connect(presenter.on_make)
        self.ship.clicked.connect(lambda: presenter.on_ship([]))
        self.ship_chosen.clicked.connect(lambda: presenter.on_ship(self.chosen))
        self.stop.clicked.connect(self._on_stop_named)
        self.delivered.clicked.connect(lambda: presenter.on_delivered(self.chosen))
        self.stop_name.input.returnPressed.connect(self._on_stop_named)
        self.filter.returnPressed.connect(self._on_filter_left)
        self.sheet.clicked.connect(self._on_sheet)
        self.label.clicked.connect(lambda: presenter.on_printers(label_out.printers))
        self.tracking.clicked.connect(self._on_tracking)
        self.preview.taken.connect(presenter.on_tracking_taken)
        self.preview.left.connect(presenter.on_tracking_left)
        self._keep_the_keyboard()
        presenter.open()

    # -- the keyboard ----------------------------------------------------------------------------

    def _keep_the_keyboard(self) -> None:
        """A scanner types wherever the keyboard is: there is one place it may be."""
        self.table.installEventFilter(self)
        for button in self.findChildren(Button):
            button.installEventFilter(self)
            if not any(panel.isAncestorOf(button) for panel in self._panels):
                button.clicked.connect(self._back_to_the_field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            )
            typed = event.text()
            if plain and typed.isprintable() and typed.strip() and not self._aside:
                self.station.field.take_over(event)
                return True
        return super().eventFilter(watched, event)

    @property
    def _aside(self) -> bool:
        """Something is decided beside the table, and typed there."""
        return self.pages.currentWidget() in self._panels

    @property
    def _panels(self) -> tuple[QWidget, ...]:
        return self.preview, self.split, self.chill

    def _back_to_the_field(self) -> None:
        if not self.sign.isVisible() and not self._aside:
            self.station.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _or_scan(self, work: Callable[[str], None]) -> Callable[[str], None]:
        """What a scanner typed into another field is a scan all the same."""

        def typed(text: str) -> None:
            if isinstance(codes.read(text), Plain):
                work(text)
            elif self.presenter is not None:
                self.presenter.on_scan(text)
            self._back_to_the_field()

        return typed

    # -- what it is told -------------------------------------------------------------------------

    def show_table(self, table: PackingTable) -> None:
        self._table = table
        self._choosing = True
        self.table.show_again(ListSource(list(table.parcels)))
        self._choosing = False
        if not self._aside:  # news of a broadcast takes nobody from what they are deciding
            self.show_empty(not table.parcels and not table.ready)
        self._tell()

    def show_parcel(self, parcel: Parcel | None, sheet: ColdSheet | None) -> None:
        self.station.show_parcel(parcel, sheet)
        if parcel is None or self.chosen == [parcel.id] or len(self.chosen) > 1:
            return
        self._choosing = True
        self.table.choose(parcel.id)
        self._choosing = False

    def show_right(self, scanned: Scanned) -> None:
        self.station.show_right(scanned)

    def show_stop(self, code: str, about: Mapping[str, object]) -> None:
        self.sign.show_stop(code, about)

    def hide_stop(self) -> None:
        self.sign.hide_stop()
        self._back_to_the_field()

    def show_made(self, count: int, without: Sequence[str]) -> None:
        words = self.tr("排好了 {count} 个包裹").format(count=count)
        if without:
            more = self.tr("；{orders} 单的货还没有到").format(orders=len(without))
            self.toast.say(words + more, Tone.MIND)
        else:
            self.toast.say(words, Tone.FINE)

    def show_shipped(self, shipped: Shipped) -> None:
        words = self.tr("发走了 {count} 个包裹").format(count=len(shipped.gone))
        words += self._stayed(shipped)
        tone = Tone.MIND if shipped.stopped else Tone.FINE
        ids = [each.id for each in shipped.gone]
        if ids:
            self.toast.say(words, tone, self.tr("撤回"), lambda: self.presenter.on_take_back(ids))
        else:
            self.toast.say(words, tone)

    def show_delivered(self, count: int) -> None:
        self.toast.say(self.tr("{count} 个包裹送到了").format(count=count), Tone.FINE)

    def show_saved(self, path: Path) -> None:
        url = QUrl.fromLocalFile(str(path))
        said = self.tr("存好了：{file}").format(file=path.name)
        self.toast.say(said, Tone.FINE, self.tr("打开"), lambda: QDesktopServices.openUrl(url))

    def show_printed(self, printer: str, count: int) -> None:
        words = self.tr("{count} 张标签交给打印机“{printer}”了")
        self.toast.say(words.format(count=count, printer=printer), Tone.FINE)

    def show_printers(self, names: Sequence[str]) -> None:
        label_out.offer(
            self,
            self.label,
            names,
            self._ask_save,
            lambda put, told: self.presenter.on_labels(self.chosen, put, told),
        )

    def show_preview(self, preview: Preview | None) -> None:
        self.preview.show_preview(preview)
        self._tell()
        if preview is not None:
            self.pages.setCurrentWidget(self.preview)
            self.preview.lead_to()
        else:
            self._back_to_the_table()

    def show_split(self, made: Sequence[Parcel]) -> None:
        self._back_to_the_table()
        numbers = [each.code.rpartition("-")[2] for each in made]
        words = self.tr("分成两包了：{first} 和 {second}")
        self.toast.say(words.format(first=numbers[0], second=numbers[1]), Tone.FINE)

    def show_chill(self, parcel: Parcel, known: Mapping[str, Range]) -> None:
        self.chill.show_products(parcel, known)
        self.pages.setCurrentWidget(self.chill)
        self._tell()
        self.chill.lead_to()

    def show_chilled(self) -> None:
        self._back_to_the_table()
        self.toast.say(self.tr("冷藏的温度记下了"), Tone.FINE)

    def _back_to_the_table(self) -> None:
        self.show_empty(not self._table.parcels and not self._table.ready)
        self._tell()
        self._back_to_the_field()

    def _on_split(self) -> None:
        if self.presenter.current is not None:
            self.split.show_parcel(self.presenter.current)
            self.pages.setCurrentWidget(self.split)
            self._tell()
            self.split.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stayed(self, shipped: Shipped) -> str:
        if not shipped.stopped:
            return ""
        kept = "、".join(each.code for each in shipped.stopped)
        return self.tr("；{parcels} 不能发，留下了").format(parcels=kept)

    def show_taken(self, judged: Sequence[Judged], shipped: Shipped | None = None) -> None:
        """``shipped``: where the file's parcels have left, too."""
        kept = sum(not each.rejected for each in judged)
        left = len(judged) - kept
        words = self.tr("收下了 {kept} 个运单号").format(kept=kept)
        if left:
            words += self.tr("；{left} 行没有收").format(left=left)
        stayed = self._stayed(shipped) if shipped else ""
        self.toast.say(words + stayed, Tone.MIND if left or stayed else Tone.FINE)

    def show_wrong(self, error: UserFacingError) -> None:
        self.toast.say(word_error(error, i18n.current()), Tone.MIND)

    def show_camera(self, picture: Any | None) -> None:
        self.station.show_camera(picture)

    def beep(self) -> None:
        QApplication.beep()

    # -- what is pressed -------------------------------------------------------------------------

    @property
    def chosen(self) -> list[str]:
        """Ids of the parcels that are marked."""
        rows = self.table.selectionModel().selectedRows()
        return [self.model.key(index.row()) for index in rows]

    def _on_chosen(self) -> None:
        if not self._choosing and len(self.chosen) == 1 and self.presenter is not None:
            self.presenter.on_choose(self.chosen[0])

    def _on_stop_named(self) -> None:
        def name(stop: str) -> None:
            self.presenter.on_stop_named(self.chosen, stop)

        typed = self.stop_name.input.text()
        self.stop_name.show_text("", afresh=True)
        self._or_scan(name)(typed)

    def _on_filter_left(self) -> None:
        """Enter goes back to scanning; a code that was scanned in here is no filter."""
        typed = self.filter.text()
        if not isinstance(codes.read(typed), Plain):
            self.filter.clear()
        self._or_scan(lambda _: None)(typed)

    def _on_camera(self, wanted: bool) -> None:
        camera = self._find_camera() if wanted else ""
        if wanted and not camera:
            self.toast.say(self.tr("没有找到摄像头。插上一个，再点一次。"), Tone.MIND)
            self.station.show_camera(None)
        self.presenter.on_camera(camera)

    def _on_sheet(self) -> None:
        from ui.report import pick_list

        kinds = self.tr("打包单 (*.pdf);;各站点的单子 (*.pdf);;表格 (*.xlsx)")
        title = self.tr("打包单")
        path, kind = self._ask_save(self, title, f"{title}.pdf", kinds)
        if path is not None:
            language, by_stop = i18n.current(), kind.startswith(self.tr("各站点"))
            self.presenter.on_sheet(
                path, lambda sheet: pick_list.write(sheet, path, language, by_stop=by_stop)
            )

    def _on_tracking(self) -> None:
        kinds = self.tr("运单号 (*.xlsx *.xls *.csv);;所有文件 (*)")
        chosen = self._ask_open(self, self.tr("导入运单号"), kinds, DOWNLOADS)
        if chosen is not None:
            self.presenter.on_tracking(chosen)

    def _say_copied(self, rows: int) -> None:
        self.toast.say(self.tr("已复制 {rows} 行").format(rows=f"{rows:,}"), Tone.FINE)

    # -- words -----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.title.setText(self.tr("打包"))
        self.tracking.setText(self.tr("导入运单号"))
        self.sheet.setText(self.tr("打包单"))
        self.label.setText(self.tr("打标签"))
        self.ship_chosen.setText(self.tr("发走选中的"))
        self.stop.setText(self.tr("定站点"))
        self.delivered.setText(self.tr("送到了"))
        self.filter.setPlaceholderText(self.tr("只看有这几个字的"))
        self.stop_name.show_label(self.tr("选中的送到哪个站点"), self.tr("比如：祠堂"))
        self.model.show_titles(
            [
                self.tr("包裹"),
                self.tr("装什么"),
                self.tr("站点、运单"),
                self.tr("到哪一步"),
            ]
        )
        self._tell()

    def _tell_empty(self) -> None:
        """Questions are answered where files are imported, and what waits for goods is tried
        again there."""
        waiting = self._table.waiting
        if waiting.questions:
            words = self.tr("有 {count} 单付了款，有话要问您，答了就排到这里。")
            words, button = words.format(count=waiting.questions), self.tr("去回答")
        elif waiting.short:
            words = self.tr("有 {count} 单付了款，架上货不够；到货记上，再试一次，就排到这里。")
            words, button = words.format(count=waiting.short), self.tr("去看是哪几单")
        else:
            words, button = self.tr("导入平台的订单，付了款的就排到这里。"), self.tr("去导入")
        self.empty.show_words(self.tr("没有要打包的"), words, button)

    def _tell(self) -> None:
        self._tell_empty()
        table = self._table
        count = Counter(each.state for each in table.parcels)
        may_go = [
            each for each in table.parcels if each.state == parcels.PACKED and not each.stopped
        ]
        stopped = [each for each in table.parcels if each.stopped]
        said = [
            self.tr("待打包 {count}").format(count=count[parcels.TO_PACK]),
            self.tr("装齐了 {count}").format(count=count[parcels.PACKED]),
        ]
        if stopped:
            said.append(self.tr("■ 别发 {count}").format(count=len(stopped)))
        if table.waiting.questions:
            said.append(self.tr("◆ {count} 单等回答").format(count=table.waiting.questions))
        if table.waiting.short:
            said.append(self.tr("◆ {count} 单等货").format(count=table.waiting.short))
        if table.waiting.asked_back:
            said.append(self.tr("◆ {count} 单在退款").format(count=table.waiting.asked_back))
        whole = (each.replace(" ", "\N{NO-BREAK SPACE}") for each in said)  # where a line ends
        self.note.setText(" · ".join(whole))
        self.make.setText(self.tr("排成包裹（{count} 单）").format(count=table.ready))
        looking = self.preview.looking or self._aside
        self.make.setVisible(table.ready > 0 and not looking)
        self.ship.setText(self.tr("全部发走（{count}）").format(count=len(may_go)))
        self.ship.setVisible(bool(may_go) and not looking)
        dress(self.ship, role="" if table.ready else "primary")

    def _cell(self, parcel: Parcel, key: str) -> Cell:
        match key:
            case "number":
                return Cell(parcel.code.rpartition("-")[2], order=parcel.code)
            case "goods":
                return Cell(self._goods(parcel))
            case "where":
                return Cell(" ".join(filter(None, (parcel.stop, parcel.tracking))), "muted")
        if parcel.stopped:
            return Cell(self.tr("■ 别发"), "broken", order=0)
        if parcel.state == parcels.PACKED:
            return Cell(self.tr("▲ 装齐了"), "fine", order=2)
        if parcel.state == parcels.SHIPPED:
            return Cell(self.tr("在路上"), order=3)
        if parcel.state == parcels.DELIVERED:
            return Cell(self.tr("▲ 送到了"), "muted", order=4)
        words = self.tr("◆ 差 {count}").format(count=parcel.pieces - parcel.scanned)
        return Cell(words, "mind", order=1)

    def _goods(self, parcel: Parcel) -> str:
        said = [f"{line.name} × {line.qty}" for line in parcel.products[:TAKES_WORDS]]
        over = len(parcel.products) - TAKES_WORDS
        if over > 0:
            said.append(self.tr("还有 {count} 样").format(count=over))
        return "、".join(said)
