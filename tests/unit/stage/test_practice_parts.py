"""The practice stage's parts: the simulated network, faults, the finished file, the drawn scene."""

from __future__ import annotations

import errno
import queue
import shutil
import socket
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.faults import LASTS, PRACTISED, Fault
from studio.stage.layers import Motion, MotionBudget, Slot
from studio.stage.port import StreamState, VideoProfile
from studio.stage.practice import air, matroska, relay
from studio.stage.practice.faults import Faults
from studio.stage.practice.layers import Layers
from studio.stage.practice.recorder import Recorder
from studio.stage.practice.thread import RenderThread
from studio.stage.practice.uplink import NOTICED_AFTER, SimulatedUplink
from studio.stage.practice.village import Village
from tests.helpers.clock import ManualClock
from tests.helpers.motions import fade_in, fade_out, slide_in
from tests.helpers.practice import card, frames_of, until

NONE: frozenset[Fault] = frozenset()
TINY = VideoProfile(160, 90, 30)


def run(uplink: SimulatedUplink, start: float, seconds: float, *faults: Fault) -> float:
    """Step through some seconds, ten times a second; the time afterwards."""
    for tenth in range(round(seconds * 10)):
        uplink.step(start + (tenth + 1) / 10, frozenset(faults))
    return start + seconds


def test_uplink_sends_its_target() -> None:
    uplink = SimulatedUplink(2400, 30)
    uplink.start(0.0, NONE)
    run(uplink, 0.0, 10)
    assert uplink.bytes_sent == pytest.approx(10 * 2400 * 125, rel=0.1)
    assert (uplink.frames_total, uplink.frames_dropped) == (pytest.approx(300, abs=2), 0)


def test_weak_uplink_sends_less_and_drops_frames() -> None:
    uplink = SimulatedUplink(2400, 30)
    uplink.start(0.0, NONE)
    run(uplink, 0.0, 10, Fault.WEAK)
    assert uplink.bytes_sent < 0.5 * 10 * 2400 * 125
    assert uplink.frames_dropped > 50
    assert uplink.congestion is not None
    assert uplink.congestion > 0.33


def test_black_hole_freezes_bytes_at_once_and_is_admitted_late() -> None:
    uplink = SimulatedUplink(2400, 30)
    uplink.start(0.0, NONE)
    now = run(uplink, 0.0, 5)
    frozen = uplink.bytes_sent
    now = run(uplink, now, NOTICED_AFTER - 1, Fault.DOWN)
    assert (uplink.bytes_sent, uplink.state) == (frozen, StreamState.ON)
    now = run(uplink, now, 2, Fault.DOWN)
    assert uplink.state is StreamState.RECONNECTING
    now = run(uplink, now, 20)
    assert uplink.state is StreamState.ON
    assert uplink.bytes_sent < 20 * 2600 * 125  # counted from the reconnect


def test_short_hole_heals_without_a_reconnect() -> None:
    uplink = SimulatedUplink(2400, 30)
    uplink.start(0.0, NONE)
    run(uplink, 0.0, 5, Fault.DOWN)
    run(uplink, 5.0, 5)
    assert uplink.state is StreamState.ON
    assert uplink.bytes_sent > 0


def test_a_first_connect_turned_away_is_tried_three_times_more_and_given_up() -> None:
    uplink = SimulatedUplink(2400, 30)
    refused = frozenset({Fault.REFUSED})
    uplink.start(0.0, refused)
    told = [uplink.take_failure()]
    for second in range(1, 12):
        uplink.step(float(second), refused)
        told.append(uplink.take_failure())
    assert [left for left in told if left is not None] == [3, 2, 1, 0]
    assert uplink.state is StreamState.OFF
    uplink.restart(20.0, 2400)
    run(uplink, 20.0, 1)
    assert uplink.state is StreamState.ON


def test_a_first_connect_into_a_black_hole_waits_for_its_end() -> None:
    uplink = SimulatedUplink(2400, 30)
    uplink.start(0.0, frozenset({Fault.DOWN}))
    run(uplink, 0.0, 20, Fault.DOWN)
    assert (uplink.state, uplink.take_failure()) == (StreamState.STARTING, None)
    run(uplink, 20.0, 1)
    assert uplink.state is StreamState.ON


