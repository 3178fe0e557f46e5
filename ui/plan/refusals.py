"""What was typed and could not be used, kept until it is mended or undone. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.plan.edits import Problem

THE_PLAN = ""
"""The owner of the plan's own fields: no product has an empty number."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed, and why it is not kept."""

    typed: str
    problem: Problem


class Refusals:
    """By owner (a product's number or `THE_PLAN`) and field, in the order they came."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Refused] = {}

    def keep(self, owner: str, field: str, refused: Refused) -> None:
        self._kept[owner, field] = refused

    def drop(self, owner: str, field: str | None = None) -> None:
        """One field's, or all of one owner's."""
        kept = self._kept.items()
        self._kept = {at: r for at, r in kept if at[0] != owner or field not in (None, at[1])}

    def clear(self) -> None:
        self._kept.clear()

    def rename(self, before: str, after: str) -> None:
        """A product has another number now."""
        self._kept = {
            (after if owner == before else owner, field): refused
            for (owner, field), refused in self._kept.items()
        }

    def of(self, owner: str) -> dict[str, Refused]:
        """One owner's, by field."""
        return {field: refused for (at, field), refused in self._kept.items() if at == owner}

    def standing(self, skus: Iterable[str]) -> list[tuple[str, str]]:
        """Owner and field of what stands at the plan and these products.

        A product that was taken out keeps its own: undo may bring it back.
        """
        there = {THE_PLAN, *skus}
        return [place for place in self._kept if place[0] in there]
