"""The window: one screen at a time, a toast, and calm words when something goes wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QSessionManager, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, word_error
from ui import i18n, screens
from ui.bug_dialog import BugDialog
from ui.training.room import OpenTraining, TrainingRoom
from ui.training.strip import TrainingLine
from ui.turns import leave_unfinished
from ui.widgets import Retranslating, Toast, Tone

if TYPE_CHECKING:
    from studio.session.studio import Studio

log = logging.getLogger(__name__)

SMALLEST = QSize(1024, 640)
NOT_TWICE = {"live"}
"""`Shell.back` passes over these: a broadcast that ended is not gone back into."""
OUTSIDE_TRAINING = {"home", "settings"}
"""Screens of the person's own studio only: opening one leaves the training."""


class Shell(Retranslating, QMainWindow):
    """What every screen may ask for: another screen, the studio, a word to the person.

    ``studio`` is the one the present screen works in: the person's own (``own_studio``), or from
    the training door until home the one ``open_training`` opens, in which nothing counts.
    """

    def __init__(self, studio: Studio, open_training: OpenTraining) -> None:
        super().__init__()
        self.studio = self.own_studio = studio
        self._training = TrainingRoom(studio, open_training, self.show_problem)
        self._entering = False
        self.kept: dict[str, Any] = {}
        """What a screen finds again when it is opened anew, until the program ends."""
        self._trail: list[tuple[str, dict[str, Any]]] = []
        self.stack = QStackedWidget(self)
        self.training_line = TrainingLine(self)
        self.training_line.hide()
        self._bug: BugDialog | None = None
        self._lay_out()
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 768)
        self.toast = Toast(self)
        full = QShortcut(QKeySequence(Qt.Key.Key_F11), self)
        full.activated.connect(self.toggle_full_screen)
        self.retranslate()

    @property
    def language(self) -> Language:
        return i18n.current()

    @property
    def screen_name(self) -> str:
        """The screen shown now; empty before the first."""
        return self._trail[-1][0] if self._trail else ""

    @property
    def view(self) -> QWidget:
        """The screen's widget."""
        return self.stack.currentWidget()

    @property
    def in_training(self) -> bool:
        """What is done now counts for nothing."""
        return self.studio is not self.own_studio

    def open(self, name: str, **arguments: Any) -> None:
        """Show screen ``name`` in place of the present one. KeyError: there is no such screen.

        ``training`` appears once its own studio is open; home and settings close that again.
        """
        if name == "training" and not self.in_training:
            self.enter_training()
            return
        leaving = self.in_training and name in OUTSIDE_TRAINING
        if leaving:
            self._work_in(self.own_studio)
        view = screens.make(name, self, **arguments)
        if name == "home" or leaving:
            self._trail.clear()
        self._trail.append((name, arguments))
        self._put(view)
        if leaving:
            self._training.leave()

    def enter_training(self) -> None:
        """Open the studio of the rehearsals, then its page. Pressed twice, it opens once."""
        if self._entering:
            return
        self._entering = True
        self.setCursor(Qt.CursorShape.BusyCursor)
        asked_on = self.view

        def entered(studio: Studio) -> None:
            self._stop_waiting()
            if self.view is not asked_on:  # gone elsewhere meanwhile
                self._training.leave()
                return
            self._work_in(studio)
            self.open("training")

        self._training.enter(entered, self._not_entered)

    def back(self) -> None:
        """The screen before this one; home where there is none."""
        self._trail = [step for step in self._trail[:-1] if step[0] not in NOT_TWICE]
        name, arguments = self._trail.pop() if self._trail else ("home", {})
        self.open(name, **arguments)

    def speak(self, language: Language) -> None:
        """Switch every word now, and at the next start."""
        app = QCoreApplication.instance()
        if app is not None:
            i18n.switch(app, language)
        try:
            for studio in {self.own_studio, self.studio}:
                studio.settings.set("language", language)
        except UserFacingError as error:
            self.show_problem(error)

    def show_problem(self, error: BaseException) -> None:
        """One sentence for any exception: a toast for what a person can act on, else `show_bug`."""
        if isinstance(error, UserFacingError):
            log.info("shown: %s", error)
            self.toast.say(word_error(error, self.language), Tone.BROKEN)
        else:
            log.error("a bug reached the window", exc_info=error)
            self.show_bug(error)

    def show_bug(self, error: BaseException) -> None:
        """A calm sentence with the details to copy; one dialog at a time. Main thread."""
        if self._bug is not None and self._bug.isVisible():
            self._bug.add(error)
            return
        self._bug = BugDialog(error, self)
        self._bug.open()

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def retranslate(self) -> None:
        name = self.tr("共富直播间")
        QGuiApplication.setApplicationDisplayName(name)  # first: Qt adds it to every other title
        self.setWindowTitle(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._take_away(self.view)
        super().closeEvent(event)

    def ask_to_stay_on(self, manager: QSessionManager) -> None:
        """The computer is about to be shut down, perhaps by an update and not by a person.

        Where the screen keeps the window open, as a broadcast does, the system asks the person:
        Windows then names the program and lets them shut down all the same. Nothing is saved for
        that: what happened is on the disk already.
        """
        if not self._may_close():
            log.info("the computer was asked not to shut down now")
            manager.cancel()

    def _may_close(self) -> bool:
        may_close = getattr(self.view, "may_close", None)
        return may_close is None or bool(may_close())

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.training_line)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)

    def _work_in(self, studio: Studio) -> None:
        self.studio = studio
        self.training_line.setVisible(self.in_training)

    def _not_entered(self, error: BaseException) -> None:
        self._stop_waiting()
        self.show_problem(error)

    def _stop_waiting(self) -> None:
        self._entering = False
        self.unsetCursor()

    def _put(self, view: QWidget) -> None:
        before = self.stack.currentWidget()
        self.training_line.strip.fit(str(view.property("surface") or "light"))
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        view.setFocus()
        if before is not None:
            self._take_away(before)

    def _take_away(self, view: QWidget | None) -> None:
        if view is None:
            return
        leave_unfinished(view)
        leave = getattr(view, "leave", None)
        if leave is not None:
            leave()
        self.stack.removeWidget(view)
        view.deleteLater()
