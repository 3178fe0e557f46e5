"""Bad input of every kind: one sentence, status 1, no traceback, and the books as before."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studio.store.instance import claim
from tests.helpers.fake_obs import fake_obs, odd_server
from tests.helpers.obs_rig import free_port
from tests.helpers.program import Running, answer, run_here, write_plan
from tests.helpers.refusals import assert_calm, books, fill, mounted, refusal

SHORT = """  - {at: 0, do: product, sku: YB-001}
  - {at: 0.1, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 0.2, do: order, sku: YM-001, qty: 1, channel: 电话}
  - {at: 0.4, do: end}"""
LONG = """  - {at: 0, do: product, sku: YB-001}
  - {at: 0.1, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 60, do: end}"""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan, and a data folder in which it was broadcast to its end. Read only."""
    folder = tmp_path_factory.mktemp("evening")
    plan = write_plan(folder, SHORT, size=(320, 180, 10))
    where = ["--data-dir", folder / "data", "--out", folder / "out"]
    with Running(["live", plan, "--unattended", *where]) as program:
        assert program.wait() == 0, program.errors
    return folder


@pytest.fixture
def room(evening: Path, tmp_path: Path) -> Path:
    """A copy of the evening, to be spoiled."""
    for name in ("data", "out"):
        shutil.copytree(evening / name, tmp_path / name)
    for path in evening.glob("*.*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def live(room: Path, **replaced: object) -> list[object]:
    """The arguments of a broadcast in ``room``."""
    named: dict[str, object] = {"plan": room / "plan.yaml", "data": room / "data"}
    named |= {"out": room / "out"} | replaced
    return [
        *("live", named["plan"], "--unattended", "--data-dir", named["data"]),
        *("--out", named["out"]),
    ]


def long_plan(room: Path) -> Path:
    return write_plan(room, LONG, size=(320, 180, 10))


# --- OBS that is none


@pytest.fixture
def unchanged(room: Path) -> Iterator[Path]:
    """The room; its orders and stock must be the same after the test."""
    before = books(room / "data")
    assert len(before[0]) == 2
    yield room
    assert books(room / "data") == before


def say_nothing(sock: socket.socket) -> None:
    """Keep the line open, and never speak."""


def be_a_web_server(sock: socket.socket) -> None:
    sock.recv(4096)
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nhi")


def babble(sock: socket.socket) -> None:
    sock.sendall(bytes(range(256)) * 8)


def hang_up(sock: socket.socket) -> None:
    """TCP RST, as a killed router does."""
    sock.recv(4096)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


@pytest.mark.parametrize(
    ("serve", "code"),
    [
        (say_nothing, "obs_silent"),
        (be_a_web_server, "obs_not_obs"),
        (babble, "obs_not_obs"),
        (hang_up, "obs_not_obs"),
    ],
    ids=["silent", "web-server", "random-bytes", "reset"],
)
def test_a_port_that_is_not_obs(
    unchanged: Path, serve: Callable[[socket.socket], None], code: str
) -> None:
    with odd_server(serve) as url:
        refusal(code, "obs", "check", "--obs-url", url, "--data-dir", unchanged / "data")
        refusal(code, *live(unchanged), "--stage", "obs", "--obs-url", url)


def test_wrong_obs_password(unchanged: Path) -> None:
    with fake_obs("hai-feng-2026") as obs:
        more = ("--obs-url", obs.url, "--obs-password-env", "OBS_PASSWORD")
        said = refusal(
            *("obs_wrong_password", *live(unchanged), "--stage", "obs", *more),
            OBS_PASSWORD="shan-lu-1999",
        )
        assert "shan-lu" not in said
    written = b"".join(path.read_bytes() for path in unchanged.rglob("*") if path.is_file())
    assert b"shan-lu-1999" not in written


def test_refused_port(unchanged: Path) -> None:
    port = free_port()
    said = refusal(
        *("stage_unreachable", *live(unchanged), "--stage", "obs"),
        *("--obs-url", f"ws://127.0.0.1:{port}"),
    )
    assert str(port) in said


def test_an_address_that_is_none(unchanged: Path) -> None:
    refusal(
        *("obs_bad_address", "obs", "check", "--obs-url", "http://nirgends"),
        *("--data-dir", unchanged / "data"),
    )


@pytest.mark.parametrize("command", ["live", "resume"])
def test_a_key_in_the_ingest_address(unchanged: Path, command: str) -> None:
    where = ["--data-dir", unchanged / "data", "--out", unchanged / "out"]
    arguments = live(unchanged) if command == "live" else ["resume", "--unattended", *where]
    more = ("--ingest", "rtmp://push.example.com/live/1?auth=yu-wang-4711")
    assert "yu-wang" not in refusal("ingest_address_holds_key", *arguments, *more)
    written = b"".join(path.read_bytes() for path in unchanged.rglob("*") if path.is_file())
    assert b"yu-wang-4711" not in written


@pytest.mark.parametrize("address", ["ws://me:{}@127.0.0.1", "ws://x?p={}", "http://me:{}@x"])
def test_a_password_in_obs_address(unchanged: Path, address: str) -> None:
    url = address.format("yu-wang-4711")
    code = "obs_bad_address" if address.startswith("http") else "obs_address_holds_more"
    where = ["--data-dir", unchanged / "data", "--obs-url", url]
    assert "yu-wang" not in refusal(code, *live(unchanged), "--obs-url", url)
    assert "yu-wang" not in refusal(code, "obs", "check", *where)
    assert "yu-wang" not in refusal(code, "resume", "--unattended", *where)
    written = b"".join(path.read_bytes() for path in unchanged.rglob("*") if path.is_file())
    assert b"yu-wang-4711" not in written


def test_an_environment_variable_that_is_missing(unchanged: Path) -> None:
    said = refusal(
        *("environment_variable_missing", *live(unchanged), "--stage", "obs"),
        *("--obs-password-env", "GONGFU_NOT_THERE"),
    )
    assert "GONGFU_NOT_THERE" in said


# --- plans


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("title: 贻贝专场", "title: [贻贝专场", "plan_syntax", None),
        ("name: 东魁杨梅, ", "", "plan_key_missing", 7),
        ("anchor:", "anker:", "plan_key_unknown", 2),
        ('"39.90"', '"-39.90"', "plan_price_not_positive", 5),
        ('"39.90"', "39.999", "plan_price_too_fine", 5),
        ("YM-001, name", "YB-001, name", "plan_sku_twice", 7),
        ("mussel.png", "gone.png", "plan_file_missing", None),
        ("do: product, sku: YB-001", "do: product, sku: XX-9", "plan_sku_unknown", 10),
    ],
)
def test_a_broken_plan(unchanged: Path, old: str, new: str, code: str, line: int | None) -> None:
    plan = unchanged / "plan.yaml"
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), "utf-8")
    said = refusal(code, *live(unchanged))
    assert "plan.yaml" in said
    assert line is None or f"第{line}行" in said


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"title: \xff\xfe\x80\xff\n\x00", "plan_not_readable_text"),
        (b"", "plan_empty"),
        (b"title: a\n" + b"# " + b"x" * 300_000, "plan_too_big"),
        (None, "plan_unreadable"),
    ],
    ids=["not-utf-8", "empty", "300-KB", "folder"],
)
def test_a_file_that_is_no_plan(unchanged: Path, content: bytes | None, code: str) -> None:
    path = unchanged / "other.yaml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    refusal(code, *live(unchanged, plan=path))


