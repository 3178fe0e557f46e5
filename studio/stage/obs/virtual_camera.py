"""OBS's virtual camera: its picture as a camera for a platform's companion. No sound goes so."""

from __future__ import annotations

from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError

NOT_AVAILABLE = 604
"""RequestStatus of obs-websocket: this OBS came without a virtual camera, or its driver is gone."""


class VirtualCamera:
    """Switches it; one that was on before we wanted it is not ours to stop.

    Under the stage's lock, but for `wanted`.
    """

    def __init__(self) -> None:
        self.wanted = False
        """Viewers are to get the picture by it. May be read on any thread."""
        self._ours = False
        """We switched it on, in this run of the program or in the one this broadcast began in."""
        self._followed = False
        """It was wanted, and is not known to be off: whether it is on is asked."""
        self._missing = False

    def forget(self) -> None:
        """Another OBS answers: it may have what the last one lacked."""
        self._missing = False

    def is_gone(self) -> None:
        """The OBS it was switched on in has ended."""
        self._ours = False

    def match(self, client: ObsClient, wanted: bool, *, goes_on: bool = False) -> None:
        """Switch it on or off. ``virtual_camera_missing``, told once for each OBS.

        ``goes_on``: as `studio.stage.port.StageSetup.goes_on`.
        """
        self.wanted = wanted
        if not wanted:
            self._stop(client)
            return
        self._followed = True
        if self._missing:
            return
        if self.is_on(client):
            self._ours |= goes_on
        else:
            self._start(client)

    def is_on(self, client: ObsClient) -> bool:
        """Asked only where it was wanted: who does not use it needs no answer."""
        if not self._followed or self._missing:
            return False
        try:
            return bool(client.request("GetVirtualCamStatus")["outputActive"])
        except ObsError as error:
            raise self._told(error) from error

    def _stop(self, client: ObsClient) -> None:
        if not self._ours:
            return
        if self.is_on(client):
            client.request("StopVirtualCam")
        self._ours = self._followed = False

    def _start(self, client: ObsClient) -> None:
        try:
            client.request("StartVirtualCam")
        except ObsError as error:
            raise self._told(error) from error
        self._ours = True

    def _told(self, error: ObsError) -> Exception:
        if error.code != NOT_AVAILABLE:
            return error
        self._missing = True
        return UserFacingError("virtual_camera_missing")
