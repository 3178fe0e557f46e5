"""The goods as big buttons: what is sold most over the counter comes first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QStyleOptionButton,
    QWidget,
)

from inventory.supply import Supply, supply
from studio.session.counter import Good
from ui.formats import price
from ui.theme import tokens
from ui.theme.style import dress, font_of, palette_for
from ui.widgets import Retranslating, Tone
from ui.widgets.painted_button import PaintedButton
from ui.widgets.status_light import paint_shape, tone_colour
from ui.widgets.tool_tip import give_tip

COLUMNS = 3
HEIGHT = 76
MOST = 60
"""More are found by typing."""
TONES = {Supply.NONE: Tone.BROKEN, Supply.FEW: Tone.MIND, Supply.ENOUGH: Tone.FINE}


class GoodButton(PaintedButton):
    """Name, price, and what is left with its shape. Pressed twice, two are sold."""

    repeats = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag, self._left, self._tone = "", "", Tone.FINE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)

    def show_good(self, name: str, tag: str, left: str, tone: Tone) -> None:
        self._tag, self._left, self._tone = tag, left, tone
        self.setText(name)
        self.setAccessibleName(f"{name} {tag} {left}")
        give_tip(self, name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, HEIGHT)

    def paint_face(self, painter: QPainter, option: QStyleOptionButton) -> None:
        palette = palette_for(self)
        room = QRectF(self.rect()).adjusted(12, 10, -12, -10)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        top = QRectF(room.left(), room.top(), room.width(), room.height() / 2)
        low = QRectF(room.left(), room.center().y(), room.width(), room.height() / 2)
        painter.setFont(font_of(17, bold=True))
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.muted))
        metrics = QFontMetricsF(painter.font())
        painter.drawText(
            top, left, metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, top.width())
        )
        painter.setFont(font_of(tokens.DESK_TEXT))
        painter.drawText(low, left, self._tag)
        painter.setFont(font_of(tokens.DESK_SMALL))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._left)
        colour = tone_colour(self._tone, palette)
        shape = QRectF(low.right() - wide - 17, low.center().y() - 5, 10, 10)
        paint_shape(painter, self._tone, shape, colour)
        painter.setPen(QColor(palette.muted) if self._tone is Tone.FINE else colour)
        painter.drawText(
            low, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._left
        )


class GoodsGrid(Retranslating, QScrollArea):
    """``chosen`` carries the SKU."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goods: Sequence[Good] = ()
        self.buttons: list[GoodButton] = []
        holder = QWidget(self)
        dress(holder, role="plain")
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setSpacing(8)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(holder)

    def show_goods(self, goods: Sequence[Good]) -> None:
        self._goods = goods[:MOST]
        while len(self.buttons) < len(self._goods):
            self._add_button(len(self.buttons))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self._goods))
        self._tell()

    def retranslate(self) -> None:
        self._tell()

    def _add_button(self, place: int) -> None:
        button = GoodButton(self)
        button.clicked.connect(lambda: self.chosen.emit(self._goods[place].product.sku))
        self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self._grid.setRowStretch(place // COLUMNS, 0)
        self._grid.setRowStretch(place // COLUMNS + 1, 1)
        self.buttons.append(button)

    def _tell(self) -> None:
        for good, button in zip(self._goods, self.buttons, strict=False):
            product, available = good.product, good.level.available
            none = supply(available) is Supply.NONE
            gone = self.tr("还没有货") if good.never_had else self.tr("卖光了")
            left = gone if none else self.tr("还有 {count}").format(count=available)
            tag = f"{price(product.price_fen)} / {product.unit}"
            button.show_good(product.name, tag, left, TONES[supply(available)])
            button.setDisabled(none)
