"""Undo: every change replaces a whole plan, so going back is going back in a list."""

from __future__ import annotations

from studio.session.plan import Plan

KEPT = 200


class History:
    """The plans there have been, and where among them we stand."""

    def __init__(self, plan: Plan) -> None:
        self._plans = [plan]
        self._at = 0

    @property
    def plan(self) -> Plan:
        return self._plans[self._at]

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at + 1 < len(self._plans)

    def add(self, plan: Plan) -> bool:
        """A change was made; False (and nothing kept) if it changed nothing."""
        if plan == self.plan:
            return False
        self._plans = [*self._plans[: self._at + 1], plan][-KEPT:]
        self._at = len(self._plans) - 1
        return True

    def undo(self) -> Plan:
        self._at = max(0, self._at - 1)
        return self.plan

    def redo(self) -> Plan:
        self._at = min(len(self._plans) - 1, self._at + 1)
        return self.plan
