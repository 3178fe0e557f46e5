"""Drawn pictures as files that a stage can show."""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from overlays import old
from studio.runtime.errors import UserFacingError
from studio.runtime.files import DISK_FULL, put_in_place

LEVEL = 1
"""zlib's: with each row as its difference to the one above, a product card takes half the time of
Qt's own writer (which tries every filter on every row) for 6 % more bytes [measured]."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
UP = 2
"""PNG's filter of a row that is its difference to the row above."""
RGB, RGBA = 2, 6
"""PNG's colour types."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn overlay and where it belongs on the canvas, in pixels."""

    path: Path
    sha256: str
    """Of the file's bytes; its name carries it, so new content always has a new name: an OBS
    image source that is given the same name twice goes blank or shows the old picture."""
    x: int
    y: int
    width: int
    height: int


def encode(image: QImage) -> bytes:
    """PNG bytes with straight alpha (OBS premultiplies itself), and the image's offset. Any thread.

    The same image gives the same bytes.
    """
    clear = image.hasAlphaChannel()
    shape = QImage.Format.Format_RGBA8888 if clear else QImage.Format.Format_RGB888
    plain = image.convertToFormat(shape)
    width, height, channels = plain.width(), plain.height(), 4 if clear else 3
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    pixels = pixels[:, : width * channels]
    rows = np.empty((height, width * channels + 1), np.uint8)
    rows[:, 0] = UP
    rows[0, 1:] = pixels[0]
    np.subtract(pixels[1:], pixels[:-1], out=rows[1:, 1:])
    offset = image.offset()
    header = struct.pack(">IIBBBBB", width, height, 8, RGBA if clear else RGB, 0, 0, 0)
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"oFFs", struct.pack(">iiB", offset.x(), offset.y(), 0)),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def save(image: QImage, folder: Path, kind: str, at: tuple[int, int]) -> Drawn:
    """Write ``image`` to ``folder``; the same picture twice is the same file.

    The file appears whole or not at all, and carries ``at``, so that `found` needs no other.
    Errors: ``disk_full``, ``card_not_saved``. Any thread.
    """
    image.setOffset(QPoint(*at))
    content = encode(image)
    sha256 = hashlib.sha256(content).hexdigest()
    path = _file(folder, kind, sha256)
    try:
        if not old.use(path, len(content)):
            _put(path, content)
    except OSError as error:
        raise _worded(error, folder) from error
    return Drawn(path, sha256, *at, image.width(), image.height())


def write(image: QImage, path: Path) -> None:
    """Write ``image`` to ``path``, whole or not at all.

    Errors: ``disk_full``, ``card_not_saved``.
    """
    try:
        _put(path, encode(image))
    except OSError as error:
        raise _worded(error, path.parent) from error


def _worded(error: OSError, folder: Path) -> UserFacingError:
    if error.errno in DISK_FULL:
        return UserFacingError("disk_full")
    return UserFacingError("card_not_saved", folder=str(folder))


def found(folder: Path, kind: str, sha256: str) -> Drawn | None:
    """What `save` drew earlier, by its hash; None where it is gone or not that any more.

    Any thread. A file of 0.1.0 carries no place, and counts as gone.
    """
    path = _file(folder, kind, sha256)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    image = QImage.fromData(content)
    if hashlib.sha256(content).hexdigest() != sha256 or image.offset().isNull():
        return None
    at = image.offset()
    return Drawn(path, sha256, at.x(), at.y(), image.width(), image.height())


def _file(folder: Path, kind: str, sha256: str) -> Path:
    return folder / old.name(kind, sha256)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=old.TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put_in_place(Path(temporary), path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
