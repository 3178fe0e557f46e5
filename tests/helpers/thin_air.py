"""A stage behind a network the test holds in its hands; each sample is one second later."""

from __future__ import annotations

from dataclasses import replace

from studio.runtime.errors import UserFacingError
from studio.stage.port import (
    Listener,
    Observed,
    Scene,
    StageHealth,
    StageInfo,
    StageLost,
    StageRegained,
    StageSetup,
    StreamChanged,
    StreamState,
    Wanted,
)
from tests.helpers.fake_stage import FakeStage


class ThinAir(FakeStage):
    """``share``: how much of the rate gets through; 0 is a black hole, as it looks from inside."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 1.0
        self.by_hand: Scene | None = Scene.PROGRAMME
        """None: a scene that is not ours was chosen in OBS."""
        self.lets_in = True
        """Whether the platform takes the key."""
        self.lost_while_held = 0
        """So many times the stage is lost just when the stream is to be stopped."""
        self.silent_steps = 0
        """So many restarts are asked for in vain: OBS does not answer, and goes on as it was."""
        self.lets_go = True
        """Whether OBS ends a stream that is to be restarted; else nothing is told of it."""
        self.rate_is_fixed = False
        """Whether OBS can send at no other rate."""
        self.away = False
        """OBS does not answer."""
        self.stalls = 0
        """So many samples without a byte from now on."""
        self.seconds = 0
        self._bytes = 0
        self._kbps = 0
        self._dropped = 0
        self._broken: StreamState | None = None

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        self._kbps = setup.video_kbps
        return super().open(setup, listener)

    def apply(self, wanted: Wanted) -> Observed:
        takes_over = not (wanted.scene_gives_way or wanted.layers_alone)
        if self.by_hand is None and takes_over:
            self.by_hand = wanted.scene
        if self.kept_off and wanted.streaming and self.observe().stream is StreamState.OFF:
            self._broken, self.share = StreamState.RECONNECTING, 0.0
        return super().apply(wanted)

    def die(self) -> None:
        """OBS is gone, and its stream with it."""
        self.away = True
        self.listener(StageLost("stage_lost"))

    def come_back(self, info: StageInfo) -> None:
        """It was started again, and what was wanted was applied."""
        wanted, self._wanted = self._wanted, Wanted()
        self._bytes, self.away = 0, False
        self.apply(wanted)
        self.listener(StageRegained(info))

    def observe(self) -> Observed:
        seen = super().observe()
        if self.by_hand is None:
            seen = replace(seen, scene=None)
        return replace(seen, stream=self._broken or seen.stream)

    def break_stream(self, state: StreamState) -> None:
        """OBS admits it: the stream is ``state`` until it is restarted."""
        self._broken = state
        self.listener(StreamChanged(state))

    def hold_stream(self) -> None:
        if self.lost_while_held:
            self.lost_while_held -= 1
            raise UserFacingError("stage_lost")
        super().hold_stream()

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        if step and self.rate_is_fixed:
            raise UserFacingError("rate_fixed")
        super().restart_stream(kbps, step=step)
        if self.silent_steps:
            self.silent_steps -= 1
            raise UserFacingError("obs_silent", host="127.0.0.1", port=4455)
        if not self.lets_go:
            return
        self._kbps, self._bytes = kbps, 0
        if self.answers and self.lets_in:
            self._broken, self.share = None, 1.0
            self.listener(StreamChanged(StreamState.RECONNECTING))
            self.listener(StreamChanged(StreamState.ON))

    def health(self) -> StageHealth:
        if self.away:
            raise UserFacingError("stage_lost")
        self.seconds += 1
        stalled, self.stalls = self.stalls > 0, max(0, self.stalls - 1)
        self._bytes += 0 if stalled else round(self._kbps * 125 * self.share)
        thin = 0 < self.share < 1
        self._dropped += 10 if thin else 0
        return StageHealth(
            float(self.seconds),
            self.observe().stream,
            self._bytes,
            30 * self.seconds,
            self._dropped,
            30.0,
            0.6 if thin else 0.0,
        )
