"""Watches the room left for the recording in a broadcast, and tells before there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future

from studio.health import policy
from studio.runtime.threads import Ticker
from studio.session import events as e
from studio.session.recorder import Page, Recorder
from studio.session.state import Phase
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)

TICK_SECONDS = 30.0
"""How often the disk is asked: at 6 Mbit/s 23 MB were written since."""
GIGABYTE = 1_000_000_000
DISK_NEEDED = 1 * GIGABYTE
"""Bytes; with less no broadcast is begun, and one that runs is told of it."""

_log_failure = log_failure(log, "the disk was not looked at")


def recorded_minutes(free: int, video_kbps: int) -> float:
    """How long a recording of the stream's own rate ``free`` bytes hold."""
    kilobits = free * 8 / 1000
    return kilobits / (video_kbps + policy.AUDIO_KBPS) / 60


class DiskWatch:
    """Made with the session, closed with it. The look itself is done on a worker."""

    def __init__(
        self,
        look: Callable[[], int],
        background: Callable[[Callable[[], None]], Future[None]],
        recorder: Recorder,
        video_kbps: int,
    ) -> None:
        """``look``: bytes that are free where it records."""
        self._look = look
        self._background = background
        self._recorder = recorder
        self._video_kbps = video_kbps
        self._bound = DISK_NEEDED
        """With less it is told; then with half of what there was, until there is room again."""
        self._looks: Future[None] | None = None
        self._ticker = Ticker("disk-ticker", TICK_SECONDS, self._tick)

    def close(self) -> None:
        """Stop watching. Idempotent."""
        self._ticker.close()

    def _tick(self) -> None:
        """On the ticker's thread; a disk that hangs is asked once."""
        if self._recorder.state.phase is not Phase.LIVE:
            return
        if self._looks is not None and not self._looks.done():
            return
        try:
            self._looks = self._background(self._look_now)
        except RuntimeError:
            log.debug("the program ends; nobody looks at the disk any more")
        else:
            self._looks.add_done_callback(_log_failure)

    def _look_now(self) -> None:
        free = self._look()
        if free >= DISK_NEEDED:
            self._bound = DISK_NEEDED
        elif free < self._bound:
            fact = e.DiskRanLow(free // 1_000_000, int(recorded_minutes(free, self._video_kbps)))
            self._recorder.record(lambda page: _write(page, fact)).result()
            self._bound = free // 2


def _write(page: Page, fact: e.DiskRanLow) -> None:
    if page.state.phase is Phase.LIVE:
        page.write(fact)
