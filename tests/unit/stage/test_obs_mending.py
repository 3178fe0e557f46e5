"""What was removed in OBS is looked for twice; another collection is left at once."""

from __future__ import annotations

from studio.stage.obs.mending import REMOVED_SECONDS, Mending
from tests.helpers.clock import ManualClock


def test_what_was_removed_is_looked_for_twice() -> None:
    clock = ManualClock()
    mending = Mending(clock.monotonic)
    assert mending.due_at is None
    mending.harmed()
    assert not mending.take()
    for seconds in REMOVED_SECONDS:
        assert mending.due_at is not None
        clock.advance(mending.due_at - clock.monotonic())
        assert mending.take()
        assert not mending.take(), seconds
    assert mending.due_at is None


def test_another_collection_is_left_at_once_and_what_was_removed_is_not_forgotten() -> None:
    clock = ManualClock()
    mending = Mending(clock.monotonic)
    mending.harmed()
    mending.strayed()
    assert mending.take()
    assert mending.due_at == clock.monotonic() + REMOVED_SECONDS[0]
