"""What is said on air of a stage that is away. No Qt."""

from __future__ import annotations

from studio.runtime.errors import UserFacingError
from studio.session.air import REFUSED_CODES

AWAY = REFUSED_CODES | {"stage_lost", "stage_unreachable", "obs_silent"}
"""Their sentences are for setting up. On air the band says who does what about each of them."""


def is_away(error: BaseException) -> bool:
    """Whether ``error`` says no more than that the stage is away, or wants its password."""
    return isinstance(error, UserFacingError) and error.code in AWAY
