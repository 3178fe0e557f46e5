"""A card that differs from an earlier one by its figures alone stands as that one did.

On air it is nearly always so: another price, another number of how many are left. The bundled
face's figures all have one width and none moves its neighbours, and a line breaks at none, so what
was measured for one figure holds for every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from overlays import flow, parts
from overlays.canvas import Canvas
from overlays.parts import Composition, Letters, Surface
from overlays.setting import said
from overlays.template import Box, Digits, Layout, Node, Picture, Qr, Roll, Text
from overlays.text_fit import Run
from overlays.words import Words

KEEP = 64
"""Compositions, some 30 KB each: a broadcast's products, and what else is on air with them."""
FIGURE = re.compile("[0-9]")
ANY = "0"
"""Stands for every figure."""

_Part = TypeVar("_Part", bound=parts.Part)
_Spans = tuple[Text, tuple[str, ...]]
"""A text's layer, and what it says."""
_Said = dict[int, tuple[str, ...]]
"""What each text says, by the `id` of its layer in the layout it was composed from."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """All that decides where the parts of an overlay stand and which colours they have."""

    layout: Layout = field(hash=False)
    canvas: Canvas = field(hash=False)
    tones: Mapping[str, str] = field(hash=False)
    weight: str
    """Of the brand's headings."""
    answers: tuple[object, ...]
    """To what the layout asks of the words, layer by layer; `ANY` for the figures of its texts."""
    words: Words = field(compare=False)
    """Of the first that stands so."""
    texts: tuple[Text, ...] = field(compare=False)
    """The layers of the first that stands so, as they are asked: a template that was read again
    has others, which say the same."""


def compose(layout: Layout, words: Words, canvas: Canvas, tones: Mapping[str, str]) -> Composition:
    """As `flow.compose`, which is asked only for what stands as nothing did lately."""
    answers: list[object] = []
    texts: list[_Spans] = []
    _ask(layout.root, words, answers, texts)
    layers = tuple(layer for layer, _ in texts)
    weight = words.brand.weight
    standing = _Standing(layout, canvas, tones, weight, tuple(answers), words, layers)
    found, first = _composed(standing)
    said_now = {id(layer): spans for layer, (_, spans) in zip(first, texts, strict=True)}
    root = _with_figures(found.root, said_now)
    return found if root is found.root else replace(found, root=root)


@lru_cache(maxsize=KEEP)
def _composed(standing: _Standing) -> tuple[Composition, tuple[Text, ...]]:
    """With the layers of its texts."""
    found = flow.compose(standing.layout, standing.words, standing.canvas, standing.tones)
    return found, standing.texts


def _ask(node: Node, words: Words, answers: list[object], texts: list[_Spans]) -> None:
    """Everything that `overlays.flow` asks of ``words`` for ``node``. Errors as there."""
    shown = words.holds(node.when)
    answers.append(shown)
    if not shown:
        return
    if isinstance(node, Box):
        for child in node.children:
            _ask(child, words, answers, texts)
    elif isinstance(node, Text):
        spans = tuple(text for text, _ in said(node, words))
        texts.append((node, spans))
        answers.extend((len(spans), *(FIGURE.sub(ANY, text) for text in spans)))
    elif isinstance(node, Picture):
        hugs = node.fit == "hug"
        answers.extend((words.picture(node.source), words.shape(node.source) if hugs else None))
    elif isinstance(node, Qr | Roll):
        answers.append(words.fill(node.text))
    elif isinstance(node, Digits):
        answers.append(words.left_ms(node.field))


def _with_figures(part: _Part, texts: _Said) -> _Part:
    """``part`` with the figures of ``texts``; itself where it has them."""
    if isinstance(part, Letters):
        runs = _runs(part.runs, texts[id(part.text)])
        return part if runs == part.runs else replace(part, runs=runs)
    if isinstance(part, Surface):
        inside = tuple(_with_figures(each, texts) for each in part.parts)
        same = all(one is other for one, other in zip(inside, part.parts, strict=True))
        return part if same else replace(part, parts=inside)
    return part


def _runs(runs: tuple[Run, ...], texts: tuple[str, ...]) -> tuple[Run, ...]:
    """Lines of one text, or spans of one line, each with the figures of its text in their order.

    Where an end was cut off, its figures are left over.
    """
    figures = [iter(FIGURE.findall(text)) for text in texts]
    each = figures if len(figures) > 1 else figures * len(runs)
    return tuple(_run(run, left) for run, left in zip(runs, each, strict=True))


def _run(run: Run, figures: Iterator[str]) -> Run:
    text = FIGURE.sub(lambda _: next(figures), run.text)
    return run if text == run.text else replace(run, text=text)
