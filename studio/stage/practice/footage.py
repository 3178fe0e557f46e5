"""What the practice stage films: a drawn village stall, a camera, or a video file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from studio.camera.capture import CameraSource, FrameGrabber
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

    def __init__(self, source: CameraSource, video: VideoProfile) -> None:
        """Waits for the first picture; ``camera_missing`` or ``camera_silent`` (name)."""
        self._video = video
        self._grabber = FrameGrabber(source)
        try:
            self._last = self._grabber.wait_first(FIRST_FRAME_SECONDS)
        except UserFacingError:
            self._grabber.close()
            raise

    def picture(self, seconds: float) -> Picture:
        self._last = self._grabber.newest() or self._last
        fitted = cover(self._last.picture, self._video.width, self._video.height)
        return fitted.copy() if fitted is self._last.picture else fitted

    def rate(self) -> float | None:
        return self._grabber.rate()

    def is_silent(self) -> bool:
        return self._grabber.problem() is not None

    def reopen(self) -> None:
        self._grabber.close()  # first: one owner a camera
        self._grabber = FrameGrabber(self._grabber.source)

    def close(self) -> None:
        self._grabber.close()


def open_footage(what: str, video: VideoProfile) -> Footage:
    """``synthetic``, ``camera:0``, a network address or a file's path.

    ``footage_missing`` (file) where there is no such file; else as `FilmedFootage`.
    """
    if what == "synthetic":
        return DrawnFootage(video)
    source = CameraSource.parse(what)
    if source.looped and not Path(what).is_file():
        raise UserFacingError("footage_missing", file=what)
    return FilmedFootage(source, video)
