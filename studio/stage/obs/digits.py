"""The digits on air: once a second each place of a strip is cropped to the digit it shows.

A thread of its own counts by the monotonic clock, because whoever has the stage's turn may wait for
OBS for seconds. A step that comes late shows what is right then, never what was missed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.stage.layers import DigitStrip
from studio.stage.obs.client import Execution, ObsClient, Request
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout
from studio.stage.obs.slots import Side

log = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 0.5
"""After a step that OBS refused or did not answer."""
STEP_SECONDS = 1.0
"""For OBS to answer: the next step is due then."""
CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Hand:
    """Digits that are counted: the strip, and the item of each place."""

    strip: DigitStrip
    items: tuple[dict[str, Any], ...]
    """As a request names them."""


@dataclass(slots=True)
class _Run:
    hand: Hand
    shown: str = ""
    """The digits OBS was last told, one a place."""
    due: float | None = 0.0


class DigitClock:
    """One stage's. Any thread; its own begins with the first digits."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._client: ObsClient | None = None
        self._runs: dict[Side, _Run] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def set(self, hands: Mapping[Side, Hand], client: ObsClient | None = None) -> None:
        """Count these, and no others."""
        with self._changed:
            kept = {
                side: run
                for side, run in self._runs.items()
                if client is self._client and hands.get(side) == run.hand
            }
            self._client = client
            self._runs = {side: kept.get(side, _Run(hand)) for side, hand in hands.items()}
            self._wake()

    def add(self, client: ObsClient, hands: Mapping[Side, Hand]) -> None:
        """Count these as well: what comes shows the right digits from its first frame."""
        if not hands:
            return
        with self._changed:
            if client is not self._client:
                self._client, self._runs = client, {}
            self._runs |= {side: _Run(hand) for side, hand in hands.items()}
            for run in self._runs.values():
                self._step(client, run)
            self._wake()

    def close(self) -> None:
        """End the thread. Idempotent."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(CLOSE_SECONDS)

    def _wake(self) -> None:
        if self._thread is None and self._runs:
            self._closing = False
            self._thread = threading.Thread(target=self._count, name="obs-digits", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _count(self) -> None:
        with self._changed:
            while not self._closing:
                dues = [run.due for run in self._runs.values() if run.due is not None]
                patience = min(dues) - self._now() if dues else None
                if patience is not None and patience <= 0:
                    self._step_all()
                else:
                    self._changed.wait(patience)

    def _step_all(self) -> None:
        client, now = self._client, self._now()
        for run in [run for run in self._runs.values() if run.due is not None and run.due <= now]:
            if client is None:
                run.due = None
            else:
                self._step(client, run)

    def _step(self, client: ObsClient, run: _Run) -> None:
        """Tell OBS the digits of now. Under the condition's lock."""
        now = self._now()
        strip, digits = run.hand.strip, run.hand.strip.reading(now)
        requests = _crops(run.hand, digits, run.shown)
        run.due = strip.next_change(now)
        if not requests:
            return
        try:
            client.batch(requests, Execution.SERIAL_FRAME, seconds=STEP_SECONDS, beside=True)
            run.shown = digits
        except ObsLost:
            run.due = None  # the way back sets them going again
        except (ObsError, ObsTimeout) as error:
            log.info("digits not moved: %s", error)
            run.shown, run.due = "", self._now() + TRY_AGAIN_SECONDS


def _crops(hand: Hand, digits: str, shown: str) -> list[Request]:
    """What moves each place whose digit is another than before."""
    width = hand.strip.cell_width
    before = shown or " " * len(digits)
    return [
        (
            "SetSceneItemTransform",
            {
                **item,
                "sceneItemTransform": {
                    "cropLeft": int(digit) * width,
                    "cropRight": (9 - int(digit)) * width,
                },
            },
        )
        for item, digit, old in zip(hand.items, digits, before, strict=True)
        if digit != old
    ]
