"""Whether a screenshot is told from another picture, a blank one and rubbish."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from overlays.pixels import shows_picture
from tests.helpers.pictures import GREEN, RED, Colour, write_png


def screenshot(folder: Path, colour: Colour, width: int = 80, height: int = 40) -> bytes:
    """What OBS sends: a BMP without transparency."""
    picture = cv2.imread(str(write_png(folder, colour, width, height)), cv2.IMREAD_COLOR)
    assert picture is not None
    return cv2.imencode(".bmp", picture)[1].tobytes()


def test_the_same_picture_is_recognised(tmp_path: Path) -> None:
    card = write_png(tmp_path, RED, 80, 40, frame=4)
    assert shows_picture(screenshot(tmp_path, RED), card)


@pytest.mark.parametrize("colour", [GREEN, (0, 0, 0)])
def test_another_picture_is_not(tmp_path: Path, colour: Colour) -> None:
    assert not shows_picture(screenshot(tmp_path, colour), write_png(tmp_path, RED, 80, 40))


def test_another_size_is_not(tmp_path: Path) -> None:
    assert not shows_picture(screenshot(tmp_path, RED, 40, 40), write_png(tmp_path, RED, 80, 40))


def test_rubbish_is_not(tmp_path: Path) -> None:
    card = write_png(tmp_path, RED, 80, 40)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert not shows_picture(b"", card)
    assert not shows_picture(screenshot(tmp_path, RED), broken)
    assert not shows_picture(screenshot(tmp_path, RED), tmp_path / "missing.png")


def test_a_fully_transparent_picture_is_compared_by_size(tmp_path: Path) -> None:
    clear = write_png(tmp_path, RED, 80, 40, frame=20)
    assert shows_picture(screenshot(tmp_path, GREEN), clear)
    assert not shows_picture(screenshot(tmp_path, GREEN, 40, 40), clear)
