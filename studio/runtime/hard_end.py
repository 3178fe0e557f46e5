"""The program's end as by ``kill -9`` or a power cut: nothing is written or closed any more."""

from __future__ import annotations

import os
import signal

HARDEST = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Windows has no SIGKILL; there `os.kill` ends a process at once with any signal but Ctrl+C's:
https://docs.python.org/3/library/os.html#os.kill"""


def end_hard() -> None:
    """End this process now. Any thread; does not come back."""
    os.kill(os.getpid(), HARDEST)
