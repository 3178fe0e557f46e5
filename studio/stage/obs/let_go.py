"""OBS gives a camera back: the practice stage wants it, and nobody watches OBS.

OBS holds a device for as long as a scene collection has it, also after a broadcast.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from studio.health import probes
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.stage.obs import own_camera
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout
from studio.stage.obs.handshake import Address

log = logging.getLogger(__name__)

PORT_SECONDS = 0.3
SETTLE_SECONDS = 0.5
"""DirectShow closes a device on a thread of its own, after the request was answered [I]."""
OUTPUTS = ("GetStreamStatus", "GetRecordStatus", "GetVirtualCamStatus")


def let_go(url: str, password: str | None, is_wanted: Callable[[str], bool]) -> None:
    """Have the OBS of this computer close the camera we gave it, if ``is_wanted`` (its device).

    Nothing where no OBS answers. The next opening of an `ObsStage` gives it its camera again.
    UserFacingError ``camera_at_obs``: it is on the air there.
    """
    host, port = addresses.obs(url)
    if not addresses.is_here(host) or not probes.port_answers(host, port, PORT_SECONDS):
        return
    client = ObsClient(Address.parse(url), password, lambda name, data: None, lambda reason: None)
    try:
        client.connect()
        try:
            _let_go(client, is_wanted)
        finally:
            client.disconnect()
    except (ObsError, ObsLost, ObsTimeout) as error:
        log.info("OBS was not asked for the camera: %s", error)
    except UserFacingError as error:
        if error.code == "camera_at_obs":
            raise
        log.info("OBS was not asked for the camera: %s", error)


def _let_go(client: ObsClient, is_wanted: Callable[[str], bool]) -> None:
    device = own_camera.held(client)
    if not device or not is_wanted(device):
        return
    if any(_is_on(client, output) for output in OUTPUTS):
        raise UserFacingError("camera_at_obs")
    own_camera.close(client)
    time.sleep(SETTLE_SECONDS)


def _is_on(client: ObsClient, output: str) -> bool:
    try:
        return bool(client.request(output)["outputActive"])
    except ObsError:  # an OBS without a virtual camera refuses the question
        return False
