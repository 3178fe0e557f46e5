"""The code on an origin card: the workshop's own trace page, opened at the lot that is sold.

A code on air may count as leading customers off a platform, so it is off on each until a person
says otherwise. It leads to the address the workshop wrote, and nowhere else. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from overlays import library

LOT = "{lot}"


class Words(Protocol):
    """Where they are: `studio.store.settings.Settings`."""

    def get(self, key: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class TracePage:
    """``address``: of the page, `LOT` in it where the lot stands, else at its end; empty: none."""

    address: str = ""

    def of(self, lot: str) -> str:
        """What the code of a lot says; empty where there is none, or it would be no code."""
        if not self.address or not lot:
            return ""
        said = quote(lot, safe="")
        whole = self.address.replace(LOT, said)
        if LOT not in self.address:
            whole = f"{self.address.rstrip('/')}/{said}"
        (most,) = (each.most for each in library.find("origin-card").fields if each.key == "trace")
        return whole if len(whole) <= most else ""  # a part of an address leads nowhere


def page(words: Words, platform: str) -> TracePage:
    """That of a broadcast to ``platform``; none where others get the picture, too.

    What a platform allows is not allowed on the ones beside it, of which nothing is known here.
    """
    allowed = words.get("destinations") == 1 and platform in words.get("trace_platforms")
    return TracePage(str(words.get("trace_address")) if allowed else "")
