"""Templates of others that a workshop brought in: OGraf packages and SPX pages, as forms.

They are copied into the data folder, so that a stick can be pulled out. They are web pages: nothing
of them is run, and nothing here draws them.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from overlays.fields import Field
from overlays.form import Form, read_form
from overlays.library import PAGES
from overlays.manifest import SUFFIX
from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place

FOLDER = "templates"
"""Below the data folder."""
MOST_FILES, MOST_BYTES = 300, 60_000_000
"""Of one template; a folder with more is somebody's documents."""
USED = frozenset(
    (
        *(".html", ".htm", ".js", ".mjs", ".css", ".json"),
        *(".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2", ".ttf", ".otf"),
    )
)
"""Endings of what a page uses. All else in its folder is somebody's: order sheets, for instance."""
HALF = ".half"
CALLED = 12
"""Characters of the hash a copy is called by."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One of them, with what the editor asks of any template."""

    id: str
    """Of the copy: two strangers may have called theirs alike."""
    zh: str
    en: str
    fields: tuple[Field, ...]
    path: Path
    """The manifest or page in the data folder."""
    slot: str = ""
    examples: Mapping[str, object] = field(default_factory=dict)


def bring_in(path: Path, data_dir: Path) -> Brought:
    """Copy the template at ``path``, with what it uses beside it; once more is the same copy.

    Errors: those of `overlays.form.read_form`; ``template_is_ours``; ``template_folder_too_large``,
    ``template_not_copied``.
    """
    found = read_form(path)
    if not found.needs_browser:
        raise UserFacingError("template_is_ours", name=found.zh)
    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest()[:CALLED]
        target = data_dir / FOLDER / content
        if not (target / path.name).is_file():
            _copy(path, target)
    except OSError as error:
        raise UserFacingError("template_not_copied", file=path.name) from error
    return _brought(found, target / path.name)


def brought_in(data_dir: Path) -> tuple[dict[str, Brought], list[UserFacingError]]:
    """Those there are, by id, and why others cannot be used any more."""
    found: dict[str, Brought] = {}
    troubles = []
    for path in sorted((data_dir / FOLDER).glob("*/*")):
        if path.parent.suffix == HALF or not _is_template(path):
            continue
        try:
            made = _brought(read_form(path), path)
        except UserFacingError as error:
            if error.code != "template_no_form":  # a page that only goes with another
                troubles.append(error)
        else:
            found[made.id] = made
    return found, troubles


def _is_template(path: Path) -> bool:
    return path.name.endswith(SUFFIX) or path.suffix.lower() in PAGES


def _brought(found: Form, path: Path) -> Brought:
    return Brought(f"{path.parent.name}/{path.name}", found.zh, found.en, found.fields, path)


def _copy(path: Path, target: Path) -> None:
    """Whole or not at all: a copy that was cut off is not there under its name."""
    files = _beside(path)
    half = target.with_name(f"{target.name}{HALF}")
    shutil.rmtree(half, ignore_errors=True)
    for file in files:
        copy = half / file.relative_to(path.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    shutil.rmtree(target, ignore_errors=True)
    put_in_place(half, target)


def _beside(path: Path) -> list[Path]:
    """What it may use of its folder. Links are left out: they lead to somebody's own files."""
    files: list[Path] = []
    size = 0
    for file in path.parent.rglob("*"):
        if file.suffix.lower() not in USED or file.is_symlink() or not file.is_file():
            continue
        files.append(file)
        size += file.stat().st_size
        if len(files) > MOST_FILES or size > MOST_BYTES:
            raise UserFacingError(
                "template_folder_too_large", folder=path.parent.name, most=MOST_FILES
            )
    return files
