"""Cards on the overlay: two slots, the hidden one loaded and looked at before it is shown.

Order of a take (measured; design: overlays page): new file into the hidden slot, look at what OBS
made of it, then one batch between two frames that shows it and hides the other. OBS has freed the
old texture by the time a load fails, so the slot on air is never the one that is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.stage.layers import Layer
from studio.stage.obs.client import Execution, ObsClient, Request
from studio.stage.obs.errors import ObsError
from studio.stage.obs.picture import comes_to_show, shows
from studio.stage.obs.scenes import NOT_FOUND, OVERLAY, SLOTS, TOP_LEFT, Item, items

SHA, BOX = "gongfu_sha256", "gongfu_box"
"""Kept by OBS among the slot's settings, so that a restarted program knows what is on air."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """The slot viewers see, and what was loaded into it."""

    item: Item
    sha256: str
    box: str


def on_air(client: ObsClient) -> OnAir | None:
    """The card the overlay shows now; None without one."""
    found = items(client, OVERLAY)
    for slot in reversed(SLOTS):
        item = found.get(slot)
        if item is not None and item["sceneItemEnabled"]:
            settings = client.request("GetInputSettings", {"inputName": slot})["inputSettings"]
            if settings.get("file"):
                return OnAir(item, str(settings.get(SHA, "")), str(settings.get(BOX, "")))
    return None


def show(client: ObsClient, card: Layer, verified: set[str]) -> None:
    """Make ``card`` the one on air; does nothing where it is. ``verified``: seen loaded before.

    UserFacingError ``card_not_loaded``: the last good card stays.
    """
    shown = on_air(client)
    if shown is not None and (shown.sha256, shown.box) == (card.sha256, _box(card)):
        slot = str(shown.item["sourceName"])
        if card.sha256 in verified or shows(client, slot, card.path):
            verified.add(card.sha256)
            return
    hidden = SLOTS[0] if shown is None or shown.item["sourceName"] == SLOTS[1] else SLOTS[1]
    found = items(client, OVERLAY)
    if hidden not in found:
        raise ObsError("GetSceneItemId", NOT_FOUND, hidden)
    _load(client, hidden, card)
    client.request("SetSceneItemTransform", _placed(found[hidden], card))
    _switch(client, found, hidden)
    verified.add(card.sha256)


def clear(client: ObsClient) -> None:
    """Take whatever card is on air off it."""
    found = items(client, OVERLAY)
    if any(found[slot]["sceneItemEnabled"] for slot in SLOTS if slot in found):
        _switch(client, found, None)


def _load(client: ObsClient, slot: str, card: Layer) -> None:
    settings = {
        "file": card.path.absolute().as_posix(),
        "unload": False,
        SHA: card.sha256,
        BOX: _box(card),
    }
    client.request("SetInputSettings", {"inputName": slot, "inputSettings": settings})
    if not comes_to_show(client, slot, card.path):
        raise UserFacingError("card_not_loaded", label=card.label)


def _switch(client: ObsClient, found: dict[str, Item], shown: str | None) -> None:
    """Show one slot and hide the other, between two frames."""
    order = sorted((slot for slot in SLOTS if slot in found), key=lambda slot: slot != shown)
    requests: list[Request] = [
        ("SetSceneItemEnabled", _where(found[slot]) | {"sceneItemEnabled": slot == shown})
        for slot in order
    ]
    client.batch(requests, Execution.SERIAL_FRAME)


def _placed(item: Item, card: Layer) -> dict[str, Any]:
    transform = {
        "positionX": float(card.x),
        "positionY": float(card.y),
        "alignment": TOP_LEFT,
        "boundsType": "OBS_BOUNDS_STRETCH",
        "boundsAlignment": TOP_LEFT,
        "boundsWidth": float(card.width),
        "boundsHeight": float(card.height),
    }
    return _where(item) | {"sceneItemTransform": transform}


def _where(item: Item) -> dict[str, Any]:
    return {"sceneName": OVERLAY, "sceneItemId": item["sceneItemId"]}


def _box(card: Layer) -> str:
    return f"{card.x},{card.y},{card.width},{card.height}"
