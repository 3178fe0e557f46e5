"""Whatever is done to OBS by hand, the next apply makes it match, and nothing is there twice.

One OBS for all of it: each test puts back what it changed by asking for what should be on air.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.layers import Motion
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.collection import OURS, current_collection
from studio.stage.obs.errors import ObsError
from studio.stage.obs.handshake import Address
from studio.stage.obs.own_camera import CAMERA, NETWORK
from studio.stage.obs.scenes import (
    BREAK,
    BREAK_PICTURE,
    FOOTAGE,
    GROUND,
    OVERLAY,
    PROGRAMME,
    SLOTS,
    UPPER,
    items,
)
from studio.stage.obs.stage import ObsStage
from studio.stage.obs.take import FILTER
from studio.stage.port import Scene, StageLost, StageRegained, StageSetup, Wanted
from tests.helpers import motions
from tests.helpers.obs_rig import RealObs
from tests.helpers.pictures import (
    BLUE,
    RED,
    YELLOW,
    colour_at,
    decode,
    is_colour,
    make_card,
    write_png,
)
from tests.helpers.stages import SMALL, Heard, make_setup, wait_for, wait_for_card

pytestmark = [pytest.mark.obs, pytest.mark.usefixtures("patient_obs")]

Harm = Callable[[ObsClient], None]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def setup(tmp_path: Path, footage: Path) -> StageSetup:
    return make_setup(tmp_path, footage=str(footage))


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A still as footage: enough for an input that can be deleted."""
    return write_png(tmp_path_factory.mktemp("footage"), BLUE, 64, 64)


@pytest.fixture
def stage(obs: RealObs, setup: StageSetup, heard: Heard) -> Iterator[ObsStage]:
    made = ObsStage(obs.url, obs.password)
    made.open(setup, heard)
    yield made
    made.apply(Wanted())
    made.close()


def shape(client: ObsClient) -> dict[str, Any]:
    """What our collection holds; which of the two slots has the card is free."""
    names = sorted(scene["sceneName"] for scene in client.request("GetSceneList")["scenes"])
    found = {name: items(client, name) for name in names}
    inputs = [each["inputName"] for each in client.request("GetInputList")["inputs"]]
    return {
        "inputs": sorted(inputs),
        "order of the programme": list(found.get(PROGRAMME, ())),
        "items": {name: sorted(of_scene) for name, of_scene in found.items()},
        "shown": {
            name: sum(item["sceneItemEnabled"] for item in of_scene.values())
            for name, of_scene in found.items()
        },
    }


def count_items(client: ObsClient) -> int:
    """Items of all scenes, two of the same name counted twice."""
    scenes = [scene["sceneName"] for scene in client.request("GetSceneList")["scenes"]]
    return sum(
        len(client.request("GetSceneItemList", {"sceneName": name})["sceneItems"])
        for name in scenes
    )


def gone(client: ObsClient, request: str, data: dict[str, Any]) -> bool:
    try:
        client.request(request, data)
    except ObsError:
        return True
    return False


# --- the ways to hurt it


def without_input(name: str) -> Harm:
    def harm(client: ObsClient) -> None:
        client.request("RemoveInput", {"inputName": name})
        asked = {"inputName": name}
        wait_for(lambda: gone(client, "GetInputSettings", asked), f"{name} gone")

    return harm


def without_break_picture(client: ObsClient) -> None:
    """As a person does it: go there, delete it, come back. OBS lets go of what it draws."""
    client.request("SetCurrentProgramScene", {"sceneName": BREAK})
    without_input(BREAK_PICTURE)(client)
    client.request("SetCurrentProgramScene", {"sceneName": PROGRAMME})


def without_item(scene: str, name: str) -> Harm:
    def harm(client: ObsClient) -> None:
        where = {"sceneName": scene, "sceneItemId": items(client, scene)[name]["sceneItemId"]}
        client.request("RemoveSceneItem", where)
        wait_for(lambda: name not in items(client, scene), f"{name} gone from {scene}")

    return harm


def without_scene(name: str) -> Harm:
    def harm(client: ObsClient) -> None:
        client.request("RemoveScene", {"sceneName": name})
        asked = {"sceneName": name}
        wait_for(lambda: gone(client, "GetSceneItemList", asked), f"{name} gone")

    return harm


def without_upper(client: ObsClient) -> None:
    """It lies in two scenes, of which OBS draws one: the other keeps it, and its name."""
    client.request("RemoveScene", {"sceneName": UPPER})
    wait_for(lambda: UPPER not in items(client, PROGRAMME), f"{UPPER} gone from {PROGRAMME}")


def hidden(scene: str, name: str) -> Harm:
    def harm(client: ObsClient) -> None:
        where = {"sceneName": scene, "sceneItemId": items(client, scene)[name]["sceneItemId"]}
        client.request("SetSceneItemEnabled", where | {"sceneItemEnabled": False})

    return harm


