"""Small pictures of large files, read on a worker and kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from overlays.pictures import picture_size, read_picture
from studio.runtime.errors import UserFacingError
from ui.asking import Asking, Then


class Thumbnails:
    """`picture` answers at once with what it has, and calls ``on_news`` when it has more."""

    def __init__(
        self,
        background: Callable[[Callable[[], Any]], Future[Any]],
        then: Then,
        on_news: Callable[[], None],
        pixels: int = 128,
    ) -> None:
        self._background, self._on_news, self._pixels = background, on_news, pixels
        self._kept: dict[Path, QPixmap | None] = {}
        self._asking = Asking(then, lambda error: None)

    def picture(self, path: Path | None) -> QPixmap | None:
        """The square picture of ``path``; None while it is read and where it cannot be."""
        if path is None:
            return None
        if path not in self._kept:
            self._kept[path] = None
            work = self._background(lambda: read_square(path, self._pixels))
            self._asking.ask(work, lambda image: self._keep(path, image))
        return self._kept[path]

    def close(self) -> None:
        self._asking.close()

    def _keep(self, path: Path, image: QImage | None) -> None:
        if image is not None:
            self._kept[path] = QPixmap.fromImage(image)
            self._on_news()


def read_square(path: Path, pixels: int) -> QImage | None:
    """The middle of a picture, ``pixels`` wide and high; None if it is not one. Any thread."""
    square, fill = QSize(pixels, pixels), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    try:
        image = read_picture(path, picture_size(path).scaled(square, fill))
    except UserFacingError:
        return None
    side = min(image.width(), image.height())
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    middle = image.copy(left, top, side, side)
    return middle.scaled(pixels, pixels, mode=Qt.TransformationMode.SmoothTransformation)
