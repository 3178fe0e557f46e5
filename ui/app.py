"""The program with a window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from studio.runtime.threads import install_exception_hooks
from ui import i18n, qt_classes, screens
from ui.shell import Shell
from ui.theme import style
from ui.training.room import OpenTraining

if TYPE_CHECKING:
    from studio.session.studio import Studio

ICON = Path(__file__).parent / "theme" / "icon.ico"
SETTLED_MS = 400
"""After this the first screen has been painted, and others may be got ready."""


def run_window(studio: Studio, open_training: OpenTraining, argv: Sequence[str]) -> int:
    """Open the window at home and stay until it is closed; returns the exit status.

    Main thread. ``studio`` must have been made with `ui.main_thread.MainThreadHop` as its
    dispatcher's hop. Closing the studio, and with it a training that is still open, is left to
    whoever made it.
    """
    app = make_application(argv)
    i18n.switch(app, studio.settings.get("language"))
    shell = Shell(studio, open_training)
    install_exception_hooks(
        lambda error: studio.dispatcher.run_later(lambda: shell.show_bug(error))
    )
    app.commitDataRequest.connect(shell.ask_to_stay_on)
    shell.open("home")
    show_at_fitting_size(shell)
    QTimer.singleShot(SETTLED_MS, lambda: studio.runtime.background(screens.read_ahead))
    return app.exec()


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication with the program's look; the running one if there is one."""
    qt_classes.make_all()
    running = QApplication.instance()
    if isinstance(running, QApplication):
        style.apply(running)
        return running
    # 125 % and 150 % screens are common: draw at exactly that, not at the next whole number.
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(list(argv))
    app.setApplicationName("gongfu-studio")
    app.setApplicationDisplayName("共富直播间")
    app.setWindowIcon(QIcon(str(ICON)))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    style.apply(app)
    return app


def show_at_fitting_size(shell: Shell) -> None:
    """Maximised where the screen is small, as most of these computers' are."""
    room = shell.screen().availableGeometry()
    if room.width() <= 1440 or room.height() <= 900:
        shell.showMaximized()
    else:
        shell.show()
