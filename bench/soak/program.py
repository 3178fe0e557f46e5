"""The other end of `bench.soak.child`: starts the program, asks it, kills it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 120.0
END_SECONDS = 20.0


class ProgramError(RuntimeError):
    """The program failed at what it was asked, or did not answer."""


class Program:
    """One data folder, and the program on it; started again after a kill it is the same."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.log = folder / "program.log"
        self.password = ""
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise ProgramError("the program was not started")
        return self._process

    def start(self) -> None:
        self.data_dir.mkdir(exist_ok=True)
        with (self._folder / "program.err").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bench.soak.child", str(self.data_dir), str(self.log)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
                cwd=Path(__file__).resolve().parents[2],
            )
        self._answers = queue.SimpleQueue()
        self._reader = threading.Thread(
            target=_read, args=(self._running, self._answers), name="program", daemon=True
        )
        self._reader.start()
        self._say(self.password)

    def ask(self, do: str, *arguments: Any, **named: Any) -> dict[str, Any]:
        """What came of one command; ProgramError where it failed."""
        self._say(json.dumps({"do": do, "with": arguments, "named": named}))
        try:
            line = self._answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            raise ProgramError(f"no answer to {do} within {ANSWER_SECONDS:g} s") from None
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the program is gone"}
        if "error" in answer:
            raise ProgramError(f"{do}: {answer['error']}")
        return answer

    def kill(self) -> None:
        """As a power cut would."""
        self._running.kill()
        self._running.wait(END_SECONDS)
        self._forget()

    def stop(self) -> None:
        """Close it in an orderly way; kill it where that takes too long."""
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(END_SECONDS)
        self._forget()

    def _forget(self) -> None:
        """Close what is left of one that has ended."""
        process, self._process = self._running, None
        if self._reader is not None:
            self._reader.join(END_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not said cannot be said any more
                    pipe.close()

    def bugs(self) -> list[str]:
        """Lines of its log that tell of an error."""
        if not self.log.exists():
            return []
        levels = tuple(f" {logging.getLevelName(n)} " for n in (logging.ERROR, logging.CRITICAL))
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if any(level in line for level in levels)]

    def _say(self, line: str) -> None:
        stdin = self._running.stdin
        try:
            if stdin is None:
                raise ProgramError("the program has no input")
            stdin.write(line + "\n")
            stdin.flush()
        except OSError as error:
            raise ProgramError("the program is gone") from error


def _read(process: subprocess.Popen[str], answers: queue.SimpleQueue[str]) -> None:
    if process.stdout is not None:
        for line in process.stdout:
            answers.put(line)
    answers.put("")
