"""The thread beside the stage: it passes events on, reconnects, and tries a stream again."""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.port import (
    Listener,
    StageEvent,
    StageInfo,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
)

log = logging.getLogger(__name__)

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds between two tries to reach OBS again (design: stage page)."""
LONGEST_PAUSE_HERE = 1.0
"""The same for an OBS on this computer, where a knock costs nothing: it is up again in seconds."""
CLOSE_SECONDS = 8.0


class Kept(Protocol):
    """What the keeper asks of its stage, one thing at a time; all but `is_current` may block."""

    def is_current(self, client: ObsClient) -> bool: ...
    def regain(self) -> StageInfo: ...
    def next_chore(self) -> float | None: ...
    def do_chore(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Lost:
    client: ObsClient
    reason: str


class Keeper:
    """Owns the thread ``obs-keeper``; `tell` and `lost` may be called from any thread."""

    def __init__(self, stage: Kept, listener: Listener, longest_pause: float) -> None:
        self.listener = listener
        self._longest_pause = longest_pause
        self._stage = stage
        self._queue: queue.SimpleQueue[StageEvent | _Lost | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._stream_told: StreamState | None = StreamState.OFF
        self._thread = threading.Thread(target=self._run, name="obs-keeper", daemon=True)

    def start(self, stream: StreamState) -> None:
        """Begin, from a stream in this state: only what differs from it is told."""
        self._stream_told = stream
        self._thread.start()

    def tell(self, event: StageEvent) -> None:
        """Queue an event for the listener."""
        self._queue.put(event)

    def look_up(self) -> None:
        """There may be a chore due earlier than was known."""
        self._queue.put(None)

    def lost(self, client: ObsClient, reason: str) -> None:
        """Queue the end of a connection."""
        self._queue.put(_Lost(client, reason))

    def close(self) -> None:
        """Stop; nothing is told afterwards. Idempotent."""
        self._closing.set()
        self._queue.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                item = self._queue.get(timeout=self._patience())
            except queue.Empty:
                self._do_chore()
                continue
            if isinstance(item, _Lost):
                self._handle_loss(item)
            elif item is not None:
                self._deliver(item)

    def _patience(self) -> float | None:
        due = self._stage.next_chore()
        return None if due is None else max(0.001, due - time.monotonic())

    def _do_chore(self) -> None:
        try:
            self._stage.do_chore()
        except UserFacingError as error:
            log.info("stream not tried again: %s", error)
        except Exception:  # a bug in a chore must not cost the way back to OBS
            log.exception("a chore of the stream failed")
            self._closing.wait(SHORTEST_PAUSE)

    def _handle_loss(self, loss: _Lost) -> None:
        if not self._stage.is_current(loss.client):
            return  # it never became the stage's, or was replaced meanwhile
        self._deliver(StageLost(loss.reason))
        self._stream_told = None  # what became of the stream meanwhile, nobody was told
        for pause in _pauses(self._longest_pause):
            if self._closing.wait(pause):
                return
            try:
                info = self._stage.regain()
            except UserFacingError as error:
                log.info("OBS not reached again yet: %s", error)
            except Exception:
                log.exception("reconnecting to OBS failed")
            else:
                self._deliver(StageRegained(info))
                return

    def _deliver(self, event: StageEvent) -> None:
        if self._closing.is_set():
            return
        if isinstance(event, StreamChanged):
            if event.state is self._stream_told:
                return
            self._stream_told = event.state
        try:
            self.listener(event)
        except Exception:
            log.exception("listener of %s failed", type(event).__name__)


def _pauses(longest: float) -> Iterator[float]:
    """0.5 s, doubling, each shortened at random so that programs do not knock in step."""
    pause = SHORTEST_PAUSE
    while True:
        yield pause * random.uniform(0.7, 1.0)
        pause = min(longest, pause * 2)
