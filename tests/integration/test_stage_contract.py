"""What the Stage port promises, held against both stages: the practice stage and a real OBS."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.faults import Fault
from studio.stage.layers import Layer, Page, Slot
from studio.stage.obs.scenes import OVERLAY, SLOTS, items
from studio.stage.obs.stage import ObsStage
from studio.stage.port import (
    ChangedByHand,
    ConnectFailed,
    Ingest,
    MicrophoneMeasured,
    Proof,
    RateKept,
    RecordingChanged,
    Scene,
    SoundSwitched,
    Stage,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    VideoProfile,
    Wanted,
)
from studio.stage.practice.stage import PracticeStage
from tests.helpers.obs_rig import RealObs
from tests.helpers.pictures import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    Image,
    colour_at,
    decode,
    frames_of,
    is_colour,
    make_card,
    shows_card,
    write_clip,
    write_png,
    write_tone,
)
from tests.helpers.rtmp import RtmpServer, rtmp_server
from tests.helpers.stages import SMALL, Heard, make_setup, wait_for, wait_for_card
from tests.integration.conftest import at_obs

MakeStage = Callable[[], Stage]
MIDDLE = (SMALL.width // 2, SMALL.height // 2)


@pytest.fixture(scope="module")
def rtmp() -> Iterator[RtmpServer]:
    with rtmp_server() as running:
        yield running


pytestmark = pytest.mark.usefixtures("patient_obs")


@pytest.fixture(params=["practice", pytest.param("obs", marks=pytest.mark.obs)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make_stage(kind: str, request: pytest.FixtureRequest) -> MakeStage:
    if kind == "practice":
        return PracticeStage
    obs: RealObs = request.getfixturevalue("obs")
    return lambda: ObsStage(obs.url, obs.password)


@pytest.fixture
def ingest(kind: str, request: pytest.FixtureRequest) -> Ingest:
    """The practice stage only pretends to send; OBS gets a server to send to."""
    if kind == "practice":
        return Ingest("rtmp://127.0.0.1/live", "practice-key")
    rtmp: RtmpServer = request.getfixturevalue("rtmp")
    return Ingest(rtmp.server, "contract-key")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def stage(make_stage: MakeStage, heard: Heard, tmp_path: Path) -> Iterator[Stage]:
    """An open stage with nowhere to stream to; nothing is left on air after the test."""
    made = make_stage()
    made.open(make_setup(tmp_path), heard)
    yield made
    leave_nothing_on_air(made)


@pytest.fixture
def streaming_stage(
    make_stage: MakeStage, heard: Heard, tmp_path: Path, ingest: Ingest
) -> Iterator[Stage]:
    made = make_stage()
    made.open(make_setup(tmp_path, ingest=ingest), heard)
    yield made
    leave_nothing_on_air(made)


def leave_nothing_on_air(stage: Stage) -> None:
    try:
        stage.apply(Wanted())
    finally:
        stage.close()


def lose(stage: Stage) -> None:
    """The connection to it breaks, and can be made again."""
    if isinstance(stage, PracticeStage):
        stage.faults.inject(Fault.RESET, 1)
    else:
        assert isinstance(stage, ObsStage)
        assert stage._client is not None
        stage._client.ws.sock.shutdown(socket.SHUT_RDWR)


def delete_card_by_hand(stage: Stage, request: pytest.FixtureRequest) -> None:
    """Somebody deletes what shows the card; returns once it was really gone."""
    if isinstance(stage, PracticeStage):
        stage.faults.inject(Fault.INPUT_DELETED, 600)
        wait_for(lambda: stage.observe().card_sha256 is None, "deleted")
        stage.faults.clear(Fault.INPUT_DELETED)
        return
    with at_obs(request.getfixturevalue("obs")) as hand:
        overlay = items(hand, OVERLAY)
        (name,) = [slot for slot in SLOTS if overlay[slot]["sceneItemEnabled"]]
        was = overlay[name]["sceneItemId"]
        hand.request("RemoveInput", {"inputName": name})
        wait_for(lambda: items(hand, OVERLAY).get(name, {}).get("sceneItemId") != was, "deleted")


def wait_for_stream(stage: Stage, state: StreamState) -> None:
    wait_for(lambda: stage.observe().stream is state, f"stream {state}")


def programme(stage: Stage, holds: Callable[[Image], bool]) -> Image:
    """The picture on air once ``holds``: OBS draws what it was asked for some frames later."""
    seen: list[Image] = []

    def looked() -> bool:
        seen.append(decode(stage.programme(SMALL.width)))
        return holds(seen[-1])

    wait_for(looked, "the programme asked for")
    return seen[-1]


# --- opening and closing


def test_open_says_who_is_there(make_stage: MakeStage, kind: str, tmp_path: Path) -> None:
    stage = make_stage()
    info = stage.open(make_setup(tmp_path), Heard())
    stage.close()
    assert info.kind == kind
    assert info.version
    assert (info.already_streaming, info.already_recording) == (False, False)


def test_open_again_changes_nothing_on_air(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    before = stage.apply(Wanted(layers=(card,), recording=True))
    info = stage.open(make_setup(tmp_path), Heard())
    assert info.already_recording
    assert stage.observe() == before


def test_the_listener_of_the_last_open_is_told(stage: Stage, tmp_path: Path) -> None:
    second = Heard()
    stage.open(make_setup(tmp_path), second)
    stage.apply(Wanted(recording=True))
    second.wait(lambda event: isinstance(event, RecordingChanged) and event.active)


def test_a_closed_stage_refuses_in_words(make_stage: MakeStage, tmp_path: Path) -> None:
    stage = make_stage()
    stage.open(make_setup(tmp_path), Heard())
    stage.close()
    stage.close()
    for asked in (lambda: stage.apply(Wanted()), stage.observe, stage.health, stage.plays_pages):
        with pytest.raises(UserFacingError, match="stage_lost"):
            asked()


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_stage_can_be_opened_after_close(stage: Stage, tmp_path: Path, goes_on: bool) -> None:
    stage.close()
    stage.open(replace(make_setup(tmp_path), goes_on=goes_on), Heard())
    seen = stage.apply(Wanted())
    assert (seen.scene, seen.recording) == (Scene.PROGRAMME, False)


def test_an_unreadable_break_picture_is_refused(make_stage: MakeStage, tmp_path: Path) -> None:
    stage = make_stage()
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    setup = replace(make_setup(tmp_path), break_picture=broken)
    with pytest.raises(UserFacingError, match="break_picture_unreadable"):
        stage.open(setup, Heard())
    stage.close()


# --- applying


def test_applying_twice_changes_nothing(stage: Stage, heard: Heard, tmp_path: Path) -> None:
    wanted = Wanted(layers=(make_card(tmp_path, GREEN, "YB-001"),), recording=True, muted=True)
    first = stage.apply(wanted)
    told = len(heard.of(RecordingChanged))
    assert stage.apply(wanted) == first
    assert stage.observe() == first
    assert len(heard.of(RecordingChanged)) <= max(told, 1)


def test_nothing_wanted_nothing_on_air(stage: Stage) -> None:
    seen = stage.apply(Wanted())
    assert seen.scene is Scene.PROGRAMME
    assert seen.card_sha256 is None
    assert seen.stream is StreamState.OFF
    assert (seen.recording, seen.recording_path, seen.muted) == (False, None, False)


def test_muting_is_seen_and_taken_back(stage: Stage) -> None:
    assert stage.apply(Wanted(muted=True)).muted
    assert stage.apply(Wanted(muted=True)).muted
    assert not stage.apply(Wanted()).muted


# --- cards


def test_a_card_is_on_air_in_its_place(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    assert stage.apply(Wanted(layers=(card,))).card_sha256 == card.sha256
    picture = programme(stage, lambda seen: shows_card(seen, card, RED))
    beside = colour_at(picture, card.x + card.width + 20, card.y + 20)
    assert not is_colour(beside, RED)


def test_a_card_deleted_by_hand_is_told_and_comes_back_by_itself(
    stage: Stage, heard: Heard, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    before = stage.apply(Wanted(layers=(card,), recording=True))
    delete_card_by_hand(stage, request)
    programme(stage, lambda seen: shows_card(seen, card, RED))  # nobody has asked for anything
    wait_for(lambda: stage.observe() == before, "as before")
    assert heard.of(ChangedByHand) == [ChangedByHand("input")]


def test_a_cleared_card_is_gone(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    stage.apply(Wanted(layers=(card,)))
    assert stage.apply(Wanted()).card_sha256 is None
    programme(stage, lambda seen: not shows_card(seen, card, RED))


def test_cards_follow_each_other(stage: Stage, tmp_path: Path) -> None:
    cards = [(make_card(tmp_path, colour, "YB"), colour) for colour in (RED, GREEN, BLUE, RED)]
    for card, colour in cards:
        assert stage.apply(Wanted(layers=(card,))).card_sha256 == card.sha256
        programme(stage, partial(shows_card, card=card, colour=colour))


def test_the_same_card_moves(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, BLUE, "YB-001", x=20, y=20)
    moved = replace(card, x=200, y=120)
    stage.apply(Wanted(layers=(card,)))
    assert stage.apply(Wanted(layers=(moved,))).card_sha256 == card.sha256
    picture = programme(stage, lambda seen: shows_card(seen, moved, BLUE))
    assert not shows_card(picture, card, BLUE)


def test_where_layers_alone_are_asked_for_the_rest_stays_as_it_is_found(
    stage: Stage, tmp_path: Path
) -> None:
    red, green = (make_card(tmp_path, colour, "YB") for colour in (RED, GREEN))
    before = stage.apply(Wanted(layers=(red,), recording=True))
    other = Wanted(Scene.BREAK, layers=(green,), muted=True, layers_alone=True)
    after = stage.apply(other)
    assert after == replace(before, layers={Slot.CARD: green.sha256})
    assert stage.apply(other.whole).scene is Scene.BREAK


def test_where_an_output_is_brought_back_scene_and_sound_stay_as_they_are_found(
    stage: Stage,
) -> None:
    before = stage.apply(Wanted(Scene.BREAK))
    other = Wanted(muted=True, recording=True, scene_and_sound_stay=True)
    after = stage.apply(other)
    assert after == replace(before, recording=True, recording_path=after.recording_path)
    assert stage.apply(other.whole).scene is Scene.PROGRAMME


def test_a_card_is_shown_at_the_size_asked_for(stage: Stage, tmp_path: Path) -> None:
    card = replace(make_card(tmp_path, GREEN, "YB-001"), x=20, y=20, width=200, height=150)
    stage.apply(Wanted(layers=(card,)))
    picture = programme(stage, lambda seen: is_colour(colour_at(seen, 195, 145), GREEN))
    assert not is_colour(colour_at(picture, 240, 145), GREEN)


@pytest.mark.parametrize("content", [None, b"this is no picture"])
def test_a_card_that_does_not_load_leaves_the_last_good_one(
    stage: Stage, tmp_path: Path, content: bytes | None
) -> None:
    good = make_card(tmp_path, RED, "YB-001")
    stage.apply(Wanted(layers=(good,)))
    file = tmp_path / "bad.png"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserFacingError) as refused:
        stage.apply(Wanted(layers=(replace(good, path=file, sha256="bad", label="YB-002"),)))
    assert refused.value.code == "card_not_loaded"
    assert refused.value.parameters["label"] == "YB-002"
    assert stage.observe().card_sha256 == good.sha256
    programme(stage, lambda seen: shows_card(seen, good, RED))


def test_a_bad_card_does_not_keep_the_rest_off(stage: Stage, tmp_path: Path) -> None:
    bad = replace(make_card(tmp_path, RED, "YB-001"), path=tmp_path / "missing.png")
    with pytest.raises(UserFacingError, match="card_not_loaded"):
        stage.apply(Wanted(layers=(bad,), recording=True))
    assert stage.observe().recording


def test_a_page_that_cannot_be_played_is_told_and_nothing_on_air_changes(
    stage: Stage, kind: str, tmp_path: Path
) -> None:
    """A template of others, where there is no browser to play it; with one, a file that is gone."""
    card = make_card(tmp_path, RED, "YB-001")
    before = stage.apply(Wanted(layers=(card,)))
    gone = Page(tmp_path / "gone", "main.mjs", "{}")
    size = (0, 0, SMALL.width, SMALL.height)
    page = Layer(Slot.PAGE, gone.folder, "page", *size, label="天气条", page=gone)
    without = {"practice": "page_on_practice", "obs": "page_no_browser_source"}[kind]
    told = "layer_not_loaded" if stage.plays_pages() else without
    for _ in range(2):
        with pytest.raises(UserFacingError, match=told) as refused:
            stage.apply(Wanted(layers=(card, page)))
        assert refused.value.parameters == {"slot": "page", "label": "天气条"}
        assert stage.observe() == before
    assert stage.prove(Slot.PAGE) == Proof(None)
    programme(stage, lambda seen: shows_card(seen, card, RED))
    assert stage.apply(Wanted(layers=(card,))) == before


# --- scenes


def test_the_break_picture_covers_programme_and_card(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    seen = stage.apply(Wanted(scene=Scene.BREAK, layers=(card,)))
    assert seen.scene is Scene.BREAK
    assert seen.card_sha256 is None
    picture = programme(stage, lambda seen: is_colour(colour_at(seen, *MIDDLE), YELLOW))
    assert not shows_card(picture, card, RED)


def test_after_the_break_the_card_is_back(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    stage.apply(Wanted(layers=(card,)))
    stage.apply(Wanted(scene=Scene.BREAK, layers=(card,)))
    seen = stage.apply(Wanted(layers=(card,)))
    assert (seen.scene, seen.card_sha256) == (Scene.PROGRAMME, card.sha256)
    programme(stage, lambda seen: shows_card(seen, card, RED))


@pytest.mark.parametrize("width", [160, 240])
def test_the_preview_has_the_width_asked_for(stage: Stage, width: int) -> None:
    picture = decode(stage.programme(width))
    assert picture.shape[1] == width
    assert abs(picture.shape[0] - width * SMALL.height / SMALL.width) <= 1


# --- recording


def test_a_recording_plays_and_shows_the_card(stage: Stage, heard: Heard, tmp_path: Path) -> None:
    card = make_card(tmp_path, GREEN, "YB-001")
    seen = stage.apply(Wanted(layers=(card,), recording=True))
    path = seen.recording_path
    assert seen.recording
    assert path is not None
    assert path.parent == tmp_path / "录像"
    assert path.suffix == ".mkv"
    heard.wait(lambda event: event == RecordingChanged(True, path))
    wait_for(lambda: path.exists() and path.stat().st_size > 4096, "bytes in the recording")
    assert not stage.apply(Wanted(layers=(card,))).recording
    heard.wait(lambda event: event == RecordingChanged(False, path))
    frames = frames_of(path)
    assert frames[0].shape == (SMALL.height, SMALL.width, 3)
    assert shows_card(frames[-1], card, GREEN)


def test_each_recording_has_a_file_of_its_own(stage: Stage) -> None:
    first = stage.apply(Wanted(recording=True)).recording_path
    stage.apply(Wanted())
    second = stage.apply(Wanted(recording=True)).recording_path
    assert first is not None
    assert second is not None
    assert first != second
    assert first.exists()


def end_recording_by_hand(stage: Stage, request: pytest.FixtureRequest) -> None:
    """It ends although it is wanted: a hand in OBS, or a disk that takes no more."""
    if isinstance(stage, PracticeStage):
        stage._call(lambda: stage._on_air().stop_recording(time.monotonic()))
        return
    with at_obs(request.getfixturevalue("obs")) as hand:
        hand.request("StopRecord")


def test_a_recording_that_ends_is_told_and_begun_again_only_where_it_need_not_wait(
    stage: Stage, heard: Heard, request: pytest.FixtureRequest
) -> None:
    first = stage.apply(Wanted(recording=True)).recording_path
    end_recording_by_hand(stage, request)
    heard.wait(lambda event: event == RecordingChanged(False, first))
    waits = Wanted(recording=True, recording_waits=True)
    assert not stage.apply(waits).recording
    again = stage.apply(Wanted(recording=True))
    assert again.recording
    assert again.recording_path != first
    assert stage.apply(waits).recording, "one that runs goes on"
    assert not stage.apply(Wanted()).recording, "and is ours to end"


# --- streaming


def test_a_stream_starts_tells_and_stops(streaming_stage: Stage, heard: Heard) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    heard.wait(lambda event: event == StreamChanged(StreamState.ON))
    assert stage.apply(Wanted()).stream is StreamState.OFF
    heard.wait(lambda event: event == StreamChanged(StreamState.OFF))
    states = [event.state for event in heard.of(StreamChanged) if isinstance(event, StreamChanged)]
    assert states == [StreamState.STARTING, StreamState.ON, StreamState.OFF]


def test_health_counts_what_is_sent(streaming_stage: Stage) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    first = stage.health()
    wait_for(lambda: stage.health().bytes_sent > first.bytes_sent, "bytes sent")
    wait_for(lambda: stage.health().frames_total > 0, "frames counted")
    later = stage.health()
    assert first.stream is StreamState.ON
    assert later.at_monotonic > first.at_monotonic
    assert later.frames_total > 0
    assert 0 <= later.frames_dropped <= later.frames_total
    assert 0 < later.fps <= SMALL.fps + 1
    assert later.congestion is None or 0 <= later.congestion <= 1


def test_a_restarted_stream_is_back_and_nothing_else_has_changed(
    streaming_stage: Stage, heard: Heard, tmp_path: Path
) -> None:
    stage, card = streaming_stage, make_card(tmp_path, RED, "YB-001")
    stage.apply(Wanted(streaming=True, recording=True, layers=(card,)))
    wait_for_stream(stage, StreamState.ON)
    wait_for(lambda: stage.health().bytes_sent > 0, "bytes sent")
    before = stage.observe()
    begin = time.monotonic()
    stage.restart_stream(600)
    stage.restart_stream(600)
    assert time.monotonic() - begin < 15  # it waits for nothing
    heard.wait(lambda event: event == StreamChanged(StreamState.RECONNECTING))
    stage.apply(Wanted(streaming=True, recording=True, layers=(card,)))  # is not stopped by it
    wait_for(lambda: heard.of(StreamChanged)[-1] == StreamChanged(StreamState.ON), "on again")
    wait_for(lambda: stage.health().bytes_sent > 0, "bytes sent again")
    seen = stage.observe()
    assert seen.recording_path is not None
    assert replace(seen, recording_path=None) == replace(before, recording_path=None)
    states = [event.state for event in heard.of(StreamChanged) if isinstance(event, StreamChanged)]
    assert states.count(StreamState.RECONNECTING) == 1
    assert StreamState.OFF not in states
    assert not heard.of(ConnectFailed)
    assert not heard.of(RateKept)


def test_a_held_stream_stays_away_until_it_is_restarted(
    streaming_stage: Stage, heard: Heard
) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    stage.hold_stream()
    heard.wait(lambda event: event == StreamChanged(StreamState.RECONNECTING))
    time.sleep(3)  # longer than a stage's own first try takes to come
    still = stage.health().bytes_sent
    assert stage.apply(Wanted(streaming=True)).stream is StreamState.RECONNECTING
    assert stage.health().bytes_sent == still
    stage.restart_stream(600)
    wait_for_stream(stage, StreamState.ON)
    assert not heard.of(ConnectFailed)


def test_a_stream_kept_off_is_started_by_its_restart_only_and_one_that_runs_goes_on(
    streaming_stage: Stage, heard: Heard
) -> None:
    stage = streaming_stage
    stage.keep_stream_off()
    assert stage.apply(Wanted(streaming=True)).stream is StreamState.RECONNECTING
    assert stage.health().stream is StreamState.RECONNECTING
    assert stage.apply(Wanted()).stream is StreamState.OFF
    stage.keep_stream_off()
    stage.apply(Wanted(streaming=True))
    assert not heard.of(ConnectFailed)
    stage.restart_stream(600)
    wait_for_stream(stage, StreamState.ON)
    wait_for(lambda: stage.health().bytes_sent > 0, "bytes sent")
    stage.keep_stream_off()
    assert stage.apply(Wanted(streaming=True)).stream is StreamState.ON


def test_a_stream_kept_off_before_the_stage_is_opened_is_kept_off(
    make_stage: MakeStage, heard: Heard, tmp_path: Path, ingest: Ingest
) -> None:
    stage = make_stage()
    stage.keep_stream_off()
    stage.open(make_setup(tmp_path, ingest=ingest), heard)
    try:
        assert stage.apply(Wanted(streaming=True)).stream is StreamState.RECONNECTING
        stage.restart_stream(600)
        wait_for_stream(stage, StreamState.ON)
    finally:
        leave_nothing_on_air(stage)


def test_a_stream_kept_off_is_so_over_a_loss(streaming_stage: Stage, heard: Heard) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    stage.hold_stream()
    wait_for(lambda: stage.health().stream is StreamState.RECONNECTING, "held")
    lose(stage)
    heard.wait(lambda event: isinstance(event, StageLost))
    stage.keep_stream_off()
    heard.wait(lambda event: isinstance(event, StageRegained))
    assert stage.apply(Wanted(streaming=True)).stream is StreamState.RECONNECTING
    assert stage.health().stream is StreamState.RECONNECTING
    stage.restart_stream(600)
    wait_for_stream(stage, StreamState.ON)


@pytest.mark.obs
@pytest.mark.parametrize("kind", ["obs"], indirect=True)
def test_a_stream_kept_off_that_somebody_starts_by_hand_is_on_and_restarts_as_any(
    streaming_stage: Stage, heard: Heard, obs: RealObs
) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    stage.hold_stream()
    with at_obs(obs) as hand:
        wait_for(lambda: not hand.request("GetStreamStatus")["outputActive"], "held")
        wait_for(lambda: not stage._watch.is_stopping, "at rest")  # type: ignore[attr-defined]
        hand.request("StartStream")
    heard.wait(lambda event: event == StreamChanged(StreamState.RECONNECTING))
    wait_for_stream(stage, StreamState.ON)
    assert stage.health().stream is StreamState.ON
    stage.restart_stream(600)
    assert stage.health().stream is StreamState.RECONNECTING
    wait_for_stream(stage, StreamState.ON)
    assert not heard.of(ConnectFailed)


def test_a_stream_that_is_not_wanted_is_not_restarted(streaming_stage: Stage, heard: Heard) -> None:
    stage = streaming_stage
    stage.restart_stream(600)
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    stage.apply(Wanted())
    stage.restart_stream(600)
    assert stage.observe().stream is StreamState.OFF
    assert heard.of(StreamChanged)[-1] == StreamChanged(StreamState.OFF)


def test_a_restart_can_be_ended(streaming_stage: Stage) -> None:
    stage = streaming_stage
    for stop in (lambda: stage.restart_stream(600), stage.hold_stream):
        stage.apply(Wanted(streaming=True))
        wait_for_stream(stage, StreamState.ON)
        stop()
        assert stage.apply(Wanted()).stream is StreamState.OFF


def test_the_ingest_is_knocked_at(streaming_stage: Stage) -> None:
    assert streaming_stage.ingest_answers(2.0)


def test_without_an_ingest_it_is_only_recorded(stage: Stage, heard: Heard) -> None:
    seen = stage.apply(Wanted(streaming=True, recording=True))
    assert (seen.stream, seen.recording) == (StreamState.OFF, True)
    assert not heard.of(StreamChanged)


def test_cards_change_while_streaming_without_a_break(
    streaming_stage: Stage, heard: Heard, tmp_path: Path
) -> None:
    stage = streaming_stage
    stage.apply(Wanted(streaming=True))
    wait_for_stream(stage, StreamState.ON)
    for colour in (RED, GREEN, BLUE):
        seen = stage.apply(Wanted(streaming=True, layers=(make_card(tmp_path, colour, "YB"),)))
        assert seen.stream is StreamState.ON
    assert heard.of(StreamChanged)[-1] == StreamChanged(StreamState.ON)
    assert not heard.of(StageLost)


# --- what it tells


def test_loudness_is_told_at_most_ten_times_a_second(stage: Stage, heard: Heard) -> None:
    begin = time.monotonic()
    earlier = len(heard.of(MicrophoneMeasured))  # since it was opened
    wait_for(lambda: len(heard.of(MicrophoneMeasured)) >= earlier + 5, "five loudness figures")
    figures = heard.of(MicrophoneMeasured)[earlier:]
    took = time.monotonic() - begin  # whatever was told, was told within it
    assert len(figures) <= took * 10 + 3
    assert all(isinstance(e, MicrophoneMeasured) and e.peak_dbfs <= 0 for e in figures)


def test_muting_is_told_and_read_back(make_stage: MakeStage, tmp_path: Path) -> None:
    heard, clip = Heard(), tmp_path / "clip.mkv"
    write_tone(clip)
    stage = make_stage()
    stage.open(make_setup(tmp_path, footage=str(clip)), heard)
    try:
        assert not stage.apply(Wanted()).microphone_off
        seen = stage.apply(Wanted(muted=True))
        assert (seen.muted, seen.microphone_off) == (True, True)
        heard.wait(lambda event: isinstance(event, SoundSwitched))
        assert not stage.apply(Wanted()).microphone_off
    finally:
        leave_nothing_on_air(stage)


def test_another_stream_key_is_used_from_the_next_start_on(
    streaming_stage: Stage, kind: str, request: pytest.FixtureRequest
) -> None:
    streaming_stage.use_key("another-key")
    streaming_stage.apply(Wanted(streaming=True))
    wait_for_stream(streaming_stage, StreamState.ON)
    if kind == "obs":
        rtmp: RtmpServer = request.getfixturevalue("rtmp")
        wait_for(lambda: rtmp.bytes_received("another-key") is not None, "under the other key")
        assert rtmp.bytes_received("contract-key") is None


# --- cameras


def test_a_glance_shows_what_is_on_air_and_what_should_move_in_it(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    stage = make_stage()
    stage.open(make_setup(tmp_path, footage=str(write_clip(tmp_path / "c.avi", moving=1))), Heard())
    try:
        stage.apply(Wanted())
        glance = stage.glance(320)
        assert decode(glance.jpeg).shape[1] == 320
        assert glance.scene is Scene.PROGRAMME
        assert len(glance.cameras) == 1
        stage.apply(Wanted(scene=Scene.BREAK))
        glance = stage.glance(320)
        assert is_colour(colour_at(decode(glance.jpeg), 160, 90), YELLOW)
        assert (glance.scene, glance.cameras) == (Scene.BREAK, ())
    finally:
        leave_nothing_on_air(stage)


def test_under_a_board_that_stands_still_over_all_of_it_a_camera_is_looked_at_by_itself(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    size = SMALL.width, SMALL.height
    path = write_png(tmp_path, RED, *size)
    board = Layer(Slot.BOARD, path, path.stem, 0, 0, *size, "opening")
    stage = make_stage()
    stage.open(make_setup(tmp_path, footage=str(write_clip(tmp_path / "c.avi", moving=2))), Heard())
    try:
        stage.apply(Wanted())
        assert stage.glance(320).bare == ()
        stage.apply(Wanted(layers=(board,)))
        wait_for_card(stage, board, RED)
        pictures = set()

        def moves() -> bool:
            glance = stage.glance(320)
            assert len(glance.bare) == len(glance.cameras) == 1
            pictures.add(glance.bare)
            return len(pictures) > 2

        wait_for(moves, "pictures of the camera that move under the board")
        stage.apply(Wanted(layers=(replace(board, slot=Slot.BRAND_FRAME),)))
        assert stage.glance(320).bare == (), "all below a frame is seen"
    finally:
        leave_nothing_on_air(stage)


def test_cameras_opened_again_change_nothing_else(make_stage: MakeStage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    stage = make_stage()
    stage.open(make_setup(tmp_path, footage=str(write_clip(tmp_path / "c.avi", moving=2))), Heard())
    try:
        before = stage.apply(Wanted(layers=(card,), recording=True))
        names = stage.glance(320).cameras
        assert stage.reopen_cameras() == names
        assert stage.reopen_cameras() == names
        assert stage.observe() == before
        pictures = set()

        def moves() -> bool:
            pictures.add(stage.glance(320).jpeg)
            return len(pictures) > 2

        wait_for(moves, "pictures that move")
        stage.apply(Wanted(scene=Scene.BREAK, recording=True))
        assert stage.reopen_cameras() == ()
    finally:
        leave_nothing_on_air(stage)


def test_no_call_of_an_idle_stage_takes_long(stage: Stage, tmp_path: Path) -> None:
    card = make_card(tmp_path, RED, "YB-001")
    begin = time.monotonic()
    stage.apply(Wanted(layers=(card,)))
    stage.observe()
    stage.health()
    stage.programme(320)
    assert time.monotonic() - begin < 4 * 5  # the port's limit for each


# --- the virtual camera


def test_the_virtual_camera_is_on_or_told_missing_and_holds_nothing_up(stage: Stage) -> None:
    """Here OBS has none (no driver in a container); the practice stage always has one."""
    wish = Wanted(virtual_camera=True, recording=True)
    told = refusal(stage, wish)
    assert told in ("", "virtual_camera_missing")
    seen = stage.apply(wish)  # what is missing is told once
    assert seen.virtual_camera is not bool(told)
    assert seen.recording
    assert not stage.apply(Wanted(recording=True)).virtual_camera


def refusal(stage: Stage, wish: Wanted) -> str:
    """Code of what was refused; empty for nothing."""
    try:
        stage.apply(wish)
    except UserFacingError as error:
        return error.code
    return ""


# --- cameras


def test_cameras_are_listed_by_name_and_opened_by_nobody(stage: Stage) -> None:
    found = stage.cameras()
    assert all(offer.source and offer.name for offer in found.offered)
    assert not found.no_picture
    assert stage.observe().scene is Scene.PROGRAMME


# --- trials


def test_a_trial_stays_here_and_leaves_nothing_behind(
    make_stage: MakeStage, ingest: Ingest, heard: Heard, tmp_path: Path
) -> None:
    stage = make_stage()
    stage.open(make_setup(tmp_path, ingest=ingest), heard)
    try:
        before = stage.apply(Wanted())
        for video in (SMALL, VideoProfile(480, 270, 20)):
            stage.begin_trial(video, 600)
            wait_for(lambda: stage.health().frames_total > SMALL.fps, "frames that arrive")
            sample = stage.health()
            assert sample.bytes_sent > 0
            assert sample.load is not None
            assert sample.load.frames_encoded > 0
            assert 0 <= sample.load.frames_skipped <= sample.load.frames_encoded
            assert 0 <= sample.load.frames_missed <= sample.load.frames_drawn
            assert sample.load.frame_ms > 0
            assert sample.load.cpu_percent >= 0
        stage.end_trial()
        stage.end_trial()
        assert stage.apply(Wanted()) == before
        assert decode(stage.programme(SMALL.width)).shape[1] == SMALL.width
        stage.apply(Wanted(streaming=True))  # goes where it went before
        wait_for_stream(stage, StreamState.ON)
        wait_for(lambda: stage.health().bytes_sent > 0, "bytes sent")
    finally:
        leave_nothing_on_air(stage)


@pytest.mark.parametrize("wanted", [Wanted(streaming=True), Wanted(recording=True)])
def test_nothing_is_tried_while_anything_is_on_air(streaming_stage: Stage, wanted: Wanted) -> None:
    stage = streaming_stage
    stage.apply(wanted)
    if wanted.streaming:
        wait_for_stream(stage, StreamState.ON)
    before = stage.observe()
    with pytest.raises(UserFacingError, match="trial_on_air"):
        stage.begin_trial(SMALL, 600)
    stage.end_trial()
    assert stage.observe() == before


def test_closing_ends_a_trial(make_stage: MakeStage, heard: Heard, tmp_path: Path) -> None:
    stage = make_stage()
    stage.open(make_setup(tmp_path), heard)
    stage.begin_trial(SMALL, 600)
    stage.close()
    again = make_stage()
    try:
        again.open(make_setup(tmp_path), Heard())
        wait_for_stream(again, StreamState.OFF)  # a busy OBS takes its time to stop
    finally:
        leave_nothing_on_air(again)
