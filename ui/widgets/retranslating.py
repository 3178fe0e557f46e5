"""Words that change while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent


class Retranslating:
    """Mixed in before a QWidget class: calls ``retranslate()`` whenever the language changes.

    The widget calls it once itself at the end of its constructor. `retranslate` sets every word
    of the widget; words that come from data are set again by its presenter's ``show_…``.
    """

    def retranslate(self) -> None:
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]
