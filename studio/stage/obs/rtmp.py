"""As much of RTMP as a server needs that takes a stream in: handshake, chunks, four commands.

The protocol is Adobe's "Real-Time Messaging Protocol (RTMP) specification" 1.0; section numbers
are its. No library is used: PyAV's FFmpeg weighs 100 MB beside OpenCV's own, and pyrtmp (1.8k
lines, asyncio) was last released in May 2024.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[int], bytes]
"""Exactly that many bytes; `EndOfStream` where the other side is gone."""

HANDSHAKE_SIZE = 1536
VERSION = b"\x03"
DEFAULT_CHUNK = 128
LONGEST_COMMAND = 64 * 1024
"""Bytes of a message that are kept; OBS's longest command has some hundred."""
EXTENDED = 0xFFFFFF
SET_CHUNK_SIZE, WINDOW_ACK_SIZE, SET_PEER_BANDWIDTH = 1, 5, 6
AUDIO, VIDEO, COMMAND = 8, 9, 20
WINDOW = 5_000_000
STREAM_ID = 1
_HEADER_SIZES = {0: 11, 1: 7, 2: 3, 3: 0}


class EndOfStream(Exception):  # noqa: N818 - how every connection ends
    """The other side closed the connection."""


class NotRtmp(Exception):  # noqa: N818 - a fact about the other side
    """What came is no RTMP, or none this server understands."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Of sound and picture only the head is kept, the rest is thrown away."""

    kind: int
    head: bytes
    size: int
    """Bytes of the whole payload."""


@dataclass(slots=True)
class _Stream:
    """What the chunks of one chunk stream have said so far (5.3.1.2)."""

    kind: int = 0
    length: int = 0
    extended: bool = False
    got: int = 0
    kept: bytes = b""


class ChunkReader:
    """Puts messages together from chunks (5.3). Raises `EndOfStream`, `NotRtmp`."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._chunk_size = DEFAULT_CHUNK
        self._streams: dict[int, _Stream] = {}

    def next(self) -> Message:
        """The next whole message; a changed chunk size is taken in on the way."""
        while True:
            message = self._chunk()
            if message is None:
                continue
            if message.kind == SET_CHUNK_SIZE:
                self._set_chunk_size(message.head)
            return message

    def _chunk(self) -> Message | None:
        shape, number = self._basic_header()
        stream = self._streams.get(number)
        if stream is None:
            if shape != 0:
                raise NotRtmp("a chunk stream begins without a whole header")
            stream = self._streams[number] = _Stream()
        self._message_header(shape, stream)
        part = min(self._chunk_size, stream.length - stream.got)
        data = self._read(part) if part else b""
        stream.got += part
        room = LONGEST_COMMAND if stream.kind not in (AUDIO, VIDEO) else 2
        stream.kept += data[: max(0, room - len(stream.kept))]
        if stream.got < stream.length:
            return None
        message = Message(stream.kind, stream.kept, stream.length)
        stream.got, stream.kept = 0, b""
        return message

    def _basic_header(self) -> tuple[int, int]:
        """Shape of the header that follows, and the chunk stream's number (5.3.1.1)."""
        (first,) = self._read(1)
        shape, number = first >> 6, first & 0x3F
        if number == 0:
            number = 64 + self._read(1)[0]
        elif number == 1:
            low, high = self._read(2)
            number = 64 + low + 256 * high
        return shape, number

    def _message_header(self, shape: int, stream: _Stream) -> None:
        header = self._read(_HEADER_SIZES[shape])
        if header:
            stream.extended = int.from_bytes(header[:3], "big") == EXTENDED
        if len(header) >= 7:
            stream.length, stream.kind = int.from_bytes(header[3:6], "big"), header[6]
            stream.got, stream.kept = 0, b""
        if stream.extended:
            self._read(4)

    def _set_chunk_size(self, payload: bytes) -> None:
        size = int.from_bytes(payload[:4], "big")
        if not 1 <= size <= EXTENDED:
            raise NotRtmp(f"chunk size {size}")
        self._chunk_size = size


def shake_hands(read: Read, write: Callable[[bytes], None]) -> None:
    """The plain handshake (5.2), which OBS and FFmpeg both accept from a server."""
    if read(1) != VERSION:
        raise NotRtmp("another version")
    theirs = read(HANDSHAKE_SIZE)
    ours = bytes(8) + os.urandom(HANDSHAKE_SIZE - 8)
    write(VERSION + ours + theirs)
    read(HANDSHAKE_SIZE)


def is_picture(message: Message) -> bool:
    """True for a video message that carries a frame, not the decoder's set-up.

    FLV 10.1: E.4.3.1; the high bit marks Enhanced RTMP, whose low four bits say the same.
    """
    if message.kind != VIDEO or message.size < 2 or len(message.head) < 2:
        return False
    if message.head[0] & 0x80:
        return message.head[0] & 0x0F in (1, 3)
    return message.head[1] == 1


def command_of(message: Message) -> tuple[str, float]:
    """Name and transaction of a command message: its first two values (7.2)."""
    data = message.head
    if len(data) < 3 or data[0] != 2:
        raise NotRtmp("a command without a name")
    end = 3 + int.from_bytes(data[1:3], "big")
    if len(data) < end + 9 or data[end] != 0:
        raise NotRtmp("a command without a number")
    (transaction,) = struct.unpack_from(">d", data, end + 1)
    return data[3:end].decode("utf-8", "replace"), transaction


Value = str | float | None | dict[str, str | float]


def encode(value: Value) -> bytes:
    """One AMF0 value."""
    match value:
        case None:
            return b"\x05"
        case str():
            return b"\x02" + _text(value)
        case dict():
            pairs = b"".join(_text(name) + encode(each) for name, each in value.items())
            return b"\x03" + pairs + b"\x00\x00\x09"
        case _:
            return b"\x00" + struct.pack(">d", value)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def message(kind: int, payload: bytes, *, chunk_stream: int = 2, stream_id: int = 0) -> bytes:
    """A message in chunks of the size both sides begin with."""
    header = bytes(3) + len(payload).to_bytes(3, "big") + bytes([kind])
    out = bytes([chunk_stream]) + header + stream_id.to_bytes(4, "little")
    for begin in range(0, len(payload), DEFAULT_CHUNK):
        if begin:
            out += bytes([0xC0 | chunk_stream])
        out += payload[begin : begin + DEFAULT_CHUNK]
    return out


def command(*values: Value, stream_id: int = 0) -> bytes:
    """A command message of these values."""
    payload = b"".join(encode(value) for value in values)
    return message(COMMAND, payload, chunk_stream=3, stream_id=stream_id)


def answer(name: str, transaction: float) -> bytes:
    """What a server says to that command; empty where it says nothing."""
    match name:
        case "connect":
            return (
                message(WINDOW_ACK_SIZE, struct.pack(">I", WINDOW))
                + message(SET_PEER_BANDWIDTH, struct.pack(">IB", WINDOW, 2))
                + command(
                    "_result",
                    transaction,
                    {"fmsVer": "FMS/3,0,1,123", "capabilities": 31.0},
                    _status("NetConnection.Connect.Success"),
                )
            )
        case "createStream":
            return command("_result", transaction, None, float(STREAM_ID))
        case "publish":
            status = _status("NetStream.Publish.Start")
            return command("onStatus", 0.0, None, status, stream_id=STREAM_ID)
        case "releaseStream" | "FCPublish":
            return command("_result", transaction, None)
        case _:
            return b""


def _status(code: str) -> dict[str, str | float]:
    return {"level": "status", "code": code, "description": code}
