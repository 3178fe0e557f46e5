"""An overlay somebody asked for: which template, about what, with which words, until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.session import events as e
from studio.stage.layers import Slot

Value = str | int | float | bool

SLOTS: Mapping[str, Slot] = {
    "brand-frame": Slot.BRAND_FRAME,
    "lower-third": Slot.LOWER_THIRD,
    "next-product": Slot.BOARD,
    "price-drop": Slot.BOARD,
    "coupon": Slot.BOARD,
    "lottery": Slot.BOARD,
    "origin-card": Slot.BOARD,
    "opening": Slot.BOARD,
    "closing": Slot.BOARD,
    "order-toast": Slot.TOAST,
    "countdown": Slot.COUNTDOWN,
    "rolling-notice": Slot.ROLLING_NOTICE,
    "seller": Slot.SELLER,
    "notice": Slot.NOTICE,
    "ai-label": Slot.AI_LABEL,
    "correction": Slot.CORRECTION,
}
"""The templates that the session makes by itself, and where each stands."""


ORIGIN = "origin-card"
SLOGAN, PLATE = "slogan", "plate"
"""Layers of the brand frame: its words, which stay where they are and may be covered there."""
FIGURED = frozenset({"next-product", "price-drop", ORIGIN})
"""Those that say what a product's record says: only while it can be vouched for."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay, before it is drawn."""

    template: str
    """The id of a template of `overlays`."""
    slot: Slot
    label: str = ""
    """What it is about: a SKU, a lottery."""
    data: tuple[tuple[str, Value], ...] = ()
    """Its words and figures, by the template's fields; money in fen."""
    ends_at: int | None = None
    """UTC ms by the broadcast's clock from which it is no longer true; None: until taken off."""
    mandatory: bool = False
    """On air for the whole broadcast, whatever anybody asks."""
    stale: bool = False
    """Its figures could not be confirmed for a while: drawn grey."""
    step: int = 0
    """Of a template of others: which of its steps."""
    named: bool = False
    """Of the next product: a timeline says which one comes next, whatever the running order."""
    bare: bool = False
    """Of the brand frame: drawn without its slogan, because something lies in its place."""
    unnamed: bool = False
    """Of the brand frame: drawn without the workshop's name and mark, for the same reason."""
    under: tuple[Slot, ...] = field(default=(), compare=False)
    """What lies over the words left out; whatever it is, without them it is the same picture."""

    @classmethod
    def of(cls, template: str, about: str = "", /, **data: Value) -> Overlay:
        """One of `SLOTS` with these fields, empty ones left out; ``about`` becomes its label."""
        filled = tuple((key, value) for key, value in data.items() if value != "")
        return cls(template, SLOTS[template], about, filled)

    @classmethod
    def from_fact(cls, fact: e.LayerTaken) -> Overlay:
        """What had been asked for, as the journal tells it."""
        data = tuple(fact.data.items())
        return cls(
            *(fact.template, Slot(fact.slot), fact.label, data),
            *(fact.ends_at, fact.mandatory, fact.stale, fact.step),
            named=fact.named,
            bare=fact.bare,
            unnamed=fact.unnamed,
            under=tuple(map(Slot, fact.under)),
        )

    @classmethod
    def of_page(cls, template: str, name: str, data: tuple[tuple[str, Value], ...]) -> Overlay:
        """A template of others. It says what people typed, never what a record says."""
        return cls(template, Slot.PAGE, name, data)

    @property
    def figured(self) -> bool:
        return self.template in FIGURED

    @property
    def left_out(self) -> frozenset[str]:
        """Names of the layers of its template that make room for others."""
        return frozenset(name for name, out in ((SLOGAN, self.bare), (PLATE, self.unnamed)) if out)

    def with_room_for(self, left_out: Collection[str], under: Iterable[Slot] = ()) -> Overlay:
        """The same without those layers, which lie ``under`` others, and with all others."""
        bare, unnamed = SLOGAN in left_out, PLATE in left_out
        return replace(self, bare=bare, unnamed=unnamed, under=tuple(under))

    def same_as(self, other: Overlay | None) -> bool:
        """The same wish, whatever its figures are by now."""
        return other is not None and (self.template, self.label, self.ends_at) == (
            *(other.template, other.label),
            other.ends_at,
        )

    def taken(self, sha256: str, steps: int = 1) -> e.LayerTaken:
        """The fact that it is on air as that picture; ``steps``: how many it has."""
        return e.LayerTaken(
            *(self.slot.value, self.template, self.label, sha256, dict(self.data)),
            *(self.ends_at, self.mandatory, self.stale, self.step, steps),
            named=self.named,
            bare=self.bare,
            unnamed=self.unnamed,
            under=tuple(each.value for each in self.under),
        )


def first_words(data: tuple[tuple[str, object], ...]) -> str:
    """The first of what one says, empty where it says nothing; of a lottery its prize, not when it
    closes."""
    said = dict(data)
    words = (said.get("prize"), *said.values())
    return next((value for value in words if isinstance(value, str) and value), "")


def next_step(on: e.LayerTaken) -> Overlay | None:
    """What is on air, a step further; None where it was its last."""
    if on.steps >= 0 and on.step + 1 >= on.steps:
        return None
    return replace(Overlay.from_fact(on), step=on.step + 1)


def promised(on: Overlay | e.LayerTaken | None) -> tuple[str, int] | None:
    """The SKU and the price of a price drop; None of anything else."""
    if on is None or on.template != "price-drop":
        return None
    return on.label, int(dict(on.data)["price"])
