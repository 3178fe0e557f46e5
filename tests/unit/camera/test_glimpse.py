"""Small pictures of the programme: what is black, and what does not move."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.camera.glimpse import Glimpses
from studio.stage.practice.village import Village

VILLAGE = Village(1280, 720)
STILL = VILLAGE.picture(0.0)


def jpeg(picture: np.ndarray) -> bytes:
    small = cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def noisy(sigma: float, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, sigma, STILL.shape)
    return (STILL + noise).round().clip(0, 255).astype(np.uint8)


def moves(pictures: list[bytes]) -> list[bool]:
    glimpses = Glimpses()
    found = [glimpses.take(picture) for picture in pictures]
    return [glimpse.moved for glimpse in found if glimpse is not None]


def test_the_drawn_village_moves_at_every_look_and_is_neither_black_nor_dark() -> None:
    glimpses = Glimpses()
    for second in range(20):
        glimpse = glimpses.take(jpeg(VILLAGE.picture(float(second))))
        assert glimpse is not None
        assert (glimpse.moved, glimpse.black, glimpse.dark) == (True, False, False)


def test_the_same_picture_again_does_not_move() -> None:
    assert moves([jpeg(STILL)] * 3) == [True, False, False]


@pytest.mark.parametrize("sigma", [0.3, 1.0, 3.0])
def test_the_noise_of_a_sensor_in_a_calm_room_is_movement(sigma: float) -> None:
    assert moves([jpeg(noisy(sigma, seed)) for seed in range(5)]) == [True] * 5


def test_a_calm_room_in_poor_light_moves_too() -> None:
    dim = [jpeg((noisy(1.0, seed) * 0.15).astype(np.uint8)) for seed in range(4)]
    assert moves(dim) == [True] * 4


def test_another_size_is_another_picture() -> None:
    assert moves([jpeg(STILL), cv2.imencode(".jpg", STILL)[1].tobytes()]) == [True, True]


def test_a_lens_cap_is_black_also_with_its_noise_and_with_a_card_over_it() -> None:
    noise = np.random.default_rng(2).normal(3, 2, STILL.shape).clip(0, 255).astype(np.uint8)
    with_card = noise.copy()
    with_card[380:680, 60:560] = (60, 90, 230)
    for picture in (np.zeros_like(STILL), noise, with_card):
        glimpse = Glimpses().take(jpeg(picture))
        assert glimpse is not None
        assert glimpse.black


def test_black_is_told_under_a_bright_notice_that_runs() -> None:
    with_notice = np.zeros_like(STILL)
    with_notice[:300] = 250
    picture, notice = jpeg(with_notice), (0.0, 0.0, 1.0, 300 / 720)
    for apart, black in (((), False), ((notice,), True)):
        glimpse = Glimpses().take(picture, apart)
        assert glimpse is not None
        assert glimpse.black is black


def test_where_nothing_is_left_to_look_at_all_of_it_is() -> None:
    glimpse = Glimpses().take(jpeg(STILL), ((-0.1, 0.0, 1.2, 1.0),))
    assert glimpse is not None
    assert not glimpse.black


def test_an_evening_stall_is_dark_and_not_black() -> None:
    glimpse = Glimpses().take(jpeg((STILL * 0.25).astype(np.uint8)))
    assert glimpse is not None
    assert (glimpse.black, glimpse.dark) == (False, True)


def test_what_is_no_picture_says_nothing() -> None:
    glimpses = Glimpses()
    assert glimpses.take(b"") is None
    assert glimpses.take(b"no jpeg") is None