def test_a_plan_that_is_not_there(unchanged: Path) -> None:
    refusal("plan_not_found", *live(unchanged, plan=unchanged / "gone.yaml"))


@pytest.mark.parametrize("kind", ["truncated", "text"])
def test_a_broken_picture_is_told_before_anything_is_on_air(unchanged: Path, kind: str) -> None:
    picture = unchanged / "mussel.png"
    picture.write_bytes(picture.read_bytes()[:200] if kind == "truncated" else b"not a picture")
    assert "mussel.png" in refusal("picture_unreadable", *live(unchanged))
    assert len(answer("session", "list", "--data-dir", unchanged / "data")) == 1


# --- folders


def test_folders_that_are_files(unchanged: Path) -> None:
    path = unchanged / "letter.txt"
    path.write_text("hello", "utf-8")
    refusal("folder_unwritable", *live(unchanged, out=path))
    refusal("folder_unwritable", *live(unchanged, data=path))
    assert path.read_text("utf-8") == "hello"


def test_folders_that_cannot_be_written_to(unchanged: Path) -> None:
    with mounted(unchanged / "disk", "-o", "ro") as disk:
        refusal("folder_unwritable", *live(unchanged, out=disk / "out"))
        refusal("folder_unwritable", *live(unchanged, data=disk / "data"))
        refusal("folder_unwritable", "stock", "list", "--data-dir", disk)


def test_a_data_folder_with_spaces_and_chinese(room: Path) -> None:
    data = room / "我的 数据 (新)"
    shutil.move(room / "data", data)
    assert len(answer("orders", "list", "--data-dir", data)) == 2


# --- the database


def ruin(data: Path, how: str) -> None:
    path = data / "studio.db"
    if how == "random bytes":
        path.write_bytes(bytes(range(256)) * 400)
    elif how == "truncated":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        path.unlink()
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA application_id = 7")
            db.execute("CREATE TABLE song (title)")


@pytest.mark.parametrize("how", ["random bytes", "truncated", "of another program"])
def test_a_damaged_database(room: Path, how: str) -> None:
    ruin(room / "data", how)
    before = (room / "data" / "studio.db").read_bytes()
    refusal("database_damaged", *live(room))
    refusal("database_damaged", "orders", "list", "--data-dir", room / "data")
    assert (room / "data" / "studio.db").read_bytes() == before
    assert "database" in answer("doctor", "--data-dir", room / "data")


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = 99",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('session', 'm999_from_the_future', '2031-01-01')",
    ],
    ids=["user-version", "migration"],
)
def test_a_database_from_a_newer_version(unchanged: Path, change: str) -> None:
    with closing(sqlite3.connect(unchanged / "data" / "studio.db")) as db, db:
        db.execute(change)
    refusal("database_newer", *live(unchanged))
    refusal("database_newer", "stock", "list", "--data-dir", unchanged / "data")


