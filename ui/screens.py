"""Every screen by name: what the shell opens, what `ui.shots` draws, what tests/screens holds.

Each screen is a package with a module ``screen.py`` that offers two functions:

``make(shell, **arguments) -> QWidget``
    The view with its presenter, talking to ``shell.studio``, made inside ``shell.stack`` where it
    is large: Qt goes through a whole view again when it is moved. It may have ``leave()``
    (called once, before it is taken away: stop timers, close the presenter) and
    ``may_close() -> bool`` (asked when the window is closed; it says why itself if not).

``samples() -> dict[str, Callable[[], QWidget]]``
    The same view on sample data, without threads, files or clock: pictures of it, by name.
    ``""`` is the plain one; others show a state worth a picture (``"interrupted"``).

A view's root widget carries the property ``surface`` (`ui.theme.style`).
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from studio.runtime.wording import catalogue

if TYPE_CHECKING:
    from ui.shell import Shell

PACKAGES: dict[str, str] = {
    "home": "ui.home",
    "plan": "ui.plan",
    "cards": "ui.cards",
    "preflight": "ui.preflight",
    "live": "ui.live",
    "review": "ui.review",
    "desk": "ui.desk",
    "sync": "ui.sync",
    "training": "ui.training",
    "settings": "ui.settings",
    "obs_setup": "ui.obs_setup",
}
"""Imported when first opened or by `read_ahead`: the window appears before that."""

PAGES = (
    "ui.desk.packing.screen",
    "ui.desk.imports.presenter",
    "ui.desk.imports.reconcile_presenter",
    "ui.desk.counter.screen",
    "ui.desk.aftersales.screen",
    "ui.desk.dashboard.screen",
    "ui.desk.lottery.screen",
)
"""Parts of a screen that it imports itself when they are first opened."""


def read_ahead() -> None:
    """Import every screen's code, read every sentence, on a worker: the window must not wait.

    Code is no garbage: where it was looked through again and again, the last time while all of it
    was there, the window was held up for as long as that took. What is there is put aside first.
    """
    assembly = "studio.session.assembly"  # what a broadcast is put together with
    gc.freeze()
    for name in (*(f"{package}.screen" for package in PACKAGES.values()), assembly, *PAGES):
        import_module(name)
        gc.freeze()
    catalogue()  # 25 ms of reading, where the first trouble of a broadcast is to be told
    gc.freeze()


def make(name: str, shell: Shell, **arguments: Any) -> QWidget:
    """The screen ``name``, ready to be shown. KeyError for a name there is no screen of."""
    view: QWidget = _module(name).make(shell, **arguments)
    return view


def samples(name: str) -> dict[str, Callable[[], QWidget]]:
    """Pictures of the screen ``name``: what each shows, and how to make it."""
    found: dict[str, Callable[[], QWidget]] = _module(name).samples()
    return found


def _module(name: str) -> ModuleType:
    return import_module(PACKAGES[name] + ".screen")
