"""Templates of others on air: web pages that OBS's browser source shows.

A page is transparent until it plays, so its item is shown first, told to play when its template is
loaded, and what it replaces leaves then. One that does not load or begin is hidden again, and the
last good one stays.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.health import policy
from studio.stage.layers import Layer, Page, Slot
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.scenes import TOP_LEFT, ensure_input
from studio.stage.obs.slots import BOX, SHA, Overlay, Part, Side, sides, where
from studio.stage.port import VideoProfile

if TYPE_CHECKING:
    from studio.stage.web.hosted import Hosted
    from studio.stage.web.server import PageServer

log = logging.getLogger(__name__)

KIND = "browser_source"
MOST_FPS = 30
"""More costs a weak computer too much."""
LOADED = 1
"""The number of a page's first order, whose answer is that its template is there."""
SPARE_SECONDS = 0.6
"""Of a turn, left for what follows."""
ON_THE_WAY_SECONDS = 0.4
"""More than a template is given, for its host page to say that it had no more."""
ONLY_OURS = ":root:not([data-gongfu]) { display: none !important; }"
"""A browser makes a white page of an address nobody answers, as when OBS is started without the
program: it would be on air. OBS lays this on whatever page it loads; the host page is ours."""

Wanted = tuple[Layer, Page]


def settings_for(url: str, layer: Layer, fps: int) -> dict[str, Any]:
    """What the browser source is told.

    It knows nothing of OBS (``webpage_control_level``), costs nothing while nobody sees it
    (``shutdown``), and its sound goes to OBS (``reroute_audio``), where it is muted.
    """
    return {
        "is_local_file": False,  # such a page may read every file of the computer
        "url": url,
        "width": layer.width,
        "height": layer.height,
        "fps_custom": True,
        "fps": min(MOST_FPS, fps),
        "css": ONLY_OURS,
        "shutdown": True,
        "restart_when_active": False,
        "reroute_audio": True,
        "webpage_control_level": 0,
        SHA: "",  # until it was seen to play
        BOX: layer.stamp,
    }


@dataclass(frozen=True, slots=True)
class Air:
    """How it is shown."""

    fps: int
    seen: bool
    """Viewers see the programme; a browser that nobody sees loads nothing, and plays when seen."""


