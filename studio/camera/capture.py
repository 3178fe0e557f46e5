"""Pictures from a camera: one thread each, and only the newest frame is kept.

OpenCV hands out what it buffered, so a camera that is not read all the time shows the past. The
thread therefore reads always, decodes only as often as somebody looks, and keeps one frame.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.camera.devices import Camera, direct_show_number, plugged_in
from studio.camera.opencv import Picture, cv2
from studio.runtime.camera_address import parted
from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)

SILENT_AFTER = 3.0
"""Seconds without a frame after which a camera that opened counts as silent."""
REOPEN_EVERY = 2.0
"""Seconds between attempts to find a camera that is missing or went away."""
LOOKED_AT_FOR = 1.0
"""Seconds after the last look during which every frame is decoded."""
RESTING_PERIOD = 0.5
"""Seconds between decoded frames while nobody looks."""
NETWORK_TIMEOUT_MS = 3000
"""How long opening or reading an RTSP or HTTP camera may block."""
CLOSE_SECONDS = 6.0
RATE_FRAMES = 40
"""Frames over which the rate is measured: two seconds at 20 a second."""
RATE_LEAST = 10
"""Fewer say nothing of a rate: a camera's first frames come in a bunch."""


@dataclass(frozen=True, slots=True)
class Grabbed:
    """One frame as the camera gave it."""

    picture: Picture
    """BGR; never changed after it was handed out."""
    number: int
    """Grows by one with every frame read; equal numbers mean the same frame."""
    at: float
    """Seconds on the monotonic clock."""


@dataclass(frozen=True, slots=True)
class CameraSource:
    """Where the pictures come from: a USB index, or the address of a file or network camera."""

    place: int | str
    looped: bool = False
    """A file that begins again at its end, played at its own speed."""

    @classmethod
    def parse(cls, text: str) -> CameraSource:
        """``camera:0``, ``rtsp://…``, ``http://…`` or the path of a video file."""
        if text.startswith("camera:") and text[7:].isdecimal():
            return cls(int(text[7:]))
        if "://" in text:
            return cls(text)
        return cls(text, looped=True)

    @property
    def name(self) -> str:
        """How a person would point at it; passwords in an address are left out."""
        if isinstance(self.place, int):
            return str(self.place + 1)
        if "://" in self.place:
            return parted(self.place).bare
        return Path(self.place).name


def open_capture(source: CameraSource) -> cv2.VideoCapture:
    """Open ``source``; ask ``isOpened()`` of the result. Blocks, for a network camera up to 3 s."""
    if isinstance(source.place, str):
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            NETWORK_TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            NETWORK_TIMEOUT_MS,
        ]
        return cv2.VideoCapture(source.place, cv2.CAP_FFMPEG, limits)
    if sys.platform == "win32":
        # stage.md: Media Foundation first, DirectShow second.
        capture = cv2.VideoCapture(source.place, cv2.CAP_MSMF)
        if capture.isOpened():
            return capture
        return cv2.VideoCapture(direct_show_number(source.place), cv2.CAP_DSHOW)
    return cv2.VideoCapture(source.place)


