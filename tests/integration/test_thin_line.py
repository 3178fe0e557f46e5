"""A line of 600 kbit/s under a broadcast, and its release: what OBS, the policy and the minder make
of it together, second by second on a clock the test turns. On a real OBS and a real line:
``test_a_link_of_600_kbit_held_and_released``, ``bench recovery``."""

from __future__ import annotations

import math

import pytest

from studio.health import policy
from studio.session import events as e
from studio.stage.port import Scene, StreamState
from tests.helpers.thin_line import ThinLine
from tests.integration.test_live_session import room
from tests.integration.test_stream_minder import MakeVillage, Village, make_village

__all__ = ["make_village", "room"]

CARRIED = 578
"""Of 600 kbit/s, beside what TCP takes for itself [M]."""
DEFAULT = 1300
"""Of the settings."""


def on_line(
    make_village: MakeVillage, *, kbps: int = DEFAULT, follows: bool
) -> tuple[Village, ThinLine]:
    line = ThinLine(follows=follows)
    return make_village(air=line, kbps=kbps), line


@pytest.mark.parametrize(
    ("kbps", "good_s", "most_s", "full_s"),
    [
        (1200, 16, 24, 28),
        (DEFAULT, 16, 24, 28),
        (1500, 20, 28, 32),
        (2000, 20, 28, 32),
        (2500, 24, 32, 36),
    ],
)
@pytest.mark.parametrize("thin_s", [25, 27])
def test_a_line_carried_by_dynamic_bitrate_comes_back_by_itself_as_the_table_says(
    make_village: MakeVillage, kbps: int, good_s: int, most_s: int, full_s: int, thin_s: int
) -> None:
    """The figures are those of docs/stage.md, "Back from a thin line"."""
    village, line = on_line(make_village, kbps=kbps, follows=True)
    line.carries = CARRIED
    village.pass_seconds(thin_s)
    assert village.session.state.uplink == "weak"
    line.carries, released = math.inf, line.seconds
    village.until(lambda: line.rates[-1] == kbps)
    back = line.rates[released:]
    for share, within in ((policy.GOOD_SHARE, good_s), (0.9, most_s), (1.0, full_s)):
        assert next(at for at, rate in enumerate(back) if rate >= share * kbps) <= within
    assert village.session.state.uplink == "good"
    assert village.told[-1].dropped_ratio < 0.02
    nothing_done(village)


def test_ten_thin_minutes_carried_by_dynamic_bitrate_cost_no_hitch(
    make_village: MakeVillage,
) -> None:
    village, line = on_line(make_village, follows=True)
    line.carries = CARRIED
    village.pass_seconds(10 * 60)
    assert village.session.state.uplink == "weak"
    # between two steps up the line is not full: of 578 kbit/s 568 are used, sound and all
    assert village.facts(e.RateFollowed) == [e.RateFollowed(568 - policy.AUDIO_KBPS)]
    assert village.told[-1].dropped_ratio < 0.02
    nothing_done(village)


def nothing_done(village: Village) -> None:
    assert village.air.restarts == []
    assert {wanted.scene for wanted in village.air.applied} == {Scene.PROGRAMME}
    assert village.facts(e.StreamStopped, e.StreamRestarted, e.BreakStarted) == []


def test_without_it_the_stream_steps_down_to_what_the_line_carries_and_up_again(
    make_village: MakeVillage,
) -> None:
    village, line = on_line(make_village, kbps=2500, follows=False)
    line.carries = 1700
    begun = line.seconds
    at: list[int] = []

    def steps(count: int) -> bool:
        at.extend([line.seconds] * (len(line.restarts) - len(at)))
        return len(line.restarts) == count

    village.until(lambda: steps(2))
    assert line.restarts == [2000, 1500]
    assert 30 <= at[0] - begun <= 40
    assert at[1] - at[0] >= 60
    village.pass_seconds(30)
    assert village.session.state.uplink == "good", "1500 and the sound go through"
    line.carries = math.inf
    village.until(lambda: steps(4))
    assert line.restarts == [2000, 1500, 2000, 2500]
    assert at[2] - at[1] >= 120
    assert at[3] - at[2] >= 120
    village.pass_seconds(300)
    assert len(line.restarts) == 4, "never beyond the settings"
    assert village.told[-1].target_kbps == 2500
    assert village.told[-1].stream is StreamState.ON
    stepped = [
        fact.why for fact in village.facts(e.StreamRestarted) if isinstance(fact, e.StreamRestarted)
    ]
    assert stepped == ["step_down", "step_down", "step_up", "step_up"]
    assert village.session.state.uplink == "good"
