"""The program in a process forked from one that has loaded it.

A start is loading for the most part, a second of processor time, and nothing is at stake in it.
What is killed dozens of times loads once and is killed in what comes after. POSIX only.
"""

from __future__ import annotations

import atexit
import io
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()
PROGRAM = (
    *("studio.cli.run", "studio.bootstrap", "studio.session.assembly", "studio.session.air_look"),
    *("studio.session.overlay_artist", "studio.session.trial_room", "ui.headless"),
    *("studio.stage.obs.stage", "studio.stage.practice.stage"),
)
"""What a broadcast without a window loads, but for what these load."""


def server() -> ForkServerContext:
    """The one of this test process, which loads what any of its tests forks."""
    from multiprocessing import forkserver

    from bench.kills.run import LOADED as BOOKS

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*PROGRAM, *BOOKS])
    forkserver.ensure_running()
    return context


class Forked:
    """As a `subprocess.Popen` of ``python -m studio`` whose outputs are pipes of text."""

    def __init__(self, arguments: Sequence[str], env: Mapping[str, str]) -> None:
        context = server()
        (self.stdout, said), (self.stderr, told) = _pipe(), _pipe()
        # A daemon: one that an error left behind is not waited for when the tests end.
        how = (arguments, dict(env), said, told, PROGRAM)
        self._process = context.Process(target=_run, args=how, daemon=True)
        self._process.start()
        atexit.register(self._end)  # nor asked to stop, which may take its time
        said.close()
        told.close()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float) -> int:
        self._process.join(seconds)
        status = self._process.exitcode
        if status is None:
            raise subprocess.TimeoutExpired("gongfu", seconds)
        return status

    def kill(self) -> None:
        self._process.kill()

    def _end(self) -> None:
        if self.poll() is None:
            self.kill()

    def send_signal(self, number: int) -> None:
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)


def _pipe() -> tuple[TextIO, Connection]:
    """To read from here, and to be handed to the process."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    reader = os.fdopen(os.dup(ours.fileno()), encoding="utf-8")
    ours.close()
    return reader, theirs


def _run(
    arguments: Sequence[str],
    env: Mapping[str, str],
    said: Connection,
    told: Connection,
    loaded: Sequence[str],
) -> None:
    """The command, as a new interpreter begins it, but that it has ``loaded`` the program."""
    os.environ.clear()
    os.environ.update(env)
    for number, pipe in ((1, said), (2, told)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, "w"), "utf-8", write_through=True)  # type: ignore[type-var]
        for number in (1, 2)
    )
    # What cannot be imported the fork server passes over without a word.
    missing = [name for name in loaded if name not in sys.modules]
    assert not missing, f"not loaded before the fork: {missing}"
    sys.argv = ["gongfu", *arguments]
    from studio.cli import main

    main()
