"""The overlays' figures in one run: one OBS, one ingest, one film after the other."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.overlays import codes, today
from bench.overlays import swaps as memory
from bench.overlays import takes as film
from bench.result import Result, UnavailableError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from studio.stage.obs.stage import ObsStage
from studio.stage.port import Ingest, StageSetup
from tests.helpers.obs_rig import RealObs, find_program, real_obs
from tests.helpers.pictures import write_clip
from tests.helpers.rtmp import MODULE, rtmp_server
from tests.helpers.stages import WIDE, make_setup

P95_MS = 150.0
GROWS_MB = 20.0
READ_SHARE = 0.99
"""Of the frames a code must be read in, by each decoder, at each size."""
FRAME_S = 1 / WIDE.fps
KBPS = 1200


def run(takes: int = 1000, minutes: float = 10.0, swaps: int = 10_000) -> Result:
    """All of it; a short form with smaller numbers."""
    missing = [name for name in ("obs", "Xvfb", "nginx") if find_program(name) is None]
    if missing or not MODULE.exists():
        raise UnavailableError(f"needs {', '.join(missing) or 'the RTMP module of nginx'}")
    with _air() as (air, obs, setup):
        details: dict[str, Any] = {
            "idle": film.stand_idle(air),
            "takes": film.take_often(air, takes, minutes),
            "overwriting": today.overwrite(air),
        }
        assert obs.process is not None
        details["memory"] = memory.swap_often(air, obs.process.pid, swaps)
        clip = write_clip(air.folder / "moving.avi", moving=10.0)
        details["codes"] = codes.read_codes(air, setup, clip)
    details["browser"] = today.browse()
    missed = misses(details, takes)
    return Result(
        name="overlays",
        figure=details["takes"]["neither"],
        unit=f"frames showing neither card, {takes} takes",
        beside=f"overwriting an image file {details['overwriting']['updates']} times",
        beside_figure=details["overwriting"]["blank"],
        ratio=details["takes"]["neither"] / max(1, details["overwriting"]["blank"]),
        reach="0 neither; slides exact; first frame p95 150 ms over the stream's own delay; "
        "countdown exact; codes read in 99 % of frames; +20 MB at most",
        reached=not missed,
        details=details | {"missed": missed},
    )


def misses(details: dict[str, Any], takes: int) -> list[str]:
    """What was not reached, in words."""
    seen, clock, memory_ = details["takes"], details["takes"]["countdown"], details["memory"]
    lost = seen["frames_lagged"] + seen["frames_encoder_skipped"]
    idle = details["idle"]
    wrong = {
        "a frame showed neither card": seen["neither"] > 0,
        "not every take was seen": seen["takes"] != takes,
        "a slide went backward": seen["steps_backward"] > 0,
        "a slide skipped more than the frames OBS lost": seen["steps_skipped"] > lost,
        "the first frame came late": (seen["over_mark_p95_ms"] or P95_MS + 1) > P95_MS,
        "the countdown skipped": clock["wrong_steps"] > 0 or clock["ended_at"] != 0,
        "the countdown drifted": abs(clock["drift_s"]) > 2 * FRAME_S,
        "a code was not read": any(
            each["frames"] == 0 or min(each["zxing"], each["opencv"]) < READ_SHARE
            for each in details["codes"].values()
        ),
        "OBS grew": memory_["obs_grew_mb"] > GROWS_MB,
        "the program grew": memory_["app_grew_mb"] > GROWS_MB,
        "idle overlays cost frames": idle["with_overlays"]["too_late"]
        > idle["without"]["too_late"] + 2,
    }
    return [what for what, missed in wrong.items() if missed]


@contextlib.contextmanager
def _air() -> Iterator[tuple[film.Air, RealObs, StageSetup]]:
    with tempfile.TemporaryDirectory() as name, real_obs() as obs, rtmp_server() as server:
        folder = Path(name)
        stage = ObsStage(obs.url, obs.password)
        setup = make_setup(folder, ingest=Ingest(server.server, "overlays"), video=WIDE)
        setup = replace(setup, video_kbps=KBPS)
        stage.open(setup, lambda event: None)
        hand = ObsClient(Address.parse(obs.url), obs.password, lambda n, d: None, lambda r: None)
        hand.connect()
        try:
            yield film.Air(stage, hand, server, folder), obs, setup
        finally:
            hand.disconnect()
            stage.close()
