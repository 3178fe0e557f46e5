"""What ``gongfu obs check`` and preflight ask before anything is built."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from studio.runtime.errors import UserFacingError
from studio.stage.obs import own_camera
from studio.stage.obs.cameras import DEVICES
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import LONGEST, ObsError, ObsLost, ObsTimeout
from studio.stage.obs.handshake import Address, understood
from studio.stage.port import CameraOffer

log = logging.getLogger(__name__)
T = TypeVar("T")


def check(url: str, password: str | None) -> dict[str, Any]:
    """Ask the OBS at ``url`` who it is and what it is doing; changes nothing. About 3 s at most.

    Keys: ``available`` (always true), ``version``, ``websocket_version``, ``platform``,
    ``collection``, ``profile``, ``streaming``, ``recording``, ``cameras`` (names OBS offers; None
    where it has no camera input yet to ask it by: a preflight makes one). UserFacingError:
    those of `Address.parse`, ``stage_unreachable``, ``obs_silent``, ``obs_not_obs``,
    ``obs_wrong_password``, ``obs_password_missing``, ``obs_too_old``.
    """
    return _ask(url, password, _describe)


def cameras(url: str, password: str | None) -> tuple[CameraOffer, ...] | None:
    """The cameras OBS offers; None where it has no camera input yet to ask it by. As `check`."""
    return _ask(url, password, _cameras)


def _ask(url: str, password: str | None, what: Callable[[ObsClient], T]) -> T:
    address = Address.parse(url)
    client = ObsClient(address, password, _ignore_event, _ignore_end)
    client.connect()
    try:
        with understood(address):
            return what(client)
    except (ObsTimeout, ObsLost) as error:
        raise UserFacingError("obs_silent", host=address.host, port=address.port) from error
    except ObsError as error:
        raise error.worded() from error
    finally:
        client.disconnect()


def _describe(client: ObsClient) -> dict[str, Any]:
    version = client.request("GetVersion")
    found = _cameras(client)
    return {
        "available": True,
        "version": str(version["obsVersion"])[:LONGEST],
        "websocket_version": str(version["obsWebSocketVersion"])[:LONGEST],
        "platform": str(version.get("platformDescription", ""))[:LONGEST],
        "collection": client.request("GetSceneCollectionList")["currentSceneCollectionName"],
        "profile": client.request("GetProfileList")["currentProfileName"],
        "streaming": bool(client.request("GetStreamStatus")["outputActive"]),
        "recording": bool(client.request("GetRecordStatus")["outputActive"]),
        "cameras": None if found is None else [offer.name for offer in found],
    }


def _cameras(client: ObsClient) -> tuple[CameraOffer, ...] | None:
    for entry in client.request("GetInputList")["inputs"]:
        name, kind = str(entry["inputName"]), str(entry["inputKind"])
        if kind not in DEVICES:
            continue
        try:
            return own_camera.offered_to(client, name, kind)
        except ObsError as error:  # an OBS that cannot list them can still go on air
            log.warning("OBS does not tell its cameras: %s", error)
    return None


def _ignore_event(name: str, data: Mapping[str, Any]) -> None:
    """A check asks; what OBS tells unasked is of no use to it."""


def _ignore_end(reason: str) -> None:
    """The next request raises `ObsLost` by itself."""
