"""The disk during a broadcast."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.health import probes
from studio.session import disk_watch
from studio.session import events as e
from tests.integration.test_live_session import Room, room, wait_until

__all__ = ["room"]

MB = 1_000_000


def test_a_disk_that_runs_full_is_told_at_each_half_and_anew_after_room_was_made(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, looks = [2000], [0]

    def look(place: Path) -> int:
        looks[0] += 1
        return free[0] * MB

    monkeypatch.setattr(probes, "disk_free", look)
    monkeypatch.setattr(disk_watch, "TICK_SECONDS", 0.02)
    session = room.live()
    for free[0] in (2000, 900, 800, 450, 440, 1000, 900):
        seen = looks[0]
        wait_until(lambda seen=seen: looks[0] > seen + 2)  # type: ignore[misc]
    session.end().result(60)
    session.close()
    told = [c.entry.fact for c in room.changes if isinstance(c.entry.fact, e.DiskRanLow)]
    assert [fact.free_mb for fact in told] == [900, 440, 900]
    assert told[0].minutes == 85  # at 1300 kbit/s and the sound
    summary = room.studio.summary(session.session_id).result(60)
    assert "told_disk_ran_low" in [row["code"] for row in summary["timeline"]]
