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
from studio.stage.obs.errors import ObsError, ObsLost, ObsNonsense, ObsTimeout
from studio.stage.obs.handshake import Address

log = logging.getLogger(__name__)

PORT_SECONDS = 0.3
SETTLE_SECONDS = 0.5
"""DirectShow closes a device on a thread of its own, after the request was answered [I]."""
TRIES = 2
"""A computer that stalls keeps OBS silent for longer than one question waits; a capture that does
not ask again is black for as long as it is open."""
OUTPUTS = ("GetStreamStatus", "GetRecordStatus", "GetVirtualCamStatus")


def let_go(url: str, password: str | None, is_wanted: Callable[[str], bool]) -> None:
    """Have the OBS of this computer close the camera we gave it, if ``is_wanted`` (its device).

    Nothing where no OBS answers. The next opening of an `ObsStage` gives it its camera again.
    UserFacingError ``camera_at_obs``: it is on the air there.
    """
    host, port = addresses.obs(url)
    if not addresses.is_here(host) or not probes.port_answers(host, port, PORT_SECONDS):
        return
    for _ in range(TRIES):
        try:
            _ask(url, password, is_wanted)
            return
        except (ObsError, ObsLost, ObsNonsense, ObsTimeout, UserFacingError) as error:
            if isinstance(error, UserFacingError) and error.code == "camera_at_obs":
                raise
            log.info("OBS was not asked for the camera: %s", error)
            if not _is_silence(error):
                return


def _is_silence(error: Exception) -> bool:
    silent = isinstance(error, UserFacingError) and error.code == "obs_silent"
    return silent or isinstance(error, ObsTimeout)


def _ask(url: str, password: str | None, is_wanted: Callable[[str], bool]) -> None:
    client = ObsClient(Address.parse(url), password, lambda name, data: None, lambda reason: None)
    client.connect()
    try:
        _let_go(client, is_wanted)
    finally:
        client.disconnect()


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
