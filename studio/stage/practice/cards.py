"""Cards on the practice stage: loaded, verified, then laid over the picture.

Motion as look/overlay.png asks: in within 8 frames from 40 pixels to the left while fading in,
out within 5 frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.camera.opencv import Picture, cv2, read_picture
from studio.runtime.errors import UserFacingError
from studio.stage.layers import Layer

FRAMES_IN = 8
FRAMES_OUT = 5
SLIDE_PIXELS = 40


@dataclass(frozen=True, slots=True)
class LoadedCard:
    """A card ready to be laid on: colours multiplied by alpha, and what is left of the ground."""

    card: Layer
    light: Picture
    rest: Picture

    @classmethod
    def load(cls, card: Layer) -> LoadedCard:
        """Read the card's PNG; ``card_not_loaded`` (label) where it is no picture."""
        picture = read_picture(card.path)
        if picture is None or card.width < 1 or card.height < 1:
            raise UserFacingError("card_not_loaded", label=card.label)
        return cls(card, *_light_and_rest(_fit(picture, card.width, card.height)))

    def lay_on(self, canvas: Picture, *, shown: float = 1.0, shift: int = 0) -> None:
        """Draw onto ``canvas``, ``shown`` (0 to 1) strong and ``shift`` pixels to the right."""
        left, top = self.card.x + shift, self.card.y
        x0, y0 = max(0, left), max(0, top)
        x1 = min(canvas.shape[1], left + self.card.width)
        y1 = min(canvas.shape[0], top + self.card.height)
        if x0 >= x1 or y0 >= y1 or shown <= 0:
            return
        part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        ground = canvas[y0:y1, x0:x1]
        light, rest = self.light[part], self.rest[part]
        if shown < 1:
            light = np.asarray(cv2.convertScaleAbs(light, alpha=shown), np.uint8)
            rest = np.asarray(cv2.convertScaleAbs(rest, alpha=shown, beta=255 * (1 - shown)))
        cv2.add(cv2.multiply(ground, rest, scale=1 / 255), light, dst=ground)


def _fit(picture: Picture, width: int, height: int) -> Picture:
    if picture.shape[1::-1] == (width, height):
        return picture
    shrinks = picture.shape[1] > width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def _light_and_rest(picture: Picture) -> tuple[Picture, Picture]:
    if picture.shape[2] == 3:
        return picture, np.zeros_like(picture)
    alpha = np.repeat(picture[:, :, 3:], 3, axis=2)
    light = np.asarray(cv2.multiply(picture[:, :, :3], alpha, scale=1 / 255), np.uint8)
    return light, np.asarray(255 - alpha, np.uint8)


class CardLayer:
    """The place of the one card: what is on it, and what is still moving in or out."""

    def __init__(self) -> None:
        self.current: LoadedCard | None = None
        self._leaving: LoadedCard | None = None
        self._frame = FRAMES_IN

    @property
    def moving(self) -> bool:
        return self._leaving is not None or self._frame < FRAMES_IN

    def change(self, card: LoadedCard | None, *, with_motion: bool) -> None:
        """Show ``card``, or none; without motion it is a cut."""
        self._leaving = self.current if with_motion else None
        self.current = card
        self._frame = 0 if with_motion else FRAMES_IN

    def draw(self, canvas: Picture) -> None:
        """Lay the card on ``canvas`` and move on by one frame."""
        self._frame = min(self._frame + 1, FRAMES_IN)
        if self._leaving is not None:
            self._leaving.lay_on(canvas, shown=max(0.0, 1 - self._frame / FRAMES_OUT))
            if self._frame >= FRAMES_OUT:
                self._leaving = None
        if self.current is None:
            self._frame = FRAMES_IN if self._leaving is None else self._frame
            return
        arrived = self._frame / FRAMES_IN
        self.current.lay_on(canvas, shown=arrived, shift=-round(SLIDE_PIXELS * (1 - arrived) ** 2))
