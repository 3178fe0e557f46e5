"""How long a stream stays away after the network is back, beside an OBS left alone.

A real OBS streams over a network of namespaces to a real nginx-rtmp. The same two faults are
played to both in one run: a black hole, and an ingest that is away for some seconds. The clock
starts when the network is whole again and stops when bytes arrive at the ingest. OBS left alone
has the same settings; nobody is connected to it while the fault lasts.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench.result import Result, UnavailableError
from studio.stage.obs.stage import ObsStage
from studio.stage.port import Ingest, StreamState, Wanted
from tests.helpers.obs_rig import RealObs, find_program, real_obs
from tests.helpers.rtmp import MODULE, RtmpServer, rtmp_server
from tests.helpers.stages import make_setup
from tests.helpers.thin_net import ThinNet, thin_net
from tests.helpers.village_obs import KBPS, arrives, broadcast, wait_for

HOLE_SECONDS = 45.0
BOUNCE_SECONDS = 20.0
STANDS_SECONDS = 4.0
"""On air before each fault."""
REACH_SECONDS = 10.0
PATIENCE_SECONDS = 150.0
"""OBS's own next try may be more than a minute away."""


@dataclass(frozen=True, slots=True)
class Field:
    """What the faults are played on."""

    obs: RealObs
    net: ThinNet
    rtmp: RtmpServer

    def hole(self) -> None:
        """A dead line, and whole again."""
        self.net.black_hole()
        time.sleep(HOLE_SECONDS)
        self.net.lift()

    def bounce(self) -> None:
        """The ingest is away, and answers again."""
        self.rtmp.stop()
        time.sleep(BOUNCE_SECONDS)
        self.rtmp.start()


def run() -> Result:
    """Each fault once, to the program and to OBS alone."""
    must_be_possible()
    with (
        thin_net() as net,
        rtmp_server(host=net.ingest, inside=net.inside) as rtmp,
        real_obs() as obs,
    ):
        field = Field(obs, net, rtmp)
        faults = {"hole": field.hole, "bounce": field.bounce}
        minded = {name: _minded(field, fault) for name, fault in faults.items()}
        alone = {name: _alone(field, fault) for name, fault in faults.items()}
    worst = max(minded.values())
    return Result(
        name="recovery",
        figure=worst,
        unit="s until bytes arrive, the slower fault",
        beside="OBS left alone, the same faults in the same run",
        beside_figure=max(alone.values()),
        reach=f"within {REACH_SECONDS:g} s of the network being whole again",
        reached=worst <= REACH_SECONDS,
        ratio=statistics.median(minded[name] / alone[name] for name in faults),
        details={
            "hole_s": HOLE_SECONDS,
            "bounce_s": BOUNCE_SECONDS,
            "minded": {name: round(took, 2) for name, took in minded.items()},
            "alone": {name: round(took, 2) for name, took in alone.items()},
        },
    )


def must_be_possible(*more: str) -> None:
    """UnavailableError where this machine has no OBS, no ingest, or makes no network of its own."""
    names = (*more, "obs", "Xvfb", "nginx", "ip", "tc", "nsenter", "sysctl")
    missing = [name for name in names if find_program(name) is None]
    if missing or not MODULE.exists():
        raise UnavailableError(f"needs {', '.join(missing) or 'nginx-rtmp'}")
    if os.geteuid() != 0:
        raise UnavailableError("needs root: it makes network namespaces")


def _minded(field: Field, fault: Callable[[], None]) -> float:
    with (
        tempfile.TemporaryDirectory() as folder,
        broadcast(Path(folder), field.obs, field.rtmp) as on_air,
    ):
        time.sleep(STANDS_SECONDS)
        fault()
        return on_air.arrives(PATIENCE_SECONDS)


def _alone(field: Field, fault: Callable[[], None]) -> float:
    """OBS is set up and sent on the air as by us, and then left to itself."""
    with tempfile.TemporaryDirectory() as folder:
        ingest = Ingest(field.rtmp.server)
        setup = replace(make_setup(Path(folder), ingest=ingest), video_kbps=KBPS)
        stage = ObsStage(field.obs.url, field.obs.password)
        stage.open(setup, lambda event: None)
        stage.apply(Wanted(streaming=True, recording=True))
        wait_for(lambda: stage.observe().stream is StreamState.ON, "on air")
        stage.close()
        time.sleep(STANDS_SECONDS)
        fault()
        took = arrives(field.rtmp, PATIENCE_SECONDS)
        stage.open(setup, lambda event: None)
        stage.apply(Wanted(streaming=True, recording=True))
        stage.apply(Wanted())
        stage.close()
        return took
