"""Laying out a template: rows, columns and stacks, measured first, placed then.

The same steps in the same order as ``templates/layout.mjs``, so that a browser's picture is the
same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QRectF

from overlays import parts
from overlays.canvas import Canvas
from overlays.codes import modules
from overlays.contrast import carrying, mix, mix_light, veiled
from overlays.parts import Composition, Part
from overlays.setting import ROUNDING, Setter
from overlays.template import (
    Art,
    Box,
    Digits,
    Layout,
    Node,
    Picture,
    Qr,
    Roll,
    Text,
)
from overlays.text_fit import ASCENT, DESCENT, Run, measure
from overlays.words import Words, clock

QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
LEAST_MODULE = 8 / 1080
"""Of the canvas's short side: below, a code cannot be read from a compressed stream [measured]."""
LINE = ASCENT + DESCENT
SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
"""Of a unit: tried one after the other until everything fits."""
SPARING = 0.82
"""No smaller than that for the sake of what stands beside it."""


FAINTEST = 0.03
"""Of a drawing; below, it is left out."""
FADES = 0.1
"""Of a drawing's size: at its edges there is hardly any of it."""


def _fainter(opacity: float) -> float:
    return opacity / 2 if opacity / 2 >= FAINTEST else 0.0


def whole(box: QRectF) -> QRectF:
    """``box`` on whole pixels, each edge by itself: neighbours stay neighbours."""
    left, top = int(box.x() + 0.5), int(box.y() + 0.5)
    return QRectF(
        left,
        top,
        int(box.x() + box.width() + 0.5) - left,
        int(box.y() + box.height() + 0.5) - top,
    )


