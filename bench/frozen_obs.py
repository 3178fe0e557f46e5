"""The longest the main thread stood still while OBS was frozen (SIGSTOP), and before, awake.

A real OBS is on air behind the real live screen. A timer on the main thread notes every gap
between its beats (`bench.standstill`), while products, cards, orders and the break picture are
asked for twice a second: while the ingest refuses the first connect and the tries after it, with
OBS awake, frozen.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.result import Result, UnavailableError, percentile
from bench.standstill import Course, Standstill
from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.session import plan_file
from studio.stage.port import VideoProfile
from studio.store.secrets import OBS_PASSWORD, MemorySecrets
from studio.training import sample
from tests.helpers.obs_rig import RealObs, find_program, free_port, real_obs

REACH_MS = 100.0


def run() -> Result:
    """One broadcast: some seconds awake, some frozen."""
    missing = [name for name in ("obs", "Xvfb") if find_program(name) is None]
    if missing:
        raise UnavailableError(f"needs {', '.join(missing)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder, real_obs() as obs:
        watch = _broadcast(Path(folder), obs)
    refused, awake, frozen = (
        watch.gaps(course) for course in (Course.REFUSED, Course.AWAKE, Course.FROZEN)
    )
    return Result(
        name="frozen_obs",
        figure=max(frozen),
        unit="ms, longest standstill",
        beside="OBS awake in the same broadcast",
        beside_figure=max(awake),
        reach=f"never over {REACH_MS:g} ms while OBS is frozen or the first connect refused",
        reached=max(*frozen, *refused) <= REACH_MS,
        details={
            "asked": watch.asked,
            "refused_longest_ms": round(max(refused), 2),
            "frozen_p99_ms": round(percentile(frozen, 0.99), 2),
            "awake_p99_ms": round(percentile(awake, 0.99), 2),
            "where": watch.longest() if max(*frozen, *refused) > REACH_MS else "",
        },
    )


def _broadcast(folder: Path, obs: RealObs) -> Standstill:
    from ui import screens
    from ui.app import make_application
    from ui.main_thread import MainThreadHop
    from ui.shell import Shell

    app = make_application(["gongfu-bench"])
    plan = plan_file.load(sample.copy_to(folder / "plans"))
    plan = replace(plan, video=VideoProfile(640, 360, 20), timeline=())
    with open_studio(
        folder,
        dispatcher=Dispatcher(MainThreadHop()),
        secrets=MemorySecrets({OBS_PASSWORD: obs.password}),
    ) as studio:
        studio.settings.set("obs_url", obs.url)
        studio.settings.set("ingest_server", f"rtmp://127.0.0.1:{free_port()}/live")
        session = studio.start_session(plan, "obs").result()
        screens.read_ahead()  # as `run_window` does
        shell = Shell(studio, open_training)
        shell.open("live", session=session)
        shell.show()
        watch = Standstill(session, obs.freeze, obs.thaw, app.exit)
        app.exec()
        shell.hide()
        session.close()
    if not watch.gaps(Course.FROZEN):
        raise RuntimeError(f"the broadcast went no further than {watch.stage}")
    return watch
