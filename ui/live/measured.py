"""What is measured once a second or oftener: the way out and the microphone. No Qt.

What was measured grows old: nothing stands still as if it were still so.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from studio.health.programme import SoundWatch
from studio.runtime.clock import Clock
from studio.session.state import LiveState
from studio.session.stream_minder import HealthMeasured
from studio.stage.port import MicrophoneMeasured
from ui.live.models import HealthModel, MicrophoneModel, Sound, Uplink

RATES_KEPT = 120
"""Seconds of uplink history in the health strip."""
SOUNDS = {"good": Sound.HEARD, "silent": Sound.SILENT, "clipping": Sound.CLIPPING}
STALE_AFTER_S = 3.0
"""No measurement for this long: nothing is known any more."""
UNKNOWN = MicrophoneModel(0.0, Sound.UNKNOWN)


class Measured:
    """The latest of both."""

    def __init__(self, clock: Clock, target_kbps: int) -> None:
        self._clock = clock
        self._health = HealthModel((), target_kbps, 0, 0.0, Uplink.GOOD)
        self._health_at = clock.monotonic()
        self._rates: deque[int] = deque(maxlen=RATES_KEPT)
        self._sound_watch = SoundWatch()
        self._microphone_at = float("-inf")
        self.microphone = UNKNOWN
        self._room_closes_in_s: int | None = None
        self._room_at = 0.0
        self.flowed = False
        """Something was measured on its way out: before that "good" is no more than a beginning."""

    def take_health(self, event: HealthMeasured, target_kbps: int) -> None:
        """``target_kbps`` is what is aimed at where the stage says nothing of it."""
        self._health_at = self._clock.monotonic()
        self._rates.append(event.kbps)
        self.flowed = self.flowed or event.kbps > 0
        self._health = HealthModel(
            tuple(self._rates),
            event.target_kbps or target_kbps,
            event.kbps,
            event.dropped_ratio,
            self._health.uplink,
        )
        self._room_closes_in_s, self._room_at = event.room_closes_in_s, self._health_at

    @property
    def room_closes_in_s(self) -> int | None:
        """As `HealthMeasured` had it last, and counted on since: the platform's clock goes on while
        the stage cannot be asked."""
        if self._room_closes_in_s is None:
            return None
        return max(0, self._room_closes_in_s - int(self._clock.monotonic() - self._room_at))

    def stage_answered(self) -> None:
        """It was opened or came back just now: its first measurement is yet to come."""
        self._health_at = self._clock.monotonic()

    def take_microphone(self, event: MicrophoneMeasured, state: LiveState) -> None:
        """Judged as the sentinel does: nobody is told of silence that is meant."""
        self._microphone_at = self._clock.monotonic()
        level = min(1.0, max(0.0, 1.0 + event.peak_dbfs / 60.0))
        self.microphone = MicrophoneModel(level, self._sound(event.peak_dbfs, state))

    def _sound(self, peak_dbfs: float, state: LiveState) -> Sound:
        if state.muted or state.on_break:
            self._sound_watch.forget()
            return Sound.MUTED if state.muted else Sound.HEARD
        now = self._clock.monotonic()
        return SOUNDS[self._sound_watch.sample(now, peak_dbfs, quiet_is_fine=state.held)]

    def forget_microphone(self) -> bool:
        """Whether it was heard of too long ago; it is not known any more then."""
        stale = self._clock.monotonic() - self._microphone_at > STALE_AFTER_S
        if stale:
            self.microphone = UNKNOWN
        return stale

    @property
    def unheard(self) -> bool:
        """Whether nothing is known of the microphone."""
        return self.microphone is UNKNOWN

    @property
    def stands_still(self) -> bool:
        """Whether the stage said nothing of itself for too long."""
        return self._clock.monotonic() - self._health_at > STALE_AFTER_S

    def health(self, uplink: Uplink) -> HealthModel:
        return replace(self._health, uplink=uplink)
