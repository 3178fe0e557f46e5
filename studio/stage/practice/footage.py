"""What the practice stage films: a drawn village stall, a camera, or a video file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from studio.camera.capture import CameraSource, FrameGrabber
from studio.camera.handover import CameraHandover
from studio.camera.opencv import Picture, cover
from studio.runtime.errors import UserFacingError
from studio.stage.port import VideoProfile
from studio.stage.practice.village import Village

FIRST_FRAME_SECONDS = 4.0
"""How long a camera may take to show its first picture."""


class Footage(Protocol):
    """Pictures at the size of the canvas; one thread only."""

    def picture(self, seconds: float) -> Picture:
        """The picture ``seconds`` after the stage opened (BGR). The caller may draw on it."""
        ...

    def rate(self) -> float | None:
        """Pictures a second the camera delivers; None where nothing limits it, or nobody knows."""
        ...

    def is_silent(self) -> bool:
        """The camera sends nothing any more."""
        ...

    def reopen(self) -> None:
        """Let go of the camera and open it again; from any thread, while pictures are asked for."""
        ...

    def close(self) -> None:
        """Let go of the camera, if there is one."""
        ...


class DrawnFootage:
    """The village stall: needs neither camera nor file."""

    def __init__(self, video: VideoProfile) -> None:
        self._village = Village(video.width, video.height)

    def picture(self, seconds: float) -> Picture:
        return self._village.picture(seconds)

    def rate(self) -> float | None:
        return None

    def is_silent(self) -> bool:
        return False

    def reopen(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to let go of."""


class FilmedFootage:
    """A camera or a file. Where it goes silent its last picture stays on air."""

    def __init__(
        self,
        source: CameraSource,
        video: VideoProfile,
        handover: CameraHandover,
        address: Callable[[str], str] = str,
    ) -> None:
        """Waits for the first picture. ``address``: as `open_footage`.

        UserFacingError: ``camera_missing``, ``camera_no_answer``, ``camera_held``,
        ``camera_silent`` (name), ``camera_at_obs``.
        """
        self._source, self._video, self._address = source, video, address
        self._handover = handover if isinstance(source.place, int) else CameraHandover()
        self._lock = threading.Lock()
        self._grabber: FrameGrabber | None = None
        self._handover.open(self)
        try:
            self._last = self._ours().wait_first(FIRST_FRAME_SECONDS)
        except UserFacingError:
            self._handover.close(self)
            raise

    # -- `studio.camera.handover.Holder`

    @property
    def camera(self) -> str:
        return f"camera:{self._source.place}"

    def take(self) -> None:
        with self._lock:
            if self._grabber is None:
                self._grabber = self._grab()

    def let_go(self) -> None:
        with self._lock:
            grabber, self._grabber = self._grabber, None
            if grabber is not None:
                grabber.close()

    def _grab(self) -> FrameGrabber:
        return FrameGrabber(self._source, address=self._address)

    def _ours(self) -> FrameGrabber:
        """UserFacingError ``camera_at_obs``: it was lent before its first picture came."""
        if self._grabber is None:
            raise UserFacingError("camera_at_obs")
        return self._grabber

    # -- `Footage`

    def picture(self, seconds: float) -> Picture:
        grabber = self._grabber  # it may be lent to OBS: then its last picture stays
        self._last = (grabber and grabber.newest()) or self._last
        fitted = cover(self._last.picture, self._video.width, self._video.height)
        return fitted.copy() if fitted is self._last.picture else fitted

    def rate(self) -> float | None:
        grabber = self._grabber
        return grabber.rate() if grabber is not None else None

    def is_silent(self) -> bool:
        grabber = self._grabber
        return grabber is None or grabber.problem() is not None

    def reopen(self) -> None:
        with self._lock:
            if self._grabber is not None:
                self._grabber.close()  # first: one owner a camera
                self._grabber = self._grab()

    def close(self) -> None:
        self._handover.close(self)


def open_footage(
    what: str,
    video: VideoProfile,
    handover: CameraHandover,
    address: Callable[[str], str] = str,
) -> Footage:
    """``synthetic``, ``camera:0``, a network address or a file's path.

    ``address``: a network camera's, with the user and password it asks for.
    ``footage_missing`` (file) where there is no such file; else as `FilmedFootage`.
    """
    if what == "synthetic":
        return DrawnFootage(video)
    source = CameraSource.parse(what)
    if source.looped and not Path(what).is_file():
        raise UserFacingError("footage_missing", file=what)
    return FilmedFootage(source, video, handover, address)
