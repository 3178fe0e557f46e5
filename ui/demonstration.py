"""放演示 from the command line: one broadcast that plays itself before whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from studio.runtime.threads import install_exception_hooks
from studio.session.live import LiveSession
from studio.session.recorder import SessionChanged
from studio.session.state import Phase
from ui import i18n
from ui.app import make_application, show_at_fitting_size
from ui.shell import Shell
from ui.training.coach import Coach, Lesson
from ui.training.room import OpenTraining

if TYPE_CHECKING:
    from studio.session.studio import Studio

REVIEW_MS = 6000
"""How long its review stays before the window closes: the whole is over within a minute."""


def watch(
    studio: Studio, open_training: OpenTraining, session: LiveSession, argv: Sequence[str]
) -> bool:
    """Open the window on ``session``, play its plan's timeline, show the review, close.

    Main thread; ``studio`` as for `ui.app.run_window`. False: it did not come to its end.
    """
    app = make_application(argv)
    i18n.switch(app, studio.settings.get("language"))
    shell = Shell(studio, open_training)
    install_exception_hooks(
        lambda error: studio.dispatcher.run_later(lambda: shell.show_bug(error))
    )
    show_at_fitting_size(shell)
    coach = Coach(session, studio, shell.show_problem, Lesson(watch=True))
    forget = studio.dispatcher.subscribe(SessionChanged, _close_after_review(shell))
    shell.open("live", session=session)
    app.exec()
    forget()
    coach.close()
    return session.state.phase is Phase.ENDED


def _close_after_review(shell: Shell) -> Callable[[SessionChanged], None]:
    def on_changed(changed: SessionChanged) -> None:
        if changed.state.phase is Phase.ENDED:
            QTimer.singleShot(REVIEW_MS, shell, shell.close)

    return on_changed
