"""What every test stands on: no screen, keyring or data folder of the user's; no leaks."""

from __future__ import annotations

import os

# Before anything imports Qt; a run that wants to see the windows sets its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from PySide6.QtWidgets import QApplication
from sqlite_utils import Migrations

from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.compiled import compile_share, know_what_is_ours
from tests.helpers.gui import gui
from tests.helpers.patience import PatientBot
from tests.helpers.side_by_side import Turn, lane_of, rank_of
from ui import qt_classes

qt_classes.make_all()  # as the program does before its first thread that draws

THREAD_GRACE_SECONDS = 20.0
"""How long a thread that is on its way out may take to be gone after its test."""

SCHEMAS = (
    "inventory.schema",
    "inventory.orders.schema",
    "studio.session.schema",
    "studio.sync.schema",
    "studio.store.privacy",
    "inventory.fulfilment.schema",
    "inventory.counter.schema",
    "inventory.aftersales.schema",
    "inventory.search.schema",
    "inventory.lottery.schema",
)
"""The houses with tables, in the order the program applies them."""

_NEVER_MIND = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("dev", deadline=None, max_examples=100, suppress_health_check=_NEVER_MIND)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=200,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_NEVER_MIND,
)
settings.register_profile(
    "long", deadline=None, max_examples=5000, suppress_health_check=_NEVER_MIND
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") == "true" else "dev")
)


# --- side by side

_turn = Turn()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A lane's tests stay on one worker: those of a file, or of all files that start an OBS."""
    from xdist.scheduler import LoadFileScheduling

    class Lanes(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return lane_of(config.rootpath / nodeid.split("::")[0])

    return Lanes(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest lanes begin first; those that want nobody beside them come last."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        ranks = {path: rank_of(path) for path in {item.path for item in items}}
        items.sort(key=lambda item: ranks[item.path])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Every test has its turn, beside others."""
    _turn.take()
    try:
        return (yield)
    finally:
        _turn.give_back()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Nothing runs beside a test marked ``quiet``; what it needs is made beside others."""
    if not _quiet(item):
        return (yield)
    _turn.give_back()
    _turn.take(quiet=True)
    try:
        return (yield)
    finally:
        _turn.give_back()
        _turn.take()


def _quiet(item: pytest.Item) -> bool:
    return item.get_closest_marker("quiet") is not None


# --- five thousand tests in memory


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """What is collected stays to the end: looked through for rubbish neither now nor later.

    It was, 28 times, for a quarter of the processor's time that each worker took to begin.
    """
    gc.disable()
    try:
        compile_share(session.config)
        know_what_is_ours()
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


# --- a skip that would hide a hole


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under ``CI=true`` a test on the real OBS that skips has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and item.get_closest_marker("obs"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {call.excinfo.value if call.excinfo else ''}"
    return report


# --- isolation


@pytest.fixture(scope="session", autouse=True)
def _application() -> None:
    """Made before any thread, as the program does.

    Qt takes the thread that makes the first of its objects for the main one, a drawing worker too.
    """
    gui()


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets: tests never touch the user's."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture(scope="session")
def _new_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a test's home in a folder of homes, by counting.

    ``mktemp`` looks through all folders of all tests before for the next number, and the tests' own
    ``tmp_path`` would have to look through the homes.
    """
    homes, numbers = tmp_path_factory.mktemp("homes"), count()

    def new() -> Path:
        home = homes / str(next(numbers))
        home.mkdir()
        return home

    return new


@pytest.fixture(autouse=True)
def _home_of_its_own(
    _new_home: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The user's folders and keyring are out of reach, for subprocesses too."""
    home = _new_home()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


# --- leaks and stray warnings


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """A thread of ours, or one that would keep the program alive, must end with its test."""
    before = set(threading.enumerate())
    yield
    leaked = _still_running(before)
    assert not leaked, f"threads leaked: {', '.join(thread.name for thread in leaked)}"


def _still_running(before: set[threading.Thread]) -> list[threading.Thread]:
    end = time.monotonic() + THREAD_GRACE_SECONDS
    fresh = [thread for thread in threading.enumerate() if thread not in before]
    owned = [thread for thread in fresh if _is_ours(thread)]
    for thread in owned:
        thread.join(max(0.0, end - time.monotonic()))
    return [thread for thread in owned if thread.is_alive()]


def _is_ours(thread: threading.Thread) -> bool:
    if isinstance(thread, threading._DummyThread):  # Qt's and other libraries' own
        return False
    return not thread.daemon or _is_owned(thread)


def _is_owned(thread: threading.Thread) -> bool:
    """OwnerThread's loop is daemonic, so that a stuck one cannot keep the program from ending."""
    target = getattr(thread, "_target", None)
    return getattr(target, "__module__", "").split(".")[0] == "studio"


@pytest.fixture(autouse=True)
def _no_stray_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A logged warning or error is a failure unless the test is marked ``expects_log``."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    stray = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING and _is_from_here(record)
    ]
    assert not stray, "unexpected log lines:\n" + "\n".join(stray)


def _is_from_here(record: logging.LogRecord) -> bool:
    houses = ("studio", "ui", "overlays", "scripts_library", "inventory")
    return record.name.split(".")[0] in houses or record.levelno >= logging.ERROR


# --- what most tests need


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, which waits longer: see `PatientBot`."""
    return PatientBot(request)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still until the test turns it."""
    return ManualClock()


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """Threads and an immediate dispatcher, closed after the test and checked to be gone."""
    made = Runtime()
    yield made
    made.close()


def schemas() -> list[Migrations]:
    return [import_module(name).MIGRATIONS for name in SCHEMAS if find_spec(name)]


@pytest.fixture
def migrations() -> list[Migrations]:
    """The schema of every house that exists."""
    return schemas()


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database file as it is after the first start: making one is 30 ms of processor time."""
    path, runtime = tmp_path_factory.mktemp("new") / "studio.db", Runtime()
    Store.open(path, runtime, schemas(), ManualClock())
    runtime.close()
    return path.read_bytes()


@pytest.fixture
def store(
    tmp_path: Path,
    runtime: Runtime,
    migrations: list[Migrations],
    clock: ManualClock,
    new_database: bytes,
) -> Store:
    """A real database file with every house's tables."""
    path = tmp_path / "studio.db"
    if not path.exists():  # another fixture's, with something in it
        path.write_bytes(new_database)
    return Store.open(path, runtime, migrations, clock)
