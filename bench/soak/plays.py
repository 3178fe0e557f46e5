"""Each fault as it is done to the real thing, and what the journal must say of it.

A play breaks something, lets it last, and mends what the program cannot: a network, a plug. What
the program is to mend is left to it. A person's part (looking at the platform, typing a password,
starting an OBS again that died too often) is played where they are asked for it.
"""

from __future__ import annotations

import contextlib
import random
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.soak.field import ROOM_CLOSES_AFTER_S, Field, NeverError, wait_for
from studio.stage.faults import HOLE_SECONDS, SHORT_HOLE_SECONDS, Fault
from studio.stage.obs.scenes import FOOTAGE, INPUTS

DEAD_PROXY = "http://127.0.0.1:9"
NARROW_KBIT, NARROW_SECONDS = 600, 14.0
FLOOD = 4000
"""Messages of some 10 KB: 40 MB, which OBS at its worst would need minutes for."""
NOTICED_SECONDS = 5.0
"""Black or frozen: the fourth look a second shows it, 3 to 4 s after the fault."""
SLOW_NOTICED_SECONDS = 25.0
LOUD_DB, QUIET_DB, NORMAL_DB = 22.0, -95.0, 0.0
DARKENED = "镜头盖"

Act = Callable[[], None]
"""Something the people do meanwhile."""


@dataclass(frozen=True, slots=True)
class Play:
    """One fault."""

    do: Callable[[Field, Act, random.Random], None]
    weight: int
    """How often it is drawn, beside the others."""
    losses: int = 0
    """Times the program loses OBS, and finds it again: exactly."""
    stops: int = 0
    """Times the stream breaks off: at most."""


def _hole(seconds: float) -> Callable[[Field, Act, random.Random], None]:
    def play(there: Field, act: Act, dice: random.Random) -> None:
        there.net.black_hole()
        try:
            act()
            time.sleep(seconds)
        finally:
            there.net.lift()

    return play


def _room_closed(there: Field, act: Act, dice: random.Random) -> None:
    there.net.black_hole()
    try:
        act()
        asked = ROOM_CLOSES_AFTER_S + 10
        wait_for(lambda: there.look()["room_may_be_closed"], "a person is asked to look", asked)
    finally:
        there.net.lift()
    time.sleep(3)
    if there.look()["stream_on"]:
        raise NeverError("the stream came back before a person looked at the platform")
    there.press("looked_at_platform")


def _weak(there: Field, act: Act, dice: random.Random) -> None:
    there.net.narrow(NARROW_KBIT)
    try:
        act()
        time.sleep(NARROW_SECONDS)
    finally:
        there.net.lift()


def _bounce(there: Field, act: Act, dice: random.Random) -> None:
    there.rtmp.stop()
    act()
    time.sleep(dice.uniform(0.5, 6))
    there.rtmp.start()


def _refused(there: Field, act: Act, dice: random.Random) -> None:
    """The broadcast ends, and the next one finds nobody at the ingest."""
    there.program.ask("end")
    hand = there.hand()
    if hand.request("GetStreamStatus")["outputActive"]:
        raise NeverError("ended, and OBS still streams")
    if hand.request("GetRecordStatus")["outputActive"]:
        raise NeverError("ended, and OBS still records")
    there.rtmp.stop()
    there.go_live()
    act()
    wait_for(lambda: bool(_of(there, "connect_given_up")), "told that it was given up", 40)
    left = [fact["tries_left"] for fact in _of(there, "connect_failed")]
    if left != [3, 2, 1]:
        raise NeverError(f"tries told as {left}")
    there.rtmp.start()


def _obs_killed(there: Field, act: Act, dice: random.Random) -> None:
    there.let_go()
    there.own.kill()
    act()
    _obs_comes_back(there)


def _obs_comes_back(there: Field) -> None:
    """By itself; one that died too often lately is started by a person."""
    try:
        wait_for(lambda: bool(there.own.processes()), "OBS started again", 6)
    except NeverError:
        refused = there.press("restart_stage")
        if refused is not None:
            raise NeverError(f"重开 OBS: {refused}") from None
    wait_for(lambda: not there.look()["stage_lost"], "OBS found again", 40)


