"""Qt calls that return nothing must not use up the interpreter's None."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect

import overlays  # noqa: F401  (importing it is what protects)


def test_a_hundred_thousand_calls_leave_none_alive() -> None:
    box = QRect()
    for _ in range(100_000):
        box.setLeft(1)
    assert sys.getrefcount(None) > 1000
