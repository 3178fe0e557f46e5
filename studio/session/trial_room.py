"""Trials as the window and the command line ask for them: run one, keep what it chose."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from sqlite_utils import Database

from studio.health import policy
from studio.runtime import addresses
from studio.runtime.clock import Clock, local_day
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import archive, journal, kept_trial, trial
from studio.session.archive import SessionOptions
from studio.session.kept_trial import KeptTrial
from studio.session.light import Light
from studio.session.picture_size import carried_kbps
from studio.session.plan import Plan
from studio.session.trial import TrialMoved, TrialParts, TrialResult
from studio.session.trial_lights import kept_light
from studio.stage.port import Breakable, Stage, StageInfo, StageSetup, VideoProfile
from studio.store.database import Store
from studio.store.settings import Settings

log = logging.getLogger(__name__)

WHOLE_TRIAL_SECONDS = 2 * policy.TRIAL_SECONDS * len(policy.TRIAL_LINES)
"""No trial takes longer: what is broken in it stays so to its end."""

MakeStage = Callable[[Plan, SessionOptions], tuple[Stage, StageSetup]]
"""A stage that is not open yet, and its set-up for that plan."""


class TrialRoom:
    """Any thread. Only one trial at a time, which the end of the program gives up."""

    def __init__(
        self,
        runtime: Runtime,
        store: Store,
        settings: Settings,
        clock: Clock,
        make_stage: MakeStage,
    ) -> None:
        self._runtime, self._store, self._clock = runtime, store, clock
        self._settings, self._make_stage = settings, make_stage
        self._busy = threading.Lock()
        self._leaving = threading.Event()
        runtime.at_close(self._leaving.set)

    def kept(self, stage: str) -> KeptTrial | None:
        """What that stage's broadcasts are made in since its last trial."""
        return kept_trial.kept(self._settings, stage)

    def light(self, options: SessionOptions, asked: VideoProfile) -> Light | None:
        """What the preflight says for a plan of that size; None where nothing can be tried.

        A trial streams to where OBS runs, which must be this computer.
        """
        if options.stage == "obs" and not _is_here(options.obs_url):
            return None
        return kept_light(options.stage, self.kept(options.stage), asked)

    def fitted(self, plan: Plan, stage: str) -> Plan:
        """The plan in the size that is broadcast."""
        kept = self.kept(stage)
        return plan if kept is None else replace(plan, video=kept.applied(plan.video))

    def run(
        self,
        plan: Plan,
        options: SessionOptions,
        wanted: Callable[[], bool],
        tell: Callable[[TrialMoved], None],
        faults: Sequence[str] = (),
    ) -> Future[TrialResult | None]:
        """Try the plan's size and, as long as none is held, the smaller ones; on a worker.

        None: given up, because ``wanted`` said so. ``tell`` is called where subscribers live.
        ``faults``: of the practice stage, played meanwhile. Errors: those of `trial.run`,
        ``trial_running``.
        """

        def told(moved: TrialMoved) -> None:
            self._runtime.dispatcher.run_later(lambda: tell(moved))

        def still_wanted() -> bool:
            return wanted() and not self._leaving.is_set()

        def work() -> TrialResult | None:
            if not self._busy.acquire(blocking=False):
                raise UserFacingError("trial_running")
            try:
                stage, setup = self._stage(plan, options, faults)
                carried = self._store.read(lambda db: _carried(db, options.stage)).result()
                parts = TrialParts(
                    stage,
                    setup,
                    carried,
                    still_wanted,
                    told,
                    policy.TRIAL_SECONDS,
                    policy.TRIAL_WARM_UP_SECONDS,
                )
                return trial.run(parts)
            finally:
                self._busy.release()

        return self._runtime.background(work)

    def _stage(
        self, plan: Plan, options: SessionOptions, faults: Sequence[str]
    ) -> tuple[Stage, StageSetup]:
        """As the plan and the settings say, whatever was chosen before."""
        stage, setup = self._make_stage(plan, options)
        if isinstance(stage, Breakable):
            for fault in faults:
                stage.faults.inject(fault, WHOLE_TRIAL_SECONDS)
        return stage, replace(setup, video_kbps=self._settings.get("target_kbps"))

    def use(self, plan: Plan, options: SessionOptions, result: TrialResult) -> Future[None]:
        """就用这个: keep what the trial chose, and set the stage up with it; on a worker.

        What is on air stays as it is until the stage is opened again. Errors: those of
        `Settings.set` and `Stage.open`.
        """

        def work() -> None:
            day = local_day(self._clock.now_ms())
            kept_trial.keep(self._settings, options.stage, result, day)
            self.set_up(plan, options)

        return self._runtime.background(work)

    def set_up(self, plan: Plan, options: SessionOptions) -> StageInfo:
        """Our scenes, size and rate on that stage, which is let go again. Blocks."""
        stage, setup = self._make_stage(self.fitted(plan, options.stage), options)
        try:
            return stage.open(setup, trial.listen_to_nothing)
        finally:
            stage.close()

    def forget(self, stage: str) -> Future[None]:
        """还是按排品来: what was kept does not count any more; on a worker."""
        return self._runtime.background(lambda: kept_trial.forget(self._settings, stage))


def _is_here(obs_url: str) -> bool:
    try:
        return addresses.is_here(addresses.obs(obs_url)[0])
    except UserFacingError as error:  # the stage's own light says what is wrong with it
        log.debug("nothing can be tried: %s", error)
        return False


def _carried(db: Database, stage: str) -> int | None:
    session_id = archive.latest_live(db, stage)
    if session_id is None:
        return None
    return carried_kbps(entry.fact for entry in journal.entries(db, session_id))
