"""A phone that serves its camera over HTTP, as the camera programs for phones do (MJPEG)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from studio.camera.opencv import cv2

BETWEEN_SECONDS = 0.05


class PhoneCamera:
    """Counts who asked for its picture."""

    ways: tuple[str, ...] = ()
    """HTTP knows one only; a camera that speaks RTSP keeps those it was asked for."""

    def __init__(self) -> None:
        self.served = 0
        self._gone = threading.Event()
        self._lock = threading.Lock()
        phone = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):
                    phone._serve(self)

            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/video"

    def hang_up(self) -> None:
        """End every call; who calls again is served."""
        with self._lock:
            self._gone.set()
            self._gone = threading.Event()

    def _serve(self, caller: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.served += 1
            gone = self._gone
        caller.send_response(200)
        caller.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        caller.end_headers()
        number = 0
        while not gone.wait(BETWEEN_SECONDS):
            number += 1
            jpeg = _picture(number)
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            caller.wfile.write(head.encode() + jpeg + b"\r\n")


def _picture(number: int) -> bytes:
    picture = np.full((120, 160, 3), (number * 7 % 200, 120, 60), np.uint8)
    _, jpeg = cv2.imencode(".jpg", picture)
    return bytes(np.asarray(jpeg).tobytes())


@contextlib.contextmanager
def phone_camera() -> Iterator[PhoneCamera]:
    phone = PhoneCamera()
    thread = threading.Thread(target=phone.server.serve_forever, args=(0.05,), name="phone-camera")
    thread.start()
    try:
        yield phone
    finally:
        phone.server.shutdown()
        phone.hang_up()
        phone.server.server_close()
        thread.join(60)
