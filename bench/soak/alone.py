"""What OBS's memory comes to when nobody but a hand is at it: the measure for what we do to it.

OBS 29.0.2 grows from 293 to 331 MB by this and then stays there [M]: of sources that went and
collections that changed it keeps what it asked the system for, and uses it again.
"""

from __future__ import annotations

import time
from typing import Any

from bench.soak.field import Field, wait_for
from bench.soak.measure import MEGABYTE
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.obs.scenes import FOOTAGE, GOING

TIMES = 8
"""Each; the last four of twelve deletions added 1 MB together [M]."""
SETTLES_SECONDS = 1.0
"""For what OBS takes or lets go of a little later, in a thread of its own."""


def left_alone(there: Field) -> float:
    """Megabytes of an OBS that has been on air once, then had only a hand at it.

    Another OBS and another start of the program are there afterwards, and nothing is on the air.
    """
    there.go_live()
    there.program.ask("end")
    there.program.stop()
    (process,) = there.own.processes()
    for _ in range(TIMES):
        _delete_and_make(there)
    for _ in range(TIMES):
        _record(there)
    for _ in range(TIMES):
        there.choose_another_collection()
        there.choose_our_collection()
        time.sleep(SETTLES_SECONDS)
    memory = process.memory_info().rss / MEGABYTE
    there.let_go()
    there.own.kill()
    there.program.start()
    there.program.ask("start_obs")
    return memory


def _delete_and_make(there: Field) -> None:
    hand = there.hand()
    source = {"inputName": FOOTAGE}
    was = hand.request("GetInputSettings", source)
    scene = hand.request("GetSceneList")["currentProgramSceneName"]
    hand.request("RemoveInput", source)
    time.sleep(SETTLES_SECONDS)
    kind, settings = was["inputKind"], was["inputSettings"]
    made = {"sceneName": scene, "inputKind": kind, "inputSettings": settings}
    # A busy OBS has what was deleted for longer than that, and refuses its name.
    wait_for(lambda: _makes(hand, source | made), "the deleted input let go")
    time.sleep(SETTLES_SECONDS)


def _makes(hand: ObsClient, made: dict[str, Any]) -> bool:
    try:
        hand.request("CreateInput", made)
    except ObsError as error:
        if error.code not in GOING:
            raise
        return False
    return True


def _record(there: Field) -> None:
    hand = there.hand()
    hand.request("StartRecord")
    time.sleep(2 * SETTLES_SECONDS)
    hand.request("StopRecord")
    # On a busy computer the file is closed later than that, and the next one refused.
    wait_for(lambda: not hand.request("GetRecordStatus")["outputActive"], "the recording closed")
    time.sleep(SETTLES_SECONDS)
