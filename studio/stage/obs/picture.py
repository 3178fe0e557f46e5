"""Pictures read back from OBS: what is on air, and whether a file was really loaded."""

from __future__ import annotations

import base64
import logging
import time
from pathlib import Path
from typing import Any

from overlays.pixels import shows_picture
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.errors import NOT_FOUND, ObsError

log = logging.getLogger(__name__)

QUALITY = 80
SCREENSHOT_SECONDS = 5.0
"""A screenshot waits for OBS's graphics thread."""
LOAD_SECONDS = 1.5
"""How long OBS may take to load a file; newer versions load images on a thread of their own."""
LOOK_AGAIN_SECONDS = 0.05
SOON_SECONDS, SOON = 0.01, 10
"""At first it is looked for more often: OBS loads a file with its next frame, and every look that
comes too early costs the take until the next one."""


def on_air(client: ObsClient, width: int) -> bytes:
    """The current scene as JPEG, ``width`` pixels wide (OBS takes 8 to 4096)."""
    scene = client.request("GetCurrentProgramScene")["currentProgramSceneName"]
    return _screenshot(client, _small(scene, width))


def of(client: ObsClient, source: str, width: int) -> bytes:
    """One source by itself, in the same way; empty where it has no picture."""
    try:
        return _screenshot(client, _small(source, width))
    except ObsError as error:
        log.debug("%s shows nothing: %s", source, error)
        return b""


def canvas(client: ObsClient) -> bytes:
    """The current scene at its own size, every pixel as it is."""
    scene = client.request("GetCurrentProgramScene")["currentProgramSceneName"]
    return _screenshot(client, {"sourceName": scene, "imageFormat": "bmp"})


def draw_once(client: ObsClient, source: str) -> None:
    """Have OBS draw it now, on the air or not; nothing where there is no such source."""
    try:
        _screenshot(client, {"sourceName": source, "imageFormat": "jpg", "imageWidth": 8})
    except ObsError as error:
        log.debug("%s cannot be drawn: %s", source, error)


def loads(
    client: ObsClient, source: str, settings: dict[str, Any], file: Path, seconds: float
) -> bool:
    """Give an image input its settings, and whether it shows ``file`` then; asked in one go, as
    most files are there before OBS answers. Otherwise as `comes_to_show`.
    """
    change = {"inputName": source, "inputSettings": settings}
    looked = {"sourceName": source, "imageFormat": "bmp"}
    asked: list[Request] = [("SetInputSettings", change), ("GetSourceScreenshot", looked)]
    changed, seen = client.batch(asked, halt=False, seconds=SCREENSHOT_SECONDS)
    if changed is None:
        client.request("SetInputSettings", change)  # says what is wrong with it
    shown = seen is not None and file.is_file() and shows_picture(_decoded(seen), file)
    return shown or comes_to_show(client, source, file, seconds)


def comes_to_show(
    client: ObsClient, source: str, file: Path, seconds: float = LOAD_SECONDS
) -> bool:
    """Whether an image input shows ``file``, within the time OBS may take to load it."""
    end, looks = time.monotonic() + seconds, 0
    while file.is_file():
        if shows(client, source, file):
            return True
        if time.monotonic() > end:
            break
        looks += 1
        time.sleep(SOON_SECONDS if looks <= SOON else LOOK_AGAIN_SECONDS)
    return False


def shows(client: ObsClient, source: str, file: Path) -> bool:
    """Whether an image input shows ``file`` now: settings say nothing about what was loaded.

    Raises ObsError `NOT_FOUND` where it was deleted: OBS takes settings for an input that is going,
    and the file is not to blame for what is no longer there.
    """
    try:
        # BMP keeps every colour and costs nothing to pack.
        seen = _screenshot(client, {"sourceName": source, "imageFormat": "bmp"})
    except ObsError as error:
        if error.code == NOT_FOUND:
            raise
        log.debug("%s shows nothing: %s", source, error)
        return False
    return shows_picture(seen, file)


def _small(source: str, width: int) -> dict[str, Any]:
    how = {"imageFormat": "jpg", "imageWidth": width, "imageCompressionQuality": QUALITY}
    return {"sourceName": source} | how


def _screenshot(client: ObsClient, asked: dict[str, Any]) -> bytes:
    return _decoded(client.request("GetSourceScreenshot", asked, SCREENSHOT_SECONDS))


def _decoded(told: dict[str, Any]) -> bytes:
    return base64.b64decode(str(told["imageData"]).partition(",")[2])
