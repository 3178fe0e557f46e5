"""The running order as a list that is dragged into sequence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.runtime.plain import harmless
from studio.session.plan import PlannedProduct
from ui.formats import price
from ui.plan.edits import unfinished
from ui.theme import tokens
from ui.theme.style import font_of
from ui.widgets import icons
from ui.widgets.retranslating import Retranslating
from ui.widgets.status_light import Tone, paint_shape
from ui.widgets.thumbnails import Thumbnails
from ui.widgets.tool_tip import give_tip

PLACE = Qt.ItemDataRole.UserRole
PRODUCT = Qt.ItemDataRole.UserRole + 1
ROW = 78
PICTURE = 54.0

Index = QModelIndex | QPersistentModelIndex


class RunningOrder(Retranslating, QListWidget):
    """Rows of products. Signals where the person wants them; it never reorders by itself."""

    reordered = Signal(list)
    """Former indexes in the new sequence."""
    moved = Signal(int)
    """Alt+Up: -1, Alt+Down: 1, for the selected product."""
    chosen = Signal(int)
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails: Thumbnails | None = None
        self._showing = False
        self._refused: dict[str, int] = {}
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Row(self))
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.currentRowChanged.connect(self._on_row)
        self.retranslate()

    def show_products(self, products: tuple[PlannedProduct, ...], selected: int) -> None:
        self._showing = True
        while self.count() > len(products):
            self.takeItem(self.count() - 1)
        while self.count() < len(products):
            self.addItem(QListWidgetItem())
        for place, product in enumerate(products):
            item = self.item(place)
            item.setData(PLACE, place)
            item.setData(PRODUCT, product)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, product.name)
        if products:
            self.setCurrentRow(selected)
            self.scrollToItem(self.item(selected))
        self._showing = False
        self.viewport().update()

    def show_refused(self, by_sku: Mapping[str, int]) -> None:
        """How many fields of each product hold something that could not be used."""
        if by_sku != self._refused:
            self._refused = dict(by_sku)
            self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let Qt move the row to learn where it went; the presenter then says what is true."""
        self._showing = True
        super().dropEvent(event)
        self._showing = False
        places = [self.item(row).data(PLACE) for row in range(self.count())]
        if sorted(places) == list(range(len(places))):
            self.reordered.emit(places)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        give_tip(self, self.tr("拖动换顺序，或按 Alt+↑ Alt+↓"))
        self.setAccessibleName(self.tr("排品"))
        self.viewport().update()

    def stock_words(self, product: PlannedProduct) -> str:
        """The row's second line."""
        stock = self.tr("备 {stock} {unit}").format(stock=product.stock, unit=product.unit)
        return f"{stock}　{product.spec}" if product.spec else stock  # a long spec is cut first

    def warning(self, product: PlannedProduct) -> str:
        """What keeps the product from the preflight, in place of the second line; mostly empty."""
        if count := self._refused.get(product.sku, 0):
            return self.tr("有 {count} 处没存").format(count=count)
        return self.tr("还没写价钱") if unfinished(product) else ""

    def _on_row(self, row: int) -> None:
        if not self._showing and row >= 0:
            self.chosen.emit(row)


class _Row(QStyledItemDelegate):
    """Number, picture, name over spec and stock, price: what a hand needs to sort by."""

    def __init__(self, order: RunningOrder) -> None:
        super().__init__(order)
        self._order = order

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        product = index.data(PRODUCT)
        if product is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        box = QRectF(option.rect).adjusted(2, 3, -2, -3)
        self._leaf(painter, box, selected, over)
        self._number(painter, box, index.row() + 1)
        picture = QRectF(box.left() + 42, box.center().y() - PICTURE / 2, PICTURE, PICTURE)
        self._picture(painter, picture, product)
        right = self._price(painter, box, product)
        words = QRectF(picture.right() + 12, box.top() + 11, right - picture.right() - 20, 50)
        self._words(painter, words, product)
        painter.restore()

    def _leaf(self, painter: QPainter, box: QRectF, selected: bool, over: bool) -> None:
        palette = tokens.LIGHT
        painter.setBrush(QColor("#F3FAF6" if selected else palette.panel))
        edge = tokens.JADE if selected else ("#CFC8BA" if over else palette.line)
        painter.setPen(QPen(QColor(edge), 2 if selected else 1))
        painter.drawRoundedRect(box, 10, 10)

    def _number(self, painter: QPainter, box: QRectF, number: int) -> None:
        painter.setFont(font_of(17, bold=True))
        painter.setPen(QColor(tokens.LIGHT.muted))
        where = QRectF(box.left() + 4, box.top(), 34, box.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(number))

    def _picture(self, painter: QPainter, box: QRectF, product: PlannedProduct) -> None:
        thumbnails = self._order.thumbnails
        pixmap = thumbnails.picture(product.picture) if thumbnails is not None else None
        paint_picture(painter, box, pixmap)

    def _price(self, painter: QPainter, box: QRectF, product: PlannedProduct) -> float:
        if unfinished(product):
            return box.right() - 12
        painter.setFont(font_of(19, bold=True))
        painter.setPen(QColor(tokens.LIGHT.text))
        words = price(product.price_fen)
        width = painter.fontMetrics().horizontalAdvance(words)
        where = QRectF(box.right() - 14 - width, box.top(), width + 2, box.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, words)
        return where.left()

    def _words(self, painter: QPainter, box: QRectF, product: PlannedProduct) -> None:
        painter.setFont(font_of(17, bold=True))
        painter.setPen(QColor(tokens.LIGHT.text))
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(harmless(product.name), elide, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(font_of(14))
        second, left = self._order.stock_words(product), box.left()
        painter.setPen(QColor(tokens.LIGHT.muted))
        if warning := self._order.warning(product):
            second = warning
            colour = QColor(tokens.LIGHT.mind_text)
            paint_shape(painter, Tone.MIND, QRectF(left, box.bottom() - 18, 12, 12), colour)
            painter.setPen(colour)
            left += 18
        elided = painter.fontMetrics().elidedText(second, elide, int(box.right() - left))
        painter.drawText(QPoint(int(left), int(box.bottom() - 6)), elided)


def paint_picture(painter: QPainter, box: QRectF, pixmap: QPixmap | None) -> None:
    """A product's picture with soft corners, or the sign that there is none."""
    shape = QPainterPath()
    shape.addRoundedRect(box, 8, 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pixmap is None:
        painter.fillPath(shape, QColor(tokens.LIGHT.ground))
        inset = box.width() * 0.28
        colour = QColor("#A8A294")
        icons.paint(painter, "picture", box.adjusted(inset, inset, -inset, -inset), colour)
    else:
        painter.setClipPath(shape)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
    painter.restore()
