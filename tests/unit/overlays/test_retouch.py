"""A picture without its colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage

from overlays import retouch
from overlays.png import Drawn, save


def square(folder: Path, x: int, y: int) -> Drawn:
    """Red, half of it clear."""
    image = QImage(40, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    for column in range(20):
        for row in range(20):
            image.setPixelColor(column, row, QColor(220, 30, 30))
    return save(image, folder, "square", (x, y))


def test_a_grey_picture_is_the_same_without_colours_and_paler(tmp_path: Path) -> None:
    red = square(tmp_path, 7, 9)
    grey = retouch.grey(red, tmp_path)
    assert (grey.x, grey.y, grey.width, grey.height) == (7, 9, 40, 20)
    assert grey.sha256 != red.sha256
    image = QImage(str(grey.path))
    seen, clear = image.pixelColor(5, 5), image.pixelColor(30, 5)
    assert seen.red() == seen.green() == seen.blue()
    assert QColor(220, 30, 30).lightness() < seen.lightness() < retouch.HAZE.lightness()
    assert seen.alpha() == 255, "what shines through cannot be proved to be there"
    assert clear.alpha() == 0
