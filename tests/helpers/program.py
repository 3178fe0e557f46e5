"""The program as a subprocess: started, listened to line by line, killed."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tests.helpers.forked import CAN_FORK, Forked

PATIENCE = 240.0
"""Seconds for a whole command; machines are shared, conditions are waited for."""


def gongfu(*arguments: object, env: dict[str, str] | None = None) -> list[str]:
    """The command line that starts the program from this tree."""
    return [sys.executable, "-m", "studio", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"} | more


@dataclass(frozen=True, slots=True)
class Done:
    """A command that came to its end."""

    returncode: int
    stdout: str
    stderr: str

    def expect(self, status: int) -> Done:
        """Itself; AssertionError unless it ended with ``status``."""
        assert self.returncode == status, f"{self.returncode}\n{self.stdout}\n{self.stderr}"
        return self


def run_apart(*arguments: object, **env: str) -> Done:
    """A command to its end, in a process of its own: half a second of processor time to start."""
    done = subprocess.run(
        gongfu(*arguments),
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run_here(*arguments: object, **env: str) -> Done:
    """A command to its end, in this process: the same command, without the start of a program.

    What crashes it is an ``Exception`` here, not a traceback on its standard error. The log's
    files are closed again, so that the next command opens those of its own data folder.
    """
    from studio.cli.root import gongfu as command

    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        done = CliRunner().invoke(command, [str(part) for part in arguments], env=env)
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def answer(*arguments: object, status: int = 0, **env: str) -> Any:
    """What a command says as JSON, run in this process; its exit status must be ``status``."""
    return json.loads(run_here(*arguments, "--json", **env).expect(status).stdout)


class Running:
    """A running command and the journal lines it has printed so far."""

    def __init__(self, arguments: Sequence[object], *, forked: bool = False, **env: str) -> None:
        """``forked``: from a process that has loaded the program, where the system has such."""
        self._process = (
            Forked([str(part) for part in arguments], environment(**env))
            if forked and CAN_FORK
            else subprocess.Popen(
                gongfu(*arguments),
                env=environment(**env),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        self._changed = threading.Condition()
        self._lines: list[dict[str, Any]] = []
        self._errors: list[str] = []
        self._readers = [
            threading.Thread(target=self._read_lines, name="lines"),
            threading.Thread(target=self._read_errors, name="errors"),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every whole JSON line printed until now."""
        with self._changed:
            return list(self._lines)

    @property
    def errors(self) -> str:
        with self._changed:
            return "".join(self._errors)

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("event") == name]

    def wait_for(self, name: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The first event of that name; AssertionError if the command ends without it."""
        with self._changed:
            self._changed.wait_for(lambda: self._seen(name) or not self._alive(), seconds)
            found = self._seen(name)
        assert found, f"no {name}; got {self.lines}\n{self.errors}"
        return found

    def wait(self, seconds: float = PATIENCE) -> int:
        """Until the command ends; its exit status."""
        status = self._process.wait(seconds)
        self._close()
        return status

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        self._process.kill()
        self._process.wait(60)
        self._close()

    def ask_to_stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *details: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(60)
        self._close()

    def _alive(self) -> bool:
        return self._readers[0].is_alive()

    def _seen(self, name: str) -> dict[str, Any] | None:
        return next((line for line in self._lines if line.get("event") == name), None)

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            # A line cut short by kill -9 was never printed whole: nobody was told.
            if text.startswith("{") and text.endswith("}\n"):
                with self._changed:
                    self._lines.append(json.loads(text))
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        for text in self._process.stderr:
            with self._changed:
                self._errors.append(text)

    def _close(self) -> None:
        for reader in self._readers:
            reader.join(60)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()


def write_plan(folder: Path, timeline: str, *, size: tuple[int, int, int] = (320, 180, 20)) -> Path:
    """A plan of two products with pictures that no camera ever shows: see `airings`."""
    from tests.helpers.airings import PICTURES, write_picture

    for name in PICTURES:
        write_picture(folder / f"{name}.png", name)
    width, height, fps = size
    path = folder / "plan.yaml"
    path.write_text(
        f"""title: 贻贝专场
anchor: 主播甲
video: {{width: {width}, height: {height}, fps: {fps}}}
products:
  - {{sku: YB-001, name: 厚壳贻贝, spec: 2.5kg/箱, price: "39.90", compared_price: "59.00",
     unit: 箱, stock: 120, origin: 枸杞乡, picture: mussel.png}}
  - {{sku: YM-001, name: 东魁杨梅, spec: 5斤/箱, price: "89.90", unit: 箱, stock: 60,
     origin: 望潮村, picture: bayberry.png}}
timeline:
{timeline}
""",
        "utf-8",
    )
    return path
