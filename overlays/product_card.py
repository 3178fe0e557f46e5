"""The product card (商品贴片): what a viewer needs to buy, drawn as one picture.

A card never carries a stock number: it would stand on the air while the shop sells on
(docs/decisions/0011-cards-carry-no-stock.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from overlays.card_layout import Layout, lay_out
from overlays.card_text import SEAL, words
from overlays.looks import COLOURS, Look
from overlays.pictures import picture_size, read_picture
from overlays.png import Drawn, found, save
from overlays.text_fit import Run, measure

__all__ = ["LOOKS", "Drawn", "ProductCard", "compose", "draw", "drawn_before"]

LOOKS: dict[str, tuple[str, str]] = {key: (look.zh, look.en) for key, look in COLOURS.items()}
"""Every look a plan may name, with its name in Chinese and English."""

CORNER = 12
KIND = "card"
"""What its files' names begin with."""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """What a card says. Money is integer fen."""

    sku: str
    name: str
    spec: str
    price_fen: int
    compared_price_fen: int | None
    unit: str
    origin: str
    picture: Path | None
    workshop: str
    link_number: int | None
    compared_basis: str = ""
    """What the compared price is; empty: it is called 划线价."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A card before it is painted: boxes and letters in pixels of the card's image."""

    layout: Layout
    runs: tuple[Run, ...]


def compose(card: ProductCard, *, canvas: tuple[int, int], look: str) -> Composition:
    """Where everything goes. Errors: ``picture_unreadable``. Any thread, fonts loaded."""
    picture = None
    if card.picture is not None:
        size = picture_size(card.picture)
        picture = (size.width(), size.height())
    layout = lay_out(canvas, picture, foot=bool(card.origin.strip()))
    return Composition(layout, words(card, layout, COLOURS[look]))


def draw(card: ProductCard, *, canvas: tuple[int, int], look: str, folder: Path) -> Drawn:
    """Draw ``card`` for a canvas of that many pixels into a PNG in ``folder``.

    The image is only as large as the card; its picture is whole, undimmed, in its own proportions,
    and has at least a tenth of the image for any picture between 1:4 and 4:1. The same card gives
    the same file. Any thread, once the fonts are loaded. Errors: ``picture_unreadable`` (broken
    or gone), ``disk_full``, ``card_not_saved``; an unknown look is a bug, KeyError.
    """
    composition = compose(card, canvas=canvas, look=look)
    layout = composition.layout
    # Read before a painter is open: an error that leaves one open on its image ends the process.
    picture = None
    if card.picture is not None:
        shown = QSize(layout.picture.width(), layout.picture.height())
        picture = read_picture(card.picture, shown)
    image = _paint(composition, picture, COLOURS[look])
    return save(image, folder, KIND, (layout.left, layout.top))


def drawn_before(folder: Path, sha256: str) -> Drawn | None:
    """A card `draw` made earlier, by its hash; None where its file is gone. Any thread."""
    return found(folder, KIND, sha256)


def _paint(composition: Composition, picture: QImage | None, look: Look) -> QImage:
    layout = composition.layout
    image = QImage(layout.width, layout.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        _paint_shadow(painter, layout)
        _paint_surface(painter, layout, look)
        _paint_seal(painter, layout, look)
        for run in composition.runs:
            run.draw(painter)
        if picture is not None:
            painter.drawImage(layout.picture.topLeft(), picture)
    return image


def _paint_shadow(painter: QPainter, layout: Layout) -> None:
    """Rings that fade outwards: a blur of this size would cost more than the rest of the card."""
    reach = layout.card.x()
    corner = CORNER * layout.scale
    for ring in range(reach):
        fade = 1 - ring / reach
        colour = QColor(0, 0, 0, round(70 * fade * fade))
        painter.setPen(QPen(colour, 1.5))
        outset = ring + 0.5
        box = QRectF(layout.card).adjusted(-outset, -outset, outset, outset)
        painter.drawRoundedRect(box, corner + outset, corner + outset)


def _paint_surface(painter: QPainter, layout: Layout, look: Look) -> None:
    corner = CORNER * layout.scale
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(layout.card), corner, corner)
    painter.fillPath(outline, QColor(look.surface))
    painter.save()
    painter.setClipPath(outline)
    stripe = QLinearGradient(layout.stripe.topLeft(), layout.stripe.topRight())
    stripe.setColorAt(0, QColor(look.stripe_from))
    stripe.setColorAt(1, QColor(look.stripe_to))
    painter.fillRect(layout.stripe, stripe)
    painter.fillRect(layout.foot, QColor(look.foot))
    painter.restore()
    painter.setPen(QPen(QColor(look.edge), 1))
    painter.drawRoundedRect(QRectF(layout.card).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def _paint_seal(painter: QPainter, layout: Layout, look: Look) -> None:
    """The mark of the workshops, like a name seal: one character cut out of a square."""
    side = round(24 * layout.scale)
    x = layout.stripe.x() + round(14 * layout.scale)
    y = layout.stripe.y() + (layout.stripe.height() - side) / 2
    painter.fillRect(QRectF(x, y, side, side), QColor(look.stripe_text))
    size = round(19 * layout.scale)
    left = x + (side - measure(SEAL, size, bold=True)) / 2
    Run(SEAL, left, y + side / 2 + size * 0.37, size, look.stripe_from, bold=True).draw(painter)
