"""A camera that only one can open at a time, as V4L2 streams from it: for captures and for OBS."""

from __future__ import annotations

import threading
import time

import numpy as np

from studio.camera.capture import CameraSource


class OneCamera:
    """Counts who opened it; a second one finds it closed. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: object | None = None
        self.opened = 0
        self.refused = 0

    @property
    def is_held(self) -> bool:
        with self._lock:
            return self._holder is not None

    def grab(self, who: object) -> bool:
        """False: somebody else has it."""
        with self._lock:
            if self._holder is None:
                self._holder = who
                self.opened += 1
            else:
                self.refused += self._holder is not who
            return self._holder is who

    def drop(self, who: object) -> None:
        with self._lock:
            if self._holder is who:
                self._holder = None

    def capture(self, source: CameraSource) -> Capture:
        """What ``cv2.VideoCapture`` would be."""
        return Capture(self)


class Capture:
    """One opening of it."""

    def __init__(self, camera: OneCamera) -> None:
        self._camera = camera
        self._open = camera.grab(self)

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._open

    def grab(self) -> bool:
        time.sleep(0.005)
        return self._open

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, np.full((90, 160, 3), 90, np.uint8)

    def get(self, which: int) -> float:
        return 0.0

    def release(self) -> None:
        self._open = False
        self._camera.drop(self)
