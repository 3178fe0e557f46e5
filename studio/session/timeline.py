"""Runs a plan's timeline without a person: demos, training, tests of the whole.

The clock of a timeline is the time on air with the program running (`LiveState.worked_ms`): after
an interruption it goes on where it stopped, and a step that is already in the journal is skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.runtime.stop import Stop
from studio.session import boards
from studio.session.air import ABSENT_CODES, RECORDING_CODES
from studio.session.boards import Wish
from studio.session.live import LiveSession
from studio.session.overlay import ORIGIN, SLOTS
from studio.session.plan import TimelineStep
from studio.session.state import Phase

EXPECTED_REFUSALS = frozenset({"not_enough_stock", "order_mistyped"})
"""Refusals that are facts of the broadcast, written in the journal; the run goes on."""
PENDING_CODES = ABSENT_CODES | RECORDING_CODES
"""What is not so yet once it is live: told, and done by itself once it can be."""
OVERLAY_REFUSALS = ("overlay_", "layer_", "card_", "lottery_")
"""How the codes begin for which an overlay does not come: told, and the broadcast goes on."""
SHOWING = ("overlay_", "card_", "product")
"""How the steps begin that put something on the picture: a product's, its card."""
BUSY_CODE = "stage_slow"
TRIES = 15
"""Of a stage that is too busy before anything is live: it answers each within 4 s, so a minute."""


class TimelineRunner:
    """Does each step when it is due, in the calling thread, until the session has ended."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self._clock = session.clock
        self._stop = Stop()

    def open_stage(self) -> None:
        """As `LiveSession.open_stage`; a computer too busy for its stage is waited for.

        ``run_stopped_early`` if `stop` came first.
        """
        self._patiently(self._session.open_stage)

    def go_live(self) -> None:
        """As `LiveSession.go_live`, waiting as `open_stage` does.

        Once it is live the picture may be late, or the recording: a stage that went away is taken
        on when it comes, and a recording is begun again by itself.
        """
        self._patiently(partial(self._session.go_live, unattended=True))

    def resume(self, interrupted_at: int) -> None:
        """As `LiveSession.resume`; as late as `go_live`, also for a stage that is away."""
        self._patiently(partial(self._session.resume, interrupted_at))

    def run(self) -> bool:
        """Run to the end; False if `stop` came first. A session without ``end`` is ended.

        UserFacingError: the stage refused a step. The session stays open, to be resumed.
        """
        started = self._clock.monotonic()
        offset = self._session.state.worked_ms(self._clock.now_ms()) / 1000
        for index, step in self._due_steps():
            if self._stop.wait(max(0.0, step.at - offset - self._clock.monotonic() + started)):
                return False
            self._do(index, step)
            if self._session.state.phase is Phase.ENDED:
                return True
        self._session.end().result()
        return True

    def stop(self) -> None:
        """Leave the session as it is, to be resumed. Any thread, and any signal's handler."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """True once `stop` was called."""
        return self._stop.is_set()

    def _patiently(self, ask: Callable[[], Future[Any]]) -> None:
        for left in reversed(range(TRIES)):
            try:
                ask().result()
            except UserFacingError as error:
                if self._session.state.phase is Phase.LIVE and error.code in PENDING_CODES:
                    return
                if error.code != BUSY_CODE:
                    raise
                if self.stopped:
                    raise UserFacingError("run_stopped_early") from error
                if not left:
                    raise
            else:
                return

    def _due_steps(self) -> list[tuple[int, TimelineStep]]:
        steps = sorted(enumerate(self._session.plan.timeline), key=lambda pair: pair[1].at)
        done = self._session.state.steps_done
        return [(index, step) for index, step in steps if index not in done]

    def _do(self, index: int, step: TimelineStep) -> None:
        try:
            self._begin(index, step).result()
        except UserFacingError as error:
            shown = step.do.startswith(SHOWING)
            of_overlay = shown and error.code.startswith(OVERLAY_REFUSALS)
            if not of_overlay and error.code not in EXPECTED_REFUSALS | PENDING_CODES:
                raise

    def _begin(self, index: int, step: TimelineStep) -> Future[Any]:
        session = self._session
        if step.do == "order":
            return session.note_order(step.sku, step.qty, step.channel, step=index)
        if step.do == "product":
            return session.show_product(step.sku, step=index)
        if step.do == "overlay_on" and step.overlay == ORIGIN:  # the lot's record fills it in
            return session.show_origin(step.sku, seconds=step.seconds, step=index)
        if step.do == "overlay_on":
            wish = Wish(step.overlay, step.words, step.sku, step.seconds, step.yuan_fen)
            now = self._clock.now_ms()
            made = boards.overlay(wish, session.plan, session.state, now, session.opened)
            return session.put_on(made, step=index)
        if step.do == "overlay_off":
            return session.take_off(SLOTS[step.overlay], step=index)
        plain: dict[str, Callable[..., Future[None]]] = {
            "card_on": session.card_on,
            "card_off": session.card_off,
            "hold": session.hold,
            "go_on": session.go_on,
            "break_on": session.break_on,
            "break_off": session.break_off,
            "end": session.end,
        }
        return plain[step.do](step=index)
