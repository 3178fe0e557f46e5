"""The packing table's right side: which parcel, what is still to come, and the field that scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inventory.fulfilment import cold, parcels, picking
from inventory.fulfilment.cold import ColdSheet
from inventory.fulfilment.labels import tail
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Line, Parcel
from studio.runtime.wording import sentence
from ui import i18n
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.field import level_with_inputs
from ui.widgets.label import Label

WIDTH = 440
LOT_WIDTH = 136
"""A code as the program gives it: the day, a name of three letters. Longer ones keep their ends."""
LINES = 6
"""Products of a parcel that are told; a parcel seldom has more."""
CAMERA = QSize(128, 96)


class ScanField(QLineEdit):
    """Where a scanner types. No input method: it would make Chinese of a code's letters."""

    scanned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMaxLength(400)
        self.returnPressed.connect(self._on_return)

    def _on_return(self) -> None:
        told = self.text()
        self.clear()
        self.scanned.emit(told)

    def take_over(self, event: QKeyEvent) -> None:
        """A key that was pressed elsewhere: a scanner does not look where the keyboard is."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return()
        else:
            self.insert(event.text())


class Station(Retranslating, Card):
    """Shows what it is told; what is pressed is answered by the presenter."""

    open_asked = Signal()
    undo_asked = Signal()
    split_asked = Signal()
    chill_asked = Signal()
    camera_asked = Signal(bool)
    checked = Signal(str)
    measured = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=12, parent=parent)
        self.setFixedWidth(WIDTH)
        self._parcel: Parcel | None = None
        self._sheet: ColdSheet | None = None
        self._said: tuple[str, Mapping[str, object]] | None = None
        self._lay_out_head()
        self._lay_out_lines()
        self.cold = self._lay_out_cold()
        self._lay_out_foot()
        self.retranslate()

    def _lay_out_head(self) -> None:
        self.number, self.about, self.state = Label(self), ElidedLabel(self), Label(self)
        dress(self.number, role="figure")
        dress(self.about, role="muted")
        dress(self.state, role="pill")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.state, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.why = Label(self)
        self.why.setWordWrap(True)
        dress(self.why, tone="broken")
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self.body.addWidget(self.about)
        self.body.addWidget(self.why)

    def _lay_out_lines(self) -> None:
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(12)
        self.lines.setVerticalSpacing(6)
        self.lines.setColumnStretch(0, 1)
        self._rows = []
        for place in range(LINES):
            name, lot = ElidedLabel(self), ElidedLabel(self, middle=True)
            count = Label(self)
            dress(name, role="lead")
            dress(lot, role="small")
            dress(count, role="lead-strong")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            lot.setFixedWidth(LOT_WIDTH)
            self.lines.addWidget(name, place, 0)
            self.lines.addWidget(lot, place, 1)
            self.lines.addWidget(count, place, 2)
            self._rows.append((name, lot, count))
        self.more = Label(self)
        dress(self.more, role="muted")
        self.body.addLayout(self.lines)
        self.body.addWidget(self.more)

    def _lay_out_foot(self) -> None:
        self.last = ElidedLabel(self)
        self.field = ScanField(self)
        dress(self.field, scan=True)
        self.picture = Label(self)
        self.picture.setFixedSize(CAMERA)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.hide()
        row = QHBoxLayout()
        row.setSpacing(10)
        column = QVBoxLayout()
        column.setSpacing(6)
        self.field_label = Label(self)
        dress(self.field_label, role="small")
        self.field_label.setBuddy(self.field)
        column.addWidget(self.field_label)
        column.addWidget(self.field)
        row.addLayout(column, 1)
        row.addWidget(self.picture)
        self.open, self.undo, self.camera = Button(self), Button(self), Button(self)
        self.split = Button(self)
        self.camera.setCheckable(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.camera, self.open, self.split, self.undo):
            buttons.addWidget(button, 1)
        self.body.addStretch(1)
        self.chill = Button(self)
        dress(self.chill, role="quiet")
        for button in (self.chill, self.change):
            button.clicked.connect(self.chill_asked)
        self.body.addWidget(self.chill, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.cold)
        self.body.addWidget(self.last)
        self.body.addLayout(row)
        self.body.addLayout(buttons)
        self.open.clicked.connect(self.open_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.split.clicked.connect(self.split_asked)
        self.camera.clicked.connect(self.camera_asked)

    def _lay_out_cold(self) -> QWidget:
        holder = QWidget(self)
        dress(holder, role="plain")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.range = Label(holder)
        self.range.setWordWrap(True)
        grid = QGridLayout()
        grid.setSpacing(6)
        self.checks = {item: Button(holder) for item in cold.CHECKLIST}
        for place, (item, button) in enumerate(self.checks.items()):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, item=item: self.checked.emit(item))
            grid.addWidget(button, place // 2, place % 2)
        self.degrees = Field(holder)
        self.degrees.input.returnPressed.connect(self._measure)
        column.addWidget(self.range)
        column.addLayout(grid)
        self.change = Button(holder)
        self.change.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.degrees, 1)
        row.addLayout(level_with_inputs(self.change))
        column.addLayout(row)
        return holder

    # -- what it is told -------------------------------------------------------------------------

    def show_parcel(self, parcel: Parcel | None, sheet: ColdSheet | None) -> None:
        if parcel is None or self._parcel is None or parcel.id != self._parcel.id:
            self.degrees.show_text("", afresh=True)
        self._parcel, self._sheet = parcel, sheet
        self._retell()

    def show_right(self, scanned: Scanned) -> None:
        if scanned.packed:
            self._said = "parcel_packed", {"parcel": scanned.parcel.code}
        else:
            self._said = "scan_right", scanned.about
        self._retell_last()

    def show_camera(self, picture: Any | None) -> None:
        """A small RGB picture; None: it is off."""
        self.camera.setChecked(picture is not None)
        self.picture.setVisible(picture is not None)
        if picture is not None:
            rows, columns = picture.shape[:2]
            step = columns * 3
            image = QImage(picture.data, columns, rows, step, QImage.Format.Format_RGB888)
            fitted = image.scaled(CAMERA, Qt.AspectRatioMode.KeepAspectRatio)
            self.picture.setPixmap(QPixmap.fromImage(fitted))

    def retranslate(self) -> None:
        self.field_label.setText(self.tr("扫货上的码；没有码就打货号，按回车"))
        self.open.setText(self.tr("拆开重装"))
        self.undo.setText(self.tr("撤掉包裹"))
        self.split.setText(self.tr("分成两包"))
        self.camera.setText(self.tr("用摄像头"))
        for item, button in self.checks.items():
            button.setText(sentence(f"cold_{item}", i18n.current()))
        self.chill.setText(self.tr("这里有要冷藏的货"))
        self.change.setText(self.tr("改温度"))
        self.degrees.show_label(self.tr("箱里现在几度，按回车"), self.tr("比如：3.5"))
        self._retell()
        self._retell_last()

    # -- how it says it --------------------------------------------------------------------------

    def _retell(self) -> None:
        parcel = self._parcel
        self.number.setText(parcel.code.rpartition("-")[2] if parcel else "—")
        self.about.setText(self._about(parcel) if parcel else self.tr("没有要打包的"))
        self.open.setEnabled(parcel is not None and parcel.state == parcels.PACKED)
        # Of a parcel that is packed the first way back is to open it; one of one piece is one.
        to_split = parcel is not None and parcel.state == parcels.TO_PACK and parcel.pieces > 1
        self.split.setVisible(to_split)
        self.open.setVisible(not to_split)
        in_house = parcel is not None and parcel.state in (parcels.TO_PACK, parcels.PACKED)
        self.undo.setEnabled(in_house)
        self.field.setEnabled(parcel is not None)
        words, tone = self._state(parcel)
        self.state.setText(words)
        self.state.setVisible(bool(words))
        dress(self.state, role="pill", tone=tone)
        why = ""
        if parcel is not None and parcel.stopped:
            code, about = f"scan_stopped_{parcel.stopped}", {"order": tail(parcel.order_no)}
            why = "■ " + sentence(code, i18n.current(), **about)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self._retell_lines(parcel.products if parcel else ())
        self._retell_cold()

    def _about(self, parcel: Parcel) -> str:
        order = self.tr("订单 {order}").format(order=tail(parcel.order_no))
        waybill = f"{parcel.carrier} {parcel.tracking}".strip()
        return " · ".join(filter(None, (parcel.platform, order, parcel.stop, waybill)))

    def _state(self, parcel: Parcel | None) -> tuple[str, str]:
        if parcel is None:
            return "", ""
        if parcel.stopped:
            return self.tr("■ 别发"), "broken"
        if parcel.state == parcels.PACKED:
            return self.tr("▲ 装齐了"), "fine"
        if parcel.state == parcels.SHIPPED:
            return self.tr("在路上"), ""
        if parcel.state == parcels.DELIVERED:
            return self.tr("▲ 送到了"), "fine"
        words = self.tr("◆ 差 {count}").format(count=parcel.pieces - parcel.scanned)
        return words, "mind"

    def _retell_lines(self, lines: tuple[Line, ...]) -> None:
        for place, (name, lot, count) in enumerate(self._rows):
            there = place < len(lines)
            for label in (name, lot, count):
                label.setVisible(there)
            if there:
                self._tell_line(lines[place], name, lot, count)
        over = len(lines) - LINES
        self.more.setText(self.tr("还有 {count} 样").format(count=over))
        self.more.setVisible(over > 0)

    def _tell_line(self, line: Line, name: ElidedLabel, lot: ElidedLabel, count: Label) -> None:
        done = not line.lacking
        name.setText(line.name)
        wanted = [take.lot for take in line.lots if take.lot]
        lot.setText(self.tr("批次 {lot}").format(lot="、".join(wanted)) if wanted else "")
        mark = "▲ " if done else ""
        count.setText(f"{mark}{line.scanned} / {line.qty} {line.unit}")
        dress(count, role="lead-strong", tone="fine" if done else "")

    def _retell_cold(self) -> None:
        sheet = self._sheet
        self.cold.setVisible(sheet is not None)
        self.chill.setVisible(sheet is None and self._parcel is not None)
        if sheet is None or sheet.low is None or sheet.high is None:
            return
        words = self.tr("冷链：{low} 到 {high}").format(
            low=picking.degrees(sheet.low), high=picking.degrees(sheet.high)
        )
        if sheet.measured:
            last = sheet.measured[-1]
            said = (
                self.tr("■ 最近一次 {now}，不对") if last.outside else self.tr("▲ 最近一次 {now}")
            )
            words += " · " + said.format(now=picking.degrees(last.celsius))
        if sheet.gaps:
            words += " · " + self.tr("◆ {count} 段没有人量").format(count=len(sheet.gaps))
        self.range.setText(words)
        for item, button in self.checks.items():
            done = item in sheet.checked
            button.setChecked(done)
            button.setDisabled(done)

    def _retell_last(self) -> None:
        if self._said is None:
            self.last.setText(self.tr("扫一下，就知道对不对"))
            dress(self.last, role="muted")
            return
        code, about = self._said
        self.last.setText("▲ " + sentence(code, i18n.current(), **about))
        dress(self.last, role="lead", tone="fine")

    def _measure(self) -> None:
        typed = self.degrees.input.text()
        self.degrees.show_text("", afresh=True)
        self.measured.emit(typed)


class StopSign(Retranslating, QFrame):
    """One sentence over everything, until somebody presses its button or Esc.

    A scanner ends its code with Enter and must not wipe it away unread: no other key does.
    """

    understood = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        dress(self, role="stop-sign")
        self._said: tuple[str, Mapping[str, object]] | None = None
        self.sign, self.words = Label("■", self), Label(self)
        dress(self.sign, role="stop-sign")
        dress(self.words, role="stop-words")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dress(self.button, large=True)
        self.button.clicked.connect(self.understood)
        column = QVBoxLayout(self)
        column.setContentsMargins(80, 40, 80, 40)
        column.setSpacing(24)
        column.addStretch(1)
        column.addWidget(self.sign, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        host.installEventFilter(self)
        self.hide()
        self.retranslate()

    @property
    def said(self) -> str:
        """Empty while it is not shown."""
        return self.words.text() if self._said else ""

    def show_stop(self, code: str, about: Mapping[str, object]) -> None:
        self._said = code, about
        self.retranslate()
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_stop(self) -> None:
        self._said = None
        self.hide()

    def retranslate(self) -> None:
        self.button.setText(self.tr("知道了（Esc）"))
        if self._said is not None:
            self.words.setText(sentence(self._said[0], i18n.current(), **self._said[1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.understood.emit()
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.setGeometry(0, 0, event.size().width(), event.size().height())
        return super().eventFilter(watched, event)
