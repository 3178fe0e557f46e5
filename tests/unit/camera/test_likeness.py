"""A picture counts as seen only where all of it is, to the last figure of a price."""

from __future__ import annotations

import numpy as np
import pytest

from studio.camera import likeness
from studio.camera.opencv import Picture, cv2

BOX = (40, 30, 240, 80)


def card(price: str, share: float = 1.0) -> Picture:
    """Light letters on a dark panel that lets some of what is below through."""
    made = np.zeros((80, 240, 4), np.uint8)
    made[:, :] = (35, 30, 28, round(255 * share))
    letters = np.zeros((80, 240), np.uint8)
    cv2.putText(letters, price, (10, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2, cv2.LINE_AA)
    made[letters > 0] = (240, 245, 245, 255)
    return made


def laid_on(below: Picture, picture: Picture, gamma: float = 1.0) -> Picture:
    """``gamma`` 2.2: as OBS does, by the light of each."""
    x, y, width, height = BOX
    made, share = below.copy(), picture[:, :, 3:].astype(np.float32) / 255
    part = made[y : y + height, x : x + width]
    light = (picture[:, :, :3] / 255) ** gamma * share + (part / 255) ** gamma * (1 - share)
    mixed = 255 * light ** (1 / gamma)
    made[y : y + height, x : x + width] = mixed.round().astype(np.uint8)
    return made


@pytest.fixture(params=["bright", "dark", "moving"])
def below(request: pytest.FixtureRequest) -> Picture:
    grey = {"bright": 235, "dark": 12, "moving": 0}[request.param]
    made = np.full((160, 320, 3), grey, np.uint8)
    if request.param == "moving":
        made[:, :] = np.random.default_rng(3).integers(0, 255, (160, 320, 3), np.uint8)
    return made


@pytest.mark.parametrize(("share", "gamma"), [(1.0, 1.0), (0.82, 1.0), (0.82, 2.2)])
def test_the_very_picture_is_found_and_no_other(below: Picture, share: float, gamma: float) -> None:
    canvas = laid_on(below, card("39.90", share), gamma)
    assert likeness.shows(canvas, card("39.90", share), BOX)
    assert not likeness.shows(canvas, card("39.80", share), BOX)  # one figure of it
    assert not likeness.shows(below, card("39.90", share), BOX)


def test_what_lies_over_it_is_not_looked_at_and_too_much_of_it_hides_all() -> None:
    canvas = laid_on(np.full((160, 320, 3), 90, np.uint8), card("39.90"))
    canvas[30:110, 40:120] = 0
    assert not likeness.shows(canvas, card("39.90"), BOX)
    assert likeness.shows(canvas, card("39.90"), BOX, [(40, 30, 80, 80)])
    assert not likeness.shows(canvas, card("39.90"), BOX, [(40, 30, 200, 80)])
