"""The practice stage as a trainer's room would use it. What it shares with OBS: the contract."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.camera.capture import CameraSource
from studio.camera.handover import CameraHandover
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.stage.faults import Fault
from studio.stage.layers import Layer, Slot
from studio.stage.port import (
    ConnectFailed,
    MicrophoneMeasured,
    RecordingChanged,
    Scene,
    SoundSwitched,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    VideoProfile,
    Wanted,
)
from studio.stage.practice import footage
from studio.stage.practice import stage as practice_stage
from studio.stage.practice import thread as render_thread
from studio.stage.practice.air import Air
from studio.stage.practice.faults import Faults
from studio.stage.practice.program import BOOT_SECONDS, PracticeProgram
from studio.stage.practice.stage import PracticeStage
from studio.stage.practice.uplink import FIRST_RETRY
from tests.helpers.clock import ManualClock
from tests.helpers.pictures import write_clip
from tests.helpers.practice import (
    BREAK_BGR,
    CARD_BGR,
    SMALL,
    OpenStage,
    card,
    frames_of,
    setup,
    until,
    write_png,
)

CARD_AT = (70, 90)
"""A point on the test's card."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[OpenStage]:
    made = OpenStage(setup(tmp_path))
    yield made
    made.stage.close()


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 20


def test_opens_at_rest(room: OpenStage) -> None:
    assert (room.info.kind, room.info.already_streaming, room.info.already_recording) == (
        "practice",
        False,
        False,
    )
    seen = room.stage.observe()
    assert (seen.scene, seen.stream, seen.recording) == (Scene.PROGRAMME, StreamState.OFF, False)


def test_the_picture_moves_even_at_rest(room: OpenStage) -> None:
    before = room.picture()
    until(lambda: np.abs(room.picture().astype(int) - before).mean() > 0.5)


def test_card_is_on_air_when_apply_returns_and_gone_after_it(
    room: OpenStage, tmp_path: Path
) -> None:
    seen = room.stage.apply(Wanted(layers=(card(tmp_path),), recording=True))
    assert seen.card_sha256 == "sha-one"
    assert near(room.colour_at(*CARD_AT), CARD_BGR)
    assert room.stage.apply(Wanted(recording=True)).card_sha256 is None
    assert not near(room.colour_at(*CARD_AT), CARD_BGR)


def test_transparent_parts_of_a_card_let_the_picture_through(
    room: OpenStage, tmp_path: Path
) -> None:
    room.stage.apply(Wanted(layers=(card(tmp_path),)))
    assert not near(room.colour_at(22, 64), CARD_BGR)
    assert max(room.colour_at(22, 64)) > 40  # nor is it a black rectangle


def test_break_picture_covers_card_and_programme(room: OpenStage, tmp_path: Path) -> None:
    seen = room.stage.apply(Wanted(scene=Scene.BREAK, layers=(card(tmp_path),)))
    assert (seen.scene, seen.card_sha256) == (Scene.BREAK, None)
    assert near(room.colour_at(*CARD_AT), BREAK_BGR)


@pytest.mark.parametrize("damage", ["missing", "not_a_picture", "empty"])
def test_card_that_cannot_be_loaded_leaves_the_last_good_one(
    room: OpenStage, tmp_path: Path, damage: str
) -> None:
    good = card(tmp_path)
    room.stage.apply(Wanted(layers=(good,)))
    path = tmp_path / "broken.png"
    if damage != "missing":
        path.write_bytes(b"not a picture" if damage == "not_a_picture" else b"")
    broken = Layer(Slot.CARD, path, "sha-broken", 0, 0, 100, 60, "YB-002")
    with pytest.raises(UserFacingError) as caught:
        room.stage.apply(Wanted(layers=(broken,), recording=True))
    assert (caught.value.code, caught.value.parameters) == ("card_not_loaded", {"label": "YB-002"})
    seen = room.stage.observe()
    assert seen.card_sha256 == good.sha256
    assert seen.recording  # what could be done was done
    assert near(room.colour_at(*CARD_AT), CARD_BGR)


def test_card_hanging_over_the_edge_is_cut_off(room: OpenStage, tmp_path: Path) -> None:
    picture = np.full((50, 80, 4), 255, np.uint8)
    path = write_png(tmp_path / "edge.png", picture)
    room.stage.apply(Wanted(layers=(Layer(Slot.CARD, path, "edge", 280, -20, 80, 50),)))
    assert near(room.colour_at(300, 12), (255, 255, 255))


