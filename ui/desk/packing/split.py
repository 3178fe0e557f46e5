"""One parcel into two: how many of each product go into the second."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inventory.fulfilment.parcels import Line, Parcel
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.unwheeled import SpinBox

COUNT_WIDTH = 150


class SplitPanel(Retranslating, QWidget):
    """Shows the parcel it is told; what is decided is answered by the presenter.

    Nothing here listens to Enter: a scanner ends its code with it.
    """

    wanted = Signal(str, object)
    """The id of the parcel that is shown, and how many of which SKU go into the second one: the
    camera may have read another parcel's code meanwhile."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parcel: Parcel | None = None
        self.counts: dict[str, SpinBox] = {}
        self.title, self.note, self.sums = Label(self), Label(self), Label(self)
        dress(self.title, role="heading")
        dress(self.note, role="muted")
        dress(self.sums, role="lead")
        self._lines = QWidget()
        dress(self._lines, role="plain")
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._lines)
        self.grid = QGridLayout(self._lines)
        self.grid.setColumnStretch(0, 1)
        self.grid.setHorizontalSpacing(16)
        self.grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.leave, self.go = Button(self), Button(self)
        dress(self.go, role="primary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.sums, 1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(area, 1)
        column.addLayout(row)
        self.leave.clicked.connect(self.left)
        self.go.clicked.connect(self._ask)
        self.retranslate()

    @property
    def out(self) -> dict[str, int]:
        """What goes into the second parcel."""
        return {sku: box.value() for sku, box in self.counts.items() if box.value()}

    def show_parcel(self, parcel: Parcel) -> None:
        self._parcel = parcel
        while (item := self.grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        self.counts.clear()
        for place, line in enumerate(parcel.products):
            self._add(place, line)
        self.retranslate()

    def retranslate(self) -> None:
        parcel = self._parcel
        code = parcel.code.rpartition("-")[2] if parcel else ""
        self.title.setText(self.tr("{number} 号包裹分成两包").format(number=code))
        words = self.tr("放进第二包的，在右边填几件；别的留在第一包。")
        if parcel is not None and parcel.scanned:
            words += self.tr("已经扫进去的要再扫一遍。")
        self.note.setText(words)
        self.leave.setText(self.tr("不分了"))
        self.go.setText(self.tr("分成两包"))
        self._tell()

    def _add(self, place: int, line: Line) -> None:
        name, of = Label(self._lines), Label(self._lines)
        name.setText(line.name)
        of.setText(f"/ {line.qty} {line.unit}")
        dress(name, role="lead")
        dress(of, role="muted")
        box = SpinBox(self._lines)
        box.setRange(0, line.qty)
        box.setFixedWidth(COUNT_WIDTH)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setAccessibleName(line.name)
        box.valueChanged.connect(self._tell)
        self.counts[line.sku] = box
        for column, part in enumerate((name, box, of)):
            self.grid.addWidget(part, place, column)

    def _ask(self) -> None:
        if self._parcel is not None:
            self.wanted.emit(self._parcel.id, self.out)

    def _tell(self) -> None:
        second = sum(self.out.values())
        first = (self._parcel.pieces if self._parcel else 0) - second
        words = self.tr("第一包 {first} 件，第二包 {second} 件")
        self.sums.setText(words.format(first=first, second=second))
        self.go.setEnabled(first > 0 and second > 0)
