"""What OBS is asked for when the sentinel looks: under a page that moves, the cameras alone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from studio.stage.layers import Layer, Page, Slot
from studio.stage.obs import scenes
from studio.stage.obs.stage import ObsStage
from tests.helpers.fake_obs import FakeObs
from tests.helpers.stages import Heard
from tests.unit.stage.test_obs_understood import on_air  # noqa: F401 - a fixture

STALL = "我的摊位"
"""A scene the user built."""
PAGE = Layer(
    *(Slot.PAGE, Path("bar.html"), "a" * 64, 0, 0, 320, 180),
    page=Page(Path(), "bar.html", "{}"),
)


def item(name: str, kind: str, *, shown: bool = True) -> dict[str, Any]:
    return {"sourceName": name, "inputKind": kind, "sceneItemEnabled": shown, "isGroup": None}


def screenshot(asked: dict[str, Any]) -> dict[str, Any] | None:
    """Of each source its own name; 小摄像头 has no picture."""
    if asked["sourceName"] == "小摄像头":
        return None
    return {"imageData": "jpg," + base64.b64encode(asked["sourceName"].encode()).decode()}


@pytest.fixture
def stage(obs: FakeObs, on_air: tuple[ObsStage, Heard]) -> ObsStage:  # noqa: F811
    obs.answers["GetSourceScreenshot"] = screenshot
    return on_air[0]


def shows(obs: FakeObs, scene: str, *items: dict[str, Any]) -> None:
    obs.answers["GetCurrentProgramScene"] = lambda _: {"currentProgramSceneName": scene}
    obs.answers["GetSceneItemList"] = lambda _: {"sceneItems": list(items)}


CAMERAS = (item("大摄像头", "v4l2_input"), item("小摄像头", "dshow_input"))


def test_under_a_page_of_the_users_each_camera_is_looked_at_by_itself(
    obs: FakeObs, stage: ObsStage
) -> None:
    shows(obs, STALL, *CAMERAS, item("天气条", "browser_source"))
    glance = stage.glance(320)
    assert glance.jpeg == STALL.encode()
    assert glance.cameras == ("大摄像头", "小摄像头")
    assert glance.bare == ("大摄像头".encode(), b"")


def test_under_a_template_of_others_as_well(obs: FakeObs, stage: ObsStage) -> None:
    shows(obs, scenes.PROGRAMME, *CAMERAS)
    assert stage.glance(320).bare == ()
    stage._matcher._layers.known[Slot.PAGE] = PAGE
    assert stage.glance(320).bare == ("大摄像头".encode(), b"")


def test_where_no_page_is_seen_nothing_more_is_asked(obs: FakeObs, stage: ObsStage) -> None:
    shows(obs, STALL, *CAMERAS, item("天气条", "browser_source", shown=False))
    assert stage.glance(320).bare == ()
