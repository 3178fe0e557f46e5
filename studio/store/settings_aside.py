"""A settings file that is not as we left it: what of it is told, and kept beside it.

What a person typed over months stands in it. Nothing is ever written over one that was not read.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studio.runtime.files import discard, is_file, part_of, put_in_place

log = logging.getLogger(__name__)

TRIES = 100
"""Names of one second; a program that starts more often has other troubles."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What reading the settings found; false: they were as we left them."""

    unread: bool = False
    """Nothing of the file could be read: everything is at its default."""
    shut: bool = False
    """The system did not let it be read: it may be whole, and readable the next time."""
    wrong: tuple[str, ...] = ()
    """Keys whose values were not used; the others were."""
    kept: Path | None = None
    """The file as it was; None: it could not be put aside, and is still in its place."""

    def __bool__(self) -> bool:
        return self.unread or bool(self.wrong)


def move_aside(path: Path) -> Path:
    """``path`` under a name nothing else has, beside it; returns that. OSError passes."""
    return _under_free_name(path, lambda other: put_in_place(path, other))


def copy_aside(path: Path) -> Path:
    """As `move_aside`, and ``path`` stays as it is."""

    def copied(other: Path) -> None:
        part = part_of(other)
        try:
            shutil.copyfile(path, part)
            put_in_place(part, other)
        finally:
            discard(part)

    return _under_free_name(path, copied)


def _under_free_name(path: Path, put: Callable[[Path], object]) -> Path:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    for number in range(1, TRIES + 1):
        more = "" if number == 1 else f"-{number}"
        other = path.with_name(f"{path.stem}-broken-{stamp}{more}{path.suffix}")
        try:
            with other.open("xb"):  # the name is ours now, whoever else looks for one
                pass
        except FileExistsError:
            continue
        try:
            put(other)
        except OSError:
            if is_file(other) and other.stat().st_size == 0:
                discard(other)
            raise
        return other
    raise FileExistsError(str(path))
