"""Which size and rate of the picture to broadcast in, from what was measured. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from studio.health import policy
from studio.session.events import Fact, RateFollowed, RateKept, StreamRestarted, UplinkChanged
from studio.stage.port import VideoProfile


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one size; counted after the warm-up."""

    video: VideoProfile
    seconds: float
    """Counted; less than the policy's where it was hopeless or broken off."""
    arrived_fps: float
    kbps: int
    """Picture and sound that arrived."""
    missed_share: float
    """0 to 1: frames drawn too late."""
    skipped_share: float
    """0 to 1: frames the encoder had no time for."""
    frame_ms: float
    cpu_percent: float

    @property
    def lost_share(self) -> float:
        return max(self.missed_share, self.skipped_share)

    @property
    def holds(self) -> bool:
        """Whether the computer has the time for it, with something left for the rest."""
        return (
            self.seconds > 0
            and self.lost_share <= policy.TRIAL_LOST_SHARE
            and self.arrived_fps >= policy.TRIAL_ARRIVED_SHARE * self.video.fps
            and self.frame_ms <= policy.TRIAL_FRAME_SHARE * 1000 / self.video.fps
            and self.cpu_percent <= policy.TRIAL_CPU_PERCENT
        )

    @property
    def is_hopeless(self) -> bool:
        """So far from holding that the rest of the time would tell nothing new."""
        counted = self.seconds >= policy.TRIAL_HOPELESS_SECONDS
        return counted and self.lost_share >= policy.TRIAL_HOPELESS_SHARE


@dataclass(frozen=True, slots=True)
class Choice:
    """The size to broadcast in."""

    video: VideoProfile
    kbps: int
    holds: bool
    """False: not even the smallest size was held."""

    @property
    def lines(self) -> int:
        return lines_of(self.video)


def lines_of(video: VideoProfile) -> int:
    """The shorter side, which people name a size by: 720 upright as well as across."""
    return min(video.width, video.height)


def within(video: VideoProfile, lines: int) -> VideoProfile:
    """The same picture with at most so many lines; OBS takes widths in fours, heights in twos."""
    own = lines_of(video)
    if own <= lines:
        return video
    width, height = round(video.width * lines / own), round(video.height * lines / own)
    return replace(video, width=width // 4 * 4, height=height // 2 * 2)


def candidates(asked: VideoProfile, most_kbps: int) -> list[VideoProfile]:
    """What to try, the largest first: the plan's own size, then the policy's below it.

    ``most_kbps``: what the settings allow or the network carried last time, whichever is less. A
    size there is too little of it for is not tried, but the smallest always is.
    """
    lower = [lines for lines in policy.TRIAL_LINES if lines < lines_of(asked)]
    sizes = [asked, *(within(asked, lines) for lines in lower)]
    return [each for each in sizes if _least_kbps(each) <= most_kbps] or sizes[-1:]


def rate_for(video: VideoProfile, most_kbps: int) -> int:
    """The rate of that size's picture."""
    return min(policy.TRIAL_KBPS[_rung(video)], most_kbps)


def choose(tried: Iterable[Tried], most_kbps: int) -> Choice:
    """The largest size that was held; where none was, the smallest of all."""
    by_size = sorted(tried, key=lambda each: lines_of(each.video), reverse=True)
    held = next((each for each in by_size if each.holds), None)
    found = held or by_size[-1]
    return Choice(found.video, rate_for(found.video, most_kbps), held is not None)


def carried_kbps(facts: Iterable[Fact]) -> int | None:
    """What the network carried in a broadcast: the last rate it was stepped to, or where it was
    weak to the end the one the picture had come down to by itself.

    None where it never had to, so that nothing is known against more.
    """
    stepped: int | None = None
    before: int | None = None
    followed: int | None = None
    for fact in facts:
        match fact:
            case StreamRestarted(kbps=kbps, why="step_down" | "step_up"):
                before, stepped, followed = stepped, kbps, None
            case RateKept():
                stepped = before
            case RateFollowed(kbps=kbps):
                followed = kbps
            case UplinkChanged(state="good"):
                followed = None
    return stepped if followed is None else followed


def _least_kbps(video: VideoProfile) -> int:
    return policy.TRIAL_LEAST_KBPS[_rung(video)]


def _rung(video: VideoProfile) -> int:
    """Place in the policy's sizes: the largest one that is not larger; else the smallest."""
    own = lines_of(video)
    fitting = [place for place, lines in enumerate(policy.TRIAL_LINES) if lines <= own]
    return fitting[0] if fitting else len(policy.TRIAL_LINES) - 1
