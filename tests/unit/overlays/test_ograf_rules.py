"""Our templates keep the rules of OGraf v1's manifest schema and of GDD types, in our words.

https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json, read in 2026-11: a manifest
has these keys and ``v_…`` ones, nothing else; each field has a type that its GDD type allows.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from overlays import library
from overlays.manifest import SUFFIX

Json = dict[str, Any]
SCHEMA = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"
TEXTS = ("id", "version", "main", "name", "description")
NEEDED = ("$schema", "id", "name", "supportsRealTime", "supportsNonRealTime")
KNOWN = {
    *("$schema", *TEXTS, "author", "customActions", "supportsRealTime", "supportsNonRealTime"),
    *("stepCount", "schema", "renderRequirements"),
}
OF_GDD: dict[str, set[str]] = {
    **{key: {"string"} for key in ("single-line", "multi-line", "file-path", "file-list")},
    **{key: {"string"} for key in ("file-path/image-path", "color-rrggbb", "color-rrggbbaa")},
    "select": {"string", "number", "integer"},
    "percentage": {"number"},
    "duration-ms": {"integer"},
}
OF_TYPE: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}
METHODS = ("load", "dispose", "playAction", "updateAction", "stopAction", "customAction")
NOT_REAL_TIME = ("goToTime", "setActionsSchedule")
"""What a graphic must have besides where it says ``supportsNonRealTime``."""


def stray(keys: Json, known: set[str]) -> Iterator[str]:
    yield from (key for key in keys if key not in known and not key.startswith("v_"))


def broken(manifest: Json) -> list[str]:
    """Where a manifest does not keep a rule."""
    found = [key for key in NEEDED if key not in manifest]
    found += stray(manifest, KNOWN)
    found += [key for key in TEXTS if not isinstance(manifest.get(key, ""), str)]
    found += ["$schema"] if manifest.get("$schema", SCHEMA) != SCHEMA else []
    for key in ("supportsRealTime", "supportsNonRealTime"):
        found += [] if isinstance(manifest.get(key, True), bool) else [key]
    steps = manifest.get("stepCount", 1)
    right = isinstance(steps, int | float) and not isinstance(steps, bool) and steps >= -1
    found += [] if right else ["stepCount"]
    author = manifest.get("author", {"name": ""})
    found += [f"author.{key}" for key in stray(author, {"name", "email", "url"})]
    found += [] if isinstance(author.get("name"), str) else ["author.name"]
    for action in manifest.get("customActions", []):
        found += [f"customActions.{key}" for key in ("id", "name") if key not in action]
    for needs in manifest.get("renderRequirements", []):
        found += stray(needs, {"resolution", "frameRate"})
    return found + list(broken_field(manifest.get("schema", {"type": "object"}), "schema"))


def broken_field(field: Json, where: str) -> Iterator[str]:
    """A field by JSON Schema itself, and by the types that OGraf gives its kinds."""
    try:
        Draft202012Validator.check_schema(field)
    except SchemaError:
        yield f"{where}: no JSON Schema"
        return
    kind, gdd, options = field.get("type"), field.get("gddType", ""), field.get("gddOptions", {})
    if kind not in OF_TYPE:
        yield f"{where}.type"
        return
    if kind not in OF_GDD.get(gdd, {kind}):
        yield f"{where}.gddType"
    if gdd == "select" and not ("enum" in field and "labels" in options):
        yield f"{where}: choices"
    digits = {"color-rrggbb": 6, "color-rrggbbaa": 8}.get(gdd)
    if digits and field.get("pattern") != f"^#[0-9a-f]{{{digits}}}$":
        yield f"{where}.pattern"
    if "default" in field and not isinstance(field["default"], OF_TYPE[kind]):
        yield f"{where}.default"
    for key, inner in field.get("properties", {}).items():
        yield from broken_field(inner, f"{where}.{key}")
    if kind == "object" and where != "schema" and "properties" not in field:
        yield f"{where}.properties"
    if kind == "array" and "items" not in field:
        yield f"{where}.items"


def ours() -> dict[str, Json]:
    return {
        path.name: json.loads(path.read_text("utf-8"))
        for path in sorted(library.FOLDER.glob(f"*{SUFFIX}"))
    }


@pytest.mark.parametrize("name", sorted(ours()))
def test_a_manifest_of_ours_keeps_every_rule(name: str) -> None:
    manifest = ours()[name]
    assert broken(manifest) == []
    page = library.FOLDER / manifest["main"]
    assert page.is_file()
    assert f"{manifest['id']}{SUFFIX}" == name


def test_a_graphic_of_ours_has_every_method_it_must_have() -> None:
    written = (library.FOLDER / "graphic.mjs").read_text("utf-8")
    for method in (*METHODS, *NOT_REAL_TIME):
        assert re.search(rf"^\s+(async )?{method}\(", written, re.MULTILINE), method
    for name, manifest in ours().items():
        page = (Path(library.FOLDER) / manifest["main"]).read_text("utf-8")
        assert "export default" in page, name


def spoil(path: str, value: object) -> Callable[[Json], None]:
    def change(manifest: Json) -> None:
        *way, last = path.split(".")
        for step in way:
            manifest = manifest[step]
        if value is None:
            del manifest[last]
        else:
            manifest[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *((key, None) for key in NEEDED),
        *(("stray", 1), ("$schema", "https://x"), ("name", 5), ("supportsRealTime", "yes")),
        *(("stepCount", -2), ("author", {}), ("author.phone", "1"), ("customActions", [{}])),
        *(("renderRequirements", [{"gpu": 1}]), ("schema.type", None)),
        *(("schema.properties.label.type", "integer"), ("schema.properties.left.default", "5")),
        *(("schema.properties.left.gddType", "single-line"), ("schema.properties.left", {})),
        ("schema.properties.label.maxLength", "many"),
        ("schema.properties.label", {"type": "string", "gddType": "select"}),
        ("schema.properties.label", {"type": "string", "gddType": "color-rrggbb"}),
    ],
)
def test_a_rule_that_is_broken_is_found(path: str, value: object) -> None:
    manifest = copy.deepcopy(ours()["countdown.ograf.json"])
    spoil(path, value)(manifest)
    assert broken(manifest)
