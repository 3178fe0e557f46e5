"""Layers on the overlay: two sides a slot, the hidden one loaded and looked at before it is shown.

Order of a take (measured; design: overlays page): new file into the hidden side, look at what OBS
made of it, then one batch between two frames that shows it and hides the other. OBS has freed the
old texture by the time a load fails, so the side on air is never the one that is loaded.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.stage.layers import DigitStrip, Layer, MotionBudget, Roll, Slot
from studio.stage.obs import take
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.digits import DigitClock, Hand
from studio.stage.obs.errors import ObsError
from studio.stage.obs.look import Item, Look
from studio.stage.obs.pages import KIND as PAGE_KIND
from studio.stage.obs.pages import Air, Pages
from studio.stage.obs.picture import LOAD_SECONDS, loads, shows
from studio.stage.obs.scenes import IMAGE, TOP_LEFT, ensure_input, make_item
from studio.stage.obs.slots import BOX, SHA, UNTIL, Overlay, Part, Side, sides, where
from studio.stage.obs.take import Take

SCROLL, SCROLL_KIND = "滚动", "scroll_filter"
NO_SUCH_FILTER = 600
SLIDES = "slideshow"
"""What the kind begins with; newer versions add their number."""
SHORTEST_SLIDE_MS = 50
LESS_PATIENCE = 0.4
"""Seconds for each layer after one that did not load; most load before OBS answers."""
ROUGHLY = 1.0
"""Seconds by which two ends are the same: the clock of the wall is set now and then."""


@dataclass(frozen=True, slots=True)
class Show:
    """How layers change."""

    fps: int
    motion: MotionBudget


class Layers:
    """Those of one stage. Under the stage's lock, but for the clock of its digits."""

    def __init__(self) -> None:
        self._loaded: dict[str, str] = {}
        """Of each input what was seen in it: the sha of its file."""
        self.known: dict[Slot, Layer] = {}
        """What was last shown here: its way out, and what a proof looks for."""
        self._clock = DigitClock()
        self._pages = Pages()
        self._kinds: tuple[str, ...] = ()
        """Of inputs that this OBS has; empty: it was not asked yet."""
        self._patience = LOAD_SECONDS
        self._made = False
        """Items were made since the overlay was read."""
        self._filtered: set[str] = set()
        """Inputs that have the filter a fade needs."""
        self._cuts = False
        """The next change is without motion."""
        self.inputs: frozenset[str] = frozenset()
        """Those whose settings are worth asking for beforehand."""

    def forget(self) -> None:
        """Another OBS, or another collection: nothing seen before counts."""
        self._loaded.clear()
        self._kinds = ()
        self._clock.set({})
        self._filtered.clear()

    def doubt(self) -> None:
        """Something of ours was deleted by hand: filters may be, too.

        The next change is a cut, which needs none: also of what goes, whose filter nobody makes
        again.
        """
        self._filtered.clear()
        self._cuts = True

    def leave(self, client: ObsClient) -> None:
        """Take off the air what counts: from now on nobody does."""
        overlay = Overlay.read(client)
        counting = [side for slot in Slot for side in sides(slot) if _counts_on(overlay, side)]
        if counting:
            take.play(client, [Take(None, tuple(counting)).frames(overlay, MotionBudget.CUT)], 1)

    def close(self) -> None:
        """The threads end. Idempotent."""
        self._clock.close()
        self._pages.close()

    def plays_pages(self, client: ObsClient) -> bool:
        """Whether this OBS has a browser source."""
        return PAGE_KIND in self._kinds_of(client)

    def on_air(self, client: ObsClient) -> dict[Slot, str]:
        """The sha of the layer in each slot that shows one."""
        overlay = Overlay.read(client)
        return {
            slot: overlay.sha(side) for slot in Slot if (side := overlay.shown(slot)) is not None
        }

    def match(
        self, client: ObsClient, wanted: Mapping[Slot, Layer], show: Show, look: Look
    ) -> list[UserFacingError]:
        """Show these and no others, pages apart; does nothing where they are.

        ``look``: as it is now.

        Returns what could not be loaded: there the last good layer stays.
        """
        overlay, now = Overlay.seen(client, look), time.monotonic()
        wanted = {slot: layer for slot, layer in wanted.items() if not layer.has_ended(now)}
        self._made = False
        takes: dict[Slot, Take] = {}
        refusals: list[UserFacingError] = []
        for slot in (each for each in Slot if each is not Slot.PAGE):
            try:
                if (step := self._step(client, overlay, slot, wanted.get(slot))) is not None:
                    takes[slot] = step
            except UserFacingError as error:
                refusals.append(error)
                self._patience = LESS_PATIENCE  # several at once must not outlast the turn
        self._patience = LOAD_SECONDS
        if takes:
            show = replace(show, motion=MotionBudget.CUT) if self._cuts else show
            # Read again only where items were made: each answer waited for delays the first frame.
            self._play(client, Overlay.read(client) if self._made else overlay, takes, show)
        self._cuts = False
        self._follow(client, wanted)
        self.inputs = frozenset(overlay.settings)
        return refusals

    def match_page(self, client: ObsClient, layer: Layer | None, air: Air) -> None:
        """The same for a template of others, which takes its time to come and to go.

        Errors: ``page_no_browser_source``, ``layer_not_loaded``.
        """
        if layer is not None and layer.has_ended(time.monotonic()):
            layer = None
        if layer is not None and not self.plays_pages(client):
            raise layer.refused("page_no_browser_source")
        self._pages.match(client, Overlay.read(client), layer, air)
        if layer is None:
            self.known.pop(Slot.PAGE, None)
        else:
            self.known[Slot.PAGE] = layer

    def _step(
        self, client: ObsClient, overlay: Overlay, slot: Slot, layer: Layer | None
    ) -> Take | None:
        """What is to happen in a slot, its layer loaded; None: nothing."""
        shown = overlay.shown(slot)
        seen = [side for side in sides(slot) if overlay.shown_items(side)]
        if layer is None:
            return Take(None, tuple(seen), self.known.get(slot)) if seen else None
        if shown is not None and self._is_up(client, overlay, shown, layer):
            self.known[slot] = layer
            beside = tuple(side for side in seen if side != shown)
            return Take(None, beside) if beside else None
        side = overlay.hidden(slot, ends=layer.until is not None and bool(self._ending(client)))
        self._load(client, overlay, side, layer)
        return Take((side, layer), tuple(each for each in seen if each != side))

    def _is_up(self, client: ObsClient, overlay: Overlay, side: Side, layer: Layer) -> bool:
        """Whether that side shows the layer, by its settings and, once, by a look at it."""
        if overlay.of_input(side, Part.PICTURE).get(BOX) != layer.stamp:
            return False
        ends = layer.until is not None and bool(self._ending(client))
        if side.ends is not ends or (ends and abs(overlay.until(side) - _until(layer)) > ROUGHLY):
            return False
        shown = {item["sceneItemId"] for item in overlay.shown_items(side)}
        needed = take.placed(overlay, side, layer)
        if len(needed) != _count(layer) or {i["sceneItemId"] for i, _ in needed} != shown:
            return False
        if not all(_rests(item, place) for item, place in needed):
            return False  # OBS died while it moved, or a hand moved it
        return all(
            overlay.of_input(side, part).get(SHA) == sha
            and self._is_loaded(client, side.input(part), part, path, sha)
            for part, path, sha in _files(layer)
        )

    def _is_loaded(self, client: ObsClient, name: str, part: Part, path: Path, sha: str) -> bool:
        if self._loaded.get(name) == sha:
            return True
        if part is Part.ROLL or not shows(client, name, path):  # of a roll only a part is seen
            return False
        self._loaded[name] = sha
        return True

    def _ending(self, client: ObsClient) -> str:
        """The kind of input that ends by itself; empty in an OBS without one."""
        return next((kind for kind in self._kinds_of(client) if kind.startswith(SLIDES)), "")

    def _kinds_of(self, client: ObsClient) -> tuple[str, ...]:
        self._kinds = self._kinds or tuple(client.request("GetInputKindList")["inputKinds"])
        return self._kinds

    # --- loading

    def _load(self, client: ObsClient, overlay: Overlay, side: Side, layer: Layer) -> None:
        """Into a side nobody sees; ``card_not_loaded`` or ``layer_not_loaded``."""
        for part, path, sha in _files(layer):
            name, count = side.input(part), _counts(layer)[part]
            kind = self._ending(client) if side.ends else IMAGE
            self._made |= _ensure_items(client, overlay, side, part, (kind, count))
            extra: dict[str, Any] = {BOX: layer.stamp} if part is Part.PICTURE else {}
            with _unrolled(client, name, layer.roll if part is Part.ROLL else None):
                source = _ending_picture(path, layer) if side.ends else _picture(path)
                settings = source | {SHA: sha} | extra
                present = overlay.of_input(side, part)
                same = all(present.get(key) == value for key, value in settings.items())
                loaded = self._loaded.pop(name, None) == sha and same
                if not (loaded or loads(client, name, settings, path, self._patience)):
                    raise layer.not_loaded()
            self._loaded[name] = sha
            if take.fades(layer) and name not in self._filtered:
                _ensure_filter(client, name, take.FILTER, take.FILTER_KIND, {}, on=False)
                self._filtered.add(name)

    def _play(
        self, client: ObsClient, overlay: Overlay, takes: dict[Slot, Take], show: Show
    ) -> None:
        coming = dict(each.coming for each in takes.values() if each.coming is not None)
        laid_out: list[Request] = overlay.order(coming)
        for side, layer in coming.items():
            laid_out += _laid_out(overlay, side, layer)
        for side, layer in coming.items():
            self._clock.add(client, _hand(overlay, side, layer))
        frames = [each.frames(overlay, show.motion) for each in takes.values()]
        take.play(client, [[laid_out], *frames], show.fps)  # in front of all in the first frame
        for slot, each in takes.items():
            if each.coming is not None:
                self.known[slot] = each.coming[1]
            elif overlay.shown(slot) in each.going:
                self.known.pop(slot, None)

    def _follow(self, client: ObsClient, wanted: Mapping[Slot, Layer]) -> None:
        """The clock counts what is on air now, by the layers wanted now."""
        if not any(layer.digits for layer in wanted.values()):
            self._clock.set({})
            return
        overlay = Overlay.read(client)
        hands: dict[Side, Hand] = {}
        for slot, layer in wanted.items():
            side = overlay.shown(slot)
            if side is not None and overlay.of_input(side, Part.PICTURE).get(BOX) == layer.stamp:
                hands |= _hand(overlay, side, layer)
        self._clock.set(hands, client)


