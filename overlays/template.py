"""What a template says: a tree of layers for each way of holding the picture, and its movement.

Lengths are units: one is a pixel on a canvas whose short side is 720 (`overlays.canvas`). Colours
are names of `overlays.brand.TOKENS` or ``#rrggbb``. docs/overlays.md is written for those who make
templates; ``templates/layout.mjs`` reads the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from overlays.fields import Field
from overlays.motion import Track

Size = float | Literal["fit", "fill"]
"""Units; as much as the content needs; as much as there is."""
Align = Literal["start", "center", "end"]
Flow = Literal["column", "row", "over"]
Way = Literal["across", "down", "diagonal"]
Slot = Literal[
    "brand_frame",
    "lower_third",
    "card",
    "board",
    "toast",
    "countdown",
    "rolling_notice",
    "seller",
    "notice",
    "ai_label",
    "correction",
]
"""Where it is put on the air, the lowest first: the names of `studio.stage.layers.Slot`."""
Bold = Literal["yes", "no", "brand"]


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: a field that is filled, ``portrait``, ``picture.wide``; or its contrary."""

    name: str
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all layers have."""

    name: str = ""
    when: tuple[Term, ...] = ()
    width: Size = "fit"
    height: Size = "fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Node):
    """A surface, and layers in it one below, beside or over the other."""

    flow: Flow = "column"
    gap: float = 0.0
    pad: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Top, right, bottom, left."""
    in_safe: bool = False
    """Of a box that covers the canvas: its layers stand in the part no platform covers."""
    align: Align = "start"
    """Across the flow."""
    pack: Literal["start", "center", "end", "between"] = "start"
    """Along the flow."""
    fill: tuple[str, ...] = ()
    """One colour, or two for a gradient that runs ``way``."""
    way: Way = "across"
    opacity: float = 1.0
    """Of the fill."""
    radius: float = 0.0
    edge: str = ""
    edge_width: float = 1.0
    shadow: float = 0.0
    clip: bool = False
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one colour and size in a line."""

    text: str
    colour: str = ""
    """Empty: the text's."""
    part: float = 1.0
    """Of the text's size."""
    least: float = 0.0
    """Units: not smaller than that, however small the text becomes."""
    struck: bool = False
    bold: Bold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """Letters, as large as they fit. Several lines only where there is a single span."""

    spans: tuple[Span, ...]
    size: float
    least: float
    lines: int = 1
    colour: str = "auto"
    """``auto``: white or nearly black, whichever can be read."""
    bold: Bold = "no"
    align: Align = "start"
    leading: float = 1.28


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Node):
    """A photograph from the data or the brand kit."""

    source: str
    fit: Literal["hug", "cover"] = "cover"
    """``hug``: whole, the layer takes its shape; ``cover``: the layer is filled."""
    area: float = 0.0
    """Square units that one that hugs takes at most, whatever its shape: a tall one is taller than
    a square one is, but not larger. 0: as much as its width and height let it."""
    radius: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Art(Node):
    """A drawing of the template's own (SVG); ``currentColor`` in it becomes ``tint``."""

    source: Path
    tint: str = "white"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr(Node):
    """A QR code on white, at least 8 px a module."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits(Node):
    """The time left, from a field in milliseconds; on the air it is a strip that is moved."""

    field: str
    size: float
    colour: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll(Node):
    """A line that runs from right to left, ``speed`` units a second."""

    text: str
    size: float
    speed: float
    colour: str = "auto"
    bold: Bold = "no"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the canvas the outermost layer stands."""

    within: Literal["safe", "canvas"] = "safe"
    x: Align = "start"
    y: Align = "end"
    dx: float = 0.0
    dy: float = 0.0
    """Units inwards from the edge it stands at."""
    spare: float = 0.0
    """Units left free at the opposite end, for what stands there beside it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A template for one way of holding the picture."""

    place: Place
    root: Box
    enter: Track | None
    leave: Track | None


@dataclass(frozen=True, slots=True)
class Template:
    """A template of ours, or one in our form that was checked as strictly."""

    id: str
    zh: str
    en: str
    slot: Slot
    mandatory: bool
    fields: tuple[Field, ...]
    examples: Mapping[str, object]
    """What it is shown with where it is chosen."""
    portrait: Layout
    landscape: Layout
    folder: Path
