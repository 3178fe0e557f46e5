"""An OBS that is set up and sent on the air as by us, and then left to itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from bench.soak.field import Field
from studio.stage.obs.stage import ObsStage
from studio.stage.port import ConnectFailed, Ingest, StreamState, Wanted
from tests.helpers.stages import Heard, make_setup
from tests.helpers.village_obs import arrives, wait_for

T = TypeVar("T")

STANDS_SECONDS = 4.0
"""On air before each fault."""
WAITED_SECONDS = 20.0
"""For what does not come back by itself."""
ON_AIR = Wanted(streaming=True, recording=True)


def goes_without(there: Field, fault: Callable[[], T]) -> T:
    """On air, then ``fault`` with nobody connected; what it returned."""
    _send(there)
    took = fault()
    _take_down(there)
    return took


def is_refused(there: Field) -> float | None:
    """Sent on the air while nobody is at the ingest; None where nothing came afterwards."""
    there.rtmp.stop()
    with _opened(there) as (stage, heard):
        stage.apply(ON_AIR)
        heard.wait(lambda event: isinstance(event, ConnectFailed))
    there.rtmp.start()
    took = _comes_back(there)
    _take_down(there)
    return took


def is_killed(there: Field) -> float | None:
    """Killed on air; None where nothing came afterwards."""
    _send(there)
    there.own.kill()
    return _comes_back(there)


def _send(there: Field) -> None:
    with _opened(there) as (stage, _):
        stage.apply(ON_AIR)
        wait_for(lambda: stage.observe().stream is StreamState.ON, "on air")
    time.sleep(STANDS_SECONDS)


def _take_down(there: Field) -> None:
    with _opened(there) as (stage, _):
        stage.apply(ON_AIR)  # a stage stops only what it was asked for
        stage.apply(Wanted())


def _comes_back(there: Field) -> float | None:
    try:
        return arrives(there.rtmp, WAITED_SECONDS)
    except AssertionError:
        return None


@contextlib.contextmanager
def _opened(there: Field) -> Iterator[tuple[ObsStage, Heard]]:
    # One folder for all of it: OBS goes on recording there with nobody connected.
    folder = there.clips / "left-alone"
    folder.mkdir(exist_ok=True)
    setup = make_setup(folder, ingest=Ingest(there.rtmp.server))
    heard = Heard()
    stage = ObsStage(f"ws://127.0.0.1:{there.own.port}", there.program.password)
    stage.open(replace(setup, video_kbps=there.kbps), heard)
    try:
        yield stage, heard
    finally:
        stage.close()
