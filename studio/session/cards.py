"""Who draws what a session shows: the port between the session and the raster engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from studio.runtime.errors import UserFacingError
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.session.room import Box
from studio.stage.layers import Layer
from studio.stage.port import VideoProfile


class CardArtist(Protocol):
    """Draws what a session shows. Any thread: the stage's, a worker before the broadcast."""

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        """The product's card, in its look; ``picture_unreadable`` if its picture is broken.

        ``stale``: grey, because its figures could not be confirmed for a while. ``picture``:
        with the product's picture, where it has one. ``left``: how many of it may still be
        ordered; None: it does not say.
        """
        ...

    def drop(self, card: Layer) -> None:
        """Nobody shows this one any more: another number stands on it by now."""
        ...

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        """Any other overlay at the plan's size; a sentence of `overlays` where it cannot be.

        ``ends_at``: when it ends, seconds on the monotonic clock, where it does.
        """
        ...

    def words(self, plan: Plan, frame: Overlay) -> Mapping[str, Box]:
        """Where on the picture the words of a brand frame stand, by their layers' names."""
        ...

    def free(self, video: VideoProfile) -> Box:
        """The part of the picture that no platform's controls cover."""
        ...

    def remember(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        """The card the journal says was on air: shown again where its picture is gone."""
        ...

    def break_picture(self, video: VideoProfile) -> Path:
        """The be-right-back picture at the size of the canvas."""
        ...

    def missing_letters(self, plan: Plan, sku: str) -> str:
        """The letters of a product's words that cannot be drawn, each once: a box is shown."""
        ...

    def problems(self) -> tuple[UserFacingError, ...]:
        """What of the workshop's brand cannot be read, so that it is drawn without."""
        ...
