"""The running order: click to show a product, drag to change the sequence."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.plain import harmless
from ui.formats import price
from ui.live.models import ClockModel, ProductModel
from ui.live.pieces import FittedText
from ui.live.times import minutes
from ui.live.wording import name_and_spec
from ui.theme import tokens
from ui.theme.style import font_of
from ui.widgets.retranslating import Retranslating

PRODUCT = Qt.ItemDataRole.UserRole
TALLEST, LOWEST = 74, 44


class RunningOrder(Retranslating, QWidget):
    product_asked = Signal(str)
    order_dragged = Signal(list)
    move_asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._products: tuple[ProductModel, ...] = ()
        self.title = FittedText(16, ink="muted", parent=self)
        self.hint = FittedText(16, ink="muted", parent=self)
        self.hint.set_fixed(True)
        self.list = ProductList(self)
        self.empty = FittedText(17, ink="muted", parent=self)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.shown.connect(self.product_asked)
        self.list.moved.connect(self.move_asked)
        self.list.model().rowsMoved.connect(self._on_moved)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.retranslate()

    def show_products(self, products: tuple[ProductModel, ...]) -> None:
        self._products = products
        self.empty.setVisible(not products)
        if self.list.is_dragging():
            return  # the hand goes first; the next news draws it again
        if self.list.skus() == [product.sku for product in products]:
            for row, product in enumerate(products):
                self.list.set_product(row, product)
        else:
            self.list.show_products(products)

    def show_clock(self, clock: ClockModel) -> None:
        self.list.delegate.product_ms = clock.product_ms
        self.show_products(self._products)  # what came while a row was being dragged
        self.list.viewport().update()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.product_asked.emit(item.data(PRODUCT).sku)

    def _on_moved(self) -> None:
        self.order_dragged.emit(self.list.skus())

    def retranslate(self) -> None:
        self.title.show_text(self.tr("排品"))
        self.hint.show_text(self.tr("点一下就上 · 拖动换顺序"))
        self.empty.show_text(self.tr("排品里还没有商品"))
        self.list.setAccessibleName(self.tr("排品"))
        delegate = self.list.delegate
        delegate.talked = self.tr("讲了 {time}")
        delegate.left = self.tr("还有 {n} {unit}")
        delegate.few = self.tr("只剩 {n} {unit}")
        delegate.none_left = self.tr("卖完了")
        self.list.viewport().update()


class ProductList(QListWidget):
    """Rows share the height there is, so that a usual running order never scrolls."""

    shown = Signal(str)
    moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.delegate = ProductRow(self)
        self.setItemDelegate(self.delegate)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A click must not take the keyboard from the order pad.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def is_dragging(self) -> bool:
        return self.state() == QAbstractItemView.State.DraggingState

    def skus(self) -> list[str]:
        return [self.item(row).data(PRODUCT).sku for row in range(self.count())]

    def show_products(self, products: tuple[ProductModel, ...]) -> None:
        self.clear()
        for product in products:
            item = QListWidgetItem(self)
            item.setData(PRODUCT, product)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name_and_spec(product))
        self._share_height()

    def set_product(self, row: int, product: ProductModel) -> None:
        item = self.item(row)
        if item.data(PRODUCT) != product:
            item.setData(PRODUCT, product)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the keys of a list; the rest belongs to the broadcast and goes up."""
        item = self.currentItem()
        up_down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())
        if up_down is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if item is not None:
                self.moved.emit(item.data(PRODUCT).sku, up_down)
        elif up_down is not None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.shown.emit(item.data(PRODUCT).sku)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        if self.count():
            share = self.viewport().height() // self.count()
            self.delegate.height = max(LOWEST, min(TALLEST, share))
            self.scheduleDelayedItemsLayout()


class ProductRow(QStyledItemDelegate):
    """Number, name, how it stands, price. Green frame: it is on."""

    talked = left = few = none_left = ""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.height = TALLEST
        self.product_ms = 0

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, self.height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        product: ProductModel = index.data(PRODUCT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -7 if self.height > 56 else -3)
        self._paint_ground(painter, box, option, product)
        self._paint_words(painter, box, product)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, product: ProductModel
    ) -> None:
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        plain = tokens.DARK.raised if over else tokens.DARK.panel
        painter.setBrush(QColor("#1D3A2E" if product.current else plain))
        painter.setPen(Qt.PenStyle.NoPen)
        if product.current or focused:
            pen = QColor(tokens.JADE if product.current else tokens.INDIGO)
            painter.setPen(pen)
        painter.drawRoundedRect(box, 10, 10)
        if product.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)

    def _paint_words(self, painter: QPainter, box: QRectF, product: ProductModel) -> None:
        muted, text = QColor(tokens.DARK.muted), QColor(tokens.DARK.text)
        painter.setFont(font_of(17))
        painter.setPen(muted)
        number = QRectF(box.left() + 12, box.top(), 28, box.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, str(product.number))
        painter.setFont(font_of(17, bold=True))
        painter.setPen(text)
        cost = price(product.price_fen)
        room = painter.fontMetrics().horizontalAdvance(cost)
        where = box.adjusted(0, 0, -14, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cost)
        lines = QRectF(box.left() + 38, box.top(), box.width() - 38 - room - 24, box.height())
        self._paint_lines(painter, lines, product)

    def _paint_lines(self, painter: QPainter, box: QRectF, product: ProductModel) -> None:
        name = harmless(f"{product.name} {product.spec}".strip())
        detail = harmless(self.detail(product))
        middle = box.center().y()
        low = self.height <= 56
        painter.setFont(font_of(15 if low else 17, bold=product.current))
        elided = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, round(box.width())
        )
        top = QRectF(box.left(), middle - (20 if low else 25), box.width(), 21 if low else 24)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(font_of(13 if low else 15))
        amber = product.few and not product.current
        painter.setPen(QColor(tokens.DARK.mind_text if amber else tokens.DARK.muted))
        below = QRectF(box.left(), middle + (0 if low else 2), box.width(), 18 if low else 21)
        elided = painter.fontMetrics().elidedText(
            detail, Qt.TextElideMode.ElideRight, round(box.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, elided)

    def detail(self, product: ProductModel) -> str:
        """The second line: how long it was talked about, what is left."""
        parts = []
        shown = self.product_ms if product.current else product.shown_ms
        if product.current or shown:
            parts.append(self.talked.format(time=minutes(shown)))
        if product.available is not None:
            parts.append(self._stock(product, product.available))
        return " · ".join(parts)

    def _stock(self, product: ProductModel, available: int) -> str:
        if available <= 0:
            return "■ " + self.none_left
        words = self.few if product.few else self.left
        shape = "◆ " if product.few else ""
        return shape + words.format(n=available, unit=product.unit)