def _rests(item: Item, place: tuple[int, int]) -> bool:
    found = item["sceneItemTransform"]
    far = max(abs(found["positionX"] - place[0]), abs(found["positionY"] - place[1]))
    return bool(far < 1)


def _counts_on(overlay: Overlay, side: Side) -> bool:
    name = side.input(Part.DIGITS)
    return any(item["sourceName"] == name for item in overlay.shown_items(side))


def _files(layer: Layer) -> Iterator[tuple[Part, Path, str]]:
    yield Part.PICTURE, layer.path, layer.sha256
    for part, strip in ((Part.ROLL, layer.roll), (Part.DIGITS, layer.digits)):
        if strip is not None:
            yield part, strip.path, strip.sha256


def _counts(layer: Layer) -> dict[Part, int]:
    places = len(layer.digits.places) if layer.digits else 0
    return {Part.PICTURE: 1, Part.ROLL: int(layer.roll is not None), Part.DIGITS: places}


def _count(layer: Layer) -> int:
    return sum(_counts(layer).values())


def _picture(path: Path) -> dict[str, Any]:
    return {"file": path.absolute().as_posix(), "unload": False}


def _ending_picture(path: Path, layer: Layer) -> dict[str, Any]:
    """One slide that is shown as long as the layer may be, from now on, seen or not."""
    left = (layer.until or 0.0) - time.monotonic()
    return {
        "files": [{"value": path.absolute().as_posix(), "hidden": False, "selected": False}],
        "slide_time": max(SHORTEST_SLIDE_MS, round(left * 1000)),
        "loop": False,
        "hide": True,
        "transition": "cut",
        "slide_mode": "mode_auto",
        "playback_behavior": "always_play",
        "randomize": False,
        UNTIL: _until(layer),
    }