def test_a_second_recording_never_overwrites_the_first(room: OpenStage) -> None:
    paths = []
    for _ in range(3):
        paths.append(room.stage.apply(Wanted(recording=True)).recording_path)
        room.stage.apply(Wanted())
    assert len(set(paths)) == 3
    assert all(path is not None and path.stat().st_size > 0 for path in paths)


def test_closing_finishes_the_recording(tmp_path: Path) -> None:
    room = OpenStage(setup(tmp_path))
    path = room.stage.apply(Wanted(recording=True)).recording_path
    assert path is not None
    until(lambda: len(frames_of(path)) >= 10)
    written = len(frames_of(path))
    room.stage.close()
    room.stage.close()
    assert len(frames_of(path)) >= written
    with pytest.raises(UserFacingError):
        room.stage.observe()


@pytest.mark.expects_log
def test_closed_while_it_is_too_busy_it_ends_once_it_has_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads finished one recording else."""
    drawing, drawn = threading.Event(), threading.Event()
    closed_on: list[str] = []
    close = Air.close

    def tick(air: Air, now: float, faults: object) -> float:
        drawing.set()
        drawn.wait(60)
        return 0.01

    def closing(air: Air, now: float) -> None:
        closed_on.append(threading.current_thread().name)
        close(air, now)

    room = OpenStage(setup(tmp_path))
    monkeypatch.setattr(render_thread, "CLOSE_SECONDS", 0.05)
    monkeypatch.setattr(Air, "tick", tick)
    monkeypatch.setattr(Air, "close", closing)
    assert drawing.wait(60)
    room.stage.close()
    before = list(closed_on)
    drawn.set()
    until(lambda: bool(closed_on))
    assert (before, closed_on) == ([], ["practice-stage"])


def test_opening_again_keeps_what_is_on_air(room: OpenStage) -> None:
    room.stage.apply(Wanted(recording=True, streaming=True))
    info = room.stage.open(room.setup, room.told.append)
    assert (info.already_streaming, info.already_recording) == (True, True)


def test_a_killed_program_leaves_a_recording_playable_to_the_last_second(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.practice_child", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    path = Path(child.stdout.readline().strip())
    seconds = 0.0
    while seconds < 3.0:  # by its own clock: a busy machine draws, and is killed, late
        seconds = float(child.stdout.readline())
    os.kill(child.pid, signal.SIGKILL)
    child.wait(60)
    child.stdout.close()
    assert len(frames_of(path)) >= (seconds - 1.0) * SMALL.fps

    again = OpenStage(setup(tmp_path))
    fresh = again.stage.apply(Wanted(recording=True)).recording_path
    again.stage.close()
    assert fresh != path


def test_without_an_ingest_nothing_is_streamed(tmp_path: Path) -> None:
    room = OpenStage(setup(tmp_path, ingest=False))
    assert room.stage.apply(Wanted(streaming=True)).stream is StreamState.OFF
    room.stage.close()


def test_streaming_counts_bytes_and_frames(room: OpenStage) -> None:
    assert room.stage.apply(Wanted(streaming=True)).stream is StreamState.ON
    first = room.stage.health()
    until(lambda: room.stage.health().bytes_sent > first.bytes_sent + 100_000)
    until(lambda: room.stage.health().fps > 15)
    room.stage.apply(Wanted())
    assert room.news == [
        StreamChanged(StreamState.STARTING),
        StreamChanged(StreamState.ON),
        StreamChanged(StreamState.OFF),
    ]


def test_a_first_connect_that_is_refused_is_told_and_the_recording_runs(room: OpenStage) -> None:
    room.stage.faults.inject("refused", 60)
    seen = room.stage.apply(Wanted(streaming=True, recording=True))
    assert (seen.stream, seen.recording) == (StreamState.STARTING, True)
    until(lambda: ConnectFailed(3) in room.news)
    room.stage.faults.clear()
    until(lambda: room.stage.observe().stream is StreamState.ON)


def test_bounce_reconnects_by_itself_and_resets_the_counter(
    tmp_path: Path, clock: ManualClock
) -> None:
    room = OpenStage(setup(tmp_path), PracticeStage(monotonic=clock.monotonic))
    room.stage.apply(Wanted(streaming=True))
    clock.advance(1.0)
    until(lambda: room.stage.health().bytes_sent > 50_000)
    room.stage.faults.inject("bounce", 0.2)
    until(lambda: StreamChanged(StreamState.RECONNECTING) in room.news)
    clock.advance(FIRST_RETRY)
    until(lambda: room.stage.health().stream is StreamState.ON)
    assert room.stage.health().bytes_sent == 0
    room.stage.close()


def test_a_lost_stage_is_told_once_and_comes_back_as_it_was(
    room: OpenStage, tmp_path: Path
) -> None:
    wanted = Wanted(layers=(card(tmp_path),), recording=True, streaming=True)
    first = room.stage.apply(wanted).recording_path
    room.stage.faults.inject("obs_killed", 60)
    until(lambda: StageLost("practice_stage_lost") in room.news)
    with pytest.raises(UserFacingError) as caught:
        room.stage.apply(Wanted(recording=True, streaming=True))
    assert caught.value.code == "stage_lost"
    room.stage.faults.clear()
    until(lambda: any(isinstance(event, StageRegained) for event in room.news))
    seen = room.stage.observe()
    assert (seen.card_sha256, seen.stream, seen.recording) == (None, StreamState.ON, True)
    assert seen.recording_path != first
    assert sum(isinstance(event, StageLost) for event in room.news) == 1


def test_a_cut_connection_is_one_loss_and_the_stream_goes_on(room: OpenStage) -> None:
    path = room.stage.apply(Wanted(recording=True, streaming=True)).recording_path
    room.stage.faults.inject("reset")
    until(lambda: any(isinstance(event, StageRegained) for event in room.news))
    seen = room.stage.observe()
    assert (seen.stream, seen.recording_path) == (StreamState.ON, path)
    assert room.news.count(StageLost("stage_lost")) == 1


def test_a_stage_that_hangs_is_lost_after_a_while_and_its_stream_broke_off(
    room: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice_stage, "DEAF_SECONDS", 0.5)
    monkeypatch.setattr(practice_stage, "ANSWER_SECONDS", 0.2)
    room.stage.apply(Wanted(streaming=True))
    room.stage.faults.inject("obs_hangs", 60)
    until(lambda: StageLost("obs_stopped_answering") in room.news)
    with pytest.raises(UserFacingError, match="stage_lost"):
        room.stage.observe()
    room.stage.faults.clear()
    until(lambda: any(isinstance(event, StageRegained) for event in room.news))
    assert StreamChanged(StreamState.RECONNECTING) in room.news


def test_a_stage_that_is_lost_keeps_nobody_waiting_for_an_answer(
    room: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session hears of the loss after what it has asked before: each would wait in turn."""
    monkeypatch.setattr(practice_stage, "DEAF_SECONDS", 0.3)
    monkeypatch.setattr(practice_stage, "ANSWER_SECONDS", 600.0)
    room.stage.faults.inject("obs_hangs", 600)
    given_up: list[str] = []

    def ask() -> None:
        for question in (room.stage.health, room.stage.observe, lambda: room.stage.glance(320)):
            with pytest.raises(UserFacingError, match="stage_lost"):
                question()
            given_up.append("stage_lost")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        until(lambda: len(given_up) == 3, seconds=20)
    finally:
        room.stage.faults.clear()
        asking.join()


