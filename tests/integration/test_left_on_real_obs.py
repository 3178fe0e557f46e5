"""A real OBS hangs while a broadcast is ended: when it goes on, it leaves the air."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.threads import Runtime
from studio.session.archive import SessionOptions
from studio.stage.obs.check import check
from studio.stage.obs.stage import ObsStage
from studio.stage.port import VideoProfile
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeArtist
from tests.helpers.obs_rig import real_obs
from tests.helpers.pictures import YELLOW, write_png
from tests.helpers.rtmp import rtmp_server
from tests.helpers.stages import SMALL
from tests.integration.test_live_session import PLAN, Room, wait_until

pytestmark = pytest.mark.obs


class Artist(FakeArtist):
    """A break picture that is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def break_picture(self, video: VideoProfile) -> Path:
        return write_png(self._folder, YELLOW, video.width, video.height)


HANG_SECONDS = 18.0
"""Longer than a silent OBS counts as there."""


@pytest.mark.expects_log  # a sample answered just before the connection was given up
def test_obs_that_hung_at_the_end_leaves_the_air_when_it_goes_on(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    room = Room(store, runtime, clock, tmp_path)
    room.artist = Artist(tmp_path)
    with real_obs() as obs, rtmp_server() as server:
        room.stage = ObsStage(obs.url, obs.password)  # type: ignore[assignment]
        options = SessionOptions(stage="obs", obs_url=obs.url, ingest_server=server.server)
        plan = replace(PLAN, video=SMALL)
        session = room.studio.start_session(plan, "obs", options).result(60)
        session.open_stage().result(60)
        session.go_live().result(60)
        wait_until(lambda: session.state.stream_on)
        obs.freeze()
        session.end().result(60)
        assert [failed.error.args[0] for failed in room.failures] == ["ended_perhaps_on_air"]
        session.close()
        time.sleep(HANG_SECONDS)
        obs.thaw()
        wait_until(lambda: "left_air" in room.events)
        told = check(obs.url, obs.password)
        assert (told["streaming"], told["recording"]) == (False, False)
