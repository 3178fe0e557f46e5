"""哪样货要冷藏: between which temperatures the products of a parcel are kept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inventory.fulfilment.cold import Range
from inventory.fulfilment.parcels import Parcel
from ui.theme.style import dress
from ui.widgets import ElidedLabel, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label

DEGREES_WIDTH = 130


class ChillPanel(Retranslating, QWidget):
    """Shows the products it is told; what is typed is answered by the presenter.

    Nothing here listens to Enter: a scanner ends its code with it.
    """

    wanted = Signal(object)
    """By SKU, what was typed as lowest and highest degrees."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note = Label(self), Label(self)
        dress(self.title, role="heading")
        dress(self.note, role="muted")
        self._lines = QWidget()
        dress(self._lines, role="plain")
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._lines)
        self.grid = QGridLayout(self._lines)
        self.grid.setColumnStretch(0, 1)
        self.grid.setHorizontalSpacing(12)
        self.grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fields: dict[str, tuple[QLineEdit, QLineEdit]] = {}
        self.leave, self.go = Button(self), Button(self)
        dress(self.go, role="primary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
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
        self.go.clicked.connect(lambda: self.wanted.emit(self.typed))
        self.retranslate()

    @property
    def typed(self) -> dict[str, tuple[str, str]]:
        return {sku: (low.text(), high.text()) for sku, (low, high) in self.fields.items()}

    def show_products(self, parcel: Parcel, known: Mapping[str, Range]) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        self.fields.clear()
        for place, (sku, name) in enumerate({ln.sku: ln.name for ln in parcel.products}.items()):
            self._add(place, sku, name, known[sku])
        self.retranslate()

    def lead_to(self) -> None:
        next(iter(self.fields.values()))[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.title.setText(self.tr("哪样货要冷藏"))
        words = self.tr(
            "写最低几度、最高几度，以后有它的包裹都带冷链检查；两个都空着，就是不用冷藏。"
        )
        self.note.setText(words)
        self.leave.setText(self.tr("不改了"))
        self.go.setText(self.tr("记下"))
        for low, high in self.fields.values():
            low.setPlaceholderText(self.tr("最低，如 0"))
            high.setPlaceholderText(self.tr("最高，如 4"))

    def _add(self, place: int, sku: str, name: str, known: Range) -> None:
        label = ElidedLabel(self._lines)
        label.setText(name)
        dress(label, role="lead")
        low, high = QLineEdit(self._lines), QLineEdit(self._lines)
        for box, tenths in ((low, known[0]), (high, known[1])):
            box.setFixedWidth(DEGREES_WIDTH)
            box.setAccessibleName(name)
            box.setText("" if tenths is None else f"{tenths / 10:g}")
        self.fields[sku] = low, high
        parts = (label, low, Label("–", self._lines), high, Label("°C", self._lines))
        for column, part in enumerate(parts):
            self.grid.addWidget(part, place, column)
