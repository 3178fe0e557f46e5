"""The one SQLite library of the program: pysqlite3's, through sqlite-utils.

Never open a database file with Python's own ``sqlite3`` beside it: two SQLite libraries in one
process do not see each other's locks, and closing the one's file drops the other's
(https://www.sqlite.org/howtocorrupt.html, 2.2.1).
"""

from __future__ import annotations

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # re-exported on purpose

__all__ = ["sqlite3"]
