"""A broadcast ended while its stage hangs: the truth is told, and the stage is asked on to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.live import LiveSession
from studio.session.state import Phase, fold
from studio.stage.port import Listener, Observed, StageHealth, StageInfo, StageSetup, Wanted
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeStage
from tests.integration.test_live_session import PLAN, Room, wait_until


class HangingStage(FakeStage):
    """As OBS stopped in its tracks: nothing is answered while ``trouble`` lasts."""

    def __init__(self, *, already_on_air: bool = False) -> None:
        super().__init__(already_on_air=already_on_air)
        self.trouble = ""
        self.asked = 0

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        self._answer()
        return super().open(setup, listener)

    def apply(self, wanted: Wanted) -> Observed:
        self._answer()
        return super().apply(wanted)

    def health(self) -> StageHealth:
        self._answer()
        return super().health()

    def _answer(self) -> None:
        self.asked += 1
        if self.trouble:
            raise UserFacingError(self.trouble, host="127.0.0.1", port=4455)

    @property
    def on_air(self) -> bool:
        return self._wanted.streaming or self._wanted.recording


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def live_on(room: Room, stage: HangingStage) -> LiveSession:
    room.stage = stage
    session = room.studio.start_session(PLAN, "obs").result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    return session


def ended(room: Room, session: LiveSession) -> e.Ended:
    facts = [entry.fact for entry in room.studio.entries(session.session_id).result(60)]
    (end,) = [fact for fact in facts if isinstance(fact, e.Ended)]
    return end


@pytest.mark.parametrize("trouble", ["obs_silent", "stage_lost"])
def test_after_the_review_opened_a_hanging_obs_is_asked_until_it_stopped(
    room: Room, trouble: str
) -> None:
    stage = HangingStage()
    session = live_on(room, stage)
    stage.trouble = trouble
    session.end().result(60)
    assert session.state.phase is Phase.ENDED
    assert [failed.error.args[0] for failed in room.failures] == ["ended_perhaps_on_air"]
    assert ended(room, session).perhaps_on_air
    session.close()  # the review is open: nobody looks at the session any more
    assert stage.on_air
    stage.trouble = ""
    wait_until(lambda: stage.closed)
    assert not stage.on_air
    assert room.events[-1] == "left_air"
    assert not fold(room.studio.entries(session.session_id).result(60)).perhaps_on_air


def test_an_end_that_was_seen_lets_go_at_once(room: Room) -> None:
    stage = HangingStage()
    session = live_on(room, stage)
    session.end().result(60)
    assert not ended(room, session).perhaps_on_air
    session.close()
    assert stage.closed


def test_an_obs_that_closes_its_film_slowly_is_waited_for(room: Room) -> None:
    """It answers all the while: nobody is sent to look whether it is still on the air."""

    class Closing(HangingStage):
        slow = 2

        def apply(self, wanted: Wanted) -> Observed:
            seen = super().apply(wanted)
            if wanted.recording or not self.slow:
                return seen
            self.slow -= 1
            return replace(seen, recording=True)

    session = live_on(room, stage := Closing())
    session.end().result(60)
    assert stage.slow == 0
    assert not ended(room, session).perhaps_on_air
    assert room.failures == []


def test_an_obs_that_is_gone_is_not_asked_for_ever(room: Room) -> None:
    """What a later OBS sends was not begun by us, and is not ours to stop."""
    stage = HangingStage()
    session = live_on(room, stage)
    stage.trouble = "obs_silent"
    session.end().result(60)
    session.close()
    stage.trouble = "stage_unreachable"
    wait_until(lambda: stage.closed)
    assert room.events[-1] == "ended"


def test_the_next_broadcast_is_not_stopped_for_the_last_one(room: Room) -> None:
    stage = HangingStage()
    session = live_on(room, stage)
    stage.trouble = "obs_silent"
    session.end().result(60)
    session.close()
    following = live_on(room, HangingStage())
    wait_until(lambda: stage.closed)
    following.end().result(60)
    following.close()


def test_a_hanging_obs_is_let_go_when_the_program_ends(room: Room, runtime: Runtime) -> None:
    stage = HangingStage()
    session = live_on(room, stage)
    stage.trouble = "obs_silent"
    session.end().result(60)
    session.close()
    runtime.close()
    assert stage.closed


def test_giving_up_an_interrupted_broadcast_asks_a_hanging_obs_on(room: Room) -> None:
    session = live_on(room, HangingStage())
    session.close()
    room.stage = stage = HangingStage(already_on_air=True)
    stage.trouble = "obs_silent"
    assert not room.studio.end_interrupted(session.session_id).result(60)
    assert room.events[-1] == "ended"
    stage.trouble = ""
    wait_until(lambda: stage.closed)
    assert not stage.on_air
    assert room.events[-1] == "left_air"


def left_by_an_earlier_run(room: Room, runtime: Runtime) -> Room:
    """Ended while OBS hung, then the program was closed; the room as the next start finds it."""
    stage = HangingStage()
    session = live_on(room, stage)
    stage.trouble = "obs_silent"
    session.end().result(60)
    session.let_go()
    return Room(room.studio.store, runtime, room.clock, room.studio.data_dir)


def test_the_next_start_finds_what_was_left_on_the_air_and_stops_it(
    room: Room, runtime: Runtime
) -> None:
    after = left_by_an_earlier_run(room, runtime)
    after.stage = stage = HangingStage(already_on_air=True)
    left = after.studio.left_on_air().result(60)
    assert left is not None
    assert left.plan.title == PLAN.title
    assert stage.on_air, "looking changes nothing"
    assert after.studio.stop_left(left).result(60)
    assert not stage.on_air
    assert stage.closed
    assert after.studio.left_on_air().result(60) is None


def test_an_obs_that_stopped_meanwhile_is_asked_about_once(room: Room, runtime: Runtime) -> None:
    after = left_by_an_earlier_run(room, runtime)
    after.stage = stage = HangingStage()
    assert after.studio.left_on_air().result(60) is None
    assert after.studio.left_on_air().result(60) is None
    assert stage.opened == 1


def test_an_obs_that_cannot_be_asked_is_asked_about_again(room: Room, runtime: Runtime) -> None:
    after = left_by_an_earlier_run(room, runtime)
    after.stage = stage = HangingStage(already_on_air=True)
    stage.trouble = "stage_unreachable"
    assert after.studio.left_on_air().result(60) is None
    stage.trouble = ""
    assert after.studio.left_on_air().result(60) is not None
