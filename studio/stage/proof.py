"""Proof of air: whether a layer is to be seen in the programme's own picture. Any thread.

Imported when first asked for: it takes OpenCV along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studio.camera import codes, likeness
from studio.camera.opencv import Picture, read_picture
from studio.stage.layers import Layer, Slot
from studio.stage.port import Proof


def find(canvas: Picture, slot: Slot, on_air: Mapping[Slot, Layer]) -> Proof:
    """What of ``slot`` is in ``canvas`` (BGR, at the programme's size), given what should be."""
    layer = on_air.get(slot)
    if layer is None:
        return Proof(None)
    if layer.page is not None:  # nobody but a browser knows how it should look
        return Proof(layer.sha256)
    box = _box(layer)
    picture = read_picture(layer.path)
    covered = [*layer.restless, *_above(slot, on_air)]
    shows = picture is not None and likeness.shows(canvas, picture, box, covered)
    return Proof(layer.sha256, shows, codes.read_alike(likeness.region(canvas, box)))


def _box(layer: Layer) -> likeness.Box:
    return layer.x, layer.y, layer.width, layer.height


def _above(slot: Slot, on_air: Mapping[Slot, Layer]) -> Iterator[likeness.Box]:
    slots = list(Slot)
    for higher in slots[slots.index(slot) + 1 :]:
        if (layer := on_air.get(higher)) is not None and layer.page is None:
            yield _box(layer)
