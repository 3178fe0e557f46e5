"""Setting a template's text: spans of a line, sizes that fall until it fits, colours that read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overlays.contrast import needed, readable, worst
from overlays.template import Bold, Span, Text
from overlays.text_fit import ASCENT, DESCENT, Run, elide, fit_line, fit_lines, measure
from overlays.words import Words

ROUNDING = 0.02
"""Pixels: a text that is given the width it asked for must fit into it."""
FINE_BELOW = 24.0
"""Units: below, sizes are tried one by one, above two by two."""
ONE_LINE_FROM = 0.8
"""Of the size: down to it one line is tried before two."""
LIGHT, DARK = "#FFFFFF", "#1D232A"

SHAPED = "|"
"""In a placeholder: what it fills in is a figure, of which no part may be missing."""

_Piece = tuple[str, int, Span]


@dataclass(frozen=True, slots=True)
class Block:
    """A set text before it has a place: lines of pieces (letters, size, span)."""

    lines: tuple[tuple[_Piece, ...], ...]
    size: int
    width: float
    height: float
    cut: bool


class Setter:
    """Sets texts of one overlay. Pixels throughout but in the templates' own numbers."""

    def __init__(
        self, words: Words, tones: Mapping[str, str], unit: float, canvas_width: int
    ) -> None:
        self._words = words
        self._tones = tones
        self._unit = unit
        self._canvas_width = canvas_width
        self._blocks: dict[tuple[int, float], Block | None] = {}

    def block(self, node: Text, width: float) -> Block | None:
        """``node`` set into ``width``; None where it says nothing."""
        key = (id(node), round(width, 2))
        if key not in self._blocks:
            block = self._blocks[key] = self._set(node, width)
            if block is not None:
                # Given the width it asked for it is the same: Qt breaks long words otherwise
                # where the last letter just fits, and there would be a line more than measured.
                self._blocks.setdefault((id(node), round(block.width, 2)), block)
        return self._blocks[key]

    def _set(self, node: Text, width: float) -> Block | None:
        spans = said(node, self._words)
        if not any(text.strip() for text, _ in spans):
            return None
        sizes = self._sizes(node)
        if len(node.spans) > 1:
            lines, size, cut = self._row(node, spans, sizes, width + ROUNDING)
        else:
            lines, size, cut = self._plain(node, spans[0], sizes, width + ROUNDING)
        widths = [sum(self._piece_width(node, piece) for piece in line) for line in lines]
        return Block(lines, size, max(widths), len(lines) * size * node.leading, cut)

    def runs(
        self, node: Text, block: Block, x: float, y: float, width: float, backs: tuple[str, ...]
    ) -> tuple[Run, ...]:
        """The letters of ``block`` from ``x``, ``y`` (its top left), in colours for ``backs``."""
        made = []
        high = block.size * node.leading
        rise = (high - (ASCENT + DESCENT) * block.size) / 2 + ASCENT * block.size
        for number, line in enumerate(block.lines):
            spare = width - sum(self._piece_width(node, piece) for piece in line)
            at = x + {"start": 0.0, "center": spare / 2, "end": spare}[node.align]
            base = float(int(y + number * high + rise + 0.5))
            for text, size, span in line:
                bold = self.is_bold(span.bold or node.bold)
                colour = self.colour(span.colour or node.colour, backs, size, bold=bold)
                made.append(Run(text, at, base, size, colour, bold=bold, struck=span.struck))
                at += measure(text, size, bold=bold)
        return tuple(made)

    def is_bold(self, bold: Bold) -> bool:
        """``brand``: as the brand kit sets its headings."""
        return bold == "yes" or (bold == "brand" and self._words.brand.weight == "bold")

    def is_read(self, run: Run, backs: tuple[str, ...]) -> bool:
        """Whether its colour can be read on all of ``backs``."""
        upright, wide = self._words.upright, self._canvas_width
        least = needed(run.size, bold=run.bold, canvas_width=wide, upright=upright)
        return not backs or worst(run.colour, backs) >= least

    def tone(self, name: str) -> str:
        """The colour of a token, or of ``#rrggbb`` itself."""
        return self._tones.get(name, name)

    def colour(self, name: str, backs: tuple[str, ...], size: int, *, bold: bool) -> str:
        """The tone of ``name`` that can be read on ``backs`` at the size viewers see."""
        if not backs:
            return self.tone(LIGHT if name == "auto" else name)
        least = needed(
            size, bold=bold, canvas_width=self._canvas_width, upright=self._words.upright
        )
        if name == "auto":
            light = worst(LIGHT, backs) >= least or worst(LIGHT, backs) > worst(DARK, backs)
            name = LIGHT if light else DARK
        return readable(self.tone(name), backs, least)

    def pixels(self, units: float) -> int:
        """A size of letters."""
        return max(1, int(units * self._unit + 0.5))

    def _sizes(self, node: Text) -> list[int]:
        sizes, size = [], node.size
        while size > node.least:
            sizes.append(self.pixels(size))
            size -= 1 if size <= FINE_BELOW else 2
        return list(dict.fromkeys([*sizes, self.pixels(node.least)]))

    def _piece_width(self, node: Text, piece: _Piece) -> float:
        text, size, span = piece
        return measure(text, size, bold=self.is_bold(span.bold or node.bold))

    def _plain(
        self, node: Text, piece: tuple[str, Span], sizes: list[int], width: float
    ) -> tuple[tuple[tuple[_Piece, ...], ...], int, bool]:
        text, span = piece
        bold = self.is_bold(span.bold or node.bold)
        if SHAPED in span.text:
            sizes = [*sizes, *range(sizes[-1] - 1, 0, -1)]
        if node.lines == 1:
            fitted = fit_line(text, width, sizes, bold=bold)
        else:
            single = [size for size in sizes if size >= sizes[0] * ONE_LINE_FROM]
            fitted = fit_lines(text, width, single, sizes, most=node.lines, bold=bold)
        lines = tuple(((line, fitted.size, span),) for line in fitted.lines)
        cut = "".join(fitted.lines).replace(" ", "") != text.replace(" ", "")
        return lines, fitted.size, cut

    def _row(
        self, node: Text, spans: list[tuple[str, Span]], sizes: list[int], width: float
    ) -> tuple[tuple[tuple[_Piece, ...], ...], int, bool]:
        for size in sizes:
            pieces = self._pieces(spans, size)
            if sum(self._piece_width(node, piece) for piece in pieces) <= width:
                return (tuple(pieces),), size, False
        return self._shortened(node, spans, sizes[-1], width)

    def _shortened(
        self, node: Text, spans: list[tuple[str, Span]], least: int, width: float
    ) -> tuple[tuple[tuple[_Piece, ...], ...], int, bool]:
        """The widest words give way, never a figure: without words all of it is made smaller."""
        words = [place for place, (_, span) in enumerate(spans) if _is_words(span)]
        for size in range(least, 0, -1):
            pieces = self._pieces(spans, size)
            widths = [self._piece_width(node, piece) for piece in pieces]
            if sum(widths) <= width:
                return (tuple(pieces),), size, False
            if not words:
                continue
            widest = max(words, key=lambda place: widths[place])
            text, small, span = pieces[widest]
            bold = self.is_bold(span.bold or node.bold)
            rest = width - sum(widths) + widths[widest]
            if rest >= measure("…", small, bold=bold):
                pieces[widest] = (elide(text, rest, small, bold=bold), small, span)
                return (tuple(pieces),), size, True
        return (tuple(self._pieces(spans, 1)),), 1, False

    def _pieces(self, spans: list[tuple[str, Span]], size: int) -> list[_Piece]:
        def of(span: Span) -> int:
            least = min(size, self.pixels(span.least)) if span.least else 1
            return max(least, int(size * span.part + 0.5))

        return [(text, of(span), span) for text, span in spans]


def said(node: Text, words: Words) -> list[tuple[str, Span]]:
    """What each span of ``node`` says; those that say nothing are left out."""
    fill = words.fill if len(node.spans) == 1 else words.fill_span
    spans = [(fill(span.text), span) for span in node.spans]
    return [(text, span) for text, span in spans if text]


def _is_words(span: Span) -> bool:
    return "{" in span.text and SHAPED not in span.text
