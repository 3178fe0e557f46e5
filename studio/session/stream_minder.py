"""Minds the stream of a broadcast: measures it once a second and does what the policy says.

What is to be done is decided by `studio.health.uplink_care`; here it is done, on the stage's
thread, and written down. Only the knock at the ingest has a thread of its own: it may have to wait.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from studio.health import policy
from studio.health.uplink import UplinkReading, UplinkWatch
from studio.health.uplink_care import Care, Restart, UplinkCare
from studio.runtime.clock import SteadyClock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import OwnerThread
from studio.session import events as e
from studio.session.recorder import Page, Recorder
from studio.session.state import Phase
from studio.stage.port import (
    ConnectFailed,
    RateKept,
    Stage,
    StageEvent,
    StageHealth,
    StageLoad,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
)

log = logging.getLogger(__name__)

FIXED_CODE = "rate_fixed"
"""The stage cannot change the rate and did nothing: no step was taken, which is told once."""
PROBE_ENDS_SECONDS = 3.0
"""How long closing waits for a knock under way; looking a name up may take longer still."""


@dataclass(frozen=True, slots=True)
class HealthMeasured:
    """How the air is doing, once a second."""

    kbps: int
    uplink: str
    """``good``, ``weak`` or ``down``."""
    dropped_ratio: float
    """Frames the network made us drop, 0 to 1, since the stream started."""
    fps: float
    stream: StreamState
    room_closes_in_s: int | None = None
    """Until the platform closes the room; None while no such clock runs."""
    target_kbps: int = 0
    """Rate the picture is sent at now; it steps down on a weak network."""
    load: StageLoad | None = None
    """How hard the computer works for the picture; None where the stage does not tell."""


class Air(Protocol):
    """What the minder asks of the stage's keeper; all on the stage's thread, but `by_itself`."""

    def cover(self, covered: bool) -> None:
        """Show the be-right-back picture instead of the programme, or no longer."""
        ...

    def by_itself(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the stage's thread; what goes wrong with it is logged."""
        ...


