"""From marks on a phone's screenshot to shares of the picture that is broadcast."""

from __future__ import annotations

import pytest

from overlays.safe_areas import calibrated, profile
from overlays.screenshots import Screenshot

LONG = Screenshot(390, 844)
"""A phone of today, which is longer than 9 : 16."""


def test_a_phone_that_is_filled_cuts_the_sides_off() -> None:
    left, top, right, bottom = LONG.picture(upright=True)
    assert (top, bottom) == pytest.approx((0.0, 1.0))
    shown = 390 / (844 * 9 / 16)
    assert right - left == pytest.approx(1 / shown)
    (mark, cut_left, cut_right) = LONG.on_picture([(0.0, 0.5, 1.0, 1.0)], upright=True)
    side = (1 - shown) / 2
    assert mark == pytest.approx((side, 0.5, 1 - side, 1.0), abs=1e-3)
    assert cut_left == pytest.approx((0.0, 0.0, side, 1.0), abs=1e-3)
    assert cut_right == pytest.approx((1 - side, 0.0, 1.0, 1.0), abs=1e-3)


def test_nothing_that_a_phone_cuts_off_is_ever_safe() -> None:
    covered = LONG.on_picture([(0.0, 0.66, 1.0, 1.0)], upright=True)
    safe = calibrated(profile("douyin"), upright=True, covered=covered).portrait.safe
    assert safe == pytest.approx((0.089, 0.0, 0.911, 0.66), abs=2e-3)


def test_bars_are_no_part_of_the_picture() -> None:
    lying = Screenshot(390, 844, seen=(0.0, 0.2, 1.0, 0.2 + 390 * 9 / 16 / 844))
    bars, half = (0.0, 0.0, 1.0, 0.15), (0.0, 0.2, 0.5, 0.6)
    assert lying.on_picture([bars, half], upright=False) == [
        pytest.approx((0.0, 0.0, 0.5, 1.0), abs=1e-3)
    ]


def test_a_picture_in_a_flat_place_loses_its_top_and_bottom() -> None:
    flat = Screenshot(1000, 1000, seen=(0.0, 0.25, 1.0, 0.75))
    first, second = flat.on_picture([], upright=True)
    assert first == pytest.approx((0.0, 0.0, 1.0, 0.3594), abs=1e-3)
    assert second == pytest.approx((0.0, 0.6406, 1.0, 1.0), abs=1e-3)


def test_a_picture_of_the_right_shape_is_taken_as_it_is() -> None:
    shot, marks = Screenshot(1080, 1920), [(0.1, 0.2, 0.3, 0.4)]
    assert shot.on_picture(marks, upright=True) == marks


def test_which_way_a_phone_was_held_is_seen() -> None:
    assert LONG.fits(upright=True)
    assert not LONG.fits(upright=False)
    assert Screenshot(844, 390).fits(upright=False)
