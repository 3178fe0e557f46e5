"""Looks whether what was put on air is really there: once after each take, and when asked.

Made with the session, closed with it. The look is the stage's (`Stage.prove`), on its own thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from math import inf

from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Ticker
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.proof_of_air import code_wanted, verdict
from studio.session.recorder import Page, Recorder, SessionChanged
from studio.session.stage_keeper import StageKeeper
from studio.session.state import LiveState, Phase
from studio.session.unwaited import log_failure
from studio.stage.layers import Slot
from studio.stage.port import Proof

log = logging.getLogger(__name__)

NOT_LOOKED_FOR = frozenset({Slot.TOAST, Slot.PAGE})
"""Gone before a look is worth its picture; and a page, of which nobody knows how it should look."""
_BRING_A_LOOK = frozenset({
    *(e.CardRecounted, e.CardTaken, e.LayerTaken, e.BreakEnded, e.StageWasRegained, e.Resumed),
    *(e.StreamStarted, e.VirtualCameraStarted, e.ChangedByHand),
})  # fmt: skip


class ProofWatch:
    """See the module."""

    def __init__(
        self,
        keeper: StageKeeper,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: SteadyClock,
    ) -> None:
        self._keeper, self._recorder, self._clock = keeper, recorder, clock
        self._lock = threading.Lock()
        self._due: dict[Slot, tuple[float, int]] = {}
        """When to look at a slot next, by the monotonic clock, and how often it was tried."""
        self._card_rests_until = -inf
        """A card that was found is not looked for again before, for its number alone."""
        self._unsubscribe = dispatcher.subscribe(SessionChanged, self._changed)
        self._ticker = Ticker("proof-ticker", policy.TICK_S, self.tick)

    def close(self) -> None:
        """Stop looking. Idempotent."""
        self._unsubscribe()
        self._ticker.close()

    def tick(self) -> None:
        """On the ticker's thread: look at what is due."""
        state, now = self._recorder.state, self._clock.monotonic()
        if not _can_be_seen(state):
            return
        with self._lock:
            due = [(slot, tries) for slot, (at, tries) in self._due.items() if at <= now]
            for slot, _ in due:
                del self._due[slot]
        for slot, tries in due:
            self._look(slot, tries)

    def now(self) -> Future[None]:
        """Look at everything on air now; resolved when the journal has it.

        ``nothing_to_prove``: nothing is on air, or viewers see the be-right-back picture or a scene
        that is not ours.
        ``page_needs_eyes``: nothing but a template of others.
        """

        def work() -> None:
            state = self._recorder.state
            slots = list(_on_air(state)) if _can_be_seen(state) else []
            if not slots:
                raise UserFacingError("nothing_to_prove")
            if slots == [Slot.PAGE]:
                raise UserFacingError("page_needs_eyes")
            for slot in (each for each in slots if each is not Slot.PAGE):
                self._look_now(slot, policy.PROVE_TRIES)

        return self._keeper.submit(work)

    def _changed(self, event: SessionChanged) -> None:
        """Where the dispatcher delivers: only notes when to look."""
        fact = event.entry.fact
        # An order waits for its line while the news goes round: it is told from the rest at once.
        if type(fact) not in _BRING_A_LOOK or event.entry.session_id != self._recorder.session_id:
            return
        match fact:
            case e.CardRecounted():
                self._look_at_recounted()
                return
            case e.ChangedByHand(what=what) if what != e.OUR_SCENE:
                return
            case e.CardTaken():
                slots: Iterable[Slot] = (Slot.CARD,)
            case e.LayerTaken(slot=slot):
                slots = (Slot(slot),)
            case _:  # viewers see the whole programme, again or from now on
                slots = _on_air(event.state)
        at = self._clock.monotonic() + policy.PROVE_AFTER_S
        with self._lock:
            self._due |= {slot: (at, 1) for slot in slots if slot not in NOT_LOOKED_FOR}

    def _look_at_recounted(self) -> None:
        """Orders must not keep the stage taking screenshots, nor put off a look that is due."""
        with self._lock:
            at = max(self._card_rests_until, self._clock.monotonic() + policy.PROVE_AFTER_S)
            self._due.setdefault(Slot.CARD, (at, 1))

    def _look(self, slot: Slot, tries: int) -> None:
        """A look that fails found nothing out: it is made again, as the same try."""

        def looked(done: Future[None]) -> None:
            if not done.cancelled() and done.exception() is not None:
                self._look_again(slot, tries)

        def ask() -> Future[None]:
            asked = self._keeper.submit(lambda: self._look_now(slot, tries))
            asked.add_done_callback(looked)
            return asked

        self._unwaited(ask)

    def _look_again(self, slot: Slot, tries: int) -> None:
        with self._lock:
            again = self._clock.monotonic() + policy.PROVE_AGAIN_S
            self._due.setdefault(slot, (again, tries))

    def _look_now(self, slot: Slot, tries: int) -> None:
        """On the stage's thread. A picture not found yet may still be on its way."""
        on_air = _on_air(self._recorder.state).get(slot)
        if on_air is None:
            return
        sha256, code = on_air
        proof = self._keeper.look(lambda stage: stage.prove(slot))
        seen = verdict(proof, sha256, code)
        if slot is Slot.CARD:
            rests_s = policy.PROVE_STOCK_EVERY_S if seen else -inf
            self._card_rests_until = self._clock.monotonic() + rests_s
        if not seen and tries < policy.PROVE_TRIES:
            self._look_again(slot, tries + 1)
            return
        self._unwaited(lambda: self._recorder.record(_writer(slot, sha256, seen, proof)))

    @staticmethod
    def _unwaited(ask: Callable[[], Future[None]]) -> None:
        try:
            ask().add_done_callback(
                log_failure(log, "nobody looked whether it is on air", logging.INFO)
            )
        except RuntimeError:
            log.debug("the stage was let go: nobody looks at it any more")


def _can_be_seen(state: LiveState) -> bool:
    shown = not (state.on_break or state.scene_by_hand or state.stage_lost)
    return state.phase is Phase.LIVE and shown


def _on_air(state: LiveState) -> dict[Slot, tuple[str, str]]:
    """The picture of each slot and what its code should say."""
    found = {
        Slot(slot): (taken.sha256, code_wanted(taken.data)) for slot, taken in state.layers.items()
    }
    if state.card_sha256 is not None:
        found[Slot.CARD] = (state.card_sha256, "")
    return found


def _writer(slot: Slot, sha256: str, seen: bool, proof: Proof) -> Callable[[Page], None]:
    fact = e.AirProved(slot.value, sha256, seen, tuple(sorted(proof.codes)))

    def write(page: Page) -> None:
        """Also where the same was found before: each stretch on air has a look of its own."""
        if page.state.phase is Phase.LIVE:
            page.write(fact)

    return write
