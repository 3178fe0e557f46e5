"""The picture on air, small, for the people in the room."""

from __future__ import annotations

import base64

from studio.stage.obs import scenes
from studio.stage.obs.client import ObsClient

QUALITY = 80
SCREENSHOT_SECONDS = 5.0
"""A screenshot waits for OBS's graphics thread."""


def picture_of(client: ObsClient, width: int) -> bytes:
    """The current scene as JPEG, ``width`` pixels wide (OBS takes 8 to 4096)."""
    asked = {
        "sourceName": scenes.current(client),
        "imageFormat": "jpg",
        "imageWidth": width,
        "imageCompressionQuality": QUALITY,
    }
    data = str(client.request("GetSourceScreenshot", asked, SCREENSHOT_SECONDS)["imageData"])
    return base64.b64decode(data.partition(",")[2])
