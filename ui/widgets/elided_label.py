"""A label for names somebody else wrote: cut with an ellipsis where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip


class ElidedLabel(Label):
    """`whole` is all of it, in the tool tip too where it is cut; ``text()`` what is shown."""

    def __init__(self, parent: QWidget | None = None, *, middle: bool = False) -> None:
        """``middle``: codes, told apart by their ends, keep both ends."""
        super().__init__(parent)
        self._whole = ""
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def whole(self) -> str:
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._show()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        hint = super().sizeHint()
        width = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(width + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        room = max(self.width(), 60)
        shown = self.fontMetrics().elidedText(self._whole, self._mode, room)
        super().setText(shown)
        give_tip(self, self._whole if shown != self._whole else "")