def _obs_hangs(there: Field, act: Act, dice: random.Random) -> None:
    frozen = there.own.processes()
    there.own.freeze()
    act()
    wait_for(lambda: there.look()["stage_lost"], "the hang noticed", 25)
    if dice.random() < 0.5:
        there.let_go()
        refused = there.press("restart_stage")
        if refused is not None:
            raise NeverError(f"重开 OBS: {refused}")
    else:
        time.sleep(dice.uniform(0, 4))
        for process in frozen:
            process.resume()
    wait_for(lambda: not there.look()["stage_lost"], "OBS found again", 40)


def _reset(there: Field, act: Act, dice: random.Random) -> None:
    there.line.reset()
    act()
    _wait_regained(there)


def _half_open(there: Field, act: Act, dice: random.Random) -> None:
    with there.line.stalled():
        act()
        wait_for(lambda: there.look()["stage_lost"], "the silence noticed", 25)
        _wait_regained(there)


def _flood(there: Field, act: Act, dice: random.Random) -> None:
    there.line.flood(FLOOD)
    act()


def _proxy(there: Field, act: Act, dice: random.Random) -> None:
    there.program.ask("environment", http_proxy=DEAD_PROXY, HTTP_PROXY=DEAD_PROXY)
    there.line.reset()
    act()
    _wait_regained(there)


def _password(there: Field, act: Act, dice: random.Random) -> None:
    """OBS restarted with another one: told as that, and typed."""
    there.program.ask("settings", obs_restart="ask")
    there.let_go()
    there.own.kill()
    there.set_password(secrets.token_hex(8))
    wait_for(lambda: there.look()["stage_lost"], "OBS is gone", 10)
    there.press("restart_stage")
    act()
    told = ("obs_wrong_password",)
    wait_for(lambda: there.program.ask("programme")["refused"] in told, "told why", 40)
    there.program.ask("password", there.program.password)
    _wait_regained(there)
    there.program.ask("settings", obs_restart="yes")


def _collection(there: Field, act: Act, dice: random.Random) -> None:
    there.choose_another_collection()
    act()


def _input_deleted(there: Field, act: Act, dice: random.Random) -> None:
    delete_input(there, dice)
    act()
    if dice.random() < 0.5:  # in the moment of a step, or without any
        there.press("next_product")


def delete_input(there: Field, dice: random.Random) -> None:
    """As by hand in OBS, any one of ours that is there: an overlay has none before it is shown.

    Where another collection is up there is none at all, and nothing to delete.
    """
    listed = there.hand().request("GetInputList")["inputs"]
    ours = sorted(INPUTS & {each["inputName"] for each in listed})
    if ours:
        there.hand().request("RemoveInput", {"inputName": dice.choice(ours)})


def _black(there: Field, act: Act, dice: random.Random) -> None:
    _to_be_seen_and_heard(there)
    with darkened(there):
        _noticed(there, "picture", "black", NOTICED_SECONDS)
    act()


@contextlib.contextmanager
def darkened(there: Field) -> Iterator[None]:
    """A lens cap on the camera."""
    where = {"sourceName": FOOTAGE, "filterName": DARKENED}
    settings = {"brightness": -1.0, "contrast": -4.0}
    made = where | {"filterKind": "color_filter_v2", "filterSettings": settings}
    there.hand().request("CreateSourceFilter", made)
    try:
        yield
    finally:
        there.hand().request("RemoveSourceFilter", where)


def _frozen(there: Field, act: Act, dice: random.Random) -> None:
    _to_be_seen_and_heard(there)
    with stuck(there):
        _noticed(there, "picture", "frozen", NOTICED_SECONDS)
    act()


@contextlib.contextmanager
def stuck(there: Field) -> Iterator[None]:
    """A camera that hangs on one picture."""
    _film(there, str(there.stuck))
    try:
        yield
    finally:
        _film(there, str(there.tone))


