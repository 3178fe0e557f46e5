"""The stream key in OBS's own profile: emptied once nothing streams, and at no other time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsError
from studio.stage.obs.matcher import Matcher
from studio.stage.obs.outputs import OUTPUT_RUNNING, StreamWatch
from studio.stage.port import Ingest, StageSetup, StreamState, VideoProfile, Wanted

KEY = "live_abc"
INGEST = Ingest("rtmp://ingest.example/live", KEY)


class OneStream:
    """An OBS that streams with the key of its profile."""

    def __init__(self) -> None:
        self.deadline: float | None = None
        self.key, self.server = "", ""
        self.streams = self.reconnects = False
        self.profile = OURS
        self.refuses = False
        self.keys: list[str] = []

    def request(self, name: str, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
        if name == "GetStreamStatus":
            return {"outputActive": self.streams, "outputReconnecting": self.reconnects}
        if name == "GetProfileList":
            return {"currentProfileName": self.profile}
        if name == "GetStreamServiceSettings":
            settings = {"server": self.server, "key": self.key, "use_auth": False}
            return {"streamServiceType": "rtmp_custom", "streamServiceSettings": settings}
        if name == "SetStreamServiceSettings" and data is not None:
            if self.refuses:
                raise ObsError(name, OUTPUT_RUNNING, "")
            settings = data["streamServiceSettings"]
            self.key, self.server = settings["key"], settings["server"]
            self.keys.append(self.key)
        elif name in ("StartStream", "StopStream"):
            self.streams = name == "StartStream"
            self.reconnects = False
        return {}


class Rig:
    def __init__(self, ingest: Ingest | None = INGEST) -> None:
        self.obs: Any = OneStream()
        self.watch = StreamWatch()
        self.matcher = Matcher(self.watch)
        video = VideoProfile(320, 180, 20)
        self.matcher.begin(StageSetup(video, Path(), Path(), ingest))

    def apply(self, *, streaming: bool) -> None:
        self.matcher._match_stream(self.obs, Wanted(streaming=streaming))

    def goes_live(self) -> None:
        self.watch.want()
        self.matcher.start_stream(self.obs)
        self.watch.heard("OBS_WEBSOCKET_OUTPUT_STARTED")


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_after_the_end_the_key_is_gone_and_the_address_stays(rig: Rig) -> None:
    rig.goes_live()
    assert rig.obs.key == KEY
    rig.apply(streaming=False)
    assert (rig.obs.streams, rig.obs.key) == (False, "")
    assert rig.obs.server == "rtmp://ingest.example/live"
    rig.goes_live()
    assert rig.obs.key == KEY, "and the next start has it"


def test_one_that_an_earlier_run_left_goes_once(rig: Rig) -> None:
    rig.obs.key = KEY
    rig.apply(streaming=False)
    rig.apply(streaming=False)
    assert rig.obs.keys == ["", ""], "and out of the file OBS keeps beside the newest"


def test_a_stream_of_ours_that_runs_or_reconnects_keeps_it(rig: Rig) -> None:
    rig.goes_live()
    rig.apply(streaming=True)
    rig.obs.reconnects = True
    rig.apply(streaming=True)
    assert rig.obs.keys == [KEY]


@pytest.mark.parametrize("reconnects", [False, True])
def test_a_stream_nobody_asked_us_for_keeps_it(rig: Rig, reconnects: bool) -> None:
    rig.obs.key, rig.obs.streams, rig.obs.reconnects = KEY, True, reconnects
    rig.apply(streaming=False)
    assert rig.obs.key == KEY
    assert rig.watch.state is not StreamState.OFF


def test_another_profile_and_a_broadcast_that_is_only_recorded_are_left_alone(rig: Rig) -> None:
    rig.obs.key, rig.obs.profile = "the user's own", "直播二号"
    rig.apply(streaming=False)
    assert rig.obs.keys == []
    recorded = Rig(ingest=None)
    recorded.obs.key = "the user's own"
    recorded.apply(streaming=False)
    assert recorded.obs.keys == []


def test_an_obs_that_refuses_is_asked_again(rig: Rig) -> None:
    rig.obs.key, rig.obs.refuses = KEY, True
    rig.apply(streaming=False)
    rig.obs.refuses = False
    rig.apply(streaming=False)
    assert rig.obs.key == ""
