"""Ways for a layer to come and go, where a test does not care which template moves like that."""

from __future__ import annotations

from overlays.motion import Step
from studio.stage.layers import Steps


def slide_in(pixels: int, frames: int) -> Steps:
    """From the left, slowing down, while fading in."""
    shares = [(frame + 1) / (frames + 1) for frame in range(frames)]
    return tuple(Step(dx=-round(pixels * (1 - share) ** 2), opacity=share) for share in shares)


def fade_in(frames: int) -> Steps:
    """In its place."""
    return tuple(Step(opacity=(frame + 1) / (frames + 1)) for frame in range(frames))


def fade_out(frames: int) -> Steps:
    """In its place."""
    return tuple(Step(opacity=1 - (frame + 1) / (frames + 1)) for frame in range(frames))
