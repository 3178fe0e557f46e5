"""In a real OBS what is the user's stays theirs: collection, profile, scenes, what is on air."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.layers import Slot
from studio.stage.obs import microphone
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsError
from studio.stage.obs.scenes import BREAK, OVERLAY, PROGRAMME, UPPER, items, show
from studio.stage.obs.stage import ObsStage
from studio.stage.port import ChangedByHand, Scene, StageLost, StageRegained, Wanted
from tests.helpers.obs_rig import RealObs, real_obs
from tests.helpers.pictures import GREEN, RED, make_card
from tests.helpers.stages import SMALL, Heard, make_setup, wait_for, wait_for_card
from tests.integration.conftest import at_obs

pytestmark = [pytest.mark.obs, pytest.mark.usefixtures("patient_obs")]


@pytest.fixture
def obs() -> Iterator[RealObs]:
    """One for each test: what is left alone is looked at in an OBS nobody has touched."""
    with real_obs() as running:
        yield running


@pytest.fixture
def stage(obs: RealObs) -> Iterator[ObsStage]:
    """Not opened yet; closed after the test."""
    made = ObsStage(obs.url, obs.password)
    yield made
    made.close()


def everything(client: ObsClient) -> dict[str, Any]:
    """What OBS holds in the current collection."""
    scenes = [s["sceneName"] for s in client.request("GetSceneList")["scenes"]]
    return {
        "inputs": client.request("GetInputList")["inputs"],
        "items": {s: client.request("GetSceneItemList", {"sceneName": s}) for s in scenes},
        "collections": client.request("GetSceneCollectionList"),
        "profiles": client.request("GetProfileList"),
    }


def has_items(client: ObsClient, scene: str) -> bool:
    try:
        client.request("GetSceneItemList", {"sceneName": scene})
    except ObsError:
        return False
    return True


def test_our_scenes_are_made_once(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    first: dict[str, Any] = {}

    def has_both() -> bool:
        """OBS lists the files it finds, and the one it is just saving is away for a moment."""
        first.update(everything(hand))
        return {"Untitled", OURS} <= set(first["collections"]["sceneCollections"])

    wait_for(has_both, "both collections listed")
    assert set(first["items"]) == {PROGRAMME, BREAK, OVERLAY, UPPER}
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    other = ObsStage(obs.url, obs.password)
    other.open(make_setup(tmp_path), Heard())
    other.apply(Wanted())
    other.close()
    wait_for(lambda: everything(hand) == first, "nothing is there twice")


def test_the_users_collection_and_profile_stay_as_they_were(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    collection = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    profile = hand.request("GetProfileList")["currentProfileName"]
    colour = {"sceneName": "Scene", "inputName": "他的", "inputKind": "color_source_v3"}
    hand.request("CreateInput", colour)
    before = everything(hand)
    video = hand.request("GetVideoSettings")
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted(layers=(make_card(tmp_path, RED, "YB"),), muted=True))
    assert hand.request("GetSceneCollectionList")["currentSceneCollectionName"] == OURS
    stage.close()
    hand.request("SetCurrentProfile", {"profileName": profile})
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": collection})
    after = everything(hand)
    assert (after["inputs"], after["items"]) == (before["inputs"], before["items"])
    assert hand.request("GetVideoSettings") == video


@pytest.mark.parametrize("goes_on", [False, True])
def test_an_obs_on_air_with_the_users_things_is_left_alone(
    hand: ObsClient, stage: ObsStage, tmp_path: Path, goes_on: bool
) -> None:
    """Also by a broadcast that goes on: under the user's profile, it is not what it left."""
    before = everything(hand)
    hand.request("StartRecord")
    wait_for(lambda: hand.request("GetRecordStatus")["outputActive"], "recording by hand")
    with pytest.raises(UserFacingError) as refused:
        stage.open(replace(make_setup(tmp_path), goes_on=goes_on), Heard())
    assert refused.value.code == "obs_busy"
    assert everything(hand) == before
    assert hand.request("GetRecordStatus")["outputActive"]
    hand.request("StopRecord")


