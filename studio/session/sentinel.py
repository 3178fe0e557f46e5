"""Watches what viewers see and hear while a broadcast runs, and opens a stuck camera again, once.

It looks when the stage has just said how it is doing, once a second, one look at a time: a stage
that is lost or hangs is not asked. During a break nothing is watched, nor the picture of a scene
chosen by hand that is not ours: it is told that one came on or went, and then what is on air in
ours is concluded anew. While a microphone is muted nobody is told that it is silent. What is found
is a fact of the session.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.health import policy
from studio.health.programme import STUCK, Look, PaceWatch, PictureWatch, SoundWatch
from studio.runtime.clock import Clock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.air import scene_by_hand_facts, sound_facts
from studio.session.recorder import Page, Recorder, SessionChanged
from studio.session.stage_keeper import StageKeeper
from studio.session.state import LiveState, Phase
from studio.session.stream_minder import HealthMeasured
from studio.session.unwaited import log_failure
from studio.stage.port import Glance, MicrophoneMeasured, Scene, SoundSwitched, Stage, StageLoad

if TYPE_CHECKING:
    from studio.camera.glimpse import Bare, Glimpses

log = logging.getLogger(__name__)

_log_failure = log_failure(log, "the programme was not looked at", logging.INFO)


class Sentinel:
    """See the module. Made with the session, closed with it; `on_…` run where the news arrives."""

    def __init__(
        self,
        stage: Stage,
        keeper: StageKeeper,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: Clock,
    ) -> None:
        self._stage = stage
        self._keeper = keeper
        self._recorder = recorder
        self._clock = clock
        before = recorder.state
        self._gaps_before = len(before.gaps) if before.phase is Phase.LIVE else -1
        self._looking = self._asking = self._reading = False
        self._rest_until = float("-inf")
        self._sound, self._pace = SoundWatch(), PaceWatch()
        self._slow = False
        # From here on: touched by the stage's thread only.
        self._picture = PictureWatch()
        self._glimpses: tuple[Glimpses, Bare] | None = None
        self._reopened_at: dict[str, float] = {}
        self._to_reopen = False
        self._unsubscribe = [
            dispatcher.subscribe(HealthMeasured, self.on_health_measured),
            dispatcher.subscribe(MicrophoneMeasured, self.on_microphone_measured),
            dispatcher.subscribe(SoundSwitched, self.on_sound_switched),
            dispatcher.subscribe(SessionChanged, self.on_session_changed),
        ]

    def close(self) -> None:
        """Stop watching. Idempotent."""
        while self._unsubscribe:
            self._unsubscribe.pop()()

    # -- the picture -------------------------------------------------------------------------

    def on_health_measured(self, event: HealthMeasured) -> None:
        """The stage answers: look at what it shows, unless a look still waits its turn."""
        self._measure_pace(event.load)
        state = self._recorder.state
        seen = not state.on_break or state.scene_by_hand  # else nobody tells when that is over
        watched = state.phase is Phase.LIVE and seen and not state.stage_lost
        if watched and not self._looking and self._clock.monotonic() >= self._rest_until:
            self._looking = True
            self._on_stage(self._look, self._looked)

    def _measure_pace(self, load: StageLoad | None) -> None:
        self._slow = load is not None and self._pace.sample(
            self._clock.monotonic(),
            (load.frames_drawn, load.frames_missed),
            (load.frames_encoded, load.frames_skipped),
        )

    def _looked(self, done: Future[None]) -> None:
        self._looking = False
        error = done.exception()
        if error is not None and not _is_loss(error):
            self._rest_until = self._clock.monotonic() + policy.LOOK_REST_SECONDS
        _log_failure(done)

    def _look(self) -> None:
        glance = self._stage.glance(policy.LOOK_WIDTH)
        self._mind_scene(glance.scene)
        if glance.scene is not Scene.PROGRAMME or self._keeper.intent.on_break:
            self._picture.forget()
            self._to_reopen = False  # what is bad afterwards is found again
            return
        look = self._seen(glance)
        if look is None:
            return
        now = self._clock.monotonic()
        found = self._picture.sample(now, look)
        before = self._recorder.state.picture
        if found != before:
            self._recorder.record(lambda page: _write_picture(page, found)).result()
            # One that goes from black to still is one trouble, and was opened again in it.
            self._to_reopen = found in STUCK and (self._to_reopen or before not in STUCK)
        if self._to_reopen and glance.cameras:
            self._reopen(found, now)

    def _mind_scene(self, scene: Scene | None) -> None:
        """OBS tells nothing of a scene that was chosen by hand."""
        if not scene_by_hand_facts(self._recorder.state, scene):
            return
        if scene is not None:
            self._keeper.follow_now()  # what is on air now may have been asked for meanwhile
            return

        def write(page: Page) -> None:
            for fact in scene_by_hand_facts(page.state, scene):
                _write_live(page, fact)

        self._recorder.record(write).result()

    def _seen(self, glance: Glance) -> Look | None:
        if self._glimpses is None:
            # OpenCV comes with it: only who goes on air waits for that.
            from studio.camera.glimpse import Bare, Glimpses

            self._glimpses = Glimpses(), Bare()
        programme, bare = self._glimpses
        seen = programme.take(glance.jpeg, glance.restless)
        # Also where there is none: the next page finds cameras nothing is known of.
        alone = bare.moved(dict(zip(glance.cameras, glance.bare, strict=False)))
        if seen is None or (glance.bare and alone is None):
            return None
        moved = bool(alone) if glance.bare else seen.moved
        moves = bool(glance.cameras)
        return Look(seen.black, seen.dark, moved, should_move=moves, slow=self._slow)

    def _reopen(self, trouble: str, now: float) -> None:
        """Once in each trouble; one that comes back within the time waits until that is over."""
        before = self._reopened_at.get(trouble)
        if before is not None and now - before < policy.REOPEN_AGAIN_SECONDS:
            return
        self._to_reopen = False
        self._reopened_at[trouble] = now
        names = self._stage.reopen_cameras()
        if names:
            self._picture.reopened()
            self._recorder.record(lambda page: _write_live(page, e.CamerasReopened(names))).result()

    # -- the sound ---------------------------------------------------------------------------

    def on_microphone_measured(self, event: MicrophoneMeasured) -> None:
        """Up to ten times a second: a few comparisons, and a row only where it changed."""
        state = self._recorder.state
        if not _listens(state) or self._not_resumed(state):
            self._sound.forget()
            return
        now = self._clock.monotonic()
        found = self._sound.sample(now, event.peak_dbfs, quiet_is_fine=state.held)
        if found != state.sound and not self._asking:
            self._asking = True
            at = self._clock.now_ms()  # not when the writer comes to it
            written = self._recorder.record(lambda page: _write_sound(page, found, at))
            written.add_done_callback(self._sound_written)

    def on_session_changed(self, event: SessionChanged) -> None:
        """A stage that is lost has nothing read: how long it was quiet begins anew after it."""
        if isinstance(event.entry.fact, e.StageWasLost):
            self._sound.forget()

    def _not_resumed(self, state: LiveState) -> bool:
        """Interrupted, and its stage just being opened: what was bad before ends with the gap, and
        not because a first reading finds nothing wrong yet."""
        return len(state.gaps) == self._gaps_before

    def _sound_written(self, done: Future[None]) -> None:
        self._asking = False
        _log_failure(done)

    def on_sound_switched(self, event: SoundSwitched) -> None:
        """Somebody muted or opened something: read what is so, and follow a hand.

        Once for all that is told before it is read: a flood of it must not keep a press waiting.
        """
        if self._recorder.state.phase is Phase.LIVE and not self._reading:
            self._reading = True
            self._on_stage(self._read_mute, _log_failure)

    def _read_mute(self) -> None:
        self._reading = False  # what is told from here on is read again
        state, seen = self._recorder.state, self._stage.observe()
        ours = state.muted and not state.muted_by_hand  # else the wish is newer than what was seen
        if ours and self._keeper.intent.muted and not seen.muted:  # opened by hand: it stays so
            self._keeper.intend(lambda want: replace(want, muted=False))

        def write(page: Page) -> None:
            for fact in sound_facts(page.state, seen):
                _write_live(page, fact)

        self._recorder.record(write).result()

    def _on_stage(self, work: Callable[[], None], done: Callable[[Future[None]], None]) -> None:
        try:
            self._keeper.submit(work).add_done_callback(done)
        except RuntimeError:
            log.info("nothing more is watched on a stage that was let go")


def _is_loss(error: BaseException) -> bool:
    """The connection broke under the look: one that is found again shows itself at once."""
    return isinstance(error, UserFacingError) and error.code == "stage_lost"


def _listens(state: LiveState) -> bool:
    live = state.phase is Phase.LIVE and not state.stage_lost
    return live and not state.on_break and not state.muted


def _write_live(page: Page, fact: e.Fact, at: int | None = None) -> None:
    if page.state.phase is Phase.LIVE:
        page.write(fact, at=at)


def _write_picture(page: Page, found: str) -> None:
    before = page.state.picture
    unwatched = page.state.on_break or page.state.scene_by_hand or page.state.stage_lost
    if unwatched or found == before:
        return
    _write_live(page, e.PictureCameBack(before) if found == "good" else e.PictureWentBad(found))


def _write_sound(page: Page, found: str, at: int) -> None:
    before = page.state.sound
    if not _listens(page.state) or found == before:
        return
    _write_live(page, e.SoundCameBack(before) if found == "good" else e.SoundWentBad(found), at)
