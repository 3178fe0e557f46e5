"""What may be put on air beside the product's card, and taken off again."""

from __future__ import annotations

from concurrent.futures import Future

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import chain, failed
from studio.session import events as e
from studio.session.overlay import Overlay
from studio.session.recorder import Page, Recorder
from studio.session.stage_keeper import StageKeeper
from studio.session.state import Phase
from studio.stage.layers import Slot


class OnAir:
    """Of one session. Any thread; Futures, nothing blocks."""

    def __init__(self, keeper: StageKeeper, recorder: Recorder) -> None:
        self._keeper, self._recorder = keeper, recorder

    @property
    def asked(self) -> tuple[Overlay, ...]:
        """What has been asked for; the state follows when it was seen on the stage."""
        return self._keeper.intent.overlays

    @property
    def mandatory(self) -> tuple[Overlay, ...]:
        """What is on air for the whole broadcast."""
        return self._keeper.mandatory

    def put(self, overlay: Overlay, step: int | None = None) -> Future[None]:
        """Put it on air, instead of what is in its slot; the fact follows when it was seen there.

        Errors: those of drawing; ``layer_not_loaded``; ``layer_would_cover_…`` where it would
        stand over, or in the place of, what must be on air: nothing on air changed.
        ``session_not_live`` where the broadcast is over.
        """
        if self._recorder.state.phase is Phase.ENDED:
            return failed(UserFacingError("session_not_live"))
        return self._keeper.change(lambda want: want.with_overlay(overlay), step)

    def tell(self, overlay: Overlay) -> Future[None]:
        """Put on what nobody asked for just now, an order's toast: as `put` otherwise."""
        if self._recorder.state.phase is Phase.ENDED:
            return failed(UserFacingError("session_not_live"))
        return self._keeper.follow(lambda want: want.with_overlay(overlay))

    def put_when(self, ready: Future[Overlay], step: int | None = None) -> Future[None]:
        """The same once it is known what to put."""
        return self._keeper.submit(lambda: self._put_now(ready.result(), step))

    def turn_when(self, overlay: Overlay, ready: Future[Overlay]) -> Future[None]:
        """The next page in the place of ``overlay``, unless something else is asked for there."""
        return self._keeper.submit(lambda: self._turn_now(overlay, ready.result()))

    def _turn_now(self, overlay: Overlay, page: Overlay) -> None:
        ended = self._recorder.state.phase is Phase.ENDED
        if ended or self._keeper.intent.in_slot(overlay.slot) != overlay:
            return
        self._keeper.intend(lambda want: want.instead_of(overlay, page))
        self._keeper.follow_now()

    def _put_now(self, overlay: Overlay, step: int | None) -> None:
        if self._recorder.state.phase is Phase.ENDED:  # nobody would take it out of OBS again
            raise UserFacingError("session_not_live")
        self._keeper.intend(lambda want: want.with_overlay(overlay))
        self._keeper.match_now(step)

    def take_off(self, slot: Slot, step: int | None = None) -> Future[None]:
        """Take off what is in that slot. ``layer_mandatory`` where it must be on air."""
        kept = next((each for each in self.mandatory if each.slot is slot), None)
        if kept is None:
            return self._keeper.change(lambda want: want.without(slot), step)
        error = UserFacingError("layer_mandatory")

        def write(page: Page) -> None:
            page.write(e.LayerRefused(slot.value, kept.template, kept.label, error.code))

        def refuse(_written: None) -> None:
            raise error

        return chain(self._recorder.record(write), refuse)

    def take_off_if(self, overlay: Overlay) -> Future[None]:
        """Take one that has ended off, unless something else is asked for in its place by now."""
        return self._keeper.follow(lambda want: want.instead_of(overlay, None))
