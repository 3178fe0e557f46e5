"""Where platforms cover the picture: profiles as data (safe_areas.toml), and a workshop's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRect

from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place, read_small_text

FILE = "safe_areas.toml"
EVERYWHERE = "everywhere"
SMALLEST = 0.2
"""Of the canvas's width and height: into less nothing can be laid out."""

Shares = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the canvas."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """One of the platform's own controls."""

    zh: str
    en: str
    box: Shares


@dataclass(frozen=True, slots=True)
class Side:
    """A profile for one way of holding the picture."""

    safe: Shares
    ghosts: tuple[Ghost, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What one platform leaves free."""

    id: str
    zh: str
    en: str
    assumed: bool
    portrait: Side
    landscape: Side

    def side(self, canvas: tuple[int, int]) -> Side:
        return self.portrait if canvas[1] > canvas[0] else self.landscape

    def area(self, canvas: tuple[int, int]) -> QRect:
        """The free part of a canvas, in pixels."""
        return pixels(self.side(canvas).safe, canvas)


def pixels(shares: Shares, canvas: tuple[int, int]) -> QRect:
    """``shares`` of ``canvas`` as a rectangle of whole pixels."""
    x, y = round(shares[0] * canvas[0]), round(shares[1] * canvas[1])
    return QRect(x, y, round(shares[2] * canvas[0]) - x, round(shares[3] * canvas[1]) - y)


def profiles(folder: Path | None = None) -> Mapping[str, Profile]:
    """Every profile by its id; those of ``folder``/safe_areas.toml before the program's own.

    Errors: ``safe_areas_wrong``, with the file and what is wrong in it.
    """
    known = dict(_shipped())
    if folder is not None and (folder / FILE).exists():
        known.update(_read(folder / FILE, known))
    return known


def profile(name: str, folder: Path | None = None) -> Profile:
    """The profile of a platform; the one that fits everywhere where it has none."""
    known = profiles(folder)
    return known.get(name, known[EVERYWHERE])


def calibrated(kept: Profile, *, upright: bool, covered: list[Shares]) -> Profile:
    """``kept`` with what a person marked on a screenshot: the largest band of it that is free.

    Of the free rectangles between the marks the largest one is safe; the marks are its ghosts.
    """
    ghosts = tuple(Ghost("标出的区域", "Marked area", box) for box in covered)
    side = Side(_largest_free(covered), ghosts)
    return replace(kept, portrait=side) if upright else replace(kept, landscape=side)


def _largest_free(covered: list[Shares]) -> Shares:
    """Tried by edges: every rectangle that matters begins and ends at a mark's or the canvas's."""
    xs = sorted({0.0, 1.0, *(x for box in covered for x in (box[0], box[2]))})
    ys = sorted({0.0, 1.0, *(y for box in covered for y in (box[1], box[3]))})
    best: Shares = (0.0, 0.0, 0.0, 0.0)
    for left in xs:
        for right in (x for x in xs if x - left >= SMALLEST):
            for top in ys:
                for bottom in (y for y in ys if y - top >= SMALLEST):
                    box = (left, top, right, bottom)
                    if _size(box) > _size(best) and not any(_meet(box, each) for each in covered):
                        best = box
    if _size(best) == 0:
        raise UserFacingError("safe_area_too_small")
    return best


def _size(box: Shares) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _meet(one: Shares, other: Shares) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_own(of: Profile) -> bool:
    """Whether the workshop has changed what the program brings along for that platform."""
    return of != _shipped().get(of.id, of)


def save(kept: Profile, folder: Path) -> None:
    """Put ``kept`` among the workshop's own profiles. Errors: ``card_not_saved``, as `profiles`."""
    _write({**_own(folder), kept.id: kept}, folder)


def forget(name: str, folder: Path) -> None:
    """The program's own profile again, where the workshop has one. Errors: as `save`."""
    own = _own(folder)
    if name in own:
        _write({each.id: each for each in own.values() if each.id != name}, folder)


def _own(folder: Path) -> dict[str, Profile]:
    path = folder / FILE
    return _read(path, _shipped()) if path.exists() else {}


def _write(own: Mapping[str, Profile], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = (folder / FILE).with_suffix(".part")
        unfinished.write_text("\n".join(_as_toml(each) for each in own.values()), "utf-8")
        put_in_place(unfinished, folder / FILE)
    except OSError as error:
        raise UserFacingError("card_not_saved", folder=str(folder)) from error


@cache
def _shipped() -> Mapping[str, Profile]:
    return _read(Path(__file__).parent / FILE, {})


def _read(path: Path, known: Mapping[str, Profile]) -> dict[str, Profile]:
    try:
        rows = tomllib.loads(read_small_text(path))
    except (OSError, ValueError, RecursionError) as error:
        raise UserFacingError("safe_areas_wrong", file=str(path), problem=str(error)) from error
    found = {}
    for name, row in rows.items():
        try:
            found[name] = _profile(name, row, known.get(name))
        except (KeyError, TypeError, ValueError) as error:
            problem = f"[{name}] {error}"
            raise UserFacingError("safe_areas_wrong", file=str(path), problem=problem) from error
    return found


def _profile(name: str, row: object, before: Profile | None) -> Profile:
    """What ``row`` leaves out is taken from ``before``."""
    if not isinstance(row, dict):
        raise TypeError(name)
    zh, en = (row.get(key, getattr(before, key, name)) for key in ("zh", "en"))
    assumed = row.get("assumed", before.assumed if before else True)
    if not isinstance(zh, str) or not isinstance(en, str) or not isinstance(assumed, bool):
        raise TypeError("zh, en, assumed")
    sides = {}
    for key in ("portrait", "landscape"):
        part = row.get(key)
        if part is None and before is not None:
            sides[key] = getattr(before, key)
        elif isinstance(part, dict):
            sides[key] = _side(part)
        else:
            raise TypeError(key)
    return Profile(name, zh, en, assumed, **sides)


def _side(part: dict[str, object]) -> Side:
    ghosts = part.get("ghosts", [])
    if not isinstance(ghosts, list) or not all(isinstance(each, dict) for each in ghosts):
        raise TypeError("ghosts")
    safe = _shares(part.get("safe"), "safe")
    if safe[2] - safe[0] < SMALLEST or safe[3] - safe[1] < SMALLEST:
        raise ValueError(f"safe {list(safe)}")
    return Side(
        safe,
        tuple(
            Ghost(str(each["zh"]), str(each["en"]), _shares(each["box"], "box")) for each in ghosts
        ),
    )


def _shares(value: object, key: str) -> Shares:
    if not isinstance(value, list) or len(value) != 4:
        raise TypeError(key)
    if not all(isinstance(part, int | float) and 0 <= part <= 1 for part in value):
        raise ValueError(f"{key} {value}")
    left, top, right, bottom = (float(part) for part in value)
    if left >= right or top >= bottom:
        raise ValueError(f"{key} {value}")
    return (left, top, right, bottom)


def _as_toml(kept: Profile) -> str:
    name = _quoted(kept.id)  # as people write it: it may hold a blank, a dot, a Chinese word
    lines = [f"[{name}]", f"zh = {_quoted(kept.zh)}", f"en = {_quoted(kept.en)}"]
    lines.append(f"assumed = {str(kept.assumed).lower()}")
    for key, side in (("portrait", kept.portrait), ("landscape", kept.landscape)):
        lines.append(f"{key}.safe = {list(side.safe)}")
    for key, side in (("portrait", kept.portrait), ("landscape", kept.landscape)):
        for ghost in side.ghosts:
            lines += [f"[[{name}.{key}.ghosts]]", f"zh = {_quoted(ghost.zh)}"]
            lines += [f"en = {_quoted(ghost.en)}", f"box = {list(ghost.box)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in plain) + '"'
