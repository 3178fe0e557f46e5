"""The words of a product card, set into its boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from overlays.card_layout import TEXT_HEIGHT, Arrangement, Layout
from overlays.looks import Look
from overlays.text_fit import Run, fit_line, fit_lines, measure, one_line

if TYPE_CHECKING:
    from overlays.product_card import ProductCard

COMPARED = "划线价"
"""A compared price is only shown with what it is compared with (明码标价和禁止价格欺诈规定 16)."""
SEAL = "共"

NAME_SINGLE = (38, 36, 34, 32, 30)
NAME_SEVERAL = (30, 28, 26, 24)
PRICE = (80, 74, 68, 62, 56, 50, 46, 42, 38, 34)
SMALL = 22
SMALL_SIZES = (22, 21, 20)
SMALL_PRICE_PART = 0.58
"""The ¥ and the fen, as part of the yuan's size: the eye reads the yuan first."""


def yuan(fen: int) -> str:
    """``3990`` → ``39.90``; whole yuan without decimals."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def words(card: ProductCard, layout: Layout, look: Look) -> tuple[Run, ...]:
    """Every run of letters on the card, each inside its box whatever the card says."""
    text = _Setter(card, layout, look)
    runs = [*text.stripe(), *text.foot()]
    if layout.arrangement is Arrangement.ABOVE:
        runs += text.in_two_columns()
    else:
        box = QRectF(layout.words)
        runs += [*text.heading(box), *text.price(box, right=False)]
    return tuple(runs)


class _Setter:
    def __init__(self, card: ProductCard, layout: Layout, look: Look) -> None:
        self._card = card
        self._layout = layout
        self._look = look

    def _px(self, units: float) -> int:
        return max(1, round(units * self._layout.scale))

    def _sizes(self, units: Sequence[float]) -> list[int]:
        return [self._px(size) for size in units]

    def stripe(self) -> Iterator[Run]:
        """Seal, workshop, and the link's number at the right."""
        box, pad, colour = self._layout.stripe, self._px(14), self._look.stripe_text
        size = self._px(SMALL)
        y = box.y() + box.height() / 2 + size * 0.36
        right = float(box.x() + box.width() - pad)
        if self._card.link_number is not None:
            link = f"{self._card.link_number}号链接"
            right -= measure(link, size, bold=True)
            yield Run(link, right, y, size, colour, bold=True)
            right -= pad
        left = box.x() + pad + self._px(34)
        workshop = fit_line(
            one_line(self._card.workshop), right - left, self._sizes(SMALL_SIZES), bold=True
        )
        yield Run(workshop.lines[0], left, y, workshop.size, colour, bold=True)

    def foot(self) -> Iterator[Run]:
        """Where it comes from."""
        box, pad = self._layout.foot, self._px(14)
        if not self._card.origin:
            return
        size = self._px(SMALL)
        y = box.y() + box.height() / 2 + size * 0.36
        label = "产地"
        left = box.x() + pad + measure(label, size) + self._px(10)
        yield Run(label, box.x() + pad, y, size, self._look.muted)
        width = box.x() + box.width() - pad - left
        origin = fit_line(one_line(self._card.origin), width, self._sizes(SMALL_SIZES), bold=True)
        yield Run(origin.lines[0], left, y, origin.size, self._look.foot_text, bold=True)

    def heading(self, box: QRectF) -> Iterator[Run]:
        """Name and spec from the top of ``box``."""
        name = fit_lines(
            one_line(self._card.name),
            box.width(),
            self._sizes(NAME_SINGLE),
            self._sizes(NAME_SEVERAL),
            most=self._name_lines(box),
            bold=True,
        )
        y = box.y()
        for line in name.lines:
            y += name.size * 1.18
            yield Run(line, box.x(), y - name.size * 0.22, name.size, self._look.text, bold=True)
        if self._card.spec:
            spec = fit_line(one_line(self._card.spec), box.width(), self._sizes(SMALL_SIZES))
            y += spec.size * 1.3
            yield Run(spec.lines[0], box.x(), y - spec.size * 0.2, spec.size, self._look.muted)

    def _name_lines(self, box: QRectF) -> int:
        """Two, and more where a tall picture makes room."""
        spare = box.height() - self._px(TEXT_HEIGHT)
        return min(4, 2 + max(0, int(spare / (self._px(NAME_SEVERAL[0]) * 1.18))))

    def price(self, box: QRectF, *, right: bool) -> Iterator[Run]:
        """Price and compared price up from the bottom of ``box``, at its left or right edge."""
        y = box.y() + box.height()
        if self._card.compared_price_fen is not None:
            size = self._px(SMALL)
            yield from self._row(self._compared(size, box.width()), box, y - size * 0.2, right)
            y -= size * 1.45
        yield from self._row(self._fitting_price(box.width()), box, y - self._px(3), right)

    def in_two_columns(self) -> Iterator[Run]:
        """Under a wide picture: heading left, price right."""
        box = QRectF(self._layout.words)
        gap = self._px(16)
        left = QRectF(box.x(), box.y(), box.width() * 0.54, box.height())
        start = left.right() + gap
        yield from self.heading(left)
        yield from self.price(QRectF(start, box.y(), box.right() - start, box.height()), right=True)

    def _fitting_price(self, width: float) -> list[Run]:
        sizes = self._sizes(PRICE)
        for size in sizes:
            parts = [*self._figures(size), *self._per_unit(width)]
            if sum(part.width for part in parts) <= width:
                return parts
        figures = self._figures(sizes[-1])
        return [*figures, *self._per_unit(width - sum(part.width for part in figures))]

    def _figures(self, size: int) -> list[Run]:
        small = round(size * SMALL_PRICE_PART)
        whole, dot, fen = yuan(self._card.price_fen).partition(".")
        parts = [("¥", small), (whole, size), (dot + fen, small)]
        colour = self._look.price
        return [Run(text, 0, 0, px, colour, bold=True) for text, px in parts if text]

    def _per_unit(self, width: float) -> list[Run]:
        if not self._card.unit:
            return []
        unit = fit_line(f" / {one_line(self._card.unit)}", width, [self._px(SMALL + 2)])
        return [Run(unit.lines[0], 0, 0, unit.size, self._look.muted)]

    def _compared(self, size: int, width: float) -> list[Run]:
        figure = f"¥{yuan(self._card.compared_price_fen or 0)}"
        struck = Run(figure, 0, 0, size, self._look.muted, struck=True)
        basis = one_line(self._card.compared_basis) or COMPARED
        room = width - struck.width - measure(" ", size)
        fitted = fit_line(basis, room, self._sizes(SMALL_SIZES))
        return [Run(f"{fitted.lines[0]} ", 0, 0, fitted.size, self._look.muted), struck]

    @staticmethod
    def _row(parts: list[Run], box: QRectF, y: float, right: bool) -> Iterator[Run]:
        x = box.right() - sum(part.width for part in parts) if right else box.x()
        for part in parts:
            yield replace(part, x=x, y=y)
            x += part.width
