"""Looks every few seconds whether what must be on air is, and puts it back where it is not.

A click on an eye in OBS takes it off, and nothing tells of it. Made with the session, closed with
it. OBS is asked for what it shows, without a picture. A scene chosen by hand is left alone. What is
hidden again and again is put back each time, and told the first few times.
"""

from __future__ import annotations

import logging

from studio.runtime.clock import SteadyClock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Ticker
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.again import Again
from studio.session.recorder import Page, Recorder
from studio.session.stage_keeper import StageKeeper
from studio.session.state import Phase
from studio.stage.layers import Slot

log = logging.getLogger(__name__)


class MustWatch:
    """See the module."""

    def __init__(self, keeper: StageKeeper, recorder: Recorder, clock: SteadyClock) -> None:
        self._keeper, self._recorder, self._clock = keeper, recorder, clock
        self._looking = False
        self._told: dict[Slot, Again] = {}
        self._look_at = clock.monotonic() + policy.MUST_LOOK_S
        self._ticker = Ticker("must-ticker", policy.TICK_S, self.tick)

    def close(self) -> None:
        """Stop looking. Idempotent."""
        self._ticker.close()

    def tick(self) -> None:
        """On the ticker's thread; one look waits for the stage at most."""
        if self._looking or self._clock.monotonic() < self._look_at or not self._must:
            return
        self._looking = True
        self._look_at = self._clock.monotonic() + policy.MUST_LOOK_S
        self._keeper.by_itself(self._look)

    @property
    def _must(self) -> bool:
        state, want = self._recorder.state, self._keeper.intent
        live = state.phase is Phase.LIVE and not state.stage_lost
        return live and want.on_air and want.mandatory

    def _look(self) -> None:
        """On the stage's thread."""
        try:
            missing = self._missing() if self._must else []
            if not missing:
                return
            log.warning("not on air, and it must be: %s", ", ".join(missing))
            if told := [slot for slot in missing if self._may_tell(slot)]:
                self._recorder.record(lambda page: _write(page, told)).result()
            self._keeper.follow_now()
            if self._missing():  # one that cannot be drawn was told before
                self._look_at = self._clock.monotonic() + policy.MUST_REST_S
        except UserFacingError as error:  # what was refused is told by its own fact
            log.info("what must be on air could not be put back: %s", error)
            self._look_at = self._clock.monotonic() + policy.MUST_REST_S
        finally:
            self._looking = False

    def _may_tell(self, slot: Slot) -> bool:
        again = self._told.setdefault(slot, Again(policy.MUST_TOLD_TIMES, policy.MUST_TOLD_S))
        return again.may(self._clock.monotonic())

    def _missing(self) -> list[Slot]:
        seen = self._keeper.look(lambda stage: stage.observe())
        if seen.scene is None:
            return []
        return [each.slot for each in self._keeper.mandatory if each.slot not in seen.layers]


def _write(page: Page, missing: list[Slot]) -> None:
    """What the journal has on air of it is not there."""
    for slot in missing:
        known = page.state.layers.get(slot.value)
        if page.state.phase is Phase.LIVE and known is not None:
            page.write(e.LayerCleared(slot.value, known.template, known.label, lost=True))
