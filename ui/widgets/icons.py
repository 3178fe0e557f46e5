"""Line icons of our own, drawn on a 24 × 24 grid: sharp at every scale, coloured by the caller."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

GRID = 24.0


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Draw icon ``name`` into ``box``. KeyError for a name there is no icon of."""
    path = QPainterPath()
    ICONS[name](path)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / GRID, box.height() / GRID)
    pen = QPen(colour, 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


@cache
def icon(name: str, colour: str, pixels: int = 20, gap: int = 4) -> QIcon:
    """The icon for a button, drawn at one, two and three times its size, the first time only.

    ``gap`` is room at its right, more than Qt leaves before a button's words; 0 without words.
    """
    result = QIcon()
    for ratio in (1, 2, 3):
        picture = QPixmap((pixels + gap) * ratio, pixels * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            paint(painter, name, QRectF(0, 0, pixels, pixels), QColor(colour))
        result.addPixmap(picture)
    return result


def _lines(path: QPainterPath, *strokes: tuple[tuple[float, float], ...]) -> None:
    for stroke in strokes:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))


def _next(path: QPainterPath) -> None:
    _lines(path, ((4, 12), (20, 12)), ((13.5, 5.5), (20, 12), (13.5, 18.5)))


def _back(path: QPainterPath) -> None:
    _lines(path, ((20, 12), (4, 12)), ((10.5, 5.5), (4, 12), (10.5, 18.5)))


def _card(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 5, 18, 14), 2.5, 2.5)
    _lines(path, ((6.5, 15), (12, 15)))


def _hold(path: QPainterPath) -> None:
    _lines(path, ((8.5, 5), (8.5, 19)), ((15.5, 5), (15.5, 19)))


def _go_on(path: QPainterPath) -> None:
    _lines(path, ((7, 4.5), (19, 12), (7, 19.5), (7, 4.5)))


def _stop(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(6, 6, 12, 12), 1.5, 1.5)


def _cross(path: QPainterPath) -> None:
    _lines(path, ((6, 6), (18, 18)), ((18, 6), (6, 18)))


def _enlarge(path: QPainterPath) -> None:
    _lines(path, ((14, 4), (20, 4), (20, 10)), ((20, 4), (13.5, 10.5)))
    _lines(path, ((10, 20), (4, 20), (4, 14)), ((4, 20), (10.5, 13.5)))


def _order(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(4.5, 3.5, 15, 17), 2.5, 2.5)
    _lines(path, ((12, 8), (12, 16)), ((8, 12), (16, 12)))


def _rest(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(4, 9, 12, 10), 3, 3)
    path.addEllipse(QRectF(15, 11, 5.5, 5.5))
    _lines(path, ((8, 3), (8, 6)), ((12, 3), (12, 6)))


def _broadcast(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(2.5, 6, 13, 12), 2.5, 2.5)
    _lines(path, ((15.5, 10.5), (21.5, 7), (21.5, 17), (15.5, 13.5)))


def _box(path: QPainterPath) -> None:
    _lines(path, ((3, 8), (12, 3.5), (21, 8), (21, 16.5), (12, 21), (3, 16.5), (3, 8)))
    _lines(path, ((3, 8), (12, 12.5), (21, 8)), ((12, 12.5), (12, 21)), ((7.5, 5.8), (16.5, 10.2)))


def _training(path: QPainterPath) -> None:
    _lines(path, ((1.5, 9), (12, 4), (22.5, 9), (12, 14), (1.5, 9)))
    _lines(path, ((6, 11.5), (6, 17)))
    path.moveTo(6, 17)
    path.cubicTo(QPointF(9, 20), QPointF(15, 20), QPointF(18, 17))
    _lines(path, ((18, 17), (18, 11.5)), ((22.5, 9), (22.5, 15)))


def _plus(path: QPainterPath) -> None:
    _lines(path, ((12, 5), (12, 19)), ((5, 12), (19, 12)))


def _copy(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(8, 8, 12.5, 12.5), 2, 2)
    _lines(path, ((5, 15.5), (3.5, 15.5), (3.5, 3.5), (15.5, 3.5), (15.5, 5)))


