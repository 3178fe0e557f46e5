"""One owner of a USB camera at a time: a capture of this program, or OBS.

Systems give a camera to who asks first; who comes second sees black, and OBS does not ask again.
So a capture lets go before OBS opens its camera, and OBS before a capture does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from studio.camera.devices import plugged_in, same_camera
from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)

WAIT_SECONDS = 8.0
"""How long a capture waits for an OBS that is being asked; a preflight takes about 5 s."""


class Holder(Protocol):
    """A capture that can be closed and opened again. Any thread; calls nobody back."""

    @property
    def camera(self) -> str:
        """``camera:0``."""
        ...

    def take(self) -> None:
        """Open the camera, without waiting for its picture."""
        ...

    def let_go(self) -> None:
        """Close it; nothing of ours holds the camera when this returns."""
        ...


class CameraHandover:
    """Any thread but the main one: everything here waits for the others, and one of them may be
    asking an OBS that is silent, for 6 s (`studio.stage.obs.let_go`)."""

    def __init__(
        self,
        obs_lets_go: Callable[[str], None] = lambda camera: None,
        may_be_same: Callable[[str, str], bool] | None = None,
    ) -> None:
        """``obs_lets_go`` has OBS close a camera (``camera:0``) it was given by us.

        It raises ``camera_at_obs`` while viewers see it.
        """
        self._obs_lets_go = obs_lets_go
        self._may_be_same = may_be_same or may_be_same_camera
        self._changed = threading.Condition()
        self._holders: list[Holder] = []
        self._lent: dict[object, str] = {}

    def open(self, holder: Holder) -> None:
        """Have ``holder`` take its camera, once OBS holds it no more.

        UserFacingError ``camera_at_obs``: it cannot be had now.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_free(holder.camera), WAIT_SECONDS):
                raise UserFacingError("camera_at_obs")
            self._obs_lets_go(holder.camera)
            self._holders.append(holder)
            holder.take()

    def close(self, holder: Holder) -> None:
        """``holder`` is done with its camera. Idempotent."""
        with self._changed:
            if holder in self._holders:
                self._holders.remove(holder)
            holder.let_go()

    def lend(self, borrower: object, device: str) -> None:
        """OBS is about to open ``device``: our captures of it let go until `give_back`."""
        with self._changed:
            self._lent[borrower] = device
            for holder in self._holders:
                if self._may_be_same(device, holder.camera):
                    log.info("letting go of %s: OBS opens it", holder.camera)
                    holder.let_go()

    def give_back(self, borrower: object) -> None:
        """Nobody asks OBS any more: captures that still want their camera take it back."""
        with self._changed:
            device = self._lent.pop(borrower, None)
            if device is None:
                return
            for holder in self._holders:
                if self._may_be_same(device, holder.camera) and self._is_free(holder.camera):
                    self._take_back(holder)
            self._changed.notify_all()

    def _take_back(self, holder: Holder) -> None:
        try:
            self._obs_lets_go(holder.camera)
        except UserFacingError as error:
            log.info("%s stays with OBS: %s", holder.camera, error)
            return
        holder.take()

    def _is_free(self, camera: str) -> bool:
        return not any(self._may_be_same(device, camera) for device in self._lent.values())


def may_be_same_camera(device: str, camera: str) -> bool:
    """False only where the system tells OBS's ``device`` from ours (``camera:0``)."""
    known = next((each for each in plugged_in() if each.footage == camera), None)
    return known is None or same_camera(device, known) is not False
