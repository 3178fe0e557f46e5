"""``--fault NAME@SECONDS``: what goes wrong on the practice stage, and when."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from studio.cli import output
from studio.cli.context import Context
from studio.runtime.wording import sentence
from studio.session.live import LiveSession
from studio.stage.faults import PRACTISED, Fault
from studio.training.mishaps import Mishap, Mishaps

RESUME = ("resume", "--unattended")


class _Fault(click.ParamType):  # type: ignore[type-arg]  # not generic before click 8.2
    name = "NAME@SECONDS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Mishap:
        name, _, seconds = str(value).partition("@")
        if name not in PRACTISED:
            self.fail(f"{name!r} is none of {', '.join(PRACTISED)}", param, ctx)
        if seconds and not seconds.isdecimal():
            self.fail(f"{seconds!r} is no number of seconds", param, ctx)
        return float(seconds or 0), Fault(name)


faults = click.option(
    "--fault", "faults", type=_Fault(), multiple=True, help="Break this, so many seconds on air."
)


@contextmanager
def played(
    context: Context, session: LiveSession, mishaps: tuple[Mishap, ...], *, window: bool = False
) -> Iterator[None]:
    """As long as the block lasts, they come when they are due.

    Where the program's own end is among them, its last line says what takes up what is left behind
    in the data folder of ``context``: the ``window``, or the command without one.
    """
    if not mishaps:
        yield
        return
    go_on = _command("--data-dir", str(context.data_dir), *(() if window else RESUME))
    words = sentence("program_vanishes", context.language(), command=go_on)
    playing = Mishaps(session, mishaps, lambda: output.complain(words))
    playing.start()
    try:
        yield
    finally:
        playing.stop()


def _command(*arguments: str) -> str:
    """As it is typed into this computer's command line."""
    words = ("gongfu", *arguments)
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
