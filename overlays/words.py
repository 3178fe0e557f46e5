"""What a template's texts say with given data: placeholders, money, time, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from overlays.brand import BrandKit
from overlays.layers import PLACEHOLDER
from overlays.pictures import shape
from overlays.template import Term
from overlays.text_fit import one_line

WIDE = 1.6
"""From which shape (width by height) a picture is ``wide``."""


def yuan(fen: int) -> str:
    """``3990`` → ``39.90``; whole yuan without decimals."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def clock(ms: int) -> str:
    """``167000`` → ``02:47``; from an hour on ``01:02:47``. A begun second counts as whole."""
    seconds = -(-ms // 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    rest = f"{minutes:02d}:{seconds % 60:02d}"
    return f"{hours:02d}:{rest}" if hours else rest


@dataclass(frozen=True, slots=True)
class Words:
    """The data of one overlay, checked, and the brand it appears in."""

    data: Mapping[str, object]
    brand: BrandKit
    upright: bool

    def fill(self, text: str) -> str:
        """``text`` with its placeholders filled, on one line; empty fields leave nothing."""
        filled = PLACEHOLDER.sub(lambda found: self._shaped(found[1], found[2]), text)
        return one_line(filled) if filled.strip() else ""

    def fill_span(self, text: str) -> str:
        """As `fill`, but spaces at the ends stay: spans follow each other."""
        return PLACEHOLDER.sub(lambda found: one_line(self._shaped(found[1], found[2])), text)

    def holds(self, terms: tuple[Term, ...]) -> bool:
        """Whether every condition is met."""
        return all(self._is(term.name) == term.wanted for term in terms)

    def picture(self, name: str) -> Path | None:
        """The picture a layer shows, None where there is none."""
        found = self._value(name)
        return found if isinstance(found, Path) else None

    def shape(self, name: str) -> float:
        """Width by height of a picture. Errors: ``picture_unreadable``."""
        path = self.picture(name)
        return 1.0 if path is None else shape(path)

    def left_ms(self, name: str) -> int:
        """A field in milliseconds."""
        found = self.data.get(name)
        return found if isinstance(found, int) else 0

    def _value(self, name: str) -> object:
        if name.startswith("brand."):
            return getattr(self.brand, name.removeprefix("brand."))
        return self.data.get(name)

    def _is(self, name: str) -> bool:
        if name in ("portrait", "landscape"):
            return self.upright == (name == "portrait")
        if name.endswith(".wide"):
            return self.shape(name.removesuffix(".wide")) >= WIDE
        found = self._value(name)
        return bool(found.strip()) if isinstance(found, str) else found is not None and found != 0

    def _shaped(self, name: str, shape: str | None) -> str:
        found = self._value(name)
        if found is None:
            return ""
        if shape is None or not isinstance(found, int):
            return f"{found:g}" if isinstance(found, float) else str(found)
        if shape == "clock":
            return clock(found)
        whole, dot, rest = yuan(found).partition(".")
        return {"yuan": yuan(found), "yuan_whole": whole, "yuan_rest": dot + rest}[shape]
