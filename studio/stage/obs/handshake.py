"""From an address to an identified obs-websocket v5 connection, or one clear sentence.

Everything here happens within `CONNECT_SECONDS`, whatever the other side does: refuses, stays
silent, sends a byte a second, or is something else altogether.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import websocket

from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.stage.obs.errors import ObsNonsense

log = logging.getLogger(__name__)

NOT_UNDERSTOOD = (LookupError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading an answer of another kind than it should be ends in."""
NONSENSE = "%s:%d answers nonsense: %s"

CONNECT_SECONDS = 3.0
RPC_VERSION = 1
IDENTIFIED, EVENT = 2, 5
"""WebSocketOpCode of the obs-websocket protocol."""
LARGEST_MESSAGE = 64_000_000
"""Bytes. OBS's largest, a picture of the programme, has some 20 MB."""
CLOSE_WRONG_PASSWORD = 4009
"""WebSocketCloseCode::AuthenticationFailed of the obs-websocket protocol."""
CLOSE_OTHER_RPC = 4010
"""WebSocketCloseCode::UnsupportedRpcVersion."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where OBS listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}"

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read ``ws://HOST[:PORT]``; errors as `studio.runtime.addresses.obs`."""
        return cls(*addresses.obs(url))


def identify(address: Address, password: str | None, subscriptions: int) -> tuple[Any, str]:
    """Connect and identify; returns the `websocket.WebSocket` and the version of obs-websocket.

    Blocks for at most about 3 s. UserFacingError: ``stage_unreachable``, ``obs_silent``,
    ``obs_not_obs``, ``obs_wrong_password``, ``obs_password_missing``, ``obs_too_old``.
    """
    end = time.monotonic() + CONNECT_SECONDS
    connection = _open_port(address)
    ws: Any = websocket.WebSocket(skip_utf8_validation=True)  # json checks; it does so in Python
    ws.frame_buffer = _BoundedFrames(ws._recv, skip_utf8_validation=True)
    ws.cont_frame = _BoundedMessage(False, skip_utf8_validation=True)
    with _shut_down_at(connection, end) as late:
        try:
            version = _greet(ws, connection, address, password, subscriptions)
        except Exception as error:
            with contextlib.suppress(OSError):
                connection.close()
            raise _worded(error, address, late=late.is_set()) from error
    if late.is_set():
        ws.shutdown()
        raise UserFacingError("obs_silent", host=address.host, port=address.port)
    return ws, version


@contextlib.contextmanager
def understood(address: Address) -> Iterator[None]:
    """Where whoever answers is asked for the first time: answers that are none are no OBS's.

    What cannot be read is logged with its traceback, for it might be a mistake of ours.
    """
    try:
        yield
    except ObsNonsense as error:
        log.warning(NONSENSE, address.host, address.port, error, exc_info=True)
        raise UserFacingError("obs_not_obs", host=address.host, port=address.port) from error
    except NOT_UNDERSTOOD as error:
        log.exception("an answer from %s:%d was not understood", address.host, address.port)
        raise UserFacingError("obs_not_obs", host=address.host, port=address.port) from error


@contextlib.contextmanager
def sense() -> Iterator[None]:
    """Where the parts of an answer are read, and nothing else is done: each has its kind."""
    try:
        yield
    except ObsNonsense:
        raise
    except NOT_UNDERSTOOD as error:
        raise ObsNonsense(str(error)) from error


def _open_port(address: Address) -> socket.socket:
    """Connect by ourselves: websocket-client would go through ``http_proxy`` even to 127.0.0.1.

    (1.9 reads ``http_no_proxy`` only where a proxy was named in the same call.)
    """
    try:
        connection = socket.create_connection((address.host, address.port), CONNECT_SECONDS)
    except OSError as error:
        log.info("no OBS at %s: %s", address.url, error)
        raise UserFacingError("stage_unreachable", host=address.host, port=address.port) from error
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


