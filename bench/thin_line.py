"""A line of 600 kbit/s under a stream: what is lost on it, and how long the way back takes."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from bench.soak.field import Field, NeverError
from studio.stage.obs.figures import Figures

KBIT, THIN_SECONDS = 600, 25.0
FULL_SHARE = 0.9
"""Of the rate: an encoder's is never quite even."""
WINDOW_SECONDS, HOLDS_SECONDS = 2.0, 4.0
"""What stood in buffers goes out in one gulp at the release: the rate must hold for longer."""
LOOK_SECONDS = 0.25
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Thin:
    """What came of it."""

    full_s: float
    """From its release until the full rate arrived at the ingest, and went on arriving."""
    dropped: float
    """Share of the pictures of the thin time, dropped because of the network."""


def thin_line(there: Field) -> Thin:
    """Narrow the line under a stream that stands, and release it."""
    before = Figures.of(there.hand())
    there.net.narrow(KBIT)
    time.sleep(THIN_SECONDS)
    after = Figures.of(there.hand())
    there.let_go()
    there.net.lift()
    frames = after.frames_total - before.frames_total
    if frames <= 0:
        raise NeverError("the stream began anew on the thin line")
    dropped = (after.frames_dropped - before.frames_dropped) / frames
    return Thin(_until_full(there), dropped)


class FullRate:
    """When the full rate has come to stay, from readings of a counter of bytes."""

    def __init__(self, kbps: float) -> None:
        self._least = FULL_SHARE * kbps
        self._seen: deque[tuple[float, int]] = deque()
        self._since: float | None = None

    def take(self, at: float, received: int) -> float | None:
        """The instant since which it has held, once that is long enough; seconds."""
        self._seen.append((at, received))
        while len(self._seen) > 2 and self._seen[1][0] <= at - WINDOW_SECONDS:
            self._seen.popleft()
        first_at, first = self._seen[0]
        if at - first_at < WINDOW_SECONDS:
            return None
        if (received - first) * 8 / 1000 / (at - first_at) < self._least:
            self._since = None
        elif self._since is None:
            self._since = at
        held = self._since is not None and at - self._since >= HOLDS_SECONDS
        return self._since if held else None


def _until_full(there: Field) -> float:
    begin, rate = time.monotonic(), FullRate(there.kbps)
    while (now := time.monotonic()) - begin < PATIENCE_SECONDS:
        since = rate.take(now, there.received())
        if since is not None:
            return since - begin
        time.sleep(LOOK_SECONDS)
    raise NeverError(f"not at the full rate within {PATIENCE_SECONDS:g} s")
