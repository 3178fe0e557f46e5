"""Inputs whose value a turning wheel does not change: it belongs to the page they stand on.

Who scrolls through the settings has the pointer over one input after the other. Qt turns a value
under it: the distance of the anchor was kept anew, another platform was chosen, nobody saw it.
"""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox


class ComboBox(QComboBox):
    """Made as Qt's is. The list it opens scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Slider(QSlider):
    """Made as Qt's is."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SpinBox(QSpinBox):
    """Made as Qt's is."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
