"""Bytes the system has taken and nobody has received: counted on real sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from studio.stage.obs.send_queue import NOISE_BYTES, Received, listeners, waiting

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells of a send queue"
)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A sender, and a receiver who takes nothing by itself; the port is the receiver's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        sender = socket.create_connection(server.getsockname())
        receiver, _ = server.accept()
        with sender, receiver:
            sender.setblocking(False)
            yield sender, receiver


def port(sender: socket.socket) -> int:
    return int(sender.getpeername()[1])


def fill(sender: socket.socket) -> int:
    """Send until the system takes no more and moves no more; how much it took."""
    taken, stuck = 0, -1
    while True:
        try:
            taken += sender.send(b"x" * 65536)
        except BlockingIOError:
            if stuck == (stuck := waiting([os.getpid()], port(sender))):
                return taken
            time.sleep(0.2)  # the receiver's own buffer may still be taking it over


def test_what_nobody_takes_waits_and_is_gone_when_it_is_taken(
    line: tuple[socket.socket, socket.socket],
) -> None:
    sender, receiver = line
    assert waiting([os.getpid()], port(sender)) == 0
    taken = fill(sender)
    stuck = waiting([os.getpid()], port(sender))
    assert 0 < stuck <= taken
    assert waiting([os.getpid()], port(sender) + 1) == 0
    while taken:
        taken -= len(receiver.recv(65536))
    assert waiting([os.getpid()], port(sender)) == 0


def test_a_dead_line_is_silent_while_the_counter_goes_on(
    line: tuple[socket.socket, socket.socket],
) -> None:
    sender, receiver = line
    counted = fill(sender)
    with socket.create_server(("127.0.0.1", 0)) as websocket:  # as OBS is known by
        received = Received(websocket.getsockname()[1])
        first = received.of(counted, port(sender))
        assert first < counted
        # A few more find room in the receiver's buffer at most: the line stays dead.
        assert received.of(counted, port(sender)) == first
        while counted - first > NOISE_BYTES and waiting([os.getpid()], port(sender)):
            receiver.recv(65536)
        assert received.of(counted, port(sender)) == counted


def test_a_counter_that_begins_anew_is_followed_down() -> None:
    received = Received(0)
    assert received.of(500_000, 1935) == 500_000
    assert received.of(30_000, 1935) == 30_000


def test_a_few_bytes_are_no_news() -> None:
    received = Received(0)
    assert received.of(500_000, 1935) == 500_000
    assert received.of(500_000 + NOISE_BYTES - 1, 1935) == 500_000
    assert received.of(500_000 + NOISE_BYTES, 1935) == 500_000 + NOISE_BYTES


def test_of_a_process_that_may_not_be_seen_nothing_is_said() -> None:
    assert waiting([2**22 + 1], 1935) == 0


def test_a_program_that_inherits_the_door_is_not_taken_for_the_house() -> None:
    """OBS's recorder holds OBS's listening socket open too, and sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as websocket:
        websocket.set_inheritable(True)
        with subprocess.Popen(["sleep", "60"], close_fds=False) as heir:
            try:
                assert {os.getpid(), heir.pid} <= listeners(websocket.getsockname()[1])
            finally:
                heir.kill()
