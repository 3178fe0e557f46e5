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
from pathlib import Path

import psutil

PROC = Path("/proc")
ESTABLISHED = "01"
NOISE_BYTES = 8192
"""The two counters are read a few milliseconds apart: a difference within them is no news."""


class Received:
    """The stream's bytes that somebody has received. One of each connection to OBS."""

    def __init__(self, websocket_port: int) -> None:
        """``websocket_port``: where OBS listens on this computer, by which it is known."""
        self._websocket_port = websocket_port
        self._pid: int | None = None
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
        if self._pid is None or not (PROC / str(self._pid)).exists():
            self._pid = _listener(self._websocket_port)
        return 0 if self._pid is None else waiting(self._pid, ingest_port)


def waiting(pid: int, port: int) -> int:
    """Bytes a process's connections to ``port`` have not got rid of; 0 where it may not be seen."""
    with contextlib.suppress(OSError):
        mine = _sockets(PROC / str(pid) / "fd")
        tables = [PROC / str(pid) / "net" / name for name in ("tcp", "tcp6")]
        rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
        return sum(
            int(row[4].partition(":")[0], 16)
            for row in rows
            if row[3] == ESTABLISHED and row[9] in mine and _port(row[2]) == port
        )
    return 0


def _sockets(fds: Path) -> set[str]:
    """Inodes of a process's sockets."""
    found = set()
    for fd in fds.iterdir():
        with contextlib.suppress(OSError):  # closed meanwhile
            if named := re.fullmatch(r"socket:\[(\d+)\]", str(fd.readlink())):
                found.add(named[1])
    return found


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _listener(port: int) -> int | None:
    """The process that listens on a TCP port of this computer; None where it may not be seen."""
    with contextlib.suppress(psutil.Error):
        for each in psutil.net_connections("tcp"):
            if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port:
                return each.pid
    return None
