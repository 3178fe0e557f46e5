"""``gongfu demo`` where there is a screen: the same broadcast, with somebody watching."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from studio.bootstrap import open_studio, open_training
from studio.cli import output
from studio.cli.context import Context
from studio.cli.mishaps import played
from studio.cli.results import write_results
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session import plan_file
from studio.session.recorder import SessionChanged
from studio.training import first_run
from studio.training.mishaps import Mishap


def demo_in_window(context: Context, out: Path, mishaps: tuple[Mishap, ...] = ()) -> None:
    """Play the sample session in the window, then write its results into ``out``.

    ``run_stopped``: somebody closed it before its end. Errors are those of the demo without one.
    """
    from ui.app import make_application
    from ui.demonstration import watch
    from ui.main_thread import MainThreadHop

    make_application(sys.argv[:1])  # first: the hop is an object of Qt's main thread
    with open_studio(context.data_dir, dispatcher=Dispatcher(MainThreadHop())) as studio:
        plan = plan_file.load(first_run.lay_out(studio))
        options = replace(studio.options("practice"), recordings=str(out))
        studio.draw_cards(plan, options).result()
        session = studio.start_session(plan, "practice", options).result()
        studio.dispatcher.subscribe(SessionChanged, lambda it: output.event(it.entry.as_json()))
        with played(context, session, mishaps, window=True):
            whole = watch(studio, open_training, session, sys.argv[:1])
        if not whole:
            raise UserFacingError("run_stopped")
        write_results(context, studio, session.session_id, out)
