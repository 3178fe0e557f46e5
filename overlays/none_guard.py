"""Keeps PySide6 6.12.0 from killing the program under Python 3.10 and 3.11.

Every PySide6 6.12.0 method that returns nothing gives back one reference to None that it never
took. From Python 3.12 on None is immortal and nothing happens; before, after some 5,000 Qt calls
the interpreter stops with "Fatal Python error: none_dealloc". PySide6 6.11.3 is free of it
[measured]. To be removed with the last supported combination that has the fault.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QRect

_CALLS = 64
_MANY = 1 << 40
"""A billion Qt calls a minute would take 18 hours to use this up."""


def loses_references() -> bool:
    """Whether this PySide6 under this Python drops references to None."""
    box = QRect()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        box.setLeft(0)
    return sys.getrefcount(None) <= before - _CALLS // 2


def protect() -> None:
    """Give None references to lose, where they are being lost. Once a process is enough.

    Written to the object itself, one ``Py_IncRef`` after the other would take minutes. Only builds
    where the count can be read back at that address are touched.
    """
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= _MANY or not loses_references():
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    if abs(count.value - sys.getrefcount(None)) < _CALLS:
        count.value += _MANY
