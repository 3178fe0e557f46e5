"""The file of a black box: one small SQLite database a broadcast (docs/black-box.md).

It is written by one thread, in transactions some seconds apart: a killed program or a power cut
loses the last few seconds and nothing else. It never grows beyond `MOST_BYTES`.
"""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file
from studio.session.events import Entry, to_body
from studio.store.sqlite import sqlite3

log = logging.getLogger(__name__)

SUFFIX = ".blackbox"
APPLICATION = 0x676F6E67
"""SQLite's application_id: "gong"."""
FORMAT = 1

MOST_BYTES = 64 * 1024 * 1024
PAGE = 4096
MOST_STILLS = 3000
"""About 8 hours; then every second one of the older half goes: the evening stays covered."""
MOST_HEALTH = 60_000
"""16 hours at one a second; then the oldest go."""

_TABLES = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE health (at INTEGER PRIMARY KEY, kbps INTEGER, uplink TEXT, dropped REAL, fps REAL,
    stream TEXT, cpu_percent REAL, memory_percent REAL, disk_free INTEGER,
    battery_percent INTEGER, plugged_in INTEGER) STRICT;
CREATE TABLE still (at INTEGER PRIMARY KEY, jpeg BLOB NOT NULL) STRICT;
CREATE TABLE journal (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL,
    event TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE obs_log (at INTEGER PRIMARY KEY, name TEXT NOT NULL, tail TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One second of a broadcast; None where nobody could tell."""

    at: int
    """UTC ms, on the broadcast's own clock."""
    kbps: int | None
    uplink: str | None
    dropped: float | None
    """Frames the network made us drop, 0 to 1, since the stream started."""
    fps: float | None
    stream: str | None
    cpu_percent: float
    memory_percent: float
    disk_free: int | None
    battery_percent: int | None
    plugged_in: bool | None


_COLUMNS = ", ".join(each.name for each in fields(HealthRow))


@dataclass(frozen=True, slots=True)
class BoxInfo:
    """What a box holds."""

    session_id: str
    path: Path
    bytes: int
    begins: int | None
    """UTC ms of the first second measured."""
    ends: int | None
    seconds: int
    stills: int
    facts: int


def box_path(folder: Path, session_id: str) -> Path:
    """Where the box of a session lies: beside its recordings."""
    return folder / f"{session_id}{SUFFIX}"


class BoxWriter:
    """An open box. One thread only; sqlite3.Error and OSError pass from every method."""

    def __init__(self, path: Path, session_id: str, about: dict[str, str]) -> None:
        """Open it, made where missing. ValueError: that file is no box of this format."""
        self.path = path
        self._db = sqlite3.connect(path, timeout=0.2)
        try:
            self._begin(about | {"session": session_id})
        except BaseException:
            self._db.close()
            raise

    def health(self, row: HealthRow) -> None:
        self._db.execute(f"INSERT OR REPLACE INTO health VALUES ({'?,' * 10}?)", astuple(row))

    def still(self, at: int, jpeg: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO still VALUES (?, ?)", (at, jpeg))

    def facts(self, entries: Sequence[Entry]) -> None:
        """Facts of the journal; one that is there already is not written twice."""
        self._db.executemany(
            "INSERT OR IGNORE INTO journal VALUES (?, ?, ?, ?, ?)",
            [
                (each.seq, each.id, each.at, each.event, _json(to_body(each.fact)))
                for each in entries
            ],
        )

    def obs_log(self, at: int, name: str, tail: str) -> None:
        """The end of OBS's own log; the last one told replaces the others of its file."""
        self._db.execute("DELETE FROM obs_log WHERE name = ?", (name,))
        self._db.execute("INSERT OR REPLACE INTO obs_log VALUES (?, ?, ?)", (at, name, tail))

    def flush(self) -> None:
        """On the disk when this returns; where somebody is reading just now, with the next."""
        self._thin()
        try:
            self._db.commit()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            log.debug("the black box is being read: %s", error)

    def close(self) -> None:
        """What was not flushed is let go."""
        self._db.close()

    def _begin(self, about: dict[str, str]) -> None:
        self._db.execute(f"PRAGMA max_page_count = {MOST_BYTES // PAGE}")
        self._db.execute("PRAGMA journal_mode = DELETE")  # one file, also after a crash
        self._db.execute("PRAGMA synchronous = FULL")
        # In one transaction: who looks into a new box finds it whole or not yet.
        self._db.execute("BEGIN IMMEDIATE")
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
        _must_be_a_box(self._db)
        self._db.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", list(about.items()))
        self._db.commit()

    def _thin(self) -> None:
        if self._count("still") > MOST_STILLS:
            self._db.execute(
                "DELETE FROM still WHERE at IN (SELECT at FROM (SELECT at, row_number() OVER"
                " (ORDER BY at) AS place FROM still) WHERE place % 2 = 0 AND place < ?)",
                (MOST_STILLS // 2,),
            )
        if self._count("health") > MOST_HEALTH:
            self._db.execute(
                "DELETE FROM health WHERE at IN (SELECT at FROM health ORDER BY at LIMIT 1000)"
            )

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class BoxReader:
    """A box that is looked into, also while its broadcast runs. Use `open_box`."""

    def __init__(self, db: Any, path: Path) -> None:
        self._db = db
        self._path = path

    def info(self) -> BoxInfo:
        begins, ends, seconds = self._one("SELECT min(at), max(at), count(*) FROM health")
        return BoxInfo(
            session_id=self._one("SELECT value FROM about WHERE key = 'session'")[0],
            path=self._path,
            bytes=self._path.stat().st_size,
            begins=begins,
            ends=ends,
            seconds=seconds,
            stills=self._one("SELECT count(*) FROM still")[0],
            facts=self._one("SELECT count(*) FROM journal")[0],
        )

    def health(self) -> list[HealthRow]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM health ORDER BY at")
        return [_health_row(row) for row in rows]

    def still_times(self) -> list[int]:
        return [row[0] for row in self._db.execute("SELECT at FROM still ORDER BY at")]

    def still(self, at: int) -> bytes:
        """The picture of that instant, JPEG. KeyError where there is none."""
        row = self._db.execute("SELECT jpeg FROM still WHERE at = ?", (at,)).fetchone()
        if row is None:
            raise KeyError(at)
        return bytes(row[0])

    def journal(self) -> list[dict[str, Any]]:
        """Facts in their order: ``{"seq", "id", "at", "event", …fields}``."""
        rows = self._db.execute("SELECT seq, id, at, event, body FROM journal ORDER BY seq")
        return [
            {**json.loads(body), "seq": seq, "id": entry_id, "at": at, "event": event}
            for seq, entry_id, at, event, body in rows
        ]

    def obs_logs(self) -> list[tuple[str, str]]:
        """Name and end of each of OBS's logs."""
        return list(self._db.execute("SELECT name, tail FROM obs_log ORDER BY at"))

    def export(self, folder: Path) -> None:
        """Everything in files anybody can open: health.csv, journal.jsonl, stills, OBS's log."""
        (folder / "stills").mkdir(parents=True, exist_ok=True)
        with (folder / "health.csv").open("w", newline="", encoding="utf-8-sig") as file:
            sheet = csv.writer(file)
            sheet.writerow(each.name for each in fields(HealthRow))
            sheet.writerows(astuple(row) for row in self.health())
        lines = "".join(_json(each) + "\n" for each in self.journal())
        (folder / "journal.jsonl").write_text(lines, "utf-8")
        for at in self.still_times():
            name = datetime.fromtimestamp(at / 1000).strftime("%Y-%m-%d %H.%M.%S")
            (folder / "stills" / f"{name}.jpg").write_bytes(self.still(at))
        for name, tail in self.obs_logs():
            (folder / f"obs-{Path(name).name}").write_text(tail, "utf-8")

    def _one(self, query: str) -> Any:
        return self._db.execute(query).fetchone()


@contextmanager
def open_box(path: Path) -> Iterator[BoxReader]:
    """Look into a box. ``black_box_missing``, ``black_box_damaged`` (path)."""
    if not is_file(path):
        raise UserFacingError("black_box_missing", path=str(path))
    try:
        # Not read-only: after a power cut the last half-written transaction is rolled back first.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            _must_be_a_box(db)
            yield BoxReader(db, path)
    except (sqlite3.Error, ValueError) as error:
        raise UserFacingError("black_box_damaged", path=str(path)) from error


def drop_oldest(folder: Path, kept: int) -> list[Path]:
    """Delete the oldest boxes of a folder until ``kept`` are left; which went.

    One that somebody reads (Windows deletes no open file) stays until the next time: that is no
    reason to begin none.
    """
    boxes = sorted(folder.glob(f"*{SUFFIX}"))  # named by session, and those ids sort by time
    gone = []
    for path in boxes[: max(0, len(boxes) - kept)]:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            gone.append(path)
    return gone


def _must_be_a_box(db: Any) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (APPLICATION, FORMAT):
        raise ValueError("no black box of this format")


def _health_row(row: Sequence[Any]) -> HealthRow:
    found = HealthRow(*row)
    plugged = found.plugged_in
    return replace(found, plugged_in=None if plugged is None else bool(plugged))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
