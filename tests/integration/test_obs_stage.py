"""What only a real OBS can show: losses and ways back, streams received, sound.

One OBS for all of it: each test leaves the air, and puts back what it changed.
"""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs import keeper, renewal
from studio.stage.obs.check import check
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.stage import ObsStage
from studio.stage.port import (
    Ingest,
    MicrophoneMeasured,
    RecordingChanged,
    Scene,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    Wanted,
)
from tests.helpers.obs_rig import READY_SECONDS, RealObs
from tests.helpers.pictures import GREEN, RED, frames_of, make_card, shows_card, write_tone
from tests.helpers.rtmp import RtmpServer, rtmp_server
from tests.helpers.stages import PATIENCE, SMALL, Heard, make_setup, wait_for, wait_for_card
from tests.integration.conftest import at_obs

pytestmark = pytest.mark.obs

NOT_LONG = 20.0
"""Seconds a call must have ended within: it does by itself after 5, on an idle computer."""


@pytest.fixture
def rtmp() -> Iterator[RtmpServer]:
    with rtmp_server() as running:
        yield running


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def brisk_stage(obs: RealObs) -> Iterator[ObsStage]:
    """Not opened yet; closed after the test. It waits as long as the program does."""
    made = ObsStage(obs.url, obs.password)
    yield made
    made.close()
    obs.thaw()  # where the test failed


@pytest.fixture
def stage(patient_obs: None, brisk_stage: ObsStage) -> ObsStage:
    """The same, for tests in which OBS always answers in the end."""
    return brisk_stage


def is_stream(stage: ObsStage, state: StreamState) -> Callable[[], bool]:
    return lambda: stage.observe().stream is state


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
    wait_for_card(stage, card, GREEN)
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


def soon_silent(ask: Callable[[], object]) -> None:
    """It ends in a sentence, and nobody waits long for it."""
    begin = time.monotonic()
    with pytest.raises(UserFacingError, match=r"obs_silent|stage_lost"):
        ask()
    assert time.monotonic() - begin < NOT_LONG