class StreamMinder:
    """One broadcast's. Stage's thread only, but `close`."""

    def __init__(
        self,
        stage: Stage,
        air: Air,
        recorder: Recorder,
        kbps: int,
        room_closes_after_s: int | None,
        clock: SteadyClock,
    ) -> None:
        """``clock``: the broadcast's own, whose instants are those of the journal."""
        self._clock = clock
        self._stage = stage
        self._air = air
        self._recorder = recorder
        self._room_closes_after_s = room_closes_after_s
        self._watch = UplinkWatch(kbps)
        self._care = UplinkCare(kbps, room_closes_after_s)
        self._prober: OwnerThread | None = None
        self._covered = False
        self._at = 0.0
        """Of the latest sample, on the clock of the samples; 0 before the first."""
        self._sampled = clock.monotonic()
        self._changes_rate = False
        self._stepped_at = 0.0
        self._fixed_told = False

    @property
    def changes_rate(self) -> bool:
        """The stream is away only to come back at another rate."""
        return self._changes_rate

    def measured(self, health: StageHealth, streaming: bool) -> HealthMeasured:
        """Take one sample; ``streaming``: a stream is wanted."""
        at = health.at_monotonic
        if not self._at:
            self._care.begins(at - self._now())
        self._at, self._sampled = at, self._clock.monotonic()
        frames = (health.frames_total, health.frames_dropped)
        reading = self._watch.sample(at, health.bytes_sent, health.congestion, streaming, frames)
        care = self._care.sample(at, reading, health.stream.value, streaming)
        self._mind_step(health)
        self._act(care)
        if streaming and care.uplink != self._recorder.state.uplink:
            self._note(e.UplinkChanged(care.uplink, reading.kbps))
        self._show(care)
        return self._told(health, reading, care)

    def heard(self, event: StageEvent) -> None:
        """What the stage tells between two samples; only the stream's matters here."""
        match event:
            case RateKept(kbps=kbps):
                self._changes_rate = False
                self._care.keeps_rate(kbps)
                self._watch.retarget(kbps)
                self._note(e.RateKept(kbps))
            case ConnectFailed(tries_left=0):
                self._note(e.ConnectGivenUp(self._care.answered))
                self._stop_if_refused()
            case ConnectFailed(tries_left=left):
                self._note(e.ConnectFailed(left))
            case StageLost():
                self._changes_rate = False
                self._watch.begin_anew()  # the time without it is no silence of the network's
            case StageRegained() if self._at:
                self._at, self._sampled = self._now(), self._clock.monotonic()
            case StreamChanged(state=StreamState.ON | StreamState.OFF as state):
                self._changes_rate = False
                if state is StreamState.ON:
                    self._came_on()
            case StreamChanged(state=StreamState.RECONNECTING) if not self._changes_rate:
                self._act(self._care.broke_off(self._at))

    def goes_on(self, resumed: e.Resumed) -> e.Resumed:
        """A broadcast of an earlier run is taken on; before anything of it is asked for.

        Its platform has waited since the stream was last there, perhaps for too long.
        """
        state = self._recorder.state
        since = state.stream_away_since
        if since is None and state.stream_on and not resumed.kept_on_air:
            since = resumed.interrupted_at
        if since is not None:
            self._care.was_on_until(self._now() - (self._clock.now_ms() - since) / 1000)
        self.mind_clock()
        return resumed

    def mind_clock(self) -> None:
        """Once a second, also where the stage cannot be looked at: the platform's clock runs.

        When it has run out, what comes back comes back without its stream: a person looks first.
        """
        if self._waits_for_person():
            self._stage.keep_stream_off()

    def looked_at_platform(self) -> None:
        """A person has looked: in the outage that asked for it the stream may be restarted."""
        asked = self._waits_for_person()
        self._write(e.PlatformLookedAt())
        self._care.looked(asked=asked)

    def try_again(self, *, new_key: bool) -> None:
        """A person asked for it: the stream is started at once."""
        self._write(e.StreamTriedAgain(new_key))
        restart = self._care.try_again()
        self._watch.retarget(restart.kbps)
        self._stage.restart_stream(restart.kbps)

    def close(self) -> None:
        """Knock no more."""
        prober, self._prober = self._prober, None
        if prober is not None:
            prober.close(PROBE_ENDS_SECONDS)

    def _now(self) -> float:
        """On the clock of the samples; it goes on where there are none. Before the first of them it
        counts from our beginning."""
        return self._at + self._clock.monotonic() - self._sampled

    def _waits_for_person(self) -> bool:
        return self._care.waits_for_person(self._now())

    def _came_on(self) -> None:
        if self._at:
            self._care.came_on(self._now())
        else:
            self._care.was_on_until(self._now())

    def _stop_if_refused(self) -> None:
        if self._care.given_up():
            self._note(e.StreamRefused())
            self._stage.hold_stream()

    def _told(self, health: StageHealth, reading: UplinkReading, care: Care) -> HealthMeasured:
        dropped = health.frames_dropped / health.frames_total if health.frames_total else 0.0
        left = care.room_closes_in_s
        return HealthMeasured(
            reading.kbps,
            care.uplink,
            dropped,
            health.fps,
            health.stream,
            None if left is None else math.ceil(left),
            self._care.kbps,
            health.load,
        )

    def _show(self, care: Care) -> None:
        if care.cover is not self._covered:
            self._covered = care.cover
            self._air.cover(care.cover)
        asked = self._recorder.state.room_may_be_closed
        if care.ask_to_look and not asked:
            self._note(e.RoomClockRanOut(self._room_closes_after_s or 0))
        elif asked and not care.ask_to_look:
            self._note(e.RoomClockStopped())
        if care.followed_kbps is not None:
            self._note(e.RateFollowed(care.followed_kbps))

    def _act(self, care: Care) -> None:
        """The knock before all else: `UplinkCare` waits for its answer, and what follows may fail
        on a stage that is lost together with the network."""
        if care.probe:
            self._probe(self._at)
        if care.hold:
            self._stage.hold_stream()
        if care.restart is not None:
            self._restart(care.restart)

    def _probe(self, asked_at: float) -> None:
        if self._prober is None:
            self._prober = OwnerThread("ingest-prober")
        knock = self._prober.submit(
            lambda: self._stage.ingest_answers(policy.PROBE_TIMEOUT_SECONDS)
        )
        knock.add_done_callback(
            lambda done: self._air.by_itself(lambda: self._probed(asked_at, _answers(done)))
        )

    def _probed(self, asked_at: float, answers: bool) -> None:
        restart = self._care.probed(self._at, asked_at, answers)
        if restart is not None:
            self._restart(restart)

    def _mind_step(self, health: StageHealth) -> None:
        """A stream that stands although nothing was told of it: the stage left it as it was."""
        over = self._at - self._stepped_at >= policy.RESTART_GIVES_UP_SECONDS
        if over and health.stream is StreamState.ON:
            self._changes_rate = False

    def _restart(self, restart: Restart) -> None:
        """It is written down, and measured by its rate, once the stage was seen to take it up."""
        steps = restart.why != "down"
        self._changes_rate, self._stepped_at = steps, self._at
        try:
            self._stage.restart_stream(restart.kbps, step=steps)
        except BaseException as error:
            self._changes_rate = False
            if steps:
                self._care.not_stepped()
            if isinstance(error, UserFacingError) and error.code == FIXED_CODE:
                self._tell_fixed()
                return
            raise
        self._watch.retarget(restart.kbps)
        self._note(e.StreamRestarted(restart.kbps, restart.why))

    def _tell_fixed(self) -> None:
        """Once: it is tried again every minute, and stays so until somebody changes it in OBS."""
        if not self._fixed_told:
            self._fixed_told = self._note(e.RateFixed(self._care.kbps))

    def _note(self, fact: e.Fact) -> bool:
        """Write down what was seen or done here; False where that cannot be. A full disk keeps
        nobody's stream from coming back."""
        try:
            self._write(fact)
        except UserFacingError as error:
            log.warning("%s is not in the journal: %s", type(fact).__name__, error)
            return False
        return True

    def _write(self, fact: e.Fact) -> None:
        """What a person asked for: they are told where it cannot be written."""

        def write(page: Page) -> None:
            if page.state.phase is Phase.LIVE:
                page.write(fact)

        self._recorder.record(write).result()


def _answers(knock: Future[bool]) -> bool:
    error = knock.exception()
    if error is None:
        return knock.result()
    if not isinstance(error, UserFacingError):
        log.error("knocking at the ingest failed", exc_info=error)
    return False
