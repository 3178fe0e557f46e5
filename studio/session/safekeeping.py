"""Keeps the workshop's data safe while nobody thinks of it.

Hourly and after each broadcast a backup; once a day an encrypted copy onto a disk a person has
chosen for it, when it is plugged in; hourly what buyers' data is over its days goes. All of it
one after the other, on one thread of its own.
"""

from __future__ import annotations

import logging
import platform
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from studio.runtime.clock import DAY_MS, HOUR_MS, Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import OwnerThread, Runtime, Ticker
from studio.session.events import Ended
from studio.session.light import Level, Light, mind
from studio.session.recorder import SessionChanged
from studio.store import backup_notes, privacy, vault
from studio.store.audit import Check, Finding, problems, run
from studio.store.backup import FOLDER, Backup, backups, make, reading, worded_backup
from studio.store.backup_notes import CopyNote, DrillNote, Notes, Trouble
from studio.store.copies import copy_out
from studio.store.database import Store
from studio.store.removable import Disk, removable_disks
from studio.store.restore import Drilled, copied, drill
from studio.store.sealed import SealedColumn, Sealer
from studio.store.secrets import Secrets
from studio.store.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")

HOUR_S = 3600.0
TICK_S = 60.0
"""How often it is asked whether something is due, and whether a disk was plugged in."""
OLD_MS = 2 * DAY_MS
"""A backup older than this, while the program ran, wants somebody's eye."""
COPY_DUE_MS = 20 * HOUR_MS
"""So that a disk plugged in every morning gets a copy every morning."""
COPIES_KEPT = 5
"""On each disk."""
COPY_FOLDER = "共富直播间备份"
"""On a disk it says: a person has chosen this one. No other disk is written to by itself."""
PASSPHRASE = "backup_passphrase"
THE_DISKS = ("disk_full", "database_unwritable")
"""What goes wrong on the disk a copy is made on."""


@dataclass(frozen=True, slots=True)
class SafekeepingChanged:
    """Something about the backups is not as it was: ask `Safekeeping.look` again."""


@dataclass(frozen=True, slots=True)
class BooksChecked:
    """Everything the books must hold to, proved at one moment (``at``, UTC ms)."""

    at: int
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.findings)


@dataclass(frozen=True, slots=True)
class Safekept:
    """What there is to know about the backups."""

    folder: Path
    found: tuple[Backup, ...]
    """The one made last first."""
    notes: Notes
    disks: tuple[Disk, ...] = ()
    """Removable disks plugged in now."""
    has_passphrase: bool = False
    next_ms: int | None = None
    """When the next one is due, UTC ms; None: nothing runs that would make one."""
    worth_keeping: bool = True
    """False: there is nothing in the database that could be lost."""

    def overdue(self, now_ms: int) -> bool:
        """The last good backup is too old, or there is none of what could be lost."""
        return _too_old(self.found, now_ms) if self.found else self.worth_keeping


@dataclass(frozen=True, slots=True)
class KeptParts:
    """What is kept safe, and with what."""

    store: Store
    runtime: Runtime
    settings: Settings
    secrets: Secrets
    clock: Clock
    checks: Callable[[], Sequence[Check]]
    """What a drill proves of a backup."""
    disks: Callable[[], Sequence[Disk]] = removable_disks


