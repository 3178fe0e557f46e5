"""Whether the OBS that answers now is the one that answered before.

One that crashed and was started again at once may be back before anybody found its port closed, and
nothing it tells names its run. But it counts the frames of its time, also those it was too late for
[M]: one that has been drawing for less time than has passed since the last look began after it.
One that hung counts what it missed only a frame or two after it goes on [M], so an OBS that seems
to be another is looked at until it has drawn that.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from studio.stage.obs.client import ObsClient

CAUGHT_UP_FRAMES = 3
"""The first after a hang ends a sleep begun before it, the next counts what was missed [M]."""
LOOK_AGAIN_SECONDS = 0.05
LOOKS = 60
"""Three seconds: a computer that made OBS hang has it draw a frame now and then for a while."""


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
        frame_seconds = int(video["fpsDenominator"]) / int(video["fpsNumerator"])
        first = drawn = _drawn(client)
        for _ in range(LOOKS):
            if drawn * frame_seconds >= self._now() - self._seen_at:
                return False
            if drawn >= first + CAUGHT_UP_FRAMES:
                break
            time.sleep(LOOK_AGAIN_SECONDS)
            drawn = _drawn(client)
        return True


def _drawn(client: ObsClient) -> int:
    return int(client.request("GetStats")["renderTotalFrames"])
