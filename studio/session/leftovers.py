"""What runs on a stage before we came: ours to take over, or somebody's to leave alone.

A stage stops only what it was asked for in this run of the program. What an earlier run left, or
what must make way, is therefore asked for first. Stage's thread only.
"""

from __future__ import annotations

from dataclasses import replace

from studio.runtime.errors import UserFacingError
from studio.stage.port import Stage, StageInfo, StreamState, Wanted


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
