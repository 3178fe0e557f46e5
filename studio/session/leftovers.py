"""What runs on a stage before we came: ours to take over, or somebody's to leave alone.

A stage stops only what it was asked for in this run of the program. What an earlier run left, or
what must make way, is therefore asked for first. Stage's thread only.
"""

from __future__ import annotations

from dataclasses import replace

from studio.runtime.errors import UserFacingError
from studio.session.air import is_off
from studio.stage.port import Stage, StageEvent, StageInfo, StageSetup, StreamState, Wanted


def adopt(stage: Stage, off: Wanted, info: StageInfo) -> None:
    """Make what runs ours to stop; ``off`` says what is to be seen meanwhile."""
    if info.already_streaming or info.already_recording:
        streaming, recording = info.already_streaming, info.already_recording
        stage.apply(replace(off, streaming=streaming, recording=recording))


def make_free(stage: Stage) -> None:
    """Before going live. ``stage_already_on_air``: a stream runs that goes where nobody chose.

    A recording that runs is closed whole, so that this broadcast gets a file of its own.
    """
    seen = stage.observe()
    if seen.stream is not StreamState.OFF:
        raise UserFacingError("stage_already_on_air")
    if seen.recording:
        stage.apply(Wanted(recording=True))
        stage.apply(Wanted())


def runs(stage: Stage, setup: StageSetup) -> bool:
    """Whether anything is on the air there. Opens the stage and lets it go; blocks."""
    try:
        info = stage.open(setup, _ignore)
    finally:
        stage.close()
    return info.already_streaming or info.already_recording


def stop(stage: Stage, setup: StageSetup) -> bool:
    """Stop what runs; False: it did not stop. Opens the stage and lets it go; blocks."""
    try:
        adopt(stage, Wanted(), stage.open(setup, _ignore))
        return is_off(stage.apply(Wanted()))
    finally:
        stage.close()


def _ignore(event: StageEvent) -> None:
    """Asked once, and let go: nothing it tells by itself is of use."""