def _until(layer: Layer) -> float:
    """When it ends, seconds since 1970."""
    return time.time() + (layer.until or 0.0) - time.monotonic()


def _ensure_items(
    client: ObsClient, overlay: Overlay, side: Side, part: Part, made_of: tuple[str, int]
) -> bool:
    """Whether one had to be made. ``made_of``: the kind of the input, and how many items of it."""
    present, name = len(overlay.of(side, part)), side.input(part)
    kind, count = made_of
    made = present == 0
    if made:
        empty: dict[str, Any] = {"files": []} if side.ends else {"file": "", "unload": False}
        ensure_input(client, side.scene, name, kind, empty, shown=False)
        present = 1
    for _ in range(count - present):
        make_item(client, side.scene, name, shown=False)
    return made or count > present


@contextlib.contextmanager
def _unrolled(client: ObsClient, name: str, roll: Roll | None) -> Iterator[None]:
    """While a strip is loaded and looked at it does not run, and all of it is there."""
    if roll is None:
        yield
        return
    settings = {
        "speed_x": float(roll.pixels_per_second),
        "speed_y": 0.0,
        "loop": True,
        "limit_cx": True,
        "cx": roll.width,
        "limit_cy": True,
        "cy": roll.height,
    }
    _ensure_filter(client, name, SCROLL, SCROLL_KIND, settings, on=False)
    yield
    name_, asked = take.filter_enabled(name, SCROLL, on=True)
    client.request(name_, asked)


