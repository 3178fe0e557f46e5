"""What is seen while the books are brought up to a new version, before there is a window.

An old workshop's file takes half a minute; a program of which nothing is seen is clicked on again,
or the computer is switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from studio.runtime.wording import Language, sentence
from ui.widgets.card import Card
from ui.widgets.label import Label

LOOK_MS = 50
WIDTH = 560


class StartWait(QWidget):
    """A sentence, and something that moves. Closing it ends nothing: the work is one transaction,
    and the program is of no use before its end."""

    def __init__(self, message: str, language: Language) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setWindowTitle(sentence("window_title", language))
        self.setFixedWidth(WIDTH)
        card = Card(sentence("window_title", language))
        self.words = Label(message, card)
        self.words.setWordWrap(True)
        bar = QProgressBar(card)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        card.body.addWidget(self.words)
        card.body.addWidget(bar)
        column = QVBoxLayout(self)
        column.addWidget(card)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


def wait_for(message: str, language: Language, work: Callable[[], None]) -> None:
    """Do ``work`` on a thread of its own, showing ``message`` until it is done. Main thread.

    Raises what ``work`` raises.
    """
    wait, loop = StartWait(message, language), QEventLoop()
    look = QTimer(wait, interval=LOOK_MS)
    with ThreadPoolExecutor(1, "books-brought-up") as pool:
        done = pool.submit(work)
        look.timeout.connect(lambda: loop.quit() if done.done() else None)
        look.start()
        wait.show()
        loop.exec()
    look.stop()
    wait.hide()
    wait.deleteLater()
    done.result()
