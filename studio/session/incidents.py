"""What went wrong in a broadcast, told plainly: what, how long, what viewers saw, what was done.

A pure fold of the summary (itself a fold of the journal) and of what the black box measured. The
sentences are data: ``seen_incident_…`` and ``did_…`` in messages/incidents.toml.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, catalogue
from studio.session.black_box_file import HealthRow, open_box
from studio.session.disk_watch import DISK_NEEDED
from studio.session.one_incident import surest
from studio.session.telling import tell

log = logging.getLogger(__name__)

Row = Mapping[str, Any]

STILL_BEFORE_MS = 60_000
"""A picture older than this does not show what it was like just before."""
AFTERMATH_MS = 5_000
"""What was done about it may be written a little after it is over."""
BUSY_PERCENT = 90.0
"""Of the processor; from here on pictures come late."""

ORDERS = "incident_order_refused"
"""Trouble of the stock, not of the stage: it has its own place in the review."""
ORDINARY = frozenset(
    {
        "told_went_live", "told_recording_only", "told_product_shown", "told_card_taken",
        "told_card_cleared", "told_order_undone", "told_running_order_changed", "told_ended",
        ORDERS,
    }
)  # fmt: skip
"""Lines of the course that are the evening's work, not somebody's answer to trouble."""
UNRECORDED = "incident_recording_off"
RECORDED_ON = (
    "incident_uplink", "incident_stream", "incident_virtual_camera", "incident_picture",
    "incident_sound",
)  # fmt: skip
"""Troubles that do not touch the recording on this computer."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One trouble. Rows are codes with parameters, for `studio.session.telling.tell`."""

    what: Row
    seen: Row | None
    """What viewers saw, as the surest of its signs says; None where nobody can say."""
    measured: tuple[Row, ...]
    did: tuple[Row, ...]
    """What the program and the people did about it, in order of time."""
    still_before: int | None
    """Instant of the black box's picture just before; None where there is none."""
    still_during: int | None

    @property
    def at(self) -> int:
        return int(self.what["at"])


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """An incident with its pictures, JPEG."""

    incident: Incident
    before: bytes | None = None
    during: bytes | None = None

    @property
    def pictured(self) -> bool:
        """There is at least one picture."""
        return self.before is not None or self.during is not None


def incidents(
    summary: Row, health: Sequence[HealthRow] = (), stills: Sequence[int] = ()
) -> list[Incident]:
    """Every trouble of a session, in order of time.

    ``health`` and ``stills`` (instants) come from the black box, in order; without one the reports
    are thinner.
    """
    return [
        _incident(row, summary, health, stills)
        for row in summary["incidents"]
        if row["code"] != ORDERS
    ]


def box_reports(summary: Row, box: Path) -> list[IncidentReport]:
    """The same with its pictures, as far as the black box ``box`` is there. Reads files."""
    try:
        with open_box(box) as found:
            told = incidents(summary, found.health(), found.still_times())
            return [
                IncidentReport(
                    one,
                    before=None if one.still_before is None else found.still(one.still_before),
                    during=None if one.still_during is None else found.still(one.still_during),
                )
                for one in told
            ]
    except UserFacingError as error:
        log.info("reports without a black box: %s", error)
        return [IncidentReport(one) for one in incidents(summary)]


def lines(incident: Incident, language: Language) -> list[str]:
    """The report in sentences: what viewers saw, what was measured, what was done."""
    told = [] if incident.seen is None else [incident.seen]
    happened = [tell(row, language) for row in (*told, *incident.measured)]
    return [*happened, *(_when(row) + tell(row, language) for row in incident.did)]


def headline(incident: Incident, language: Language) -> str:
    """What it was, and how long."""
    return tell(incident.what, language)


def _when(row: Row) -> str:
    """The wall clock in front of a line; empty for one that held all the time."""
    if "at" not in row:
        return ""
    return datetime.fromtimestamp(row["at"] / 1000).strftime("%H:%M:%S ")


def _incident(
    row: Row, summary: Row, health: Sequence[HealthRow], stills: Sequence[int]
) -> Incident:
    start, end = row["at"], row["at"] + row.get("lasted_ms", 0)
    seen = f"seen_{surest(row, summary['incidents'])}"
    before = [at for at in stills if start - STILL_BEFORE_MS <= at < start]
    during = [at for at in stills if start <= at <= end]
    return Incident(
        what=row,
        seen={"code": seen} if seen in catalogue() else None,
        measured=tuple(_measured(row, [one for one in health if start <= one.at <= end])),
        did=tuple(_did(row, summary, end)),
        still_before=before[-1] if before else None,
        # From the middle: at its beginning the picture is often still the old one.
        still_during=during[len(during) // 2] if during else None,
    )


def _measured(row: Row, health: Sequence[HealthRow]) -> list[Row]:
    found: list[Row] = []
    rates = [one.kbps for one in health if one.kbps is not None]
    if rates and row["code"].startswith("incident_uplink"):
        found.append({"code": "measured_lowest_rate", "kbps": min(rates)})
    busiest = max((one.cpu_percent for one in health), default=0.0)
    if busiest >= BUSY_PERCENT:
        found.append({"code": "measured_busy", "percent": round(busiest)})
    room = [one.disk_free for one in health if one.disk_free is not None]
    if room and min(room) < DISK_NEEDED:
        found.append({"code": "measured_little_disk", "mb": min(room) // 1_000_000})
    return found


def _did(row: Row, summary: Row, end: int) -> list[Row]:
    answers = [
        told
        for told in summary["timeline"]
        if row["at"] < told["at"] <= end + AFTERMATH_MS and told["code"] not in ORDINARY
    ]
    broke = any(told["code"] == "told_recording_again" for told in answers)
    whole = summary["recordings"] and not broke and not _was_unrecorded(summary, row["at"], end)
    if whole and row["code"].startswith(RECORDED_ON):
        return [{"code": "did_record_on"}, *answers]
    return answers


def _was_unrecorded(summary: Row, start: int, end: int) -> bool:
    """Whether in any of that time nothing was recorded."""
    off = (row for row in summary["incidents"] if row["code"] == UNRECORDED)
    return any(row["at"] <= end and row["at"] + row["lasted_ms"] >= start for row in off)