def test_faults_end_by_themselves_or_when_cleared() -> None:
    clock = ManualClock()
    faults = Faults(clock.monotonic)
    faults.inject("weak")
    faults.inject(Fault.DOWN, 5)
    assert faults.active() == {Fault.WEAK, Fault.DOWN}
    faults.clear("down")
    assert faults.active() == {Fault.WEAK}
    clock.advance(LASTS[Fault.WEAK])
    assert faults.active() == NONE
    faults.inject("bounce")
    faults.clear()
    assert faults.active() == NONE
    with pytest.raises(ValueError, match="earthquake"):
        faults.inject("earthquake")


def test_every_fault_can_be_practised() -> None:
    assert {*PRACTISED} == set(Fault) == {*LASTS, Fault.APP_KILLED}
    assert len(PRACTISED) == len(set(PRACTISED))


def test_the_programs_own_end_is_no_state_but_an_end() -> None:
    ends: list[str] = []
    faults = Faults(end_program=lambda: ends.append("end"))
    faults.inject(Fault.APP_KILLED)
    assert (ends, faults.active()) == (["end"], NONE)


def record(folder: Path, seconds: float, step: float = 1 / 30) -> Path:
    """A recording whose pictures came ``step`` seconds apart."""
    recorder = Recorder(folder, TINY, 0.0)
    now, picture = 0.0, np.zeros((90, 160, 3), np.uint8)
    while now < seconds:
        picture[:] = np.random.default_rng(int(now * 30)).integers(0, 255, (90, 160, 3))
        recorder.write(picture, now)
        now += step
    recorder.close(picture, seconds)
    return recorder.path


@pytest.mark.parametrize("step", [1 / 30, 1 / 11, 0.7])
def test_late_pictures_are_repeated_and_the_duration_stays(tmp_path: Path, step: float) -> None:
    assert len(frames_of(record(tmp_path, 4.0, step))) == pytest.approx(120, abs=2)


def test_finished_file_knows_its_duration_and_can_be_jumped_in(tmp_path: Path) -> None:
    capture = cv2.VideoCapture(str(record(tmp_path, 8.0)))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == pytest.approx(240, abs=2)
    assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(30)
    capture.set(cv2.CAP_PROP_POS_MSEC, 6000)
    assert capture.read()[0]
    assert capture.get(cv2.CAP_PROP_POS_MSEC) == pytest.approx(6000, abs=200)
    capture.release()


def test_finishing_leaves_every_frame_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = record(tmp_path, 2.0)
    monkeypatch.setattr(matroska, "finish", lambda path: None)
    raw = record(tmp_path, 2.0)
    assert all(
        np.array_equal(one, other)
        for one, other in zip(frames_of(finished), frames_of(raw), strict=True)
    )


