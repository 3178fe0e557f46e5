from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any

import pytest

from studio.runtime.stop import Stop


def look_while_asked_at(stop: Stop, moment: int) -> int:
    """``wait`` for no time, with ``set`` called in the middle of it, as a signal's handler is.

    ``moment`` counts the lines it runs; returns how many there were.
    """
    lines = 0

    def trace(frame: FrameType, what: str, argument: Any) -> Any:
        nonlocal lines
        if lines == moment:
            stop.set()
        lines += 1
        return trace

    def look() -> None:
        sys.settrace(trace)
        try:
            stop.wait(0)
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=look, name="asked", daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive(), f"hangs, asked at line {moment}"
    return lines


def test_asked_at_any_moment_of_waiting_it_stops_and_never_hangs() -> None:
    moments = look_while_asked_at(Stop(), -1)
    assert moments > 2
    for moment in range(moments):
        stop = Stop()
        look_while_asked_at(stop, moment)
        assert stop.is_set()
        assert stop.wait(60)


def test_nobody_asked() -> None:
    stop = Stop()
    assert not stop.wait(0.01)
    assert not stop.is_set()


@pytest.mark.parametrize("waiting", [1, 3])
def test_everybody_who_waits_is_told(waiting: int) -> None:
    stop, told = Stop(), list[bool]()
    threads = [
        threading.Thread(target=lambda: told.append(stop.wait(60)), name=f"waits-{number}")
        for number in range(waiting)
    ]
    for thread in threads:
        thread.start()
    stop.set()
    stop.set()
    for thread in threads:
        thread.join(60)
    assert told == [True] * waiting
