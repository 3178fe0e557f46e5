"""``--fault NAME@SECONDS``: what goes wrong in a demo, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from studio.session.live import LiveSession
from studio.stage.faults import PRACTISED, Fault
from studio.training.mishaps import Mishap, Mishaps


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
def played(session: LiveSession, mishaps: tuple[Mishap, ...]) -> Iterator[None]:
    """As long as the block lasts, they come when they are due."""
    if not mishaps:
        yield
        return
    playing = Mishaps(session, mishaps)
    playing.start()
    try:
        yield
    finally:
        playing.stop()
