"""What overlaps in time and has one cause is one incident.

A hole in the network is seen twice, as bytes that stop and as a stream that breaks off; an OBS that
dies takes its stream along. The rows of a summary's incidents that are signs of one event become
one row, from the first sign to the last, named by its cause; the signs stay with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.health import policy

Row = Mapping[str, Any]

LOST, DOWN, WEAK = "incident_stage_lost", "incident_uplink_down", "incident_uplink_weak"
BROKE, CAMERA = "incident_stream_broke", "incident_virtual_camera_off"
CAUSES = (LOST, DOWN, BROKE, CAMERA, WEAK)
"""What may be a sign of one event, the one that explains the others first."""
SEEN_FIRST = (BROKE, CAMERA, DOWN)
"""Of several signs the one that says surest what viewers saw."""
TOLD_TOGETHER = {LOST: "stage_lost_stream_broke", DOWN: "uplink_down_stream_broke"}
"""Sentences for a cause that took the stream along."""
TELLING_MS = {
    DOWN: round(policy.DOWN_SECONDS * 1000),
    WEAK: round(policy.WEAK_SECONDS * 1000),
}
"""How long it must be so before it is told; other signs are dated to when they were so."""
ONSET_MS = 5_000
"""A stage lost so soon after a stream's last byte took the stream along; both are dated to the last
sign there was of them. One that is lost later, in an outage, is an event of its own."""
EDGE_MS = round(policy.GOOD_LONGEST_SECONDS * 1000)
"""A network is called weak for at most so long only because it has yet to prove itself; longer, it
was weak, which is no part of the hole beside it."""


def folded(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, those of one event as one, in order of time.

    A row that stands for several has them as ``signs``. Where a stream broke off for a known cause
    it is told by another sentence, ``told_as``, which says how long nothing got through:
    ``broken_ms``; a network has yet to prove itself after that.
    """
    events: list[_Event] = []
    going_on: list[_Event] = []
    others = [row for row in rows if row["code"] not in CAUSES]
    for row in sorted((each for each in rows if each["code"] in CAUSES), key=_begin):
        going_on = [each for each in going_on if each.end >= _begin(row)]
        home = next((each for each in going_on if each.explains(row)), None)
        if home is None:
            home = _Event()
            events.append(home)
            going_on.append(home)
        home.signs.append(row)
    return sorted([*others, *(each.row() for each in events)], key=lambda row: int(row["at"]))


def signs(row: Row) -> Sequence[Row]:
    """What was seen of one incident: itself, where it is no more than that."""
    found: Sequence[Row] = row.get("signs", (row,))
    return found


def surest(row: Row, rows: Sequence[Row]) -> str:
    """Code of the sign that says best what viewers saw; of the other ``rows`` too, where nobody
    knows it of a lost stage and another incident went on all the while."""
    known = [each["code"] for each in signs(row)]
    if row["code"] == LOST:
        known += [each["code"] for other in rows for each in signs(other) if _covers(each, row)]
    return next((code for code in SEEN_FIRST if code in known), row["code"])


def _begin(row: Row) -> int:
    """When it began to be so."""
    return int(row["at"]) - TELLING_MS.get(row["code"], 0)


def _end(row: Row) -> int:
    return int(row["at"]) + int(row.get("lasted_ms", 0))


def _covers(one: Row, other: Row) -> bool:
    return bool(one["at"] <= other["at"] and _end(other) <= _end(one))


@dataclass(slots=True)
class _Event:
    """Signs of one event."""

    signs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def end(self) -> int:
        return max(map(_end, self.signs))

    def explains(self, row: Row) -> bool:
        """What overlaps it has the same cause, as far as the codes tell."""
        known = {each["code"] for each in self.signs}
        codes = known | {row["code"]}
        if row["code"] == LOST and LOST not in known:
            return _begin(row) - min(map(_begin, self.signs)) <= ONSET_MS
        if CAMERA in codes and LOST not in codes:
            return codes == {CAMERA}
        if WEAK in codes and codes != {WEAK}:
            weak = (each for each in (*self.signs, row) if each["code"] == WEAK)
            return all(each["lasted_ms"] <= EDGE_MS for each in weak)
        return True

    def row(self) -> dict[str, Any]:
        if len(self.signs) == 1:
            return self.signs[0]
        in_order = sorted(self.signs, key=lambda each: int(each["at"]))
        cause = min(in_order, key=lambda each: CAUSES.index(each["code"]))
        first, lasted_ms = in_order[0], self.end - int(in_order[0]["at"])
        span = {"at": first["at"], "at_s": first["at_s"], "lasted_ms": lasted_ms}
        return cause | span | {"signs": in_order} | _told(cause["code"], in_order)


def _told(cause: str, in_order: Sequence[Row]) -> dict[str, Any]:
    """What else than by its code and length such an incident is told by."""
    if cause not in TOLD_TOGETHER or BROKE not in {each["code"] for each in in_order}:
        return {}
    away = [each for each in in_order if each["code"] in (BROKE, DOWN)]
    broken_ms = max(map(_end, away)) - int(away[0]["at"])
    return {"told_as": TOLD_TOGETHER[cause], "broken_ms": broken_ms}
