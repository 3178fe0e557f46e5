"""Puts a session together: its recorder, its stage's keeper and everything that watches it.

A module of its own because it brings most of `studio.session` with it, which a window that opens
has no use for yet.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from inventory.orders import templates
from studio.health import probes
from studio.runtime.clock import HOUR_MS
from studio.runtime.threads import Runtime
from studio.runtime.voice import Voice
from studio.session import journal, trace, truth
from studio.session.air_setup import AirParts, AirSetup
from studio.session.archive import SessionOptions
from studio.session.beginning import Beginning
from studio.session.black_box import BlackBox, BoxParts
from studio.session.books import Books
from studio.session.disk_watch import DiskWatch
from studio.session.live import LiveSession
from studio.session.must_watch import MustWatch
from studio.session.overdue_watch import OverdueWatch
from studio.session.overlay import ORIGIN
from studio.session.overlay_minder import OverlayMinder
from studio.session.power_watch import PowerWatch
from studio.session.proof_watch import ProofWatch
from studio.session.recorder import Recorder, StockRules
from studio.session.reviver import Reviver
from studio.session.sentinel import Sentinel
from studio.session.spoken import SpokenWarnings
from studio.session.stage_keeper import StageKeeper
from studio.session.state import Phase
from studio.session.stock_watch import StockWatch
from studio.session.trace import TracePage
from studio.session.truth import Known
from studio.session.truth_watch import TruthWatch
from studio.stage.obs.life import ObsLife
from studio.stage.obs.log_tail import LogTail
from studio.stage.port import Faults
from studio.stage.practice.program import PracticeProgram
from studio.store.database import Store
from studio.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Assembly:
    """The studio's parts that every session shares. Any thread."""

    runtime: Runtime
    store: Store
    settings: Settings
    voice: Voice
    air: AirSetup
    obs_life: ObsLife | None
    """None where no OBS can be started on this computer."""
    books: Books

    def session(self, begin: Beginning) -> LiveSession:
        """It has opened nothing yet; the runtime lets it go at the latest. ``folder_unwritable``"""
        goes_on = begin.state.phase is Phase.LIVE
        air = self.air.parts_for(begin.plan, begin.options, goes_on=goes_on)
        dispatcher, recorder, clock = self.runtime.dispatcher, self._recorder(begin), begin.clock
        keeper = StageKeeper(air, begin.plan, recorder, dispatcher, clock)
        session = LiveSession(begin.plan, begin.options, recorder, keeper, dispatcher, clock)
        session.trace = trace.page(self.settings, begin.options.platform)
        session.proof = ProofWatch(keeper, recorder, dispatcher, clock)
        session.watchers += [
            session.proof,
            BlackBox(self._box(begin, air), keeper, recorder, dispatcher, clock),
            PowerWatch(probes.battery, self.runtime.background, recorder, clock),
            DiskWatch(
                lambda: probes.disk_free(air.setup.recordings),
                *(self.runtime.background, recorder, air.setup.video_kbps),
            ),
            Sentinel(air.stage, keeper, recorder, dispatcher, clock),
            self._truth(begin, keeper, recorder, session.trace),
            StockWatch(keeper, recorder, clock),
            MustWatch(keeper, recorder, clock),
            OverlayMinder(
                *(session.on_air, recorder, dispatcher, begin.plan, clock),
                lambda: bool(self.settings.get("order_toasts") == "on"),
                session.lottery.find,
            ),
            SpokenWarnings(begin.session_id, self.voice, self.settings, dispatcher),
        ]
        session.refused_prices, session.opened = begin.refused_prices, begin.opened
        session.reviver = self._reviver(begin.options, recorder, air.faults)
        if session.reviver is not None:
            session.watchers.append(session.reviver)
        session.on_close = self.runtime.at_close(session.let_go)
        return session

    def _truth(
        self, begin: Beginning, keeper: StageKeeper, recorder: Recorder, page: TracePage
    ) -> TruthWatch:
        overdue = OverdueWatch(self.books, self._buffer)

        def read() -> Future[Known]:
            shown = {
                each.label
                for each in keeper.intent.overlays
                if each.template == ORIGIN and each.label
            }
            now = begin.clock.wall_ms()
            whose = (begin.plan, shown, now, begin.session_id)
            known = self.store.read(lambda db: truth.known(db, *whose))
            known.add_done_callback(overdue.look)
            return known

        return TruthWatch(
            read,
            *(keeper, recorder, self.runtime.dispatcher, begin.plan, begin.clock),
            page,
        )

    def _recorder(self, begin: Beginning) -> Recorder:
        hold_ms = self.settings.get("note_hold_hours") * HOUR_MS
        own = templates.own_platforms(self.store.path.parent)
        rules = StockRules(self._buffer, hold_ms, own, begin.kept)
        return Recorder(
            *(self.store, self.runtime.dispatcher, begin.clock, begin.session_id),
            *(begin.state, begin.stock, rules),
        )

    def _buffer(self) -> int:
        return int(self.settings.get("safety_buffer"))

    def _box(self, begin: Beginning, air: AirParts) -> BoxParts:
        read = self.store.read
        return BoxParts(
            folder=air.setup.recordings,
            kept=self.settings.get("black_boxes_kept"),
            entries=lambda: read(lambda db: journal.entries(db, begin.session_id)).result(),
            obs_log=self._obs_log(begin.options),
        )

    def _obs_log(self, options: SessionOptions) -> Callable[[], LogTail | None] | None:
        life = self.obs_life
        if options.stage != "obs" or life is None:
            return None
        return lambda: life.log_tail(options.obs_url)

    def _reviver(
        self, options: SessionOptions, recorder: Recorder, faults: Faults | None
    ) -> Reviver | None:
        """For an OBS on this computer only: one elsewhere cannot be started from here."""
        if faults is not None:
            return Reviver(PracticeProgram(faults, self._restarts_obs), recorder, self.runtime)
        life = self.obs_life
        if options.stage != "obs" or life is None or not life.lives_here(options.obs_url):
            return None
        return Reviver(life, recorder, self.runtime)

    def _restarts_obs(self) -> bool:
        return bool(self.settings.get("obs_restart") == "yes")
