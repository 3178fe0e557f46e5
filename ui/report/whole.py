"""What was drawn, as bytes, put into its file whole or not at all.

Never Qt's own saving: it says nothing of a disk that fills up while it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPdfWriter

from studio.runtime import files
from studio.runtime.errors import UserFacingError


def pdf(draw: Callable[[QPdfWriter], None]) -> bytes:
    """The document that ``draw`` draws; it ends its painter."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(QPdfWriter(buffer))
    return buffer.data().data()


def png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer.data().data() if image.save(buffer, "PNG") else b""


def put(content: bytes, path: Path) -> None:
    """Write ``path``, replaced only once whole. Raises disk_full, report_unwritable (file)."""
    if not content:
        raise UserFacingError("report_unwritable", file=path.name)
    with files.whole(path) as part:
        part.write_bytes(content)
