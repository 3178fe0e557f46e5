"""What comes back, as pictures: of which product, of which lot, by which script, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtWidgets import QGridLayout, QWidget

from inventory.aftersales.rates import Rate
from inventory.aftersales.rules import Rules
from studio.session.aftersales import Told
from ui import i18n
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.charts import BarChart, Sold
from ui.widgets.label import Label
from ui.widgets.share_chart import Part, ShareChart

MOST_REASONS = 5
DRAWN_ONE_BY_ONE = 40
"""So many pieces still have room beside each other."""


class Returns(Retranslating, QWidget):
    """Four pictures side by side; told again with every answer of the desk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self._rules: Rules | None = None
        self.product, self.lot, self.script, self.why = (
            Card(margin=14, parent=self) for _ in range(4)
        )
        cards = (self.product, self.lot, self.script)
        self.charts = tuple(ShareChart(card) for card in cards)
        self.notes = tuple(Label(card) for card in cards)
        for card, chart, note in zip(cards, self.charts, self.notes, strict=True):
            card.body.setSpacing(6)
            card.body.addWidget(note)
            card.body.addWidget(chart, 1)
        self.reasons, self._no_reason = BarChart(self.why), Label(self.why)
        for part in (self._no_reason, self.reasons):
            self.why.body.addWidget(part)
        self.why.body.addStretch(1)
        for label in (*self.notes, self._no_reason):
            dress(label, role="muted")
            label.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        for place, card in enumerate((*cards, self.why)):
            grid.addWidget(card, place // 2, place % 2)
        for place in range(2):
            grid.setColumnStretch(place, 1)
            grid.setRowStretch(place, 1)
        self.retranslate()

    def show_told(self, told: Told, rules: Rules) -> None:
        self._told, self._rules = told, rules
        self._tell()

    def retranslate(self) -> None:
        self.product.show_words(self.tr("哪样货退得多"))
        self.lot.show_words(self.tr("哪一批退得多"))
        self.script.show_words(self.tr("照哪份话术讲的退得多"))
        self.why.show_words(self.tr("为什么退"))
        self._tell()

    # -- how it is told ------------------------------------------------------------------------

    def _tell(self) -> None:
        told = self._told
        if told is None:
            return
        rates = told.rates
        self._show(0, rates.by_product, self.tr("这些天还没有发过货。"))
        self._show(1, rates.by_lot, self.tr("货进来时写上批次，这里就分得清是哪一批。"))
        self._show(2, told.by_script, self.tr("直播时记的单、排品里写了话术的，才算得到这里。"))
        back = sum(each.back for each in rates.by_product)
        if rates.by_lot and (unclear := back - sum(each.back for each in rates.by_lot)) > 0:
            words = self.tr("另有 {count} 件没写批次，或者分不清是哪一批。")
            self._note(1, words.format(count=unclear))
        self._tell_reasons(rates.by_reason)

    def _show(self, place: int, found: Sequence[Rate], none: str) -> None:
        self.charts[place].show_rows([self._part(each) for each in found])
        self.charts[place].setVisible(bool(found))
        self._note(place, "" if found else none)

    def _note(self, place: int, words: str) -> None:
        self.notes[place].setText(words)
        self.notes[place].setVisible(bool(words))

    def _part(self, rate: Rate) -> Part:
        key = PurePath(rate.key).stem if rate.key.endswith(".md") else rate.key
        count = max(rate.sold, rate.back)
        return Part(
            f"{rate.name} {key}".strip(),
            self._of(rate),
            rate.sold,
            rate.back,
            rate.few and count <= DRAWN_ONE_BY_ONE,
        )

    def _of(self, rate: Rate) -> str:
        """Of few no percentage: one of three is no third of all to come."""
        if not rate.back:
            words = self.tr("卖 {sold} {unit}，没有退")
        elif rate.back > rate.sold:
            words = self.tr("退了 {back} {unit}（这些天卖 {sold} {unit}）")
        elif rate.few:
            words = self.tr("{sold} {unit}里退了 {back} {unit}")
        else:
            words = self.tr("{sold} {unit}里退了 {back} {unit}，{share}")
        share = "" if rate.share is None else f"{rate.share:.1%}"
        return words.format(
            sold=f"{rate.sold:,}", back=f"{rate.back:,}", unit=rate.unit, share=share
        )

    def _tell_reasons(self, found: Sequence[tuple[str, int]]) -> None:
        rules, words = self._rules, self.tr("{count} 件")
        rows = []
        for code, pieces in found[:MOST_REASONS]:
            named = rules.word(code, i18n.current()) if rules is not None else code
            rows.append(
                Sold(named, tokens.AMBER, pieces, words.format(count=f"{pieces:,}"), "", "")
            )
        self.reasons.show_rows(rows)
        self.reasons.setVisible(bool(rows))
        self._no_reason.setText("" if rows else self.tr("▲ 这些天没有退的"))
        self._no_reason.setVisible(not rows)
