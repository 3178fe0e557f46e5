"""Which cameras are plugged in, by the names their makers gave them. Opens none of them.

Linux tells in ``/sys``. Windows and macOS tell through their own camera libraries, which
``cv2_enumerate_cameras`` asks in the order OpenCV counts in.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

KERNEL = Path("/sys/class/video4linux")
MEDIA_FOUNDATION, DIRECT_SHOW, AV_FOUNDATION = 1400, 700, 1200
"""OpenCV's ``CAP_MSMF``, ``CAP_DSHOW`` and ``CAP_AVFOUNDATION``: what `open_capture` opens."""
_V4L = re.compile(r"/dev/video(\d+)")
_OBS_ESCAPES = (("#3A", ":"), ("#22", "#"))
"""How OBS's DirectShow input writes these signs in a device's name, the last one last."""


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera that can be chosen."""

    footage: str
    """What the setting ``footage`` says of it: ``camera:0``."""
    name: str
    path: str = ""
    """What the system calls it; two programs mean the same camera by it. Empty: not told."""


class Found(Protocol):
    """A camera as ``cv2_enumerate_cameras`` tells of it."""

    @property
    def index(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str | None: ...


def plugged_in(
    kernel: Path = KERNEL,
    platform: str = sys.platform,
    enumerate_cameras: Callable[[int], Iterable[Found]] | None = None,
) -> list[Camera]:
    """In the order of their numbers; empty where the system does not tell. Takes a moment."""
    if platform in ("win32", "darwin"):
        backend = MEDIA_FOUNDATION if platform == "win32" else AV_FOUNDATION
        return _told_by(enumerate_cameras or _enumerated, backend)
    found = [_camera(entry) for entry in kernel.glob("video*")]
    known = sorted((each for each in found if each is not None), key=lambda each: each[0])
    return [Camera(f"camera:{number}", name, f"/dev/video{number}") for number, name in known]


def direct_show_number(
    number: int, enumerate_cameras: Callable[[int], Iterable[Found]] | None = None
) -> int:
    """The same camera's number where DirectShow counts; the two may count in another order."""
    told_by = enumerate_cameras or _enumerated
    wanted = _path_of(f"camera:{number}", _told_by(told_by, MEDIA_FOUNDATION))
    for each in _told_by(told_by, DIRECT_SHOW):
        if wanted and _plain(each.path) == wanted:
            return int(each.footage.removeprefix("camera:"))
    return number


def _path_of(footage: str, cameras: list[Camera]) -> str:
    return next((_plain(each.path) for each in cameras if each.footage == footage), "")


def same_camera(device: str, camera: Camera) -> bool | None:
    """Whether OBS's ``device`` is ``camera``; None where that cannot be told.

    OBS calls a camera by V4L2's file, AVFoundation's id, or DirectShow's ``NAME:PATH``.
    """
    if not camera.path:
        return None
    if device.startswith("/dev/"):
        real = _V4L.fullmatch(str(Path(device).resolve()))
        return f"/dev/video{real.group(1)}" == camera.path if real else None
    path = device.rpartition(":")[2] or device
    for written, sign in _OBS_ESCAPES:
        path = path.replace(written, sign)
    # Windows writes the same path with letters of another height, and another class at its end.
    return _plain(path) == _plain(camera.path)


def _plain(path: str) -> str:
    return path.lower().partition("#{")[0]


def _enumerated(backend: int) -> Iterable[Found]:
    import cv2_enumerate_cameras

    found: Iterable[Found] = cv2_enumerate_cameras.enumerate_cameras(backend)
    return found


def _told_by(enumerate_cameras: Callable[[int], Iterable[Found]], backend: int) -> list[Camera]:
    try:
        found = sorted(enumerate_cameras(backend), key=lambda each: each.index)
    # A system's camera library may fail in any way; cameras can still be chosen by number.
    except Exception as error:  # noqa: BLE001
        log.warning("the system does not tell its cameras: %s", error)
        return []
    return [Camera(f"camera:{each.index}", each.name, each.path or "") for each in found]


def _camera(entry: Path) -> tuple[int, str] | None:
    """Number and name; None for what gives no picture, as a camera's second entry for its data."""
    number = entry.name.removeprefix("video")
    try:
        first = (entry / "index").read_text("utf-8").strip() in ("", "0")
        name = (entry / "name").read_text("utf-8").strip()
    except OSError:  # pulled out while we read
        return None
    return (int(number), name) if number.isdecimal() and first else None
