"""Watches the stream's byte counter and says how the network is: good, weak or down."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from studio.health import policy

UplinkState = Literal["good", "weak", "down"]


@dataclass(frozen=True, slots=True)
class UplinkReading:
    """What one sample came to."""

    state: UplinkState
    kbps: int
    """Measured sending rate, kilobits a second."""
    silent_s: float = 0.0
    """Seconds since the last byte left; 0 where one left since the last sample."""
    congested: bool = False
    """The output reports congestion."""
    dropping: bool = False
    """Pictures are dropped because of the network: dynamic bitrate alone does not do."""
    stood_still: bool = False
    """Nobody could look for a while, and hardly a byte left meanwhile."""


@dataclass(frozen=True, slots=True)
class _Sample:
    at: float
    total: int
    """Bytes since the watch began, counter resets worked out."""
    congestion: float | None
    frames: int
    """Since the watch began, as ``total``."""
    dropped: int
    """Of them, because of the network."""


class UplinkWatch:
    """The policy of `studio.health.policy` on one stream. Pure: no clock, no threads."""

    def __init__(self, target_kbps: int) -> None:
        self._target_kbps = target_kbps
        self._state: UplinkState = "good"
        self._good_needs = policy.GOOD_SECONDS
        self._good_at: float | None = None
        """When it was good again, the last time."""
        self._latest: tuple[float, int] | None = None
        """Instant and counter of the latest sample of a wanted stream."""
        self._forget()

    def _forget(self) -> None:
        self._samples: deque[_Sample] = deque()
        self._counters = (0, 0, 0)
        self._byte_at = 0.0
        self._poor_since: float | None = None
        self._fair_since: float | None = None

    def sample(
        self,
        at: float,
        bytes_sent: int,
        congestion: float | None,
        active: bool,
        frames: tuple[int, int] = (0, 0),
    ) -> UplinkReading:
        """Take one sample, about one a second.

        ``at``: seconds on the monotonic clock. ``bytes_sent``: the output's counter; it may begin
        again at 0 after a reconnect. ``congestion``: 0 to 1, None where nothing reports it.
        ``active``: a stream is wanted; without one there is nothing to be bad. ``frames``: counters
        of all of them and of those the network cost.
        """
        if not active:
            self._forget()
            self._state, self._latest = "good", None
            self._good_needs, self._good_at = policy.GOOD_SECONDS, None
            return UplinkReading("good", 0)
        if self._samples and at - self._samples[-1].at > policy.FORGET_SECONDS:
            self._forget()
        stood_still = not self._samples and self._stood_still(at, bytes_sent)
        self._latest = at, bytes_sent
        self._take(at, (bytes_sent, *frames), congestion)
        kbps = self._rate(at)
        self._turn(at, self._judge(at, kbps))
        congested, dropping = self._congested(at), self._is_dropping()
        silent_s = at - self._byte_at
        return UplinkReading(self._state, kbps, silent_s, congested, dropping, stood_still)

    def begin_anew(self) -> None:
        """What comes next is not held against what was: in between nobody could look."""
        self._forget()

    def retarget(self, target_kbps: int) -> None:
        """The stream was begun again at another rate."""
        if target_kbps != self._target_kbps:
            self._good_needs = policy.GOOD_SECONDS  # another edge
        self._target_kbps = target_kbps
        self._poor_since = self._fair_since = None

    def _stood_still(self, at: float, bytes_sent: int) -> bool:
        """Since the latest sample, which counts for nothing else any more."""
        if self._latest is None:
            return False
        before_at, before = self._latest
        kbits = _grown(bytes_sent, before) * 8 / 1000
        return kbits < policy.AWAY_SHARE * self._target_kbps * (at - before_at)

    def _take(self, at: float, counters: tuple[int, int, int], congestion: float | None) -> None:
        before, self._counters = self._counters, counters
        if not self._samples:
            self._byte_at = at
            self._samples.append(_Sample(at, 0, congestion, 0, 0))
            return
        last = self._samples[-1]
        sent, frames, dropped = (
            _grown(now, then) for now, then in zip(counters, before, strict=True)
        )
        if sent > 0:
            self._byte_at = at
        self._samples.append(
            _Sample(at, last.total + sent, congestion, last.frames + frames, last.dropped + dropped)
        )
        while at - self._samples[0].at > policy.WEAK_SECONDS:
            self._samples.popleft()

    def _rate(self, at: float) -> int:
        window = [each for each in self._samples if at - each.at <= policy.RATE_SECONDS + 0.25]
        first, last = window[0], window[-1]
        if last.at <= first.at:
            return 0
        return round((last.total - first.total) * 8 / 1000 / (last.at - first.at))

    def _judge(self, at: float, kbps: int) -> UplinkState:
        if at - self._byte_at >= policy.DOWN_SECONDS - policy.SAMPLE_SLACK_SECONDS:
            self._poor_since = self._fair_since = None
            return "down"
        if len(self._samples) < 2:
            return self._state  # one sample has no rate yet
        self._poor_since = _since(self._poor_since, at, kbps < self._share(policy.WEAK_SHARE))
        congestion = self._congestion(at)
        free = congestion is None or congestion <= policy.GOOD_CONGESTION
        fair = kbps >= self._share(policy.GOOD_SHARE) and free
        self._fair_since = _since(self._fair_since, at, fair)
        if self._congested(at) or _lasted(self._poor_since, at, policy.WEAK_SECONDS):
            return "weak"
        if self._state == "good":
            return "good"
        # Bytes flow again after "down": weak until it has held for a while.
        return "good" if _lasted(self._fair_since, at, self._good_needs) else "weak"

    def _turn(self, at: float, state: UplinkState) -> None:
        """A network on the edge turns from good to weak and back all the time: each such turn
        makes the way back longer, until it has been good for a while."""
        if self._state == "good" and state == "weak":
            steady = _lasted(self._good_at, at, policy.STEADY_SECONDS)
            longer = min(2 * self._good_needs, policy.GOOD_LONGEST_SECONDS)
            first = self._good_at is None
            self._good_needs = policy.GOOD_SECONDS if first or steady else longer
        elif self._state != "good" and state == "good":
            self._good_at = at
        self._state = state

    def _is_dropping(self) -> bool:
        first, last = self._samples[0], self._samples[-1]
        frames, dropped = last.frames - first.frames, last.dropped - first.dropped
        return dropped > policy.DROPPED_SHARE * frames

    def _share(self, share: float) -> float:
        return share * self._target_kbps

    def _congested(self, at: float) -> bool:
        congestion = self._congestion(at)
        return congestion is not None and congestion >= policy.WEAK_CONGESTION

    def _congestion(self, at: float) -> float | None:
        """Its mean over the last seconds; None: too few samples say nothing."""
        known = [each.congestion for each in self._samples if each.congestion is not None]
        covered = at - self._samples[0].at >= policy.WEAK_SECONDS - 1
        return sum(known) / len(known) if covered and known else None


def _grown(counter: int, before: int) -> int:
    """A counter that went back was reset; what it shows now is new since."""
    return counter - before if counter >= before else counter


def _since(since: float | None, at: float, holds: bool) -> float | None:
    """When a condition began to hold without a break; None while it does not."""
    if not holds:
        return None
    return at if since is None else since


def _lasted(since: float | None, at: float, seconds: float) -> bool:
    return since is not None and at - since >= seconds
