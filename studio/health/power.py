"""Is the computer on the mains, on its battery, or about to go out? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from studio.health import policy

if TYPE_CHECKING:
    from studio.health.probes import Battery

PowerState = Literal["mains", "battery", "low", "saving"]


@dataclass(frozen=True, slots=True)
class Power:
    """How the computer is fed."""

    state: PowerState = "mains"
    percent: int = 100
    """Of the battery; 100 where there is none."""


def judge(before: Power, battery: Battery | None) -> Power:
    """What is to be told now; ``before`` itself where nothing is new.

    A computer without a battery, or one that does not tell, is on the mains. While it discharges,
    every step of a few percent is news, so that the figure on the screen is never far off.
    """
    if battery is None or battery.plugged_in:
        percent = 100 if battery is None else battery.percent
        return before if before.state == "mains" else Power("mains", percent)
    found = Power(_state(battery.percent), battery.percent)
    fallen = before.percent - found.percent >= policy.BATTERY_STEP
    rose = found.percent - before.percent >= policy.BATTERY_STEP
    return found if found.state != before.state or fallen or rose else before


def seconds_to_next_look(power: Power) -> float:
    """Once a minute, oftener while the battery empties."""
    if power.state == "mains":
        return policy.POWER_LOOK_SECONDS
    return policy.POWER_LOOK_DISCHARGING_SECONDS


def _state(percent: int) -> PowerState:
    if percent <= policy.BATTERY_SAVE:
        return "saving"
    return "low" if percent <= policy.BATTERY_LOW else "battery"
