"""A network that is not there: bytes, drops and reconnects as a real stream would show them.

The figures are those stage.md measured with OBS: into a black hole the bytes freeze at once and
RECONNECTING shows only after 15.4 s; counters begin again at 0 after a reconnect; OBS retries
after 2 s, each wait half as long again as the one before.
"""

from __future__ import annotations

import math
from collections.abc import Set

from studio.stage.port import StreamState
from studio.stage.practice.faults import Fault

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

    def start(self, now: float, faults: Set[Fault]) -> bool:
        """Begin to stream; False where nothing answers at the other end."""
        if faults & {Fault.DOWN, Fault.BOUNCE}:
            return False
        self._begin(now)
        self.state = StreamState.ON
        return True

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
        elif self.state is StreamState.RECONNECTING and now >= self._retry_at:
            self._retry(now, faults)
        return self.state

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
        if Fault.BOUNCE in faults:
            self._lose(now)
        elif Fault.DOWN in faults:
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
        if faults & {Fault.DOWN, Fault.BOUNCE}:
            self._wait *= RETRY_GROWTH
            self._retry_at = now + self._wait
            return
        self._begin(now)
        self.state = StreamState.ON