def test_a_short_silence_is_no_loss_and_what_was_told_meanwhile_comes_late(
    room: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice_stage, "ANSWER_SECONDS", 0.2)
    room.stage.apply(Wanted(streaming=True))
    room.stage.faults.inject("half_open", 60)
    time.sleep(0.5)
    room.stage.faults.inject("bounce", 60)
    time.sleep(0.5)
    assert StreamChanged(StreamState.RECONNECTING) not in room.news
    room.stage.faults.clear("half_open")
    until(lambda: StreamChanged(StreamState.RECONNECTING) in room.news)
    assert not any(isinstance(event, StageLost) for event in room.news)


def test_a_password_asked_for_is_told_as_that_until_one_is_typed(tmp_path: Path) -> None:
    typed: list[str] = []
    stage = PracticeStage(password=lambda: typed[-1] if typed else None)
    room = OpenStage(setup(tmp_path), stage)
    room.stage.faults.inject("password", 60)
    until(lambda: StageLost("obs_wrong_password") in room.news)
    with pytest.raises(UserFacingError, match="obs_wrong_password"):
        room.stage.observe()
    typed.append("新的")
    until(lambda: any(isinstance(event, StageRegained) for event in room.news))
    room.stage.close()


def test_another_collection_shows_for_a_moment(room: OpenStage, tmp_path: Path) -> None:
    before = room.stage.apply(Wanted(layers=(card(tmp_path),), recording=True))
    room.stage.faults.inject("collection", 60)
    until(lambda: room.stage.observe().scene is None)
    room.stage.faults.clear()
    until(lambda: room.stage.observe() == before)


