"""Drawn pictures as files that a stage can show."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QImage, QImageWriter

from studio.runtime.errors import UserFacingError

COMPRESSION = 12
"""Of 100: zlib's level 1. Level 3 takes 1.4 times as long for 3 % less, level 0 gives files five
times as large [measured on cards with a photo-like picture]."""


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
    """PNG bytes with straight alpha; OBS premultiplies itself."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setCompression(COMPRESSION)
    if not writer.write(image):
        raise RuntimeError(f"a picture cannot be encoded: {writer.errorString()}")
    return bytes(buffer.data().data())


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
        _put(path, content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserFacingError("disk_full") from error
        raise UserFacingError("card_not_saved", folder=str(folder)) from error
    return Drawn(path, sha256, *at, image.width(), image.height())


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
    return folder / f"{kind}-{sha256[:20]}.png"


def _put(path: Path, content: bytes) -> None:
    # The size is compared because a power cut can leave an empty file under the final name.
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".card-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
