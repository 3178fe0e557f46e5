"""How long a broadcast is away after each fault, beside an OBS left alone, in one run.

The field is the soak's: the real program in a process of its own, a real OBS it started, a network
of namespaces, a real nginx-rtmp. Afterwards the same OBS streams to the same ingest with the same
settings and nobody connected to it. The clock runs until bytes arrive at the ingest: from when the
network is whole again, from the kill of OBS. A killed program is timed from its start until it
answers, and from there until it has resumed; the stream must have gone on. A line of 600 kbit is
timed from its release to 90 % of the rate, which OBS's dynamic bitrate finds in both by itself
(`bench.thin_line`). What only the program can notice has nothing beside it (`bench.told`).
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bench.left_alone import STANDS_SECONDS, WAITED_SECONDS, goes_without, is_killed, is_refused
from bench.result import Result
from bench.soak.field import Field, make_field, must_be_possible, wait_for
from bench.thin_line import thin_line
from bench.told import black, cut, frozen, half_open
from studio.store.settings import Settings
from tests.helpers.village_obs import arrives

HOLE_SECONDS = 30.0
BOUNCE_SECONDS = 20.0
PATIENCE_SECONDS = 150.0
"""OBS's own next try may be more than a minute away."""
REACH_SECONDS: Mapping[str, float] = {
    "hole": 10.0,
    "bounce": 4.0,
    "refused": 6.0,
    "obs_kill_noticed": 2.0,
    "obs_killed": 12.0,
    "resumed": 3.0,
    "thin_full": 30.0,
    "reset_noticed": 2.0,
    "half_open_noticed": 15.0,
    "black": 5.0,
    "frozen": 5.0,
}
"""Promised for each: docs/stage.md."""
DROPPED_SHARE = 0.02
"""At most, of the pictures on a thin line."""
AWAY = ("hole", "bounce", "refused", "obs_killed")
"""What takes the stream away, so that both must bring it back."""


def run() -> Result:
    """Each fault once, to the program and to OBS alone."""
    must_be_possible()
    with tempfile.TemporaryDirectory() as folder, _field(Path(folder)) as there:
        kbps = there.kbps
        minded = by_the_program(there)
        alone = by_obs_alone(there)
    both = [name for name in AWAY if alone[name] is not None]
    worst = max(both, key=minded.__getitem__)
    return Result(
        name="recovery",
        figure=minded[worst],
        unit="s until bytes arrive, the slower of what OBS alone comes back from",
        beside="OBS left alone, the same faults in the same run",
        beside_figure=max(alone[name] or 0.0 for name in both),
        reach=_reach(),
        reached=all(minded[name] <= most for name, most in REACH_SECONDS.items())
        and minded["thin_dropped"] < DROPPED_SHARE,
        ratio=statistics.median(minded[name] / (alone[name] or 0.0) for name in both),
        details={
            "kbps": kbps,
            "hole_s": HOLE_SECONDS,
            "bounce_s": BOUNCE_SECONDS,
            "minded": {name: round(took, 3) for name, took in minded.items()},
            "alone": {name: took and round(took, 3) for name, took in alone.items()},
            "alone_waited_s": WAITED_SECONDS,
        },
    )


def _field(folder: Path) -> AbstractContextManager[Field]:
    """At the rate the program comes with: how long the way back from a thin line takes is its."""
    return make_field(folder, Settings(folder).get("target_kbps"))


def _reach() -> str:
    seconds = ", ".join(f"{name} {most:g} s" for name, most in REACH_SECONDS.items())
    return f"{seconds}, thin_dropped under {DROPPED_SHARE:.0%}"


def by_the_program(there: Field) -> dict[str, float]:
    """Seconds by fault, and what was dropped on a thin line; each of `BROADCASTS` to one of its
    own, which is over afterwards."""
    took = _refused(there)
    for faults in BROADCASTS:
        there.go_live()
        arrives(there.rtmp, PATIENCE_SECONDS)
        time.sleep(STANDS_SECONDS)
        for fault in faults:
            took |= fault(there)
        there.program.ask("end")
    return took


def by_obs_alone(there: Field) -> dict[str, float | None]:
    """The same, without the program; None: not by itself. OBS is gone afterwards."""
    return {
        "hole": goes_without(there, lambda: _after(hole, there)),
        "bounce": goes_without(there, lambda: _after(bounce, there)),
        "refused": is_refused(there),
        **goes_without(there, lambda: _thin(there)),
        "obs_killed": is_killed(there),
    }


def hole(there: Field) -> None:
    """A dead line, and whole again."""
    there.net.black_hole()
    time.sleep(HOLE_SECONDS)
    there.net.lift()


def bounce(there: Field) -> None:
    """The ingest is away, and answers again."""
    there.rtmp.stop()
    time.sleep(BOUNCE_SECONDS)
    there.rtmp.start()


def _after(fault: Callable[[Field], None], there: Field) -> float:
    fault(there)
    return arrives(there.rtmp, PATIENCE_SECONDS)


def _hole(there: Field) -> dict[str, float]:
    return {"hole": _after(hole, there)}


def _bounce(there: Field) -> dict[str, float]:
    return {"bounce": _after(bounce, there)}


def _refused(there: Field) -> dict[str, float]:
    """Nobody is at the ingest when the broadcast begins, nor during all the tries."""
    there.rtmp.stop()
    there.go_live()

    def told() -> list[str]:
        return [fact["event"] for fact in there.facts()]

    wait_for(lambda: "connect_given_up" in told(), "told that it was given up", 40)
    there.rtmp.start()
    took = arrives(there.rtmp, PATIENCE_SECONDS)
    there.program.ask("end")
    return {"refused": took}


def _thin(there: Field) -> dict[str, float]:
    thin = thin_line(there)
    return {"thin_full": thin.full_s, "thin_dropped": thin.dropped}


def _obs_killed(there: Field) -> dict[str, float]:
    begin = time.monotonic()
    there.own.kill(wait=False)  # the system takes a second to forget so large a program
    wait_for(lambda: bool(there.look()["stage_lost"]), "the loss noticed", every=0.02)
    noticed = time.monotonic() - begin
    arrives(there.rtmp, PATIENCE_SECONDS)
    return {"obs_kill_noticed": noticed, "obs_killed": time.monotonic() - begin}


def _app_killed(there: Field) -> dict[str, float]:
    """OBS streams on meanwhile: what the ingest has counted only grows."""
    there.program.kill()
    before, begin = there.received(), time.monotonic()
    there.program.start()
    there.program.ask("threads")  # it answers: somebody can press 接着播
    up = time.monotonic()
    there.program.ask("resume")
    resumed = time.monotonic()
    if not there.received() > before > 0:
        raise RuntimeError("the stream was interrupted")
    return {"app_started": up - begin, "resumed": resumed - up}


BROADCASTS: Sequence[Sequence[Callable[[Field], dict[str, float]]]] = (
    (_hole,),
    (_bounce,),
    (_thin,),
    (black, frozen, cut, half_open),
    (_obs_killed,),
    (_app_killed,),
)
