"""A packing table without a window or a camera: a real ledger, sounds that are only counted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from studio.runtime.sounds import Sound
from studio.store.database import Store
from tests.helpers.books import Books
from tests.helpers.desk import ImmediateRuntime, done


@dataclass
class Studio:
    """The part of a studio the table needs, on a real file, answering at once."""

    on: Books
    runtime: ImmediateRuntime = field(default_factory=ImmediateRuntime)
    refuses: BaseException | None = None

    @property
    def store(self) -> Store:
        return self.on.store

    @property
    def books(self) -> Studio:
        return self

    @property
    def clock(self) -> Studio:
        return self

    def now_ms(self) -> int:
        return self.on.now

    def write(self, work: Callable[[Database, int], Any]) -> Future[Any]:
        if self.refuses is not None:
            failed: Future[Any] = Future()
            failed.set_exception(self.refuses)
            return failed
        return self.on.store.write(lambda db: work(db, self.on.now))


@dataclass
class Heard:
    """Sounds that were asked for; ``deaf``: this computer plays none."""

    sounds: list[Sound] = field(default_factory=list)
    deaf: bool = False
    closed: bool = False

    def play(self, sound: Sound) -> Future[bool]:
        self.sounds.append(sound)
        return done(not self.deaf)

    def close(self) -> None:
        self.closed = True


class Camera:
    """A camera whose codes the test holds up."""

    def __init__(self) -> None:
        self.name, self.closed = "", 0

    def open(self, name: str, on_code: Any, on_picture: Any, on_problem: Any) -> Camera:
        self.name = name
        self.on_code, self.on_picture, self.on_problem = on_code, on_picture, on_problem
        return self

    def close(self) -> None:
        self.closed += 1
