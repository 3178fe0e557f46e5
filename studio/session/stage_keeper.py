"""Keeps the stage as the session wants it: one thread, one intent, one way to reach the stage."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from typing import TypeVar

from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError, together
from studio.runtime.threads import OwnerThread, Ticker
from studio.session import events as e
from studio.session import leftovers, truth
from studio.session.air import (
    ABSENT_CODES,
    GONE_CODE,
    Intent,
    facts_after,
    facts_heard,
    is_off,
    wanted,
)
from studio.session.air_setup import AirParts
from studio.session.camera_minder import CameraMinder
from studio.session.last_signs import LastSigns
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.session.programme import SharedProgramme
from studio.session.recorder import Page, Recorder
from studio.session.recording_minder import RecordingMinder
from studio.session.state import Phase
from studio.session.stream_minder import StreamMinder
from studio.session.unwaited import log_failure
from studio.session.wanted_card import Refusal
from studio.session.wanted_layers import Drawn, WantedLayers
from studio.stage.port import (
    ChangedByHand,
    MicrophoneMeasured,
    Observed,
    RecordingChanged,
    SoundSwitched,
    Stage,
    StageEvent,
    StageInfo,
    StageRegained,
    VirtualCameraSwitched,
    Wanted,
)

log = logging.getLogger(__name__)
T = TypeVar("T")

SAMPLE_SECONDS = 1.0
"""How often the stage is asked how it is doing (stage.md: sampled at 1 Hz)."""
BEATS_EVERY = 5
"""Ticks between two signs of life on disk: a power cut is dated to within 5 s."""
OFF_LOOKS = 3
"""Times a stage that answers is looked at until stream and recording have ended."""
REOPEN_EVERY = 5
"""Samples between two tries to open a stage that was not there when a broadcast went on."""


class _Part(IntEnum):
    """How much of what is wanted the stage is asked for."""

    NONE = 0
    LAYERS = 1
    OUTPUTS = 2
    """The layers, too; scene and sound stay as they are found."""
    ALL = 3


def _as_it_was(intent: Intent) -> Intent:
    return intent


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of asking the stage. What one part was refused kept no other part off."""

    asked: Wanted
    seen: Observed
    at: int
    drawn: Drawn
    refusals: tuple[Refusal, ...]


