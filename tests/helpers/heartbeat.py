"""How long the main thread stands still, what was being done then, and where it stood.

Time in which other programs had the processors is not counted: tests run beside others.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 10
TASKS = "/proc/self/task"
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Standstill:
    """One gap between two heartbeats."""

    milliseconds: float
    during: str
    stack: str
    """Where every thread stood, the main one last; empty for a short one."""

    def __str__(self) -> str:
        return f"{self.milliseconds:.0f} ms during {self.during}\n{self.stack}"


class Heartbeat(QObject):
    """A precise timer on the thread it is made on. `doing` says what its gaps are counted to."""

    def __init__(self, suspicious_ms: float = 60.0) -> None:
        super().__init__()
        self.gaps: list[Standstill] = []
        self._suspicious = suspicious_ms
        self._during = "start"
        self._stack = ""
        self._waits: dict[str, int] = {}
        self._used = 0.0
        self._last = time.perf_counter()
        self._over = threading.Event()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._witness = threading.Thread(target=self._watch, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._denied()
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._witness.start()

    def stop(self) -> None:
        self._timer.stop()
        self._over.set()
        self._witness.join()

    def doing(self, what: str) -> None:
        self._during = what

    def longest(self) -> Standstill:
        return max(self.gaps, key=lambda gap: gap.milliseconds)

    def longest_by_step(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for gap in self.gaps:
            found[gap.during] = max(found.get(gap.during, 0.0), gap.milliseconds)
        return found

    def _beat(self) -> None:
        now, used, denied = time.perf_counter(), time.thread_time(), self._denied()
        stood = max(used - self._used, now - self._last - denied)
        milliseconds, self._used = stood * 1000, used
        stack, self._stack, self._last = self._stack, "", now
        self.gaps.append(Standstill(milliseconds, self._during, stack))

    def _denied(self) -> float:
        """Seconds our threads were ready since the last call and other programs ran instead.

        All of them: one that is put aside while it holds the interpreter holds up this one too.
        Linux tells; elsewhere nothing is taken off. Read on the thread that is measured, a hundred
        times a second: without paths and buffers.
        """
        now = _waits() if sys.platform == "linux" else {}
        before, self._waits = self._waits, now
        return sum(wait - before.get(name, 0) for name, wait in now.items()) / 1e9

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            if (time.perf_counter() - self._last) * 1000 > self._suspicious and not self._stack:
                self._stack = _told()


def _waits() -> dict[str, int]:
    """How long each of our threads was ready and waited, by its number; nanoseconds."""
    found = {}
    with os.scandir(TASKS) as threads:
        for thread in threads:
            with contextlib.suppress(OSError):  # it has just ended
                found[thread.name] = _waited(f"{thread.path}/schedstat")
    return found


def _waited(schedstat: str) -> int:
    file = os.open(schedstat, os.O_RDONLY)
    try:
        return int(os.read(file, 100).split()[1])
    finally:
        os.close(file)


def _told() -> str:
    """Where every thread stands, written without touching the frames.

    Whoever holds a frame of the main thread may be the last to let go of a painter in it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        return file.read()
