"""What only a real OBS can show: the user's things left alone, losses, streams received."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs.check import check
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsError
from studio.stage.obs.scenes import BREAK, OVERLAY, PROGRAMME, UPPER
from studio.stage.obs.stage import ObsStage
from studio.stage.port import (
    Ingest,
    MicrophoneMeasured,
    Scene,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    Wanted,
)
from tests.helpers.obs_rig import RealObs, real_obs
from tests.helpers.pictures import GREEN, RED, decode, frames_of, make_card, shows_card, write_tone
from tests.helpers.rtmp import RtmpServer, rtmp_server
from tests.helpers.stages import PATIENCE, SMALL, Heard, make_setup

pytestmark = pytest.mark.obs


@pytest.fixture
def obs() -> Iterator[RealObs]:
    """One for each test: what is left alone is looked at in an OBS nobody has touched."""
    with real_obs() as running:
        yield running


@pytest.fixture
def rtmp() -> Iterator[RtmpServer]:
    with rtmp_server() as running:
        yield running


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def stage(obs: RealObs) -> Iterator[ObsStage]:
    """Not opened yet; closed after the test."""
    made = ObsStage(obs.url, obs.password)
    yield made
    made.close()


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)


def is_stream(stage: ObsStage, state: StreamState) -> Callable[[], bool]:
    return lambda: stage.observe().stream is state


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


# --- what is the user's


def test_our_scenes_are_made_once(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    first = everything(hand)
    assert set(first["items"]) == {PROGRAMME, BREAK, OVERLAY, UPPER}
    stage.open(make_setup(tmp_path), Heard())
    stage.apply(Wanted())
    other = ObsStage(obs.url, obs.password)
    other.open(make_setup(tmp_path), Heard())
    other.apply(Wanted())
    other.close()
    assert everything(hand) == first


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
    assert shows_card(decode(stage.programme(SMALL.width)), card, RED)
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


def test_what_the_user_deletes_is_made_again(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    card = make_card(tmp_path, GREEN, "YB")
    stage.apply(Wanted(layers=(card,)))
    hand.request("RemoveScene", {"sceneName": OVERLAY})
    wait_for(lambda: not has_items(hand, OVERLAY), "the overlay gone from the graphics thread")
    assert stage.apply(Wanted(layers=(card,))).card_sha256 == card.sha256
    assert shows_card(decode(stage.programme(SMALL.width)), card, GREEN)


def test_another_collection_chosen_in_our_broadcast_is_left_again(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    users = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    stage.open(make_setup(tmp_path), Heard())
    card = make_card(tmp_path, GREEN, "YB")
    before = stage.apply(Wanted(layers=(card,), recording=True))
    hand.request("SetCurrentSceneCollection", {"sceneCollectionName": users})
    wait_for(lambda: stage.observe() == before, "our collection, recording into the same file")
    assert shows_card(decode(stage.programme(SMALL.width)), card, GREEN)
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


# --- staying and coming back


def test_closing_leaves_on_air_and_reopening_finds_it(
    obs: RealObs, rtmp: RtmpServer, stage: ObsStage, tmp_path: Path
) -> None:
    setup = make_setup(tmp_path, ingest=Ingest(rtmp.server, "stays"))
    card = make_card(tmp_path, RED, "YB")
    wanted = Wanted(layers=(card,), streaming=True, recording=True)
    stage.open(setup, Heard())
    stage.apply(wanted)
    wait_for(is_stream(stage, StreamState.ON), "stream")
    before = stage.observe()
    stage.close()
    assert rtmp.bytes_received("stays") is not None
    received = rtmp.received()[-1]
    size = received.stat().st_size
    wait_for(lambda: received.stat().st_size > size, "bytes after close")
    heard = Heard()
    again = ObsStage(obs.url, obs.password)
    info = again.open(setup, heard)
    assert (info.already_streaming, info.already_recording) == (True, True)
    assert again.observe() == before
    assert again.apply(wanted) == before
    assert not heard.of(StreamChanged)
    ended = again.apply(Wanted())
    again.close()
    assert (ended.stream, ended.recording) == (StreamState.OFF, False)
    assert len(rtmp.received()) == 1, "the stream was interrupted"


def test_a_recording_nobody_asked_us_for_is_not_stopped(
    hand: ObsClient, stage: ObsStage, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), Heard())
    hand.request("StartRecord")
    wait_for(lambda: stage.observe().recording, "recording by hand")
    assert stage.apply(Wanted()).recording
    hand.request("StopRecord")


def test_obs_killed_is_told_once_and_regained(
    obs: RealObs, rtmp: RtmpServer, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    card = make_card(tmp_path, GREEN, "YB")
    wanted = Wanted(layers=(card,), streaming=True, recording=True)
    stage.open(make_setup(tmp_path, ingest=Ingest(rtmp.server, "killed")), heard)
    first = stage.apply(wanted).recording_path
    wait_for(is_stream(stage, StreamState.ON), "stream")
    obs.kill()
    heard.wait(lambda event: isinstance(event, StageLost))
    with pytest.raises(UserFacingError, match=r"stage_lost|stage_unreachable"):
        stage.health()
    obs.start()
    heard.wait(lambda event: isinstance(event, StageRegained))
    wait_for(is_stream(stage, StreamState.ON), "stream again")
    seen = stage.observe()
    assert (seen.card_sha256, seen.recording) == (card.sha256, True)
    assert seen.recording_path != first
    assert shows_card(decode(stage.programme(SMALL.width)), card, GREEN)
    assert len(heard.of(StageLost)) == len(heard.of(StageRegained)) == 1
    stage.apply(Wanted())


def test_what_is_wanted_meanwhile_is_on_air_after_the_loss(
    obs: RealObs, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), heard)
    stage.apply(Wanted(layers=(make_card(tmp_path, RED, "YB-1"),)))
    obs.kill()
    heard.wait(lambda event: isinstance(event, StageLost))
    with pytest.raises(UserFacingError, match=r"stage_lost|stage_unreachable"):
        stage.apply(Wanted(scene=Scene.BREAK, recording=True))
    obs.start()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.scene, seen.recording) == (Scene.BREAK, True)
    stage.apply(Wanted())


def test_a_frozen_obs_ends_in_a_sentence_and_goes_on_after_it(
    obs: RealObs, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), heard)
    stage.apply(Wanted())
    obs.freeze()
    for ask in (
        lambda: stage.apply(Wanted(muted=True)),
        stage.observe,
        lambda: stage.programme(320),
    ):
        begin = time.monotonic()
        with pytest.raises(UserFacingError, match=r"obs_silent|stage_lost"):
            ask()
        assert time.monotonic() - begin < 5
    obs.thaw()
    wait_for_answer(stage)
    assert stage.apply(Wanted(layers=(make_card(tmp_path, RED, "YB"),))).card_sha256 is not None


def test_a_long_freeze_is_one_loss_and_one_return(
    obs: RealObs, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path), heard)
    stage.apply(Wanted(recording=True))
    obs.freeze()
    heard.wait(lambda event: event == StageLost("obs_stopped_answering"), 25)
    begin = time.monotonic()
    with pytest.raises(UserFacingError, match=r"stage_lost|obs_silent"):
        stage.apply(Wanted(recording=True, muted=True))
    assert time.monotonic() - begin < 5
    obs.thaw()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.recording, seen.muted) == (True, True)
    assert len(heard.of(StageLost)) == len(heard.of(StageRegained)) == 1
    stage.apply(Wanted())


def test_opening_a_frozen_obs_ends_in_a_sentence(
    obs: RealObs, stage: ObsStage, tmp_path: Path
) -> None:
    obs.freeze()
    begin = time.monotonic()
    with pytest.raises(UserFacingError, match="obs_silent"):
        stage.open(make_setup(tmp_path), Heard())
    assert time.monotonic() - begin < 5
    obs.thaw()
    assert stage.open(make_setup(tmp_path), Heard()).kind == "obs"


def wait_for_answer(stage: ObsStage) -> None:
    def answers() -> bool:
        try:
            stage.observe()
        except UserFacingError:
            return False
        return True

    wait_for(answers, "OBS answering again")


# --- streams


def test_what_is_streamed_is_what_was_wanted(
    rtmp: RtmpServer, stage: ObsStage, tmp_path: Path
) -> None:
    card = make_card(tmp_path, RED, "YB")
    stage.open(make_setup(tmp_path, ingest=Ingest(rtmp.server, "shown")), Heard())
    stage.apply(Wanted(streaming=True))
    wait_for(is_stream(stage, StreamState.ON), "stream")
    stage.apply(Wanted(streaming=True, layers=(card,)))
    sent = stage.health().bytes_sent
    wait_for(lambda: stage.health().bytes_sent > sent + 20_000, "some of it sent")
    stage.apply(Wanted(layers=(card,)))
    frames = frames_of(rtmp.received()[-1])
    shown = [shows_card(frame, card, RED) for frame in frames]
    assert not shown[0]
    assert shown[-1]
    changes = sum(1 for before, after in pairwise(shown) if before != after)
    assert changes == 1, "the card flickered"


def test_a_first_connect_that_fails_is_tried_again(stage: ObsStage, tmp_path: Path) -> None:
    heard = Heard()
    with rtmp_server(running=False) as server:
        stage.open(make_setup(tmp_path, ingest=Ingest(server.server, "late")), heard)
        begin = time.monotonic()
        assert stage.apply(Wanted(streaming=True)).stream is StreamState.STARTING
        assert time.monotonic() - begin < 5
        server.start()
        heard.wait(lambda event: event == StreamChanged(StreamState.ON))
        told = [e.state for e in heard.of(StreamChanged) if isinstance(e, StreamChanged)]
        assert told == [StreamState.STARTING, StreamState.ON]
        stage.apply(Wanted())


def test_a_stream_that_never_starts_is_told_off_and_can_be_wanted_again(
    stage: ObsStage, tmp_path: Path
) -> None:
    heard = Heard()
    with rtmp_server(running=False) as server:
        stage.open(make_setup(tmp_path, ingest=Ingest(server.server, "never")), heard)
        stage.apply(Wanted(streaming=True))
        heard.wait(lambda event: event == StreamChanged(StreamState.OFF), 40)
        assert stage.observe().stream is StreamState.OFF
        server.start()
        stage.apply(Wanted(streaming=True))
        wait_for(is_stream(stage, StreamState.ON), "stream")
        stage.apply(Wanted())


def test_giving_up_while_it_is_tried_ends_the_trying(stage: ObsStage, tmp_path: Path) -> None:
    heard = Heard()
    with rtmp_server(running=False) as server:
        stage.open(make_setup(tmp_path, ingest=Ingest(server.server, "never")), heard)
        stage.apply(Wanted(streaming=True))
        assert stage.apply(Wanted()).stream is StreamState.OFF
        server.start()
        time.sleep(4)  # longer than the pause before another try
        assert stage.observe().stream is StreamState.OFF
        assert server.received() == []


def test_a_stream_that_breaks_is_reconnecting_then_on(
    rtmp: RtmpServer, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path, ingest=Ingest(rtmp.server, "bounced")), heard)
    stage.apply(Wanted(streaming=True))
    wait_for(is_stream(stage, StreamState.ON), "stream")
    rtmp.stop()
    heard.wait(lambda event: event == StreamChanged(StreamState.RECONNECTING))
    assert stage.health().stream is StreamState.RECONNECTING
    rtmp.start()
    wait_for(is_stream(stage, StreamState.ON), "stream again", 40)
    told = [e.state for e in heard.of(StreamChanged) if isinstance(e, StreamChanged)]
    assert told[-1] is StreamState.ON
    stage.apply(Wanted())


def test_a_stream_can_be_ended_while_it_reconnects(
    rtmp: RtmpServer, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path, ingest=Ingest(rtmp.server, "ended")), heard)
    stage.apply(Wanted(streaming=True))
    wait_for(is_stream(stage, StreamState.ON), "stream")
    rtmp.stop()
    heard.wait(lambda event: event == StreamChanged(StreamState.RECONNECTING))
    begin = time.monotonic()
    assert stage.apply(Wanted()).stream is StreamState.OFF
    assert time.monotonic() - begin < 5


# --- sound


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """A clip with a loud tone."""
    return write_tone(tmp_path / "tone.mkv")


def test_footage_is_heard_muted_and_heard_again(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tone: Path, tmp_path: Path
) -> None:
    heard = Heard()
    stage.open(make_setup(tmp_path, footage=str(tone)), heard)
    stage.apply(Wanted())
    heard.wait(lambda event: isinstance(event, MicrophoneMeasured) and event.peak_dbfs > -40)
    assert stage.apply(Wanted(muted=True)).muted
    stage.close()
    again = ObsStage(obs.url, obs.password)
    again.open(make_setup(tmp_path, footage=str(tone)), Heard())
    assert again.observe().muted, "a restarted program does not know that it muted"
    assert not again.apply(Wanted()).muted
    again.close()
    assert not hand.request("GetInputMute", {"inputName": "样片"})["inputMuted"]


def test_what_was_muted_by_hand_stays_muted(
    hand: ObsClient, stage: ObsStage, tone: Path, tmp_path: Path
) -> None:
    stage.open(make_setup(tmp_path, footage=str(tone)), Heard())
    hand.request("SetInputMute", {"inputName": "样片", "inputMuted": True})
    stage.apply(Wanted(muted=True))
    stage.apply(Wanted())
    assert hand.request("GetInputMute", {"inputName": "样片"})["inputMuted"]


def test_an_obs_that_crashed_comes_back_heard(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tone: Path, tmp_path: Path
) -> None:
    """It starts with the mutes of when it last saved its scenes, which nobody has chosen since."""
    heard = Heard()
    stage.open(make_setup(tmp_path, footage=str(tone)), heard)
    stage.apply(Wanted(muted=True))
    saved = obs.home / ".config/obs-studio/basic/scenes"
    hand.request("CreateScene", {"sceneName": "别的"})  # it saves all of them then
    wait_for(lambda: is_saved_muted(saved), "saved")
    stage.apply(Wanted())
    obs.kill()
    heard.wait(lambda event: isinstance(event, StageLost))
    with pytest.raises(UserFacingError, match=r"stage_lost|stage_unreachable"):
        stage.health()
    assert is_saved_muted(saved), "the crash left nothing to mend"
    obs.start()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.muted, seen.microphone_off) == (False, False)


def is_saved_muted(folder: Path) -> bool:
    """What OBS would start with."""
    file = folder / f"{OURS}.json"
    if not file.exists():  # not saved yet, or just being put in place
        return False
    return any(source.get("muted") for source in json.loads(file.read_text("utf-8"))["sources"])


# --- the check


def test_check_tells_who_is_there(obs: RealObs) -> None:
    told = check(obs.url, obs.password)
    assert told["available"] is True
    assert told["version"].split(".")[0].isdigit()
    assert told["websocket_version"].startswith("5.")
    assert (told["streaming"], told["recording"]) == (False, False)
    with pytest.raises(UserFacingError, match="obs_wrong_password"):
        check(obs.url, "wrong")
    with pytest.raises(UserFacingError, match="obs_password_missing"):
        check(obs.url, None)