def _undo(path: QPainterPath) -> None:
    _lines(path, ((8.5, 4.5), (4, 9), (8.5, 13.5)), ((4, 9), (15, 9)))
    path.moveTo(15, 9)
    path.cubicTo(QPointF(22, 9), QPointF(22, 19), QPointF(15, 19))
    path.lineTo(10, 19)


def _redo(path: QPainterPath) -> None:
    undo = QPainterPath()
    _undo(undo)
    path.addPath(QTransform(-1, 0, 0, 1, GRID, 0).map(undo))


def _settings(path: QPainterPath) -> None:
    for y, knob in ((6, 15.5), (12, 8.5), (18, 13.5)):
        _lines(path, ((3, y), (knob - 2.2, y)), ((knob + 2.2, y), (21, y)))
        path.addEllipse(QPointF(knob, y), 2.2, 2.2)


def _sync(path: QPainterPath) -> None:
    _lines(path, ((12, 16), (12, 4)), ((7, 9), (12, 4), (17, 9)), ((4, 20), (20, 20)))


def _refresh(path: QPainterPath) -> None:
    path.arcMoveTo(QRectF(4, 4, 16, 16), 40)
    path.arcTo(QRectF(4, 4, 16, 16), 40, 290)
    _lines(path, ((18.5, 2.5), (18.2, 7.2), (13.6, 6.9)))


def _picture(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 4, 18, 16), 2.5, 2.5)
    path.addEllipse(QPointF(8.5, 9.5), 1.8, 1.8)
    _lines(path, ((3.5, 17), (9, 12.5), (13, 16), (16, 13.5), (20.5, 17)))


def _bin(path: QPainterPath) -> None:
    _lines(path, ((4, 7), (20, 7)), ((9, 7), (9.5, 4), (14.5, 4), (15, 7)))
    _lines(path, ((6, 7), (7, 20.5), (17, 20.5), (18, 7)))


def _list(path: QPainterPath) -> None:
    for y in (6, 12, 18):
        _lines(path, ((9, y), (20, y)), ((4, y), (5, y)))


def _review(path: QPainterPath) -> None:
    _lines(path, ((4, 20), (20, 20)), ((7, 20), (7, 13)), ((12, 20), (12, 5)), ((17, 20), (17, 10)))


def _figures(path: QPainterPath) -> None:
    _lines(path, ((4, 4), (4, 20), (20, 20)), ((7.5, 15.5), (11, 11), (14, 13.5), (19.5, 6.5)))


def _shield(path: QPainterPath) -> None:
    _lines(
        path,
        ((12, 3), (19.5, 6), (19.5, 11.5), (17, 16.5), (12, 21), (7, 16.5), (4.5, 11.5), (4.5, 6),
         (12, 3)),
        ((8.5, 11.5), (11, 14.2), (15.5, 8.8)),
    )  # fmt: skip


def _parcel(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3.5, 6, 17, 14), 1.5, 1.5)
    _lines(path, ((3.5, 10.5), (20.5, 10.5)), ((9.5, 6), (9.5, 14), (14.5, 14), (14.5, 6)))


def _shop(path: QPainterPath) -> None:
    _lines(path, ((3, 9), (5, 4), (19, 4), (21, 9), (3, 9)), ((5, 9), (5, 20), (19, 20), (19, 9)))
    _lines(path, ((10, 20), (10, 14), (15, 14), (15, 20)))


ICONS: dict[str, Callable[[QPainterPath], None]] = {
    "next": _next,
    "back": _back,
    "card": _card,
    "hold": _hold,
    "go_on": _go_on,
    "stop": _stop,
    "cross": _cross,
    "enlarge": _enlarge,
    "order": _order,
    "rest": _rest,
    "broadcast": _broadcast,
    "box": _box,
    "parcel": _parcel,
    "training": _training,
    "plus": _plus,
    "copy": _copy,
    "undo": _undo,
    "redo": _redo,
    "settings": _settings,
    "sync": _sync,
    "refresh": _refresh,
    "picture": _picture,
    "bin": _bin,
    "list": _list,
    "review": _review,
    "figures": _figures,
    "shield": _shield,
    "shop": _shop,
}