def test_a_deleted_card_is_made_again_by_the_next_step_before_the_hand_lets_go(
    room: OpenStage, tmp_path: Path
) -> None:
    wanted = Wanted(layers=(card(tmp_path),), recording=True)
    before = room.stage.apply(wanted)
    room.stage.faults.inject("input_deleted", 60)
    until(lambda: room.stage.observe().card_sha256 is None)
    assert room.stage.apply(wanted) == before


def test_a_flood_of_news_and_a_voice_that_is_far_too_loud(room: OpenStage) -> None:
    room.stage.apply(Wanted(recording=True))
    room.stage.faults.inject("flood", 60)
    room.stage.faults.inject("clipping", 60)
    until(lambda: sum(isinstance(event, SoundSwitched) for event in room.told) > 50)
    until(lambda: MicrophoneMeasured(0.0) in room.told)


def test_what_died_or_hangs_is_started_again_some_seconds_later() -> None:
    clock = ManualClock()
    faults = Faults(clock.monotonic)
    program = PracticeProgram(faults, lambda: True, clock.monotonic)
    with pytest.raises(UserFacingError, match="obs_is_running"):
        program.start()
    faults.inject("obs_killed", 60)
    assert not program.is_running()
    program.start()
    assert program.is_running(), "it boots: nobody starts it twice"
    clock.advance(BOOT_SECONDS)
    assert program.is_running()
    faults.inject("obs_hangs", 60)
    program.start_again()
    assert faults.active() == {Fault.OBS_KILLED}  # hanging or not, it is ended first
    clock.advance(BOOT_SECONDS)
    assert not faults.active()


def test_microphone_is_measured_at_most_ten_times_a_second_and_silent_when_muted(
    room: OpenStage,
) -> None:
    began = time.monotonic()
    before = len(room.told)

    def readings() -> list[MicrophoneMeasured]:
        return [e for e in room.told[before:] if isinstance(e, MicrophoneMeasured)]

    until(lambda: len(readings()) >= 8)
    assert len(readings()) <= (time.monotonic() - began) * 10 + 3
    assert any(reading.peak_dbfs > -40 for reading in readings())
    room.stage.apply(Wanted(muted=True))
    until(lambda: room.told[-1] == MicrophoneMeasured(-90.0))


def test_recordings_folder_that_is_gone(room: OpenStage) -> None:
    room.setup.recordings.rmdir()
    with pytest.raises(UserFacingError) as caught:
        room.stage.apply(Wanted(recording=True))
    assert caught.value.code == "recording_not_started"
    assert str(room.setup.recordings) in word_error(caught.value)
    assert not room.stage.observe().recording


@pytest.mark.expects_log
def test_full_disk_ends_the_recording_and_says_so(room: OpenStage) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    path = room.stage.apply(Wanted(recording=True)).recording_path
    assert path is not None
    relay = room.stage._air._recorder._way  # type: ignore[union-attr]
    with full.open("wb") as nowhere:
        os.dup2(nowhere.fileno(), relay._file.fileno())
    until(lambda: RecordingChanged(False, path) in room.news)
    assert not room.stage.observe().recording


@pytest.mark.parametrize("footage", ["gone.mp4", "camera:77"])
@pytest.mark.expects_log
def test_footage_that_is_not_there_is_a_clear_sentence(tmp_path: Path, footage: str) -> None:
    stage = PracticeStage()
    with pytest.raises(UserFacingError) as caught:
        stage.open(setup(tmp_path, footage=footage), lambda event: None)
    assert caught.value.code in ("footage_missing", "camera_missing")
    assert word_error(caught.value, "en")
    stage.close()


def test_break_picture_that_cannot_be_read(tmp_path: Path) -> None:
    broken = setup(tmp_path)
    broken.break_picture.write_bytes(b"nothing")
    with pytest.raises(UserFacingError) as caught:
        PracticeStage().open(broken, lambda event: None)
    assert caught.value.code == "break_picture_unreadable"


