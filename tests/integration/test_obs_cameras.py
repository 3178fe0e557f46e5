"""Cameras and microphones on a real OBS: what is found, opened again, noticed by a session."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.clock import SystemClock
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.studio import Studio, StudioParts
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.obs.own_camera import CAMERA, NETWORK, RECONNECT_SECONDS
from studio.stage.obs.scenes import FOOTAGE, GROUND, PROGRAMME, items
from studio.stage.obs.stage import ObsStage
from studio.stage.port import SoundSwitched, StageSetup, VideoProfile, Wanted
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.fake_stage import FakeArtist
from tests.helpers.ip_camera import IpCamera, ip_camera
from tests.helpers.obs_rig import RealObs
from tests.helpers.phone_camera import PhoneCamera, phone_camera
from tests.helpers.pictures import (
    TOLERANCE,
    YELLOW,
    colour_at,
    decode,
    write_clip,
    write_png,
    write_tone,
)
from tests.helpers.stages import SMALL, Heard, make_setup, wait_for

pytestmark = [pytest.mark.obs, pytest.mark.usefixtures("patient_obs")]

STALL = "我的摊位"
"""A scene the user built."""
GOODS = (PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=10),)


@pytest.fixture(autouse=True)
def _alive(obs: RealObs) -> None:
    """An OBS that crashed in one test is started again for the next."""
    assert obs.process is not None
    if obs.process.poll() is not None:
        obs.start()


@pytest.fixture
def hand(hand: ObsClient) -> Iterator[ObsClient]:
    """The user's own hand in OBS; what it made in a test is gone after it."""
    yield hand
    names = [str(entry["inputName"]) for entry in hand.request("GetInputList")["inputs"]]
    for name in names:
        if name.startswith("我的"):
            # What lay in a scene that was removed is about to go by itself.
            with contextlib.suppress(ObsError):
                hand.request("RemoveInput", {"inputName": name})


@pytest.fixture
def stage(obs: RealObs, tmp_path: Path) -> Iterator[ObsStage]:
    made = ObsStage(obs.url, obs.password)
    made.open(make_setup(tmp_path), Heard())
    made.apply(Wanted())
    yield made
    made.close()


def add(hand: ObsClient, scene: str, name: str, kind: str, settings: dict[str, object]) -> int:
    made = hand.request(
        "CreateInput",
        {"sceneName": scene, "inputName": name, "inputKind": kind, "inputSettings": settings},
    )
    return int(made["sceneItemId"])


def show(hand: ObsClient, scene: str, item: int, *, shown: bool) -> None:
    where = {"sceneName": scene, "sceneItemId": item}
    hand.request("SetSceneItemEnabled", where | {"sceneItemEnabled": shown})


