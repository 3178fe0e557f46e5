"""The home screen for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui import i18n, sampling
from ui.home.presenter import HomePresenter, LastSession, newest_plan
from ui.home.view import HomeScreen
from ui.interruption import Interrupted
from ui.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    view = HomeScreen()
    studio = shell.studio
    background, then = studio.runtime.background, studio.runtime.then
    presenter = HomePresenter(
        view, studio, background, then, shell.open, shell.speak, shell.show_problem
    )
    view.start(presenter, Thumbnails(background, then, view.news_of_pictures))
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "": _plain,
        "first": _first,
        "interrupted": _interrupted,
        "missing": _missing,
        "left": _left,
    }


def _plain() -> HomeScreen:
    view = HomeScreen()
    view.show_workshop(sampling.WORKSHOP)
    view.show_language(i18n.current())
    view.show_stage("practice")
    view.show_waiting(1)
    view.use_pictures(Thumbnails(sampling.at_once, sampling.then, view.news_of_pictures))
    view.show_last_session(LastSession(sampling.plan().title, sampling.EVENING, 37, 332_630))
    view.show_next_plan(newest_plan(sampling.library()))
    return view


def _first() -> HomeScreen:
    """As it opens for the first time: the sample's plan, and nothing sold yet."""
    view = _plain()
    view.show_waiting(0)
    view.show_last_session(None)
    return view


def _interrupted() -> HomeScreen:
    view = _plain()
    view.show_interrupted(
        Interrupted(
            sampling.plan().title, "东魁杨梅", card_on=True, orders=37, last_at=sampling.EVENING
        )
    )
    return view


def _missing() -> HomeScreen:
    """A computer without a keyring: password and key went with the program."""
    view = _interrupted()
    view.show_missing(
        {"obs_password": "obs_password_missing", "stream_key": "preflight_no_stream_key"}
    )
    return view


def _left() -> HomeScreen:
    view = _plain()
    view.show_left_on_air(sampling.plan().title)
    return view