class StageKeeper:
    """Owns the stage and its thread. Public methods may be called from any thread."""

    def __init__(
        self,
        parts: AirParts,
        plan: Plan,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: SteadyClock,
    ) -> None:
        self._stage = parts.stage
        self._setup = parts.setup
        self.faults = parts.faults
        self._order = partial(wanted, virtual_camera=parts.virtual_camera)
        self._cards_count = parts.cards_count
        self._recorder = recorder
        self._dispatcher = dispatcher
        self._clock = clock
        rate, closes = parts.setup.video_kbps, parts.room_closes_after_s
        self.minder = StreamMinder(parts.stage, self, recorder, rate, closes, clock)
        self._thread = OwnerThread("stage")
        self._ticker: Ticker | None = None
        self._lock = threading.Lock()
        intent = Intent.from_state(recorder.state)
        self._intent = replace(intent, mandatory=intent.mandatory and bool(parts.mandatory))
        self._asked_for = 0
        self._sampling = False
        self._ticks = 0
        self._beating = False
        # From here on: touched by the stage's thread only.
        self._programme = SharedProgramme(parts.stage.programme, clock)
        self._samples = 0
        self._signs = LastSigns()
        self._camera = CameraMinder(clock.monotonic)
        self._recording = RecordingMinder(clock.monotonic)
        self._going_off = False
        self._settled = True
        self._when_settled: Callable[[], None] | None = None
        self._unmatched = _Part.NONE
        self._absent = False
        self._owed: list[e.Fact] = []
        self._plan = plan
        self._layers = WantedLayers(plan, parts.artist, clock, parts.mandatory)

    @property
    def streams(self) -> bool:
        """True where pictures have somewhere to go; False: they are only recorded."""
        return self._setup.ingest is not None

    @property
    def mandatory(self) -> tuple[Overlay, ...]:
        """What must be on air for the whole broadcast."""
        return self._layers.mandatory

    @property
    def intent(self) -> Intent:
        """What has been asked for; the state follows when the stage has done it."""
        with self._lock:
            return self._intent

    def to_order(self, sku: str) -> int | None:
        """How many of it cards say may still be ordered, as everybody in the room sees it."""
        level = self._recorder.stock.get(sku)
        return level.available if level is not None and self._cards_count() else None

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run ``work`` on the stage's thread, in order with everything else done to the stage."""
        return self._thread.submit(work)

    def change(self, alter: Callable[[Intent], Intent], step: int | None = None) -> Future[None]:
        """Ask for something else, and make the stage match."""
        return self._in_turn(alter, step)

    def intend(self, alter: Callable[[Intent], Intent]) -> None:
        """Ask for something else, without reaching for the stage yet."""
        with self._lock:
            self._intent = alter(self._intent)

    def match(self, step: int | None = None, after: Future[None] | None = None) -> Future[None]:
        """Make the stage match the intent. Of several waiting, only the last one reaches it.

        ``after`` is waited for first; where it failed, so does this, and only what was asked for
        otherwise is done.
        """
        return self._in_turn(_as_it_was, step, after)

    def _in_turn(
        self,
        alter: Callable[[Intent], Intent],
        step: int | None = None,
        after: Future[None] | None = None,
    ) -> Future[None]:
        with self._lock:  # at once: what follows by itself must not come between the two
            self._intent = alter(self._intent)
            self._asked_for += 1
            ticket = self._asked_for
        return self.submit(lambda: self._match_if_latest(ticket, _Part.ALL, step, after))

    def follow(
        self, alter: Callable[[Intent], Intent] = _as_it_was, after: Future[None] | None = None
    ) -> Future[None]:
        """What lies over the picture follows something by itself: nobody has asked just now.

        Scene, sound and outputs stay as they are found (decision 2). It takes no turn from anybody:
        who asks later does this as well, and hears of what was refused. ``after``: as in `match`.
        """
        with self._lock:
            self._intent = alter(self._intent)
            ticket = self._asked_for
        return self.submit(lambda: self._match_if_latest(ticket, _Part.LAYERS, None, after))

    def follow_now(self) -> None:
        """The same, from the stage's own thread."""
        self._conclude(self._apply(_Part.LAYERS))

    def match_now(self, step: int | None = None) -> Observed:
        """As `match`, from the stage's own thread; what is on air now."""
        came = self._apply()
        self._conclude(came, step)
        return came.seen

    def make_free(self) -> None:
        """As `leftovers.make_free`; stage's thread only."""
        leftovers.make_free(self._stage)

    def resume(self, interrupted_at: int) -> None:
        """Open the stage and bring the air back to where it was; stage's thread only.

        What came of it is one transaction: killed before its end, the next restart does it again.
        A stage that is not there is waited for: the broadcast goes on, orders can be noted, and
        the air follows when it comes. UserFacingError tells why not all of it is back yet.
        """
        try:
            info = self.open_now()
        except UserFacingError as error:
            self._absent = True
            self._watch()
            gone = self.minder.goes_on(e.Resumed(interrupted_at, False))
            self._owed = [gone, e.StageWasLost(error.code)]
            self._record(lambda page: None)
            raise
        self._owed = [self.minder.goes_on(e.Resumed(interrupted_at, self._kept_on_air(info)))]
        try:
            came = self._apply()
        except UserFacingError:
            self._record(lambda page: None)
            raise
        self._conclude(came)

    def go_off(self) -> bool:
        """Stop streaming and recording and clear the card; stage's thread only.

        Out of a break or a muted microphone in two steps: the camera must not flash up, nor a word
        slip out, before the stream has stopped. What must be on air leaves after it, too.
        False: something may still run; it is asked to stop again as long as the stage is kept.
        """
        with self._lock:
            before = self._intent
            self._intent = replace(before, on_air=False, card=False, overlays=())
        self._going_off, self._settled = True, False
        if self._absent:  # a stage that was never opened has not been asked for anything
            return self.stop_leftovers()
        off = self._leave_air()
        if off and self.intent != Intent():
            self.intend(lambda want: Intent())
            off = self._leave_air()
        return off

    def _leave_air(self) -> bool:
        """As long as it answers it is waited for: a busy OBS takes some seconds to close a film."""
        for _ in range(OFF_LOOKS):
            try:
                came = self._apply()
            except UserFacingError as error:
                log.info("not seen to leave the air: %s", error)
                return False
            try:
                self._conclude(came)
            except UserFacingError as error:
                log.warning("left the air, but not all went well: %s", error)
            if is_off(came.seen):
                return True
        return False

    def stop_leftovers(self, interrupted_at: int | None = None) -> bool:
        """Stop the stream and the recording an earlier run left; stage's thread only.

        ``interrupted_at``: of a session that is yet to be ended. False: as in `go_off`.
        """
        self._going_off, self._settled = True, False
        if interrupted_at is not None:
            self._owed = [e.Resumed(interrupted_at, False)]
        try:
            info = self.open_now()
            if interrupted_at is not None:
                self._owed = [e.Resumed(interrupted_at, self._kept_on_air(info))]
            bare = replace(self.intent, card=False, overlays=())  # what must be on air stays
            layers = self._layers.of(bare, self._recorder.state, self.to_order).layers
            asked = self._order(bare, streaming=False, layers=layers)
            leftovers.adopt(self._stage, replace(asked, recording=False), info)
        except UserFacingError as error:
            log.info("not asked to leave the air: %s", error)
            self.intend(lambda want: replace(want, on_air=False))
            self._absent = True
            self._watch()
            self._record(lambda page: None)
            self._give_up_if_gone(error)
            return False
        return self.go_off()

    def _kept_on_air(self, info: StageInfo) -> bool:
        """The stage went on by itself while the program was down."""
        return info.already_streaming if self.streams else info.already_recording

    def close_when_off(self, then: Callable[[], None]) -> bool:
        """Whether something may still be on the air after `go_off`: then it is asked on.

        ``then`` is called on the stage's thread once nothing is, or nobody is there to be asked.
        """

        def keep() -> bool:
            self._when_settled = None if self._settled else then
            return not self._settled

        try:
            return self.submit(keep).result()
        except RuntimeError:
            return False  # closed already

    def _give_up_if_gone(self, error: UserFacingError) -> None:
        if self._going_off and error.code == GONE_CODE:
            self._settle()

    def _settle(self) -> None:
        self._settled, self._absent = True, False
        then, self._when_settled = self._when_settled, None
        if then is not None:
            then()

    def cover(self, covered: bool) -> None:
        """The program's own break picture, on or off; stage's thread only."""
        self.intend(lambda want: want.with_cover(covered))
        self._match_again()

    def try_stream_again(self, key: str) -> None:
        """Also with another stream ``key``, where one is given; stage's thread only."""
        if key and self._setup.ingest is not None:
            self._setup = replace(self._setup, ingest=replace(self._setup.ingest, key=key))
            self._stage.use_key(key)
        self.minder.try_again(new_key=bool(key))

    def record_again(self) -> None:
        """A person asks for the recording that was given up; stage's thread only."""
        if not self._recorder.state.recording_given_up:
            return
        self._recording.begins_anew()
        asked = e.RecordingAskedAgain()
        if asked not in self._owed:  # a press that OBS was too slow for is not written yet
            self._owed.append(asked)
        self.match_now()

    def programme(self, width: int) -> Future[bytes]:
        """The picture on air as JPEG, ``width`` pixels wide or more; all share two a second."""
        return self.submit(lambda: self._programme.picture(width))

    def look(self, question: Callable[[Stage], T]) -> T:
        """Ask the stage what changes nothing; stage's thread only."""
        return question(self._stage)

    def close(self) -> None:
        """Let go of the stage; what is on air stays on air."""
        self._thread.close()  # first: an opening still under way would start the ticker after us
        if self._ticker:
            self._ticker.close()
        self.minder.close()
        self._stage.close()

    # -- on the stage's thread -------------------------------------------------------------

    def open_now(self) -> StageInfo:
        """Connect and build our scenes; from then on the stage is watched."""
        info = self._stage.open(self._setup, self._hear)
        self._absent = False
        self._watch()
        return info

    def _watch(self) -> None:
        if self._ticker is None:
            self._ticker = Ticker("stage-ticker", SAMPLE_SECONDS, self._tick)

    def _match_if_latest(
        self, ticket: int, part: _Part, step: int | None, after: Future[None] | None
    ) -> None:
        try:
            if after is not None:
                after.result()
        finally:  # an earlier wish may have left its turn to this one
            with self._lock:
                overtaken, intent = ticket != self._asked_for, self._intent
            if not overtaken:
                self._conclude(self._apply(part, intent), step)

    def _apply(self, part: _Part = _Part.ALL, intent: Intent | None = None) -> _Came:
        """Ask the stage for ``part`` of the intent, and for what is not so yet of what was asked
        for before; an error only where it did not answer.
        """
        intent, part = intent or self.intent, max(part, self._unmatched)
        drawn = self._layers.of(intent, self._recorder.state, self.to_order)
        asked = self._order(intent, streaming=self.streams, layers=drawn.layers)
        waits = self._recording.waits
        asked = replace(
            asked,
            layers_alone=part is _Part.LAYERS,
            scene_and_sound_stay=part is _Part.OUTPUTS,
            recording_waits=waits,
        )
        try:
            seen, refused = self._reach(asked, drawn)
        except UserFacingError as error:
            self._unmatched = part if error.code in ABSENT_CODES else _Part.NONE
            raise
        self._layers.showed(asked, drawn, refused)
        news = tuple(each for each in refused if not self._was_told(each))
        self._owed.extend(self._recording.came(asked, seen))
        refusals = (*drawn.refusals, *news)
        return _Came(asked, seen, self._clock.now_ms(), drawn, refusals)

    def _was_told(self, refusal: Refusal) -> bool:
        return self._layers.was_told(refusal) or self._recording.was_told(refusal.error.code)

    def _reach(self, asked: Wanted, drawn: Drawn) -> tuple[Observed, tuple[Refusal, ...]]:
        """What is on air after asking, and what of it was refused."""
        try:
            return self._stage.apply(asked), ()
        except UserFacingError as error:
            if error.code in ABSENT_CODES:
                raise
            return self._stage.observe(), self._layers.refused(error, asked, drawn)

    def _conclude(self, came: _Came, step: int | None = None) -> None:
        """Write what came of it, refusals too, in one transaction; they are raised together."""
        said = self._recorder.state.changed
        still_on = self._going_off and not is_off(came.seen)
        self._unmatched = _Part.ALL if still_on else _Part.NONE
        self._record(lambda page: self._write_seen(page, came, step))
        self.intend(partial(self._layers.after, came.drawn, came.refusals))
        old = self._layers.is_left_over(came.refusals, self.intent, came.seen)
        # Also for a card that says the price before a price drop.
        if old or self._recorder.state.changed != said:
            self.by_itself(self._follow_again)
        if self._going_off and not self._unmatched:
            self._settle()
        if came.refusals:
            raise together([each.error for each in came.refusals])

    def _record(self, build: Callable[[Page], None]) -> None:
        """One transaction: what is owed to the journal, then what ``build`` writes."""

        def write(page: Page) -> None:
            for fact in self._owed:
                page.write(fact)
            build(page)

        try:
            self._recorder.record(write).result()
        except UserFacingError:
            # So, but not on disk: what is so is seen again later.
            self._unmatched = max(self._unmatched, _Part.LAYERS)
            raise
        self._owed = []
        self._beating = True

    def _write_seen(self, page: Page, came: _Came, step: int | None) -> None:
        if page.state.phase is not Phase.LIVE:
            # Before going live the stage may be tried without a word in the journal.
            if page.state.perhaps_on_air and is_off(came.seen):
                page.write(e.LeftAir())
            return
        facts = facts_after(
            *(page.state, came.asked, came.seen, came.drawn.overlays, came.drawn.waiting),
            came.drawn.said,
            off_on_purpose=self._off_on_purpose,
        )
        for place, fact in enumerate(facts):
            at, before = self._signs.dated(fact, came.at, page.state.live_at or 0), page.state
            page.write(fact, at=at, step=step if place == 0 else None)
            for follows in truth.follow_drop(page.db, self._plan, before, page.state, fact):
                page.write(follows, at=at)
        for refusal in came.refusals:
            page.write(refusal.fact, at=came.at)

    # -- what the stage tells ----------------------------------------------------------------

    def _hear(self, event: StageEvent) -> None:
        """Called on a thread of the stage's: pass it on, nothing else."""
        if isinstance(event, MicrophoneMeasured | SoundSwitched):
            self._dispatcher.publish(event)
            return
        self.by_itself(lambda: self._heard(event))

    @property
    def _off_on_purpose(self) -> bool:
        return self._going_off or self.minder.changes_rate

    def _heard(self, event: StageEvent) -> None:
        at = self._clock.now_ms()
        taken = self._is_taken(event)
        rests = taken and not self._camera.switched_off()
        self._record(lambda page: self._write_heard(page, event, at, camera_rests=rests))
        self.minder.heard(event)
        if isinstance(event, ChangedByHand):
            return  # the stage puts that back itself; what else was chosen by hand stays
        if isinstance(event, StageRegained):
            self._recording.begins_anew()
            self._match_again()
        elif taken and not rests:
            self._bring_outputs_back()
        elif isinstance(event, RecordingChanged) and self._ended_unasked(event):
            self._owed.extend(self._recording.ended())
            self._bring_outputs_back()

    def _ended_unasked(self, told: RecordingChanged) -> bool:
        return not told.active and self.intent.on_air and not self._going_off

    def _is_taken(self, event: StageEvent) -> bool:
        """Somebody switched off what viewers see by."""
        return event == VirtualCameraSwitched(on=False) and self.intent.on_air

    def _match_again(self) -> None:
        self._ask_again(_Part.ALL)

    def _bring_outputs_back(self) -> None:
        """Nobody asked just now: scene and sound may be as a hand chose them in OBS."""
        self._ask_again(_Part.OUTPUTS)

    def _follow_again(self) -> None:
        self._ask_again(_Part.LAYERS)

    def _ask_again(self, part: _Part) -> None:
        try:
            self._conclude(self._apply(part))
        except UserFacingError as error:
            log.warning("the stage came back, but not to what was wanted: %s", error)

    def _write_heard(self, page: Page, event: StageEvent, at: int, *, camera_rests: bool) -> None:
        on_purpose, ending = self._off_on_purpose, self._going_off
        for fact in facts_heard(page.state, event, off_on_purpose=on_purpose, ending=ending):
            if isinstance(fact, e.VirtualCameraStopped) and camera_rests:
                fact = replace(fact, rests=True)
            page.write(fact, at=self._signs.dated(fact, at, page.state.live_at or 0))

    # -- health ----------------------------------------------------------------------------

    def _tick(self) -> None:
        """On the ticker's thread. A frozen stage must not pile up samples: one waits at most."""
        with self._lock:
            self._ticks += 1
            beat = self._beating and self._intent.on_air and self._ticks % BEATS_EVERY == 0
            sample, self._sampling = not self._sampling, True
        if beat:  # from here: a stage that hangs must not look like a power cut
            self._recorder.beat()
        if sample:
            self.by_itself(self._sample)

    def by_itself(self, work: Callable[[], None]) -> None:
        """Do work nobody waits for on the stage's thread; what goes wrong with it is logged."""
        try:
            self.submit(work).add_done_callback(
                log_failure(log, "the stage did not do or write something")
            )
        except RuntimeError:
            log.info("nothing more is done about a stage that was let go")

    def _sample(self) -> None:
        with self._lock:
            self._sampling = False
        self._samples += 1
        self.minder.mind_clock()
        if self._absent:
            waited_for = self.intent.on_air or not self._settled
            if waited_for and self._samples % REOPEN_EVERY == 0:
                self._open_again()
            return
        try:
            health = self._stage.health()
        except UserFacingError as error:
            log.debug("no health sample: %s", error)  # the loss itself is told by StageLost
            self._give_up_if_gone(error)
            return
        self._signs.sampled(health, self._clock.now_ms())
        self._dispatcher.publish(self.minder.measured(health, self.intent.on_air and self.streams))
        if self._unmatched:  # it answers again: what could not be done then is done now
            self._ask_again(self._unmatched)
        elif self.intent.on_air and (self._recording.is_due or self._camera.rested()):
            self._bring_outputs_back()

    def _open_again(self) -> None:
        if self._going_off:
            self.stop_leftovers()
            return
        try:
            info = self.open_now()
        except UserFacingError as error:
            log.info("the stage is not there yet: %s", error)
            return
        self._heard(StageRegained(info))
