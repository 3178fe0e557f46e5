"""Where a trial streams to: an RTMP server on this computer that counts what arrives, no more."""

from __future__ import annotations

import io
import logging
import secrets
import socket
import threading
from dataclasses import dataclass

from studio.stage.obs import rtmp
from studio.stage.port import Ingest

log = logging.getLogger(__name__)

HERE = "127.0.0.1"
APP = "gongfu-trial"
"""Tells a sink's address, should it be left behind in OBS, from a platform's."""
LOOK_SECONDS = 0.2
"""How often the waiting thread looks whether it is to end."""
QUIET_SECONDS = 10.0
"""A publisher that says nothing for so long is let go."""
CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in since the sink was opened; totals."""

    bytes: int = 0
    frames: int = 0


class Sink:
    """Takes one stream after the other; thread ``trial-sink``. Nobody else can reach it."""

    def __init__(self) -> None:
        self._listener = socket.create_server((HERE, 0))
        self._listener.settimeout(LOOK_SECONDS)
        self._lock = threading.Lock()
        self._arrived = Arrived()
        self._connection: socket.socket | None = None
        self._closing = threading.Event()
        self._key = secrets.token_hex(8)
        self._thread = threading.Thread(target=self._serve, name="trial-sink", daemon=True)
        self._thread.start()

    @property
    def ingest(self) -> Ingest:
        """What OBS is told to stream to."""
        port = self._listener.getsockname()[1]
        return Ingest(f"rtmp://{HERE}:{port}/{APP}", self._key)

    def arrived(self) -> Arrived:
        """So far. Any thread."""
        with self._lock:
            return self._arrived

    def close(self) -> None:
        """Hang up and end the thread. Idempotent, never raises."""
        self._closing.set()
        with self._lock:
            connection = self._connection
        if connection is not None:
            _hang_up(connection)
        self._thread.join(CLOSE_SECONDS)
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            with self._lock:
                self._connection = connection
            try:
                if not self._closing.is_set():  # else `close` has looked too early to hang up
                    self._take(connection)
            except (OSError, rtmp.EndOfStream, rtmp.NotRtmp) as error:
                log.debug("a trial's stream ended: %s", error)
            finally:
                with self._lock:
                    self._connection = None
                connection.close()

    def _take(self, connection: socket.socket) -> None:
        connection.settimeout(QUIET_SECONDS)
        with connection.makefile("rb") as stream:

            def read(size: int) -> bytes:
                return _read(stream, size, closing=self._closing)

            rtmp.shake_hands(read, connection.sendall)
            chunks = rtmp.ChunkReader(read)
            while True:
                message = chunks.next()
                if message.kind == rtmp.COMMAND:
                    connection.sendall(rtmp.answer(*rtmp.command_of(message)))
                else:
                    self._count(message)

    def _count(self, message: rtmp.Message) -> None:
        frame = rtmp.is_picture(message)
        with self._lock:
            before = self._arrived
            self._arrived = Arrived(before.bytes + message.size, before.frames + frame)


def is_sink(server: str) -> bool:
    """Whether that address is one a trial left behind in OBS."""
    return server.startswith(f"rtmp://{HERE}:") and server.endswith(f"/{APP}")


def _read(stream: io.BufferedIOBase, size: int, *, closing: threading.Event) -> bytes:
    data = stream.read(size) if size else b""
    if len(data) < size or closing.is_set():
        raise rtmp.EndOfStream
    return data


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads
    except OSError:
        log.debug("a trial's stream had hung up already")
