"""OBS's virtual camera, for platforms that give small accounts no stream key."""

from __future__ import annotations

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.session.summary import summarise
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.obs.handshake import Address
from studio.stage.obs.virtual_camera import VirtualCamera
from studio.stage.platforms import OWN
from studio.stage.port import VirtualCameraSwitched
from tests.helpers.fake_obs import FakeObs, fake_obs
from tests.integration.test_live_session import PLAN, Room, code_of, room

__all__ = ["room"]


class Driver:
    """The virtual camera of a fake OBS."""

    def __init__(self, obs: FakeObs) -> None:
        self.on = False
        self.asked: list[str] = []
        obs.answers |= {
            "GetVirtualCamStatus": lambda _: self._did("Get") or {"outputActive": self.on},
            "StartVirtualCam": lambda _: self._switch("Start", True),
            "StopVirtualCam": lambda _: self._switch("Stop", False),
        }

    def _did(self, what: str) -> None:
        self.asked.append(what)

    def _switch(self, what: str, on: bool) -> dict[str, object]:
        self._did(what)
        self.on = on
        return {}


def connected(obs: FakeObs) -> ObsClient:
    client = ObsClient(Address.parse(obs.url), None, lambda *_: None, lambda *_: None)
    client.connect()
    return client


def test_it_is_switched_on_once_and_off_at_the_end() -> None:
    with fake_obs() as obs:
        driver, camera, client = Driver(obs), VirtualCamera(), connected(obs)
        camera.match(client, True)
        camera.match(client, True)
        assert driver.on
        assert driver.asked.count("Start") == 1
        assert camera.is_on(client)
        camera.match(client, False)
        assert not driver.on
        assert not camera.is_on(client)
        client.disconnect()


def test_one_that_was_on_before_anybody_wanted_it_is_left_on() -> None:
    with fake_obs() as obs:
        driver, camera, client = Driver(obs), VirtualCamera(), connected(obs)
        driver.on = True
        camera.match(client, False)
        assert driver.on
        assert driver.asked == []
        camera.match(client, True)
        camera.match(client, False)
        assert driver.on
        assert camera.is_on(client)  # what is said of it afterwards is so
        client.disconnect()


def test_the_one_a_broadcast_left_on_is_its_own_to_stop() -> None:
    with fake_obs() as obs:
        driver, camera, client = Driver(obs), VirtualCamera(), connected(obs)
        driver.on = True
        camera.match(client, True, goes_on=True)
        camera.match(client, True)
        camera.match(client, False)
        assert not driver.on
        client.disconnect()


def test_one_switched_on_by_hand_in_an_obs_that_came_later_is_left_on() -> None:
    with fake_obs() as obs:
        driver, camera, client = Driver(obs), VirtualCamera(), connected(obs)
        camera.match(client, True)
        camera.is_gone()
        camera.match(client, True)
        camera.match(client, False)
        assert driver.on
        client.disconnect()


def test_an_obs_without_one_is_told_once_for_each_obs() -> None:
    with fake_obs() as obs:
        obs.answers["GetVirtualCamStatus"] = lambda _: None  # 604
        camera, client = VirtualCamera(), connected(obs)
        with pytest.raises(UserFacingError) as caught:
            camera.match(client, True)
        assert caught.value.code == "virtual_camera_missing"
        camera.match(client, True)
        assert not camera.is_on(client)
        camera.match(client, False)
        camera.forget()
        with pytest.raises(UserFacingError):
            camera.match(client, True)
        client.disconnect()


def test_another_refusal_is_not_taken_for_a_missing_one() -> None:
    with fake_obs() as obs:
        Driver(obs)
        camera, client = VirtualCamera(), connected(obs)
        error = ObsError("StartVirtualCam", 500, "running")
        assert camera._told(error) is error
        client.disconnect()


def live_on(room: Room, platform: str, server: str = "") -> LiveSession:
    options = SessionOptions("obs", ingest_server=server, platform=platform)
    session = room.studio.start_session(PLAN, "obs", options).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    return session


@pytest.mark.parametrize("platform", ["douyin", "kuaishou", "taobao", "channels", "tiktok"])
def test_an_account_without_a_key_gets_the_picture_as_a_camera(room: Room, platform: str) -> None:
    session = live_on(room, platform)
    assert session.state.virtual_camera
    session.end().result(60)
    session.close()
    assert not session.state.virtual_camera
    assert [name for name in room.events if "virtual" in name] == [
        "virtual_camera_started", "virtual_camera_stopped",
    ]  # fmt: skip
    assert not any(order.streaming for order in room.stage.applied)


def test_a_virtual_camera_switched_off_by_hand_is_told_and_on_again(room: Room) -> None:
    session = live_on(room, "douyin")
    applied = len(room.stage.applied)
    off = e.VirtualCameraStopped(wanted=False)
    for time in range(1, policy.CAMERA_AGAIN + 1):
        room.stage.listener(VirtualCameraSwitched(on=False))
        room.settle(session)
        facts = [change.entry.fact for change in room.changes]
        assert facts[-2:] == [off, e.VirtualCameraStarted()]
        assert len(room.stage.applied) == applied + time
    room.stage.listener(VirtualCameraSwitched(on=False))  # who does it again and again has a reason
    room.settle(session)
    assert room.changes[-1].entry.fact == e.VirtualCameraStopped(wanted=False, rests=True)
    assert len(room.stage.applied) == applied + policy.CAMERA_AGAIN
    room.clock.advance(policy.CAMERA_AGAIN_SECONDS)
    session._keeper.by_itself(session._keeper._sample)  # and nobody presses anything
    room.settle(session)
    assert session.state.virtual_camera
    told = summarise(PLAN, [change.entry for change in room.changes], {})
    assert [row["code"] for row in told["incidents"]] == ["incident_virtual_camera_off"]
    session.end().result(60)
    session.close()
    assert room.changes[-1].state.virtual_camera is False
    assert facts_of(room)[-1] == e.VirtualCameraStopped(wanted=True)


def facts_of(room: Room) -> list[e.Fact]:
    kinds = e.VirtualCameraStarted | e.VirtualCameraStopped
    return [c.entry.fact for c in room.changes if isinstance(c.entry.fact, kinds)]


def test_who_has_a_key_needs_no_camera(room: Room) -> None:
    there = "rtmp://push.example/live"
    for platform, server in (("douyin", there), ("kuaishou", there), (OWN, "")):
        session = live_on(room, platform, server)
        session.end().result(60)
        session.close()
    assert not any(order.virtual_camera for order in room.stage.applied)


def test_an_obs_without_one_still_records(room: Room) -> None:
    options = SessionOptions("obs", platform="douyin")
    session = room.studio.start_session(PLAN, "obs", options).result(60)
    session.open_stage().result(60)
    room.stage.refuse = UserFacingError("virtual_camera_missing")
    assert code_of(session.go_live()) == "virtual_camera_missing"
    assert "stage_refused" in room.events
    session.end().result(60)
    session.close()