def _ensure_filter(
    client: ObsClient, source: str, name: str, kind: str, settings: dict[str, Any], *, on: bool
) -> None:
    named = {"sourceName": source, "filterName": name}
    try:
        present = client.request("GetSourceFilter", named)
    except ObsError as error:
        if error.code != NO_SUCH_FILTER:
            raise
        client.request(
            "CreateSourceFilter", named | {"filterKind": kind, "filterSettings": settings}
        )
        present = {"filterEnabled": True, "filterSettings": settings}
    if any(present["filterSettings"].get(key) != value for key, value in settings.items()):
        client.request("SetSourceFilterSettings", named | {"filterSettings": settings})
    if bool(present["filterEnabled"]) is not on:
        client.request("SetSourceFilterEnabled", named | {"filterEnabled": on})


def _laid_out(overlay: Overlay, side: Side, layer: Layer) -> list[Request]:
    """Every item of a side in its place and of its size, before any of them is seen."""
    requests: list[Request] = []
    for item, (x, y) in take.placed(overlay, side, layer):
        width, height = _size(side, layer, str(item["sourceName"]))
        transform = {
            "positionX": float(x),
            "positionY": float(y),
            "alignment": TOP_LEFT,
            "boundsType": "OBS_BOUNDS_STRETCH",
            "boundsAlignment": TOP_LEFT,
            "boundsWidth": float(width),
            "boundsHeight": float(height),
        }
        requests.append(("SetSceneItemTransform", where(item) | {"sceneItemTransform": transform}))
    return requests


def _size(side: Side, layer: Layer, name: str) -> tuple[int, int]:
    if layer.digits is not None and name == side.input(Part.DIGITS):
        return layer.digits.cell_width, layer.digits.cell_height
    if layer.roll is not None and name == side.input(Part.ROLL):
        return layer.roll.width, layer.roll.height
    return layer.width, layer.height


def _hand(overlay: Overlay, side: Side, layer: Layer) -> dict[Side, Hand]:
    strip: DigitStrip | None = layer.digits
    if strip is None:
        return {}
    items = overlay.of(side, Part.DIGITS)[: len(strip.places)]
    return {side: Hand(strip, tuple(where(item) for item in items))}
