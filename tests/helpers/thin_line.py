"""A stage whose line carries so many kbit/s and no more, and what OBS makes of that by itself."""

from __future__ import annotations

import math
from collections import deque

from studio.health import policy
from studio.stage.port import Listener, StageHealth, StageInfo, StageSetup
from tests.helpers.thin_air import ThinAir

FPS = 30
LONGEST_QUEUE_SECONDS = 0.7
"""What OBS lets wait before it drops pictures; as much of it as waits is its congestion."""
LOWERS_SECONDS = 0.2
"""What waits when its dynamic bitrate goes down."""
MEASURED_SECONDS = 2
"""What left in them, less the sound, is what it goes down to."""
UP_SECONDS = 4
"""Between two of its steps up, each a tenth of the rate the stream began with."""


class DynamicBitrate:
    """OBS's own, second by second (docs/stage.md, "Back from a thin line")."""

    def __init__(self, kbps: int) -> None:
        self.kbps = kbps
        self._first, self._up_in = kbps, UP_SECONDS
        self._sent: deque[float] = deque(maxlen=MEASURED_SECONDS)

    def second(self, sent: float, waits_s: float) -> None:
        """So much left in this second, sound and all; so many seconds of it still wait."""
        self._sent.append(sent)
        left = sum(self._sent) / len(self._sent) - policy.AUDIO_KBPS
        down = max(100, math.floor(left / 100) * 100)
        self._up_in -= 1
        if waits_s >= LOWERS_SECONDS and down < self.kbps:
            self.kbps, self._up_in = down, UP_SECONDS
        elif self._up_in <= 0:
            self.kbps = min(self._first, self.kbps + self._first // 10)
            self._up_in = UP_SECONDS


class ThinLine(ThinAir):
    """``carries``: kbit/s of all that is sent; ``follows``: OBS's dynamic bitrate is at work, else
    what does not fit is dropped."""

    def __init__(self, *, follows: bool) -> None:
        super().__init__()
        self.carries: float = math.inf
        self.follows = follows
        self.answers = True
        self.rates: list[int] = []
        """Of the picture, in each second."""
        self._waits = self._counted = self._lost = 0.0

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        self._rate = DynamicBitrate(setup.video_kbps)
        return super().open(setup, listener)

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        self._rate = DynamicBitrate(kbps)
        self._waits = self._counted = 0.0
        super().restart_stream(kbps, step=step)

    def health(self) -> StageHealth:
        self.seconds += 1
        self.rates.append(self._rate.kbps)
        asks = self._rate.kbps + policy.AUDIO_KBPS
        sent = min(self._waits + asks, self.carries)
        self._waits += asks - sent
        self._counted += sent * 125
        if self.follows:
            self._rate.second(sent, self._waits / asks)
        else:
            self._drop(asks)
        return StageHealth(
            float(self.seconds),
            self.observe().stream,
            int(self._counted),
            FPS * self.seconds,
            int(self._lost),
            float(FPS),
            min(1.0, self._waits / asks / LONGEST_QUEUE_SECONDS),
        )

    def _drop(self, asks: int) -> None:
        too_much = max(0.0, self._waits - LONGEST_QUEUE_SECONDS * asks)
        self._waits -= too_much
        self._lost += FPS * too_much / asks
