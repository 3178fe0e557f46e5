"""Threads, open files and memory of the program and of OBS, each time everything is at rest."""

from __future__ import annotations

import re
import statistics
import time
from dataclasses import dataclass, field
from itertools import pairwise

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
ALONE_TIMES = 8
"""Another collection and back, with the program gone."""
SETTLES_SECONDS = 1.0
"""For what OBS lets go of a little later, in a thread of its own."""
ALONE_SHARE = 2.0
"""Of what a collection costs OBS left alone, it may cost in a broadcast: there is more in it."""
SHARED = re.compile(r"^(gongfu-worker|ThreadPoolExecutor|asyncio|MainThread)")
"""Threads of which there may be several."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One process at one rest."""

    threads: int
    files: int
    memory_mb: float
    collections: int
    """How often another scene collection had been chosen by then."""


@dataclass(slots=True)
class Life:
    """One process from its start to its end."""

    who: str
    pid: int
    readings: list[Reading] = field(default_factory=list)

    def wrong(self, collection_mb: float) -> list[str]:
        """What it has more of than at its beginning, past what a collection costs OBS anyway."""
        warm, late = self.readings[WARM_FAULTS - 1 :][:2], self.readings[-2:]
        if len(self.readings) < WARM_FAULTS + 2:
            return []
        wrong = []
        most, least = max(each.files for each in warm), min(each.files for each in late)
        if least > most + SPARE_FILES:
            wrong.append(f"{self.who} {self.pid}: {most} open files at first, then {least}")
        if (grown := self.growth_mb()) is not None and grown > self._may_grow():
            wrong.append(f"{self.who} {self.pid}: its memory grew by {grown:.1f} MB")
        if not self.is_long:
            return wrong
        chosen = self.readings[-1].collections - self.readings[0].collections
        may_cost = GROWTH_MB + ALONE_SHARE * chosen * max(0.0, collection_mb)
        if (cost := self.collections_mb()) > may_cost:
            wrong.append(f"{self.who} {self.pid}: {chosen} collections cost it {cost:.1f} MB")
        return wrong

    @property
    def is_long(self) -> bool:
        """Long enough for its memory to tell something."""
        return len(self.readings) >= LONG_LIFE

    def growth_mb(self) -> float | None:
        """From the middle of its life to its last third; None: it was too short to tell.

        Without what came with another collection: OBS keeps some of each for itself, also where
        nobody is connected to it, and that is held to its own figure.
        """
        if not self.is_long:
            return None
        third, memory = len(self.readings) // 3, self._without_collections()
        return statistics.median(memory[-third:]) - statistics.median(memory[third : 2 * third])

    def collections_mb(self) -> float:
        """What came with other collections, all together."""
        return self.readings[-1].memory_mb - self._without_collections()[-1]

    def _without_collections(self) -> list[float]:
        memory, came = [self.readings[0].memory_mb], 0.0
        for before, after in pairwise(self.readings):
            if after.collections != before.collections:
                came += after.memory_mb - before.memory_mb
            memory.append(after.memory_mb - came)
        return memory

    def _may_grow(self) -> float:
        memory = statistics.median(each.memory_mb for each in self.readings)
        return max(GROWTH_MB, GROWTH_SHARE * memory)

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
            "collections": last.collections - first.collections,
            "collections_mb": round(self.collections_mb(), 1),
        }


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

    def collections_alone(self) -> float:
        """Megabytes another collection and back cost OBS once the program is gone; it goes here.

        0 where no OBS lived long enough for that to be asked.
        """
        if not any(life.who == "OBS" and life.is_long for life in self.lives):
            return 0.0
        self._there.program.stop()
        (process,) = self._there.own.processes()
        self._change_collections(2)
        before = process.memory_info().rss
        self._change_collections(ALONE_TIMES)
        return (process.memory_info().rss - before) / MEGABYTE / ALONE_TIMES

    def _change_collections(self, times: int) -> None:
        for _ in range(times):
            self._there.choose_another_collection()
            self._there.choose_our_collection()
            time.sleep(SETTLES_SECONDS)

    def wrong(self, collection_mb: float) -> list[str]:
        """``collection_mb``: of `collections_alone`."""
        return [text for life in self.lives for text in life.wrong(collection_mb)]

    def _read(self, who: str, process: psutil.Process) -> None:
        known = next((life for life in self.lives if life.pid == process.pid), None)
        if known is None:
            known = Life(who, process.pid)
            self.lives.append(known)
        memory = process.memory_info().rss / MEGABYTE
        chosen = self._there.collections_chosen
        known.readings.append(Reading(process.num_threads(), process.num_fds(), memory, chosen))
