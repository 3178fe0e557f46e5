"""这场的经过: when what happened, trouble marked with its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.runtime.wording import Language, sentence
from studio.session.telling import tell
from ui.report import words
from ui.theme.style import dress
from ui.widgets.label import Label

MOST = 200
"""Lines shown; the spreadsheet has them all."""

BAD = {"told_uplink_down", "told_stream_broke", "told_stage_was_lost", "told_resumed_off_air",
       "told_black", "told_frozen", "told_silent", "told_layer_cleared_lost"}  # fmt: skip
MIND = {
    "told_uplink_weak", "told_resumed_on_air", "incident_order_refused", "incident_card_refused",
    "incident_stage_refused", "told_slow", "told_dark", "told_clipping", "told_microphone_muted",
}  # fmt: skip


class Course(QWidget):
    """Two columns: the clock, and what happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_summary(self, summary: Mapping[str, Any], language: Language) -> None:
        self._clear()
        rows = summary["timeline"]
        for line, row in enumerate(rows[:MOST]):
            at = _label(words.clock(row["at"]))
            dress(at, role="muted")
            what = _label(tell(row, language))
            if row["code"] in BAD | MIND:
                bad = row["code"] in BAD
                what.setText(("■ " if bad else "◆ ") + what.text())
                dress(what, tone="broken" if bad else "mind")
            self._grid.addWidget(at, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(what, line, 1)
        if len(rows) > MOST:
            more = sentence("report_more", language, count=len(rows) - MOST)
            self._grid.addWidget(_label(more), MOST, 0, 1, 2)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()  # at once: it is deleted only when the event loop turns
                item.widget().deleteLater()


def _label(text: str) -> Label:
    label = Label(text)
    label.setWordWrap(True)
    return label
