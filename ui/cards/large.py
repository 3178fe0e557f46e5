"""The phone as large as the page: what cannot be read on the small one beside the form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.cards.phone import Phone
from ui.theme.tokens import LIGHT
from ui.widgets import Retranslating, icons
from ui.widgets.button import Button

AROUND = 12
SHADE = QColor(18, 23, 28, 215)


class LargePhone(Retranslating, QWidget):
    """Lies over a whole page until a click, Esc or its button. It shows what the small one does."""

    def __init__(self, small: Phone, page: QWidget) -> None:
        super().__init__(page)
        self._small = small
        self.phone = Phone(self)
        self.phone.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.close_button = Button(self)
        self.close_button.setIcon(icons.icon("cross", LIGHT.text))
        self.close_button.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(AROUND, AROUND, AROUND, AROUND)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.phone, 1)
        small.changed.connect(self._follow)
        page.installEventFilter(self)
        self.hide()
        self.retranslate()

    def open(self) -> None:
        """Over the page, with the keyboard."""
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self._follow()
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        self.close_button.setText(self.tr("收起（Esc）"))
        self.phone.setAccessibleName(self.tr("手机上看到的"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """The page below is not seen: the keyboard stays here."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), SHADE)

    def _follow(self) -> None:
        if not self.isHidden():
            self.phone.show_as(self._small)
