"""A file of tracking numbers, row by row, before anything of it is taken over."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inventory.fulfilment.labels import tail
from inventory.fulfilment.tracking_file import CHANGED, DUPLICATE, NEW, Judged
from studio.runtime.wording import sentence
from ui import i18n
from ui.desk.packing.presenter import Preview
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("row", 114, figure=True),
    Column("order", 130),
    Column("parcel", 140),
    Column("tracking", 210),
    Column("carrier", 122),
    Column("words", 0),
)


class TrackingPanel(Retranslating, QWidget):
    """Shows what it is told; what is decided is answered by the presenter."""

    taken = Signal(bool)
    """True: the packed parcels of the file have left, too."""
    left = Signal()

    def __init__(self, memory: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None
        self.title, self.note = Label(self), Label(self)
        dress(self.title, role="heading")
        dress(self.note, role="muted")
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("tracking", self.model, memory, sortable=True, parent=self)
        self.leave, self.take, self.take_and_ship = Button(self), Button(self), Button(self)
        dress(self.take, role="primary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button in (self.leave, self.take_and_ship, self.take):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.leave.clicked.connect(self.left)
        self.take.clicked.connect(lambda: self.taken.emit(False))
        self.take_and_ship.clicked.connect(lambda: self.taken.emit(True))
        self.retranslate()

    def show_preview(self, preview: Preview | None) -> None:
        self._preview = preview
        rows = sorted(preview.judged, key=lambda each: not each.rejected) if preview else []
        self.table.show_again(ListSource([_Line(each) for each in rows]))
        self._tell()

    @property
    def looking(self) -> bool:
        """True while a file is being looked at."""
        return self._preview is not None

    def lead_to(self) -> None:
        """The keyboard here, on what is likeliest wanted."""
        button = self.take if self.take.isEnabled() else self.leave
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.leave.setText(self.tr("不要了"))
        self.take_and_ship.setText(self.tr("收下，装齐的也发走了"))
        self.model.show_titles(
            [
                self.tr("第几行"),
                self.tr("订单"),
                self.tr("包裹"),
                self.tr("运单号"),
                self.tr("快递"),
                self.tr("怎么办"),
            ]
        )
        self._tell()

    def _tell(self) -> None:
        judged = self._preview.judged if self._preview else ()
        kept = [each for each in judged if not each.rejected]
        self.title.setText(self._preview.file if self._preview else "")
        words = self.tr("会收下 {kept} 行，不收 {left} 行；现在还什么都没有写")
        self.note.setText(words.format(kept=len(kept), left=len(judged) - len(kept)))
        self.take.setText(self.tr("收下 {count} 个运单号").format(count=len(kept)))
        self.take.setEnabled(bool(kept))
        self.take_and_ship.setEnabled(bool(kept))

    def _cell(self, line: _Line, key: str) -> Cell:
        judged, row = line.judged, line.judged.row
        match key:
            case "row":
                return Cell(str(row.row), order=row.row)
            case "order":
                return Cell(tail(row.order_no), "muted")
            case "parcel":
                return Cell(judged.code)
            case "tracking":
                return Cell(row.tracking)
            case "carrier":
                return Cell(row.carrier, "muted")
        return self._verdict(judged)

    def _verdict(self, judged: Judged) -> Cell:
        if judged.rejected:
            said = sentence(f"tracking_{judged.verdict}", i18n.current())
            return Cell(f"■ {said}", "broken", order=0)
        words, tone, order = {
            NEW: (self.tr("▲ 新的"), "fine", 2),
            CHANGED: (self.tr("◆ 换成这个"), "mind", 1),
            DUPLICATE: (self.tr("已经有了"), "muted", 3),
        }[judged.verdict]
        return Cell(words + (self.tr(" · 签收了") if judged.arrives else ""), tone, order=order)


class _Line:
    """A row under the key the table knows it by."""

    def __init__(self, judged: Judged) -> None:
        self.judged, self.id = judged, str(judged.row.row)
