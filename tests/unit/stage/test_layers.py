"""Digits and slots: what a layer shows at an instant, and that no slot is asked for twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.stage.layers import DigitStrip, Layer, Slot, by_slot
from studio.stage.port import Wanted

END = 1000.0


def strip(places: int) -> DigitStrip:
    where = tuple((20 * place, 0) for place in range(places))
    return DigitStrip(Path("d.png"), "sha", 20, 30, where, END)


@pytest.mark.parametrize(
    ("places", "left", "digits"),
    [
        *((4, 61.0, "0101"), (4, 60.2, "0101"), (4, 59.999, "0100"), (4, 0.001, "0001")),
        *((4, 0.0, "0000"), (4, -5.0, "0000"), (4, 99 * 60.0, "9900"), (4, 1e6, "9959")),
        *((2, 75.0, "75"), (2, 100.0, "99"), (6, 3661.0, "010101"), (6, 1e9, "995959")),
    ],
)
def test_seconds_are_rounded_up_and_zero_is_the_end(places, left, digits):
    assert strip(places).reading(END - left) == digits


def test_every_second_is_shown_once_and_changes_are_a_second_apart():
    digits, now, seen = strip(2), END - 70.3, []
    while (change := digits.next_change(now)) is not None:
        seen.append(digits.reading(now))
        now = change
    assert seen == [f"{left:02}" for left in range(71, 0, -1)]
    assert (now, digits.reading(now)) == (END, "00")


@pytest.mark.parametrize("places", [3, 0])
def test_digits_that_cannot_be_shown_are_refused(places):
    with pytest.raises(ValueError, match="places"):
        strip(places)


def test_one_layer_a_slot_from_the_bottom_up():
    notice, card = (
        Layer(slot, Path("a.png"), "sha", 0, 0, 1, 1) for slot in (Slot.NOTICE, Slot.CARD)
    )
    assert list(by_slot([notice, card])) == [Slot.CARD, Slot.NOTICE]
    assert Wanted(layers=(notice, card)).card is card
    with pytest.raises(ValueError, match="two layers in slot card"):
        Wanted(layers=(card, card))
