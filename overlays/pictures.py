"""Reading product pictures: only as large as they are shown, upright, in sRGB."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from math import sqrt
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QPixelFormat

from overlays.picture_heads import is_progressive, packed_notes
from studio.runtime.errors import UserFacingError
from studio.runtime.files import must_be_file

MOST_BYTES = 256_000_000
"""A picture may take in memory while it is made smaller: 8000×8000 in colour."""
MOST_SMOOTHED = 8_000_000
"""Pixels of a picture that is made smaller with care as a whole; a larger one first loses some."""
KINDS = frozenset((b"jpeg", b"png", b"bmp", b"gif", b"webp", b"tiff"))
"""What a photograph, a screenshot or a logo is kept as, by Qt's names. No drawing (SVG, PDF): to be
asked its size alone, one of a hundred kilobytes is unpacked to gigabytes and reads other files. No
icon file either, which holds a whole PNG of its own."""
MOST_PACKED = 64_000
"""Bytes of packed notes in a PNG, which Qt unpacks with the header: at most some 250 MB of them."""
MOST_PIXELS = 64_000_000
"""Of one that is drawn larger than it is."""


def _photo_reader(path: Path) -> QImageReader:
    """A reader of photographs that can be held in memory, or an empty one. Any thread.

    The one door for pictures of people: what they are is seen by their first bytes, before anything
    of them is read. It waits for no pipe.
    """
    try:
        must_be_file(path)
        reader = QImageReader(str(path))
        reader.setDecideFormatFromContent(True)  # a phone's JPEG is often named .png
        reader.setAutoTransform(True)
        kind = bytes(reader.format().data())
        if kind not in KINDS or (kind == b"png" and packed_notes(path) > MOST_PACKED):
            return QImageReader()
        size = reader.size()  # from the header
        if size.isEmpty():
            return QImageReader()
        if size.width() * size.height() * _bytes_a_pixel(reader, kind, path) > MOST_BYTES:
            return QImageReader()
    except (OSError, ValueError):  # a name with a NUL is none
        return QImageReader()
    return reader


def _bytes_a_pixel(reader: QImageReader, kind: bytes, path: Path) -> float:
    """What it takes to read it. A JPEG is unpacked at the size that is wanted, but a progressive
    one keeps figures of every pixel until its end."""
    if kind == b"jpeg":
        return 6 if is_progressive(path) else 2
    looks = QImage.toPixelFormat(reader.imageFormat())
    turned = reader.transformation() != QImageIOHandler.Transformation.TransformationNone
    clear = kind == b"webp" and looks.alphaUsage() == QPixelFormat.AlphaUsage.UsesAlpha
    # Qt copies such a picture as a whole, when it turns it or lays a transparent WebP on a canvas.
    return looks.bitsPerPixel() / 8 * (2 if turned or clear else 1)


KEEP = 64
"""Pictures of which the shape is remembered, and how the file was when it was last there."""
_last: dict[Path, tuple[int, int]] = {}
"""The latest asked for at the end."""
_lock = threading.Lock()
_gone_too: ContextVar[bool] = ContextVar("gone_too", default=False)


@contextmanager
def from_memory() -> Iterator[None]:
    """In it, a picture that was drawn lately is drawn again although its file is gone by now."""
    token = _gone_too.set(True)
    try:
        yield
    finally:
        _gone_too.reset(token)


def stamp(path: Path) -> tuple[int, int] | None:
    """What changes when the file does; None where it is gone, but `from_memory`."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # a name with a NUL is none
        return _last.get(path) if _gone_too.get() else None
    stamped = found.st_mtime_ns, found.st_size
    with _lock:
        _last.pop(path, None)
        _last[path] = stamped
        if len(_last) > KEEP:
            del _last[next(iter(_last))]
    return stamped


def shape(path: Path) -> float:
    """Width by height. Remembered for as long as the file does not change. Errors: as below."""
    return _shape(path, stamp(path))


@lru_cache(maxsize=KEEP)
def _shape(path: Path, _: object) -> float:
    size = picture_size(path)
    return size.width() / size.height()


def _lies_on_its_side(reader: QImageReader) -> bool:
    return bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)


def picture_size(path: Path) -> QSize:
    """Width and height as it is shown (a phone's rotation applied), from the header alone.

    Not a picture, or not there: UserFacingError ``picture_unreadable``.
    """
    reader = _photo_reader(path)
    size = reader.size()
    if size.isEmpty():
        raise UserFacingError("picture_unreadable", file=path.name)
    return size.transposed() if _lies_on_its_side(reader) else size


def read_picture(path: Path, size: QSize) -> QImage:
    """The whole picture at exactly ``size`` pixels, sRGB, alpha kept. Any thread.

    Scaled while it is read, so that a large photo costs no more than it must.
    Broken, or of more than `MOST_BYTES`: UserFacingError ``picture_unreadable``.
    """
    if size.width() * size.height() > MOST_PIXELS:
        # A thread of one pixel's width would take gigabytes to cover a card.
        raise UserFacingError("picture_unreadable", file=path.name)
    reader = _photo_reader(path)
    image = _read_scaled(reader, size)
    if image.isNull():
        raise UserFacingError("picture_unreadable", file=path.name)
    if image.colorSpace().isValid() and image.colorSpace() != QColorSpace(
        QColorSpace.NamedColorSpace.SRgb
    ):
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def read_within(path: Path, most: QSize) -> QImage:
    """The whole picture as large as it is, but no larger than ``most``; else as `read_picture`."""
    size = picture_size(path)
    if size.width() > most.width() or size.height() > most.height():
        size = size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return read_picture(path, size)


def _read_scaled(reader: QImageReader, size: QSize) -> QImage:
    if bytes(reader.format().data()) == b"jpeg":
        reader.setScaledSize(size.transposed() if _lies_on_its_side(reader) else size)
        return reader.read()
    image = reader.read()
    if image.isNull():
        return image
    if image.width() * image.height() > MOST_SMOOTHED:
        # Made smooth, it would be copied as a whole, in a larger kind, once or twice.
        near = size * max(1.0, sqrt(MOST_SMOOTHED / max(1, size.width() * size.height())))
        image = image.scaled(near)
    image.convertTo(QImage.Format.Format_ARGB32_Premultiplied)
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def can_be_read(path: Path) -> bool:
    """Whether `read_picture` can. Remembered for as long as the file does not change."""
    return _can_be_read(path, stamp(path))


@lru_cache(maxsize=16)
def _can_be_read(path: Path, _: object) -> bool:
    try:
        read_picture(path, QSize(16, 16))
    except UserFacingError:
        return False
    return True
