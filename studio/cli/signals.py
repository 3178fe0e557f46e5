"""Ctrl+C and a polite kill: asked to stop, not torn away."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` for each of them, so that what runs is left whole.

    It is called in the middle of what the main thread does: `Stop.set` may be, `Event.set` hangs.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        stop()

    known = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)
