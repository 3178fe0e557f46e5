"""What must be on air for the whole broadcast, and what may not lie over it. Pure.

Seller's name, address and contact (直播电商监督管理办法 26), notices, and the label of persons made
by a computer (37): what the workshop says it needs, nobody covers, shortens or takes down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Protocol

from studio.session.overlay import Overlay
from studio.session.room import GAP, at_rest, fills, swept
from studio.stage.layers import Layer, Slot
from studio.stage.port import VideoProfile

SELLER, NOTICE, AI_LABEL = "seller", "notice", "ai_label"
CHOICES = (SELLER, NOTICE, AI_LABEL)
"""What a workshop can say it needs: values of the setting ``always_on_air``."""

_HEIGHT = {slot: place for place, slot in enumerate(Slot)}


class Words(Protocol):
    """Where the words are: `studio.store.settings.Settings`."""

    def get(self, key: str) -> list[str] | str: ...


def covered_by(layer: Layer, mandatory: Iterable[Layer]) -> Layer | None:
    """The mandatory layer that ``layer`` would stand in the place of, lie over or pass over."""
    for kept in mandatory:
        if kept.slot is layer.slot:
            return kept
        above = _HEIGHT[layer.slot] > _HEIGHT[kept.slot]
        if above and swept(layer).meets(at_rest(kept)):
            return kept
    return None


def is_about(code: str) -> bool:
    """Whether a refusal with that code is for the sake of what must be on air."""
    return code == "layer_mandatory" or code.startswith("layer_would_cover_")


def clear_of(layer: Layer, mandatory: Sequence[Layer], video: VideoProfile) -> Layer:
    """``layer`` where it and its motion reach none of them: moved towards the picture's middle.

    They stand still throughout a broadcast, so nothing jumps about. What covers the whole picture
    stays, and what stands in the place of one; where there is no room, it is the last place tried.
    """
    if fills(layer, video):
        return layer
    gap = min(video.width, video.height) // GAP
    kept = [at_rest(each) for each in mandatory if each.slot is not layer.slot]
    for _ in kept:
        reach = swept(layer)
        met = next((box for box in kept if box.meets(reach)), None)
        if met is None:
            return layer
        down = met.top + met.bottom < video.height
        by = met.bottom + gap - reach.top if down else met.top - gap - reach.bottom
        layer = replace(layer, y=layer.y + (ceil(by) if down else floor(by)))
    return layer


def always_on_air(words: Words) -> tuple[Overlay, ...]:
    """What the settings say must be on air, those without any words left out."""
    wanted = words.get("always_on_air")
    found = {
        SELLER: _seller(words),
        NOTICE: Overlay.of("notice", text=str(words.get("notice_words"))),
        AI_LABEL: Overlay.of("ai-label", text=str(words.get("ai_words"))),
    }
    chosen = [found[each] for each in CHOICES if each in wanted]
    return tuple(replace(each, mandatory=True) for each in chosen if each.data)


def _seller(words: Words) -> Overlay:
    """Without a name its address and contact are nobody's."""
    name, address, contact = (
        str(words.get(key)) for key in ("seller_name", "seller_address", "seller_contact")
    )
    if not name:
        return Overlay.of("seller")
    return Overlay.of("seller", seller=name, address=address, contact=contact)


def without_words(words: Words) -> Sequence[str]:
    """What the workshop says it needs, and has written no words for."""
    there = {each.slot.value for each in always_on_air(words)}
    return [each for each in words.get("always_on_air") if each not in there]
