"""What somebody who clicked on the icon sees when the window cannot open.

The sentence also goes to the terminal; but whoever clicks on an icon has none.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from studio.runtime.plain import harmless
from studio.runtime.wording import Language, sentence

SECONDS = 20
"""It goes by itself: where nobody sits, the program must still end."""
SCREENLESS = ("offscreen", "minimal")
"""Qt platforms on which nobody can read it."""


def tell_at_start(message: str, language: Language) -> None:
    """Show one sentence until it is acknowledged, at most `SECONDS`. Main thread."""
    if QGuiApplication.platformName() not in SCREENLESS:
        box(message, language).exec()


def offer_restore(message: str, when: str, language: Language) -> bool:
    """The database is damaged and there is a backup of ``when``: shall it be brought back?

    Main thread. Nobody answered in `SECONDS`, or nobody can: no.
    """
    if QGuiApplication.platformName() in SCREENLESS:
        return False
    asked, yes = offer(message, when, language)
    asked.exec()
    return asked.clickedButton() is yes


def offer(message: str, when: str, language: Language) -> tuple[QMessageBox, QAbstractButton]:
    """The dialog itself, not yet shown, and its button that says yes."""
    words = sentence("window_restore_offer", language, when=when)
    made = box(f"{message}\n\n{words}", language, "window_leave")
    restore = sentence("window_restore", language)
    return made, made.addButton(restore, QMessageBox.ButtonRole.ActionRole)


def box(message: str, language: Language, button: str = "window_understood") -> QMessageBox:
    """The dialog itself, not yet shown."""
    made = QMessageBox()
    made.setIcon(QMessageBox.Icon.Information)
    made.setWindowTitle(sentence("window_title", language))
    made.setTextFormat(Qt.TextFormat.PlainText)  # it names folders and files
    made.setText(harmless(message))
    made.addButton(sentence(button, language), QMessageBox.ButtonRole.AcceptRole)
    QTimer.singleShot(round(SECONDS * 1000), made, made.accept)
    return made
