"""Keeps the stage as the session wants it: one thread, one intent, one way to reach the stage."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

from studio.health.uplink import UplinkWatch
from studio.runtime.clock import Clock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import OwnerThread, Ticker
from studio.session import events as e
from studio.session.air import Intent, facts_after, stream_facts, wanted
from studio.session.cards import CardArtist
from studio.session.plan import Plan
from studio.session.recorder import Page, Recorder
from studio.session.state import Phase
from studio.stage.port import (
    CardPicture,
    Faults,
    MicrophoneMeasured,
    Observed,
    RecordingChanged,
    Stage,
    StageEvent,
    StageHealth,
    StageInfo,
    StageLost,
    StageRegained,
    StageSetup,
    StreamChanged,
    StreamState,
    Wanted,
)

log = logging.getLogger(__name__)
T = TypeVar("T")

SAMPLE_SECONDS = 1.0
"""How often the stage is asked how it is doing (stage.md: sampled at 1 Hz)."""
BEATS_EVERY = 5
"""Samples between two signs of life on disk: a power cut is dated to within 5 s."""
ABSENT_CODES = frozenset({"stage_lost", "stage_unreachable", "obs_silent"})
"""The stage did not answer: what was asked for stays asked for, and is tried when it does."""
CARD_CODES = frozenset({"card_not_loaded", "card_not_saved", "picture_unreadable"})
"""This card cannot be shown: it is not asked for again by the next, unrelated step."""


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


@dataclass(frozen=True, slots=True)
class AirParts:
    """What a session goes on air with."""

    stage: Stage
    setup: StageSetup
    artist: CardArtist
    faults: Faults | None = None
    """What a trainer can break on purpose; None on a real stage."""


class StageKeeper:
    """Owns the stage and its thread. Public methods may be called from any thread."""

    def __init__(
        self,
        parts: AirParts,
        plan: Plan,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: Clock,
    ) -> None:
        self._stage = parts.stage
        self._setup = parts.setup
        self._artist = parts.artist
        self.faults = parts.faults
        self._plan = plan
        self._recorder = recorder
        self._dispatcher = dispatcher
        self._clock = clock
        self._uplink = UplinkWatch(parts.setup.video_kbps)
        self._thread = OwnerThread("stage")
        self._ticker: Ticker | None = None
        self._lock = threading.Lock()
        self._intent = Intent.from_state(recorder.state)
        self._asked_for = 0
        self._sampling = False
        self._samples = 0
        self._going_off = False
        self._unmatched = False

    @property
    def streams(self) -> bool:
        """True where pictures have somewhere to go; False: they are only recorded."""
        return self._setup.ingest is not None

    @property
    def intent(self) -> Intent:
        """What has been asked for; the state follows when the stage has done it."""
        with self._lock:
            return self._intent

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run ``work`` on the stage's thread, in order with everything else done to the stage."""
        return self._thread.submit(work)

    def open(self) -> Future[StageInfo]:
        """Connect and build our scenes; from then on the stage is watched."""
        return self.submit(self.open_now)

    def change(self, alter: Callable[[Intent], Intent], step: int | None = None) -> Future[None]:
        """Ask for something else, and make the stage match."""
        self.intend(alter)
        return self.match(step)

    def intend(self, alter: Callable[[Intent], Intent]) -> None:
        """Ask for something else, without reaching for the stage yet."""
        with self._lock:
            self._intent = alter(self._intent)

    def match(self, step: int | None = None, after: Future[None] | None = None) -> Future[None]:
        """Make the stage match the intent. Of several waiting, only the last one reaches it.

        ``after`` is waited for first; where it failed, so does this, and nothing is changed.
        """
        with self._lock:
            self._asked_for += 1
            ticket = self._asked_for
        return self.submit(lambda: self._match_if_latest(ticket, step, after))

    def match_now(self, step: int | None = None) -> None:
        """The same, from the stage's own thread."""
        asked, seen, at = self._apply()
        self._recorder.record(lambda page: self._write_seen(page, asked, seen, at, step)).result()

    def resume(self, info: StageInfo, interrupted_at: int) -> None:
        """Bring the air back to where it was; stage's thread only.

        What came of it is one transaction: killed before its end, the next restart does it again.
        """
        kept = info.already_streaming or info.already_recording
        asked, seen, at = self._apply()

        def write(page: Page) -> None:
            page.write(e.Resumed(interrupted_at, kept), at=at)
            self._write_seen(page, asked, seen, at, None)

        self._recorder.record(write).result()

    def go_off(self) -> None:
        """Stop streaming and recording and clear the card; stage's thread only.

        Out of a break in two steps: the camera must not flash up before the stream has stopped.
        """
        with self._lock:
            on_break = self._intent.on_break
            self._intent = Intent(on_break=on_break)
            self._going_off = True
        self.match_now()
        if on_break:
            self.intend(lambda want: Intent())
            self.match_now()

    def stop_leftovers(self) -> bool:
        """Stop the stream and the recording an interrupted session left; stage's thread only.

        A stage stops only what it was asked for in this run of the program, so what still runs is
        asked for first. False: something runs that the stage does not stop for us.
        """
        info = self.open_now()
        if info.already_streaming or info.already_recording:
            still = wanted(self.intent, streaming=info.already_streaming, card=None)
            self._stage.apply(replace(still, recording=info.already_recording))
        self.go_off()
        seen = self._stage.observe()
        return seen.stream is StreamState.OFF and not seen.recording

    def programme(self, width: int) -> Future[bytes]:
        """The picture on air as JPEG, ``width`` pixels wide."""
        return self.submit(lambda: self._stage.programme(width))

    def close(self) -> None:
        """Let go of the stage; what is on air stays on air."""
        self._thread.close()  # first: an opening still under way would start the ticker after us
        if self._ticker:
            self._ticker.close()
        self._stage.close()

    # -- on the stage's thread -------------------------------------------------------------

    def open_now(self) -> StageInfo:
        """`open`, from the stage's own thread."""
        info = self._stage.open(self._setup, self._hear)
        if self._ticker is None:
            self._ticker = Ticker("stage-ticker", SAMPLE_SECONDS, self._tick)
        return info

    def _match_if_latest(self, ticket: int, step: int | None, after: Future[None] | None) -> None:
        if after is not None:
            after.result()
        with self._lock:
            overtaken = ticket != self._asked_for
        if not overtaken:
            self.match_now(step)

    def _apply(self) -> tuple[Wanted, Observed, int]:
        """Ask the stage for the intent; what it refuses is written down and raised."""
        intent = self.intent
        try:
            asked = wanted(intent, streaming=self.streams, card=self._card(intent))
            seen = self._stage.apply(asked)
        except UserFacingError as error:
            self._write_refusal(error)
            raise
        self._unmatched = False
        return asked, seen, self._clock.now_ms()

    def _card(self, intent: Intent) -> CardPicture | None:
        sku = self._recorder.state.current_sku
        if not intent.card or sku is None:
            return None
        return self._artist.card(self._plan, sku)

    def _write_seen(
        self, page: Page, asked: Wanted, seen: Observed, at: int, step: int | None
    ) -> None:
        if page.state.phase is not Phase.LIVE:
            return  # before going live the stage may be tried without a word in the journal
        facts = facts_after(page.state, asked, seen, off_on_purpose=self._going_off)
        for place, fact in enumerate(facts):
            page.write(fact, at=at, step=step if place == 0 else None)

    def _write_refusal(self, error: UserFacingError) -> None:
        if error.code in ABSENT_CODES:
            self._unmatched = True
            return
        if self._recorder.state.phase is not Phase.LIVE:
            return
        sku = self._recorder.state.current_sku or ""
        self._recorder.record(lambda page: page.write(e.StageRefused(error.code, sku))).result()
        if error.code in CARD_CODES:
            on_air_now = self._recorder.state.card_sku is not None
            self.intend(lambda want: replace(want, card=want.card and on_air_now))

    # -- what the stage tells ----------------------------------------------------------------

    def _hear(self, event: StageEvent) -> None:
        """Called on a thread of the stage's: pass it on, nothing else."""
        if isinstance(event, MicrophoneMeasured):
            self._dispatcher.publish(event)
            return
        try:
            self.submit(lambda: self._heard(event))
        except RuntimeError:
            log.info("the stage told %s after it was let go", type(event).__name__)

    def _heard(self, event: StageEvent) -> None:
        at = self._clock.now_ms()
        self._recorder.record(lambda page: self._write_heard(page, event, at)).result()
        if isinstance(event, StageRegained):
            self._match_again()

    def _match_again(self) -> None:
        try:
            self.match_now()
        except UserFacingError as error:
            log.warning("the stage came back, but not to what was wanted: %s", error)

    def _write_heard(self, page: Page, event: StageEvent, at: int) -> None:
        for fact in self._facts_heard(page, event):
            page.write(fact, at=at)

    def _facts_heard(self, page: Page, event: StageEvent) -> list[e.Fact]:
        state = page.state
        if state.phase is not Phase.LIVE:
            return []
        match event:
            case StageLost(reason=reason):
                return [] if state.stage_lost else [e.StageWasLost(reason)]
            case StageRegained():
                return [e.StageWasRegained()] if state.stage_lost else []
            case StreamChanged(state=stream):
                return stream_facts(state, stream, off_on_purpose=self._going_off)
            case RecordingChanged(active=True, path=path):
                started = path is not None and state.recording_path != str(path)
                return [e.RecordingStarted(str(path))] if started else []
            case RecordingChanged(active=False):
                open_path = state.recording_path
                return [e.RecordingStopped(open_path)] if open_path is not None else []
            case _:
                return []

    # -- health ----------------------------------------------------------------------------

    def _tick(self) -> None:
        """On the ticker's thread. A frozen stage must not pile up samples: one waits at most."""
        with self._lock:
            if self._sampling:
                return
            self._sampling = True
        try:
            self.submit(self._sample)
        except RuntimeError:
            log.debug("a sample came due while closing")

    def _sample(self) -> None:
        with self._lock:
            self._sampling = False
            self._samples += 1
        if self.intent.on_air and self._samples % BEATS_EVERY == 0:
            self._recorder.beat()
        try:
            health = self._stage.health()
        except UserFacingError as error:
            log.debug("no health sample: %s", error)  # the loss itself is told by StageLost
            return
        self._measured(health)
        if self._unmatched:  # it answers again: what could not be done then is done now
            self._match_again()

    def _measured(self, health: StageHealth) -> None:
        streaming = self.intent.on_air and self.streams
        reading = self._uplink.sample(
            health.at_monotonic, health.bytes_sent, health.congestion, streaming
        )
        dropped = health.frames_dropped / health.frames_total if health.frames_total else 0.0
        self._dispatcher.publish(
            HealthMeasured(reading.kbps, reading.state, dropped, health.fps, health.stream)
        )
        if streaming and reading.state != self._recorder.state.uplink:
            fact = e.UplinkChanged(reading.state, reading.kbps)
            self._recorder.record(lambda page: page.write(fact)).result()
