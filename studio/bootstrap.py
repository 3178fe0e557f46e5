"""The composition root: the only place that chooses concrete parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from inventory.aftersales.schema import MIGRATIONS as AFTERSALES
from inventory.counter.schema import MIGRATIONS as COUNTER
from inventory.fulfilment.schema import MIGRATIONS as FULFILMENT
from inventory.lottery.schema import MIGRATIONS as LOTTERY
from inventory.orders.schema import MIGRATIONS as ORDERS
from inventory.schema import MIGRATIONS as INVENTORY
from inventory.search.schema import MIGRATIONS as SEARCH
from studio.camera.handover import CameraHandover, may_be_same_camera
from studio.runtime.clock import Clock, SystemClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.threads import Runtime
from studio.session.air_setup import ArtistFactory, StageFactory
from studio.session.archive import SessionOptions
from studio.session.cards import CardArtist
from studio.session.old_pictures import FOLDER as PICTURES
from studio.session.plan_library import PlanLibrary
from studio.session.schema import MIGRATIONS as SESSION
from studio.session.studio import Studio, StudioParts
from studio.stage.port import Stage
from studio.store import camera_logins
from studio.store.database import Store
from studio.store.instance import claim
from studio.store.migrations import awaits_upgrade
from studio.store.privacy import MIGRATIONS as PRIVACY
from studio.store.secrets import OBS_PASSWORD, KeyringSecrets, MemorySecrets, Secrets
from studio.store.settings import Settings
from studio.store.strangers import Meddled
from studio.sync.schema import MIGRATIONS as SYNC
from studio.training import first_run

if TYPE_CHECKING:
    from studio.stage.obs.life import ObsLife
    from studio.store.audit import Check

DATABASE = "studio.db"
SOON_UPGRADED_BYTES = 20_000_000
"""A smaller file is brought up to a new version before anybody would read that it is."""
TRAINING = "training"
"""Folder of the rehearsals' own data, inside the data folder."""
MIGRATIONS = (
    *(INVENTORY, ORDERS, SESSION, SYNC, PRIVACY),
    *(FULFILMENT, COUNTER, AFTERSALES, SEARCH, LOTTERY),
)


def default_data_dir() -> Path:
    """The platform's folder for a program's data, of the person who is logged in."""
    return user_data_path("gongfu-studio", appauthor=False)


@contextmanager
def open_studio(
    data_dir: Path,
    *,
    dispatcher: Dispatcher | None = None,
    secrets: Secrets | None = None,
    clock: Clock | None = None,
    exclusive: bool = True,
) -> Iterator[Studio]:
    """The whole program without a window; closed in order when the block ends.

    ``exclusive``: claim the data folder (``already_running`` if another program has it); a
    command that only reads does not. Errors are those of `Store.open` and `claim`.
    """
    lock = claim(data_dir) if exclusive else None
    runtime = Runtime(dispatcher)
    try:
        kept = secrets or KeyringSecrets()
        studio = Studio(_parts(data_dir, runtime, kept, clock or SystemClock()))
        if exclusive:  # who only reads tells what is broken, and leaves it to be told again
            studio.settings.put_right()
        yield studio
    finally:
        runtime.close()
        if lock:
            lock.release()


def upgrade_takes_time(data_dir: Path) -> bool:
    """Whether opening it first brings a large file up to this version of the program."""
    path = data_dir / DATABASE
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return size > SOON_UPGRADED_BYTES and awaits_upgrade(path, MIGRATIONS)


def bring_up_to_date(data_dir: Path, clock: Clock | None = None) -> Meddled:
    """Do that, and close the file again; blocks. Errors are those of `open_studio`."""
    with claim(data_dir):
        runtime = Runtime()
        try:
            store = Store.open(data_dir / DATABASE, runtime, MIGRATIONS, clock or SystemClock())
            return store.meddled
        finally:
            runtime.close()


@contextmanager
def open_training(studio: Studio) -> Iterator[Studio]:
    """A studio for rehearsals beside ``studio``: what is done in it counts for nothing.

    Ledger, outbox, plans and settings of its own, in ``training`` in the data folder; no OBS and
    no keyring. Its news comes through the dispatcher of ``studio``. Opening and closing block:
    not for the main thread. Errors are those of `open_studio`.
    """
    data_dir = studio.data_dir / TRAINING
    with claim(data_dir):
        runtime = Runtime(studio.dispatcher)
        try:
            parts = _parts(data_dir, runtime, MemorySecrets(), studio.clock, studio.handover)
            practice = {"practice": parts.stages["practice"]}
            parts = replace(parts, stages=practice, training=True, obs_life=None)
            # Rehearsed is what viewers will see: the workshop's own brand and marked areas.
            artists = _artists(data_dir / PICTURES, studio.data_dir)
            rehearsals = Studio(replace(parts, artist=artists))
            first_run.prepare_training(rehearsals, studio.settings)
            rehearsals.tidy_pictures()
            yield rehearsals
        finally:
            runtime.close()


