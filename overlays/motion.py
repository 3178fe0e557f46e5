"""How an overlay comes and goes: keyframes of a template as one step for each frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keyframe:
    """``at`` is the share of the movement (0 to 1); ``dx``/``dy`` are units of the layout."""

    at: float
    dx: float = 0.0
    dy: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Track:
    """One movement of a template."""

    ms: int
    ease: str
    keys: tuple[Keyframe, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a picture stands in one frame: pixels from its place, and its opacity (0 to 1)."""

    dx: float = 0.0
    dy: float = 0.0
    opacity: float = 1.0


EASES: dict[str, Callable[[float], float]] = {
    "linear": lambda share: share,
    "out": lambda share: 1 - (1 - share) ** 3,
    "in": lambda share: share**3,
}


def steps(track: Track | None, *, unit: float, fps: float, short: bool) -> tuple[Step, ...]:
    """One `Step` for each frame on the way; empty for no movement.

    Neither end is among them: before the first the overlay is not there (or stands), after the last
    it stands (or is gone). ``unit`` is pixels for one unit of the layout; ``short``: in half the
    time.
    """
    if track is None:
        return ()
    ms = track.ms / 2 if short else track.ms
    count = max(1, int(ms * fps / 1000 + 0.5))
    ease = EASES[track.ease]
    return tuple(_between(track.keys, ease(at / (count + 1)), unit) for at in range(1, count + 1))


def _between(keys: Sequence[Keyframe], share: float, unit: float) -> Step:
    before = keys[0]
    for after in keys[1:]:
        if share <= after.at:
            part = (share - before.at) / (after.at - before.at)
            return Step(
                (before.dx + (after.dx - before.dx) * part) * unit,
                (before.dy + (after.dy - before.dy) * part) * unit,
                before.opacity + (after.opacity - before.opacity) * part,
            )
        before = after
    return Step(before.dx * unit, before.dy * unit, before.opacity)
