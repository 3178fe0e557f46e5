"""Which cameras OBS offers, on each system; what is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from studio.stage.obs import own_camera
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from studio.stage.obs.own_camera import CAMERA, offered
from studio.stage.port import CameraOffer
from tests.helpers.fake_obs import FakeObs, fake_obs

USB = r"USB Video:\\?\usb#vid_046d&pid_0825&mi_00#7&1a2b3c&0&0000#{65e8773d}\global"


@pytest.fixture
def server() -> Iterator[FakeObs]:
    with fake_obs() as running:
        yield running


@pytest.fixture
def client(server: FakeObs) -> Iterator[ObsClient]:
    made = ObsClient(Address.parse(server.url), None, lambda n, d: None, lambda r: None)
    made.connect()
    yield made
    made.disconnect()


def item(name: str, value: object, *, enabled: bool = True) -> dict[str, Any]:
    return {"itemName": name, "itemValue": value, "itemEnabled": enabled}


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (["color_source_v3", "dshow_input"], "video_device_id"),
        (["av_capture_input_v2", "ffmpeg_source"], "device"),
        (["macos-avcapture-fast", "av_capture_input", "macos-avcapture"], "device"),
        (["v4l2_input"], "device_id"),
    ],
)
def test_each_system_is_asked_in_its_own_words(
    server: FakeObs, client: ObsClient, kinds: list[str], asked: str
) -> None:
    heard: list[dict[str, Any]] = []

    def listed(data: dict[str, Any]) -> dict[str, Any]:
        heard.append(data)
        return {"propertyItems": [item("USB Video ", USB)]}

    server.answers["GetInputKindList"] = lambda data: {"inputKinds": kinds}
    server.answers["GetInputPropertiesListPropertyItems"] = listed
    assert offered(client) == (CameraOffer(f"device:{USB}", "USB Video"),)
    assert heard == [{"inputName": CAMERA, "propertyName": asked}]


def test_neither_obs_itself_nor_what_was_pulled_out_can_be_chosen(
    server: FakeObs, client: ObsClient
) -> None:
    items = [
        item("", ""),
        item("Logi C270", "c270"),
        item("Elgato", "elgato", enabled=False),
        item("OBS Virtual Camera", "OBS Virtual Camera:"),
    ]
    server.answers["GetInputKindList"] = lambda data: {"inputKinds": ["dshow_input"]}
    server.answers["GetInputPropertiesListPropertyItems"] = lambda data: {"propertyItems": items}
    assert [offer.name for offer in offered(client)] == ["Logi C270"]


def test_an_obs_built_without_cameras_offers_none(server: FakeObs, client: ObsClient) -> None:
    server.answers["GetInputKindList"] = lambda data: {"inputKinds": ["color_source_v3"]}
    assert offered(client) == ()


def test_only_what_obs_opens_has_the_login() -> None:
    """A file is opened as it is; an address with what the keyring holds for it."""

    def whole(address: str) -> str:
        return address.replace("://", "://admin:a1@")

    assert own_camera._media("rtsp://10.0.0.9/1", whole)["input"] == "rtsp://admin:a1@10.0.0.9/1"
    assert "admin" not in str(own_camera._media("/films/stall.mp4", whole))
