"""``gongfu`` without a command: the window."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from studio.bootstrap import (
    MIGRATIONS,
    bring_up_to_date,
    open_studio,
    open_training,
    restore_backup,
    upgrade_takes_time,
)
from studio.cli.context import (
    Context,
    clock_words,
    language_or_chinese,
    meddled_words,
    run_worded,
    settings_words,
)
from studio.runtime.clock import SystemClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.spoken import At
from studio.runtime.wording import sentence, word_error
from studio.store.backup import FOLDER, newest_sound
from studio.store.strangers import Meddled
from studio.training import first_run

BLIND_PLATFORMS = frozenset({"offscreen", "minimal", "vnc"})
"""Qt platforms whose windows nobody before this computer sees."""


def open_window(context: Context) -> None:
    """Open the studio's window; leaves with its status."""
    run_worded(context, lambda: sys.exit(_run_window(context)), lambda error: _tell(context, error))


def _run_window(context: Context) -> int:
    _need_display()
    _write_crashes_to(context.data_dir / "logs" / "crash.log")
    from ui.app import make_application

    make_application(sys.argv[:1])  # first: the hop is an object of Qt's main thread
    try:
        return _run_studio(context)
    except UserFacingError as error:
        if error.code != "database_damaged" or not _restored(context, error):
            raise
    return _run_studio(context)


def _tell(context: Context, error: Exception) -> None:
    """Whoever clicked on an icon has no terminal, also where not even a log can be written."""
    if not has_display():
        return
    from ui.app import make_application
    from ui.start_trouble import tell_at_start

    make_application(sys.argv[:1])
    language = language_or_chinese(context)
    tell_at_start(word_error(error, language), language)


def _run_studio(context: Context) -> int:
    from ui.app import run_window
    from ui.main_thread import MainThreadHop

    upgraded = _bring_up_to_date(context)
    with open_studio(context.data_dir, dispatcher=Dispatcher(MainThreadHop())) as studio:
        for meddled in (upgraded, studio.store.meddled):
            _tell_at_start(context, meddled_words(meddled, context.language()))
        _tell_at_start(context, settings_words(studio.settings, context.language()))
        _tell_at_start(context, clock_words(studio, context.language()))
        first_run.prepare(studio)
        studio.safekeeping.start()
        studio.tidy_pictures()
        return run_window(studio, open_training, sys.argv[:1])


def _tell_at_start(context: Context, words: Sequence[str]) -> None:
    if words:
        from ui.start_trouble import tell_at_start

        tell_at_start("\n\n".join(words), context.language())


def _bring_up_to_date(context: Context) -> Meddled:
    """Where it takes more than a moment somebody is told, before there is a window."""
    folder = context.data_dir
    if not upgrade_takes_time(folder):
        return Meddled()
    from ui.start_wait import wait_for

    language = context.language()
    found: list[Meddled] = []
    wait_for(
        sentence("database_upgraded_now", language),
        language,
        lambda: found.append(bring_up_to_date(folder)),
    )
    return found[0]


def _restored(context: Context, error: UserFacingError) -> bool:
    """Offer the newest good backup in place of a damaged database; True: it is there now."""
    from ui.start_trouble import offer_restore, tell_at_start

    newest = newest_sound(context.data_dir / FOLDER, MIGRATIONS)
    if newest is None:
        return False
    language = context.language()
    when = At(newest.made_ms, SystemClock().now_ms()).told(language)
    if not offer_restore(word_error(error, language), when, language):
        return False
    _, _, lacking = restore_backup(context.data_dir, newest.path)
    if lacking:
        words = sentence("backup_restored_without_evidence", language, count=lacking)
        tell_at_start(words, language)
    return True


def has_display() -> bool:
    """Somebody could look at a window here."""
    if sys.platform != "linux":
        return True
    if os.environ.get("QT_QPA_PLATFORM") in BLIND_PLATFORMS:
        return False
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _write_crashes_to(path: Path) -> None:
    """Where Qt or a driver ends the program without an exception, its stacks are kept."""
    faulthandler.enable(path.open("a", encoding="utf-8"))


def _need_display() -> None:
    """Without a screen Qt ends the whole process with a message of its own, for programmers."""
    if sys.platform != "linux":
        return
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise UserFacingError("no_display")
