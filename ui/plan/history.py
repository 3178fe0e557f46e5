"""Undo: every change replaces a whole plan or draft, so going back is going back in a list."""

from __future__ import annotations

from typing import Generic, TypeVar

KEPT = 200
State = TypeVar("State")


class History(Generic[State]):
    """The plans (or drafts) there have been, and where among them we stand."""

    def __init__(self, plan: State) -> None:
        self._plans = [plan]
        self._at = 0

    @property
    def plan(self) -> State:
        return self._plans[self._at]

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at + 1 < len(self._plans)

    def add(self, plan: State) -> bool:
        """A change was made; False (and nothing kept) if it changed nothing."""
        if plan == self.plan:
            return False
        self._plans = [*self._plans[: self._at + 1], plan][-KEPT:]
        self._at = len(self._plans) - 1
        return True

    def amend(self, plan: State) -> None:
        """The present one, told differently: nothing to go back to."""
        self._plans[self._at] = plan

    def undo(self) -> State:
        self._at = max(0, self._at - 1)
        return self.plan

    def redo(self) -> State:
        self._at = min(len(self._plans) - 1, self._at + 1)
        return self.plan
