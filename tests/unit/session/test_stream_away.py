"""Since when a platform has waited for the stream, as far as the journal tells."""

from __future__ import annotations

import pytest

from studio.session import events as e
from studio.session.events import Entry
from studio.session.state import fold

ON_AIR = (e.WentLive("obs", True), e.StreamStarted())
BROKE, DOWN = e.StreamStopped(wanted=False), e.UplinkChanged("down", 0)
LOST, REGAINED = e.StageWasLost("stage_lost"), e.StageWasRegained()


@pytest.mark.parametrize(
    ("then", "since"),
    [
        ((), None),
        ((BROKE,), 2),
        ((DOWN, BROKE), 2),
        ((DOWN, e.UplinkChanged("weak", 300)), None),
        ((BROKE, e.UplinkChanged("good", 0)), 2),
        ((BROKE, e.StreamStarted()), None),
        ((LOST,), 2),
        ((LOST, REGAINED), None),
        ((LOST, BROKE, REGAINED), 2),
        ((BROKE, LOST, REGAINED), 2),
        ((e.Resumed(1, False),), 1),
        ((BROKE, e.Resumed(3, False)), 2),
        ((LOST, e.Resumed(3, True)), None),
    ],
)
def test_the_platform_has_waited_since_the_first_thing_that_took_the_stream_away(
    then: tuple[e.Fact, ...], since: int | None
) -> None:
    facts = [Entry(at, str(at), "s", at, at, fact) for at, fact in enumerate((*ON_AIR, *then))]
    assert fold(facts).stream_away_since == since
