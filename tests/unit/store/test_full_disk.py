"""A full disk: one sentence, nothing lost, and work goes on when there is room again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from inventory import products
from studio.bootstrap import MIGRATIONS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store import vault
from studio.store.backup import backups, check, make
from studio.store.database import Store
from studio.store.restore import restore
from studio.store.settings import Settings
from tests.helpers.clock import ManualClock
from tests.helpers.program import run_here
from tests.helpers.workshop_files import PEACH, made, moves_in

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="mounting a small disk takes root on Linux",
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB. Unmounted afterwards, the store having been closed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"this machine lets nothing be mounted: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    ballast = folder / "old-recording.mkv"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return ballast
    return ballast


def test_a_full_disk_is_told_and_what_was_stored_is_there(small_disk, migrations):
    runtime = Runtime()
    store = Store.open(small_disk / "studio.db", runtime, migrations, ManualClock())

    def note(number: int) -> None:
        store.write(
            lambda db: (
                db.execute(
                    "INSERT INTO product (sku, name, spec, unit, price_fen, origin, picture,"
                    " script, taken_over_ms) VALUES (?, '贻贝', '', '箱', 1, '', ?, '', 0)",
                    [str(number), "x" * 2000],
                ).rowcount
            )
        ).result()

    stored = 0
    ballast = fill(small_disk)
    refusal: UserFacingError | None = None
    while refusal is None:
        try:
            note(stored)
            stored += 1
        except UserFacingError as error:
            refusal = error
    assert refusal.code == "disk_full"
    ballast.unlink()
    note(stored)
    assert store.read(lambda db: db["product"].count).result() == stored + 1
    runtime.close()


def test_no_room_to_begin_with(small_disk, migrations):
    fill(small_disk)
    with pytest.raises(UserFacingError, match="disk_full"):
        Store.open(small_disk / "studio.db", Runtime(), migrations, ManualClock())
    with pytest.raises(UserFacingError, match=r"disk_full|settings_unwritable"):
        Settings(small_disk).set("language", "en")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_no_room_for_the_copy_before_a_migration(small_disk, migrations, share):
    """Room for a part of the copy, whatever the tables of the day weigh."""
    runtime = Runtime()
    Store.open(small_disk / "studio.db", runtime, migrations, ManualClock())
    runtime.close()
    before = (small_disk / "studio.db").read_bytes()
    later = Migrations("later")
    later(name="m001")(lambda db: None)
    ballast = fill(small_disk)
    os.truncate(ballast, ballast.stat().st_size - int(share * len(before)))
    with pytest.raises(UserFacingError, match="disk_full"):
        Store.open(small_disk / "studio.db", Runtime(), [*migrations, later], ManualClock())
    assert {path.suffix for path in small_disk.glob("backups/*")} <= {".db"}  # whole, or none
    assert (small_disk / "studio.db").read_bytes() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_no_room_for_a_backup(small_disk, migrations, share):
    """The earlier one stays, the database goes on, and with room it is made."""
    runtime = Runtime()
    store = Store.open(small_disk / "studio.db", runtime, migrations, ManualClock())
    clock, folder = ManualClock(), small_disk / "backups"
    earlier = make(store.path, folder, migrations, clock)
    clock.advance(86_400)
    ballast = fill(small_disk)
    os.truncate(ballast, ballast.stat().st_size - int(share * earlier.size))
    with pytest.raises(UserFacingError, match="disk_full"):
        make(store.path, folder, migrations, clock)
    assert [path.name for path in folder.iterdir()] == [earlier.path.name]
    check(earlier.path, migrations)
    ballast.unlink()
    assert store.write(lambda db: db.execute("DELETE FROM deletion_clock").rowcount).result() == 0
    assert len({earlier, make(store.path, folder, migrations, clock), *backups(folder)}) == 2
    runtime.close()


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_no_room_to_restore(small_disk, tmp_path, migrations, share):
    database = made(small_disk / "studio.db", migrations, 2)
    chosen = made(tmp_path / "chosen.db", migrations, 3)
    before = database.read_bytes()
    ballast = fill(small_disk)
    os.truncate(ballast, ballast.stat().st_size - int(share * len(before)))
    with pytest.raises(UserFacingError, match="disk_full"):
        restore(chosen, database, migrations, ManualClock())
    assert database.read_bytes() == before
    assert {path.name for path in small_disk.iterdir()} == {"studio.db", ballast.name}
    ballast.unlink()
    aside, _ = restore(chosen, database, migrations, ManualClock())
    assert (moves_in(database), moves_in(aside)) == (3, 2)


def test_no_room_for_an_encrypted_copy(small_disk, tmp_path, migrations, monkeypatch):
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    chosen = made(tmp_path / "chosen.db", migrations, 3)
    ballast = fill(small_disk)
    os.truncate(ballast, ballast.stat().st_size - 50_000)
    target = small_disk / "copy.gongfu-backup"
    with pytest.raises(UserFacingError, match="disk_full"):
        vault.encrypt(chosen, target, "枸杞 扁担 晒谷 月亮", vault.Contents(0, {}))
    assert [path.name for path in small_disk.iterdir()] == [ballast.name]


@pytest.fixture
def read_only_disk(small_disk: Path) -> Iterator[Path]:
    """The same disk, writable until the test says otherwise, and again before it goes."""
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_a_disk_that_became_read_only_is_told_and_what_was_stored_is_there(
    read_only_disk, tmp_path, migrations
):
    """As Linux does by itself with a disk that begins to fail."""
    database = made(read_only_disk / "studio.db", migrations, 2)
    chosen = made(tmp_path / "chosen.db", migrations, 3)
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    with pytest.raises(UserFacingError, match="backup_unwritable"):
        make(database, read_only_disk / "backups", migrations, ManualClock())
    with pytest.raises(UserFacingError, match="database_unwritable"):
        restore(chosen, database, migrations, ManualClock())
    with pytest.raises(UserFacingError, match="database_unwritable"):
        Store.open(database, Runtime(), migrations, ManualClock())
    made_elsewhere = make(database, tmp_path / "backups", migrations, ManualClock())
    assert moves_in(made_elsewhere.path) == 2


def test_the_doctor_says_so_of_a_disk_that_became_read_only(read_only_disk):
    """It is what a helper on the telephone asks for first, and answered with nothing else."""
    made(read_only_disk / "studio.db", MIGRATIONS, 2)
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    told = run_here("doctor", "--json", "--data-dir", read_only_disk).expect(0)
    assert "数据写不进去" in json.loads(told.stdout)["database"]
    refused = run_here("orders", "list", "--data-dir", read_only_disk).expect(1)
    assert "写不进去" in refused.stderr


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], None]]:
    """Makes single files read-only, for root too, until the test says otherwise."""
    mounted: list[Path] = []

    def make_so(path: Path) -> None:
        for options in (["--bind", str(path)], ["-o", "remount,ro,bind"]):
            done = subprocess.run(["mount", *options, str(path)], capture_output=True, check=False)
            if done.returncode:
                pytest.skip(f"this machine lets nothing be mounted: {done.stderr.decode().strip()}")
            mounted.append(path)

    yield make_so
    for path in dict.fromkeys(mounted):
        subprocess.run(["umount", "-l", str(path)], check=False)


@pytest.mark.parametrize("part", ["", "-wal", "-shm"])
def test_a_part_that_is_read_only_after_a_kill_is_told_and_nothing_is_lost(
    tmp_path, migrations, read_only, part
):
    runtime = Runtime()
    store = Store.open(tmp_path / "studio.db", runtime, migrations, ManualClock())
    store.write(lambda db: products.take_over(db, PEACH, 2, 1)).result()
    killed = tmp_path / "killed"
    killed.mkdir()
    for each in ("", "-wal", "-shm"):
        shutil.copyfile(f"{store.path}{each}", killed / f"studio.db{each}")
    runtime.close()
    read_only(killed / f"studio.db{part}")
    with pytest.raises(UserFacingError, match="database_unwritable"):
        Store.open(killed / "studio.db", Runtime(), migrations, ManualClock())
    subprocess.run(["umount", "-l", str(killed / f"studio.db{part}")], check=True)
    assert moves_in(killed / "studio.db") == 1