def test_cameras_are_found_wherever_the_user_put_them(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    assert stage.glance(320).cameras == ()  # a studio without a camera: a still ground
    clip = {"local_file": str(write_clip(tmp_path / "clip.avi", moving=2)), "looping": True}
    hand.request("CreateScene", {"sceneName": STALL})
    lies = hand.request("CreateSceneItem", {"sceneName": PROGRAMME, "sourceName": STALL})
    try:
        add(hand, STALL, "我的录像", "ffmpeg_source", clip)
        hidden = add(hand, STALL, "我的摄像头", "v4l2_input", {"device_id": "/dev/video9"})
        add(hand, STALL, "我的海报", "color_source_v3", {"color": 0xFF00FF00})
        wait_for(lambda: "我的录像" in stage.glance(320).cameras, "the clip plays")
        assert set(stage.glance(320).cameras) == {"我的录像", "我的摄像头"}
        show(hand, STALL, hidden, shown=False)
        assert stage.glance(320).cameras == ("我的录像",)
        pause = {
            "inputName": "我的录像",
            "mediaAction": "OBS_WEBSOCKET_MEDIA_INPUT_ACTION_PAUSE",
        }

        def stands_still() -> bool:
            # Again: where the clip just begins anew, OBS plays on whatever it was asked.
            hand.request("TriggerMediaInputAction", pause)
            return stage.glance(320).cameras == ()

        wait_for(stands_still, "a paused clip stands still on purpose")
    finally:
        # Out of the picture first: OBS 29 crashed once over a scene removed while it was drawn.
        taken_out = {"sceneName": PROGRAMME, "sceneItemId": lies["sceneItemId"]}
        hand.request("RemoveSceneItem", taken_out)
        hand.request("RemoveScene", {"sceneName": STALL})


def test_a_camera_opened_again_keeps_its_device_and_its_other_settings(
    hand: ObsClient, stage: ObsStage
) -> None:
    settings = {"device_id": "/dev/video9", "input": 0, "buffering": False}
    add(hand, PROGRAMME, "我的摄像头", "v4l2_input", settings)
    before = hand.request("GetInputSettings", {"inputName": "我的摄像头"})
    assert stage.reopen_cameras() == ("我的摄像头",)
    assert hand.request("GetInputSettings", {"inputName": "我的摄像头"}) == before


def test_a_microphone_muted_by_hand_is_told_and_told_from_a_song_that_plays_on(
    obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    heard = Heard()
    stage = ObsStage(obs.url, obs.password)
    stage.open(make_setup(tmp_path, footage=str(write_tone(tmp_path / "tone.mkv"))), heard)
    try:
        stage.apply(Wanted())
        add(hand, PROGRAMME, "我的麦克风", "pulse_input_capture", {})
        hand.request("SetInputMute", {"inputName": "我的麦克风", "inputMuted": True})
        heard.wait(lambda event: isinstance(event, SoundSwitched))
        seen = stage.apply(Wanted())
        assert (seen.muted, seen.microphone_off) == (False, True)
        assert not hand.request("GetInputMute", {"inputName": FOOTAGE})["inputMuted"]
        hand.request("SetInputMute", {"inputName": "我的麦克风", "inputMuted": False})
        assert not stage.observe().microphone_off
    finally:
        stage.close()


# --- the camera that was chosen in the program


def chosen(folder: Path, camera: str) -> StageSetup:
    return replace(make_setup(folder), camera=camera)


def shown(hand: ObsClient, name: str) -> bool:
    return bool(items(hand, PROGRAMME)[name]["sceneItemEnabled"])


def settings_of(hand: ObsClient, name: str) -> dict[str, object]:
    told = hand.request("GetInputSettings", {"inputName": name})["inputSettings"]
    return dict(told)


def test_a_usb_camera_is_an_input_of_ours_that_holds_nothing_until_it_is_chosen(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    assert settings_of(hand, CAMERA)["device_id"] == ""
    assert not shown(hand, CAMERA)
    stage.open(chosen(tmp_path, "device:/dev/video9"), Heard())
    assert settings_of(hand, CAMERA)["device_id"] == "/dev/video9"
    assert shown(hand, CAMERA)
    assert stage.glance(320).cameras == (CAMERA,)
    assert stage.cameras().no_picture  # there is none of that name here
    stage.open(chosen(tmp_path, ""), Heard())
    assert settings_of(hand, CAMERA)["device_id"] == ""
    assert stage.glance(320).cameras == ()


def near_its_colour(stage: ObsStage) -> bool:
    """The camera's red and green; its blue goes up and down."""
    red, green, _ = colour_at(decode(stage.programme(SMALL.width)), SMALL.width // 2, 90)
    return abs(red - 60) < TOLERANCE and abs(green - 120) < TOLERANCE


@pytest.mark.parametrize("serve", [phone_camera, ip_camera])
def test_a_camera_on_the_network_is_shown_and_comes_back_by_itself(
    hand: ObsClient,
    stage: ObsStage,
    tmp_path: Path,
    serve: Callable[[], AbstractContextManager[PhoneCamera | IpCamera]],
) -> None:
    """A phone over HTTP (MJPEG), a camera over RTSP."""
    with serve() as camera:
        stage.open(chosen(tmp_path, camera.url), Heard())
        wait_for(lambda: not stage.cameras().no_picture, "the camera's picture")
        wait_for(lambda: near_its_colour(stage), "its own colour")
        assert settings_of(hand, NETWORK)["reconnect_delay_sec"] == RECONNECT_SECONDS
        stage.open(chosen(tmp_path, "device:/dev/video9"), Heard())
        assert settings_of(hand, NETWORK)["input"] == ""
        assert (shown(hand, NETWORK), shown(hand, CAMERA)) == (False, True)
        assert hand.request("GetInputMute", {"inputName": NETWORK})["inputMuted"]
        before = camera.served
        stage.open(chosen(tmp_path, camera.url), Heard())
        wait_for(lambda: camera.served > before, "asked for again")
        assert not hand.request("GetInputMute", {"inputName": NETWORK})["inputMuted"]
        camera.hang_up()
        before = camera.served
        wait_for(lambda: camera.served > before, "asked for again after it hung up")
        # Over UDP, which it is asked for by default, a camera in a village loses parts of pictures.
        assert all("TCP" in way for way in camera.ways)
    stage.open(chosen(tmp_path, ""), Heard())


def test_a_film_as_a_camera_plays_on_and_on(stage: ObsStage, tmp_path: Path) -> None:
    clip = str(write_clip(tmp_path / "clip.avi", moving=1))
    stage.open(chosen(tmp_path, clip), Heard())
    wait_for(lambda: not stage.cameras().no_picture, "the film")
    stage.open(chosen(tmp_path, ""), Heard())


def test_a_camera_of_ours_deleted_by_hand_is_made_again_and_what_lies_over_it_stays(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    add(hand, PROGRAMME, "我的店招", "color_source_v3", {"color": 0xFF00FF00, "width": 9})
    stage.open(chosen(tmp_path, "device:/dev/video9"), Heard())
    order = list(items(hand, PROGRAMME))
    assert order.index(GROUND) < order.index(CAMERA) < order.index("我的店招")
    hand.request("RemoveInput", {"inputName": CAMERA})
    wait_for(lambda: CAMERA not in items(hand, PROGRAMME), "gone")
    stage.apply(Wanted())
    assert settings_of(hand, CAMERA)["device_id"] == "/dev/video9"
    assert list(items(hand, PROGRAMME)) == order
    stage.open(chosen(tmp_path, ""), Heard())


def test_a_camera_the_user_put_there_is_not_opened_a_second_time(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    add(hand, PROGRAMME, "我的摄像头", "v4l2_input", {"device_id": "/dev/video9"})
    stage.open(chosen(tmp_path, "device:/dev/video9"), Heard())
    assert settings_of(hand, CAMERA)["device_id"] == ""
    assert stage.glance(320).cameras == ("我的摄像头",)


# --- a whole session


class PlainArtist(FakeArtist):
    """No cards; a yellow break picture."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def break_picture(self, video: VideoProfile) -> Path:
        return write_png(self.folder, YELLOW, video.width, video.height)


@pytest.fixture
def studio(obs: RealObs, store: Store, runtime: Runtime, tmp_path: Path) -> Studio:
    return Studio(
        StudioParts(
            runtime,
            store,
            Settings(tmp_path),
            KeyringSecrets(),
            SystemClock(),
            tmp_path,
            PlanLibrary(tmp_path / "plans"),
            {"obs": lambda options, secrets: ObsStage(obs.url, obs.password)},
            lambda workshop, platform: PlainArtist(tmp_path),
        )
    )


def broadcast(studio: Studio, obs: RealObs, footage: Path) -> LiveSession:
    plan = Plan("贻贝专场", "主播甲", products=GOODS, video=SMALL)
    options = SessionOptions(stage="obs", obs_url=obs.url, ingest_server="", footage=str(footage))
    session = studio.start_session(plan, "obs", options).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    return session


def facts(studio: Studio, session: LiveSession) -> list[e.Fact]:
    return [entry.fact for entry in studio.entries(session.session_id).result(60)]


def test_a_clip_that_stands_still_is_told_started_again_and_told_when_it_moves(
    studio: Studio, obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "stuck.avi", moving=8, still=60)
    session = broadcast(studio, obs, clip)
    try:
        wait_for(lambda: session.state.picture == "frozen", "frozen")
        wait_for(lambda: session.state.picture == "good", "moving again")
        told = facts(studio, session)
        assert told.index(e.PictureWentBad("frozen")) < told.index(e.CamerasReopened((FOOTAGE,)))
        assert e.PictureCameBack("frozen") in told
        wait_for(lambda: session.state.sound == "silent", "a clip without sound is silent")
    finally:
        session.end().result(60)
        session.close()


def test_a_black_picture_and_a_silent_microphone_are_told_and_taken_back(
    studio: Studio, obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    session = broadcast(studio, obs, write_tone(tmp_path / "tone.mkv"))
    try:
        cap = add(hand, PROGRAMME, "我的镜头盖", "color_source_v3", {"color": 0xFF000000})
        hand.request("SetInputMute", {"inputName": FOOTAGE, "inputMuted": True})
        wait_for(lambda: session.state.picture == "black", "black")
        wait_for(lambda: session.state.muted_by_hand, "muted by hand")
        assert session.state.sound == "good"  # it is off, not out of order
        show(hand, PROGRAMME, cap, shown=False)
        hand.request("SetInputMute", {"inputName": FOOTAGE, "inputMuted": False})
        wait_for(lambda: session.state.picture == "good", "a picture again")
        wait_for(lambda: not session.state.muted, "opened by hand")
    finally:
        session.end().result(60)
        session.close()
