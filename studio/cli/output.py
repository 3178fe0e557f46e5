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

from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)


def as_json(value: object) -> str:
    """One line of JSON. Where the output is not UTF-8, Chinese is escaped: nothing is lost."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(value, ensure_ascii=not encoding.lower().replace("-", "").startswith("utf8"))


_CONTROLS = {code: "�" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """Text that tells a terminal nothing to do: names come from buyers and from other people's
    files, and an escape in one could hide a row or type a command."""
    return text.translate(_CONTROLS)


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
        print(harmless(sentence), file=sys.stderr, flush=True)
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
