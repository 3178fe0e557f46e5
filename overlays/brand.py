"""The brand kit of a workshop (品牌): what makes every overlay of a broadcast its own.

The default stands in ``templates/brand.json``, which the web renderer reads too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from overlays import palette
from overlays.contrast import mix, ratio
from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place, read_at_most

FILE = "brand.json"
"""In the studio's data folder. Pictures are named relative to it, or by their whole path."""
DEFAULT = Path(__file__).parent / "templates" / FILE
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
MOST_BYTES = 64_000
LONGEST = {"name": 200, "slogan": 40, "mark": 20, "seal": 1}
"""Characters."""
WEIGHTS = ("bold", "regular")


@dataclass(frozen=True, slots=True)
class BrandKit:
    """A workshop's brand. Colours are ``#rrggbb``; pictures are PNG or JPEG files."""

    name: str = ""
    """The workshop's; most templates say it."""
    slogan: str = ""
    primary: str = palette.JADE_DEEP
    accent: str = palette.AMBER
    weight: str = "bold"
    """Of headings: one of `WEIGHTS`. Prices and figures are always bold."""
    logo: Path | None = None
    mark: str = ""
    """The regional brand in words; `mark_picture` is shown instead where there is one."""
    mark_picture: Path | None = None
    seal: str = "共"
    """The one character of the seal that stands in for a missing logo."""


TOKENS = (
    *("primary", "primary_deep", "primary_light", "accent", "accent_deep", "accent_light"),
    *("paper", "paper_text", "paper_muted", "paper_line", "cream"),
    *("ink", "panel", "raised", "ink_text", "ink_muted", "ink_line"),
    *("price", "jade", "amber", "cinnabar", "indigo", "white", "black"),
)
"""The names of colours that a template may use."""


@cache
def tones(primary: str, accent: str) -> Mapping[str, str]:
    """Every token's colour under a brand's two colours."""
    fixed = json.loads(DEFAULT.read_text("utf-8"))["tones"]
    return {
        **fixed,
        "primary": primary.upper(),
        "primary_deep": mix(primary, "#000000", 0.38),
        "primary_light": mix(primary, "#FFFFFF", 0.22),
        "accent": accent.upper(),
        "accent_deep": mix(accent, "#000000", 0.3),
        "accent_light": mix(accent, "#FFFFFF", 0.35),
    }


def default(name: str = "") -> BrandKit:
    """The kit of a workshop that has chosen nothing."""
    return replace(_read(DEFAULT), name=name) if name else _read(DEFAULT)


def load(folder: Path, name: str = "") -> BrandKit:
    """The kit saved in ``folder``, the default where there is none.

    ``name`` is the workshop's where the kit has none. Errors: ``brand_unreadable`` (not ours, or
    damaged), ``brand_value_wrong``.
    """
    path = folder / FILE
    if not path.exists():
        return default(name)
    kit = _read(path)
    return kit if kit.name else replace(kit, name=name or default().name)


def save(kit: BrandKit, folder: Path) -> None:
    """Write ``kit`` to ``folder``, whole or not at all. Errors as `load`'s, ``card_not_saved``."""
    check(kit)
    values = asdict(kit)
    for key in ("logo", "mark_picture"):
        picture: Path | None = values[key]
        inside = picture is not None and picture.is_absolute() and picture.is_relative_to(folder)
        if picture is not None:
            values[key] = (picture.relative_to(folder) if inside else picture).as_posix()
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", "utf-8")
        put_in_place(unfinished, path)
    except OSError as error:
        raise UserFacingError("card_not_saved", folder=str(folder)) from error


def check(kit: BrandKit) -> None:
    """``brand_value_wrong`` where a value is none that can be drawn."""
    for key in ("primary", "accent"):
        if not COLOUR.fullmatch(getattr(kit, key)):
            raise UserFacingError("brand_value_wrong", field=key, value=getattr(kit, key)[:40])
    if kit.weight not in WEIGHTS:
        raise UserFacingError("brand_value_wrong", field="weight", value=kit.weight[:40])
    for key, most in LONGEST.items():
        value = getattr(kit, key)
        if len(value) > most or not value.isprintable():
            raise UserFacingError("brand_value_wrong", field=key, value=value[:40])


def too_alike(kit: BrandKit) -> bool:
    """Whether the two colours can hardly be told apart: worth a word where they are chosen."""
    return ratio(kit.primary, kit.accent) < 1.5


def _read(path: Path) -> BrandKit:
    try:
        content = read_at_most(path, MOST_BYTES)
        values = json.loads(content) if len(content) <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        raise UserFacingError("brand_unreadable", file=str(path)) from error
    if not isinstance(values, dict):
        raise UserFacingError("brand_unreadable", file=str(path))
    return _typed(values, path.parent)


def _typed(values: dict[str, object], folder: Path) -> BrandKit:
    taken: dict[str, Any] = {}
    for field in fields(BrandKit):
        value = values.get(field.name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise UserFacingError("brand_value_wrong", field=field.name, value=str(value)[:40])
        picture = field.name in ("logo", "mark_picture")
        taken[field.name] = folder / value if picture else value
    kit = BrandKit(**taken)
    check(kit)
    return kit
