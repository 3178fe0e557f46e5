"""A crooked camera is told from what is slanted in a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.camera import checks
from studio.camera.tilt import tilt
from studio.stage.practice.village import Village

SAMPLE = Path(checks.__file__).parents[1] / "training" / "sample"


def room() -> np.ndarray:
    """A wall with two frames, a table, a box."""
    picture = np.full((540, 960, 3), 170, np.uint8)
    cv2.rectangle(picture, (90, 90), (330, 450), (90, 80, 70), 4)
    cv2.rectangle(picture, (495, 60), (870, 270), (60, 60, 60), 5)
    cv2.rectangle(picture, (0, 375), (960, 540), (110, 140, 170), -1)
    cv2.rectangle(picture, (600, 285), (780, 495), (40, 40, 160), -1)
    return picture


def turned(picture: np.ndarray, degrees: float) -> np.ndarray:
    """As a camera that hangs ``degrees`` crooked sees it: clockwise on the picture."""
    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), -degrees, 1.5)
    return cv2.warpAffine(picture, matrix, (columns, rows))


def grey(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (640, 360))


@pytest.mark.parametrize("degrees", [5, -5, 8, -12, 18])
def test_a_crooked_camera_is_told_with_its_angle(degrees: float) -> None:
    assert tilt(grey(turned(room(), degrees))) == pytest.approx(degrees, abs=1)
    (finding,) = [f for f in checks.look([turned(room(), degrees)]) if "tilted" in f.code]
    assert finding.code == f"camera_tilted_{'right' if degrees > 0 else 'left'}"
    assert finding.parameters == {"degrees": str(abs(degrees))}


@pytest.mark.parametrize("degrees", [0, 2, -3, 30, 44])
def test_level_hardly_crooked_and_on_purpose_are_not(degrees: float) -> None:
    assert tilt(grey(turned(room(), degrees))) is None


def test_a_table_seen_from_the_side_is_not_a_crooked_camera() -> None:
    picture = room()
    for row in range(300, 540, 30):
        cv2.line(picture, (0, row), (959, row - 130), (40, 40, 40), 3)
    assert tilt(grey(picture)) is None


def test_nothing_straight_says_nothing() -> None:
    random = np.random.default_rng(3)
    assert tilt(np.full((360, 640), 90, np.uint8)) is None
    assert tilt(random.integers(0, 255, (360, 640), np.uint8)) is None


def test_neither_the_village_nor_the_sample_s_goods_are_called_crooked() -> None:
    village = Village(960, 540)
    assert [tilt(grey(village.picture(second))) for second in (0.0, 7.0, 20.0)] == [None] * 3
    goods = [cv2.imread(str(path)) for path in sorted(SAMPLE.rglob("*.png"))]
    assert len(goods) >= 5
    assert [tilt(grey(picture)) for picture in goods if picture is not None] == [None] * len(goods)
