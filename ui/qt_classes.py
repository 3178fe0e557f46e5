"""Qt's classes, made before a second thread can need one.

PySide makes a class when it is first touched, also the classes that only one of its methods takes.
Two threads that touch a new one at the same moment end the program or stop it for good: measured
with PySide6 6.11.3 and four threads reading pictures, in 13 of 20 starts (docs/decisions/0018).
"""

from __future__ import annotations

from PySide6 import QtCore, QtGui


def make_all() -> None:
    """Make every class that drawing on a worker can touch. About 0.2 s the first time, then none.

    Main thread, before the first worker draws. QtWidgets stays as it is: only the main thread
    may touch it.
    """
    for module in (QtCore, QtGui):
        for name in dir(module):
            getattr(module, name)
