"""A computer that is not there: how hard it works for a picture of a given size.

One that is fast enough for every size the policy tries. With `Fault.SLOW` it is, in a trial, an old
one that has the time for 960×540 at 30 pictures a second and for no more; on air, one that is kept
busy by something else, whatever the size.
"""

from __future__ import annotations

from collections.abc import Set

from studio.stage.faults import Fault
from studio.stage.port import StageHealth, StageLoad, StreamState, VideoProfile
from studio.stage.practice.uplink import SimulatedUplink

FAST, OLD = 1920 * 1080 * 60 * 1.5, 960 * 540 * 30 * 1.5
"""Pixels a second that it encodes with all its cores."""
BUSY_KEEPS = 0.4
"""Of the pictures, on air, when something else takes the computer's time."""
FRAME_SHARE = 0.25
"""Drawing takes this much of a frame's time, where all cores are needed for encoding."""


class SimulatedLoad:
    """Counters of one size of the picture. Pure: time comes in with each call, in seconds."""

    def __init__(self, video: VideoProfile, now: float, *, on_trial: bool = False) -> None:
        self._video, self._on_trial = video, on_trial
        self._stepped = now
        self._frames = self._skipped = 0.0

    def now(self, now: float, faults: Set[Fault]) -> StageLoad:
        """Let the time since the last look pass."""
        elapsed, self._stepped = now - self._stepped, now
        busy = self._busy(faults)
        frames = elapsed * self._video.fps
        self._frames += frames
        self._skipped += frames * max(0.0, 1 - 1 / busy)
        return StageLoad(
            frames_drawn=int(self._frames),
            frames_missed=0,
            frames_encoded=int(self._frames),
            frames_skipped=int(self._skipped),
            frame_ms=1000 / self._video.fps * FRAME_SHARE * min(busy, 4.0),
            cpu_percent=100 * min(busy, 1.0),
        )

    def _busy(self, faults: Set[Fault]) -> float:
        """The work that is asked for, as a share of what the computer can do."""
        pixels = self._video.width * self._video.height * self._video.fps
        if Fault.SLOW not in faults:
            return pixels / FAST
        return pixels / OLD if self._on_trial else 1 / BUSY_KEEPS


class SimulatedTrial:
    """A stream to nowhere, through a network that is always good."""

    def __init__(self, video: VideoProfile, kbps: int, now: float) -> None:
        self._video = video
        self._load = SimulatedLoad(video, now, on_trial=True)
        self._way = SimulatedUplink(kbps, video.fps)
        self._way.start(now, frozenset())

    def health(self, now: float, faults: Set[Fault]) -> StageHealth:
        """A sample; `frames_total` counts what arrives: what was skipped does not."""
        self._way.step(now, frozenset())
        load = self._load.now(now, faults)
        arrived = self._way.frames_total - load.frames_skipped
        encoded = max(1, load.frames_encoded)
        return StageHealth(
            at_monotonic=now,
            stream=StreamState.ON,
            bytes_sent=self._way.bytes_sent,
            frames_total=max(0, arrived),
            frames_dropped=0,
            fps=self._video.fps * (1 - load.frames_skipped / encoded),
            congestion=0.0,
            load=load,
        )
