"""Reading product pictures: only as large as they are shown, upright, in sRGB."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

from studio.runtime.errors import UserFacingError


def photo_reader(path: Path) -> QImageReader:
    """A reader of photographs: it knows no drawings (SVG), which read other files and can be
    made to never end. Any thread."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)  # a phone's JPEG is often named .png
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).startswith((b"svg", b"pdf")):
        return QImageReader()
    return reader


def stamp(path: Path) -> tuple[int, int] | None:
    """What changes when the file does; None where it is gone."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # a name with a NUL is none
        return None
    return (found.st_mtime_ns, found.st_size)


def shape(path: Path) -> float:
    """Width by height. Remembered for as long as the file does not change. Errors: as below."""
    return _shape(path, stamp(path))


@lru_cache(maxsize=64)
def _shape(path: Path, _: object) -> float:
    size = picture_size(path)
    return size.width() / size.height()


def _lies_on_its_side(reader: QImageReader) -> bool:
    return bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)


def picture_size(path: Path) -> QSize:
    """Width and height as it is shown (a phone's rotation applied), from the header alone.

    Not a picture, or not there: UserFacingError ``picture_unreadable``.
    """
    reader = photo_reader(path)
    size = reader.size()
    if size.isEmpty():
        raise UserFacingError("picture_unreadable", file=path.name)
    return size.transposed() if _lies_on_its_side(reader) else size


def read_picture(path: Path, size: QSize) -> QImage:
    """The whole picture at exactly ``size`` pixels, sRGB, alpha kept. Any thread.

    Scaled while it is read, so that an 8000×8000 photo costs no more than it must.
    Broken, or beyond Qt's memory limit: UserFacingError ``picture_unreadable``.
    """
    reader = photo_reader(path)
    reader.setScaledSize(size.transposed() if _lies_on_its_side(reader) else size)
    image = reader.read()
    if image.isNull():
        raise UserFacingError("picture_unreadable", file=path.name)
    if image.colorSpace().isValid() and image.colorSpace() != QColorSpace(
        QColorSpace.NamedColorSpace.SRgb
    ):
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


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
