"""Gives a streamed Matroska file what a player likes: its duration and an index to jump by.

FFmpeg writing to a socket cannot go back to fill these in, so it is done when a recording ends.
A recording that was cut off lacks both and still plays from start to end. Element ids and layout:
RFC 9559 (Matroska), RFC 8794 (EBML).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SEGMENT = 0x18538067
SEEK_HEAD = 0x114D9B74
SEEK = 0x4DBB
SEEK_ID = 0x53AB
SEEK_POSITION = 0x53AC
VOID = 0xEC
CRC32 = 0xBF
INFO = 0x1549A966
DURATION = 0x4489
TRACKS = 0x1654AE6B
TAGS = 0x1254C367
CLUSTER = 0x1F43B675
TIMESTAMP = 0xE7
SIMPLE_BLOCK = 0xA3
BLOCK_GROUP = 0xA0
BLOCK = 0xA1
CUES = 0x1C53BB6B
CUE_POINT = 0xBB
CUE_TIME = 0xB3
CUE_TRACK_POSITIONS = 0xB7
CUE_TRACK = 0xF7
CUE_CLUSTER_POSITION = 0xF1

CUE_EVERY_MS = 2000
"""Distance of the index's entries; denser only makes a long recording's index large."""


class UnknownLayoutError(Exception):
    """The file is not laid out as FFmpeg lays out a streamed Matroska file."""


@dataclass(frozen=True, slots=True)
class Element:
    """One EBML element's place in the file, in bytes from its start."""

    id: int
    start: int
    body: int
    size: int
    """Of the body; -1: unknown, as a streamed Segment's."""

    @property
    def end(self) -> int:
        return self.body + self.size


def finish(path: Path) -> None:
    """Write duration, index and sizes into the finished recording ``path``, in place.

    `UnknownLayoutError` leaves the file as it is; OSError is the disk's.
    """
    with path.open("r+b") as file:
        segment = _segment(file)
        head = _children(file, segment.body, until=CLUSTER)
        clusters = [each for each in _walk(file, segment.body) if each.id == CLUSTER]
        if not clusters:
            raise UnknownLayoutError("no cluster")
        times = [_cluster_time(file, each) for each in clusters]
        duration = _end_of_last_frame(file, clusters, times)
        end = clusters[-1].end
        rewritten = _new_head(file, segment, head, duration, end - segment.body)
        # The index goes to the end first: cut off here, the file still plays as it did.
        file.seek(end)
        file.write(_cues(clusters, times, segment.body))
        size = file.tell() - segment.body
        file.truncate()
        file.seek(head[0].start)
        file.write(rewritten)
        file.seek(segment.start + 4)
        file.write(struct.pack(">Q", 1 << 56 | size))


def _segment(file: BinaryIO) -> Element:
    ebml = _element(file, 0)
    segment = _element(file, ebml.end) if ebml else None
    if segment is None or segment.id != SEGMENT or segment.body - segment.start != 12:
        raise UnknownLayoutError("no segment with a size of eight bytes")
    return segment


def _element(file: BinaryIO, at: int) -> Element | None:
    """The element that begins at ``at``; None at the end of the file."""
    file.seek(at)
    first = file.read(1)
    if not first:
        return None
    length = 9 - first[0].bit_length()
    identity = int.from_bytes(first + file.read(length - 1))
    first = file.read(1)
    if not first or first[0] == 0:
        return None
    width = 9 - first[0].bit_length()
    size = int.from_bytes(first + file.read(width - 1)) & ((1 << 7 * width) - 1)
    unknown = size == (1 << 7 * width) - 1
    return Element(identity, at, at + length + width, -1 if unknown else size)


def _walk(file: BinaryIO, at: int, end: int | None = None) -> Iterator[Element]:
    """The elements from ``at`` on, whole ones only."""
    last = end if end is not None else file.seek(0, io.SEEK_END)
    while at < last and (element := _element(file, at)) is not None:
        if element.size < 0 or element.end > last:
            return
        yield element
        at = element.end