class Safekeeping:
    """Any thread; each call returns a Future. Makes no thread before it is first asked."""

    def __init__(self, parts: KeptParts) -> None:
        self._store = parts.store
        self._runtime = parts.runtime
        self._settings = parts.settings
        self._secrets = parts.secrets
        self._clock = parts.clock
        self._disks = parts.disks
        self._checks = parts.checks
        self.folder = parts.store.path.parent / FOLDER
        self._lock = threading.Lock()
        self._owner: OwnerThread | None = None
        self._ticker: Ticker | None = None
        self._next = 0.0
        """On the monotonic clock; a wall clock that is set back must not put a backup off."""
        self._next_look = 0.0

    def start(self) -> None:
        """From now on by itself. The first backup a minute later: a start has enough to do."""
        if self._ticker is None:
            self._runtime.dispatcher.subscribe(SessionChanged, self._on_session)
            self._ticker = Ticker("safekeeper-ticker", TICK_S, self.on_tick)
            self._runtime.at_close(self._ticker.close)

    def look(self) -> Future[Safekept]:
        """What there is; asks the disks, so it takes a moment. Raises backup_unreadable."""
        return self._thread().submit(self._look)

    def days_without(self) -> Future[int | None]:
        """Days since the last backup where that is too long; None: fine, or nobody minds here.

        Raises backup_unreadable.
        """
        # Not behind a copy onto a slow disk: the desk's first page waits for it.
        return self._runtime.background(self._days_without)

    def light(self) -> Light | None:
        """What the preflight says of it: amber at worst, and nothing where all is well.

        Reads a folder: on a worker.
        """
        try:
            days = self._days_without()
        except UserFacingError as error:
            return Light("backup", Level.MIND, error.code, error.parameters)
        return None if days is None else mind("backup", "preflight_backup_old", days=days)

    def back_up(self) -> Future[Backup]:
        """现在备份. Raises what `studio.store.backup.make` does."""
        return self._thread().submit(self._noted("backup", self._back_up))

    def try_restore(self) -> Future[Drilled]:
        """试恢复: the newest backup, beside the database. Raises backup_none and what `drill` does.

        What it found is told and remembered; the database is not touched.
        """
        return self._thread().submit(self._noted("drill", self._try_restore))

    def check_books(self) -> Future[BooksChecked]:
        """查账: what `gongfu audit` proves, of the books as they are now.

        On a copy of that moment: a million moves take seconds, and nobody who sells waits for
        them. Raises disk_full, backup_unwritable, database_damaged.
        """
        return self._thread().submit(self._check_books)

    def copy_to(self, disk: Disk) -> Future[Path]:
        """The newest backup, encrypted, onto that disk, which is chosen by it from now on.

        Raises backup_none, passphrase_unset, copy_unwritable (disk), disk_without_room; and, once
        the copy is there, copy_without_evidence (disk, count).
        """
        return self._thread().submit(self._noted("copy", lambda: self._copy_to(disk)))

    def set_passphrase(self, passphrase: str) -> Future[None]:
        """Keep it for the copies to come; earlier ones open with theirs.

        Raises passphrase_short, and keyring_missing or keyring_refused where it holds only until
        the program ends.
        """

        def keep() -> None:
            vault.must_be_long_enough(passphrase)
            try:
                self._secrets.set(PASSPHRASE, passphrase)
            finally:
                self._tell()

        return self._thread().submit(keep)

    def seal_cases(self) -> Future[None]:
        """Seal what was said in cases and their photos, where an earlier version did not."""
        return self._thread().submit(self._seal_cases)

    def forget_buyers(self) -> Future[int]:
        """Delete what buyers' data is over its days; how many values went. 0 where none is due.

        Nothing goes while the clock has just jumped (`privacy.clock_is_steady`).
        """
        return self._thread().submit(self._forget_buyers)

    def on_tick(self) -> None:
        """Once a minute, on the ticker's thread."""
        now = self._clock.monotonic()
        if now >= self._next:
            self._next = now + HOUR_S
            self._quietly(self._seal_cases)
            self._quietly(self._noted("backup", self._back_up))
            self._quietly(self._forget_buyers)
        if now >= self._next_look:
            self._quietly(self._copy_if_due)

    def _on_session(self, changed: SessionChanged) -> None:
        if isinstance(changed.entry.fact, Ended):
            self._next = self._clock.monotonic() + HOUR_S
            self._quietly(self._noted("backup", self._back_up))

    def _quietly(self, work: Callable[[], object]) -> None:
        """Nobody waits for it; what goes wrong stands on the page and in the log."""

        def run() -> None:
            try:
                work()
            except UserFacingError as error:
                log.info("safekeeping: %s", error)
            except Exception:
                log.exception("safekeeping failed")

        try:
            self._thread().submit(run)
        except RuntimeError:
            log.debug("the program ends; nothing more is kept safe")

    def _thread(self) -> OwnerThread:
        with self._lock:
            if self._owner is None:
                self._owner = self._runtime.owner("safekeeper")
                # Before the store closes: what waits here still reads from it.
                self._runtime.at_close(self._owner.close)
            return self._owner

    def _noted(self, what: str, work: Callable[[], T]) -> Callable[[], T]:
        """``work``, and what came of it remembered and told."""

        def run() -> T:
            trouble = None
            try:
                return work()
            except UserFacingError as error:
                trouble = Trouble(self._clock.now_ms(), error.code, error.parameters)
                raise
            finally:
                self._remember(lambda notes: notes.with_trouble(what, trouble))

        return run

    def _remember(self, change: Callable[[Notes], Notes]) -> None:
        backup_notes.save(self.folder, change(backup_notes.load(self.folder)))
        self._tell()

    def _tell(self) -> None:
        self._runtime.dispatcher.publish(SafekeepingChanged())

    # -- on the safekeeper's thread --------------------------------------------------------------

    def _look(self) -> Safekept:
        due = self._next - self._clock.monotonic()
        return Safekept(
            folder=self.folder,
            found=tuple(backups(self.folder)),
            notes=backup_notes.load(self.folder),
            disks=tuple(self._disks()),
            has_passphrase=self._secrets.get(PASSPHRASE) is not None,
            next_ms=self._clock.now_ms() + round(max(due, 0) * 1000) if self._ticker else None,
            worth_keeping=self._store.read(_holds_anything).result(),
        )

    def _days_without(self) -> int | None:
        if self._ticker is None or not (found := backups(self.folder)):
            return None
        now = self._clock.now_ms()
        return (now - found[0].made_ms) // DAY_MS if _too_old(found, now) else None

    def _back_up(self) -> Backup:
        self._store.write(_nothing).result()  # the store looks after its own files before a write
        made = make(self._store.path, self.folder, self._store.migrations, self._clock)
        log.info("backed up: %s, %d bytes", made.path.name, made.size)
        self._put_by_evidence(made)
        return made

    def _put_by_evidence(self, made: Backup, *, by_hash: bool = False) -> None:
        from inventory.aftersales import evidence
        from studio.session import evidence_copies

        files = evidence_copies.of_backup(made.path)
        with worded_backup(self.folder):
            evidence.put_by(files, self._store.path.parent, self.folder, by_hash=by_hash)

    def _check_books(self) -> BooksChecked:
        from inventory.aftersales import evidence

        began, at = self._clock.monotonic(), self._clock.now_ms()
        every = (*self._checks(), evidence.check(self._store.path.parent))
        with copied(self._store.path, self.folder) as copy, reading(copy) as db:
            findings = run(db, every)
        for each in findings:
            if not each.holds:
                log.error("the books: %s does not hold: %s", each.name, each.differences[0])
        return BooksChecked(at, self._clock.monotonic() - began, tuple(findings))

    def _problems(self, db: Database) -> list[str]:
        from inventory.aftersales import evidence

        return problems(db, (*self._checks(), evidence.check(self.folder)))

    def _newest(self) -> Backup:
        found = backups(self.folder)
        if not found:
            raise UserFacingError("backup_none")
        return found[0]

    def _try_restore(self) -> Drilled:
        newest = self._newest()
        done = drill(newest.path, self.folder, self._store.migrations, self._clock, self._problems)
        for problem in done.problems:
            log.error("restore drill of %s: %s", newest.path.name, problem)
        now, found = self._clock.now_ms(), len(done.problems)
        note = DrillNote(now, newest.path.name, round(done.seconds, 1), found)
        self._remember(lambda notes: replace(notes, drill=note))
        if done.problems:  # a photo beside the backups may be damaged, and whole in the data folder
            self._put_by_evidence(newest, by_hash=True)
        return done

    def _copy_to(self, disk: Disk) -> Path:
        newest = self._newest()
        passphrase = self._secrets.get(PASSPHRASE)
        if passphrase is None:
            raise UserFacingError("passphrase_unset")
        from studio.session import evidence_copies

        files, folder = evidence_copies.of_backup(newest.path), copies_on(disk)
        size = newest.size + evidence_copies.size_to_come(files, self.folder, folder)
        if disk.free < size + (1 << 20):
            raise UserFacingError("disk_without_room", disk=disk.name, mb=size >> 20)
        sets, sealer = self._store.migrations, Sealer(self._secrets)
        try:
            target = copy_out(newest, folder, passphrase, sets, sealer)
            data_dir, made_ms = self._store.path.parent, newest.made_ms
            left_out = evidence_copies.lock_away(files, data_dir, folder, passphrase, made_ms)
            copies = sorted(target.parent.glob(f"studio-*{vault.SUFFIX}"))
            for old in [each for each in copies if each != target][: 1 - COPIES_KEPT]:
                old.unlink()
        except OSError as error:
            raise UserFacingError("copy_unwritable", disk=disk.name) from error
        except UserFacingError as error:
            if error.code not in THE_DISKS:
                raise
            raise UserFacingError("copy_unwritable", disk=disk.name) from error
        note = CopyNote(self._clock.now_ms(), disk.name, str(target))
        self._remember(lambda notes: replace(notes, copy=note))
        if left_out:
            raise UserFacingError("copy_without_evidence", disk=disk.name, count=left_out)
        return target

    def _copy_if_due(self) -> None:
        """Onto a disk that was chosen before, at most once a day and after a failure an hour on."""
        chosen = [disk for disk in self._disks() if copies_on(disk).is_dir()]
        copied = backup_notes.load(self.folder).copy
        if not chosen or self._secrets.get(PASSPHRASE) is None or not backups(self.folder):
            return
        since = self._clock.now_ms() - copied.at if copied else COPY_DUE_MS
        if 0 <= since < COPY_DUE_MS and copied and Path(copied.path).exists():
            return
        self._next_look = self._clock.monotonic() + HOUR_S
        self._noted("copy", lambda: self._copy_to(chosen[0]))()

    def _forget_buyers(self) -> int:
        now = self._clock.now_ms()
        if not self._store.write(lambda db: privacy.clock_is_steady(db, now)).result():
            log.info("the clock jumped; buyers' data that is over its days is kept for now")
            return 0
        columns = privacy.sealed_columns(self._store.migrations)
        before = now - self._settings.get("buyer_data_days") * DAY_MS
        gone = 0
        while due := self._store.read(
            lambda db: list(privacy.expired(db, columns, before))
        ).result():
            for column, until in due:
                work = _clearing(column, until)
                gone += self._store.write(work).result()
        if gone:
            log.info("buyers' data over its days deleted: %d values", gone)
        self._forget_evidence()
        return gone

    def _forget_evidence(self) -> None:
        """Photos of cases go once their days are over; here and beside the backups."""
        from inventory.aftersales import evidence

        files = self._store.read(evidence.over).result()
        for folder in (self._store.path.parent, self.folder):
            with worded_backup(folder):
                evidence.forget(folder, files)

    def _seal_cases(self) -> None:
        """What an earlier version kept of cases in the clear, and what was opened to be looked at.

        One that the disk refuses is told in the log, and is tried again in an hour.
        """
        from inventory.aftersales import evidence, sealing

        data_dir = self._store.path.parent
        evidence.forget_opened(data_dir)
        try:
            sealing.seal_all(self._store, Sealer(self._secrets), (data_dir, self.folder))
        except OSError:
            log.exception("what belongs to cases cannot be sealed now")


def _too_old(found: Sequence[Backup], now_ms: int) -> bool:
    return now_ms - found[0].made_ms > OLD_MS


def copies_on(disk: Disk) -> Path:
    """Where this computer's copies are on that disk: several computers may share one."""
    return disk.path / COPY_FOLDER / (re.sub(r"[^\w-]", "_", platform.node()) or "computer")


def _clearing(column: SealedColumn, until_ms: int) -> Callable[[Database], int]:
    return lambda db: privacy.clear(db, column, until_ms)


def _nothing(db: Database) -> None:
    """No entry; the transaction is what it is for."""


def _holds_anything(db: Database) -> bool:
    for table in ("stock_move", "session"):
        if db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None:
            return True
    return False