def _up(size: float) -> float:
    return float(-int(-(size - ROUNDING) // 1))


def compose(layout: Layout, words: Words, canvas: Canvas, tones: Mapping[str, str]) -> Composition:
    """Where everything goes. Errors: ``picture_unreadable``. Any thread, fonts loaded.

    What is too tall for the free part of the picture is made smaller, all of it alike; a little
    smaller also for others, who need what it spares, but not so that it can hardly be read.
    """
    spare = layout.place.spare * canvas.unit
    tries = [(share, spare) for share in SHARES if spare and share >= SPARING]
    faint: dict[int, float] = {}
    for share, spared in (*tries, *((share, 0.0) for share in SHARES)):
        smaller = replace(canvas, unit=canvas.unit * share)
        flow = _Flow(words, smaller, tones, faint)
        found = flow.compose(layout, spared)
        if not flow.too_tall:
            break
    while flow.fainter:
        faint |= flow.fainter
        flow = _Flow(words, smaller, tones, faint)
        found = flow.compose(layout, spared)
    return found


class _Wish(NamedTuple):
    """How large a layer would be, and how large what is in it is: a layer that fills does not
    make the box around it larger across the flow."""

    width: float
    height: float
    own_width: float = 0.0
    own_height: float = 0.0


class _Flow:
    def __init__(
        self,
        words: Words,
        canvas: Canvas,
        tones: Mapping[str, str],
        faint: Mapping[int, float],
    ) -> None:
        """``faint``: opacities of drawings that are less than the template's, by `id`."""
        self._words = words
        self._faint = faint
        self.fainter: dict[int, float] = {}
        """Drawings that letters stand on and cannot be read on: to be fainter than that."""
        self._drawings: list[tuple[QRectF, str, float, int]] = []
        """Under what is placed next: where, colour, opacity, `id`."""
        self._canvas = canvas
        self._setter = Setter(words, tones, canvas.unit, canvas.width)
        self._wishes: dict[tuple[int, float, float], _Wish | None] = {}
        self.too_tall = False
        """Whether more was to be shown than there is room for, so far."""

    def _px(self, units: float) -> float:
        return units * self._canvas.unit

    def compose(self, layout: Layout, spare: float) -> Composition:
        place, root = layout.place, layout.root
        margin = float(int(self._px(root.shadow) + 0.5))
        region = self._canvas.safe if place.within == "safe" else self._canvas.whole
        region = region.adjusted(margin, margin, -margin, -margin)
        dx, dy = self._px(place.dx), self._px(place.dy)
        # Whole pixels: at another width lines would break elsewhere when they are placed.
        room = (float(int(region.width() - dx)), region.height() - dy - spare)
        wish = self._wish(root, *room) or _Wish(1, 1)
        self.too_tall = self.too_tall or wish.height > room[1] + 1
        # Rounded up: in half a pixel less the last word of a line would have to go below.
        wish = _Wish(_up(wish.width), _up(wish.height))
        left = {
            "start": region.x() + dx,
            "center": region.x() + (region.width() - wish.width) / 2,
            "end": region.right() - dx - wish.width,
        }[place.x]
        top = {
            "start": region.y() + dy,
            "center": region.y() + (region.height() - wish.height) / 2,
            "end": region.bottom() - dy - wish.height,
        }[place.y]
        x, y = int(left - margin + 0.5), int(top - margin + 0.5)
        box = whole(QRectF(margin, margin, wish.width, wish.height))
        surface = self._place(root, box, ())
        assert isinstance(surface, parts.Surface)
        width, height = int(box.width() + 2 * margin), int(box.height() + 2 * margin)
        return Composition(x, y, width, height, surface, self._canvas.unit)

    # --- wishes

    def _wish(self, node: Node, width: float, height: float) -> _Wish | None:
        """How large ``node`` would be in that room; None where it is left out."""
        key = (id(node), width, height)
        if key not in self._wishes:
            self._wishes[key] = self._measure(node, width, height)
        return self._wishes[key]

    def _measure(self, node: Node, width: float, height: float) -> _Wish | None:
        if not self._words.holds(node.when):
            return None
        room_x = self._within(node.width, width)
        room_y = self._within(node.height, height)
        if isinstance(node, Box):
            found = self._measure_box(node, room_x, room_y)
        else:
            found = self._measure_leaf(node, room_x, room_y)
        if found is None:
            return None
        if isinstance(node, Qr) or (isinstance(node, Picture) and node.fit == "hug"):
            # As large as its modules need, as its shape lets it: what was asked for is a bound.
            return found
        wide = min(found.width, width) if node.width == "fit" else room_x
        high = found.height if node.height == "fit" else room_y
        stretches = isinstance(node, Picture | Art | Roll)
        return _Wish(
            wide,
            high,
            wide if node.width != "fill" else (0.0 if stretches else found.width),
            high if node.height != "fill" else (0.0 if stretches else found.height),
        )

    def _within(self, size: object, room: float) -> float:
        return min(float(int(self._px(size) + 0.5)), room) if isinstance(size, float) else room

    def _measure_leaf(self, node: Node, width: float, height: float) -> _Wish | None:
        if isinstance(node, Text):
            block = self._setter.block(node, width)
            return _Wish(block.width, block.height) if block else None
        if isinstance(node, Picture):
            return self._measure_picture(node, width, height)
        if isinstance(node, Qr):
            text = self._words.fill(node.text)
            side = self._module(node, text) * (len(modules(text)) + 2 * QUIET) if text else 0
            return _Wish(side, side, side, side) if side else None
        if isinstance(node, Digits):
            size = self._setter.pixels(node.size)
            _, total = self._cells(node)
            return _Wish(total, size * LINE)
        if isinstance(node, Roll):
            return _Wish(width, self._setter.pixels(node.size) * LINE)
        return _Wish(width, height)

    def _measure_picture(self, node: Picture, width: float, height: float) -> _Wish | None:
        if self._words.picture(node.source) is None:
            return None
        if node.fit == "cover":
            return _Wish(width, height)
        shape = self._words.shape(node.source)
        wide = min(width, height * shape)
        if node.area:
            wide = min(wide, (node.area * shape) ** 0.5 * self._canvas.unit)
        return _Wish(wide, wide / shape, wide, wide / shape)

    def _module(self, node: Qr, text: str) -> int:
        count = len(modules(text)) + 2 * QUIET
        wanted = self._px(node.width) if isinstance(node.width, float) else 0
        side = min(self._canvas.width, self._canvas.height)
        return max(int(wanted / count), -int(-LEAST_MODULE * side // 1), 1)

    def _cells(self, node: Digits) -> tuple[tuple[float, ...], float]:
        """Left edges of the figures, and the width of all."""
        cell = self._cell(node)
        edges, at = [], 0.0
        for letter in clock(self._words.left_ms(node.field)):
            edges.append(at)
            at += cell / 2 if letter == ":" else cell
        return tuple(edges), at

    def _cell(self, node: Digits) -> int:
        """A figure's width, even, so that half of it is whole."""
        wide = measure("0", self._setter.pixels(node.size), bold=True)
        return 2 * -int(-wide / 2 // 1)

    def _measure_box(self, node: Box, width: float, height: float) -> _Wish | None:
        top, right, bottom, left = self._pads(node)
        inner_x, inner_y = max(0.0, width - left - right), max(0.0, height - top - bottom)
        shown = self._row(node, inner_x, inner_y)
        if not shown and not node.fill and node.width == "fit" and node.height == "fit":
            return None
        gaps = self._px(node.gap) * max(0, len(shown) - 1)
        wide = max((wish.own_width for _, wish in shown), default=0.0)
        high = max((wish.own_height for _, wish in shown), default=0.0)
        if node.flow == "row":
            wide = sum(wish.width for _, wish in shown) + gaps
        elif node.flow == "column":
            high = sum(wish.height for _, wish in shown) + gaps
        return _Wish(wide + left + right, high + top + bottom)

    def _pads(self, node: Box) -> tuple[float, float, float, float]:
        """Top, right, bottom, left; of a board that covers the canvas, what platforms cover."""
        top, right, bottom, left = (self._px(side) for side in node.pad)
        if not node.in_safe:
            return top, right, bottom, left
        safe, canvas = self._canvas.safe, self._canvas
        return (
            top + safe.y(),
            right + canvas.width - safe.right(),
            bottom + canvas.height - safe.bottom(),
            left + safe.x(),
        )

    def _row(self, node: Box, width: float, height: float) -> list[tuple[Node, _Wish]]:
        """The children that are shown, each with its size in that room.

        Along the flow figures come first, which need their room whatever stands beside them, then
        those with a size of their own; those that fill share the rest.
        """
        along = {"row": "width", "column": "height"}.get(node.flow)
        gap = self._px(node.gap)
        first: dict[int, _Wish] = {}
        used, count, filling = 0.0, 0, []
        figures_first = sorted(
            enumerate(node.children), key=lambda at: not isinstance(at[1], Digits)
        )
        for place, child in figures_first:
            if along and getattr(child, along) == "fill":
                filling.append(place)
                continue
            rest = used + gap * count
            room = (width - rest, height) if along == "width" else (width, height)
            wish = self._wish(child, max(room[0], 0.0), max(room[1], 0.0))
            if wish is not None:
                first[place] = wish
                used += wish.width if along == "width" else wish.height
                count += 1
        filling = [place for place in filling if self._shown(node.children[place])]
        rest = (width if along == "width" else height) - used
        rest -= gap * max(0, count + len(filling) - 1)
        share = max(0.0, rest / len(filling)) if filling else 0.0
        for place in filling:
            room = (share, height) if along == "width" else (width, share)
            wish = self._wish(node.children[place], *room)
            if wish is not None:
                first[place] = wish
        return [(child, first[at]) for at, child in enumerate(node.children) if at in first]

    def _shown(self, node: Node) -> bool:
        return self._words.holds(node.when)

    # --- places

    def _place(self, node: Node, box: QRectF, backs: tuple[str, ...]) -> Part:
        if isinstance(node, Box):
            return self._place_box(node, box, backs)
        if isinstance(node, Text):
            block = self._setter.block(node, box.width())
            assert block is not None
            top = box.y() + (box.height() - block.height) / 2
            under = self._under(QRectF(box.x(), top, box.width(), block.height))
            grounds = veiled(backs, tuple(each[1:3] for each in under))
            runs = self._setter.runs(node, block, box.x(), top, box.width(), grounds)
            for each in under:
                over = veiled(backs, (each[1:3],))
                if not all(self._setter.is_read(run, over) for run in runs):
                    self.fainter[each[3]] = _fainter(each[2])
            return parts.Letters(name=node.name, box=box, text=node, runs=runs, cut=block.cut)
        if isinstance(node, Picture):
            path = self._words.picture(node.source)
            assert path is not None
            return parts.Photo(
                name=node.name,
                box=whole(box),
                path=path,
                cover=node.fit == "cover",
                radius=self._px(node.radius),
            )
        return self._place_rest(node, box, backs)

    def _under(self, box: QRectF) -> list[tuple[QRectF, str, float, int]]:
        return [each for each in self._drawings if each[2] and each[0].intersects(box)]

    def _place_rest(self, node: Node, box: QRectF, backs: tuple[str, ...]) -> Part:
        if isinstance(node, Art):
            tint = self._setter.tone(node.tint)
            opacity = self._faint.get(id(node), node.opacity)
            edge = min(box.width(), box.height()) * FADES
            core = box.adjusted(edge, edge, -edge, -edge)
            self._drawings.append((core, tint, opacity, id(node)))
            return parts.Drawing(
                name=node.name,
                box=whole(box),
                path=node.source,
                tint=tint,
                opacity=opacity,
            )
        if isinstance(node, Qr):
            text = self._words.fill(node.text)
            module = self._module(node, text)
            side = module * (len(modules(text)) + 2 * QUIET)
            left, top = int(box.x() + 0.5), int(box.y() + 0.5)
            square = QRectF(left, top, side, side)
            return parts.Code(name=node.name, box=square, text=text, module=module)
        if isinstance(node, Digits):
            return self._place_digits(node, box, backs)
        assert isinstance(node, Roll)
        return self._place_roll(node, box, backs)

    def _place_digits(self, node: Digits, box: QRectF, backs: tuple[str, ...]) -> Part:
        size = self._setter.pixels(node.size)
        edges, total = self._cells(node)
        left = float(int(box.x() + (box.width() - total) / 2 + 0.5))
        return parts.Clock(
            name=node.name,
            box=whole(QRectF(left, box.y(), total, box.height())),
            text=clock(self._words.left_ms(node.field)),
            cells=tuple(left + edge for edge in edges),
            cell=self._cell(node),
            size=size,
            base=self._base(box, size),
            colour=self._setter.colour(node.colour, backs, size, bold=True),
        )

    def _place_roll(self, node: Roll, box: QRectF, backs: tuple[str, ...]) -> Part:
        size = self._setter.pixels(node.size)
        bold = self._setter.is_bold(node.bold)
        colour = self._setter.colour(node.colour, backs, size, bold=bold)
        run = Run(
            self._words.fill(node.text), box.x(), self._base(box, size), size, colour, bold=bold
        )
        return parts.Band(
            name=node.name, box=whole(box), run=run, px_per_second=self._px(node.speed)
        )

    @staticmethod
    def _base(box: QRectF, size: int) -> float:
        return float(int(box.y() + (box.height() - LINE * size) / 2 + ASCENT * size + 0.5))

    def _place_box(self, node: Box, box: QRectF, backs: tuple[str, ...]) -> Part:
        top, right, bottom, left = self._pads(node)
        inner = box.adjusted(left, top, -right, -bottom)
        fill = self._fill(node)
        behind = self._behind(node, fill, backs)
        shown = self._row(node, max(0.0, inner.width()), max(0.0, inner.height()))
        if node.in_safe:
            high = sum(wish.height for _, wish in shown) + self._px(node.gap) * (len(shown) - 1)
            self.too_tall = self.too_tall or high > inner.height() + 1
        drawings = self._drawings
        if fill and node.opacity >= 1:
            self._drawings = []
        placed = tuple(self._spread(node, inner, shown, behind))
        self._drawings = drawings
        return parts.Surface(
            name=node.name,
            box=whole(box),
            fill=fill,
            way=node.way,
            opacity=node.opacity,
            radius=self._px(node.radius),
            edge=self._setter.tone(node.edge) if node.edge else "",
            edge_width=self._px(node.edge_width),
            shadow=self._px(node.shadow),
            clip=node.clip,
            parts=placed,
        )

    def _fill(self, node: Box) -> tuple[str, ...]:
        """The colours of a box, such that letters can be read on them where it carries any."""
        own = tuple(self._setter.tone(name) for name in node.fill)
        if len(own) < 2 or node.opacity < 1 or not self._carries_letters(node):
            return own
        over = node.children if node.flow == "over" else ()
        veils = [(each.tint, each.opacity) for each in over if isinstance(each, Art)]
        return carrying(own, tuple((self._setter.tone(tint), share) for tint, share in veils))

    def _carries_letters(self, node: Box) -> bool:
        shown = (each for each in node.children if self._shown(each))
        return any(
            isinstance(each, Text | Digits | Roll)
            or (isinstance(each, Box) and not each.fill and self._carries_letters(each))
            for each in shown
        )

    def _behind(self, node: Box, own: tuple[str, ...], backs: tuple[str, ...]) -> tuple[str, ...]:
        """What letters on ``node`` stand on: its colours, over what is behind where it lets see.

        There as a browser blends and as OBS does: over something bright OBS's is brighter.
        """
        if not own:
            return backs
        if node.opacity >= 1:
            return own
        under = backs or ("#000000", "#FFFFFF")
        return tuple(
            blend(below, tone, node.opacity)
            for blend in (mix, mix_light)
            for tone in own
            for below in under
        )

    def _spread(
        self,
        node: Box,
        inner: QRectF,
        shown: list[tuple[Node, _Wish]],
        behind: tuple[str, ...],
    ) -> list[Part]:
        placed = []
        gap = self._px(node.gap)
        along = sum(w.width if node.flow == "row" else w.height for _, w in shown)
        spare = (inner.width() if node.flow == "row" else inner.height()) - along
        spare -= gap * max(0, len(shown) - 1)
        at = {"start": 0.0, "center": spare / 2, "end": spare, "between": 0.0}[node.pack]
        if node.pack == "between" and len(shown) > 1:
            gap += spare / (len(shown) - 1)
        for child, wish in shown:
            box = self._child_box(node, inner, at, child, wish)
            placed.append(self._place(child, box, behind))
            if node.flow != "over":
                at += (wish.width if node.flow == "row" else wish.height) + gap
        return placed

    @staticmethod
    def _child_box(node: Box, inner: QRectF, at: float, child: Node, wish: _Wish) -> QRectF:
        def across(room: float, size: float, align: str) -> float:
            return {"start": 0.0, "center": (room - size) / 2, "end": room - size}.get(align, 0.0)

        # What takes its shape from a picture is never stretched: its size is what it wished for.
        stretches = not (isinstance(child, Picture) and child.fit == "hug")
        wide = child.width == "fill" and node.flow != "row" and stretches
        high = child.height == "fill" and node.flow != "column" and stretches
        width = inner.width() if wide else wish.width
        height = inner.height() if high else wish.height
        if node.flow == "row":
            top = across(inner.height(), height, node.align)
            return QRectF(inner.x() + at, inner.y() + top, width, height)
        left = across(inner.width(), width, node.align)
        if node.flow == "over":
            top = across(inner.height(), height, node.pack)
            return QRectF(inner.x() + left, inner.y() + top, width, height)
        return QRectF(inner.x() + left, inner.y() + at, width, height)
