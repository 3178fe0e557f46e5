"""What the heads of picture files tell of the memory that reading them takes."""

from __future__ import annotations

from io import SEEK_CUR
from pathlib import Path

JPEG_HEAD = 1_000_000
"""Bytes of a JPEG, where its frame begins: behind a camera's notes."""
PROGRESSIVE, SCAN, FILLING = 0xC2, 0xDA, 0xFF
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Marks of a JPEG (ITU-T T.81, table B.1): how its one frame is coded."""
PNG_MARK = 8
"""Bytes before a PNG's first chunk. A chunk (PNG 5.3): length, kind, content, checksum."""
KEYWORD = 80
"""Bytes of a note's name with the zero that ends it, at most (PNG 11.3.4)."""


def is_progressive(path: Path) -> bool:
    """Whether a JPEG is coded so. True, too, where its frame is not at its beginning. OSError."""
    with path.open("rb") as file:
        return _is_progressive(file.read(JPEG_HEAD))


def _is_progressive(head: bytes) -> bool:
    """From segment to segment: notes and small pictures inside them may hold any mark."""
    at = 2
    while at + 4 <= len(head) and head[at] == FILLING:
        kind = head[at + 1]
        if kind in FRAMES or kind == SCAN:
            return kind == PROGRESSIVE
        at += 1 if kind == FILLING else 2 + int.from_bytes(head[at + 2 : at + 4])
    return True


def packed_notes(path: Path) -> int:
    """Bytes of the packed notes in a PNG (``zTXt``, ``iTXt``): each byte may become a thousand.

    OSError where it cannot be read.
    """
    found = 0
    with path.open("rb") as file:
        file.seek(PNG_MARK)
        while len(head := file.read(8)) == 8:
            length, kind = int.from_bytes(head[:4]), head[4:]
            begin = file.read(min(length, KEYWORD + 1)) if kind == b"iTXt" else b""
            if kind == b"zTXt" or _is_packed(begin):
                found += length
            file.seek(length - len(begin) + 4, SEEK_CUR)
    return found


def _is_packed(international: bytes) -> bool:
    """Of the beginning of an ``iTXt``: the flag stands behind its keyword."""
    _, _, rest = international.partition(b"\0")
    return rest[:1] == b"\1"
