"""The ``gongfu`` command: every command takes ``--data-dir`` and ``--json``.

Exit status: 0 done, 1 something the person can act on (one sentence; as JSON
``{"error": code, "message": …}``), 2 wrong usage. Nobody is ever shown a traceback: it goes to
the log in the data folder.
"""

from __future__ import annotations

from studio.runtime.without import without

with without("numpy"), without("pandas"):
    # It looks for them to know their types by name; a fifth of every command's start went there,
    # and half a second more where somebody has pandas.
    import sqlite_utils  # noqa: F401

from studio.cli.root import main

__all__ = ["main"]
