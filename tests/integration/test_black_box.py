"""The black box beside a session: it sees everything, it holds nothing up, it gives up quietly."""

from __future__ import annotations

import contextlib
import errno
import logging
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.session import black_box, black_box_file
from studio.session.black_box_file import box_path, open_box
from studio.session.live import LiveSession
from studio.session.state import Phase
from studio.stage.obs.install import Place
from studio.stage.obs.life import ObsLife
from studio.stage.obs.log_tail import log_folder, tail
from studio.stage.port import StageLost, StageRegained
from studio.store.sqlite import sqlite3
from tests.integration.test_live_session import INFO, Room, room, wait_until

__all__ = ["room"]


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(black_box, "SAMPLE_SECONDS", 0.02)
    monkeypatch.setattr(black_box, "FLUSH_EVERY", 2)


def path_of(room: Room, session: LiveSession) -> Path:
    return box_path(room.studio.data_dir / "recordings", session.session_id)


def tick(room: Room) -> None:
    room.clock.advance(1.0)


def grown(room: Room, path: Path, seconds: int) -> None:
    """Until the box holds that many seconds; the clock is moved on between the looks."""

    def enough() -> bool:
        tick(room)
        with contextlib.suppress(UserFacingError), open_box(path) as read:  # not there yet
            return read.info().seconds >= seconds
        return False

    wait_until(enough)


def test_a_broadcast_leaves_its_box(room: Room) -> None:
    session = room.live()
    path = path_of(room, session)
    grown(room, path, 12)
    session.note_order("YB-001", 2, "抖音").result(60)
    session.end().result(60)
    session.close()
    with open_box(path) as found:
        info, journal = found.info(), found.journal()
        assert found.health()[0].cpu_percent >= 0
        assert found.health()[0].memory_percent > 0
        assert (found.health()[0].disk_free or 0) > 0
        assert found.still_times()
        assert found.still(found.still_times()[0]) == b"\xff\xd8"
    assert info.session_id == session.session_id
    assert [each["event"] for each in journal] == [
        entry.event for entry in room.studio.entries(session.session_id).result(60)
    ]
    assert [each.name for each in path.parent.glob("*.blackbox*")] == [path.name]