class FrameGrabber:
    """One camera, one thread, the newest frame.

    Opening happens on the thread; ask `newest` and `problem` from any thread. `close` ends the
    thread and lets go of the camera.
    """

    def __init__(
        self,
        source: CameraSource,
        *,
        opener: Callable[[CameraSource], cv2.VideoCapture] = open_capture,
        monotonic: Callable[[], float] = time.monotonic,
        plugged_in: Callable[[], Sequence[Camera]] = plugged_in,
        address: Callable[[str], str] = str,
    ) -> None:
        """``address``: a network camera's, with the user and password it asks for; asked for on the
        thread as often as it is opened, and kept nowhere."""
        self._plugged_in, self._address = plugged_in, address
        self.source = source
        self._opener = opener
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._newest: Grabbed | None = None
        self._problem: UserFacingError | None = None
        self._looked_at = monotonic()
        self._grabbed_at: deque[float] = deque(maxlen=RATE_FRAMES)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"camera-{source.name}", daemon=True)
        self._thread.start()

    def newest(self) -> Grabbed | None:
        """The newest frame, None before the first. Looking keeps the camera at full speed."""
        with self._changed:
            self._looked_at = self._monotonic()
            return self._newest

    def rate(self) -> float | None:
        """Frames a second the camera delivers; None while too few came to say."""
        with self._changed:
            times = list(self._grabbed_at)
        if len(times) < RATE_LEAST or times[-1] <= times[0]:
            return None
        return (len(times) - 1) / (times[-1] - times[0])

    def problem(self) -> UserFacingError | None:
        """What is to be mended, else None.

        ``camera_missing``, ``camera_no_answer`` (on the network), ``camera_held`` (by another
        program) or ``camera_silent``.
        """
        with self._changed:
            if self._problem is not None or self._newest is None:
                return self._problem
            silent = self._monotonic() - self._newest.at > SILENT_AFTER
        return UserFacingError("camera_silent", name=self.source.name) if silent else None

    def wait_first(self, timeout: float) -> Grabbed:
        """The first frame, within ``timeout`` seconds; else raises what `problem` says."""

        def settled() -> bool:
            return self._newest is not None or self._problem is not None

        with self._changed:
            self._changed.wait_for(settled, timeout)
            if self._newest is not None:
                return self._newest
            raise self._problem or UserFacingError("camera_silent", name=self.source.name)

    def close(self) -> None:
        """End the thread and let go of the camera. Idempotent; at most a network timeout."""
        self._closing.set()
        self._thread.join(CLOSE_SECONDS)
        if self._thread.is_alive():
            log.warning("camera %s did not let go within %.0f s", self.source.name, CLOSE_SECONDS)

    def _whole(self) -> CameraSource:
        place = self.source.place
        if isinstance(place, int) or "://" not in place:
            return self.source
        return replace(self.source, place=self._address(place))

    def _run(self) -> None:
        while not self._closing.is_set():
            capture = self._opener(self._whole())
            try:
                if capture.isOpened():
                    self._read_all(capture)
                else:
                    self._say_missing()
            finally:
                capture.release()
            self._closing.wait(REOPEN_EVERY)

    def _read_all(self, capture: cv2.VideoCapture) -> None:
        """Read until the camera goes silent or `close` is called."""
        pace = 1 / (capture.get(cv2.CAP_PROP_FPS) or 25.0) if self.source.looped else 0.0
        number, due, decoded_at = 0, self._monotonic(), 0.0
        with self._changed:
            self._grabbed_at.clear()
        while not self._closing.is_set():
            if not capture.grab() and not self._rewound(capture, number):
                self._say("camera_silent")
                return
            number += 1
            with self._changed:
                self._grabbed_at.append(self._monotonic())
            if self._worth_decoding(decoded_at):
                decoded_at = self._monotonic()
                self._take(capture, number)
            if pace:
                due = max(due + pace, self._monotonic() - pace)
                self._closing.wait(max(0.0, due - self._monotonic()))

    def _rewound(self, capture: cv2.VideoCapture, number: int) -> bool:
        """A looped file begins again; a file without a single frame does not."""
        if not self.source.looped or number == 0:
            return False
        capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        return capture.grab()

    def _worth_decoding(self, decoded_at: float) -> bool:
        now = self._monotonic()
        with self._changed:
            looked_at = self._looked_at
        return now - looked_at < LOOKED_AT_FOR or now - decoded_at >= RESTING_PERIOD

    def _take(self, capture: cv2.VideoCapture, number: int) -> None:
        good, picture = capture.retrieve()
        if not good or picture is None or picture.ndim != 3:
            return
        with self._changed:
            self._newest = Grabbed(np.asarray(picture, np.uint8), number, self._monotonic())
            self._problem = None
            self._changed.notify_all()

    def _say_missing(self) -> None:
        """A camera that is there and does not open is held by another program; one of the network
        has no cable that could be plugged in again."""
        if isinstance(self.source.place, str) and "://" in self.source.place:
            self._say("camera_no_answer")
            return
        there = {each.footage: each.name for each in self._plugged_in()}
        name = there.get(f"camera:{self.source.place}")
        if name is None:
            self._say("camera_missing")
        else:
            self._say("camera_held", name)

    def _say(self, code: str, name: str = "") -> None:
        name = name or self.source.name
        with self._changed:
            if self._problem is None or self._problem.code != code:
                log.warning("%s: %s", code, name)
            self._problem = UserFacingError(code, name=name)
            self._changed.notify_all()
