"""What OBS has handed to the system and nobody has received yet, where Linux tells it.

OBS counts a byte as sent when the system takes it. On a dead line the system goes on taking for as
long as its send buffer has room (measured: 20 s at 1200 kbit/s), and a hole is heard of late. The
system knows better: https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html, the
column ``tx_queue``. Elsewhere than on Linux nothing is told, and what OBS counts has to do.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

PROC = Path("/proc")
ESTABLISHED, LISTENING = "01", "0A"
NOISE_BYTES = 24_576
"""The two counters are read a few milliseconds apart, in which OBS may send a whole frame: less
than that is no news. A stream that gets 50 kbit/s through is as good as none."""


class Received:
    """The stream's bytes that somebody has received. One of each stage."""

    def __init__(self, websocket_port: int) -> None:
        """``websocket_port``: where OBS listens on this computer, by which it is known."""
        self._websocket_port = websocket_port
        self._pids: frozenset[int] = frozenset()
        self._sent = 0
        self._received = 0

    def of(self, sent: int, ingest_port: int) -> int:
        """Of ``sent``, OBS's counter, what has arrived; never less than before it began anew."""
        if sent < self._sent:
            self._received = 0
        self._sent = sent
        received = sent - self._waiting(ingest_port)
        if received >= self._received + NOISE_BYTES:
            self._received = received
        return self._received

    def _waiting(self, ingest_port: int) -> int:
        """Bytes on the way; 0 where the system does not tell."""
        if not sys.platform.startswith("linux"):
            return 0
        if not self._pids or not all((PROC / str(pid)).exists() for pid in self._pids):
            self._pids = listeners(self._websocket_port)
        return waiting(self._pids, ingest_port)


def waiting(pids: Collection[int], port: int) -> int:
    """Bytes the processes' connections to ``port`` have not got rid of; what is not seen is 0."""
    mine = {inode for pid in pids for inode in _sockets(pid)}
    return sum(
        int(row[4].partition(":")[0], 16)
        for row in _connections()
        if row[3] == ESTABLISHED and row[9] in mine and _port(row[2]) == port
    )


def listeners(port: int) -> frozenset[int]:
    """Who has the socket that listens on a TCP port: OBS, and programs it started, such as the one
    that writes its recording, which inherit it."""
    inodes = {row[9] for row in _connections() if row[3] == LISTENING and _port(row[1]) == port}
    pids = [int(each.name) for each in PROC.iterdir() if each.name.isdigit()]
    return frozenset(pid for pid in pids if inodes & _sockets(pid))


def _connections() -> Iterator[list[str]]:
    """The system's tables, a row a connection."""
    for name in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):  # no IPv6 here
            lines = (PROC / "net" / name).read_text().splitlines()[1:]
            yield from (line.split() for line in lines)


def _sockets(pid: int) -> set[str]:
    """Inodes of a process's sockets; none where it is another user's, or gone."""
    found = set()
    with contextlib.suppress(OSError):
        for fd in (PROC / str(pid) / "fd").iterdir():
            with contextlib.suppress(OSError):  # closed meanwhile
                if named := re.fullmatch(r"socket:\[(\d+)\]", str(fd.readlink())):
                    found.add(named[1])
    return found


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)
