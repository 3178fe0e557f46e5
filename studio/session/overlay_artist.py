"""The artist of the program: `overlays` draws with Qt's raster engine.

Apart from `studio.session.cards` because Qt is most of the program's weight, and a command that
only reads orders should answer at once.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from overlays import break_board, product_card
from studio.session.plan import Plan, PlannedProduct
from studio.stage.layers import Layer, Motion, Slot, fade_in, fade_out, slide_in
from studio.stage.port import VideoProfile

MOTION = Motion(slide_in(40, 7), fade_out(4), fade_in(3), fade_out(2))
"""In within 8 frames from 40 pixels to the left, out within 5; a busy computer only fades it."""


class OverlayArtist:
    """Draws into one folder, in one workshop's name. Any thread, fonts loaded."""

    def __init__(self, folder: Path, workshop: str) -> None:
        self._folder = folder
        self._workshop = workshop
        self._drawn: dict[Hashable, tuple[object, product_card.Drawn]] = {}

    def card(self, plan: Plan, sku: str) -> Layer:
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
        return self._picture(kept[1], sku)

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
            unit=product.unit,
            origin=product.origin,
            picture=product.picture,
            workshop=self._workshop,
            link_number=plan.products.index(product) + 1,
        )


def _canvas(plan: Plan) -> tuple[int, int]:
    return (plan.video.width, plan.video.height)


def _stamp(picture: Path | None) -> tuple[int, int] | None:
    """What changes when the picture does; None where there is none, or it is gone."""
    try:
        found = picture.stat() if picture else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None
