"""Reading manifests: as strict as if a stranger wrote them, because one may have.

Nothing in a template is ever run: ``main`` is for browsers, here only its name is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from overlays.fields import KEEP, read_fields
from overlays.layers import Layers
from overlays.template import Slot, Template
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_at_most

SUFFIX = ".ograf.json"
SCHEMA = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"
MOST_BYTES = 512_000
NEEDED = {
    "id": str,
    "name": str,
    "main": str,
    "supportsRealTime": bool,
    "supportsNonRealTime": bool,
}
VERSION = 1
"""Of ``v_gongfu``."""
SLOTS: tuple[Slot, ...] = get_args(Slot)


def read_manifest(path: Path) -> dict[str, Any]:
    """An OGraf v1 manifest, its own keys checked.

    Errors: ``template_unreadable``, ``template_too_large``, ``template_not_json`` with the line,
    ``template_value_wrong`` with the place, ``template_path_outside``.
    """
    try:
        manifest = json.loads(read_limited(path))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise UserFacingError("template_not_json", file=path.name, line=line) from error
    except RecursionError as error:
        raise UserFacingError("template_not_json", file=path.name, line=1) from error
    if not isinstance(manifest, dict):
        raise wrong(path, "{}", manifest)
    if manifest.get("$schema") != SCHEMA:
        raise wrong(path, "$schema", manifest.get("$schema"))
    for key, kind in NEEDED.items():
        if not isinstance(manifest.get(key), kind) or manifest[key] == "":
            raise wrong(path, key, manifest.get(key))
    if "/" in manifest["id"]:
        raise wrong(path, "id", manifest["id"])
    inside(path, manifest["main"])
    return manifest


def read_limited(path: Path) -> str:
    """The text of a file that somebody made. ``template_unreadable``, ``template_too_large``."""
    try:
        content = read_at_most(path, MOST_BYTES)
    except OSError as error:
        raise UserFacingError("template_unreadable", file=str(path)) from error
    if len(content) > MOST_BYTES:
        raise UserFacingError("template_too_large", file=path.name, kilobytes=MOST_BYTES // 1000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserFacingError("template_not_json", file=path.name, line=1) from error


def inside(manifest: Path, name: str) -> Path:
    """The file ``name`` beside ``manifest``; ``template_path_outside`` where it leaves its folder.

    A template is given to others as its folder: what lies outside would be somebody's own file.
    """
    folder = manifest.parent.resolve()
    odd = "\\" in name or ":" in name or not name.isprintable() or name.startswith("/")
    target = folder if odd else (folder / name).resolve()
    if odd or not target.is_relative_to(folder) or target == folder:
        raise UserFacingError("template_path_outside", file=manifest.name, path=name[:KEEP])
    return target


def wrong(path: Path, where: str, value: object) -> UserFacingError:
    """The error for a value that is not what it must be."""
    shown = json.dumps(value, ensure_ascii=False, default=str)[:KEEP]
    return UserFacingError("template_value_wrong", file=path.name, where=where, value=shown)


def is_ours(manifest: Mapping[str, Any]) -> bool:
    """Whether it carries layers that this program can draw."""
    return "v_gongfu" in manifest


def read_template(path: Path) -> Template:
    """The template of a manifest with ``v_gongfu``.

    Errors: as `read_manifest`; ``template_needs_browser`` for one without; ``template_art_refused``
    for a drawing that is more than a drawing.
    """
    manifest = read_manifest(path)
    if not is_ours(manifest):
        raise UserFacingError("template_needs_browser", name=str(manifest["name"])[:KEEP])
    ours = manifest["v_gongfu"]
    if not isinstance(ours, dict):
        raise wrong(path, "v_gongfu", ours)
    for key, value in (("version", VERSION), ("slot", SLOTS)):
        found = ours.get(key)
        if found not in (value if isinstance(value, tuple) else (value,)):
            raise wrong(path, f"v_gongfu.{key}", found)
    examples = ours.get("example", {})
    english = ours.get("name_en", manifest["name"])
    if not isinstance(examples, dict) or not isinstance(english, str):
        raise wrong(path, "v_gongfu", {"example": examples, "name_en": english})
    try:
        fields = read_fields(manifest.get("schema"))
    except ValueError as error:
        raise wrong(path, str(error), manifest.get("schema")) from error
    layers = Layers(path, frozenset(field.key for field in fields))
    return Template(
        id=manifest["id"],
        zh=manifest["name"],
        en=english,
        slot=ours["slot"],
        mandatory=ours.get("mandatory") is True,
        fields=fields,
        examples=examples,
        portrait=layers.read(ours, "portrait"),
        landscape=layers.read(ours, "landscape"),
        folder=path.parent,
    )
