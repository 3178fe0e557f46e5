"""How much motion the computer has room for, by what it counts. Pure: no clock."""

from __future__ import annotations

from collections import deque

from studio.health import policy
from studio.stage.layers import MotionBudget
from studio.stage.port import StageLoad

_BUDGETS = (MotionBudget.CUT, MotionBudget.SHORT, MotionBudget.FULL)


class MotionWatch:
    """One stage's. Less room is believed at once, more after it has lasted."""

    def __init__(self) -> None:
        self.budget = MotionBudget.FULL
        self._counted: deque[tuple[float, StageLoad]] = deque()
        self._tight_at: float | None = None

    def sample(self, at: float, load: StageLoad) -> MotionBudget:
        """Take one sample, about one a second; ``at``: seconds on the monotonic clock."""
        if self._counted and load.frames_drawn < self._counted[-1][1].frames_drawn:
            self._counted.clear()  # another OBS counts anew
        self._counted.append((at, load))
        while at - self._counted[0][0] > policy.MOTION_WINDOW_SECONDS:
            self._counted.popleft()
        room = _BUDGETS.index(_room(self._counted[0][1], load))
        had = _BUDGETS.index(self.budget)
        if room <= had:
            self.budget = _BUDGETS[room]
            self._tight_at = at if room < len(_BUDGETS) - 1 else None
        elif self._tight_at is None or at - self._tight_at >= policy.MOTION_CALM_SECONDS:
            self.budget, self._tight_at = _BUDGETS[had + 1], at
        return self.budget


def _room(then: StageLoad, now: StageLoad) -> MotionBudget:
    lost = max(
        _share(now.frames_missed - then.frames_missed, now.frames_drawn - then.frames_drawn),
        _share(now.frames_skipped - then.frames_skipped, now.frames_encoded - then.frames_encoded),
    )
    if lost >= policy.MOTION_CUT_SHARE:
        return MotionBudget.CUT
    return MotionBudget.SHORT if lost >= policy.MOTION_SHORT_SHARE else MotionBudget.FULL


def _share(lost: int, of: int) -> float:
    return lost / of if of > 0 else 0.0
