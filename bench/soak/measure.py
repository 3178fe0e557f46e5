"""Threads, open files and memory of the program and of OBS, each time everything is at rest."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil

from bench.soak.field import Field

MEGABYTE = 1 << 20
WARM_FAULTS = 3
"""Of a process's life: until then it opens what it needs for the first time."""
SPARE_FILES = 2
"""Open files a process may have more at rest than when it was warm: a knock, a still being read."""
LONG_LIFE = 10
"""Faults a process must have lived through for its memory to tell something."""
GROWTH_SHARE, GROWTH_MB = 0.10, 12.0
"""Of its memory, from the middle third of a life to the last; what is more grows."""
SHARED = re.compile(r"^(gongfu-worker|ThreadPoolExecutor|asyncio|MainThread)")
"""Threads of which there may be several."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One process at one rest."""

    threads: int
    files: int
    memory_mb: float


@dataclass(slots=True)
class Life:
    """One process from its start to its end."""

    who: str
    pid: int
    readings: list[Reading] = field(default_factory=list)

    def wrong(self, alone_mb: float | None = None) -> list[str]:
        """What it has more of than at its beginning; ``alone_mb`` as of `left_alone`."""
        warm, late = self.readings[WARM_FAULTS - 1 :][:2], self.readings[-2:]
        if len(self.readings) < WARM_FAULTS + 2:
            return []
        wrong = []
        most, least = max(each.files for each in warm), min(each.files for each in late)
        if least > most + SPARE_FILES:
            wrong.append(f"{self.who} {self.pid}: {most} open files at first, then {least}")
        if (more := self._too_much_mb(alone_mb)) is not None:
            wrong.append(f"{self.who} {self.pid}: its memory grew by {more:.1f} MB")
        return wrong

    def _too_much_mb(self, alone_mb: float | None) -> float | None:
        """By how much it grew, or came to more than OBS does left alone; None: it is flat."""
        if not self.is_long:
            return None
        third = len(self.readings) // 3
        late = _memory(self.readings[-third:])
        before = _memory(self.readings[third : 2 * third]) if alone_mb is None else alone_mb
        grown = late - before
        return grown if grown > max(GROWTH_MB, GROWTH_SHARE * before) else None

    @property
    def is_long(self) -> bool:
        """Long enough for its memory to tell something."""
        return len(self.readings) >= LONG_LIFE

    def growth_mb(self) -> float | None:
        """From the middle of its life to its last third; None: it was too short to tell."""
        if not self.is_long:
            return None
        third = len(self.readings) // 3
        return _memory(self.readings[-third:]) - _memory(self.readings[third : 2 * third])

    def told(self) -> dict[str, object]:
        """For the report."""
        first, last = self.readings[0], self.readings[-1]
        return {
            "who": self.who,
            "faults": len(self.readings),
            "threads": [first.threads, last.threads],
            "files": [first.files, last.files],
            "memory_mb": [round(first.memory_mb, 1), round(last.memory_mb, 1)],
            "growth_mb": None if (grown := self.growth_mb()) is None else round(grown, 1),
        }


def _memory(readings: Sequence[Reading]) -> float:
    return statistics.median(each.memory_mb for each in readings)


class Measure:
    """Follows the program and OBS through all their lives."""

    def __init__(self, there: Field) -> None:
        self._there = there
        self.lives: list[Life] = []

    def take(self) -> list[str]:
        """Read both; what is wrong at once: a thread that is there twice, an OBS too many."""
        obses = self._there.own.processes()
        self._read("program", psutil.Process(self._there.program.pid))
        for process in obses:
            self._read("OBS", process)
        wrong = [] if len(obses) == 1 else [f"{len(obses)} OBS are running"]
        names = self._there.program.ask("threads")["names"]
        twice = [name for name, count in names.items() if count > 1 and not SHARED.match(name)]
        return wrong + [f"program: {names[name]} threads are called {name}" for name in twice]

    def memory_mb(self) -> dict[str, float]:
        """As read last, of each."""
        return {life.who: life.readings[-1].memory_mb for life in self.lives}

    def wrong(self, alone_mb: float | None) -> list[str]:
        """``alone_mb``: as of `left_alone`, for OBS; nothing but its own past for the program."""
        return [
            text
            for life in self.lives
            for text in life.wrong(alone_mb if life.who == "OBS" else None)
        ]

    def _read(self, who: str, process: psutil.Process) -> None:
        known = next((life for life in self.lives if life.pid == process.pid), None)
        if known is None:
            known = Life(who, process.pid)
            self.lives.append(known)
        memory = process.memory_info().rss / MEGABYTE
        known.readings.append(Reading(process.num_threads(), process.num_fds(), memory))
