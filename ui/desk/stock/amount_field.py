"""How many: a number with its unit, or several units at once, and what that makes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.errors import UserFacingError
from ui.desk.stock.typed import Amount
from ui.theme.style import dress
from ui.widgets import Field
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox

UNIT_WIDTH = 84


class AmountField(Field):
    """A `Field` with the choice of a unit; beside its label stands what the ledger would count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factors: Mapping[str, Decimal] = {}
        self.unit_choice, self.makes = ComboBox(self), Label(self)
        self.unit_choice.setFixedWidth(UNIT_WIDTH)
        self.unit_choice.hide()
        dress(self.makes, role="small", tone="fine")
        above, beside = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(8)
        beside.setSpacing(6)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for part in (self.label, self.input):
            column.removeWidget(part)
        above.addWidget(self.label)
        above.addStretch(1)
        above.addWidget(self.makes, 0, Qt.AlignmentFlag.AlignRight)
        beside.addWidget(self.input, 1)
        beside.addWidget(self.unit_choice)
        column.insertLayout(0, above)
        column.insertLayout(1, beside)
        self.input.textChanged.connect(self._tell)
        self.unit_choice.currentIndexChanged.connect(self._tell)

    def show_units(self, factors: Mapping[str, Decimal]) -> None:
        """`inventory.units.known` of what is counted. The chosen unit stays where it still is one;
        of one unit there is nothing to choose."""
        from inventory import units  # with the first product that is chosen

        if factors == self._factors:
            return
        self._factors, chosen = factors, self.unit
        names = units.to_choose(factors)
        self.unit_choice.clear()
        self.unit_choice.addItems(names)
        self.unit_choice.setCurrentIndex(max(0, self.unit_choice.findText(chosen)))
        self.unit_choice.setVisible(len(names) > 1)

    def show_label(self, words: str, hint: str = "") -> None:
        super().show_label(words, hint)
        self.unit_choice.setAccessibleName(words)

    def show_text(self, text: str, *, afresh: bool = False) -> None:
        super().show_text(text, afresh=afresh)
        if not text and afresh:
            self.unit_choice.setCurrentIndex(0)

    def lock(self, locked: bool) -> None:
        for part in (self.input, self.unit_choice):
            part.setDisabled(locked)

    @property
    def unit(self) -> str:
        """What a number alone is of; empty: the product's own."""
        return self.unit_choice.currentText() if self.unit_choice.count() > 1 else ""

    @property
    def typed(self) -> Amount:
        return Amount(self.input.text(), self.unit)

    @property
    def mixed(self) -> str:
        """An example of two units at once; empty where there is one."""
        names = [self.unit_choice.itemText(n) for n in range(self.unit_choice.count())]
        return f"3{names[-1]}4{names[0]}" if len(names) > 1 else ""

    def _tell(self) -> None:
        """A mistake is told when it is to be kept, not while it is typed."""
        self.makes.setText("")
        typed, own = self.input.text().strip(), next(iter(self._factors), "")
        if not own or not typed or (typed.isdigit() and self.unit in ("", own)):
            return
        from ui.desk.stock.typed import as_amount

        try:
            qty = as_amount(self.typed, self._factors)
        except UserFacingError:
            return
        self.makes.setText(f"= {qty:,} {own}")
