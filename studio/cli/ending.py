"""The program's end while a thread of it is still at work."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress

log = logging.getLogger(__name__)


def leave(ending: SystemExit) -> None:
    """End the process with the status of ``ending``, if a thread did not end with its owner.

    On a busy computer the practice stage still writes its last pictures when everything else is
    closed. Python takes such a thread out of its call of OpenCV by unwinding it, and C++ answers
    with an abort: what had ended well looked like a crash. Returns where no such thread is left.
    Nothing that was left for Python's own end (``atexit``) runs then. A program that breaks off by
    a fault of its own does not come through here.
    """
    late = [thread.name for thread in threading.enumerate() if _is_cut_off(thread)]
    if not late:
        return
    log.warning("still at work at the program's end: %s", ", ".join(late))
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(_status(ending))


def _is_cut_off(thread: threading.Thread) -> bool:
    """Of those that another library made Python knows only the name. All others have ended by
    then: whoever began them waited for them (`Runtime.close`)."""
    return thread.daemon and not isinstance(thread, threading._DummyThread)


def _status(ending: SystemExit) -> int:
    if ending.code is None:
        return 0
    return ending.code if isinstance(ending.code, int) else 1
