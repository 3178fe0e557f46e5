"""试播: the real programme, streamed to this computer itself, size by size until one is held.

Then the platform's port is knocked at. How much the network carries is not measured: only a
stream to the platform could tell, so what the last broadcast had to come down to is used.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from studio.health import policy
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.session.picture_size import Choice, Tried, candidates, choose, lines_of, rate_for
from studio.stage.port import (
    Stage,
    StageEvent,
    StageHealth,
    StageLoad,
    StageSetup,
    VideoProfile,
)

LOOK_SECONDS = 1.0
"""Between two samples."""


@dataclass(frozen=True, slots=True)
class TrialMoved:
    """How far a trial is."""

    lines: int
    """Of the size being tried."""
    second: int
    of: int


@dataclass(frozen=True, slots=True)
class Knocks:
    """What came of knocking at the platform's port."""

    host: str
    answered: int
    of: int
    middle_s: float | None
    """Until it answered, TLS included where it asks for it; None: it never did."""

    @property
    def is_good(self) -> bool:
        quick = self.middle_s is not None and self.middle_s <= policy.KNOCK_SLOW_SECONDS
        return quick and self.answered == self.of


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial measured, and what it makes of it."""

    asked: VideoProfile
    tried: tuple[Tried, ...]
    choice: Choice
    carried_kbps: int | None
    """What the last broadcast had to come down to; None: it never had to."""
    knocks: Knocks | None
    """None where nothing is streamed to."""

    @property
    def limited_by_network(self) -> bool:
        """The network, not the computer, keeps the picture smaller or its rate lower."""
        return self.carried_kbps is not None and self.choice.kbps >= self.carried_kbps


@dataclass(frozen=True, slots=True)
class TrialParts:
    """What a trial works with."""

    stage: Stage
    setup: StageSetup
    """With the plan's own size, and the rate of the settings."""
    carried_kbps: int | None = None
    wanted: Callable[[], bool] = lambda: True
    """Asked again and again; False: it is given up."""
    tell: Callable[[TrialMoved], None] = lambda moved: None
    seconds: float = policy.TRIAL_SECONDS
    """For each size."""
    warm_up: float = policy.TRIAL_WARM_UP_SECONDS
    sleep: Callable[[float], None] = field(default=time.sleep)


def run(parts: TrialParts) -> TrialResult | None:
    """Up to `policy.TRIAL_SECONDS` a size; None where it was given up. Call it on a worker.

    The stage is opened and let go again; all is then as before. Errors: those of `Stage.open` and
    `Stage.begin_trial`, ``trial_did_not_run``.
    """
    most = min(parts.setup.video_kbps, parts.carried_kbps or parts.setup.video_kbps)
    asked = parts.setup.video
    try:
        info = parts.stage.open(parts.setup, listen_to_nothing)
        tried = _try_sizes(parts, candidates(asked, most), most)
        parts.stage.end_trial()
    finally:
        parts.stage.close()
    if tried is None or not parts.wanted():
        return None
    ingest = parts.setup.ingest if info.kind == "obs" else None
    knocks = knock(ingest.server) if ingest is not None else None
    return TrialResult(asked, tuple(tried), choose(tried, most), parts.carried_kbps, knocks)


def _try_sizes(parts: TrialParts, sizes: list[VideoProfile], most: int) -> list[Tried] | None:
    tried: list[Tried] = []
    for video in sizes:
        parts.stage.begin_trial(video, rate_for(video, most))
        measured = _measure(parts, video)
        if measured is None:
            return None
        tried.append(measured)
        if measured.holds:
            break
    return tried


def _measure(parts: TrialParts, video: VideoProfile) -> Tried | None:
    """One size; None where the trial was given up."""
    begin = parts.stage.health().at_monotonic
    first: StageHealth | None = None
    while parts.wanted():
        sample = parts.stage.health()
        second = sample.at_monotonic - begin
        parts.tell(TrialMoved(lines_of(video), int(second), int(parts.seconds)))
        if first is None and second >= parts.warm_up:
            first = sample
        measured = None if first is None else _between(video, first, sample)
        if measured is not None and (measured.is_hopeless or second >= parts.seconds):
            if sample.frames_total == 0:  # something on this computer keeps OBS from us
                raise UserFacingError("trial_did_not_run")
            return measured
        parts.sleep(LOOK_SECONDS)
    return None


def _between(video: VideoProfile, first: StageHealth, last: StageHealth) -> Tried:
    seconds = last.at_monotonic - first.at_monotonic
    if last.load is None or first.load is None:
        raise UserFacingError("trial_did_not_run")
    before, after = first.load, last.load
    return Tried(
        video=video,
        seconds=seconds,
        arrived_fps=_rate(last.frames_total - first.frames_total, seconds),
        kbps=round(_rate((last.bytes_sent - first.bytes_sent) / 125, seconds)),
        missed_share=_missed(before, after),
        skipped_share=_skipped(before, after),
        frame_ms=after.frame_ms,
        cpu_percent=after.cpu_percent,
    )


def _rate(count: float, seconds: float) -> float:
    return max(0.0, count) / seconds if seconds > 0 else 0.0


def _missed(before: StageLoad, after: StageLoad) -> float:
    drawn = after.frames_drawn - before.frames_drawn
    return _share(after.frames_missed - before.frames_missed, drawn)


def _skipped(before: StageLoad, after: StageLoad) -> float:
    encoded = after.frames_encoded - before.frames_encoded
    return _share(after.frames_skipped - before.frames_skipped, encoded)


def _share(part: int, whole: int) -> float:
    return min(1.0, max(0, part) / whole) if whole > 0 else 0.0


def knock(server: str) -> Knocks:
    """Knock at where the stream will go; blocks for some seconds where nobody answers."""
    host, port = addresses.ingest(server)
    secure = server.lower().startswith("rtmps")
    times = [_knock_once(host, port, secure=secure) for _ in range(policy.KNOCKS)]
    answered = sorted(each for each in times if each is not None)
    middle = answered[len(answered) // 2] if answered else None
    return Knocks(host, len(answered), policy.KNOCKS, middle)


def _knock_once(host: str, port: int, *, secure: bool) -> float | None:
    """Seconds until it answered; None: it did not."""
    import ssl  # nothing else here needs it, and the window should stand at once

    begin = time.monotonic()
    try:
        with socket.create_connection((host, port), policy.PROBE_TIMEOUT_SECONDS) as connection:
            if secure:
                ssl.create_default_context().wrap_socket(connection, server_hostname=host).close()
            return time.monotonic() - begin
    except OSError:  # also what TLS refuses
        return None


def listen_to_nothing(event: StageEvent) -> None:
    """For who asks a stage and has no use for what it tells by itself."""
