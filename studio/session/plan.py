"""The plan of a broadcast (排品): what is sold, in which order, at what price.

A plan is data that can be copied on a USB stick; `plan_file` reads and writes it as YAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.stage.port import VideoProfile

Action = Literal[
    "product",
    "card_on",
    "card_off",
    "overlay_on",
    "overlay_off",
    "order",
    "hold",
    "go_on",
    "break_on",
    "break_off",
    "end",
]


@dataclass(frozen=True, slots=True)
class PlannedProduct:
    """One product as it is sold in this broadcast. Money is integer fen, stock is in `unit`s."""

    sku: str
    name: str
    spec: str = ""
    price_fen: int = 0
    compared_price_fen: int | None = None
    unit: str = "件"
    stock: int = 0
    """Opening stock, taken over into the ledger where the SKU is new there."""
    origin: str = ""
    picture: Path | None = None
    """Absolute once loaded."""
    script: Path | None = None
    """Absolute once loaded; a talk script of `scripts_library`."""
    card: str = "paper"
    """Look of the product card: a key of ``overlays.looks.LOOKS``."""
    quota: int = 0
    """So many are kept for this broadcast while it runs; 0: it sells what everybody sells."""
    compared_basis: str = ""
    """What the compared price is, in words for viewers (门店价); without, it is not shown."""


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One thing an unattended run does, ``at`` seconds after going live."""

    at: float
    do: Action
    sku: str = ""
    qty: int = 1
    channel: str = ""
    overlay: str = ""
    """Of ``overlay_on`` and ``overlay_off``: a template's id."""
    words: str = ""
    seconds: int = 0
    """How long the overlay is true; 0: until it is taken off."""
    yuan_fen: int = 0
    """Off, of a coupon; the new price, of a price drop."""


@dataclass(frozen=True, slots=True)
class PlannedOverlay:
    """An overlay that was filled in before the broadcast."""

    template: str
    """One of `PREPARED`, or the id of a template of others (`overlays.brought`)."""
    data: tuple[tuple[str, str | int | float | bool], ...] = ()
    """Its words and figures by the template's fields; money in fen, durations in milliseconds."""
    name: str = ""
    """What a template of others is called, also on a computer that has it not."""

    @property
    def called(self) -> str:
        """A template of others by its name; empty for one of the program's."""
        if not is_page(self.template):
            return ""
        return self.name or self.template.rpartition("/")[2]


def is_page(template: str) -> bool:
    """Whether that is the id of a template of others (`overlays.brought`), here or elsewhere."""
    return "/" in template


PREPARED = (
    *("lower-third", "countdown", "coupon", "rolling-notice", "correction"),
    *("opening", "closing", "brand-frame"),
)
"""Templates that say what people wrote. The others are filled in by a product's record, a published
lottery, an order or the settings, which alone know what is true."""


@dataclass(frozen=True, slots=True)
class Plan:
    title: str
    anchor: str = ""
    video: VideoProfile = field(default_factory=VideoProfile)
    products: tuple[PlannedProduct, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    overlays: tuple[PlannedOverlay, ...] = ()
    path: Path | None = None
    """The file it was loaded from; None for one not saved yet."""

    def product(self, sku: str) -> PlannedProduct:
        """The planned product of that SKU; KeyError if the plan has none."""
        for product in self.products:
            if product.sku == sku:
                return product
        raise KeyError(sku)