def restore_backup(
    data_dir: Path, chosen: Path, passphrase: str | None = None
) -> tuple[Path | None, Mapping[str, str], int]:
    """Put a backup in the database's place; what was there is kept beside it and returned first.

    The second value are the keys of buyers' data that came with it, the third how many photos and
    papers of its cases could not be brought back. Errors: those of `claim` and
    `studio.store.restore.restore`; once the database is in its place nothing is raised any more.
    """
    from studio.session import evidence_copies
    from studio.store.restore import restore
    from studio.sync import outbox

    with claim(data_dir):
        database, clock = data_dir / DATABASE, SystemClock()
        aside, keys = restore(chosen, database, MIGRATIONS, clock, passphrase, outbox.begin_anew)
        return aside, keys, evidence_copies.bring_back(database, chosen, data_dir, passphrase)


def _parts(
    data_dir: Path,
    runtime: Runtime,
    secrets: Secrets,
    clock: Clock,
    handover: CameraHandover | None = None,
) -> StudioParts:
    """``handover``: of the studio this one is a part of."""
    settings = Settings(data_dir, partial(camera_logins.moved, secrets))
    handover = handover or _handover(settings, secrets)
    stages: dict[str, StageFactory] = {
        "obs": lambda options, secrets: _obs_stage(options, secrets, handover),
        "practice": lambda options, secrets: _practice_stage(secrets, handover),
    }
    return StudioParts(
        runtime=runtime,
        store=Store.open(data_dir / DATABASE, runtime, MIGRATIONS, clock),
        settings=settings,
        secrets=secrets,
        clock=clock,
        data_dir=data_dir,
        plans=PlanLibrary(data_dir / "plans"),
        stages=stages,
        artist=_artists(data_dir / PICTURES, data_dir),
        obs_life=obs_life,
        checks=checks,
        handover=handover,
    )


def _handover(settings: Settings, secrets: Secrets) -> CameraHandover:
    def obs_lets_go(camera: str) -> None:
        from studio.stage.obs.let_go import let_go

        def is_wanted(device: str) -> bool:
            return may_be_same_camera(device, camera)

        let_go(settings.get("obs_url"), secrets.get(OBS_PASSWORD), is_wanted)

    return CameraHandover(obs_lets_go)


# Imported when first needed: Qt, OpenCV and the websocket are most of the program's weight, and
# `gongfu orders list` should answer at once.


def checks() -> tuple[Check, ...]:
    """What `gongfu audit` and a drill of a backup prove, house by house."""
    from inventory import audit as inventory
    from inventory.aftersales import audit as aftersales
    from inventory.counter import audit as counter
    from inventory.fulfilment import audit as fulfilment
    from inventory.lottery import audit as lottery
    from inventory.orders import audit as orders
    from inventory.search import audit as search
    from studio.session import audit as session
    from studio.store.audit import file_checks
    from studio.sync import audit as sync

    return (
        *file_checks(MIGRATIONS),
        *inventory.CHECKS,
        *orders.CHECKS,
        *session.CHECKS,
        *sync.CHECKS,
        *fulfilment.CHECKS,
        *counter.CHECKS,
        *aftersales.CHECKS,
        *search.CHECKS,
        *lottery.CHECKS,
    )


def obs_life(settings: Settings, secrets: Secrets) -> ObsLife:
    """Finding, setting up and starting the OBS of this computer."""
    from studio.stage.obs.life import ObsLife

    return ObsLife(settings, secrets)


def _obs_stage(options: SessionOptions, secrets: Secrets, handover: CameraHandover) -> Stage:
    from studio.stage.obs.stage import ObsStage

    password, address = (lambda: secrets.get(OBS_PASSWORD)), partial(camera_logins.joined, secrets)
    return ObsStage(options.obs_url, password, handover, address)


def _practice_stage(secrets: Secrets, handover: CameraHandover) -> Stage:
    from studio.stage.practice.stage import PracticeStage

    password, address = (lambda: secrets.get(OBS_PASSWORD)), partial(camera_logins.joined, secrets)
    return PracticeStage(handover, password=password, camera_address=address)


def _artists(cards: Path, kept: Path) -> ArtistFactory:
    """``kept``: the folder with the brand and the areas that were marked."""

    def artist(workshop: str, platform: str) -> CardArtist:
        from studio.session.air_look import AirLook
        from studio.session.overlay_artist import OverlayArtist

        return OverlayArtist(cards, AirLook(kept, workshop, platform))

    return artist
