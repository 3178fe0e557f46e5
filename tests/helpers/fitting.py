"""What on a screen does not fit: words cut off, widgets outside their parents, sideways scrolling.

Widgets that paint their own words (`ui.live.pieces`, `ui.home.door`) shrink them to fit; what
they may not do is shrink below reading size, which `shrunk` finds.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from studio.runtime.wording import LANGUAGES
from ui import i18n, shots
from ui.app import make_application
from ui.home.door import Door
from ui.live.pieces import FittedText
from ui.widgets import BigButton

SLACK = 2
"""Pixels that rounding at fractional scales may take."""
LEAST_SHARE = 0.8
"""Fitted words below this share of their size are too small for where they stand."""


def misfits(view: QWidget) -> list[str]:
    """One line for everything visible of ``view`` that does not fit; empty when all does."""
    found: list[str] = []
    for widget in view.findChildren(QWidget):
        if widget.isVisibleTo(view) and not widget.isWindow():
            found += _words_cut(widget)
            found += _outside(widget)
            found += _sideways(widget)
    return found


def _words_cut(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel) and widget.text():
        return _label_cut(widget)
    if isinstance(widget, FittedText):
        return _shrunk(widget)
    if isinstance(widget, Door):
        return [f"{_name(widget)} {words!r} is cut" for words in widget.cut_facts()]
    if isinstance(widget, BigButton):  # paints its own words
        return []
    if isinstance(widget, QPushButton | QCheckBox) and widget.text():
        return _button_cut(widget)
    if isinstance(widget, QHeaderView) and widget.model() is not None:
        return _headings_cut(widget)
    if isinstance(widget, QComboBox) and widget.currentText():
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText()) + 44
        return _told(widget, widget.currentText(), needed, widget.width())
    return []


def _label_cut(label: QLabel) -> list[str]:
    if label.wordWrap():
        needed, there = label.heightForWidth(label.width()), label.height()
    else:
        needed, there = label.sizeHint().width(), label.width()
    return _told(label, label.text(), needed, there)


def _headings_cut(header: QHeaderView) -> list[str]:
    found: list[str] = []
    for section in range(header.count()):
        words = str(header.model().headerData(section, header.orientation()))
        found += _told(header, words, header.sectionSizeHint(section), header.sectionSize(section))
    return found


def _button_cut(button: QAbstractButton) -> list[str]:
    option = QStyleOptionButton()
    option.initFrom(button)
    room = button.style().subElementRect(
        QStyle.SubElement.SE_PushButtonContents
        if isinstance(button, QPushButton)
        else QStyle.SubElement.SE_CheckBoxContents,
        option,
        button,
    )
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    shown = Qt.TextFlag.TextShowMnemonic
    needed = button.fontMetrics().size(shown, button.text()).width() + icon
    return _told(button, button.text(), needed, room.width())


def _shrunk(words: FittedText) -> list[str]:
    share = words.shrunk_to()
    if share < LEAST_SHARE:
        return [f"{_name(words)} {words.text()!r} shrunk to {share:.0%}"]
    return []


def _outside(widget: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if parent is None or _scrolls(parent) or widget.width() == 0 or widget.height() == 0:
        return []
    inside = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if inside.contains(widget.geometry()):
        return []
    return [f"{_name(widget)} {_rect(widget.geometry())} outside {_rect(parent.rect())}"]


def _scrolls(parent: QWidget) -> bool:
    """Whether ``parent`` is the viewport of something that scrolls down: it may hold more."""
    area = parent.parentWidget()
    return isinstance(area, QAbstractScrollArea)


def _sideways(widget: QWidget) -> list[str]:
    if not isinstance(widget, QScrollArea | QAbstractItemView):
        return []
    if widget.horizontalScrollBar().maximum() > 0:
        return [f"{_name(widget)} scrolls sideways"]
    return []


def _told(widget: QWidget, text: str, needed: float, there: float) -> list[str]:
    if needed <= there + SLACK:
        return []
    return [f"{_name(widget)} {text!r} needs {needed:.0f}, has {there:.0f}"]


def _name(widget: QWidget) -> str:
    names = []
    step: QWidget | None = widget
    while step is not None and len(names) < 3:
        names.append(type(step).__name__)
        step = step.parentWidget()
    return "<".join(names)


def _rect(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"


def main() -> int:
    """Every screen in every language at the scale this process runs at."""
    shots.in_china()
    app = make_application(["fitting"])
    found = []
    for language in LANGUAGES:
        i18n.switch(app, language)
        for name, factory in shots.every_sample():
            view = factory()  # type: ignore[operator]
            shots.lay_out(view)
            found += [f"{name}-{language}: {line}" for line in misfits(view)]
            view.deleteLater()
            # Else every view would have its words changed with the language, and be polished.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