class Pages:
    """Those of one stage. Under the stage's lock."""

    def __init__(self) -> None:
        self._server: PageServer | None = None
        self._hosted: dict[Side, Hosted] = {}
        """What was loaded into each side by this program."""

    def close(self) -> None:
        """What is on air stays, and listens to nobody. Idempotent."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._hosted.clear()

    def match(self, client: ObsClient, overlay: Overlay, layer: Layer | None, air: Air) -> None:
        """Play this one and no other; does nothing where it plays.

        Errors: ``layer_not_loaded``, the last good one stays.
        """
        stays: Side | None = None
        if failed := [side for side, hosted in self._hosted.items() if hosted.failed]:
            for side in failed:  # also one that failed when OBS loaded it again, after a break
                self._take_off(client, side)
            overlay = Overlay.read(client)
        if layer is not None and layer.page is not None:
            wanted = layer, layer.page
            stays = self._begun(overlay, *wanted)
            if stays is None:
                stays = self._come(client, overlay, wanted, air)
            else:
                self._follow(client, overlay, stays, wanted, air)
                if moved := _put_right(overlay, stays, layer):
                    client.batch(moved)
        shown = [side for side in sides(Slot.PAGE) if overlay.shown_items(side)]
        for side in shown:
            if side != stays:
                self._leave(client, overlay, side, air)
        for side in [each for each in self._hosted if each != stays]:
            self._forget(side)

    def _begun(self, overlay: Overlay, layer: Layer, page: Page) -> Side | None:
        """The side its template plays in, or will as soon as somebody sees it; what it says may be
        another.
        """
        for side, hosted in self._hosted.items():
            settings = overlay.of_input(side, Part.PICTURE)
            loaded = settings.get("url") == hosted.url and settings.get(BOX) == layer.stamp
            there = loaded and bool(overlay.shown_items(side))
            if there and hosted.plays(page):
                return side
        return None

    def _follow(
        self, client: ObsClient, overlay: Overlay, side: Side, wanted: Wanted, air: Air
    ) -> None:
        """Have it say what is wanted; only what it was seen to do is noted in OBS."""
        layer, page = wanted
        if overlay.sha(side) == layer.sha256:
            return
        hosted = self._hosted[side]
        before = hosted.page
        number = hosted.order(page, play=True)
        if not air.seen:
            return
        # It may be loading: OBS unloads what nobody sees.
        if _went(client, hosted, number, policy.PAGE_LOAD_SECONDS + policy.PAGE_PLAY_SECONDS):
            _set(client, side, {SHA: layer.sha256})
            return
        if overlay.sha(side):
            hosted.order(before, play=True)
        else:
            self._take_off(client, side)
        raise layer.not_loaded()

    def _come(self, client: ObsClient, overlay: Overlay, wanted: Wanted, air: Air) -> Side:
        """Load it beside what is there, and have it play."""
        layer, page = wanted
        side = overlay.hidden(Slot.PAGE, ends=False)
        self._forget(side)
        try:
            hosted = self._serving().host(page, VideoProfile(layer.width, layer.height, air.fps))
        except OSError as error:
            raise layer.not_loaded() from error
        self._hosted[side] = hosted
        try:
            settings = settings_for(hosted.url, layer, air.fps)
            ensure_input(client, side.scene, side.input(Part.PICTURE), KIND, settings, shown=False)
            _set(client, side, settings)
            made = Overlay.read(client)
            client.batch([*made.order([side]), *laid_out(made, side, layer), *_enable(made, side)])
            went = self._plays(client, hosted, page, air)
            if went and air.seen:
                _set(client, side, {SHA: layer.sha256})
        except BaseException:
            self._forget(side)  # nobody knows what became of it: it is never taken for playing
            raise
        if not went:
            self._take_off(client, side)
            raise layer.not_loaded()
        return side

    def _plays(self, client: ObsClient, hosted: Hosted, page: Page, air: Air) -> bool:
        if air.seen and not _went(client, hosted, LOADED, policy.PAGE_LOAD_SECONDS):
            return False
        number = hosted.order(page, play=True)
        return not air.seen or _went(client, hosted, number, policy.PAGE_PLAY_SECONDS)

    def _take_off(self, client: ObsClient, side: Side) -> None:
        """One that does not play."""
        self._forget(side)
        client.batch(_disable(Overlay.read(client), side))

    def _leave(self, client: ObsClient, overlay: Overlay, side: Side, air: Air) -> None:
        hosted = self._hosted.get(side)
        if hosted is not None and air.seen:
            _went(client, hosted, hosted.order(hosted.page, play=False), policy.PAGE_STOP_SECONDS)
        client.batch(_disable(overlay, side))

    def _forget(self, side: Side) -> None:
        if (hosted := self._hosted.pop(side, None)) is not None:
            self._serving().drop(hosted)

    def _serving(self) -> PageServer:
        """Few broadcasts need one."""
        if self._server is None:
            from studio.stage.web.server import PageServer

            self._server = PageServer()
        return self._server


def _went(client: ObsClient, hosted: Hosted, number: int, seconds: float) -> bool:
    """Whether the template did it; what it says of why not is for the log."""
    left = seconds + ON_THE_WAY_SECONDS
    if client.deadline is not None:
        left = min(left, client.deadline - SPARE_SECONDS - time.monotonic())
    answer = hosted.answer(number, left)
    if answer is None or not answer.went:
        why = "no answer" if answer is None else answer.words
        log.info("a template of others did not do what it was asked: %s", why)
    return answer is not None and answer.went


def _set(client: ObsClient, side: Side, settings: dict[str, Any]) -> None:
    """Also that it is not heard: one unmuted by hand was another template."""
    name = side.input(Part.PICTURE)
    client.request("SetInputSettings", {"inputName": name, "inputSettings": settings})
    # A browser source that was built without sound refuses to be muted.
    client.batch([("SetInputMute", {"inputName": name, "inputMuted": True})], halt=False)


def laid_out(overlay: Overlay, side: Side, layer: Layer) -> list[Request]:
    """Its item over the whole canvas."""
    transform = _place(layer) | {
        "alignment": TOP_LEFT,
        "boundsType": "OBS_BOUNDS_STRETCH",
        "boundsAlignment": TOP_LEFT,
    }
    return [
        ("SetSceneItemTransform", where(item) | {"sceneItemTransform": transform})
        for item in overlay.of(side, Part.PICTURE)[:1]
    ]


def _place(layer: Layer) -> dict[str, float]:
    return {
        "positionX": float(layer.x),
        "positionY": float(layer.y),
        "boundsWidth": float(layer.width),
        "boundsHeight": float(layer.height),
    }


def _put_right(overlay: Overlay, side: Side, layer: Layer) -> list[Request]:
    """Where a hand moved it."""
    found = overlay.of(side, Part.PICTURE)[0]["sceneItemTransform"]
    moved = any(abs(found[key] - value) >= 1 for key, value in _place(layer).items())
    return laid_out(overlay, side, layer) if moved else []


def _enable(overlay: Overlay, side: Side) -> list[Request]:
    items = overlay.of(side, Part.PICTURE)[:1]
    return [("SetSceneItemEnabled", where(item) | {"sceneItemEnabled": True}) for item in items]


def _disable(overlay: Overlay, side: Side) -> list[Request]:
    items = overlay.of(side, Part.PICTURE)
    return [("SetSceneItemEnabled", where(item) | {"sceneItemEnabled": False}) for item in items]
