"""出过的岔子: each trouble in plain sentences, with what it looked like before and meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import Language, sentence
from studio.session.incidents import IncidentReport, headline, lines
from ui.report import words
from ui.theme.style import dress
from ui.widgets.label import Label

MOST = 40
"""Reports shown; more of them nobody reads."""
PICTURE_WIDTH = 132


class Troubles(QWidget):
    """One block a trouble; hidden where nothing went wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(4)
        self.hide()

    def show_reports(self, reports: Sequence[IncidentReport], language: Language) -> None:
        self._clear()
        self.setVisible(bool(reports))
        title = _label(sentence("troubles_heading", language))
        dress(title, role="strong")
        self._column.addWidget(title)
        for report in reports[:MOST]:
            self._add(report, language)
        if len(reports) > MOST:
            more = sentence("report_more", language, count=len(reports) - MOST)
            self._column.addWidget(_label(more))

    def _add(self, report: IncidentReport, language: Language) -> None:
        at = words.clock(report.incident.at)
        head = _label(f"◆ {at}  {headline(report.incident, language)}")
        dress(head, tone="mind")
        self._column.addWidget(head)
        told = _label("\n".join(lines(report.incident, language)))
        self._column.addWidget(told)
        pictures = [
            (_pixmap(jpeg), sentence(code, language))
            for jpeg, code in ((report.before, "still_before"), (report.during, "still_during"))
            if jpeg is not None
        ]
        if report.pictured:
            self._column.addLayout(_side_by_side(pictures))

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            _forget(item)


def _forget(item: object) -> None:
    """A layout's item and all that is in it."""
    widget = item.widget()  # type: ignore[attr-defined]
    inner = item.layout()  # type: ignore[attr-defined]
    if widget is not None:
        widget.hide()  # at once: it is deleted only when the event loop turns
        widget.deleteLater()
    elif inner is not None:
        while (child := inner.takeAt(0)) is not None:
            _forget(child)


def _side_by_side(pictures: Sequence[tuple[QPixmap, str]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for pixmap, caption in pictures:
        column = QVBoxLayout()
        column.setSpacing(2)
        picture, said = Label(), Label(caption)
        picture.setPixmap(pixmap)
        picture.setAccessibleName(caption)
        dress(said, role="small")
        column.addWidget(picture)
        column.addWidget(said)
        row.addLayout(column)
    row.addStretch(1)
    return row


def _pixmap(jpeg: bytes) -> QPixmap:
    whole = QPixmap()
    whole.loadFromData(jpeg)
    return whole.scaledToWidth(PICTURE_WIDTH, Qt.TransformationMode.SmoothTransformation)


def _label(text: str) -> Label:
    label = Label(text)
    label.setWordWrap(True)
    return label
