"""Templates of others that a workshop brought in: OGraf packages and SPX pages, as forms.

They are copied into the data folder, so that a stick can be pulled out. They are web pages: nothing
of them is run here, and nothing here draws them; a browser may play them (`studio.stage.web`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from overlays.fields import KEEP, Field, Kind, take_data
from overlays.form import PICTURE_ENDINGS, Form, read_form
from overlays.library import PAGES
from overlays.manifest import SUFFIX, inside, read_manifest
from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file, put_in_place

FOLDER = "templates"
"""Below the data folder."""
MOST_FILES, MOST_BYTES = 300, 60_000_000
"""Of one template; a folder with more is somebody's documents."""
MOST_LEVELS = 16
"""Of folders in it: nobody's template is deeper, and a thousand are there to do harm."""
MOST_PICTURE_BYTES = 20_000_000
"""Of one that is chosen: it is read whole, and the browser of a broadcast has to draw it."""
USED = frozenset(
    (
        *(".html", ".htm", ".js", ".mjs", ".css", ".json"),
        *(".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2", ".ttf", ".otf"),
    )
)
"""Endings of what a page uses. All else in its folder is somebody's: order sheets, for instance."""
HALF = ".half"
GIVEN = "given"
"""In a template's folder: the pictures that people chose for its form."""
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
    fixed: tuple[tuple[str, str], ...] = ()
    steps: int = 1
    """As `overlays.form.Form`."""

    @property
    def is_spx(self) -> bool:
        return self.path.suffix.lower() in PAGES

    @property
    def main(self) -> str:
        """The file a browser begins with, beside the manifest. Errors: as `read_manifest`."""
        if self.is_spx:
            return self.path.name
        file = inside(self.path, str(read_manifest(self.path)["main"]))
        return file.relative_to(self.path.parent.resolve()).as_posix()


def bring_in(path: Path, data_dir: Path) -> Brought:
    """Copy the template at ``path``, with what it uses beside it; once more is the same copy,
    with what was corrected since.

    Errors: those of `overlays.form.read_form`; ``template_is_ours``; ``template_folder_too_large``,
    ``template_code_missing``, ``template_not_copied``.
    """
    found = read_form(path)
    if not found.needs_browser:
        raise UserFacingError("template_is_ours", name=found.zh)
    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest()[:CALLED]
        target = data_dir / FOLDER / content
        files = _beside(path)
        _has_code(path, files)
        if (target / path.name).is_file():
            _renew(path, files, target)
        else:
            _copy(path, files, target)
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


def find(template: str, data_dir: Path) -> Brought:
    """The one of that id; looked for among those there are, for a plan may name anything.

    Errors: ``template_not_here``.
    """
    found = brought_in(data_dir)[0].get(template)
    if found is None:
        raise UserFacingError("template_not_here", name=template.rpartition("/")[2][:KEEP])
    return found


def data_for(template: Brought, data: Mapping[str, object]) -> dict[str, object]:
    """What its page is given. Errors: those of `overlays.fields.take_data`.

    SPX knows text only, a tick as 1 or 0.
    """
    taken = take_data(template.fields, data, drawn=False)
    said = {key: _plain(value) for key, value in taken.items() if value is not None}
    if not template.is_spx:
        return said
    return {**dict(template.fixed), **{key: _as_text(value) for key, value in said.items()}}


def _plain(value: object) -> object:
    return value.as_posix() if isinstance(value, Path) else value


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def with_pictures(template: Brought, data: Mapping[str, object]) -> dict[str, object]:
    """``data`` with each picture that was chosen copied to the template, which sees no other file.

    Errors: ``card_field_wrong`` for what is no picture of the web, ``template_picture_too_large``,
    ``picture_not_copied``.
    """
    kept = dict(data)
    for each in template.fields:
        chosen = Path(str(kept.get(each.key, "")))
        if each.kind in (Kind.PICTURE, Kind.FILE) and chosen.is_absolute() and is_file(chosen):
            kept[each.key] = _given(template, each, chosen)
    return kept


