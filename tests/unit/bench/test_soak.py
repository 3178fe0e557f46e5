"""The soak's own judgement: what it would not overlook."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from bench.soak import rest
from bench.soak.field import Wished
from bench.soak.line import Frames
from bench.soak.measure import Life, Reading
from bench.soak.plays import PLAYS
from bench.soak.run import Report, told_wrong
from studio.stage.faults import Fault


def life(files: list[int], memory: list[float] | None = None, who: str = "program") -> Life:
    readings = [Reading(10, count, 100.0) for count in files]
    if memory is not None:
        readings = [Reading(10, 20, mb) for mb in memory]
    return Life(who, 7, readings)


def test_files_that_stay_open_are_told_and_one_that_is_being_read_is_not() -> None:
    assert life([20, 22, 24, 24, 25, 24, 25]).wrong() == []
    (told,) = life([20, 22, 24, 24, 26, 28, 30]).wrong()
    assert "24 open files at first, then 28" in told


def test_memory_that_grows_is_told() -> None:
    assert life([], [100.0 + n % 3 for n in range(30)]).wrong() == []
    assert "memory grew" in life([], [100.0 + 2 * n for n in range(30)]).wrong()[0]
    assert life([], [100.0 + 20 * n for n in range(5)]).wrong() == []  # too short to tell


def test_obs_is_held_to_what_it_comes_to_left_alone() -> None:
    grown = life([], [250.0 + 3 * n for n in range(30)], "OBS")
    assert grown.wrong(alone_mb=331.0) == []
    (told,) = grown.wrong(alone_mb=293.0)
    assert "its memory grew by 30.5 MB" in told


GOOD: dict[str, Any] = {
    "phase": "live",
    "stage_lost": False,
    "stream_on": True,
    "on_break": False,
    "covered": False,
    "muted": False,
    "muted_by_hand": False,
    "uplink": "good",
    "picture": "good",
    "sound": "good",
    "room_may_be_closed": False,
    "orders_count": 2,
    "current_sku": "A",
    "card_sku": "A",
    "recording_path": "x.mkv",
}


def test_the_program_must_believe_what_was_asked_for() -> None:
    wished = Wished(card=True, orders=2)
    assert rest.in_program(GOOD, wished) == []
    for name, bad in {
        "card_sku": "B",
        "orders_count": 1,
        "muted": True,
        "stream_on": False,
        "recording_path": None,
        "covered": True,
    }.items():
        assert len(rest.in_program(GOOD | {name: bad}, wished)) == 1, name


def test_a_loss_told_twice_or_never_is_wrong() -> None:
    lost, found = {"event": "stage_was_lost"}, {"event": "stage_was_regained"}
    play = PLAYS[Fault.RESET]
    assert told_wrong(play, [lost, found]) == []
    assert told_wrong(play, [lost, found, lost, found]) != []
    assert told_wrong(play, []) != []
    broke = {"event": "stream_stopped", "wanted": False}
    assert told_wrong(play, [lost, broke, found]) == [
        "journal: the stream broke off 1 times, not 0"
    ]
    assert told_wrong(play, [lost, broke | {"wanted": True}, found]) == []
    unheard_of = PLAYS[Fault.COLLECTION]
    assert told_wrong(unheard_of, [lost, broke, found], crashed=True) == []
    assert told_wrong(unheard_of, [lost, broke, found]) != []
    assert told_wrong(unheard_of, [lost, lost, broke, found], crashed=True) != []


def test_every_fault_is_played() -> None:
    assert set(PLAYS) == set(Fault)


def test_a_report_of_something_wrong_is_not_good() -> None:
    assert Report(1).good
    assert not Report(1, wrong=["2 OBS are running"]).good
    assert json.loads(json.dumps(Report(1).as_dict()))["faults"] == 0


@pytest.mark.parametrize("size", [5, 126, 70_000])
def test_a_line_hands_on_only_whole_messages(size: int) -> None:
    payload = b"x" * size
    length = (
        bytes([size])
        if size < 126
        else struct.pack("!BH", 126, size)
        if size < 1 << 16
        else struct.pack("!BQ", 127, size)
    )
    said = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + 2 * (b"\x81" + length + payload)
    frames, heard = Frames(), b""
    for at in range(0, len(said), 1000):
        heard += frames.take(said[at : at + 1000])
        rest_of_it = len(heard) - len(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        assert rest_of_it % (1 + len(length) + size) == 0 or not heard
    assert heard == said
