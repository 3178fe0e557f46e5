"""A stage whose program died in a broadcast: started again where a person agreed, and only then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.health.policy import OBS_RESTARTS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.stage.port import StageLost, StageRegained
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import INFO, PLAN, Room, wait_until

WORKERS = 2
"""Of the runtime's pool, on which the reviver works."""


class Program:
    """Stands in for OBS on this computer."""

    def __init__(self) -> None:
        self.consented = True
        self.running = False
        self.comes_up = False
        """Whether it runs once it was started; else it dies at once."""
        self.refuses = ""
        self.starts = self.ends = 0

    def lives_here(self, url: str) -> bool:
        return "127.0.0.1" in url

    def is_running(self) -> bool:
        return self.running

    def start(self) -> None:
        if self.refuses:
            raise UserFacingError(self.refuses, path="obs")
        self.starts += 1
        self.running = self.running or self.comes_up

    def start_again(self) -> None:
        self.ends += 1
        self.start()

    def log_tail(self, url: str) -> None:
        """It writes none."""


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


@pytest.fixture
def program(room: Room) -> Program:
    made = Program()
    room.studio.obs_life = made  # type: ignore[assignment]
    return made


def live_on_obs(room: Room, url: str = "ws://127.0.0.1:4455") -> LiveSession:
    session = room.studio.start_session(PLAN, "obs", SessionOptions("obs", url)).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    return session


def lose(room: Room, session: LiveSession) -> None:
    """The stage is lost, and comes back."""
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: session.state.stage_lost)
    room.stage.listener(StageRegained(INFO))
    wait_until(lambda: not session.state.stage_lost)


def started(room: Room) -> list[e.Fact]:
    facts = [change.entry.fact for change in room.changes]
    return [fact for fact in facts if isinstance(fact, e.StageStarted)]


def settle(room: Room) -> None:
    """Until the workers are through with what they were given."""
    all_here = threading.Barrier(WORKERS)
    last = [room.studio.runtime.background(lambda: all_here.wait(60)) for _ in range(WORKERS)]
    for each in last:
        each.result(60)


def test_an_obs_that_is_gone_is_started_and_that_is_in_the_journal(
    room: Room, program: Program
) -> None:
    session = live_on_obs(room)
    lose(room, session)
    wait_until(lambda: started(room) == [e.StageStarted(by_hand=False)])
    assert program.starts == 1


def test_one_that_dies_again_and_again_is_left_to_a_person(room: Room, program: Program) -> None:
    session = live_on_obs(room)
    for deaths in range(1, OBS_RESTARTS + 3):
        lose(room, session)
        wait_until(lambda deaths=deaths: program.starts == min(deaths, OBS_RESTARTS))  # type: ignore[misc]
    settle(room)
    assert program.starts == len(started(room)) == OBS_RESTARTS
    session.restart_stage().result(60)
    assert started(room)[-1] == e.StageStarted(by_hand=True)
    assert program.ends == 1


def test_without_consent_nothing_is_started_by_itself(room: Room, program: Program) -> None:
    program.consented = False
    session = live_on_obs(room)
    lose(room, session)
    settle(room)
    assert program.starts == 0


