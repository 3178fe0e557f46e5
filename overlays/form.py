"""The form of any template: ours, another OGraf's, or an SPX page's. Parsed, never run."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overlays.fields import KEEP, LONGEST, MOST_FIELDS, Field, Kind, read_fields
from overlays.library import PAGES
from overlays.manifest import SUFFIX, is_ours, read_limited, read_manifest, wrong
from overlays.spx_literal import LiteralError, read_literal
from overlays.template import Template
from studio.runtime.errors import UserFacingError

UNTOLD = -1
MOST_STEPS = 1000
LONGEST_NAME = 200
"""Of a template, in characters: a plan takes no longer one (a test compares)."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
"""What no plan takes in a name: ends of lines, what a printer obeys, halves of characters."""
SPX_NAME = "SPXGCTemplateDefinition"
SPX_KINDS = {
    "textfield": Kind.LINE,
    "textarea": Kind.LINES,
    "dropdown": Kind.CHOICE,
    "filelist": Kind.FILE,
    "number": Kind.NUMBER,
    "checkbox": Kind.SWITCH,
    "color": Kind.COLOUR,
}
"""SPX's ``ftype``; what only instructs or divides (``instruction``, ``divider``, ``caption``,
``hidden``, ``spacer``) is no field of a form.
https://github.com/TuomoKu/SPX-GC#template-definition
"""
_OPENS = re.compile(r"<!--|<script(?=[\s/>])", re.IGNORECASE | re.ASCII)
_REST_OF_TAG = re.compile(r"""(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_CLOSES = re.compile(r"</script(?=[\s/>])", re.IGNORECASE | re.ASCII)
PICTURE_ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a person fills in for a template."""

    id: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    needs_browser: bool
    """The template is a web page: it plays only where OBS has a browser source."""
    fixed: tuple[tuple[str, str], ...] = ()
    """What its data says besides, which nobody fills in: SPX's hidden fields."""
    steps: int = 1
    """How many it plays in, one after the other; `UNTOLD`: it does not say how many."""


def read_form(path: Path) -> Form:
    """The form of an OGraf manifest or an SPX page.

    Errors: as `overlays.manifest.read_manifest`; ``template_no_form`` for a page without an SPX
    description.
    """
    if path.suffix.lower() in PAGES:
        return _of_page(path)
    return form(read_manifest(path), path)


def form_of(template: Template) -> Form:
    """The form of a template that this program draws."""
    return Form(template.id, template.zh, template.en, template.fields, needs_browser=False)


def form(manifest: Mapping[str, Any], path: Path = Path(f"template{SUFFIX}")) -> Form:
    """The form of a manifest that was read; ``template_value_wrong`` for a schema that is none."""
    try:
        fields = read_fields(manifest.get("schema"))
    except ValueError as error:
        raise wrong(path, str(error), manifest.get("schema")) from error
    ours = manifest.get("v_gongfu")
    english = ours.get("name_en") if isinstance(ours, dict) else None
    name = _name(str(manifest["name"]), path)
    return Form(
        id=str(manifest["id"]),
        zh=name,
        en=_name(english, path) if isinstance(english, str) else name,
        fields=fields,
        needs_browser=not is_ours(manifest),
        steps=_steps(manifest.get("stepCount")),
    )


def _name(told: str, path: Path) -> str:
    """On one line, and no longer than a plan takes; its file's where nothing is left of it."""
    for name in (told, path.name.removesuffix(SUFFIX).removesuffix(path.suffix)):
        if fit := " ".join(_UNSEEN.sub(" ", name).split())[:LONGEST_NAME].rstrip():
            return fit
    return path.suffix


def _steps(told: object) -> int:
    """What is no number of steps is one. OGraf writes a number, SPX one as text."""
    try:
        steps = int(float(str(told)[:KEEP]))
    except (ValueError, OverflowError):
        return 1
    return UNTOLD if steps == UNTOLD else min(max(steps, 1), MOST_STEPS)


def _scripts(page: str) -> Iterator[str]:
    """The text of a page's scripts, which is read here as text only.

    One pass: Python's parser begins anew at each comment that has no end.
    """
    at = 0
    while found := _OPENS.search(page, at):
        if found[0] == "<!--":
            end = page.find("-->", found.end() - 2)  # <!--> is one, too
            if end < 0:
                return
            at = end + 3
            continue
        tag = _REST_OF_TAG.match(page, found.end())
        if tag is None:
            return
        closes = _CLOSES.search(page, tag.end())
        at = closes.end() if closes else len(page)
        yield page[tag.end() : closes.start() if closes else at]


def _of_page(path: Path) -> Form:
    text = "\n".join(_scripts(read_limited(path)))
    start = re.search(rf"\b{SPX_NAME}\s*=\s*", text)
    if start is None:
        raise UserFacingError("template_no_form", file=path.name)
    try:
        definition = read_literal(text, start.end())
    except LiteralError as error:
        line = text.count("\n", 0, error.at) + 1
        raise UserFacingError("template_not_json", file=path.name, line=line) from error
    if not isinstance(definition, dict):
        raise wrong(path, SPX_NAME, definition)
    rows = definition.get("DataFields", [])
    if not isinstance(rows, list) or len(rows) > MOST_FIELDS:
        raise wrong(path, f"{SPX_NAME}.DataFields", rows)
    name = _name(str(definition.get("description") or ""), path)
    fields = [_spx_field(row, path) for row in rows]
    kept = tuple(field for field in fields if field is not None)
    return Form(
        *(path.stem, name, name, kept),
        needs_browser=True,
        fixed=_hidden(rows),
        steps=_steps(definition.get("steps")),
    )


def _hidden(rows: list[Any]) -> tuple[tuple[str, str], ...]:
    hidden = (row for row in rows if row.get("ftype") == "hidden")
    return tuple((str(row.get("field"))[:KEEP], str(row.get("value", ""))) for row in hidden)


def _spx_field(row: object, path: Path) -> Field | None:
    where = f"{SPX_NAME}.DataFields"
    if not isinstance(row, dict):
        raise wrong(path, where, row)
    kind = SPX_KINDS.get(str(row.get("ftype", "")))
    if kind is None:
        return None
    key, title = row.get("field"), row.get("title", row.get("field"))
    if not isinstance(key, str) or not isinstance(title, str):
        raise wrong(path, where, row)
    if kind is Kind.FILE and str(row.get("extension", "")).lower() in PICTURE_ENDINGS:
        kind = Kind.PICTURE
    choices: tuple[tuple[object, str], ...] = ()
    if kind is Kind.CHOICE:
        choices = _spx_choices(row.get("items", []), path)
    title = " ".join(title.split())[:LONGEST]
    return Field(key, title, title, kind, default=_spx_value(kind, row, choices), choices=choices)


def _spx_choices(items: object, path: Path) -> tuple[tuple[object, str], ...]:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise wrong(path, f"{SPX_NAME}.DataFields.items", items)
    return tuple(
        (str(item.get("value", "")), str(item.get("text", item.get("value", ""))))
        for item in items[:200]
    )


def _spx_value(
    kind: Kind, row: Mapping[str, object], choices: tuple[tuple[object, str], ...]
) -> object:
    """SPX writes every value as text; one that is none of its kind is no default."""
    value = row.get("value")
    if kind is Kind.SWITCH:
        return str(value).lower() in ("1", "true")
    if kind is Kind.NUMBER:
        try:
            number = float(str(value)[:KEEP])
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    text = str(value) if value is not None else ""
    if kind is Kind.CHOICE:
        return text if text in [choice for choice, _ in choices] else None
    return text[:LONGEST] or None


def as_json(found: Form) -> dict[str, object]:
    """For scripts: the command line's ``--json``."""
    return {
        "id": found.id,
        "name": found.zh,
        "name_en": found.en,
        "needs_browser": found.needs_browser,
        "fields": [
            {
                "key": field.key,
                "title": field.zh,
                "title_en": field.en,
                "kind": field.kind.value,
                "required": field.required,
                "default": field.default,
                "choices": [value for value, _ in field.choices],
            }
            for field in found.fields
        ],
    }
