"""A real OBS on a display nobody sees, with a home of its own, for tests marked ``obs``.

`real_obs` starts Xvfb and OBS and is ready when obs-websocket accepts our password (design: the
rig of the stage page). Everything is ended by process id. Where a program is missing the test
skips and says which, except under ``CI=true``, where a skip would hide a hole.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs.check import check
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address

READY_SECONDS = 120.0
"""OBS is up in 5 to 15 s on two idle cores; test machines are seldom idle."""


def need_programs(names: Sequence[str]) -> None:
    """Skip the test where a program is missing; fail instead when ``CI=true``."""
    missing = [name for name in names if find_program(name) is None]
    if not missing:
        return
    reason = f"needs {', '.join(missing)} (Debian: obs-studio obs-plugins xvfb libnginx-mod-rtmp)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def find_program(name: str) -> str | None:
    """Full path of a program; servers live in /usr/sbin, which a plain user's PATH lacks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def wait_until_stopped(pid: int) -> None:
    """Every thread of it: on a busy computer some run on for a moment, and could still answer."""
    tasks = Path(f"/proc/{pid}/task")
    end = time.monotonic() + 60
    while any(_state(task) not in "TtXZ" for task in tasks.iterdir()):
        assert time.monotonic() < end, "never stopped"
        time.sleep(0.01)


def _state(task: Path) -> str:
    """One letter, see proc(5); a thread that is gone meanwhile counts as dead."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on, and that stays free until it is used.

    None of those the system gives by itself (from 32768 on): until OBS is up, or while a server is
    down, another test's connection could get that one. Two workers take from different thousands.
    """
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _ports_of(worker: str) -> Iterator[int]:
    """Each once; begun anywhere, because other runs of the tests may be under way."""
    first = 10_000 + 2000 * (int(worker.removeprefix("gw") or 0) % 10)
    begin = secrets.randbelow(2000)
    return (first + (begin + number) % 2000 for number in range(2000))


_ports = _ports_of(os.environ.get("PYTEST_XDIST_WORKER", ""))


def end_process(process: subprocess.Popen[bytes], patience: float = 8.0) -> None:
    """End one process of ours: ask, wait, then insist."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(patience)


@contextlib.contextmanager
def hidden_display(folder: Path) -> Iterator[str]:
    """An X display without a screen; yields its name, such as ``:99``."""
    need_programs(["Xvfb"])
    reading, writing = os.pipe()
    with (folder / "xvfb.log").open("wb") as log:
        process = subprocess.Popen(
            [
                str(find_program("Xvfb")),
                *("-displayfd", str(writing), "-screen", "0", "1280x800x24"),
                *("+extension", "GLX", "-nolisten", "tcp"),
            ],
            pass_fds=(writing,),
            stdout=log,
            stderr=log,
        )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            pytest.fail(f"Xvfb did not start: {(folder / 'xvfb.log').read_text()}")
        yield f":{number}"
    finally:
        end_process(process)


@dataclass
class RealObs:
    """One OBS of ours: its address, its process, and ways to hurt it."""

    home: Path
    display: str
    port: int
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start OBS and wait until it accepts our password."""
        self._write_configuration()
        with (self.home / "obs.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    str(find_program("obs")),
                    *("--multi", "--minimize-to-tray", "--disable-missing-files-check"),
                    "--disable-shutdown-check",
                ],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def kill(self) -> None:
        """End OBS as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait(60)

    def freeze(self) -> None:
        """Stop OBS in its tracks; its sockets stay open."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        wait_until_stopped(self.process.pid)

    def thaw(self) -> None:
        """Let a frozen OBS go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End OBS in an orderly way."""
        if self.process is not None:
            end_process(self.process)

    def skipped_frames(self) -> int:
        """Pictures drawn since the start that the encoder was too slow for: no film has them."""
        client = ObsClient(Address.parse(self.url), self.password, lambda *_: None, lambda _: None)
        client.connect()
        try:
            return int(client.request("GetStats", seconds=READY_SECONDS)["outputSkippedFrames"])
        finally:
            client.disconnect()

    def _environment(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
        kept.setdefault("LANG", "C.UTF-8")  # as at every desk; without, OBS writes names as ???
        return kept | {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def _write_configuration(self) -> None:
        (self.home / "run").mkdir(mode=0o700, exist_ok=True)
        folder = self.home / ".config" / "obs-studio"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "global.ini"
        if not file.exists():
            file.write_text(
                "[General]\nFirstRun=true\nEnableAutoUpdates=false\n\n[OBSWebSocket]\n"
                "FirstLoad=false\nServerEnabled=true\nAlertsEnabled=false\nAuthRequired=true\n"
                f"ServerPort={self.port}\nServerPassword={self.password}\n"
                # Drawing a window nobody sees cost a third of an idle OBS.
                "\n[BasicWindow]\nPreviewEnabled=false\n",
                "utf-8",
            )

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        end = time.monotonic() + READY_SECONDS
        while True:
            try:
                check(self.url, self.password)
            except UserFacingError as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    tail = (self.home / "obs.log").read_text("utf-8", "replace")[-2000:]
                    pytest.fail(f"OBS did not come up: {error}\n{tail}")
                time.sleep(0.25)
            else:
                return


@contextlib.contextmanager
def real_obs() -> Iterator[RealObs]:
    """A running OBS with its own home; usable as a pytest fixture of any scope."""
    need_programs(["obs", "Xvfb"])
    home = Path(tempfile.mkdtemp(prefix="gongfu-obs-"))
    try:
        with hidden_display(home) as display:
            obs = RealObs(home, display, free_port())
            try:
                obs.start()
                yield obs
            finally:
                obs.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
