"""Asking for a file: it begins where people keep such things, later where the last one was."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.widgets.toast import Toast

Place = QStandardPaths.StandardLocation
PICTURES, DOCUMENTS = Place.PicturesLocation, Place.DocumentsLocation
FILMS, DOWNLOADS = Place.MoviesLocation, Place.DownloadLocation
PROGRAMS = Place.ApplicationsLocation
AskFile = Callable[..., Path | None]
AskFiles = Callable[..., Sequence[Path]]
AskSave = Callable[[QWidget, str, str, str], tuple[Path | None, str]]
"""What a page asks with: the functions below, or what a test puts in their place."""
_last: dict[Place, str] = {}
"""Of each kind of place, the folder the last file was chosen in, until the program ends."""


def ask_file(parent: QWidget, title: str, kinds: str, place: Place = PICTURES) -> Path | None:
    """The chosen file, None where nobody chose one. Main thread, which waits."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, folder(place), kinds)
    return _kept(parent, chosen, place)


def ask_files(parent: QWidget, title: str, kinds: str, place: Place) -> Sequence[Path]:
    """As `ask_file`, for as many as are chosen at a time."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, folder(place), kinds)
    paths = (_kept(parent, each, place) for each in chosen)
    return [each for each in paths if each is not None]


def ask_save(
    parent: QWidget, title: str, name: str, kinds: str, place: Place = DOCUMENTS
) -> tuple[Path | None, str]:
    """Where to save a file, ``name`` proposed, and which of ``kinds`` was chosen for it."""
    proposed = str(Path(folder(place)) / name)
    chosen, kind = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    return _kept(parent, chosen, place), kind


def folder(place: Place) -> str:
    """Where to begin: the last one used, the system's for such files, home where there is none."""
    home = QStandardPaths.writableLocation(Place.HomeLocation)
    known = (_last.get(place, ""), _usual(place))
    return next((each for each in known if each and Path(each).is_dir()), home)


def _usual(place: Place) -> str:
    """The system's; Qt's own for programs is where what starts them lies, as the start menu."""
    if place is not PROGRAMS:
        return QStandardPaths.writableLocation(place)
    if sys.platform == "win32":
        return os.environ.get("PROGRAMFILES", "")
    return "/Applications" if sys.platform == "darwin" else "/usr/bin"


def _kept(parent: QWidget, chosen: str, place: Place) -> Path | None:
    """What was chosen, its folder kept for the next time; what was wrong with another is over."""
    if not chosen:
        return None
    for toast in parent.window().findChildren(Toast):
        toast.tried_again()
    path = Path(chosen)
    _last[place] = str(path.parent)
    return path