def _children(file: BinaryIO, at: int, until: int) -> list[Element]:
    found = []
    for element in _walk(file, at):
        if element.id == until:
            break
        found.append(element)
    return found


def _cluster_time(file: BinaryIO, cluster: Element) -> int:
    for element in _walk(file, cluster.body, cluster.end):
        if element.id == TIMESTAMP:
            return int.from_bytes(_body(file, element))
    raise UnknownLayoutError("a cluster without a time")


def _end_of_last_frame(file: BinaryIO, clusters: list[Element], times: list[int]) -> int:
    """Milliseconds from the beginning; the last frame lasts as long as the one before it."""
    last = list(zip(clusters, times, strict=True))[-2:]
    frames = sorted(at + block for one, at in last for block in _block_times(file, one))
    if not frames:
        raise UnknownLayoutError("no frame")
    return frames[-1] + (frames[-1] - frames[-2] if len(frames) > 1 else 0)


def _block_times(file: BinaryIO, cluster: Element) -> Iterator[int]:
    """Each frame's milliseconds after its cluster's time."""
    for element in _walk(file, cluster.body, cluster.end):
        block = element
        if element.id == BLOCK_GROUP:
            block = next(e for e in _walk(file, element.body, element.end) if e.id == BLOCK)
        elif element.id != SIMPLE_BLOCK:
            continue
        file.seek(block.body + 1)  # after the track's number
        yield int(struct.unpack(">h", file.read(2))[0])


def _body(file: BinaryIO, element: Element) -> bytes:
    file.seek(element.body)
    return file.read(element.size)


def _new_head(
    file: BinaryIO, segment: Element, head: list[Element], duration: int, cues_at: int
) -> bytes:
    """SeekHead, padding and Info anew in exactly the bytes they had, Info ending where it ended."""
    if [each.id for each in head[:3]] != [SEEK_HEAD, VOID, INFO]:
        raise UnknownLayoutError("SeekHead, Void and Info do not follow each other")
    room = head[2].end - head[0].start
    info = _pack(INFO, _without(file, head[2], {CRC32, DURATION}) + _duration(duration))
    info_at = head[2].end - len(info) - segment.body
    places = {INFO: info_at, CUES: cues_at}
    places |= {each.id: each.start - segment.body for each in head if each.id in (TRACKS, TAGS)}
    seek_head = _pack(SEEK_HEAD, b"".join(_seek(which, at) for which, at in places.items()))
    padding = room - len(seek_head) - len(info)
    if padding < 9:
        raise UnknownLayoutError("no room for the duration")
    return seek_head + b"\xec\x01" + (padding - 9).to_bytes(7) + bytes(padding - 9) + info


def _without(file: BinaryIO, parent: Element, dropped: set[int]) -> bytes:
    kept = b""
    for child in _walk(file, parent.body, parent.end):
        if child.id not in dropped:
            file.seek(child.start)
            kept += file.read(child.end - child.start)
    return kept


def _duration(milliseconds: int) -> bytes:
    return _pack(DURATION, struct.pack(">d", float(milliseconds)))


def _seek(which: int, at: int) -> bytes:
    return _pack(SEEK, _pack(SEEK_ID, which.to_bytes(4)) + _pack(SEEK_POSITION, at.to_bytes(8)))


def _cues(clusters: list[Element], times: list[int], origin: int) -> bytes:
    points, next_time = b"", 0
    for cluster, time in zip(clusters, times, strict=True):
        if time < next_time:
            continue
        next_time = time + CUE_EVERY_MS
        where = _pack(CUE_TRACK, b"\x01")
        where += _pack(CUE_CLUSTER_POSITION, (cluster.start - origin).to_bytes(8))
        points += _pack(
            CUE_POINT, _pack(CUE_TIME, time.to_bytes(8)) + _pack(CUE_TRACK_POSITIONS, where)
        )
    return _pack(CUES, points)


def _pack(identity: int, body: bytes) -> bytes:
    """An element with a size of four bytes, enough for 256 MB."""
    name = identity.to_bytes((identity.bit_length() + 7) // 8)
    return name + (0x10000000 | len(body)).to_bytes(4) + body
