"""The studio as the window and the command line see it: plans, sessions, orders, stock, outbox.

Everything that touches the disk or the stage returns a Future; nothing here blocks the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from inventory import ledger, live_sales, products, standing
from inventory.ledger import StockLevel
from inventory.live_sales import LiveSale
from inventory.products import Product
from inventory.standing import RanOut
from studio.camera.handover import CameraHandover
from studio.runtime import addresses
from studio.runtime.clock import Clock, SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.made_once import made_once
from studio.runtime.threads import Runtime, chain
from studio.runtime.voice import Voice
from studio.session import archive, journal, leftovers, old_pictures, plan_stock, truth
from studio.session.air import REFUSED_CODES
from studio.session.air_setup import AirSetup, ArtistFactory, StageFactory
from studio.session.archive import Interruption, LeftOnAir, SessionOptions, SessionRow
from studio.session.beginning import Beginning
from studio.session.black_box_file import box_path
from studio.session.books import Books, OrdersImported
from studio.session.events import ComparedPriceRefused, Entry, LeftAir
from studio.session.incidents import IncidentReport, box_reports
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.plan_stock import StockRow
from studio.session.safekeeping import KeptParts, Safekeeping
from studio.session.state import LiveState, Phase
from studio.session.summary import summarise
from studio.session.unwaited import log_failure
from studio.stage import platforms
from studio.stage.port import StageInfo
from studio.store.audit import Check
from studio.store.database import Store
from studio.store.secrets import OBS_PASSWORD, Secrets
from studio.store.settings import Settings
from studio.sync import outbox
from studio.sync.outbox import OutboxMessage

if TYPE_CHECKING:
    from inventory.orders.importing import Imports
    from studio.session.assembly import Assembly
    from studio.session.light import Light
    from studio.session.live import LiveSession
    from studio.session.trial_room import TrialRoom
    from studio.stage.obs.life import ObsLife

log = logging.getLogger(__name__)
Levels = Mapping[str, StockLevel]
_Weighed = tuple[Plan, Sequence[ComparedPriceRefused], Mapping[str, int]]
"""Of a plan what of it may be said, what may not, `Beginning.opened`."""
_Left = tuple[Interruption, Levels, Mapping[str, int], Mapping[str, int]]
"""An interrupted session with its stock, what is kept for it, `Beginning.opened`."""


@dataclass(frozen=True, slots=True)
class StudioParts:
    """The concrete parts, chosen by `studio.bootstrap` and nowhere else."""

    runtime: Runtime
    store: Store
    settings: Settings
    secrets: Secrets
    clock: Clock
    data_dir: Path
    plans: PlanLibrary
    stages: Mapping[str, StageFactory]
    artist: ArtistFactory
    training: bool = False
    """Rehearsals only: every session begins with the stock its plan says."""
    handover: CameraHandover = field(default_factory=CameraHandover)
    """Whose turn it is with a USB camera; rehearsals share it."""
    obs_life: Callable[[Settings, Secrets], ObsLife] | None = None
    """Finds and starts the OBS of this computer; None where there is to be none."""
    checks: Callable[[], Sequence[Check]] = tuple
    """What a drill of the backups proves."""
    voice: Voice = field(default_factory=Voice)
    """Says aloud what a person should hear; makes no thread before the first word."""


class Studio:
    """What a person can do in this room. Any thread."""

    def __init__(self, parts: StudioParts) -> None:
        self.runtime = parts.runtime
        self.store = parts.store
        self.settings = parts.settings
        self.secrets = parts.secrets
        self.clock = parts.clock
        self.data_dir = parts.data_dir
        self.plans = parts.plans
        self.training = parts.training
        self._make_obs_life = parts.obs_life
        self.handover = parts.handover
        self.voice = parts.voice
        # Behind all that gives up what such work waits for, and before the store it uses.
        self.runtime.at_close(self.runtime.end_background)
        self.runtime.at_close(self.voice.close)
        self.platforms = platforms.load(parts.data_dir)
        """Read once: a change of the workshop's file counts from the next start."""
        self.safekeeping = Safekeeping(
            KeptParts(
                *(parts.store, parts.runtime, parts.settings, parts.secrets, parts.clock),
                parts.checks,
            )
        )
        """Backups; they are made by themselves once whoever opened the studio starts that."""
        self.stage_kinds = tuple(parts.stages)
        """Where a session can go on air here."""
        self._air = AirSetup(
            *(parts.stages, parts.artist, parts.settings, parts.secrets),
            *(self.platforms, parts.data_dir),
        )
        self._latest: dict[str, LiveSession] = {}
        """The session put together last, by its stage."""
        self.books = Books(
            self.store, self.settings, self.clock, self.dispatcher, self._latest.values
        )

    @property
    def dispatcher(self) -> Dispatcher:
        return self.runtime.dispatcher

    @made_once
    def obs_life(self) -> ObsLife | None:
        """Finds and starts the OBS of this computer; None where there is to be none."""
        make = self._make_obs_life
        return make(self.settings, self.secrets) if make else None

    @made_once
    def trials(self) -> TrialRoom:
        """The trials before a broadcast."""
        from studio.session.trial_room import TrialRoom

        return TrialRoom(self.runtime, self.store, self.settings, self.clock, self._air.stage_for)

    # -- sessions ----------------------------------------------------------------------------

    def options(self, stage_kind: str) -> SessionOptions:
        """How the settings say a session goes on air on that stage."""
        options = SessionOptions(stage=stage_kind, footage=self.settings.get("footage"))
        if stage_kind == "practice":  # it has no address, so it asks for none
            return options
        url, server = self.settings.get("obs_url"), self.settings.get("ingest_server")
        platform = self.settings.get("platform")
        camera = next(iter(self.settings.get("obs_camera")), "")
        return replace(options, obs_url=url, ingest_server=server, platform=platform, camera=camera)

    def start_session(
        self, plan: Plan, stage_kind: str, options: SessionOptions | None = None
    ) -> Future[LiveSession]:
        """A session for ``plan``, its stage not yet opened and nothing of it in the journal.

        Products and opening stock are taken over into the ledger where they are new there. Errors:
        those of `studio.runtime.addresses`; an address that holds a secret is kept nowhere.
        """
        chosen = options or self.options(stage_kind)
        plan = self.trials.fitted(plan, chosen.stage)
        clock = SteadyClock(self.clock)
        session_id = new_id(clock.now_ms())

        def weigh(db: Database) -> _Weighed:
            addresses.obs(chosen.obs_url)
            if chosen.ingest_server:
                addresses.ingest(chosen.ingest_server)
            now = self.clock.now_ms()
            return *truth.lawful(db, plan, now), truth.opened(db, plan, now)

        def take(db: Database) -> Levels:
            now, buffer = self.clock.now_ms(), self.settings.get("safety_buffer")
            return plan_stock.take_over(db, plan, now, buffer, fill_up=self.training)

        def begin() -> LiveSession:
            # Deals are looked for through years of orders: not while whoever sells must wait.
            lawful, refused, opened = self.store.read(weigh).result()
            stock = self.store.write(take).result()
            return self._assemble(
                Beginning(
                    *(session_id, lawful, chosen, clock, LiveState(), stock),
                    refused_prices=refused,
                    opened=opened,
                )
            )

        return self.runtime.background(begin)

    def resume_session(
        self, session_id: str, options: SessionOptions | None = None
    ) -> Future[LiveSession]:
        """An interrupted session as it was left; `LiveSession.resume` brings back its air.

        ``options`` replaces where it goes on air (a new OBS address); its stage stays. Errors:
        ``session_unknown``, ``session_already_ended``.
        """

        def work(db: Database) -> _Left:
            live_sales.go_on(db)
            left, buffer = archive.interruption(db, session_id), self.settings.get("safety_buffer")
            stock = plan_stock.levels(db, left.plan, buffer, session_id)
            opened = truth.opened(db, left.plan, left.state.live_at or 0)
            return left, stock, plan_stock.kept_for(db, left.plan, session_id), opened

        def assemble(found: _Left) -> LiveSession:
            left, stock, kept, opened = found
            chosen = replace(options, stage=left.options.stage) if options else left.options
            artist = self._air.artist(chosen)
            for sku, shown in left.cards.items():
                artist.remember(left.plan, sku, *shown)
            clock = SteadyClock(self.clock, left.goes_on_at(self.clock.now_ms()))
            return self._assemble(
                Beginning(
                    *(session_id, left.plan, chosen, clock, left.state, stock, kept),
                    opened=opened,
                )
            )

        return chain(self.store.read(work), assemble)

    def missing_secrets(self, session_id: str) -> Future[Mapping[str, str]]:
        """What that interrupted session cannot go on without and is not known here; on a worker.

        By the secret's name the code of a sentence about it. An OBS that cannot be asked misses
        nothing: it is waited for. Errors: ``session_unknown``, ``session_already_ended``.
        """

        def ask() -> Mapping[str, str]:
            left = self.interruption(session_id).result()
            options = left.options
            if options.stage != "obs":
                return {}
            missing: dict[str, str] = {}
            stage, setup = self._air.stage_for(left.plan, options)
            if setup.ingest is not None and not setup.ingest.key:
                missing[self.platforms.get(options.platform).secret] = "preflight_no_stream_key"
            try:
                stage.open(setup, lambda event: None)
            except UserFacingError as error:
                if error.code in REFUSED_CODES:
                    missing[OBS_PASSWORD] = error.code
            finally:
                stage.close()
            return missing

        return self.runtime.background(ask)

    def keep_secrets(self, given: Mapping[str, str]) -> Future[None]:
        """Keep secrets that were typed, on a worker; without a keyring until the program ends."""

        def keep() -> None:
            for name, value in given.items():
                try:
                    self.secrets.set(name, value)
                except UserFacingError as error:
                    log.info("%s holds until the program ends: %s", name, error)

        return self.runtime.background(keep)

    def end_interrupted(self, session_id: str) -> Future[bool]:
        """不播了: take an interrupted session off the air and end it, on a worker.

        False: its stage could not be asked, so OBS may still be streaming or recording. Errors:
        ``session_unknown``, ``session_already_ended``.
        """

        def end() -> bool:
            left = self.interruption(session_id).result()
            session = self.resume_session(session_id).result()
            try:
                return session.leave_air_and_end(left.interrupted_at).result()
            finally:
                session.close()

        return self.runtime.background(end)

    def left_on_air(self) -> Future[LeftOnAir | None]:
        """A broadcast of an earlier run that was ended unseen and is on the air now; on a worker.

        None also where its stage cannot be asked. One that is seen to have stopped is done with.
        """

        def look() -> LeftOnAir | None:
            left = self.store.read(archive.left_on_air).result()
            latest = self._latest.get(left.options.stage) if left else None
            if left is None or latest is not None:  # this run's own is asked on by its session
                return None
            try:
                if leftovers.runs(*self._air.stage_for(left.plan, left.options)):
                    return left
            except UserFacingError as error:
                log.info("not known whether %s is on the air: %s", left.session_id, error)
                return None
            self._write_left_air(left)
            return None

        return self.runtime.background(look)

    def stop_left(self, left: LeftOnAir) -> Future[bool]:
        """Stop what that broadcast left on the air, on a worker; False: it did not stop."""

        def stop() -> bool:
            off = leftovers.stop(*self._air.stage_for(left.plan, left.options))
            if off:
                self._write_left_air(left)
            return off

        return self.runtime.background(stop)

    def _write_left_air(self, left: LeftOnAir) -> None:
        now = self.clock.now_ms()
        written = self.store.write(
            lambda db: journal.append(db, left.session_id, LeftAir(), at=now, recorded=now)
        )
        written.result()

    def draw_cards(self, plan: Plan, options: SessionOptions) -> Future[None]:
        """Draw every card ahead, on a worker: where nobody watches, a broken picture is told now.

        Errors: those of `CardArtist.card`.
        """
        artist = self._air.artist(options)

        def draw() -> None:
            for product in plan.products:
                artist.card(plan, product.sku)

        return self.runtime.background(draw)

    def tidy_pictures(self) -> None:
        """Remove pictures of cards that nobody used for years, on a worker; nobody waits for it."""
        folder, now_s = self.data_dir / old_pictures.FOLDER, self.clock.now_ms() / 1000

        def tidy() -> None:
            old_pictures.tidy(self.store, folder, now_s)

        done = self.runtime.background(tidy)
        done.add_done_callback(log_failure(log, "old pictures of cards are not removed"))

    def interrupted(self) -> Future[Interruption | None]:
        """The latest session that went live and was not ended, if there is one."""
        return self.store.read(archive.interrupted)

    def interruption(self, session_id: str) -> Future[Interruption]:
        """How that session was left. ``session_unknown``, ``session_already_ended``."""
        return self.store.read(lambda db: archive.interruption(db, session_id))

    def preflight(self, plan: Plan, stage_kind: str) -> Future[list[Light]]:
        """开播检查; up to some seconds, on a worker."""
        options, asked = self.options(stage_kind), plan.video
        plan = self.trials.fitted(plan, stage_kind)
        buffer = self.settings.get("safety_buffer")
        now = self.clock.now_ms()
        known = self.store.read(
            lambda db: (
                plan_stock.levels(db, plan, buffer),
                archive.interrupted(db),
                truth.compared(db, plan, now),
                plan_stock.records(db, plan) if not self.training else {},
            )
        )

        def check() -> list[Light]:
            # OpenCV comes with it: neither a command that reads orders nor the window's first
            # picture should wait for that.
            from studio.session import on_air_lights, preflight

            stock, left, compared, records = known.result()
            ours = left if left and left.options.stage == options.stage else None
            artist = self._air.artist(options)
            if self.training:  # its ledger knows no deals, and nothing is sold
                compared = replace(compared, unproved=())
            stage, setup = self._air.stage_for(plan, options)
            return preflight.run(
                preflight.PreflightParts(
                    plan,
                    stage,
                    options.stage,
                    setup,
                    artist,
                    stock,
                    self.platforms.get(options.platform),
                    self.settings.get("destinations"),
                    self.platforms.problem,
                    "".join(self.settings.get("obs_camera")[1:]),
                    ours.plan.title if ours else "",
                    self.trials.light(options, asked),
                    self.safekeeping.light(),
                    on_air_lights.lights(plan, compared, self.settings, artist),
                    records,
                    options.obs_url,
                )
            )

        return self.runtime.background(check)

    def black_box(self, session_id: str) -> Future[Path]:
        """Where that session's black box lies, whether it is still there or not.

        ``session_unknown``.
        """

        def work(db: Database) -> Path:
            _, options = archive.load(db, session_id)
            return box_path(self._air.recordings(options), session_id)

        return self.store.read(work)

    def open_obs(self, wanted: Callable[[], bool], *, hangs: bool = False) -> Future[None]:
        """Start OBS and wait until it answers.

        ``hangs``: it does not answer, and a person asked to have it ended first. One that runs
        otherwise is left alone (``obs_is_running``): it may be at work for somebody. Given up when
        ``wanted`` says so. Errors: ``obs_elsewhere`` (host), those of `ObsLife`.
        """

        def work() -> None:
            url = self.settings.get("obs_url")
            life = self.obs_life
            if life is None or not life.lives_here(url):
                raise UserFacingError("obs_elsewhere", host=addresses.obs(url)[0])
            if hangs:
                life.start_again()
            else:
                life.start()
            life.wait_until_up(wanted=wanted)

        return self.runtime.background(work)

    def build_scenes(self) -> Future[StageInfo]:
        """Our scene collection in OBS, on a worker; what is on air stays. Errors: `Stage.open`."""
        options = self.options("obs")
        return self.runtime.background(lambda: self.trials.set_up(Plan("", ""), options))

    def incident_reports(self, session_id: str) -> Future[list[IncidentReport]]:
        """What went wrong in a session, told plainly, with the black box's pictures.

        On a worker. A black box that is gone or damaged makes thinner reports. ``session_unknown``.
        """

        def work() -> list[IncidentReport]:
            return box_reports(
                self.summary(session_id).result(), self.black_box(session_id).result()
            )

        return self.runtime.background(work)

    # -- what there is -----------------------------------------------------------------------

    def sessions(self) -> Future[list[SessionRow]]:
        """Every session that went live, the latest first."""
        return self.store.read(archive.sessions)

    def last_session(self) -> Future[SessionRow | None]:
        """The latest broadcast that was ended."""
        return self.store.read(archive.last_ended)

    def summary(self, session_id: str) -> Future[dict[str, Any]]:
        """The figures of a session, folded from its journal and the orders now; what is left is of
        its end, once it has ended. ``session_unknown``.
        """

        def work(db: Database) -> dict[str, Any]:
            plan, _ = archive.load(db, session_id)
            buffer = self.settings.get("safety_buffer")
            stock = plan_stock.levels(db, plan, buffer, session_id)
            stands = standing.of_session(db, session_id)
            gone = self._ran_out(db, session_id)
            return summarise(plan, journal.entries(db, session_id), stock, stands, gone)

        return self.store.read(work)

    def ran_out(self, session_id: str) -> Future[RanOut]:
        """Orders of a session that no platform's row confirmed in time."""
        return self.store.read(lambda db: self._ran_out(db, session_id))

    def _ran_out(self, db: Database, session_id: str) -> RanOut:
        return standing.ran_out(db, [session_id], self.settings.get("note_hold_hours"))

    def entries(self, session_id: str) -> Future[list[Entry]]:
        """The journal of a session. ``session_unknown``."""

        def work(db: Database) -> list[Entry]:
            archive.load(db, session_id)
            return journal.entries(db, session_id)

        return self.store.read(work)

    def orders(self, session_id: str | None = None) -> Future[list[LiveSale]]:
        """Orders noted live, of one session or of all."""
        return self.store.read(lambda db: live_sales.sales(db, session_id))

    def order_files(self) -> Imports:
        """The platforms' order files, as everything here takes them over: whoever shows levels,
        a running broadcast too, follows what an import moves. Its calls block.
        """
        return self._imports

    @made_once
    def _imports(self) -> Imports:
        # What reads tables comes with it: the window should not open later for that.
        from inventory.orders.importing import Imports, Room
        from studio.store.sealed import Sealer

        return Imports(
            *(self.store, self.clock, Sealer(self.secrets), self.data_dir),
            Room(
                write=self.books.follow,
                buyer_days=lambda: self.settings.get("buyer_data_days"),
                told=lambda: self.dispatcher.publish(OrdersImported()),
                noting=self._is_live,
            ),
        )

    def _is_live(self) -> bool:
        return any(each.state.phase is Phase.LIVE for each in tuple(self._latest.values()))

    def stock(self) -> Future[list[StockRow]]:
        """Every product's stock, by SKU."""
        buffer = self.settings.get("safety_buffer")
        return self.store.read(lambda db: plan_stock.stock_rows(db, buffer))

    def records(self) -> Future[Mapping[str, Product]]:
        """Every product the workshop has on record, by SKU."""
        return self.store.read(lambda db: {each.sku: each for each in products.all_products(db)})

    def to_order(self, planned: Sequence[PlannedProduct]) -> Future[Mapping[str, int]]:
        """What cards of a broadcast that began now would say of these, by SKU; empty where they
        do not count. Of one the ledger does not know yet it is of the plan's opening stock.
        """
        counts, buffer = self.settings.get("card_stock") == "on", self.settings.get("safety_buffer")

        def read(db: Database) -> Mapping[str, int]:
            skus = [each.sku for each in planned] if counts else []
            known = ledger.levels(db, skus, buffer) if skus else {}
            opening = {each.sku: max(0, each.stock - buffer) for each in planned if counts}
            return opening | {sku: level.available for sku, level in known.items()}

        return self.store.read(read)

    def outbox(self) -> Future[list[OutboxMessage]]:
        """What waits to be synced, the oldest first."""
        return self.store.read(outbox.waiting)

    # -- putting a session together ------------------------------------------------------------

    def _assemble(self, begin: Beginning) -> LiveSession:
        session = self._assembly.session(begin)
        self._make_way_for(session)
        return session

    @made_once
    def _assembly(self) -> Assembly:
        from studio.session.assembly import Assembly

        return Assembly(
            *(self.runtime, self.store, self.settings, self.voice, self._air, self.obs_life),
            self.books,
        )

    def _make_way_for(self, session: LiveSession) -> None:
        """An ended session that still waits for its stage to stop must not stop the next one's."""
        waiting, self._latest[session.options.stage] = (
            self._latest.get(session.options.stage),
            session,
        )
        if waiting is not None and waiting.state.phase is Phase.ENDED:
            self.runtime.background(waiting.let_go)
