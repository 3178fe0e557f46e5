"""Starts what is to be killed, kills it, and looks at what it left."""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import click

from bench.kills import work
from bench.kills.judge import Witness, wrong
from studio.store.sealed import CURRENT, Sealer, key_of
from studio.store.secrets import MemorySecrets

WITHIN = {"importing": 0.5, "packing": 0.25, "noting": 0.15, "backup": 0.1}
"""Seconds after its first word within which a process is killed; also the order they come in."""
STARTING = 0.15
"""Share of kills that do not wait for the first word, but fall somewhere in the start."""
A_WORKSHOP = 16
"""Kills that one data folder goes through: books of some thousand orders are proved soon."""
PATIENCE = 60.0
LOADED = ["bench.kills.work", "studio.session.assembly", "inventory.search.listing"]
"""What all of them import, the first two of half a second: by the process they are forked from,
where it begins in a folder that `bench` can be imported from."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much there is to do, and how soon it is killed."""

    orders: int = work.ORDERS
    """Of one file: three transactions, as they are written while a broadcast runs."""
    haste: float = 1.0
    """How many times sooner than `WITHIN`."""
    words: Mapping[str, int] = field(default_factory=dict)
    """After at most so many acknowledgements of a kind of work, drawn for each kill, and only then
    at any moment: as much is there to be lost on a machine that is busy with other things."""


@dataclass
class Tally:
    """What the kills came to, by kind of work."""

    kills: Counter[str] = field(default_factory=Counter)
    at_work: Counter[str] = field(default_factory=Counter)
    """Of those, the ones that fell after the first word and before the end."""
    acknowledged: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def table(self) -> str:
        rows = [f"{'':12}{'kills':>8}{'at work':>10}{'acknowledged':>14}"]
        for kind in WITHIN:
            counts = self.kills[kind], self.at_work[kind], self.acknowledged[kind]
            rows.append("{:12}{:8}{:10}{:14}".format(kind, *counts))
        sums = (self.kills.total(), self.at_work.total(), self.acknowledged.total())
        rows.append("{:12}{:8}{:10}{:14}".format("all", *sums))
        return "\n".join([*rows, f"lost, doubled or not adding up: {len(self.wrong)}"])


class Killer:
    """Kills drawn from a seed. POSIX starts each process from one that has loaded everything."""

    def __init__(self, seed: int, folder: Path, pace: Pace | None = None) -> None:
        """``folder``: where the workshops' data folders are made, and put away again."""
        self._folder = folder
        self._pace = pace or Pace()
        self._chance = random.Random(seed)
        self._context: BaseContext = multiprocessing.get_context()
        if "forkserver" in multiprocessing.get_all_start_methods():
            forks = multiprocessing.get_context("forkserver")
            forks.set_forkserver_preload(LOADED)
            self._context = forks
        self.tally = Tally()

    def run(self, kills: int, seconds: float) -> Tally:
        """So many kills, or as many as begin within the time; ends at the first that lost."""
        until = time.monotonic() + seconds
        while not self._over(kills, until):
            with tempfile.TemporaryDirectory(dir=self._folder, prefix="kills-") as folder:
                self._workshop(Path(folder), kills, until)
        return self.tally

    def _over(self, kills: int, until: float) -> bool:
        done = self.tally.kills.total() >= kills or time.monotonic() >= until
        return done or bool(self.tally.wrong)

    def _workshop(self, folder: Path, kills: int, until: float) -> None:
        witness, keys = Witness(self._pace.orders), _keys()
        for number in range(A_WORKSHOP):
            if self._over(kills, until):
                break
            kind = tuple(WITHIN)[number % len(WITHIN)]
            self._kill(work.Job(kind, folder, keys, self._pace.orders), witness)
            self.tally.wrong += wrong(folder, witness)
        self.tally.acknowledged.update(witness.acknowledged)

    def _kill(self, job: work.Job, witness: Witness) -> None:
        kind = job.kind
        ours, theirs = self._context.Pipe(duplex=False)
        process: BaseProcess = self._context.Process(target=work.run, args=(job, theirs))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        words: list[tuple[object, ...]] = []
        if self._chance.random() >= STARTING:
            enough = 1 + self._chance.randint(0, self._pace.words.get(kind, 0))
            if not _heard(ours, words, enough):
                self.tally.wrong.append(f"{kind}: nothing was heard for {PATIENCE:g} s")
        # the moment itself is the point: any
        time.sleep(self._chance.uniform(0, WITHIN[kind] / self._pace.haste))
        ended = process.exitcode
        process.kill()
        process.join(PATIENCE)
        witness.unsaid += kind == "noting"
        _heard(ours, words)  # all that got out of it before it died
        ours.close()
        for told in words:
            witness.hear(told)
        if ended:
            self.tally.wrong.append(f"{kind}: ended by itself with {ended}")
        self.tally.kills[kind] += ended is None
        self.tally.at_work[kind] += ended is None and (work.BEGUN,) in words


def _heard(ours: Connection, words: list[tuple[object, ...]], enough: int = sys.maxsize) -> bool:
    """Take in words until there are enough or no more can come; False: nothing came for long."""
    try:
        while len(words) < enough:
            if not ours.poll(PATIENCE):
                return False
            words.append(ours.recv())
    except EOFError:
        pass
    return True


def _keys() -> dict[str, str]:
    """A key that all processes of a workshop seal buyers' data with, as from one keyring."""
    secrets, kept = MemorySecrets(), {}
    sealed = Sealer(secrets).seal(b"", where="raw_content/trial")
    for name in (CURRENT, f"{CURRENT}_{key_of(sealed)}"):
        kept[name] = secrets.get(name) or ""
    return kept


@click.command()
@click.option("--kills", default=1000, show_default=True)
@click.option("--seed", type=int, help="Which kills; without it others each time, told at the end.")
@click.option("--seconds", default=36_000.0, help="Begin no kill after so long.")
def main(kills: int, seed: int | None, seconds: float) -> None:
    """kill -9 while noting, importing, packing and backing up; exits 1 where anything is lost."""
    seed = time.time_ns() % 1_000_000 if seed is None else seed
    tally = Killer(seed, Path.cwd()).run(kills, seconds)
    click.echo(tally.table())
    click.echo(f"seed {seed}")
    for each in tally.wrong:
        click.echo(each, err=True)
    if tally.wrong:
        sys.exit(1)


def kills(arguments: Sequence[str]) -> None:
    """As a command."""
    main(list(arguments), prog_name="python -m bench kills")
