"""A network that is not there: bytes, drops and reconnects as a real stream would show them.

The figures are those stage.md measured with OBS: into a black hole the bytes freeze at once and
RECONNECTING shows only after 15.4 s; counters begin again at 0 after a reconnect; OBS retries
after 2 s, each wait half as long again as the one before. A first connect that is turned away is
tried as often more as the policy says, as the stage on OBS does it; one into a black hole waits.
"""

from __future__ import annotations

import math
from collections.abc import Set

from studio.health import policy
from studio.stage.faults import Fault
from studio.stage.port import StreamState
from studio.stage.practice.faults import SWALLOWED, TURNED_AWAY

NOTICED_AFTER = 15.4
"""Seconds into a black hole until the stream admits it."""
FIRST_RETRY = 2.0
RETRY_GROWTH = 1.5
WEAK_SHARE = 0.4
"""Share of the first target that gets through a weak network: under the 60 % of stage.md."""
WEAK_DROPS = 0.35
WEAK_CONGESTION = 0.6
RESTART_GAP = 0.5
"""A restart of OBS's stream, as viewers see it [M]."""
RIPPLE = 0.06
"""An encoder's rate is never quite even."""


class SimulatedUplink:
    """One stream's way out of the village. Pure: time comes in with each call, in seconds."""

    def __init__(self, target_kbps: int, fps: int) -> None:
        self._target_kbps = target_kbps
        self._weak_kbps = WEAK_SHARE * target_kbps
        self._fps = fps
        self.state = StreamState.OFF
        self.congestion: float | None = None
        """0 to 1; None where nothing is sent."""
        self._stepped = self._began = 0.0
        self._bytes = self._frames = self._dropped = 0.0
        self._silent_since: float | None = None
        self._retry_at, self._wait = 0.0, FIRST_RETRY
        self._tries_left = 0
        self._failed: int | None = None

    def start(self, now: float, faults: Set[Fault]) -> None:
        """Begin to stream: a first connect, which may yet fail or take its time."""
        self._tries_left, self._failed = policy.FIRST_CONNECT_TRIES, None
        self._connect(now, faults)

    def take_failure(self) -> int | None:
        """The tries that follow a first connect that just failed, once; None: none failed."""
        failed, self._failed = self._failed, None
        return failed

    def stop(self) -> None:
        """End the stream; the counters stay readable."""
        self.state = StreamState.OFF

    def hold(self) -> None:
        """Stop, and try nothing until `restart`."""
        self.state = StreamState.RECONNECTING
        self.congestion = None
        self._retry_at = math.inf

    def restart(self, now: float, kbps: int) -> None:
        """Stop and start again at another rate; the next steps bring it up."""
        self._target_kbps = kbps
        self.state = StreamState.RECONNECTING
        self.congestion = None
        self._retry_at, self._wait = now + RESTART_GAP, FIRST_RETRY

    def step(self, now: float, faults: Set[Fault]) -> StreamState:
        """Let the time since the last step pass; the state afterwards."""
        elapsed, self._stepped = now - self._stepped, now
        if self.state is StreamState.ON:
            self._send(now, elapsed, faults)
        elif self.state is StreamState.STARTING and now >= self._retry_at:
            self._connect(now, faults)
        elif self.state is StreamState.RECONNECTING and now >= self._retry_at:
            self._retry(now, faults)
        return self.state

    def stood_still(self, now: float, *, broke_off: bool) -> None:
        """Nothing was sent since the last step; ``broke_off``: the far end hung up meanwhile."""
        if broke_off and self.state is StreamState.ON:
            self._lose(now)
        self._stepped = now

    @property
    def bytes_sent(self) -> int:
        return int(self._bytes)

    @property
    def frames_total(self) -> int:
        return int(self._frames)

    @property
    def frames_dropped(self) -> int:
        return int(self._dropped)

    def _begin(self, now: float) -> None:
        self._stepped = self._began = now
        self._bytes = self._frames = self._dropped = 0.0
        self.congestion = self._silent_since = None
        self._wait = FIRST_RETRY

    def _send(self, now: float, elapsed: float, faults: Set[Fault]) -> None:
        self._frames += elapsed * self._fps
        if faults & TURNED_AWAY:
            self._lose(now)
        elif faults & SWALLOWED:
            self._dropped += elapsed * self._fps
            self._silent_since = now if self._silent_since is None else self._silent_since
            if now - self._silent_since >= NOTICED_AFTER:
                self._lose(now)
        else:
            self._silent_since = None
            self._flow(now, elapsed, weak=Fault.WEAK in faults)

    def _flow(self, now: float, elapsed: float, *, weak: bool) -> None:
        ripple = 1 + RIPPLE * math.sin((now - self._began) * 1.7)
        # What a weak network carries does not depend on what is asked of it.
        weak = weak and self._target_kbps > self._weak_kbps
        sent = self._weak_kbps if weak else self._target_kbps
        self._bytes += elapsed * sent * 125 * ripple
        self._dropped += elapsed * self._fps * WEAK_DROPS if weak else 0.0
        self.congestion = WEAK_CONGESTION if weak else 0.0

    def _lose(self, now: float) -> None:
        self.state = StreamState.RECONNECTING
        self.congestion = None
        self._retry_at = now + self._wait

    def _retry(self, now: float, faults: Set[Fault]) -> None:
        if faults & (SWALLOWED | TURNED_AWAY):
            self._wait *= RETRY_GROWTH
            self._retry_at = now + self._wait
            return
        self._begin(now)
        self.state = StreamState.ON

    def _connect(self, now: float, faults: Set[Fault]) -> None:
        self.state = StreamState.STARTING
        if faults & SWALLOWED:  # nobody answers, nobody refuses
            self._retry_at = now
        elif faults & TURNED_AWAY:
            self._failed = self._tries_left
            self._tries_left -= 1
            self._retry_at = now + policy.FIRST_CONNECT_SECONDS
            if self._failed == 0:
                self.state = StreamState.OFF
        else:
            self._begin(now)
            self.state = StreamState.ON
