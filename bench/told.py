"""Faults that only somebody who watches can tell: how soon the program does, and is over them.

An OBS left alone sends on, black, frozen or with nobody connected, and says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from bench.soak.field import Field, NeverError, wait_for
from bench.soak.plays import darkened, stuck

EVERY_SECONDS = 0.1
PATIENCE_SECONDS = 30.0
LOST, REGAINED = "stage_was_lost", "stage_was_regained"


def cut(there: Field) -> dict[str, float]:
    """A TCP reset between the program and OBS."""
    with _one_loss(there, "reset") as seen:
        there.line.reset()
        return {"reset_noticed": seen(LOST), "reset": seen(REGAINED)}


def half_open(there: Field) -> dict[str, float]:
    """The connection falls silent without an end; a new one is good."""
    with _one_loss(there, "half-open") as seen, there.line.stalled():
        return {"half_open_noticed": seen(LOST), "half_open": seen(REGAINED)}


def black(there: Field) -> dict[str, float]:
    return {"black": _seen(there, darkened, "black")}


def frozen(there: Field) -> dict[str, float]:
    return {"frozen": _seen(there, stuck, "frozen")}


def _seen(there: Field, fault: Callable[[Field], AbstractContextManager[None]], what: str) -> float:
    begin = time.monotonic()
    with fault(there):
        _until(lambda: there.look()["picture"] == what, f"{what} told")
        took = time.monotonic() - begin
    _until(lambda: there.look()["picture"] != what, f"{what} taken back")
    return took


@contextmanager
def _one_loss(there: Field, name: str) -> Iterator[Callable[[str], float]]:
    """Exactly one loss and one return, and a stream that goes on; yields what waits for the next
    fact of a name, and says how long it took from here."""
    sent, before = there.received(), {each: _count(there, each) for each in (LOST, REGAINED)}
    begin = time.monotonic()

    def seen(event: str) -> float:
        _until(lambda: _count(there, event) > before[event], event)
        return time.monotonic() - begin

    yield seen
    _until(lambda: there.received() > sent > 0, f"{name}: the stream goes on")
    for event, was in before.items():
        if (came := _count(there, event) - was) != 1:
            raise NeverError(f"{name}: {event} {came} times")


def _count(there: Field, event: str) -> int:
    return sum(fact["event"] == event for fact in there.facts())


def _until(holds: Callable[[], bool], what: str) -> None:
    wait_for(holds, what, PATIENCE_SECONDS, EVERY_SECONDS)
