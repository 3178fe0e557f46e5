"""The artist of the program: `overlays` draws with Qt's raster engine.

Apart from `studio.session.cards` because Qt is most of the program's weight, and a command that
only reads orders should answer at once.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

from overlays import brand, break_board, drawing, library, product_card, retouch
from overlays.canvas import canvas
from studio.session import overlay_policy as policy
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.stage.layers import (
    DigitStrip,
    Layer,
    Motion,
    Roll,
    Slot,
    Step,
    fade_in,
    fade_out,
    slide_in,
)
from studio.stage.port import VideoProfile

MOTION = Motion(slide_in(40, 7), fade_out(4), fade_in(3), fade_out(2))
"""In within 8 frames from 40 pixels to the left, out within 5; a busy computer only fades it."""


class OverlayArtist:
    """Draws into one folder, in one workshop's name. Any thread, fonts loaded."""

    def __init__(self, folder: Path, workshop: str) -> None:
        self._folder = folder
        self._workshop = workshop
        self._drawn: dict[Hashable, tuple[object, product_card.Drawn]] = {}

    def card(self, plan: Plan, sku: str, *, stale: bool = False) -> Layer:
        """A card that was drawn once is used again, also when its picture's stick was pulled."""
        product = plan.product(sku)
        content, canvas = self._content(plan, product), _canvas(plan)
        key, stamp = (content, canvas, product.card), _stamp(product.picture)
        kept = self._drawn.get(key)
        if kept is None or stamp not in (None, kept[0]) or not kept[1].path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            drawn = product_card.draw(
                content, canvas=canvas, look=product.card, folder=self._folder
            )
            kept = self._drawn[key] = (stamp, drawn)
        return self._picture(retouch.grey(kept[1], self._folder) if stale else kept[1], sku)

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        """Any other overlay, by its template, in the workshop's brand."""
        made = drawing.draw(
            library.find(overlay.template),
            dict(overlay.data),
            canvas=canvas(_canvas(plan)),
            brand=replace(brand.load(self._folder.parent), name=self._workshop),
            fps=plan.video.fps,
            folder=self._folder,
        )
        drawn = retouch.grey(made.picture, self._folder) if overlay.stale else made.picture
        return Layer(
            overlay.slot,
            drawn.path,
            drawn.sha256,
            *(drawn.x, drawn.y, drawn.width, drawn.height),
            label=overlay.label,
            motion=_motion(made.moves),
            digits=_digits(made.figures, ends_at),
            roll=_roll(made.line),
            until=_until(overlay, ends_at),
        )

    def remember(self, plan: Plan, sku: str, sha256: str) -> None:
        """A picture that is still there is drawn again instead: it may have been bettered."""
        product = next((each for each in plan.products if each.sku == sku), None)
        if product is None or product.picture is None or _stamp(product.picture) is not None:
            return
        drawn = product_card.drawn_before(self._folder, sha256)
        if drawn is not None:
            self._drawn[self._content(plan, product), _canvas(plan), product.card] = (None, drawn)

    def _picture(self, drawn: product_card.Drawn, sku: str) -> Layer:
        return Layer(
            Slot.CARD,
            drawn.path,
            drawn.sha256,
            *(drawn.x, drawn.y, drawn.width, drawn.height),
            label=sku,
            motion=MOTION,
        )

    def break_picture(self, video: VideoProfile) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return break_board.draw_break(
            (video.width, video.height), self._workshop, self._folder
        ).path

    def _content(self, plan: Plan, product: PlannedProduct) -> product_card.ProductCard:
        return product_card.ProductCard(
            sku=product.sku,
            name=product.name,
            spec=product.spec,
            price_fen=product.price_fen,
            compared_price_fen=product.compared_price_fen,
            compared_basis=product.compared_basis,
            unit=product.unit,
            origin=product.origin,
            picture=product.picture,
            workshop=self._workshop,
            link_number=plan.products.index(product) + 1,
        )


def _motion(moves: drawing.Moves) -> Motion:
    ways = (moves.into, moves.out, moves.short_into, moves.short_out)
    return Motion(*(tuple(Step(s.dx, s.dy, s.opacity) for s in way) for way in ways))


def _until(overlay: Overlay, ends_at: float | None) -> float | None:
    """When the stage takes it off by itself, where the program has not."""
    if ends_at is None:
        return None
    return ends_at + policy.LEAVES_S + policy.zero_seconds(overlay.slot)


def _digits(figures: drawing.Figures | None, ends_at: float | None) -> DigitStrip | None:
    """Without a moment it ends at, the time stands in the picture's place as it was asked for."""
    if figures is None or ends_at is None:
        return None
    strip = figures.strip
    cell = (figures.cell_width, figures.cell_height)
    return DigitStrip(strip.path, strip.sha256, *cell, figures.places, ends_at)


def _roll(line: drawing.Strip | None) -> Roll | None:
    if line is None:
        return None
    window = (line.x, line.y, line.width, line.height)
    return Roll(line.strip.path, line.strip.sha256, *window, line.pixels_per_second)


def _canvas(plan: Plan) -> tuple[int, int]:
    return (plan.video.width, plan.video.height)


def _stamp(picture: Path | None) -> tuple[int, int] | None:
    """What changes when the picture does; None where there is none, or it is gone."""
    try:
        found = picture.stat() if picture else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None