def _given(template: Brought, wanted: Field, picture: Path) -> str:
    ending = picture.suffix.lower()
    if ending.removeprefix(".") not in PICTURE_ENDINGS:
        raise UserFacingError("card_field_wrong", field=wanted.zh, value=picture.name[:KEEP])
    try:
        if picture.stat().st_size > MOST_PICTURE_BYTES:
            most = MOST_PICTURE_BYTES // 1_000_000
            raise UserFacingError("template_picture_too_large", picture=picture.name, most=most)
        content = picture.read_bytes()
        called = hashlib.sha256(content).hexdigest()[:CALLED]
        target = template.path.parent / GIVEN / f"{called}{ending}"
        target.parent.mkdir(exist_ok=True)
        half = target.with_name(f"{target.name}{HALF}")  # its name says what is in it: all of it
        half.write_bytes(content)
        put_in_place(half, target)
    except OSError as error:
        raise UserFacingError("picture_not_copied", picture=picture.name) from error
    return f"{GIVEN}/{target.name}"


def _is_template(path: Path) -> bool:
    return path.name.endswith(SUFFIX) or path.suffix.lower() in PAGES


def _brought(found: Form, path: Path) -> Brought:
    name = f"{path.parent.name}/{path.name}"
    known = (name, found.zh, found.en, found.fields, path)
    return Brought(*known, fixed=found.fixed, steps=found.steps)


def _has_code(path: Path, files: Sequence[Path]) -> None:
    """``template_code_missing`` where what its manifest begins with is not among ``files``: it
    would play as nothing, on air."""
    if path.suffix.lower() in PAGES:
        return
    main = str(read_manifest(path)["main"])
    beside = {Path(os.path.normpath(file)) for file in files}
    if Path(os.path.normpath(path.parent / main)) not in beside:
        raise UserFacingError("template_code_missing", file=path.name, needed=main[:KEEP])


def _copy(path: Path, files: Sequence[Path], target: Path) -> None:
    """Whole or not at all: a copy that was cut off is not there under its name."""
    half = target.with_name(f"{target.name}{HALF}")
    shutil.rmtree(half, ignore_errors=True)
    for file in files:
        copy = half / file.relative_to(path.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    shutil.rmtree(target, ignore_errors=True)
    put_in_place(half, target)


def _renew(path: Path, files: Sequence[Path], target: Path) -> None:
    """Its manifest is the same, its code may not be. Cut off, it is done again with the next try;
    the pictures that were chosen stay, and what plays is loaded anew when it is put on anew."""
    for file in files:
        copy = target / file.relative_to(path.parent)
        if copy.is_file() and copy.read_bytes() == file.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        half = copy.with_name(f"{copy.name}{HALF}")
        shutil.copyfile(file, half)
        put_in_place(half, copy)


def _beside(path: Path) -> list[Path]:
    """What it may use of its folder. Links are left out: they lead to somebody's own files."""
    files: list[Path] = []
    size = 0
    for entry, depth in _entries(path.parent):
        file = Path(entry.path)
        if file.suffix.lower() in USED and entry.is_file(follow_symlinks=False):
            files.append(file)
            size += entry.stat().st_size
        if depth > MOST_LEVELS or len(files) > MOST_FILES or size > MOST_BYTES:
            most = {"most": MOST_FILES, "levels": MOST_LEVELS}
            raise UserFacingError("template_folder_too_large", folder=path.parent.name, **most)
    return files


def _entries(folder: Path) -> Iterator[tuple[os.DirEntry[str], int]]:
    """What lies in a folder and those in it, with how many folders deep; links are not followed."""
    left = [(str(folder), 0)]
    while left:
        place, depth = left.pop()
        with os.scandir(place) as found:
            for entry in found:
                yield entry, depth
                if entry.is_dir(follow_symlinks=False):
                    left.append((entry.path, depth + 1))
