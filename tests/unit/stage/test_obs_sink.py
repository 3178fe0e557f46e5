"""The trial's RTMP server: chunks of every shape, a publisher of our own, and rubbish."""

from __future__ import annotations

import io
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.stage.obs import rtmp
from studio.stage.obs.sink import APP, Arrived, Sink, is_sink
from tests.helpers.practice import until

KEY_FRAME = b"\x17\x01\x00\x00\x00" + bytes(400)
SET_UP = b"\x17\x00\x00\x00\x00" + bytes(30)
ENHANCED_FRAME, ENHANCED_SET_UP = b"\x91hvc1" + bytes(90), b"\x90hvc1" + bytes(20)
SOUND = b"\xaf\x01" + bytes(60)


def reader(data: bytes) -> Callable[[int], bytes]:
    source = io.BytesIO(data)

    def read(size: int) -> bytes:
        part = source.read(size)
        if len(part) < size:
            raise rtmp.EndOfStream
        return part

    return read


def chunked(kind: int, payload: bytes, *, size: int, number: int, at: int) -> bytes:
    """A message as a client may send it: any chunk size, long numbers, late timestamps."""
    if number < 64:
        basic = bytes([number])
    elif number < 320:
        basic = bytes([0, number - 64])
    else:
        basic = bytes([1, (number - 64) & 0xFF, (number - 64) >> 8])
    late = at >= rtmp.EXTENDED
    stamp = min(at, rtmp.EXTENDED).to_bytes(3, "big")
    extended = at.to_bytes(4, "big") if late else b""
    out = basic + stamp + len(payload).to_bytes(3, "big") + bytes([kind]) + bytes(4) + extended
    for begin in range(0, len(payload), size):
        if begin:
            out += bytes([basic[0] | 0xC0]) + basic[1:] + extended
        out += payload[begin : begin + size]
    return out


@given(
    payloads=st.lists(st.binary(max_size=700), min_size=1, max_size=5),
    size=st.integers(1, 5000),
    number=st.sampled_from([3, 6, 63, 64, 319, 320, 65599]),
    at=st.sampled_from([0, 40, rtmp.EXTENDED - 1, rtmp.EXTENDED, 2**31]),
)
def test_messages_come_out_as_they_went_in(
    payloads: list[bytes], size: int, number: int, at: int
) -> None:
    sent = rtmp.message(rtmp.SET_CHUNK_SIZE, struct.pack(">I", size))
    sent += b"".join(chunked(18, each, size=size, number=number, at=at) for each in payloads)
    chunks = rtmp.ChunkReader(reader(sent))
    assert chunks.next().kind == rtmp.SET_CHUNK_SIZE
    assert [chunks.next() for _ in payloads] == [
        rtmp.Message(18, each, len(each)) for each in payloads
    ]
    with pytest.raises(rtmp.EndOfStream):
        chunks.next()


@given(st.binary(max_size=3000))
def test_rubbish_ends_and_is_never_kept_whole(rubbish: bytes) -> None:
    chunks = rtmp.ChunkReader(reader(rubbish))

    def take_all() -> None:
        while True:
            message = chunks.next()
            assert len(message.head) <= rtmp.LONGEST_COMMAND
            if message.kind == rtmp.COMMAND:
                rtmp.answer(*rtmp.command_of(message))

    with pytest.raises((rtmp.EndOfStream, rtmp.NotRtmp)):
        take_all()


@given(st.text(max_size=40), st.floats(0, 1e6))
def test_a_command_says_its_name_and_number(name: str, number: float) -> None:
    (sent,) = [rtmp.ChunkReader(reader(rtmp.command(name, number, None))).next()]
    assert rtmp.command_of(sent) == (name, number)


@pytest.mark.parametrize(
    ("payload", "is_frame"),
    [
        (KEY_FRAME, True),
        (b"\x27\x01\x00\x00\x00", True),
        (SET_UP, False),
        (ENHANCED_FRAME, True),
        (b"\x93hvc1", True),
        (ENHANCED_SET_UP, False),
        (b"", False),
    ],
)
def test_only_frames_are_counted_as_frames(payload: bytes, is_frame: bool) -> None:
    message = rtmp.ChunkReader(reader(rtmp.message(rtmp.VIDEO, payload))).next()
    assert rtmp.is_picture(message) is is_frame


# -- through a socket


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.close()


@contextmanager
def publisher(sink: Sink) -> Iterator[socket.socket]:
    """A client that has been let in."""
    host, _, rest = sink.ingest.server.removeprefix("rtmp://").partition(":")
    with socket.create_connection((host, int(rest.partition("/")[0])), 5) as client:
        client.sendall(b"\x03" + bytes(rtmp.HANDSHAKE_SIZE))
        stream = client.makefile("rb")
        assert stream.read(1) == rtmp.VERSION
        stream.read(rtmp.HANDSHAKE_SIZE)
        assert stream.read(rtmp.HANDSHAKE_SIZE) == bytes(rtmp.HANDSHAKE_SIZE)
        client.sendall(bytes(rtmp.HANDSHAKE_SIZE))
        answers = rtmp.ChunkReader(lambda size: stream.read(size) if size else b"")
        client.sendall(rtmp.command("connect", 1.0, {"app": APP}))
        assert [answers.next().kind for _ in range(2)] == [5, 6]
        assert rtmp.command_of(answers.next()) == ("_result", 1.0)
        client.sendall(rtmp.command("createStream", 4.0, None))
        assert rtmp.command_of(answers.next()) == ("_result", 4.0)
        client.sendall(rtmp.command("publish", 5.0, None, sink.ingest.key, "live"))
        assert rtmp.command_of(answers.next()) == ("onStatus", 0.0)
        stream.close()
        yield client


def test_what_arrives_is_counted(sink: Sink) -> None:
    with publisher(sink) as client:
        for kind, payload in (
            (rtmp.VIDEO, SET_UP),
            (rtmp.AUDIO, SOUND),
            (rtmp.VIDEO, KEY_FRAME),
            (rtmp.VIDEO, KEY_FRAME),
        ):
            client.sendall(rtmp.message(kind, payload, chunk_stream=6, stream_id=1))
        until(lambda: sink.arrived().frames == 2)
    whole = len(SET_UP) + len(SOUND) + 2 * len(KEY_FRAME)
    assert sink.arrived() == Arrived(whole, 2)


def test_the_next_publisher_is_let_in_after_one_that_spoke_nonsense(sink: Sink) -> None:
    host, _, rest = sink.ingest.server.removeprefix("rtmp://").partition(":")
    with socket.create_connection((host, int(rest.partition("/")[0])), 5) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert client.recv(1) == b""
    with publisher(sink) as client:
        client.sendall(rtmp.message(rtmp.VIDEO, KEY_FRAME, chunk_stream=6, stream_id=1))
        until(lambda: sink.arrived().frames == 1)


def test_closing_hangs_up_at_once() -> None:
    sink = Sink()
    with publisher(sink) as client:
        sink.close()
        assert client.recv(1) == b""
    sink.close()


def test_an_address_left_behind_is_known_again(sink: Sink) -> None:
    assert is_sink(sink.ingest.server)
    assert sink.ingest.key not in repr(sink.ingest)
    assert not is_sink("rtmp://127.0.0.1/live")
    assert not is_sink("rtmp://live.example.com/gongfu-trial")