@contextlib.contextmanager
def _shut_down_at(connection: socket.socket, end: float) -> Iterator[threading.Event]:
    """Cut the connection off at ``end``: socket time-outs count from each byte, not in all."""
    late = threading.Event()

    def cut_off() -> None:
        late.set()
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, end - time.monotonic()), cut_off)
    timer.name = "obs-handshake-limit"
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


class _BoundedFrames(websocket.frame_buffer):
    """websocket-client believes any length that a frame claims."""

    def recv_length(self) -> None:
        super().recv_length()
        if (self.length or 0) > LARGEST_MESSAGE:
            raise websocket.WebSocketProtocolException("frame too large")


class _BoundedMessage(websocket.continuous_frame):
    """websocket-client adds up parts of a message for ever."""

    def add(self, frame: websocket.ABNF) -> None:
        super().add(frame)
        if self.cont_data and len(self.cont_data[1]) > LARGEST_MESSAGE:
            raise websocket.WebSocketProtocolException("message too large")


class _NotObs(Exception):  # noqa: N818 - never leaves this module
    """The other side speaks, but not obs-websocket."""


class _NoPassword(Exception):  # noqa: N818 - never leaves this module
    """The other side asks for a password, and we were given none: nothing wrong was typed."""


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The other side ended the conversation, with a WebSocket close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _greet(
    ws: Any,
    connection: socket.socket,
    address: Address,
    password: str | None,
    subscriptions: int,
) -> str:
    ws.connect(address.url, timeout=CONNECT_SECONDS, socket=connection, redirect_limit=0)
    hello = _receive(ws, op=0)
    version = hello.get("obsWebSocketVersion")
    if not isinstance(version, str):
        raise _NotObs
    identity: dict[str, Any] = {"rpcVersion": RPC_VERSION, "eventSubscriptions": subscriptions}
    challenge = hello.get("authentication")
    if challenge:
        if not password:
            raise _NoPassword
        identity["authentication"] = _proof(password, challenge)
    ws.send(json.dumps({"op": 1, "d": identity}))
    _receive(ws, op=IDENTIFIED)
    return version


def _receive(ws: Any, op: int) -> dict[str, Any]:
    """The next message, which must have this operation code."""
    message = _next(ws)
    while op == IDENTIFIED and message.get("op") == EVENT:
        message = _next(ws)  # OBS tells it to whoever it is about to let in, too [M]
    if message.get("op") != op:
        raise _NotObs
    content = message.get("d")
    if not isinstance(content, dict):
        raise _NotObs
    return content


def _next(ws: Any) -> dict[str, Any]:
    opcode, data = ws.recv_data()
    if opcode == websocket.ABNF.OPCODE_CLOSE:
        raise _Refused(int.from_bytes(data[:2], "big"))
    message = json.loads(data)
    if not isinstance(message, dict):
        raise _NotObs
    return message


def _proof(password: str, challenge: dict[str, str]) -> str:
    """The answer to the challenge (obs-websocket protocol, "Creating an authentication string")."""
    secret = _digest(password + challenge["salt"])
    return _digest(secret + challenge["challenge"])


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _worded(error: Exception, address: Address, *, late: bool) -> UserFacingError:
    log.info("no conversation with %s: %s", address.url, type(error).__name__)
    where: dict[str, object] = {"host": address.host, "port": address.port}
    if late or isinstance(error, websocket.WebSocketTimeoutException | TimeoutError):
        return UserFacingError("obs_silent", **where)
    if isinstance(error, _NoPassword):
        return UserFacingError("obs_password_missing")
    if isinstance(error, _Refused) and error.code == CLOSE_WRONG_PASSWORD:
        return UserFacingError("obs_wrong_password")
    if isinstance(error, _Refused) and error.code == CLOSE_OTHER_RPC:
        return UserFacingError("obs_too_old")
    expected = (
        *(_NotObs, _Refused, websocket.WebSocketException),
        *(OSError, ValueError, KeyError, TypeError, RecursionError),
    )
    if isinstance(error, expected):
        return UserFacingError("obs_not_obs", **where)
    raise error