def _film(there: Field, what: str) -> None:
    settings = {"inputName": FOOTAGE, "inputSettings": {"local_file": what}}
    there.hand().request("SetInputSettings", settings)


def _slow(there: Field, act: Act, dice: random.Random) -> None:
    _to_be_seen_and_heard(there)
    with there.own.starved():
        _noticed(there, "picture", "slow", SLOW_NOTICED_SECONDS)
    act()


def _silent(there: Field, act: Act, dice: random.Random) -> None:
    _to_be_seen_and_heard(there)
    _loud(there, QUIET_DB)
    try:
        _noticed(there, "sound", "silent", 12)
    finally:
        _loud(there, NORMAL_DB)
    act()


def _clipping(there: Field, act: Act, dice: random.Random) -> None:
    _to_be_seen_and_heard(there)
    _loud(there, LOUD_DB)
    try:
        _noticed(there, "sound", "clipping", 8)
    finally:
        _loud(there, NORMAL_DB)
    act()


def _loud(there: Field, decibels: float) -> None:
    volume = {"inputName": FOOTAGE, "inputVolumeDb": decibels}
    there.hand().request("SetInputVolume", volume)


def _noticed(there: Field, where: str, what: str, seconds: float) -> None:
    """The sentinel tells it."""
    wait_for(lambda: there.look()[where] == what, f"{what} noticed", seconds)


def _to_be_seen_and_heard(there: Field) -> None:
    """During a break, or muted, nobody looks or listens."""
    if there.wished.on_break:
        there.wished.on_break = False
        there.press("break_off")
    if there.wished.muted:
        there.wished.muted = False
        there.press("toggle_mute")


def _app_killed(there: Field, act: Act, dice: random.Random) -> None:
    before = there.received()
    there.program.kill()
    if dice.random() < 0.5:  # nobody is there to bring ours back, until the next run
        there.choose_another_collection()
    time.sleep(dice.uniform(0, 3))
    there.program.start()
    there.program.ask("resume")
    if there.received() < before:
        raise NeverError("the stream was interrupted")
    act()


def _wait_regained(there: Field) -> None:
    """Lost and found; the loss itself may be over before anybody looks."""
    wait_for(lambda: not there.look()["stage_lost"], "OBS found again", 40)


def _of(there: Field, event: str) -> list[dict[str, Any]]:
    return [fact for fact in there.facts() if fact["event"] == event]


PLAYS: Mapping[Fault, Play] = {
    Fault.HOLE: Play(_hole(SHORT_HOLE_SECONDS), 3),
    Fault.WEAK: Play(_weak, 2, stops=1),
    Fault.DOWN: Play(_hole(HOLE_SECONDS), 2, stops=1),
    Fault.BOUNCE: Play(_bounce, 5, stops=1),
    Fault.REFUSED: Play(_refused, 2),
    Fault.ROOM_CLOSED: Play(_room_closed, 1, stops=1),
    Fault.OBS_KILLED: Play(_obs_killed, 4, losses=1, stops=1),
    # An OBS that wakes up believes to be on air, until it finds what the ingest dropped meanwhile.
    Fault.OBS_HANGS: Play(_obs_hangs, 2, losses=1, stops=2),
    Fault.RESET: Play(_reset, 5, losses=1),
    Fault.HALF_OPEN: Play(_half_open, 2, losses=1),
    Fault.FLOOD: Play(_flood, 5),
    Fault.PROXY: Play(_proxy, 3, losses=1),
    Fault.PASSWORD: Play(_password, 2, losses=1, stops=1),
    Fault.COLLECTION: Play(_collection, 5),
    Fault.INPUT_DELETED: Play(_input_deleted, 6),
    Fault.BLACK: Play(_black, 2),
    Fault.FROZEN: Play(_frozen, 2),
    Fault.SLOW: Play(_slow, 1, stops=1),
    Fault.SILENT: Play(_silent, 2),
    Fault.CLIPPING: Play(_clipping, 2),
    Fault.APP_KILLED: Play(_app_killed, 2),
}
