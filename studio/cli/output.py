"""What the command prints, and what becomes of it when nobody reads any more.

A terminal that was closed, a pipe whose reader left or a full disk behind ``>`` must not end a
broadcast, and must not make a traceback.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import TextIO

from studio.runtime import plain
from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)


def as_json(value: object) -> str:
    """One line of JSON. Where the output is not UTF-8, Chinese is escaped, and everywhere what
    would turn a terminal's lines round: nothing is lost."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    ascii_only = not encoding.lower().replace("-", "").startswith("utf8")
    return plain.escaped(json.dumps(value, ensure_ascii=ascii_only))


def answer(text: str) -> None:
    """Print what was asked for. ``answer_unwritable`` where it cannot be written.

    A reader who left (``| head``) has read enough: that is no error.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _let_go()
    except (OSError, ValueError) as error:
        _let_go()
        raise UserFacingError("answer_unwritable") from error


def event(value: object) -> None:
    """Print one line of JSON; if nobody can read it, go on without. Any thread."""
    try:
        print(as_json(value), flush=True)
    except (OSError, ValueError) as error:
        log.warning("nobody reads the output any more, going on without: %s", error)
        _let_go()


def complain(sentence: str) -> None:
    """Print a sentence where errors go."""
    if sys.stderr is None:
        return
    try:
        print(plain.harmless(sentence), file=sys.stderr, flush=True)
    except (OSError, ValueError) as error:
        log.warning("nobody could be told: %s", error)


def _let_go() -> None:
    """Print into the void from now on.

    The descriptor is moved too: what is left in the old buffer would raise once more at exit.
    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    void: TextIO = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    try:
        os.dup2(void.fileno(), 1)
    except OSError as error:
        log.debug("the output has no descriptor: %s", error)
    sys.stdout = void
