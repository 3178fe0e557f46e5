"""Asking for a file: it begins where people keep such things, later where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

Place = QStandardPaths.StandardLocation
PICTURES, DOCUMENTS = Place.PicturesLocation, Place.DocumentsLocation
FILMS = Place.MoviesLocation
_last: dict[Place, str] = {}
"""Of each kind of place, the folder the last file was chosen in, until the program ends."""


def ask_file(parent: QWidget, title: str, kinds: str, place: Place = PICTURES) -> Path | None:
    """The chosen file, None where nobody chose one. Main thread, which waits."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, folder(place), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    _last[place] = str(path.parent)
    return path


def folder(place: Place) -> str:
    """Where to begin: the last one used, the system's for such files, home where there is none."""
    usual = QStandardPaths.writableLocation(place)
    home = QStandardPaths.writableLocation(Place.HomeLocation)
    known = (_last.get(place, ""), usual)
    return next((each for each in known if each and Path(each).is_dir()), home)
