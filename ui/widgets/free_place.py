"""Where something may lie over a screen without covering what is pressed, typed or read next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.widgets.label import Label

STEP = 12
"""Pixels between the places that are tried."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom; plain figures, for there are thousands of comparisons."""


def free_place(host: QWidget, size: QSize, margin: int, but: QWidget) -> QPoint:
    """Of ``host``'s places that one of ``size`` has, as near its foot's middle as may be.

    It covers no control where there is such a place, and then as few words as may be; rows of a
    table, which can be scrolled, do not count. ``but`` is not looked at, with all that is in it.
    """
    seen = [each for each in host.findChildren(QWidget) if _counts(each, host, but)]
    controls = list(_boxes(filter(is_control, seen), host))
    words = list(_boxes((each for each in seen if _says_something(each)), host))
    bottom = host.height() - size.height() - margin
    middle = (host.width() - size.width()) // 2
    found, least = QPoint(middle, bottom), None
    for x, y in _places(middle, bottom, margin, host.width() - size.width() - margin):
        box = (x, y, x + size.width(), y + size.height())
        cost = _covered(box, controls), _covered(box, words)
        if least is None or cost < least:
            found, least = QPoint(x, y), cost
        if cost == (0, 0):
            break
    return found


def _places(middle: int, bottom: int, left: int, right: int) -> list[tuple[int, int]]:
    """The nearest to the middle of the foot first."""
    columns = dict.fromkeys((middle, left, right))
    places = [(x, y) for y in range(bottom, left // 2, -STEP) for x in columns]
    return sorted(places, key=lambda place: bottom - place[1] + abs(place[0] - middle))


def covers_control(host: QWidget, over: QRect, but: QWidget) -> bool:
    """Whether ``over`` lies over something of ``host`` that is pressed or typed into."""
    seen = (each for each in host.findChildren(QWidget) if _counts(each, host, but))
    return _covered(_box(over), _boxes(filter(is_control, seen), host)) > 0


def is_control(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton | QTextEdit | QPlainTextEdit):
        return True
    takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return takes_keys and not isinstance(widget, QAbstractScrollArea)


def _counts(widget: QWidget, host: QWidget, but: QWidget) -> bool:
    ours = widget is but or but.isAncestorOf(widget)
    return not ours and not widget.isWindow() and widget.isVisibleTo(host)


def _says_something(widget: QWidget) -> bool:
    return isinstance(widget, Label) and bool(widget.text())


def _boxes(widgets: Iterable[QWidget], host: QWidget) -> Iterator[Box]:
    """What is seen of each, in ``host``'s coordinates: a scrolled one may be cut off."""
    for widget in widgets:
        rect = QRect(widget.mapTo(host, QPoint()), widget.size())
        above = widget.parentWidget()
        while above is not None and above is not host:
            rect &= QRect(above.mapTo(host, QPoint()), above.size())
            above = above.parentWidget()
        if not rect.isEmpty():
            yield _box(rect)


def _box(rect: QRect) -> Box:
    return rect.x(), rect.y(), rect.x() + rect.width(), rect.y() + rect.height()


def _covered(box: Box, others: Iterable[Box]) -> int:
    """Pixels of ``others`` under ``box``."""
    left, top, right, bottom = box
    return sum(
        (min(right, r) - max(left, x)) * (min(bottom, b) - max(top, y))
        for x, y, r, b in others
        if x < right and r > left and y < bottom and b > top
    )
