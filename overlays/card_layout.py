"""Where the parts of a product card go, for every canvas and every shape of picture.

Numbers are card units until they are placed: a unit is 1 px on a 1280×720 canvas. Nothing here
draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect

SAFE_PORTRAIT = (120 / 1080, 288 / 1920, 888 / 1080, 1248 / 1920)
"""Left, top, right, bottom as shares of the canvas: the union of the zones that short-video
platforms publish as free of their own buttons (overlays.md; no official figures for live rooms)."""
SAFE_LANDSCAPE = (0.05, 0.05, 0.95, 0.94)

WIDTH_LANDSCAPE = 590
WIDTH_PORTRAIT = 520
WIDTH_WITHOUT_PICTURE = 440
SMALLEST_SCALE = 0.55
"""At 640×360 a card is drawn larger than the canvas asks for, so that its small print is 12 px."""

SHADOW = 8
STRIPE = 40
PAD = 14
FOOT = 40
TEXT_HEIGHT = 196
TEXT_WIDTH_LANDSCAPE = 246
TEXT_WIDTH_PORTRAIT = 212
TEXT_WIDTH_TALL = 320
STACKED_TEXT_HEIGHT = 104
SHARE_WANTED = 0.27
SHARE_SIDE_BY_SIDE = 0.25


class Arrangement(Enum):
    BESIDE = "the picture left of the words"
    ABOVE = "a wide picture above the words"
    WORDS = "no picture"


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes in pixels of the card's image; ``left``/``top`` place that image on the canvas."""

    arrangement: Arrangement
    scale: float
    left: int
    top: int
    width: int
    height: int
    card: QRect
    stripe: QRect
    picture: QRect
    words: QRect
    foot: QRect

    @property
    def picture_share(self) -> float:
        """Part of the image's area that the picture has."""
        area = self.picture.width() * self.picture.height()
        return area / (self.width * self.height)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A card in units, before it has a place."""

    arrangement: Arrangement
    width: float
    body: float
    picture_width: float = 0.0
    picture_height: float = 0.0

    def share(self, foot: float) -> float:
        around = (self.width + 2 * SHADOW) * (self.body + STRIPE + foot + 2 * SHADOW)
        return self.picture_width * self.picture_height / around


def lay_out(canvas: tuple[int, int], picture: tuple[int, int] | None, *, foot: bool) -> Layout:
    """The layout of a card on ``canvas`` for a picture of that many pixels."""
    safe = safe_area(canvas)
    upright = canvas[1] > canvas[0]
    scale = _scale(safe, canvas)
    foot_height = FOOT if foot else 0
    tallest = safe.height() / scale - STRIPE - foot_height - 2 * SHADOW
    if picture is None:
        plan = _Plan(Arrangement.WORDS, WIDTH_WITHOUT_PICTURE, TEXT_HEIGHT + 2 * PAD)
    else:
        plan = _plan(picture[0] / picture[1], upright, tallest, foot_height)
    return _place(plan, safe, scale, foot_height)


def safe_area(canvas: tuple[int, int]) -> QRect:
    """The part of the canvas that no platform covers, in pixels."""
    width, height = canvas
    left, top, right, bottom = SAFE_PORTRAIT if height > width else SAFE_LANDSCAPE
    x, y = round(left * width), round(top * height)
    return QRect(x, y, round(right * width) - x, round(bottom * height) - y)


def _scale(safe: QRect, canvas: tuple[int, int]) -> float:
    if canvas[1] > canvas[0]:
        return safe.width() / (WIDTH_PORTRAIT + 2 * SHADOW)
    wanted = max(canvas[1] / 720, SMALLEST_SCALE)
    return min(wanted, 0.52 * canvas[0] / WIDTH_LANDSCAPE)


def _plan(ratio: float, upright: bool, tallest: float, foot: float) -> _Plan:
    beside = _beside(ratio, upright, tallest, foot)
    if ratio > 1 and beside.share(foot) < SHARE_SIDE_BY_SIDE:
        return _above(ratio, upright)
    return beside


def _beside(ratio: float, upright: bool, tallest: float, foot: float) -> _Plan:
    """Grow the picture until it has its share, the words their width, or the screen ends."""
    full = WIDTH_PORTRAIT if upright else WIDTH_LANDSCAPE
    words = TEXT_WIDTH_PORTRAIT if upright else TEXT_WIDTH_LANDSCAPE
    widest = full - words - 3 * PAD
    limit = min(tallest - 2 * PAD, 460)
    height = float(TEXT_HEIGHT)
    while True:
        picture_width = min(height * ratio, widest)
        picture_height = picture_width / ratio
        width = min(full, picture_width + TEXT_WIDTH_TALL + 3 * PAD)
        body = max(picture_height, TEXT_HEIGHT) + 2 * PAD
        plan = _Plan(Arrangement.BESIDE, width, body, picture_width, picture_height)
        full_width = picture_width >= widest
        if plan.share(foot) >= SHARE_WANTED or full_width or height + 4 > limit:
            return plan
        height += 4


def _above(ratio: float, upright: bool) -> _Plan:
    full = WIDTH_PORTRAIT if upright else WIDTH_LANDSCAPE
    tallest = 240 if upright else 200
    picture_width = min(full - 2 * PAD, tallest * ratio)
    picture_height = picture_width / ratio
    body = picture_height + STACKED_TEXT_HEIGHT + 2.5 * PAD
    return _Plan(Arrangement.ABOVE, full, body, picture_width, picture_height)


def _place(plan: _Plan, safe: QRect, scale: float, foot: float) -> Layout:
    def px(units: float) -> int:
        return round(units * scale)

    shadow, stripe, pad = px(SHADOW), px(STRIPE), px(PAD)
    card = QRect(shadow, shadow, px(plan.width), stripe + px(plan.body) + px(foot))
    body = card.adjusted(0, stripe, 0, -px(foot))
    picture = QRect(body.x() + pad, body.y() + pad, px(plan.picture_width), px(plan.picture_height))
    words = body.adjusted(pad, pad, -pad, -pad)
    if plan.arrangement is Arrangement.BESIDE:
        picture.moveTop(body.y() + (body.height() - picture.height()) // 2)
        words.setLeft(picture.x() + picture.width() + pad)
    elif plan.arrangement is Arrangement.ABOVE:
        picture.moveLeft(body.x() + (body.width() - picture.width()) // 2)
        words.setTop(picture.y() + picture.height() + pad // 2)
    width, height = card.width() + 2 * shadow, card.height() + 2 * shadow
    return Layout(
        arrangement=plan.arrangement,
        scale=scale,
        left=safe.x(),
        top=safe.y() + safe.height() - height,
        width=width,
        height=height,
        card=card,
        stripe=QRect(card.x(), card.y(), card.width(), stripe),
        picture=picture,
        words=words,
        foot=QRect(card.x(), card.y() + card.height() - px(foot), card.width(), px(foot)),
    )