def another_collection(client: ObsClient) -> None:
    known = client.request("GetSceneCollectionList")["sceneCollections"]
    other = next(name for name in known if name != OURS)
    client.request("SetCurrentSceneCollection", {"sceneCollectionName": other}, 10)


def another_profile(client: ObsClient) -> None:
    known = client.request("GetProfileList")["profiles"]
    other = next(name for name in known if name != OURS)
    client.request("SetCurrentProfile", {"profileName": other}, 10)


HARMS: dict[str, Harm] = {
    "another collection": another_collection,
    "another profile": another_profile,
    **{f"no input {name}": without_input(name) for name in (*SLOTS, GROUND, FOOTAGE, CAMERA)},
    "no break picture": without_break_picture,
    **{f"no item {name}": without_item(OVERLAY, name) for name in SLOTS},
    **{
        f"no item {name}": without_item(PROGRAMME, name)
        for name in (OVERLAY, UPPER, GROUND, FOOTAGE, CAMERA)
    },
    "no item of the break": without_item(BREAK, BREAK_PICTURE),
    **{f"no scene {name}": without_scene(name) for name in (BREAK, OVERLAY)},
    f"no scene {UPPER}": without_upper,
    "overlay hidden": hidden(PROGRAMME, OVERLAY),
    "break picture hidden": hidden(BREAK, BREAK_PICTURE),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_done_by_hand_is_mended_by_the_next_apply(
    harm: str, stage: ObsStage, hand: ObsClient, tmp_path: Path
) -> None:
    card = make_card(tmp_path, RED, "YB")
    wanted = Wanted(layers=(card,))
    before = stage.apply(wanted)
    whole, number = shape(hand), count_items(hand)
    HARMS[harm](hand)
    assert stage.apply(wanted) == before
    wait_for(lambda: shape(hand) == whole, f"{shape(hand)} as before: {whole}")
    assert stage.apply(wanted) == before
    assert count_items(hand) == number, "something is there twice"
    assert hand.request("GetProfileList")["currentProfileName"] == OURS
    wait_for_card(stage, card, RED)
    stage.apply(replace(wanted, scene=Scene.BREAK))
    wait_for(lambda: _is_yellow(stage.programme(SMALL.width)), "the break picture")


def _is_yellow(jpeg: bytes) -> bool:
    return is_colour(colour_at(decode(jpeg), SMALL.width // 2, SMALL.height // 2), YELLOW)


def is_new(client: ObsClient, name: str) -> bool:
    """There is such an input, and it is not the one that was marked."""
    try:
        told = client.request("GetInputSettings", {"inputName": name})
    except ObsError:
        return False
    return "marked" not in told["inputSettings"]


@pytest.mark.parametrize(
    ("scene", "name", "asked"),
    [
        (Scene.PROGRAMME, SLOTS[0], True),
        (Scene.PROGRAMME, GROUND, False),
        (Scene.PROGRAMME, FOOTAGE, True),
        (Scene.PROGRAMME, CAMERA, True),
        (Scene.PROGRAMME, BREAK_PICTURE, False),
        (Scene.BREAK, SLOTS[1], True),
        (Scene.BREAK, BREAK_PICTURE, False),
    ],
)
def test_an_input_deleted_in_a_broadcast_comes_back_by_itself(
    scene: Scene, name: str, asked: bool, stage: ObsStage, hand: ObsClient, tmp_path: Path
) -> None:
    """Until it draws its scene again OBS still has what was deleted; who asks finds it there."""
    wanted = Wanted(scene, layers=(make_card(tmp_path, RED, "YB"),), recording=True)
    before = stage.apply(wanted)
    whole, number = shape(hand), count_items(hand)
    hand.request("SetInputSettings", {"inputName": name, "inputSettings": {"marked": True}})
    hand.request("RemoveInput", {"inputName": name})
    if asked:
        stage.apply(wanted)
    wait_for(lambda: is_new(hand, name) and shape(hand) == whole, f"{name} again")
    assert count_items(hand) == number
    assert stage.observe() == before


def test_an_input_deleted_while_its_card_is_loaded_comes_back_with_the_card(
    stage: ObsStage, hand: ObsClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OBS takes the settings, and has nothing to look at: that is no fault of the file."""
    stage.apply(Wanted(layers=(make_card(tmp_path, BLUE, "before"),)))
    batch, removed = ObsClient.batch, list[str]()

    def meanwhile(self: ObsClient, requests: Sequence[Request], *how: Any, **named: Any) -> Any:
        if removed or [name for name, _ in requests] != ["SetInputSettings", "GetSourceScreenshot"]:
            return batch(self, requests, *how, **named)
        changes, look = requests
        removed.append(changes[1]["inputName"])
        gone: Request = "RemoveInput", {"inputName": removed[0]}
        changed, _, seen = batch(self, [changes, gone, look], *how, **named)
        assert changed is not None
        return [changed, seen]

    monkeypatch.setattr(ObsClient, "batch", meanwhile)
    card = make_card(tmp_path, RED, "YB")
    assert stage.apply(Wanted(layers=(card,))).layers == {card.slot: card.sha256}
    wait_for_card(stage, card, RED)
    assert shape(hand)["items"][OVERLAY].count(removed[0]) == 1


def test_a_filter_deleted_by_hand_keeps_neither_a_card_nor_a_recording_on(
    stage: ObsStage, hand: ObsClient, tmp_path: Path
) -> None:
    fading = Motion(motions.fade_in(5), motions.fade_out(3))
    card = replace(make_card(tmp_path, RED, "fades"), motion=fading)
    assert stage.apply(Wanted(recording=True, layers=(card,))).recording
    filter_ = {"sourceName": SLOTS[0], "filterName": FILTER}
    hand.request("RemoveSourceFilter", filter_)
    left = stage.apply(Wanted())
    assert (left.recording, dict(left.layers)) == (False, {})


def test_the_programme_scene_deleted_on_air_is_made_again(
    stage: ObsStage, hand: ObsClient, tmp_path: Path
) -> None:
    wanted = Wanted(layers=(make_card(tmp_path, RED, "YB"),))
    before = stage.apply(wanted)
    number = count_items(hand)
    without_scene(PROGRAMME)(hand)
    wait_for(lambda: stage.apply(wanted) == before, "the programme again")
    assert count_items(hand) == number


def test_a_cut_websocket_is_one_loss_and_nothing_doubles(
    stage: ObsStage, hand: ObsClient, heard: Heard, tmp_path: Path
) -> None:
    wanted = Wanted(layers=(make_card(tmp_path, RED, "YB"),), recording=True)
    before = stage.apply(wanted)
    whole, number = shape(hand), count_items(hand)
    assert stage._client is not None
    stage._client.ws.sock.shutdown(socket.SHUT_RDWR)
    heard.wait(lambda event: isinstance(event, StageRegained))
    assert stage.apply(wanted) == before, "the recording went on into the same file"
    assert (shape(hand), count_items(hand)) == (whole, number)
    assert len(heard.of(StageLost)) == len(heard.of(StageRegained)) == 1


def test_a_scene_chosen_by_hand_wins_also_over_a_mended_one(
    stage: ObsStage, hand: ObsClient, tmp_path: Path
) -> None:
    stage.apply(Wanted())
    hand.request("CreateScene", {"sceneName": "手选"})
    hand.request("SetCurrentProgramScene", {"sceneName": "手选"})
    without_item(OVERLAY, SLOTS[0])(hand)
    assert stage.apply(Wanted(muted=True)).scene is None
    assert SLOTS[0] in items(hand, OVERLAY)
    assert stage.apply(Wanted(scene=Scene.BREAK)).scene is Scene.BREAK
    hand.request("RemoveScene", {"sceneName": "手选"})


def test_everything_at_once_and_obs_restarted(
    obs: RealObs, stage: ObsStage, hand: ObsClient, heard: Heard, tmp_path: Path
) -> None:
    card = make_card(tmp_path, RED, "YB")
    wanted = Wanted(layers=(card,))
    before = stage.apply(wanted)
    whole, number = shape(hand), count_items(hand)
    without_input(SLOTS[0])(hand)
    without_scene(BREAK)(hand)
    another_collection(hand)
    another_profile(hand)
    obs.stop()
    heard.wait(lambda event: isinstance(event, StageLost))
    with pytest.raises(UserFacingError, match="stage_lost"):
        stage.apply(wanted)
    obs.start()
    heard.wait(lambda event: isinstance(event, StageRegained))
    assert stage.apply(wanted) == before
    again = ObsClient(Address.parse(obs.url), obs.password, lambda n, d: None, lambda r: None)
    again.connect()
    assert current_collection(again) == OURS
    assert (shape(again), count_items(again)) == (whole, number)
    again.disconnect()


def test_the_chosen_camera_deleted_in_a_broadcast_comes_back_by_itself(
    stage: ObsStage, setup: StageSetup, hand: ObsClient
) -> None:
    """The last one here: the camera's input stays in OBS, as it would in a studio."""
    stage.open(replace(setup, camera=setup.footage), Heard())
    before = stage.apply(Wanted(recording=True))
    whole = shape(hand)
    hand.request("SetInputSettings", {"inputName": NETWORK, "inputSettings": {"marked": True}})
    hand.request("RemoveInput", {"inputName": NETWORK})
    wait_for(lambda: is_new(hand, NETWORK) and shape(hand) == whole, "the camera again")
    assert stage.observe() == before
    stage.apply(Wanted())
    stage.open(setup, Heard())
    # Nothing needs it from here on, and what nothing needs is not made again.
    without_input(NETWORK)(hand)
