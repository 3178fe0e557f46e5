"""OBS's virtual camera: its picture as a camera for a platform's companion. No sound goes so."""

from __future__ import annotations

from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError

NOT_AVAILABLE = 604
"""RequestStatus of obs-websocket: this OBS came without a virtual camera, or its driver is gone."""


class VirtualCamera:
    """Switches it; one that was on before we wanted it is not ours to stop. One thread only."""

    def __init__(self) -> None:
        self._wanted = False
        self._missing = False

    def forget(self) -> None:
        """Another OBS answers: it may have what the last one lacked."""
        self._missing = False

    def match(self, client: ObsClient, wanted: bool) -> None:
        """Switch it on or off. ``virtual_camera_missing``, told once for each OBS."""
        if not wanted:
            if self._wanted and self.is_on(client):
                client.request("StopVirtualCam")
            self._wanted = False
            return
        self._wanted = True
        if not self._missing and not self.is_on(client):
            self._start(client)

    def is_on(self, client: ObsClient) -> bool:
        """Asked only where we switched it: who does not use it needs no answer."""
        if not self._wanted or self._missing:
            return False
        try:
            return bool(client.request("GetVirtualCamStatus")["outputActive"])
        except ObsError as error:
            raise self._told(error) from error

    def _start(self, client: ObsClient) -> None:
        try:
            client.request("StartVirtualCam")
        except ObsError as error:
            raise self._told(error) from error

    def _told(self, error: ObsError) -> Exception:
        if error.code != NOT_AVAILABLE:
            return error
        self._missing = True
        return UserFacingError("virtual_camera_missing")
