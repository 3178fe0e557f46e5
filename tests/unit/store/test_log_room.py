"""The room laid out in the log before a broadcast: the log no longer grows, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

from studio.store import log_room
from studio.store.database import LOG_BYTES, Store
from studio.store.log_room import lay_out
from tests.helpers.workshop_files import fill, moves_in


def log_of(store: Store) -> Path:
    return store.path.with_name("studio.db-wal")


def test_the_log_is_as_long_as_it_gets_and_no_order_makes_it_longer(store):
    fill(store, 3)
    store.make_room().result(60)
    assert log_of(store).stat().st_size == LOG_BYTES
    fill(store, 300)
    assert log_of(store).stat().st_size == LOG_BYTES
    store.close()
    assert moves_in(store.path) == 303


def test_killed_right_after_it_what_was_written_is_there(store, tmp_path):
    fill(store, 3)
    store.make_room().result(60)
    fill(store, 2)
    killed = tmp_path / "killed"
    killed.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{store.path}{suffix}", killed / f"studio.db{suffix}")
    assert moves_in(killed / "studio.db") == 5


def test_a_second_time_nothing_is_written_over(store):
    store.make_room().result(60)
    fill(store, 3)
    before = log_of(store).read_bytes()
    store.make_room().result(60)
    assert log_of(store).read_bytes() == before


def test_a_disk_with_little_room_keeps_it_for_orders(tmp_path, monkeypatch):
    path = tmp_path / "log"
    path.write_bytes(b"rows")
    monkeypatch.setattr(log_room.shutil, "disk_usage", lambda _: SimpleNamespace(free=99))
    lay_out(path, 10)
    assert path.read_bytes() == b"rows"


def test_a_disk_that_is_full_before_the_end_has_its_room_back(tmp_path, monkeypatch):
    path = tmp_path / "log"
    path.write_bytes(b"rows")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(log_room.os, "fsync", full)
    lay_out(path, 10)
    assert path.read_bytes() == b"rows"


def test_a_log_deleted_at_that_moment_is_not_begun_by_us(tmp_path, monkeypatch):
    path = tmp_path / "log"
    path.write_bytes(b"rows")

    def delete(_: Path) -> SimpleNamespace:
        path.unlink()
        return SimpleNamespace(free=1 << 40)

    monkeypatch.setattr(log_room.shutil, "disk_usage", delete)
    lay_out(path, 10)
    assert not path.exists()


def test_a_log_that_may_not_be_opened_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "log"
    path.write_bytes(b"rows")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as closed:
        closed.setattr(Path, "open", refuse)
        closed.setattr(log_room.os, "truncate", refuse)
        lay_out(path, 10)
    assert path.read_bytes() == b"rows"