def test_a_frozen_obs_ends_in_a_sentence_and_goes_on_after_it(
    obs: RealObs, brisk_stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage = brisk_stage
    stage.open(make_setup(tmp_path), heard)
    stage.apply(Wanted())
    other = ObsStage(obs.url, obs.password)
    obs.freeze()
    soon_silent(lambda: stage.apply(Wanted(muted=True)))
    soon_silent(lambda: other.open(make_setup(tmp_path), Heard()))
    obs.thaw()
    wait_for_answer(stage)
    assert stage.apply(Wanted(layers=(make_card(tmp_path, RED, "YB"),))).card_sha256 is not None
    assert heard.of(StageLost) == []
    assert other.open(make_setup(tmp_path), Heard()).kind == "obs"
    other.close()


def test_a_long_freeze_is_one_loss_and_one_return(
    obs: RealObs, brisk_stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    stage = brisk_stage
    stage.open(make_setup(tmp_path), heard)
    stage.apply(Wanted(recording=True))
    obs.freeze()
    soon_silent(stage.observe)
    soon_silent(lambda: stage.programme(320))
    heard.wait(lambda event: event == StageLost("obs_stopped_answering"))
    soon_silent(lambda: stage.apply(Wanted(recording=True, muted=True)))
    obs.thaw()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.recording, seen.muted) == (True, True)
    assert len(heard.of(StageLost)) == len(heard.of(StageRegained)) == 1
    stage.apply(Wanted())


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
    wait_for(lambda: stage.health().bytes_sent > 20_000, "some of it sent without the card")
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


def test_once_nothing_streams_no_file_of_obs_holds_the_key_and_the_next_start_has_it(
    obs: RealObs, rtmp: RtmpServer, stage: ObsStage, tmp_path: Path
) -> None:
    def files_with_it() -> list[Path]:
        services = obs.home.rglob("service.json*")
        return [each for each in services if "not-to-be-kept" in each.read_text("utf-8")]

    stage.open(make_setup(tmp_path, ingest=Ingest(rtmp.server, "not-to-be-kept")), Heard())
    for _ in range(2):
        stage.apply(Wanted(streaming=True))
        wait_for(is_stream(stage, StreamState.ON), "stream")
        assert files_with_it()
        stage.apply(Wanted())
        wait_for(lambda: stage.observe().stream is StreamState.OFF, "off")
        stage.apply(Wanted())  # also where the end was slow to come
        assert files_with_it() == []


def test_a_first_connect_that_fails_is_tried_again(stage: ObsStage, tmp_path: Path) -> None:
    heard = Heard()
    with rtmp_server(running=False) as server:
        stage.open(make_setup(tmp_path, ingest=Ingest(server.server, "late")), heard)
        begin = time.monotonic()
        assert stage.apply(Wanted(streaming=True)).stream is StreamState.STARTING
        assert time.monotonic() - begin < NOT_LONG
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
        heard.wait(lambda event: event == StreamChanged(StreamState.OFF))
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
    wait_for(is_stream(stage, StreamState.ON), "stream again")
    told = [e.state for e in heard.of(StreamChanged) if isinstance(e, StreamChanged)]
    assert told[-1] is StreamState.ON
    stage.apply(Wanted())


def test_another_rate_is_what_is_sent_and_the_recording_goes_on_in_another_file(
    rtmp: RtmpServer,
    stage: ObsStage,
    heard: Heard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """OBS reads the rate only while nothing else uses the encoder, and the recording does."""
    monkeypatch.setattr(renewal, "WAIT_SECONDS", PATIENCE)  # however slowly it closes a file here
    setup = make_setup(tmp_path, ingest=Ingest(rtmp.server, "thin"))
    stage.open(replace(setup, video_kbps=1500), heard)
    first = stage.apply(Wanted(streaming=True, recording=True)).recording_path
    wait_for(is_stream(stage, StreamState.ON), "stream")
    before = kbps_encoded(stage)
    stage.restart_stream(400)
    wait_for(is_stream(stage, StreamState.ON), "stream again")
    wait_for(lambda: kbps_encoded(stage) < 0.6 * before, f"clearly less than {before} kbit/s")
    second = stage.observe().recording_path
    assert first is not None
    assert second not in (None, first)
    told = [e for e in heard.of(RecordingChanged) if isinstance(e, RecordingChanged) and e.active]
    assert [each.path for each in told] == [first, second]
    stage.restart_stream(400)  # it counts as reconnecting from here
    wait_for(is_stream(stage, StreamState.ON), "stream again")
    assert stage.observe().recording_path == second
    stage.apply(Wanted())
    assert frames_of(first)


def test_our_profile_is_in_the_simple_mode_and_none_but_that_takes_a_step(
    obs: RealObs, rtmp: RtmpServer, stage: ObsStage, heard: Heard, tmp_path: Path
) -> None:
    """Changed by hand before the broadcast it is put back, changed on air no step is claimed."""
    setup = make_setup(tmp_path, ingest=Ingest(rtmp.server, "mode"))
    stage.open(setup, heard)
    with at_obs(obs) as hand:
        choose_mode(hand, "Advanced")
        another = next(p for p in hand.request("GetProfileList")["profiles"] if p != OURS)
        for profile in (another, OURS):
            hand.request("SetCurrentProfile", {"profileName": profile}, 10)
        assert "adv_file_output" in outputs_of(hand)
        stage.open(setup, heard)
        assert "simple_file_output" in outputs_of(hand)
        assert "adv_file_output" not in outputs_of(hand)
        stage.apply(Wanted(streaming=True))
        wait_for(is_stream(stage, StreamState.ON), "stream")
        choose_mode(hand, "Advanced")
        with pytest.raises(UserFacingError, match="rate_fixed"):
            stage.restart_stream(400, step=True)
        assert stage.observe().stream is StreamState.ON
        assert StreamChanged(StreamState.RECONNECTING) not in heard.of(StreamChanged)
        stage.apply(Wanted())
        stage.open(setup, heard)
        mode = {"parameterCategory": "Output", "parameterName": "Mode"}
        assert hand.request("GetProfileParameter", mode)["parameterValue"] == "Simple"
        assert hand.request("GetProfileList")["currentProfileName"] == OURS


def choose_mode(hand: ObsClient, mode: str) -> None:
    where = {"parameterCategory": "Output", "parameterName": "Mode"}
    hand.request("SetProfileParameter", where | {"parameterValue": mode})


def outputs_of(hand: ObsClient) -> set[str]:
    return {each["outputName"] for each in hand.request("GetOutputList")["outputs"]}


def kbps_encoded(stage: ObsStage) -> float:
    """By the bytes of three seconds' frames, however long this machine takes to encode them; OBS
    pads a picture that does not move."""
    begin = stage.health()

    def sent() -> int:
        return stage.health().frames_total - begin.frames_total

    wait_for(lambda: sent() >= 3 * SMALL.fps, "three seconds of frames", 3 * PATIENCE)
    end = stage.health()
    frames = end.frames_total - begin.frames_total
    return (end.bytes_sent - begin.bytes_sent) / 125 / frames * SMALL.fps


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
    assert time.monotonic() - begin < NOT_LONG


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
    hand.request("SetInputMute", {"inputName": "样片", "inputMuted": False})


def test_an_obs_that_crashed_comes_back_heard(
    obs: RealObs,
    hand: ObsClient,
    stage: ObsStage,
    tone: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It starts with the mutes of when it last saved its scenes, which nobody has chosen since."""
    is_back = threading.Event()

    def once_it_is_back(longest: float) -> Iterator[float]:
        """As if it had been away for less than half a second: nobody finds its port closed."""
        is_back.wait(READY_SECONDS)
        yield from itertools.repeat(0.05)

    monkeypatch.setattr(keeper, "_pauses", once_it_is_back)
    heard = Heard()
    stage.open(make_setup(tmp_path, footage=str(tone)), heard)
    stage.apply(Wanted(muted=True))
    saved = obs.home / ".config/obs-studio/basic/scenes"
    hand.request("CreateScene", {"sceneName": "别的"})  # it saves all of them then
    wait_for(lambda: is_saved_muted(saved), "saved")
    stage.apply(Wanted())
    obs.kill()
    assert is_saved_muted(saved), "the crash left nothing to mend"
    obs.start()
    is_back.set()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.muted, seen.microphone_off) == (False, False)


def test_a_mute_asked_for_while_a_crashed_obs_was_away_is_ours_to_undo(
    obs: RealObs, hand: ObsClient, stage: ObsStage, tone: Path, tmp_path: Path
) -> None:
    """It begins silent, so that nothing is left to mute: the microphone could not be opened."""
    heard = Heard()
    stage.open(make_setup(tmp_path, footage=str(tone)), heard)
    stage.apply(Wanted(muted=True))
    saved = obs.home / ".config/obs-studio/basic/scenes"
    hand.request("CreateScene", {"sceneName": "另外的"})
    wait_for(lambda: is_saved_muted(saved), "saved")
    stage.apply(Wanted())
    obs.kill()
    heard.wait(lambda event: isinstance(event, StageLost))
    with pytest.raises(UserFacingError):
        stage.apply(Wanted(muted=True))
    obs.start()
    heard.wait(lambda event: isinstance(event, StageRegained))
    seen = stage.observe()
    assert (seen.muted, seen.microphone_off) == (True, True)
    seen = stage.apply(Wanted())
    assert (seen.muted, seen.microphone_off) == (False, False)


def test_one_that_lived_on_keeps_what_a_hand_muted(
    obs: RealObs, stage: ObsStage, tone: Path, tmp_path: Path
) -> None:
    """Also where the stage was once opened in vain: what was gone then is long back."""
    setup, heard = make_setup(tmp_path, footage=str(tone)), Heard()
    obs.kill()
    with pytest.raises(UserFacingError, match="stage_unreachable"):
        stage.open(setup, heard)
    obs.start()
    stage.open(setup, heard)
    stage.apply(Wanted())
    with at_obs(obs) as hand:
        hand.request("SetInputMute", {"inputName": "样片", "inputMuted": True})
        assert stage._client is not None
        stage._client.ws.sock.shutdown(socket.SHUT_RDWR)
        heard.wait(lambda event: isinstance(event, StageRegained))
        assert stage.observe().microphone_off
        hand.request("SetInputMute", {"inputName": "样片", "inputMuted": False})


def is_saved_muted(folder: Path) -> bool:
    """What OBS would start with."""
    try:
        saved = (folder / f"{OURS}.json").read_text("utf-8")
    except FileNotFoundError:  # not saved yet, or just being put in place
        return False
    return any(source.get("muted") for source in json.loads(saved)["sources"])


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
