"""Carries a recording from the encoder to the disk, so that a power cut costs a moment, not more.

FFmpeg gathers 256 KB before it writes to a file: [M] kill -9 lost 68 of 200 frames. To a socket it
passes on every cluster at once ([M] 1 to 8 frames of 200 lost), and OpenCV lets us name a socket
but not the buffer. So the encoder writes to a loopback port and this thread appends to the file.
Against a power cut, what was written is also made to reach the disk every other second. A computer
that does not reach its own loopback (a firewall, a network that is off to the last) still records:
straight into the file, at the price of those 256 KB.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

CHUNK = 1 << 16
SYNC_SECONDS = 2.0
"""Most of a recording that a power cut may cost, beside the frames still in the encoder."""
CONNECT_SECONDS = 3.0
CLOSE_SECONDS = 5.0
FULL_BYTES = 1 << 20
"""Less room than that is none: the encoder does not say that it could not write."""


class Way(Protocol):
    """How a recording gets from the encoder to the disk."""

    @property
    def url(self) -> str: ...
    @property
    def failure(self) -> OSError | None: ...
    @property
    def whole(self) -> bool:
        """The encoder itself finishes the file, with duration and index."""
        ...

    def close(self) -> None: ...
    def give_up(self) -> None: ...


def way_to(path: Path) -> Way:
    """To a new file. OSError where it cannot be made."""
    try:
        listener = _listen()
    except OSError as error:
        log.info("recorded straight into the file, loopback is not reached: %s", error)
        return Straight(path)
    try:
        return Relay(path, listener)
    except OSError:
        listener.close()
        raise


def _listen() -> socket.socket:
    """A port of loopback that a connection reaches; OSError where none does."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(CONNECT_SECONDS)
    try:
        with socket.create_connection(listener.getsockname(), CONNECT_SECONDS):
            listener.accept()[0].close()
    except OSError:
        listener.close()
        raise
    return listener


class Straight:
    """The encoder writes the file itself."""

    whole = True

    def __init__(self, path: Path) -> None:
        path.open("xb").close()
        self._path = path
        self.url = str(path)

    @property
    def failure(self) -> OSError | None:
        """Why the disk takes no more."""
        try:
            free = shutil.disk_usage(self._path.parent).free
        except OSError as error:
            return error
        return None if free >= FULL_BYTES else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        """The file is the encoder's, which was released before."""
        try:
            with self._path.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as error:
            log.error("the recording broke off: %s", error.strerror)

    def give_up(self) -> None:
        """Nothing waits."""


class Relay:
    """One listening port on loopback, one connection, one new file.

    FileExistsError or another OSError from the constructor where the file cannot be made; the
    listener is then the caller's again.
    """

    whole = False

    def __init__(self, path: Path, listener: socket.socket) -> None:
        self._file = path.open("xb", buffering=0)
        self._listener = listener
        self._synced_at = time.monotonic()
        self.failure: OSError | None = None
        """Why the disk took no more; the rest of the recording is then thrown away."""
        self._thread = threading.Thread(target=self._run, name="practice-recording", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What the encoder writes to; the ending tells FFmpeg the container."""
        return f"tcp://127.0.0.1:{self._listener.getsockname()[1]}/recording.mkv"

    def close(self) -> None:
        """Wait for the last bytes; the encoder must have been released before."""
        self._thread.join(CLOSE_SECONDS)
        if self._thread.is_alive():
            log.warning("the recording's last bytes did not reach the disk")

    def give_up(self) -> None:
        """End without waiting for an encoder that will not come."""
        # A connection of our own wakes `accept` on every system; closing the listener does not.
        try:
            socket.create_connection(self._listener.getsockname(), CONNECT_SECONDS).close()
        except OSError as error:
            log.debug("the encoder had connected before it failed: %s", error)
        self.close()

    def _run(self) -> None:
        with self._file, self._listener:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # given up, or no encoder came: the codec could not be opened
            with connection:
                while chunk := connection.recv(CHUNK):
                    self._append(chunk)

    def _append(self, chunk: bytes) -> None:
        if self.failure is not None:
            return
        try:
            view = memoryview(chunk)
            while view:
                view = view[self._file.write(view) :]
            self._sync()
        except OSError as error:
            log.error("the recording broke off: %s", error.strerror)
            self.failure = error

    def _sync(self) -> None:
        if time.monotonic() - self._synced_at >= SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced_at = time.monotonic()
