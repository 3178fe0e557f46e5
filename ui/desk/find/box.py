"""The desk's one search box, and below it what was found: up and down, Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMoveEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.formats import day_and_clock, money
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import Retranslating
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip

if TYPE_CHECKING:
    from inventory.search.calls import FoundCall
    from inventory.search.finding import Found, FoundParcel
    from ui.desk.find.presenter import FindPresenter

TYPING_MS = 150
"""Pause after the last letter before it is looked for."""
WIDTH, ROW, LEAST_BELOW = 660, 38, 24
"""Of the panel, of a row in it, and of what stays free under it."""
FIRST_COLUMN = 250

Row = tuple[str, str, Callable[[], None]]
"""What it is, what else is known of it, and where it leads."""


class FindBox(Retranslating, QLineEdit):
    """Lies in the rail; its panel lies over the page, and takes no keys from the box."""

    def __init__(self, over: QWidget, parent: QWidget | None = None) -> None:
        """``over``: what the panel may cover."""
        super().__init__(parent)
        self.presenter: FindPresenter | None = None
        self._found: Found | None = None
        self._over = over
        self._made: FindPanel | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text)
        QShortcut(QKeySequence("Ctrl+K"), over, self._focus)
        over.installEventFilter(self)
        self.retranslate()

    @property
    def is_open(self) -> bool:
        return self._made is not None and not self._made.isHidden()

    @property
    def list(self) -> QTreeWidget:
        return self._panel.list

    @property
    def remark(self) -> Label:
        return self._panel.remark

    @property
    def _panel(self) -> FindPanel:
        """Made with the first thing that is found."""
        if self._made is None:
            self._made = FindPanel(self._over)
            self._made.list.itemClicked.connect(self._open)
        return self._made

    def show_found(self, found: Found | None) -> None:
        self._found = found
        self._fill()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("找商品、订单"))
        words = self.tr(
            "商品名、编号、拼音首字母、订单号、运单号、取货号、手机后四位、打电话的人、批次（Ctrl+K）"
        )
        give_tip(self, words)
        self.setAccessibleName(self.tr("找商品、订单、批次"))
        self._fill()

    # -- what is found

    def _fill(self) -> None:
        found = self._found
        if found is None:
            self._hide()
            return
        self.list.clear()
        for heading, rows in self._groups(found):
            if rows:
                self._add_group(heading, rows)
        remarks = []
        if found.nothing:
            remarks.append(
                self.tr(
                    "没有找到。可以试试商品名、编号、拼音首字母、订单号、运单号、"
                    "手机后四位、打电话订货的人、批次。"
                )
            )
        if found.phones_closed:
            remarks.append(
                self.tr(
                    "有些买家的手机号和姓名打不开（钥匙不在这台电脑上，或者存坏了），按这些找不全；按订单号都能找到。"
                )
            )
        self.remark.setText("\n".join(remarks))
        self.remark.setVisible(bool(remarks))
        self.list.setVisible(not found.nothing)
        self._step(1)
        self._place()
        self._panel.show()
        self._panel.raise_()

    def _groups(self, found: Found) -> Sequence[tuple[str, Sequence[Row]]]:
        on = self.presenter
        return (
            (
                self.tr("商品"),
                [(each.name, each.sku, lambda e=each: on.on_product(e)) for each in found.products],
            ),
            (
                self.tr("平台订单"),
                [
                    (
                        each.order_no,
                        _joined(
                            each.shop,
                            "" if each.ordered_ms is None else day_and_clock(each.ordered_ms),
                            each.what,
                        ),
                        lambda e=each: on.on_order(e),
                    )
                    for each in found.orders
                ],
            ),
            (self.tr("包裹"), [self._parcel(each) for each in found.parcels]),
            (self.tr("电话、微信订的"), [self._call(each) for each in found.calls]),
            (
                self.tr("直播记的单"),
                [
                    (
                        f"{each.name} × {each.qty}",
                        _joined(day_and_clock(each.noted_at), money(each.paid_fen)),
                        lambda e=each: on.on_note(e),
                    )
                    for each in found.notes
                ],
            ),
            (
                self.tr("批次"),
                [
                    (
                        each.code,
                        _joined(each.name, each.household, each.best_before),
                        lambda e=each: on.on_lot(e),
                    )
                    for each in found.lots
                ],
            ),
        )

    def _parcel(self, found: FoundParcel) -> Row:
        sent = f"{found.carrier} {found.tracking}".strip()
        order = self.tr("订单 {number}").format(number=found.order_no)
        about = _joined(sent, self._states()[found.state], order if found.order_no else "")
        return found.code, about, lambda: self.presenter.on_parcel(found)

    def _call(self, found: FoundCall) -> Row:
        about = _joined(
            found.number,
            self._states()[found.state],
            found.tracking,
            day_and_clock(found.noted_at),
            found.channel,
        )
        name = f"{found.name} × {found.qty}"
        return name, about, lambda: self.presenter.on_call(found)

    def _states(self) -> Mapping[str, str]:
        """How far parcels are, and orders by telephone or chat."""
        return {
            "to_pack": self.tr("待打包"),
            "packed": self.tr("装齐了"),
            "shipped": self.tr("在路上"),
            "delivered": self.tr("送到了"),
            "waiting": self.tr("等着交"),
            "handed": self.tr("交出去了"),
            "cancelled": self.tr("撤了"),
        }

    def _add_group(self, heading: str, rows: Sequence[Row]) -> None:
        head = QTreeWidgetItem([heading])
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setForeground(0, QColor(LIGHT.muted))
        head.setSizeHint(0, QSize(0, ROW - 8))
        self.list.addTopLevelItem(head)
        for name, about, leads in rows:
            item = QTreeWidgetItem([name, about])
            item.setForeground(1, QColor(LIGHT.muted))
            item.setSizeHint(0, QSize(0, ROW))
            item.setData(0, Qt.ItemDataRole.UserRole, leads)
            self.list.addTopLevelItem(item)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down:
            self._step(1)
        elif key == Qt.Key.Key_Up:
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():  # typed and entered at once: what was typed is looked for
                self._timer.stop()
                self._ask()
            elif self.is_open and self.list.currentItem() is not None:
                self._open(self.list.currentItem())
        elif key == Qt.Key.Key_Escape and self.is_open:
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._found is not None:
            self._panel.show()
            self._panel.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window got another size."""
        if event.type() == QEvent.Type.Resize and self.is_open:
            self._place()
        return super().eventFilter(watched, event)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self.is_open:
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_open:
            self._place()

    # -- parts

    def _hide(self) -> None:
        if self._made is not None:
            self._made.hide()

    def _focus(self) -> None:
        self.setFocus()
        self.selectAll()

    def _on_text(self, typed: str) -> None:
        if typed.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._ask()

    def _ask(self) -> None:
        if self.presenter is not None:
            self.presenter.on_typed(self.text())

    def _step(self, by: int) -> None:
        """To the next row that leads somewhere; headings do not."""
        if self._made is None:
            return
        count = self.list.topLevelItemCount()
        current = self.list.currentItem()
        place = -1 if current is None else self.list.indexOfTopLevelItem(current)
        place += by
        while 0 <= place < count:
            item = self.list.topLevelItem(place)
            if item.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentItem(item)
                return
            place += by

    def _open(self, item: QTreeWidgetItem) -> None:
        leads = item.data(0, Qt.ItemDataRole.UserRole)
        if leads is not None and self.presenter is not None:
            leads()

    def _place(self) -> None:
        over = self._panel.parentWidget()
        at = self.mapTo(over, self.rect().topRight())
        rows = self.list.topLevelItemCount()
        remark = self.remark.heightForWidth(WIDTH - 40) + 12 if self.remark.text() else 0
        wanted = rows * ROW + remark + 28
        height = min(wanted, over.height() - at.y() - LEAST_BELOW)
        width = min(WIDTH, over.width() - at.x() - 2 * LEAST_BELOW)
        self._panel.setGeometry(at.x() + LEAST_BELOW, at.y(), width, height)


class FindPanel(QFrame):
    """What was found, and a sentence where there is something to know about that."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        dress(self, role="card", surface="light")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = _list(self)
        self.remark = Label(self)
        self.remark.setWordWrap(True)
        dress(self.remark, role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.list, 1)
        column.addWidget(self.remark)
        self.hide()


def _list(parent: QWidget) -> QTreeWidget:
    made = QTreeWidget(parent)
    made.setColumnCount(2)
    made.setHeaderHidden(True)
    made.setRootIsDecorated(False)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = made.header()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
    header.resizeSection(0, FIRST_COLUMN)
    return made


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
