"""A camera on the network that speaks RTSP, as those in a shop or over a pond do (RFC 2326).

Its pictures are JPEGs (RFC 2435), sent over the connection they were asked for on. A camera that is
asked for another way says that it has none.
"""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator

import numpy as np

from studio.camera.opencv import cv2

WIDTH, HEIGHT = 160, 120
CLOCK_HZ, FPS = 90_000, 20
PIECE = 1200
"""Bytes of a picture in one packet."""
JPEG_420, OWN_TABLES = 1, 255
SDP = f"""v=0
o=- 1 1 IN IP4 127.0.0.1
s=camera
t=0 0
m=video 0 RTP/AVP 26
a=control:video
a=framerate:{FPS}
""".replace("\n", "\r\n")


class IpCamera:
    """Counts who was sent its picture, and keeps the ways it was asked for."""

    def __init__(self) -> None:
        self.served = 0
        self.ways: list[str] = []
        self._gone = threading.Event()
        self._lock = threading.Lock()
        camera = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    camera._answer_all(self)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"rtsp://127.0.0.1:{self.server.server_address[1]}/live"

    def hang_up(self) -> None:
        """End every call; who calls again is served."""
        with self._lock:
            self._gone.set()
            self._gone = threading.Event()

    def _answer_all(self, caller: socketserver.StreamRequestHandler) -> None:
        while request := _request(caller):
            method, headers = request
            caller.wfile.write(self._answer(method, headers))
            if method == "PLAY":
                self._send_pictures(caller)
                return

    def _answer(self, method: str, headers: dict[str, str]) -> bytes:
        more, body, status = "", "", "200 OK"
        if method == "OPTIONS":
            more = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
        elif method == "DESCRIBE":
            body = SDP
            more = f"Content-Base: {self.url}/\r\nContent-Type: application/sdp\r\n"
        elif method == "SETUP":
            way = headers["transport"]
            self.ways.append(way)
            over_tcp = way.startswith("RTP/AVP/TCP")
            status = "200 OK" if over_tcp else "461 Unsupported Transport"
            more = f"Transport: {way}\r\n" if over_tcp else ""
        head = f"RTSP/1.0 {status}\r\nCSeq: {headers['cseq']}\r\nSession: 1\r\n{more}"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    def _send_pictures(self, caller: socketserver.StreamRequestHandler) -> None:
        with self._lock:
            self.served += 1
            gone = self._gone
        picture = sequence = 0
        while not gone.wait(1 / FPS):
            picture += 1
            for packet in _packets(picture, sequence):
                sequence += 1
                caller.wfile.write(b"$\0" + struct.pack(">H", len(packet)) + packet)


def _request(caller: socketserver.StreamRequestHandler) -> tuple[str, dict[str, str]] | None:
    """Its method and its headers, in small letters; None: the caller is gone."""
    first = caller.rfile.readline().decode()
    if not first.strip():
        return None
    headers: dict[str, str] = {}
    while line := caller.rfile.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return first.split()[0], headers


def _packets(picture: int, sequence: int) -> Iterator[bytes]:
    """One picture, cut into pieces."""
    tables, scan = _jpeg(picture)
    stamp = picture * CLOCK_HZ // FPS
    for begin in range(0, len(scan), PIECE):
        last = begin + PIECE >= len(scan)
        head = struct.pack(">BBHII", 0x80, 26 | last << 7, sequence & 0xFFFF, stamp, 1)
        shape = struct.pack(">IBBBB", begin, JPEG_420, OWN_TABLES, WIDTH // 8, HEIGHT // 8)
        named = struct.pack(">BBH", 0, 0, len(tables)) + tables if begin == 0 else b""
        yield head + shape + named + scan[begin : begin + PIECE]
        sequence += 1


def _jpeg(number: int) -> tuple[bytes, bytes]:
    """Quantisation tables and scan of a picture of one colour, which changes from one to the next:
    what a camera leaves out of a JPEG file."""
    picture = np.full((HEIGHT, WIDTH, 3), (number * 7 % 200, 120, 60), np.uint8)
    asked = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    _, encoded = cv2.imencode(".jpg", picture, asked)
    data, place, tables = bytes(np.asarray(encoded).tobytes()), 2, b""
    while data[place + 1] != 0xDA:  # up to where the scan begins
        length = struct.unpack(">H", data[place + 2 : place + 4])[0]
        if data[place + 1] == 0xDB:
            tables += data[place + 5 : place + 2 + length]
        place += 2 + length
    begin = place + 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return tables, data[begin:-2]


@contextlib.contextmanager
def ip_camera() -> Iterator[IpCamera]:
    camera = IpCamera()
    thread = threading.Thread(target=camera.server.serve_forever, args=(0.05,), name="ip-camera")
    thread.start()
    try:
        yield camera
    finally:
        camera.server.shutdown()
        camera.hang_up()
        camera.server.server_close()
        thread.join(60)
