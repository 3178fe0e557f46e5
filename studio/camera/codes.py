"""Codes in a camera's picture: QR and bar codes, each told once while it stays in the picture."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from studio.camera.capture import CameraSource, FrameGrabber
from studio.camera.handover import CameraHandover
from studio.camera.opencv import Picture, cv2
from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = 2.0
"""Seconds out of sight after which the same code counts again: the next box has the same label, and
one that a hand or a blur hid for a moment must not count twice (judgement of the project)."""
BETWEEN_LOOKS = 0.06
PREVIEW_WIDTH = 320


def read(picture: Picture) -> list[str]:
    """What the codes in a BGR picture say, in no order. zxing-cpp first, OpenCV's QR reader where
    that finds nothing: the one reads what the other does not."""
    grey = _grey(picture)
    return _by_zxing(grey) or _by_opencv(grey)


def read_alike(picture: Picture) -> frozenset[str]:
    """What the QR codes in a BGR picture say where both decoders read the same."""
    grey = _grey(picture)
    return frozenset(_by_zxing(grey)) & frozenset(_each_by_opencv(grey))


def _grey(picture: Picture) -> Picture:
    return np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _by_zxing(grey: Picture) -> list[str]:
    import zxingcpp  # whoever scans nothing with a camera does not need it

    found = [each.text for each in zxingcpp.read_barcodes(grey) if each.text]
    return list(dict.fromkeys(found))


def _each_by_opencv(grey: Picture) -> list[str]:
    try:
        _, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    except cv2.error as error:
        log.info("OpenCV could not read a code: %s", error)
        return []
    return [text for text in texts if text]


def _by_opencv(grey: Picture) -> list[str]:
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(grey)
    except cv2.error as error:  # a square that is none can fail its arithmetic
        log.info("OpenCV could not read a code: %s", error)
        return []
    return [text] if text else []


class SeenCodes:
    """Which codes are in the picture anew. One thread."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def fresh(self, found: list[str], now: float) -> list[str]:
        """Those of ``found`` that were not seen within `FORGOTTEN_AFTER` seconds."""
        new = [each for each in found if now - self._seen.get(each, -1e9) > FORGOTTEN_AFTER]
        self._seen.update(dict.fromkeys(found, now))
        return new


class CodeReader:
    """Reads codes from a camera on a thread of its own until `close`.

    The callbacks come on that thread: ``on_code`` with a code, ``on_picture`` with a small RGB
    picture to show, ``on_problem`` with what is to be mended, once.
    """

    def __init__(
        self,
        source: CameraSource,
        handover: CameraHandover,
        on_code: Callable[[str], None],
        on_picture: Callable[[Picture], None],
        on_problem: Callable[[UserFacingError], None],
        address: Callable[[str], str] = str,
    ) -> None:
        """``address``: a network camera's, with the user and password it asks for."""
        self._source, self._address = source, address
        self._handover = handover if isinstance(source.place, int) else CameraHandover()
        self._on_code, self._on_picture, self._on_problem = on_code, on_picture, on_problem
        self._lock = threading.Lock()
        self._grabber: FrameGrabber | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="codes", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and let go of the camera. Idempotent."""
        self._closing.set()
        self._thread.join()

    # -- `studio.camera.handover.Holder`

    @property
    def camera(self) -> str:
        return f"camera:{self._source.place}"

    def take(self) -> None:
        with self._lock:
            if self._grabber is None and not self._closing.is_set():
                self._grabber = FrameGrabber(self._source, address=self._address)

    def let_go(self) -> None:
        with self._lock:
            grabber, self._grabber = self._grabber, None
        if grabber is not None:
            grabber.close()

    def _run(self) -> None:
        try:
            self._handover.open(self)
        except UserFacingError as error:
            self._on_problem(error)
            return
        try:
            self._look()
        finally:
            self._handover.close(self)

    def _look(self) -> None:
        seen, number, told = SeenCodes(), -1, ""
        while not self._closing.wait(BETWEEN_LOOKS):
            with self._lock:
                grabber = self._grabber
            grabbed = grabber.newest() if grabber else None
            problem = grabber.problem() if grabber else None
            if problem is not None and problem.code != told:
                self._on_problem(problem)
            told = problem.code if problem is not None else ""
            if grabbed is None or grabbed.number == number:
                continue
            number = grabbed.number
            for code in seen.fresh(read(grabbed.picture), time.monotonic()):
                self._on_code(code)
            self._on_picture(_preview(grabbed.picture))


def _preview(picture: Picture) -> Picture:
    rows, columns = picture.shape[:2]
    high = max(1, round(rows * PREVIEW_WIDTH / columns))
    small = cv2.resize(picture, (PREVIEW_WIDTH, high), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB))
