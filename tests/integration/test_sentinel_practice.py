"""The sentinel on the practice stage: what a trainer plays is noticed, and nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime.clock import SystemClock
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.recorder import SessionChanged
from studio.session.stream_minder import HealthMeasured
from studio.session.studio import Studio, StudioParts
from studio.stage.port import VideoProfile
from studio.stage.practice.stage import PracticeStage
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.fake_stage import FakeArtist
from tests.helpers.pictures import YELLOW, write_png

GOODS = (PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=10),)
PLAN = Plan("贻贝专场", "主播甲", products=GOODS, video=VideoProfile(320, 180, 20))
BAD = (e.PictureWentBad, e.SoundWentBad, e.MicrophoneMuted, e.CamerasReopened)


class PlainArtist(FakeArtist):
    """No cards; a break picture in one colour."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def break_picture(self, video: VideoProfile) -> Path:
        return write_png(self.folder, YELLOW, video.width, video.height)


class Told:
    """What the session told, and how to wait for more."""

    def __init__(self, runtime: Runtime) -> None:
        self._changed = threading.Condition()
        self.facts: list[e.Fact] = []
        self.seconds = 0
        runtime.dispatcher.subscribe(SessionChanged, self._on_fact)
        runtime.dispatcher.subscribe(HealthMeasured, self._on_second)

    def _on_fact(self, event: SessionChanged) -> None:
        with self._changed:
            self.facts.append(event.entry.fact)
            self._changed.notify_all()

    def _on_second(self, event: HealthMeasured) -> None:
        with self._changed:
            self.seconds += 1
            self._changed.notify_all()

    def wait(self, fact: e.Fact) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: fact in self.facts, 120), f"never {fact}"

    def wait_seconds(self, count: int) -> None:
        with self._changed:
            end = self.seconds + count
            assert self._changed.wait_for(lambda: self.seconds >= end, 120)


@pytest.fixture
def told(runtime: Runtime) -> Told:
    return Told(runtime)


@pytest.fixture
def session(told: Told, store: Store, runtime: Runtime, tmp_path: Path) -> Iterator[LiveSession]:
    studio = Studio(
        StudioParts(
            runtime,
            store,
            Settings(tmp_path),
            KeyringSecrets(),
            SystemClock(),
            tmp_path,
            PlanLibrary(tmp_path / "plans"),
            {"practice": lambda options, secrets: PracticeStage()},
            lambda workshop, platform: PlainArtist(tmp_path),
        )
    )
    made = studio.start_session(PLAN, "practice").result(60)
    made.open_stage().result(60)
    made.go_live().result(60)
    yield made
    made.end().result(60)
    made.close()


def test_what_a_trainer_plays_is_noticed_and_over_when_it_is(
    session: LiveSession, told: Told
) -> None:
    faults = session.faults
    assert faults is not None
    faults.inject("silent", 600)
    faults.inject("frozen", 600)
    told.wait(e.PictureWentBad("frozen"))
    told.wait(e.CamerasReopened(("synthetic",)))
    told.wait(e.PictureCameBack("frozen"))  # opening it again has helped
    faults.inject("black", 600)
    told.wait(e.PictureWentBad("black"))
    told.wait(e.SoundWentBad("silent"))
    faults.clear()
    told.wait(e.PictureCameBack("black"))
    told.wait(e.SoundCameBack("silent"))
    faults.inject("slow", 600)
    told.wait(e.PictureWentBad("slow"))
    faults.clear()
    told.wait(e.PictureCameBack("slow"))


def test_a_broadcast_in_which_nothing_happens_raises_nothing(
    session: LiveSession, told: Told
) -> None:
    told.wait_seconds(4)
    session.break_on().result(60)
    told.wait_seconds(5)  # longer than a frozen picture is let pass
    session.break_off().result(60)
    told.wait_seconds(5)
    assert [fact for fact in told.facts if isinstance(fact, BAD)] == []
