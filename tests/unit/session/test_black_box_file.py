"""The black box's file: what goes in comes out, it stays small, and what is no box is refused."""

from __future__ import annotations

import csv
import json
import sqlite3 as plain
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.session import black_box_file as box
from studio.session import events as e
from studio.store.sqlite import sqlite3

SESSION = "0197aaaa-session"


def row(at: int, kbps: int | None = 2400) -> box.HealthRow:
    return box.HealthRow(at, kbps, "good", 0.0, 30.0, "on", 21.5, 48.0, 9_000_000_000, 80, True)


def fact(seq: int, fact: e.Fact) -> e.Entry:
    return e.Entry(seq, f"fact-{seq}", SESSION, 1000 * seq, 1000 * seq, fact)


def writer(folder: Path, name: str = SESSION) -> box.BoxWriter:
    return box.BoxWriter(box.box_path(folder, name), name, {"program": "1.0"})


def filled(folder: Path) -> Path:
    made = writer(folder)
    for second in range(3):
        made.health(row(1000 * second))
    made.still(500, b"first")
    made.still(1500, b"second")
    made.facts([fact(1, e.WentLive("obs", True)), fact(2, e.UplinkChanged("down", 0))])
    made.obs_log(2000, "2026-06-12.txt", "old end")
    made.obs_log(2500, "2026-06-12.txt", "the end")
    made.flush()
    made.close()
    return made.path


def test_what_goes_in_comes_out(tmp_path):
    with box.open_box(filled(tmp_path)) as read:
        assert read.health() == [row(0), row(1000), row(2000)]
        assert read.still_times() == [500, 1500]
        assert read.still(1500) == b"second"
        with pytest.raises(KeyError):
            read.still(7)
        assert [each["event"] for each in read.journal()] == ["went_live", "uplink_changed"]
        assert read.journal()[1]["state"] == "down"
        assert read.obs_logs() == [("2026-06-12.txt", "the end")]
        info = read.info()
    assert (info.session_id, info.begins, info.ends) == (SESSION, 0, 2000)
    assert (info.seconds, info.stills, info.facts) == (3, 2, 2)
    assert info.bytes == filled_size(tmp_path)


def filled_size(folder: Path) -> int:
    return box.box_path(folder, SESSION).stat().st_size


def test_it_is_one_file_that_any_sqlite_reads(tmp_path):
    path = filled(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    db = plain.connect(path)
    assert db.execute("SELECT count(*) FROM health").fetchone() == (3,)
    db.close()


def test_going_on_after_an_interruption_doubles_nothing(tmp_path):
    filled(tmp_path)
    again = writer(tmp_path)
    again.facts([fact(2, e.UplinkChanged("down", 0)), fact(3, e.Resumed(2000, False))])
    again.health(row(9000, None))
    again.flush()
    again.close()
    with box.open_box(again.path) as read:
        assert [each["seq"] for each in read.journal()] == [1, 2, 3]
        assert read.health()[-1] == row(9000, None)


def test_what_was_not_flushed_is_all_a_kill_loses(tmp_path):
    made = writer(tmp_path)
    made.health(row(0))
    made.flush()
    made.health(row(1000))
    made.close()  # as a killed program leaves it: nothing is written at the end
    with box.open_box(made.path) as read:
        assert read.health() == [row(0)]


def test_a_box_stays_small(tmp_path, monkeypatch):
    monkeypatch.setattr(box, "MOST_STILLS", 10)
    monkeypatch.setattr(box, "MOST_HEALTH", 10)
    made = writer(tmp_path)
    for second in range(12):
        made.still(second, b"jpeg")
        made.health(row(second))
    made.flush()
    made.close()
    with box.open_box(made.path) as read:
        # the older half thinner, the newest all there
        assert read.still_times() == [0, 2, 4, 5, 6, 7, 8, 9, 10, 11]
        assert read.health() == []  # a thousand of the oldest went


def fill_up(made: box.BoxWriter) -> None:
    for second in range(100):
        made.still(second, b"x" * 4000)
        made.flush()


def test_who_reads_it_meanwhile_stops_nobody(tmp_path):
    made = writer(tmp_path)
    made.health(row(0))
    made.flush()
    reader = plain.connect(made.path)
    reading = reader.execute("SELECT 1 FROM about UNION ALL SELECT 2 FROM about")
    assert reading.fetchone() == (1,)  # and goes on reading
    made.health(row(1000))
    made.flush()
    assert reading.fetchall()
    reader.close()
    made.flush()
    made.close()
    with box.open_box(made.path) as read:
        assert read.info().seconds == 2


def test_its_size_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(box, "MOST_BYTES", 40 * box.PAGE)
    made = writer(tmp_path)
    with pytest.raises(sqlite3.Error):
        fill_up(made)
    made.close()
    assert made.path.stat().st_size <= 40 * box.PAGE
    with box.open_box(made.path) as read:
        assert read.info().stills > 10


def test_what_is_no_box_is_left_alone_and_said(tmp_path):
    path = box.box_path(tmp_path, SESSION)
    with pytest.raises(UserFacingError) as caught, box.open_box(path):
        pass
    assert caught.value.code == "black_box_missing"
    path.write_bytes(b"MZ" + b"\0" * 8000)
    with pytest.raises(sqlite3.Error):
        writer(tmp_path)
    with pytest.raises(UserFacingError) as caught, box.open_box(path):
        pass
    assert caught.value.code == "black_box_damaged"
    path.unlink()
    db = plain.connect(path)
    db.execute("CREATE TABLE mine (x)")
    db.close()
    with pytest.raises(ValueError, match="no black box"):
        writer(tmp_path)


def test_the_oldest_go(tmp_path):
    for number in range(4):
        (tmp_path / f"0197-{number}{box.SUFFIX}").write_bytes(b"")
    (tmp_path / "0197-0.mkv").write_bytes(b"")
    gone = box.drop_oldest(tmp_path, 2)
    assert [path.stem for path in gone] == ["0197-0", "0197-1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "0197-0.mkv", f"0197-2{box.SUFFIX}", f"0197-3{box.SUFFIX}",
    ]  # fmt: skip
    assert box.drop_oldest(tmp_path, 2) == []


def test_a_box_that_is_open_on_windows_does_not_keep_the_next_one_from_being_begun(
    tmp_path, monkeypatch
):
    for number in range(3):
        (tmp_path / f"0197-{number}{box.SUFFIX}").write_bytes(b"")
    delete = Path.unlink

    def unlink(path, missing_ok=False):
        if path.stem == "0197-0":
            raise PermissionError(13, "used by another process")
        delete(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert [path.stem for path in box.drop_oldest(tmp_path, 1)] == ["0197-1"]
    assert {path.stem for path in tmp_path.iterdir()} == {"0197-0", "0197-2"}


def test_exported_it_is_files_anybody_can_open(tmp_path):
    out = tmp_path / "out"
    with box.open_box(filled(tmp_path)) as read:
        read.export(out)
    with (out / "health.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [each["kbps"] for each in rows] == ["2400"] * 3
    lines = (out / "journal.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["went_live", "uplink_changed"]
    assert sorted(path.read_bytes() for path in (out / "stills").iterdir()) == [b"first", b"second"]
    assert (out / "obs-2026-06-12.txt").read_text("utf-8") == "the end"