def test_an_obs_that_still_runs_is_not_started_twice(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.session.reviver.GONE_SECONDS", 0.2)
    program.running = True
    session = live_on_obs(room)
    lose(room, session)
    settle(room)
    assert (program.starts, program.ends) == (0, 0)


def dying_on_obs(room: Room, program: Program, monkeypatch: pytest.MonkeyPatch) -> LiveSession:
    """Live, the stage lost, and its program still in the list."""
    monkeypatch.setattr("studio.session.reviver.GONE_SECONDS", 0.0)
    monkeypatch.setattr("studio.session.reviver.DYING_SECONDS", 0.01)
    program.running = True
    session = live_on_obs(room)
    room.stage.listener(StageLost("stage_lost"))
    return session


def test_an_obs_that_takes_long_to_die_is_started_once_it_is_gone(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dying_on_obs(room, program, monkeypatch)
    wait_until(lambda: session.state.stage_lost)
    settle(room)
    assert program.starts == 0
    program.running, program.comes_up = False, True
    wait_until(lambda: started(room) == [e.StageStarted(by_hand=False)])
    settle(room)
    assert program.starts == 1


def test_the_ticker_does_not_wait_for_the_list_of_processes(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dying_on_obs(room, program, monkeypatch)
    asked_on: list[str] = []

    def is_running() -> bool:
        asked_on.append(threading.current_thread().name)
        return True

    wait_until(lambda: session.state.stage_lost)
    monkeypatch.setattr(program, "is_running", is_running)
    wait_until(lambda: len(asked_on) > 3)
    assert all(name.startswith("gongfu-worker") for name in asked_on)
    session.close()


def test_one_that_answers_again_is_looked_at_no_longer(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dying_on_obs(room, program, monkeypatch)
    wait_until(lambda: "obs-dying" in names_of_threads())
    room.stage.listener(StageRegained(INFO))
    wait_until(lambda: "obs-dying" not in names_of_threads())
    program.running = False
    settle(room)
    assert program.starts == 0
    session.close()


def test_one_that_a_person_starts_again_is_not_started_twice(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dying_on_obs(room, program, monkeypatch)
    wait_until(lambda: "obs-dying" in names_of_threads())
    looked = threading.Event()

    def start_again() -> None:
        program.running = False
        wait_until(lambda: "obs-dying" not in names_of_threads())  # it has seen that it is gone
        program.running = True
        looked.set()

    monkeypatch.setattr(program, "start_again", start_again)
    session.restart_stage().result(60)
    assert looked.is_set()
    settle(room)
    assert program.starts == 0


def test_a_look_under_way_starts_nothing_once_the_session_is_closed(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dying_on_obs(room, program, monkeypatch)
    wait_until(lambda: "obs-dying" in names_of_threads())
    looks, go_on = threading.Event(), threading.Event()

    def is_running() -> bool:
        looks.set()
        go_on.wait(60)
        return False

    monkeypatch.setattr(program, "is_running", is_running)
    assert looks.wait(60)
    session.close()
    go_on.set()
    for _ in range(2):  # what the look asks for, too
        settle(room)
    assert program.starts == 0


def names_of_threads() -> set[str]:
    return {each.name for each in threading.enumerate()}


def test_one_on_another_computer_cannot_be_started(room: Room, program: Program) -> None:
    session = live_on_obs(room, "ws://192.168.1.7:4455")
    assert not session.can_restart_stage
    lose(room, session)
    settle(room)
    assert program.starts == 0


def test_a_loss_before_going_live_starts_nothing(room: Room, program: Program) -> None:
    session = room.studio.start_session(PLAN, "obs").result(60)
    session.open_stage().result(60)
    room.stage.listener(StageLost("stage_lost"))
    room.settle(session)
    settle(room)
    assert program.starts == 0


def test_one_that_dies_again_as_it_comes_up_is_started_again(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage is lost once, and not regained: no second loss is told."""
    monkeypatch.setattr("studio.session.reviver.DYING_SECONDS", 0.01)
    session = live_on_obs(room)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: program.starts == OBS_RESTARTS)
    wait_until(lambda: "obs-dying" not in names_of_threads())
    settle(room)
    assert program.starts == len(started(room)) == OBS_RESTARTS
    session.close()


@pytest.mark.expects_log
def test_one_that_cannot_be_started_at_first_is_tried_again_and_told_once(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.session.reviver.DYING_SECONDS", 0.01)
    tries: list[str] = []

    def start() -> None:
        tries.append("")
        if len(tries) < OBS_RESTARTS:
            raise UserFacingError("obs_not_started", path="obs")
        program.running = True

    monkeypatch.setattr(program, "start", start)
    session = live_on_obs(room)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: started(room) == [e.StageStarted(by_hand=False)])
    assert room.events.count("stage_refused") == 1
    room.stage.listener(StageRegained(INFO))
    wait_until(lambda: "obs-dying" not in names_of_threads())
    session.close()


@pytest.mark.expects_log
def test_one_that_cannot_be_started_is_told_and_the_broadcast_goes_on(
    room: Room, program: Program
) -> None:
    program.refuses = "obs_not_started"
    session = live_on_obs(room)
    lose(room, session)
    wait_until(lambda: "stage_refused" in room.events)
    facts = [change.entry.fact for change in room.changes]
    assert e.StageRefused("obs_not_started") in facts
    assert started(room) == []
    program.refuses = ""
    session.restart_stage().result(60)
    assert started(room) == [e.StageStarted(by_hand=True)]


@pytest.mark.expects_log
def test_one_that_cannot_be_started_is_told_anew_in_another_loss(
    room: Room, program: Program
) -> None:
    session = live_on_obs(room)
    program.refuses = "obs_not_started"
    for losses in (1, 2):
        lose(room, session)
        wait_until(lambda losses=losses: room.events.count("stage_refused") == losses)  # type: ignore[misc]


@pytest.mark.expects_log
def test_one_that_a_person_started_and_that_cannot_be_started_again_is_told_anew(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same loss: it died before it answered."""
    monkeypatch.setattr("studio.session.reviver.DYING_SECONDS", 0.01)

    def start() -> None:
        program.running = True
        raise UserFacingError("obs_not_started", path="obs")

    def start_again() -> None:
        program.running = False

    monkeypatch.setattr(program, "start", start)
    monkeypatch.setattr(program, "start_again", start_again)
    session = live_on_obs(room)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: room.events.count("stage_refused") == 1)
    session.restart_stage().result(60)
    wait_until(lambda: room.events.count("stage_refused") == 2)
    session.close()


def test_a_closed_session_is_watched_no_longer(room: Room, program: Program) -> None:
    session = live_on_obs(room)
    session.close()
    again = room.studio.resume_session(session.session_id).result(60)
    again.resume(room.clock.now_ms()).result(60)
    lose(room, again)
    wait_until(lambda: bool(started(room)))
    settle(room)
    assert program.starts == len(started(room)) == 1