def test_a_video_file_is_filmed_again_and_again(tmp_path: Path) -> None:
    first = OpenStage(setup(tmp_path))
    path = first.stage.apply(Wanted(recording=True)).recording_path
    assert path is not None
    until(lambda: len(frames_of(path)) > 10)
    first.stage.close()
    room = OpenStage(setup(tmp_path, VideoProfile(180, 320, 30), footage=str(path)))
    assert room.picture().shape == (320, 180, 3)
    seen: set[bytes] = set()
    until(lambda: seen.add(room.picture()[::16, ::16].tobytes()) or len(seen) > 2)
    room.stage.close()


def different(room: OpenStage) -> bool:
    """Two pictures of the programme that lie some pictures apart differ."""
    before = room.picture()
    time.sleep(0.3)
    return bool((before != room.picture()).any())


def test_a_frozen_camera_shows_its_last_picture_until_it_is_opened_again(room: OpenStage) -> None:
    room.stage.apply(Wanted(recording=True))
    room.stage.faults.inject("frozen", 60)
    until(lambda: not different(room))
    room.stage.apply(Wanted(recording=True, layers=(card(room.setup.recordings.parent),)))
    assert near(room.colour_at(*CARD_AT), CARD_BGR)  # cards still come and go over it
    assert room.stage.reopen_cameras() == ("synthetic",)
    until(lambda: different(room))


def test_a_black_picture_is_only_the_camera_s_and_ends_by_itself(room: OpenStage) -> None:
    room.stage.apply(Wanted(recording=True, layers=(card(room.setup.recordings.parent),)))
    room.stage.faults.inject("black", 60)
    until(lambda: near(room.colour_at(250, 90), (0, 0, 0)))
    assert near(room.colour_at(*CARD_AT), CARD_BGR)
    room.stage.reopen_cameras()
    time.sleep(0.2)
    assert near(room.colour_at(250, 90), (0, 0, 0))  # a lens cap stays on
    room.stage.faults.clear()
    until(lambda: not near(room.colour_at(250, 90), (0, 0, 0)))


def test_a_microphone_without_its_cable_is_silent_and_not_muted(room: OpenStage) -> None:
    room.stage.faults.inject("silent", 60)
    room.told.clear()
    until(lambda: sum(isinstance(event, MicrophoneMeasured) for event in room.told) > 10)
    peaks = [event.peak_dbfs for event in room.told if isinstance(event, MicrophoneMeasured)]
    assert max(peaks[2:]) < -60
    assert not room.stage.observe().microphone_off


def test_a_camera_is_let_go_of_before_it_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.stage.practice import footage

    steps: list[str] = []

    class Grabber(footage.FrameGrabber):
        def __init__(self, source: footage.CameraSource, **how: Any) -> None:
            steps.append("opened")
            super().__init__(source, **how)

        def close(self) -> None:
            super().close()
            steps.append("let go")

    monkeypatch.setattr(footage, "FrameGrabber", Grabber)
    open_stage = OpenStage(
        setup(tmp_path, footage=str(write_clip(tmp_path / "film.avi", moving=1)))
    )
    try:
        assert open_stage.stage.reopen_cameras() == ("film.avi",)
        assert steps == ["opened", "let go", "opened"]
        until(lambda: different(open_stage))
    finally:
        open_stage.stage.close()


@pytest.mark.expects_log
def test_a_camera_on_the_network_is_opened_with_its_login_and_named_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[object] = []

    class Closed:
        def isOpened(self) -> bool:  # noqa: N802 - OpenCV's
            return False

        def release(self) -> None: ...

    def open_capture(source: CameraSource) -> Closed:
        opened.append(source.place)
        return Closed()

    grabber = partial(footage.FrameGrabber, opener=open_capture)
    monkeypatch.setattr(footage, "FrameGrabber", grabber)
    monkeypatch.setattr(footage, "FIRST_FRAME_SECONDS", 0.5)
    with pytest.raises(UserFacingError) as caught:
        footage.open_footage(
            "rtsp://10.0.0.9/1",
            VideoProfile(320, 180, 20),
            CameraHandover(),
            lambda address: address.replace("://", "://admin:a1@"),
        )
    assert set(opened) == {"rtsp://admin:a1@10.0.0.9/1"}
    assert "a1" not in str(caught.value)
