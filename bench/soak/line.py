"""A line between the program and OBS that can be cut, fall silent, or be flooded.

It is there only while OBS listens: a knock at an OBS that is gone is refused, as without it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

LOOK_SECONDS = 0.05
LISTENS = "0A"
"""State of a listening socket in /proc/net/tcp."""
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER of a socket that ends with a TCP reset."""


class Connection:
    """One conversation: two sockets and a thread for each direction."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self._near, self._far = near, far
        self._flows = threading.Event()
        self._flows.set()
        self._lock = threading.Lock()
        self._frames = Frames()
        self._threads = [
            threading.Thread(target=work, name="line", daemon=True)
            for work in (self._carry_out, self._carry_in)
        ]
        for thread in self._threads:
            thread.start()

    def reset(self) -> None:
        """End towards the program with a TCP reset."""
        with contextlib.suppress(OSError):  # it may have ended by itself
            self._near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.close()

    def stall(self) -> None:
        """Carry nothing any more, and let nobody know."""
        self._flows.clear()

    def flood(self, payload: bytes, times: int) -> None:
        """Tell the program the same thing so often, between two of OBS's own messages."""
        head = struct.pack("!BBH", 0x81, 126, len(payload))
        with contextlib.suppress(OSError):
            for _ in range(times):
                with self._lock:
                    self._near.sendall(head + payload)

    def close(self) -> None:
        for end in (self._near, self._far):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RD)
        self._flows.set()
        for end in (self._near, self._far):
            end.close()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(5)

    def _carry_out(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._near.recv(65536):
                self._flows.wait()
                self._far.sendall(data)
        self._end()

    def _carry_in(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._far.recv(65536):
                self._flows.wait()
                whole = self._frames.take(data)
                with self._lock:
                    self._near.sendall(whole)
        self._end()

    def _end(self) -> None:
        if self._flows.is_set():
            self.close()


class Frames:
    """Cuts what a websocket server says so that only whole messages are handed on."""

    def __init__(self) -> None:
        self._kept = b""
        self._greeted = False

    def take(self, data: bytes) -> bytes:
        self._kept += data
        whole = 0
        if not self._greeted:
            whole = self._kept.find(b"\r\n\r\n") + 4
            if whole < 4:
                return b""
            self._greeted = True
        while (size := self._size(whole)) is not None and whole + size <= len(self._kept):
            whole += size
        done, self._kept = self._kept[:whole], self._kept[whole:]
        return done

    def _size(self, at: int) -> int | None:
        """Bytes of the frame that begins there, its head included; a server's are not masked."""
        head = self._kept[at : at + 10]
        if len(head) < 2:
            return None
        short = head[1] & 0x7F
        width = {126: 2, 127: 8}.get(short, 0)
        if len(head) < 2 + width:
            return None
        return 2 + width + (int.from_bytes(head[2 : 2 + width], "big") if width else short)


class Line:
    """The port the program knows; what it says there reaches OBS's port."""

    def __init__(self, port: int, obs_port: int) -> None:
        self.port = port
        self._obs_port = obs_port
        self._closing = threading.Event()
        self._listener: socket.socket | None = None
        self._connections: list[Connection] = []
        self._lock = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="line-watch", daemon=True)
        self._watcher.start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def reset(self) -> None:
        for connection in self._take_all():
            connection.reset()

    @contextlib.contextmanager
    def stalled(self) -> Iterator[None]:
        """What is connected falls silent, and is closed at the end; a new connection is good."""
        taken = self._take_all()
        for connection in taken:
            connection.stall()
        try:
            yield
        finally:
            for connection in taken:
                connection.close()

    def flood(self, times: int) -> None:
        """A meter reading of a hundred inputs, that many times."""
        level = [[0.05, 0.05, 0.05]] * 2
        inputs = [{"inputName": f"输入{n}", "inputLevelsMul": level} for n in range(100)]
        event = {"eventType": "InputVolumeMeters", "eventIntent": 1 << 16}
        message = json.dumps({"op": 5, "d": event | {"eventData": {"inputs": inputs}}})
        with self._lock:
            known = list(self._connections)
        for connection in known:
            connection.flood(message.encode(), times)

    def close(self) -> None:
        self._closing.set()
        self._watcher.join(5)
        self._hang_up()
        gone = self._take_all()
        for connection in gone:
            connection.close()
        for connection in gone:
            connection.join()

    def _take_all(self) -> list[Connection]:
        with self._lock:
            taken, self._connections = self._connections, []
        return taken

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            if not _listens(self._obs_port):
                self._hang_up()
            elif self._listener is None:
                self._listen()
            else:
                self._accept()

    def _listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        listener.settimeout(LOOK_SECONDS)
        self._listener = listener

    def _hang_up(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _accept(self) -> None:
        if self._listener is None:
            return
        try:
            near, _ = self._listener.accept()
        except TimeoutError:
            return
        near.settimeout(None)
        try:
            far = socket.create_connection(("127.0.0.1", self._obs_port), 1)
        except OSError:  # it died a moment ago
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            near.close()
            return
        far.settimeout(None)
        with self._lock:
            self._connections.append(Connection(near, far))


def _listens(port: int) -> bool:
    """Whether somebody listens there, without knocking."""
    wanted = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[1].endswith(wanted) and fields[3] == LISTENS:
                    return True
    return False