@pytest.mark.parametrize("keep", [0, 40, 200, 470])
def test_a_file_cut_off_early_is_refused_and_left_alone(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.mkv"
    path.write_bytes(record(tmp_path, 1.0).read_bytes()[:keep])
    before = path.read_bytes()
    with pytest.raises(matroska.UnknownLayoutError):
        matroska.finish(path)
    assert path.read_bytes() == before


@pytest.fixture
def no_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that does not reach itself: its network is off to the last, or a firewall."""

    def unreachable(address: object, timeout: float) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(relay.socket, "create_connection", unreachable)


@pytest.mark.usefixtures("no_loopback")
def test_without_a_way_to_itself_the_computer_records_all_the_same(tmp_path: Path) -> None:
    path = record(tmp_path, 2.0)
    assert len(frames_of(path)) == pytest.approx(60, abs=1)
    assert cv2.VideoCapture(str(path)).get(cv2.CAP_PROP_FRAME_COUNT) == pytest.approx(60, abs=1)


@pytest.mark.usefixtures("no_loopback")
def test_then_a_full_disk_is_noticed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(tmp_path, TINY, 0.0)
    assert recorder.failure is None
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(relay.shutil, "disk_usage", lambda folder: full)
    assert recorder.failure is not None
    recorder.close(np.zeros((90, 160, 3), np.uint8), 0.1)


@pytest.mark.usefixtures("no_loopback")
def test_then_a_folder_that_cannot_be_written_is_told_too(tmp_path: Path) -> None:
    test_folder_that_cannot_be_written(tmp_path)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        Recorder(tmp_path / "gone", TINY, 0.0)
    assert caught.value.code == "recording_not_started"


def test_a_full_disk_is_a_recording_that_did_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> relay.Way:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("studio.stage.practice.recorder.way_to", full)
    with pytest.raises(UserFacingError) as caught:
        Recorder(tmp_path, TINY, 0.0)
    assert caught.value.code == "recording_not_started"


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (320, 180)])
def test_the_village_moves_and_never_twice_the_same(size: tuple[int, int]) -> None:
    village = Village(*size)
    pictures = [village.picture(second * 0.3) for second in range(4)]
    assert pictures[0].shape == (size[1], size[0], 3)
    changes = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(pictures)]
    assert min(changes) > 1.0
    assert np.array_equal(pictures[2], Village(*size).picture(0.6))


MOTION = Motion(slide_in(40, 7), fade_out(4), fade_in(3), fade_out(2))


def reds(layers: Layers) -> list[int]:
    """How red the card's place is in each frame of a motion, and in the one after it."""
    seen = []
    while True:
        moving = layers.moving
        canvas = np.zeros((180, 320, 3), np.uint8)
        layers.draw(canvas, 0.0)
        seen.append(int(canvas[90, 70, 2]))
        if not moving:
            return seen


@pytest.mark.parametrize(
    ("budget", "frames"), [("full", (8, 5)), ("short", (4, 3)), ("cut", (1, 1))]
)
def test_a_card_comes_and_goes_within_its_frames(
    tmp_path: Path, budget: str, frames: tuple[int, int]
) -> None:
    layers, shown = Layers(), replace(card(tmp_path), motion=MOTION)
    layers.match({Slot.CARD: shown}, MotionBudget(budget), 0.0)
    comes = reds(layers)
    assert comes == sorted(comes)
    assert (comes.index(255) + 1, comes[0] < 60) == (frames[0], budget == "full")
    layers.match({}, MotionBudget(budget), 0.0)
    goes = reds(layers)
    assert goes == sorted(goes, reverse=True)
    assert goes.index(0) + 1 == frames[1]


def test_a_card_that_replaces_another_comes_over_it(tmp_path: Path) -> None:
    """Nothing but the two is ever seen in between."""
    layers = Layers()
    first = replace(card(tmp_path), motion=MOTION)
    second = replace(card(tmp_path, "two", (255, 0, 255)), motion=MOTION)
    layers.match({Slot.CARD: first}, MotionBudget.CUT, 0.0)
    layers.match({Slot.CARD: second}, MotionBudget.FULL, 0.0)
    assert all(red >= 250 for red in reds(layers))


def test_speech_has_syllables_and_breaths() -> None:
    levels = [air.speech_level(tenth / 10) for tenth in range(600)]
    assert max(levels) < 0
    assert sum(level > -30 for level in levels) > 300
    assert sum(level < -45 for level in levels) > 20


@pytest.mark.expects_log
def test_a_bug_in_one_picture_does_not_end_the_thread() -> None:
    ticks: list[float] = []

    def tick() -> float:
        ticks.append(time.monotonic())
        if len(ticks) == 1:
            raise RuntimeError("a bug")
        return 0.01

    thread = RenderThread("test-render", tick, time.monotonic)
    until(lambda: len(ticks) > 3)
    assert thread.call(lambda: 42) == 42
    with pytest.raises(KeyError):
        thread.call(lambda: {}["nothing"])
    thread.close()


def test_nothing_is_drawn_after_the_last_thing_however_slow_who_closes_it_is(monkeypatch) -> None:
    ended, drawn_after = threading.Event(), threading.Event()

    class Starved(queue.SimpleQueue):  # whoever puts something in comes to nothing for a while
        def put(self, work) -> None:
            super().put(work)
            if ended.wait(60):
                drawn_after.wait(0.2)

    def tick() -> float:
        if ended.is_set():
            drawn_after.set()
        return 0.001

    monkeypatch.setattr(queue, "SimpleQueue", Starved)
    thread = RenderThread("test-render", tick, time.monotonic)
    thread.close(ended.set)
    assert not drawn_after.is_set()


def test_a_thread_too_busy_to_answer_says_so_and_does_it_later(monkeypatch) -> None:
    monkeypatch.setattr("studio.stage.practice.thread.CALL_SECONDS", 0.05)
    drawn, done = threading.Event(), threading.Event()

    def tick() -> float:
        drawn.wait(60)
        return 0.01

    thread = RenderThread("test-render", tick, time.monotonic)
    with pytest.raises(UserFacingError, match="stage_slow"):
        thread.call(done.set)
    drawn.set()
    assert done.wait(60)
    thread.close()
