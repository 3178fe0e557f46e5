"""What a trainer plays on the practice stage is met by the very policy a real OBS is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime.clock import SystemClock
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.live import LiveSession
from studio.session.plan_library import PlanLibrary
from studio.session.studio import Studio, StudioParts
from studio.stage.faults import Fault
from studio.stage.practice import uplink
from studio.stage.practice.stage import PracticeStage
from studio.store.database import Store
from studio.store.secrets import MemorySecrets
from studio.store.settings import Settings
from tests.integration.test_live_session import wait_until
from tests.integration.test_sentinel_practice import PLAN, PlainArtist, Told

CLOCK_S = 10
PLATFORM = f"[kuaishou]\nroom_closes_after_s = {CLOCK_S}\n"


@pytest.fixture
def told(runtime: Runtime) -> Told:
    return Told(runtime)


@pytest.fixture
def studio(told: Told, store: Store, runtime: Runtime, tmp_path: Path) -> Studio:
    (tmp_path / "platforms.toml").write_text(PLATFORM, "utf-8")
    made = Studio(
        StudioParts(
            runtime,
            store,
            Settings(tmp_path),
            MemorySecrets(),
            SystemClock(),
            tmp_path,
            PlanLibrary(tmp_path / "plans"),
            {"practice": lambda options, secrets: PracticeStage()},
            lambda workshop, platform: PlainArtist(tmp_path),
        )
    )
    made.settings.set("platform", "kuaishou")
    made.settings.set("obs_restart", "yes")
    return made


@pytest.fixture
def session(studio: Studio) -> Iterator[LiveSession]:
    made = studio.start_session(PLAN, "practice").result(60)
    made.open_stage().result(60)
    yield made
    made.end().result(60)
    made.close()


def play(session: LiveSession, fault: Fault, seconds: float | None = None) -> None:
    assert session.faults is not None
    session.faults.inject(fault, seconds)


def test_a_refused_first_connect_is_tried_three_times_more_and_explained(
    session: LiveSession, told: Told
) -> None:
    play(session, Fault.REFUSED, 600)
    session.go_live().result(60)
    told.wait(e.ConnectGivenUp(answered=False))
    tries = [fact for fact in told.facts if isinstance(fact, e.ConnectFailed)]
    assert tries == [e.ConnectFailed(3), e.ConnectFailed(2), e.ConnectFailed(1)]
    assert session.state.recording_path is not None
    session.faults.clear()  # type: ignore[union-attr]
    told.wait(e.StreamStarted())


def test_a_stage_that_dies_is_started_again_where_that_was_agreed_to(
    session: LiveSession, told: Told
) -> None:
    session.go_live().result(60)
    first = session.state.recording_path
    play(session, Fault.OBS_KILLED, 600)
    told.wait(e.StageStarted())
    told.wait(e.StageWasRegained())
    told.wait(e.StreamStopped(wanted=False))
    assert len([f for f in told.facts if isinstance(f, e.StageWasLost)]) == 1
    wait_until(lambda: session.state.stream_on)
    assert session.state.recording_path not in (None, first)


def test_a_stage_away_for_longer_than_the_platforms_clock_waits_for_a_person_too(
    session: LiveSession, told: Told, studio: Studio
) -> None:
    studio.settings.set("obs_restart", "ask")
    session.go_live().result(60)
    told.wait_seconds(2)  # a stream that nobody saw is not waited for
    play(session, Fault.OBS_KILLED, CLOCK_S + 1)
    told.wait(e.StageWasRegained())
    told.wait(e.RoomClockRanOut(CLOCK_S))
    told.wait(e.BreakStarted(e.PROGRAM))
    told.wait_seconds(3)
    assert not session.state.stream_on
    session.looked_at_platform().result(60)
    told.wait(e.BreakEnded(e.PROGRAM))
    assert session.state.stream_on


def test_a_hole_that_outlasts_the_platforms_clock_waits_for_a_person(
    session: LiveSession, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uplink, "NOTICED_AFTER", 5.0)  # before the clock of this test runs out
    session.go_live().result(60)
    play(session, Fault.ROOM_CLOSED)
    told.wait(e.BreakStarted(e.PROGRAM))
    told.wait(e.RoomClockRanOut(CLOCK_S))
    session.faults.clear()  # type: ignore[union-attr]
    told.wait_seconds(3)
    assert not session.state.stream_on
    session.looked_at_platform().result(60)
    told.wait(e.BreakEnded(e.PROGRAM))
    assert session.state.stream_on
