"""Takes between two cards while a countdown runs, on a real OBS that streams."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bench.overlays.reading import Reading
from bench.result import percentile
from studio.stage.layers import Layer
from studio.stage.obs import take
from studio.stage.obs.client import ObsClient
from studio.stage.port import Stage, StreamState, Wanted
from tests.helpers import received
from tests.helpers.rtmp import RtmpServer
from tests.helpers.stages import WIDE

PATIENCE_SECONDS = 30.0
IDLE_SECONDS = 20.0
FILES = 40
"""Of each card: every take loads a file that is not in OBS already."""


@dataclass(slots=True)
class Air:
    """A stage that can stream, and somebody at OBS itself."""

    stage: Stage
    hand: ObsClient
    server: RtmpServer
    folder: Path

    def on_air(self, wanted: Wanted) -> None:
        """With the stream up."""
        self.stage.apply(replace(wanted, streaming=True))
        wait(lambda: self.stage.observe().stream is StreamState.ON, "a stream")

    def off_air(self, wanted: Wanted) -> Path:
        """The film that was received; what is on the overlay stays until the stream has ended."""
        self.stage.apply(replace(wanted, streaming=False))
        before = -1
        film = self.server.received()[-1]
        while (size := film.stat().st_size) != before:
            before = size
            time.sleep(0.5)
        return film


def wait(condition: Callable[[], bool], what: str) -> None:
    """Until it holds; RuntimeError where it never does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"never: {what}")
        time.sleep(0.05)


def take_often(air: Air, takes: int, minutes: float) -> dict[str, object]:
    """``takes`` takes and a countdown of so many minutes in one film, and what came of them."""
    cards = {
        name: [received.card(air.folder, name, number=number) for number in range(FILES)]
        for name in "AB"
    }
    ends_at = time.monotonic() + minutes * 60
    clock = received.countdown(air.folder, ends_at)
    wanted = Wanted(layers=(cards["A"][0], clock))
    mark = received.make_mark(air.hand)
    air.on_air(wanted)
    time.sleep(2)
    before = air.stage.health().load
    with _handed_over() as handed:
        asked = _take(air, takes, cards, clock, mark)
    time.sleep(max(0.0, ends_at - time.monotonic()) + 1)
    after = air.stage.health().load
    film = air.off_air(Wanted(layers=(cards["BA"[(takes - 1) % 2]][(takes - 1) % FILES], clock)))
    slides = [each.steps for each in handed]
    reading = Reading.of(received.read_film(film), WIDE.fps, slides)
    lagged = after.frames_missed - before.frames_missed if before and after else 0
    skipped = after.frames_skipped - before.frames_skipped if before and after else 0
    return {
        **reading.takes(),
        "handed_to_obs_ms": _spread(
            [(each.at - since) * 1000 for since, each in zip(asked, handed, strict=True)]
        ),
        "cut_for_want_of_room": slides.count(0),
        "frames_lagged": lagged,
        "frames_encoder_skipped": skipped,
        "countdown": reading.countdown(),
    }


def _take(
    air: Air, takes: int, cards: dict[str, list[Layer]], clock: Layer, mark: int
) -> list[float]:
    """When each was asked for."""
    chance, asked = random.Random(5), []
    for number in range(takes):
        wanted = Wanted(layers=(cards["BA"[number % 2]][number % FILES], clock), streaming=True)
        received.set_mark(air.hand, mark, shown=number % 2 == 0)
        asked.append(time.monotonic())
        air.stage.apply(wanted)
        time.sleep(chance.uniform(0.0, 0.1))
        if number % 5 == 0:
            air.stage.health()
    return asked


class _Handed(NamedTuple):
    """One take: the instant, and the steps of its slide."""

    at: float
    steps: int


@contextlib.contextmanager
def _handed_over() -> Iterator[list[_Handed]]:
    """When OBS was given all of each take, and what it was asked to show from then on."""
    handed: list[_Handed] = []
    play = take.play

    def timed(client: ObsClient, takes: Sequence[list[take.Frame]], fps: int) -> None:
        handed.append(_Handed(time.monotonic(), max(map(len, takes)) - 1))
        play(client, takes, fps)

    take.play = timed
    try:
        yield handed
    finally:
        take.play = play


def _spread(values: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(values, at), 1) for name, at in shares.items()}


def stand_idle(air: Air) -> dict[str, object]:
    """Frames OBS draws too late with nothing on the overlay, and with two idle layers on it."""
    clock = received.countdown(air.folder, time.monotonic() + 3600)
    layers = (received.card(air.folder, "A"), clock)
    shares: dict[str, object] = {}
    air.on_air(Wanted())
    for name, wanted in (("without", Wanted()), ("with_overlays", Wanted(layers=layers))):
        air.stage.apply(replace(wanted, streaming=True))
        time.sleep(2)
        before = air.stage.health().load
        time.sleep(IDLE_SECONDS)
        after = air.stage.health().load
        if before and after:
            shares[name] = {
                "drawn": after.frames_drawn - before.frames_drawn,
                "too_late": after.frames_missed - before.frames_missed,
                "frame_ms": round(after.frame_ms, 2),
                "cpu_percent": round(after.cpu_percent, 1),
            }
    air.off_air(Wanted(layers=layers))
    air.stage.apply(Wanted())
    return shares
