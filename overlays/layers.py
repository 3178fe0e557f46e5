"""Reading the layers of a template: every key known, every value of its type and in its bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from overlays.art import check_art
from overlays.brand import COLOUR, TOKENS
from overlays.motion import EASES, Keyframe, Track
from overlays.template import (
    Art,
    Box,
    Digits,
    Layout,
    Node,
    Picture,
    Place,
    Qr,
    Roll,
    Span,
    Term,
    Text,
)
from studio.runtime.errors import UserFacingError

Side = Literal["portrait", "landscape"]
FLOWS = ("column", "row", "over")
MOST_NODES = 300
DEEPEST = 14
FARTHEST = 4000.0
"""Units: nothing of a canvas is larger."""
LONGEST_MS = 3000
"""A movement is one batch after the other, each of at most a second; nobody waits longer."""
BRAND_WORDS = ("brand.name", "brand.slogan", "brand.mark", "brand.seal")
BRAND_PICTURES = ("brand.logo", "brand.mark_picture")
FILTERS = ("yuan", "yuan_whole", "yuan_rest", "clock")
PLACEHOLDER = re.compile(r"\{([a-z_.]+)(?:\|([a-z_]+))?\}")
FLAGS = ("portrait", "landscape", *BRAND_WORDS, *BRAND_PICTURES)


class Layers:
    """One reader for one manifest; ``known`` are the keys of its fields."""

    def __init__(self, path: Path, known: frozenset[str]) -> None:
        self._path = path
        self._known = known
        self._side: Side = "portrait"
        self._count = 0

    def read(self, ours: Mapping[str, Any], side: Side) -> Layout:
        """The layout for one way of holding the picture."""
        self._side, self._count = side, 0
        root = self._node(ours.get("layers"), "v_gongfu.layers", 0)
        if not isinstance(root, Box):
            raise self._wrong("v_gongfu.layers", root)
        motion = self._row(ours.get("motion", {}), "v_gongfu.motion", ("in", "out"))
        return Layout(
            place=self._place(self._pick(ours.get("place", {}))),
            root=root,
            enter=self._track(motion.get("in"), "v_gongfu.motion.in"),
            leave=self._track(motion.get("out"), "v_gongfu.motion.out"),
        )

    # --- values

    def _wrong(self, where: str, value: object) -> UserFacingError:
        from overlays.manifest import wrong

        return wrong(self._path, where, value)

    def _pick(self, value: Any) -> Any:
        """A value may differ by how the picture is held: ``{"portrait": …, "landscape": …}``."""
        if isinstance(value, dict) and value.keys() == {"portrait", "landscape"}:
            return value[self._side]
        return value

    def _row(self, value: Any, where: str, keys: tuple[str, ...]) -> dict[str, Any]:
        value = self._pick(value)
        if not isinstance(value, dict):
            raise self._wrong(where, value)
        if unknown := next((key for key in value if key not in keys), None):
            raise self._wrong(f"{where}.{unknown}", value[unknown])
        return {key: self._pick(part) for key, part in value.items()}

    def _number(self, value: Any, where: str, low: float = 0.0, high: float = FARTHEST) -> float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if not right or not low <= value <= high:
            raise self._wrong(where, value)
        return float(value)

    def _one_of(self, value: Any, where: str, choices: tuple[Any, ...]) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(where, value)
        return value

    def _flag(self, value: Any, where: str) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(where, value)
        return value

    def _size(self, value: Any, where: str) -> Any:
        return value if value in ("fit", "fill") else self._number(value, where)

    def _colour(self, value: Any, where: str, *more: str) -> str:
        known = isinstance(value, str) and (value in TOKENS or value in more)
        if not known and not (isinstance(value, str) and COLOUR.fullmatch(value)):
            raise self._wrong(where, value)
        return str(value)

    def _words(self, value: Any, where: str) -> str:
        """Text with placeholders, each of a field or of the brand kit."""
        if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
            raise self._wrong(where, value)
        for name, shape in PLACEHOLDER.findall(value):
            if name not in self._known and name not in BRAND_WORDS:
                raise self._wrong(where, value)
            if shape and shape not in FILTERS:
                raise self._wrong(where, value)
        if "{" in PLACEHOLDER.sub("", value):
            raise self._wrong(where, value)
        return value

    def _field(self, value: Any, where: str, *more: str) -> str:
        if not isinstance(value, str) or (value not in self._known and value not in more):
            raise self._wrong(where, value)
        return value

    def _terms(self, value: Any, where: str) -> tuple[Term, ...]:
        if not isinstance(value, str):
            raise self._wrong(where, value)
        terms = []
        for part in filter(None, re.split(r"[&\s]+", value)):
            name = part.removeprefix("!")
            if name.removesuffix(".wide") not in self._known and name not in FLAGS:
                raise self._wrong(where, value)
            terms.append(Term(name, wanted=not part.startswith("!")))
        return tuple(terms)

    # --- place and movement

    def _place(self, value: Any) -> Place:
        where = "v_gongfu.place"
        row = self._row(value, where, ("within", "x", "y", "dx", "dy", "spare"))
        ends = ("start", "center", "end")
        return Place(
            within=self._one_of(row.get("within", "safe"), f"{where}.within", ("safe", "canvas")),
            x=self._one_of(row.get("x", "start"), f"{where}.x", ends),
            y=self._one_of(row.get("y", "end"), f"{where}.y", ends),
            dx=self._number(row.get("dx", 0), f"{where}.dx"),
            dy=self._number(row.get("dy", 0), f"{where}.dy"),
            spare=self._number(row.get("spare", 0), f"{where}.spare"),
        )

    def _track(self, value: Any, where: str) -> Track | None:
        if value is None:
            return None
        row = self._row(value, where, ("ms", "ease", "keys"))
        keys = row.get("keys")
        if not isinstance(keys, list) or not 2 <= len(keys) <= 20:
            raise self._wrong(f"{where}.keys", keys)
        frames = tuple(self._keyframe(each, f"{where}.keys") for each in keys)
        ordered = all(one.at < other.at for one, other in pairwise(frames))
        if not ordered or frames[0].at != 0 or frames[-1].at != 1:
            raise self._wrong(f"{where}.keys", keys)
        return Track(
            ms=int(self._number(row.get("ms"), f"{where}.ms", 1, LONGEST_MS)),
            ease=self._one_of(row.get("ease", "out"), f"{where}.ease", tuple(EASES)),
            keys=frames,
        )

    def _keyframe(self, value: Any, where: str) -> Keyframe:
        row = self._row(value, where, ("at", "dx", "dy", "opacity"))
        return Keyframe(
            at=self._number(row.get("at"), f"{where}.at", 0, 1),
            dx=self._number(row.get("dx", 0), f"{where}.dx", -FARTHEST),
            dy=self._number(row.get("dy", 0), f"{where}.dy", -FARTHEST),
            opacity=self._number(row.get("opacity", 1), f"{where}.opacity", 0, 1),
        )

    # --- layers

    def _node(self, value: Any, where: str, depth: int) -> Node:
        self._count += 1
        if self._count > MOST_NODES or depth > DEEPEST:
            raise self._wrong(where, "…")
        value = self._pick(value)
        if not isinstance(value, dict):
            raise self._wrong(where, value)
        kind = value.get("kind", "box")
        if not isinstance(kind, str) or kind not in KINDS:
            raise self._wrong(f"{where}.kind", kind)
        keys, make = KINDS[kind]
        row = self._row(value, where, ("kind", "note", *COMMON, *keys))
        common = {
            "name": self._words(row.get("name", ""), f"{where}.name"),
            "when": self._terms(row.get("when", ""), f"{where}.when"),
            "width": self._size(row.get("width", "fit"), f"{where}.width"),
            "height": self._size(row.get("height", "fit"), f"{where}.height"),
        }
        return make(self, row, where, common, depth)

    def box(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        children = row.get("children", [])
        if not isinstance(children, list):
            raise self._wrong(f"{where}.children", children)
        ends = ("start", "center", "end")
        return Box(
            **common,
            flow=self._one_of(row.get("flow", "column"), f"{where}.flow", FLOWS),
            gap=self._number(row.get("gap", 0), f"{where}.gap"),
            pad=self._pad(row.get("pad", 0), f"{where}.pad"),
            in_safe=self._flag(row.get("in_safe", False), f"{where}.in_safe"),
            align=self._one_of(row.get("align", "start"), f"{where}.align", ends),
            pack=self._one_of(row.get("pack", "start"), f"{where}.pack", (*ends, "between")),
            fill=self._fill(row.get("fill", []), f"{where}.fill"),
            way=self._one_of(
                row.get("way", "across"), f"{where}.way", ("across", "down", "diagonal")
            ),
            opacity=self._number(row.get("opacity", 1), f"{where}.opacity", 0, 1),
            radius=self._number(row.get("radius", 0), f"{where}.radius"),
            edge=self._colour(row.get("edge", ""), f"{where}.edge", ""),
            edge_width=self._number(row.get("edge_width", 1), f"{where}.edge_width", 0, 60),
            shadow=self._number(row.get("shadow", 0), f"{where}.shadow", 0, 40),
            clip=self._flag(row.get("clip", False), f"{where}.clip"),
            children=tuple(
                self._node(child, f"{where}.children[{place}]", depth + 1)
                for place, child in enumerate(children)
            ),
        )

    def _pad(self, value: Any, where: str) -> tuple[float, float, float, float]:
        parts = value if isinstance(value, list) else [value]
        sides = [self._number(part, where) for part in parts]
        if len(sides) == 1:
            return (sides[0],) * 4
        if len(sides) == 2:
            return (sides[0], sides[1], sides[0], sides[1])
        if len(sides) == 4:
            return (sides[0], sides[1], sides[2], sides[3])
        raise self._wrong(where, value)

    def _fill(self, value: Any, where: str) -> tuple[str, ...]:
        parts = value if isinstance(value, list) else [value]
        if len(parts) > 2:
            raise self._wrong(where, value)
        return tuple(self._colour(part, where) for part in parts)

    def text(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        size = self._number(row.get("size"), f"{where}.size", 8, 400)
        spans = row.get("spans", [{"text": row.get("text")}])
        if not isinstance(spans, list) or not 1 <= len(spans) <= 8:
            raise self._wrong(f"{where}.spans", spans)
        lines = int(self._number(row.get("lines", 1), f"{where}.lines", 1, 12))
        if lines > 1 and len(spans) > 1:
            raise self._wrong(f"{where}.lines", lines)
        return Text(
            **common,
            spans=tuple(self._span(each, f"{where}.spans") for each in spans),
            size=size,
            least=self._number(row.get("least", size * 0.7), f"{where}.least", 8, size),
            lines=lines,
            colour=self._colour(row.get("colour", "auto"), f"{where}.colour", "auto"),
            bold=self._bold(row.get("bold", "no"), f"{where}.bold"),
            align=self._one_of(
                row.get("align", "start"), f"{where}.align", ("start", "center", "end")
            ),
            leading=self._number(row.get("leading", 1.28), f"{where}.leading", 1.06, 3),
        )

    def _bold(self, value: Any, where: str) -> Any:
        return self._one_of(value, where, ("yes", "no", "brand"))

    def _span(self, value: Any, where: str) -> Span:
        row = self._row(value, where, ("text", "colour", "part", "least", "struck", "bold"))
        bold = row.get("bold")
        return Span(
            text=self._words(row.get("text"), f"{where}.text"),
            colour=self._colour(row.get("colour", ""), f"{where}.colour", "", "auto"),
            part=self._number(row.get("part", 1), f"{where}.part", 0.2, 1),
            least=self._number(row.get("least", 0), f"{where}.least", 0, 100),
            struck=self._flag(row.get("struck", False), f"{where}.struck"),
            bold=None if bold is None else self._bold(bold, f"{where}.bold"),
        )

    def picture(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        return Picture(
            **common,
            source=self._field(row.get("source"), f"{where}.source", *BRAND_PICTURES),
            fit=self._one_of(row.get("fit", "cover"), f"{where}.fit", ("hug", "cover")),
            area=self._number(row.get("area", 0), f"{where}.area", 0, FARTHEST**2),
            radius=self._number(row.get("radius", 0), f"{where}.radius"),
        )

    def art(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        from overlays.manifest import inside

        name = row.get("source")
        if not isinstance(name, str):
            raise self._wrong(f"{where}.source", name)
        source = inside(self._path, name)
        check_art(source)
        return Art(
            **common,
            source=source,
            tint=self._colour(row.get("tint", "white"), f"{where}.tint"),
            opacity=self._number(row.get("opacity", 1), f"{where}.opacity", 0, 1),
        )

    def qr(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        return Qr(**common, text=self._words(row.get("text"), f"{where}.text"))

    def digits(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        return Digits(
            **common,
            field=self._field(row.get("field"), f"{where}.field"),
            size=self._number(row.get("size"), f"{where}.size", 8, 400),
            colour=self._colour(row.get("colour", "auto"), f"{where}.colour", "auto"),
        )

    def roll(self, row: dict[str, Any], where: str, common: Any, depth: int) -> Node:
        return Roll(
            **common,
            text=self._words(row.get("text"), f"{where}.text"),
            size=self._number(row.get("size"), f"{where}.size", 8, 200),
            speed=self._number(row.get("speed"), f"{where}.speed", 10, 400),
            colour=self._colour(row.get("colour", "auto"), f"{where}.colour", "auto"),
            bold=self._bold(row.get("bold", "no"), f"{where}.bold"),
        )


COMMON = ("name", "when", "width", "height")
_Make = Callable[[Layers, dict[str, Any], str, Any, int], Node]
KINDS: dict[str, tuple[tuple[str, ...], _Make]] = {
    "box": (
        (
            *("flow", "gap", "pad", "in_safe", "align", "pack", "fill", "way", "opacity"),
            *("radius", "edge", "edge_width", "shadow", "clip", "children"),
        ),
        Layers.box,
    ),
    "text": (
        ("text", "spans", "size", "least", "lines", "colour", "bold", "align", "leading"),
        Layers.text,
    ),
    "picture": (("source", "fit", "area", "radius"), Layers.picture),
    "art": (("source", "tint", "opacity"), Layers.art),
    "qr": (("text",), Layers.qr),
    "digits": (("field", "size", "colour"), Layers.digits),
    "roll": (("text", "size", "speed", "colour", "bold"), Layers.roll),
}