def test_orders_wait_with_the_box_and_stand_in_it_before_the_next_trouble(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast they come: a sample takes so many of them, what matters at once takes all."""
    monkeypatch.setattr(black_box, "FACTS_A_SAMPLE", 0)
    session = room.live()
    path = path_of(room, session)
    grown(room, path, 2)
    for _ in range(3):
        session.note_order("YB-001", 1, "抖音").result(60)
    grown(room, path, 6)
    assert "order_noted" not in open_events(path)
    room.stage.listener(StageLost("stage_lost"))

    def told() -> bool:
        tick(room)
        return "stage_was_lost" in open_events(path)

    wait_until(told)
    events = open_events(path)
    assert events.count("order_noted") == 3
    assert events.index("stage_was_lost") > events.index("order_noted")
    session.close()


def test_a_box_that_closes_after_the_store_has_what_was_told(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = room.live()
    path = path_of(room, session)
    grown(room, path, 2)
    session.note_order("YB-001", 2, "抖音").result(60)
    session.end().result(60)

    def closed(work: object) -> None:
        raise RuntimeError("thread store-reader is closed")

    with monkeypatch.context() as gone:
        gone.setattr(room.studio.store, "read", closed)
        session.close()
    assert {"order_noted", "ended"} <= set(open_events(path))
    assert room.failures == []


def test_before_going_live_there_is_no_box(room: Room) -> None:
    session = room.session()
    session.open_stage().result(60)
    session.close()
    assert not path_of(room, session).exists()


def test_a_resumed_broadcast_goes_on_in_the_same_box(room: Room) -> None:
    session = room.live()
    path = path_of(room, session)
    grown(room, path, 2)
    session.close()
    left = room.studio.interrupted().result(60)
    assert left is not None
    again = room.studio.resume_session(session.session_id).result(60)
    again.resume(left.interrupted_at).result(60)
    before = len(open_events(path))
    grown(room, path, 4)
    again.end().result(60)
    again.close()
    assert before >= 1
    assert open_events(path).count("resumed") == 1
    assert open_events(path)[-1] == "ended"


def open_events(path: Path) -> list[str]:
    with open_box(path) as found:
        return [each["event"] for each in found.journal()]


def test_a_full_disk_ends_the_box_and_nothing_else(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: black_box_file.BoxWriter) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    session = room.live()
    monkeypatch.setattr(black_box_file.BoxWriter, "flush", full)
    with caplog.at_level(logging.WARNING):
        wait_until(lambda: bool(room.failures))
    room.clock.advance(3.0)
    session.note_order("YB-001", 1, "抖音").result(60)
    session.end().result(60)
    session.close()
    assert session.state.phase is Phase.ENDED
    assert [str(getattr(each.error, "code", "")) for each in room.failures] == ["black_box_stopped"]
    said = [each for each in caplog.records if "black box" in each.message]
    assert len(said) == 1
    caplog.clear()


def test_only_so_many_boxes_are_kept(room: Room) -> None:
    room.studio.settings.set("black_boxes_kept", 1)
    folder = room.studio.data_dir / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    old = box_path(folder, "00000000-old")
    old.write_bytes(b"")
    session = room.live()
    wait_until(lambda: not old.exists())
    session.end().result(60)
    session.close()
    assert path_of(room, session).exists()


def test_the_end_of_obss_log_comes_without_secrets(tmp_path: Path) -> None:
    from studio.runtime.logs import never_log

    never_log("live-4711-secret")
    assert tail(tmp_path) is None
    (tmp_path / "2026-06-11.txt").write_text("yesterday", "utf-8")
    newest = tmp_path / "2026-06-12.txt"
    newest.write_text("x" * 100_000 + "\nkey live-4711-secret\nthe end", "utf-8")
    found = tail(tmp_path)
    assert found is not None
    assert found.name == newest.name
    assert found.text.endswith("key ***\nthe end")
    assert len(found.text) < 70_000


def test_the_log_of_the_obs_that_is_found_is_in_the_box(room: Room, tmp_path: Path) -> None:
    logs = tmp_path / "config" / "obs-studio" / "logs"
    logs.mkdir(parents=True)
    (logs / "2026-06-12.txt").write_text("out of memory", "utf-8")
    portable = Place("portable", tmp_path / "obs64.exe", (), logs.parent)
    room.studio._make_obs_life = lambda settings, secrets: ObsLife(
        settings, secrets, lambda chosen: portable
    )
    session = room.live(stage="obs")
    session.end().result(60)
    session.close()
    with open_box(path_of(room, session)) as found:
        assert found.obs_logs() == [("2026-06-12.txt", "out of memory")]


def test_where_obs_keeps_its_logs() -> None:
    home = Path("/home/x")
    assert log_folder("linux", home, {}) == home / ".config/obs-studio/logs"
    assert log_folder("linux", home, {"XDG_CONFIG_HOME": "/c"}) == Path("/c/obs-studio/logs")
    mac = home / "Library/Application Support/obs-studio/logs"
    assert log_folder("darwin", home, {}) == mac
    assert log_folder("win32", home, {"APPDATA": "/a"}) == Path("/a/obs-studio/logs")


def test_a_box_is_no_reason_for_a_broadcast_to_fail(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(black_box.BoxWriter, "__init__", refuse)
    with caplog.at_level(logging.WARNING):
        session = room.live()
        wait_until(lambda: bool(room.failures))
    session.end().result(60)
    session.close()
    assert session.state.phase is Phase.ENDED
    caplog.clear()


def test_the_review_tells_each_trouble_with_its_pictures(room: Room) -> None:
    session = room.live()
    path = path_of(room, session)
    grown(room, path, 25)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: "stage_was_lost" in room.events)
    grown(room, path, 45)
    room.stage.listener(StageRegained(INFO))
    wait_until(lambda: "stage_was_regained" in room.events)
    session.end().result(60)
    session.close()
    (report,) = room.studio.incident_reports(session.session_id).result(60)
    assert report.incident.what["code"] == "incident_stage_lost"
    assert report.before == b"\xff\xd8"
    path.unlink()
    (thin,) = room.studio.incident_reports(session.session_id).result(60)
    assert (thin.before, thin.during) == (None, None)
    assert thin.incident.what == report.incident.what
