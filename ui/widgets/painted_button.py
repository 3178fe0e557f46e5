"""A button that writes more on itself than one line of words."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from ui.widgets.button import Button


class PaintedButton(Button):
    """Its ground, its edge and how it looks when pressed are the theme's; a subclass writes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            option = QStyleOptionButton()
            self.initStyleOption(option)
            option.text = ""
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
            self.paint_face(painter, option)

    def paint_face(self, painter: QPainter, option: QStyleOptionButton) -> None:
        """Write on it; ``option`` has the theme's colours and how the button stands now."""
        raise NotImplementedError