def test_a_write_ahead_log_that_was_deleted(unchanged: Path) -> None:
    """Closed in order, everything is in the file: somebody who tidies up loses nothing."""
    for ending in ("-wal", "-shm"):
        (unchanged / "data" / f"studio.db{ending}").unlink(missing_ok=True)
    assert len(answer("orders", "list", "--data-dir", unchanged / "data")) == 2


# --- full disks


def test_the_disk_fills_up_while_orders_are_noted(tmp_path: Path) -> None:
    steps = ["  - {at: 0, do: product, sku: YB-001}"]
    steps += [f"  - {{at: {n / 1000}, do: order, sku: YB-001, qty: 1, channel: 抖音}}"
              for n in range(1, 101)]  # fmt: skip
    steps += ["  - {at: 0.2, do: end}"]
    plan = write_plan(tmp_path, "\n".join(steps), size=(320, 180, 10))
    with mounted(tmp_path / "disk", "-o", "size=12m") as disk:
        data = disk / "data"
        where = ("--unattended", "--data-dir", data, "--out", tmp_path / "out")
        answer("stock", "list", "--data-dir", data)
        room = fill(disk, leave=400_000)
        with Running(["live", plan, *where, "--json"]) as program:
            assert program.wait() == 1, program.errors
        assert_calm(program.errors)
        assert [line["error"] for line in program.lines if "error" in line] == ["disk_full"]
        printed = [line["id"] for line in program.events("order_noted")]
        assert 0 < len(printed) < 100
        assert {row[0] for row in books(data)[0]} >= set(printed)
        assert answer("orders", "list", "--data-dir", data)  # reading needs no room
        room.unlink()
        with Running(["resume", *where]) as program:
            assert program.wait() == 0, program.errors
        orders, stock = books(data)
        assert len(orders) == 100
        assert stock[0][1:] == ("reserved", 100)


def test_a_full_disk_to_begin_with(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, SHORT, size=(320, 180, 10))
    with mounted(tmp_path / "disk", "-o", "size=1m") as disk:
        fill(disk)
        refusal("disk_full", *live(tmp_path, plan=plan, data=disk / "data"))


def test_the_disk_of_the_recordings_fills_up(room: Path) -> None:
    """The broadcast is not worth less than its film: it goes on, and says what happened."""
    orders = "\n".join(
        f"  - {{at: {0.2 + n * 0.3:.1f}, do: order, sku: YB-001, qty: 1, channel: 抖音}}"
        for n in range(8)
    )
    timeline = f"  - {{at: 0, do: product, sku: YB-001}}\n{orders}\n  - {{at: 3, do: end}}"
    plan = write_plan(room, timeline)
    with mounted(room / "films", "-o", "size=1m") as films:
        fill(films, leave=60_000)
        with Running(live(room, plan=plan, out=films)) as program:
            assert program.wait() == 1  # the results found no room either; the orders did
        assert "films" in program.errors
        assert_calm(program.errors)
        assert len(program.events("order_noted")) == 8
        assert program.events("recording_stopped")
        assert program.events("ended")
    assert len(books(room / "data")[0]) == 10


# --- two of us, and commands that find nothing


def test_a_second_instance(room: Path) -> None:
    with Running(live(room, plan=long_plan(room))) as first:
        first.wait_for("order_noted")
        data = ("--data-dir", room / "data")
        refusal("already_running", *live(room, out=room / "out2"))
        refusal("already_running", "resume", "--unattended", *data, "--out", room / "out2")
        assert len(answer("orders", "list", *data)) == 3
        assert answer("doctor", *data)["database"].startswith("正常")
        first.ask_to_stop()
        assert first.wait() == 1
    assert "resume" in first.errors
    assert_calm(first.errors)


def test_a_second_window(unchanged: Path) -> None:
    data = unchanged / "data"
    with claim(data):
        refusal("already_running", "--data-dir", data, apart=True)


def test_an_unknown_session(unchanged: Path) -> None:
    data = ("--data-dir", unchanged / "data")
    refusal("session_unknown", "session", "show", "no-such", *data)
    refusal("session_unknown", "orders", "list", "--session", "no-such", *data)
    resume = ("resume", "--unattended", *data, "--out", unchanged / "out")
    refusal("session_unknown", *resume, "--session", "no-such")
    refusal("nothing_interrupted", *resume)
    (session,) = answer("session", "list", *data)
    refusal("session_already_ended", *resume, "--session", session["id"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("live", "plan.yaml", "--out", "x"),
        ("live", "--unattended", "--out", "x"),
        ("live", "plan.yaml", "--unattended", "--out", "x", "--stage", "theatre"),
        ("orders", "shred"),
        ("stock", "list", "--no-such-option"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run_here(*arguments, "--data-dir", tmp_path).expect(2)
    assert done.stderr.startswith("Usage:")
