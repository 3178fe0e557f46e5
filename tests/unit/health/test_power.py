"""Battery to words: when it is told, when it is told again, when power is saved."""

from __future__ import annotations

import pytest

from studio.health import policy
from studio.health.power import Power, judge, seconds_to_next_look
from studio.health.probes import Battery

MAINS = Power()


def empties(percent: int) -> Battery:
    return Battery(percent, plugged_in=False, seconds_left=None)


def test_a_computer_without_a_battery_is_on_the_mains():
    assert judge(MAINS, None) is MAINS
    assert judge(MAINS, Battery(55, plugged_in=True, seconds_left=None)) is MAINS


@pytest.mark.parametrize(
    ("percent", "state"),
    [(100, "battery"), (21, "battery"), (20, "low"), (11, "low"), (10, "saving"), (0, "saving")],
)
def test_the_state_follows_what_is_left(percent: int, state: str):
    assert judge(MAINS, empties(percent)) == Power(state, percent)


def test_an_evening_on_the_battery_is_told_in_steps():
    told, power = [], MAINS
    for percent in range(100, -1, -1):
        after = judge(power, empties(percent))
        if after is not power:
            told.append(after.percent)
        power = after
    assert told == [*range(100, 19, -5), 15, 10, 5, 0]


def test_plugged_in_again_it_is_told_at_once():
    assert judge(Power("saving", 7), Battery(7, True, None)) == Power("mains", 7)
    assert judge(Power("low", 18), None) == Power("mains", 100)


def test_a_bigger_battery_put_in_is_told_too():
    assert judge(Power("low", 12), empties(90)) == Power("battery", 90)


def test_it_is_looked_at_oftener_while_it_empties():
    assert seconds_to_next_look(MAINS) == policy.POWER_LOOK_SECONDS
    assert seconds_to_next_look(Power("battery", 90)) == policy.POWER_LOOK_DISCHARGING_SECONDS