def test_inputs_the_user_adds_stay_and_the_card_lies_above_them(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    camera = {
        "sceneName": PROGRAMME,
        "inputName": "摄像头",
        "inputKind": "color_source_v3",
        "inputSettings": {"color": 0xFF00C000, "width": SMALL.width, "height": SMALL.height},
    }
    hand.request("CreateInput", camera)
    card = make_card(tmp_path, RED, "YB")
    stage.apply(Wanted(layers=(card,)))
    wait_for_card(stage, card, RED)
    stage.open(make_setup(tmp_path), Heard())
    items = hand.request("GetSceneItemList", {"sceneName": PROGRAMME})["sceneItems"]
    assert "摄像头" in [item["sourceName"] for item in items]


def test_a_scene_chosen_by_hand_stays_until_another_is_wanted(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    hand.request("CreateScene", {"sceneName": "手选"})
    hand.request("SetCurrentProgramScene", {"sceneName": "手选"})
    assert stage.observe().scene is None
    assert stage.apply(Wanted(muted=True)).scene is None
    assert stage.apply(Wanted(scene=Scene.BREAK)).scene is Scene.BREAK


def choose(hand: ObsClient, scene: str) -> None:
    """A scene chosen by hand, once OBS has taken it: it answers before."""
    hand.request("SetCurrentProgramScene", {"sceneName": scene})
    wait_for(lambda: shown_scene(hand) == scene, f"{scene} on the programme")


def shown_scene(hand: ObsClient) -> str:
    return str(hand.request("GetCurrentProgramScene")["currentProgramSceneName"])


def test_a_scene_chosen_by_hand_wins_over_one_that_gives_way(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    covered = Wanted(scene=Scene.BREAK, scene_gives_way=True)
    back = Wanted(scene_gives_way=True)
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    assert stage.apply(covered).scene is Scene.BREAK
    assert stage.apply(back).scene is Scene.PROGRAMME
    choose(hand, "歇一下")
    assert stage.apply(covered).scene is Scene.BREAK
    choose(hand, "节目")
    assert stage.apply(covered).scene is Scene.PROGRAMME
    assert stage.apply(Wanted(scene=Scene.BREAK)).scene is Scene.BREAK


def test_what_a_closed_eye_hides_is_not_on_air(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    """On a nested scene it hides every layer in it at once; the next apply opens it again."""
    card = make_card(tmp_path, RED, "YB")
    seller = replace(make_card(tmp_path, GREEN, ""), slot=Slot.SELLER)
    both = {Slot.CARD: card.sha256, Slot.SELLER: seller.sha256}
    wanted = Wanted(layers=(card, seller))
    stage.open(make_setup(tmp_path), Heard())
    assert stage.apply(wanted).layers == both
    for name, left in ((UPPER, Slot.CARD), (OVERLAY, Slot.SELLER)):
        show(hand, PROGRAMME, name, shown=False)
        assert stage.observe().layers == {left: both[left]}
        assert stage.apply(replace(wanted, layers_alone=True)).layers == both
    assert stage.apply(replace(wanted, scene=Scene.BREAK)).layers == {Slot.SELLER: seller.sha256}
    show(hand, BREAK, UPPER, shown=False)
    assert stage.observe().layers == {}


def test_what_the_user_deletes_is_made_again(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    card = make_card(tmp_path, GREEN, "YB")
    stage.apply(Wanted(layers=(card,)))
    hand.request("RemoveScene", {"sceneName": OVERLAY})
    wait_for(lambda: not has_items(hand, OVERLAY), "the overlay gone from the graphics thread")
    assert stage.apply(Wanted(layers=(card,))).card_sha256 == card.sha256
    wait_for_card(stage, card, GREEN)


def test_another_collection_chosen_in_our_broadcast_is_left_again(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    users = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    heard = Heard()
    stage.open(make_setup(tmp_path), heard)
    card = make_card(tmp_path, GREEN, "YB")
    before = stage.apply(Wanted(layers=(card,), recording=True))
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": users})
    wait_for(lambda: stage.observe() == before, "our collection, recording into the same file")
    wait_for_card(stage, card, GREEN)
    assert heard.of(ChangedByHand) == [ChangedByHand("collection")]
    stage.apply(Wanted())


def test_another_collection_chosen_while_the_line_was_cut_is_left_again(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    """What is on the air there is ours: who comes back to it need not wait until it has ended."""
    users = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    heard = Heard()
    stage.open(make_setup(tmp_path), heard)
    before = stage.apply(Wanted(layers=(make_card(tmp_path, GREEN, "YB"),), recording=True))
    assert stage._client is not None
    stage._client.ws.sock.shutdown(socket.SHUT_RDWR)
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": users})
    heard.wait(lambda event: isinstance(event, StageRegained))
    assert stage.apply(Wanted(layers=(make_card(tmp_path, GREEN, "YB"),), recording=True)) == before
    assert len(heard.of(StageLost)) == 1
    stage.apply(Wanted())


def test_a_broadcast_that_goes_on_finds_its_way_out_of_another_collection(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    """The program was killed in it: what is on the air there is ours, which the next run knows."""
    users = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    setup, wanted = make_setup(tmp_path), Wanted(layers=(make_card(tmp_path, GREEN, "YB"),))
    stage.open(setup, Heard())
    before = stage.apply(replace(wanted, recording=True))
    stage.close()  # as good as kill -9: OBS goes on
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": users})
    again = ObsStage(obs.url, obs.password)
    with pytest.raises(UserFacingError, match="obs_busy"):  # for all it knows, it is the user's
        again.open(setup, Heard())
    assert again.open(replace(setup, goes_on=True), Heard()).already_recording
    assert again.apply(replace(wanted, recording=True)) == before
    assert not again.apply(wanted).recording
    again.close()


def test_another_collection_on_air_without_us_is_not_built_into(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    users = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": users})
    hand.request("StartRecord")
    wait_for(lambda: hand.request("GetRecordStatus")["outputActive"], "recording by hand")
    assert stage.observe().scene is None
    with pytest.raises(UserFacingError, match="obs_busy"):
        stage.apply(Wanted(muted=True))
    names = {s["sceneName"] for s in hand.request("GetSceneList")["scenes"]}
    assert PROGRAMME not in names
    hand.request("StopRecord")
    wait_for(lambda: not hand.request("GetRecordStatus")["outputActive"], "recording stopped")
    assert stage.apply(Wanted()).scene is Scene.PROGRAMME


def test_a_recording_nobody_asked_us_for_is_not_stopped(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    hand.request("StartRecord")
    wait_for(lambda: stage.observe().recording, "recording by hand")
    assert stage.apply(Wanted()).recording


def test_a_new_collection_has_a_microphone_and_one_that_was_removed_stays_away(
    obs: RealObs,
    stage: ObsStage,
    made_microphones: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with at_obs(obs) as hand:
        kinds = hand.request("GetInputKindList")["inputKinds"]
        if not set(kinds) & set(made_microphones):
            pytest.skip("this OBS has no kind for the default microphone")
        monkeypatch.setattr(microphone, "KINDS", made_microphones)
        assert stage.open(make_setup(tmp_path), Heard()).has_microphone
        inputs = hand.request("GetInputList")["inputs"]
        assert [each["inputName"] for each in inputs].count(microphone.NAME) == 1
        assert microphone.NAME in items(hand, PROGRAMME)
        seen = stage.apply(Wanted())
        assert not seen.microphone_off
        assert stage.apply(Wanted()) == seen
        hand.request("RemoveInput", {"inputName": microphone.NAME})
        # OBS lets go of an input with its next picture: until then it lists it still.
        wait_for(lambda: not microphone.is_there(hand), "the microphone gone")
        stage.close()
        assert not stage.open(make_setup(tmp_path), Heard()).has_microphone
        stage.apply(Wanted())
        assert not microphone.is_there(hand)
