"""Drawn pictures that nobody has drawn, loaded or looked at for long. Without Qt; any thread.

A picture that is drawn again is the file of before, whose time of writing must stay: OBS loads a
file anew, with a gap on air, when that changes. So using it is noted as a look into it, where looks
of OBS and of people are noted by the system itself.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path

log = logging.getLogger(__name__)

HASH_LETTERS = 20
"""Of a picture's sha256, in its name."""
TEMPORARY = ".card-"
"""What a picture is called before it is whole; a program that was killed leaves it."""
_DRAWN = re.compile(rf".+-([0-9a-f]{{{HASH_LETTERS}}})\.png")
_one_at_a_time = threading.Lock()


def name(kind: str, sha256: str) -> str:
    return f"{kind}-{sha256[:HASH_LETTERS]}.png"


def use(path: Path, size: int) -> bool:
    """Whether it is there whole, with ``size`` bytes: it counts as used now and stays.

    OSError where the folder cannot be read.
    """
    with _one_at_a_time:
        try:
            known = path.stat()
        except FileNotFoundError:
            return False
        if known.st_size != size:  # a power cut can leave an empty file under the final name
            return False
        try:
            os.utime(path, ns=(time.time_ns(), known.st_mtime_ns))
        except OSError as error:  # somebody else's file; it does until it is old
            log.debug("not noted that %s is in use: %s", path.name, error)
        return True


def remove(folder: Path, before: float, keep: Collection[str]) -> int:
    """Remove what was not used since ``before`` (seconds, as `time.time`); how many were.

    ``keep``: hashes (sha256) of pictures that stay. What somebody has open stays as well, and so
    does what is not ours.
    """
    kept = {sha256[:HASH_LETTERS] for sha256 in keep}
    return sum(_remove_old(path, before) for path in _ours(folder, kept))


def _ours(folder: Path, kept: Collection[str]) -> Iterator[Path]:
    try:
        there = list(folder.iterdir())
    except OSError as error:  # a folder that was never drawn into
        log.debug("no pictures to look through: %s", error)
        return
    for path in there:
        drawn = _DRAWN.fullmatch(path.name)
        if path.name.startswith(TEMPORARY) or (drawn and drawn.group(1) not in kept):
            yield path


def _remove_old(path: Path, before: float) -> bool:
    with _one_at_a_time:
        try:
            known = path.stat()
            if max(known.st_mtime, known.st_atime) >= before:
                return False
            path.unlink()
        except OSError as error:
            log.info("an old picture was not removed: %s", error)
            return False
    return True
