"""Whether the OBS that answers now is the one that answered before.

One that crashed and was started again at once may be back before anybody found its port closed, and
nothing it tells names its run. But it counts the frames of its time, also those it was too late for
[M]: one that has been drawing for less time than has passed since the last look began after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from studio.stage.obs.client import ObsClient


class Run:
    """The one that was last seen. Under the stage's lock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen_at: float | None = None

    def seen(self) -> None:
        """It has just answered."""
        self._seen_at = self._now()

    def is_another(self, client: ObsClient) -> bool:
        """Whether what answers there began after that; False where none was ever seen."""
        if self._seen_at is None:
            return False
        video = client.request("GetVideoSettings")
        drawn = int(client.request("GetStats")["renderTotalFrames"])
        drawing_for = drawn * int(video["fpsDenominator"]) / int(video["fpsNumerator"])
        return drawing_for < self._now() - self._seen_at
