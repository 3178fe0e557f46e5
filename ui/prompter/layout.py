"""Breaking script lines into rows of letters, by the rules of Chinese typesetting. No Qt.

Rows never begin with a closing sign or end with an opening one (kinsoku), words in Latin letters
and figures stay whole, and a row rather ends at a comma than two letters later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scripts_library import Piece, PromptLine
from scripts_library.pacing import Row
from scripts_library.timing import BREATH, spoken_characters

NO_START = frozenset("。，、；：！？…—）》」』】〉”’％%·～,.;:!?)]}")
NO_END = frozenset("（《「『【〈“‘¥￥([{")
STOPS = frozenset("。，、；：！？…,;!?")
FULL_ENOUGH = 0.6
"""A row at least this full may end at a comma although more would fit."""
ROW_PITCH = 1.44
"""Height of a row, in letters."""
BREATH_PITCH = 1.12
"""Height of a row that is not spoken, in letters."""
LEAST_CHARACTERS = 2
"""A row of one letter does not rush past."""

_WORDS = re.compile(r"[A-Za-z0-9]+(?:[.,:/%+'’-]*[A-Za-z0-9%]+)*|\s+|.", re.DOTALL)


class Metrics(Protocol):
    """Widths, in logical pixels."""

    em: float
    """Size of a letter."""

    def text(self, text: str) -> float: ...
    def chip(self, text: str) -> float: ...
    def heading(self, text: str) -> float: ...


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one kind within a row."""

    kind: str
    """``text``, ``heading``, or a chip: ``action``, ``picture``, ``pause``, ``missing``."""
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class VisualRow:
    """One row as it is drawn."""

    runs: tuple[Run, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and what it belongs to."""

    row: VisualRow
    line: int
    """Index of its script line."""
    pace: Row


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    width: float
    characters: float = 0.0
    pause: float = 0.0

    @property
    def blank(self) -> bool:
        return self.kind == "text" and not self.text.strip()


def lay_out(
    lines: Sequence[PromptLine], width: float, metrics: Metrics, labels: Mapping[str, str]
) -> list[Placed]:
    """All rows of a script. ``labels`` word the chips: ``{"action": "动作 {text}", …}``."""
    placed: list[Placed] = []
    for index, line in enumerate(lines):
        tokens = list(_tokens(line, metrics, labels))
        for row in _even_rows(tokens, width, metrics.em / 2):
            placed.append(_placed(row, index, line, metrics))
    return placed


def _tokens(line: PromptLine, metrics: Metrics, labels: Mapping[str, str]) -> Iterator[_Token]:
    if line.kind == "stage":
        text = line.text
        if line.seconds:
            text = labels["stage"].format(text=text, seconds=line.seconds)
        yield _Token("heading", text, metrics.heading(text))
        return
    for words, cue in _words_and_cues(line.pieces):
        for word in _WORDS.findall(words):
            yield from _fitting(word, metrics)
        if cue is not None:
            text = labels[cue.kind].format(text=cue.text, seconds=f"{cue.seconds:g}")
            spoken = spoken_characters(cue.text) if cue.kind == "missing" else 0
            yield _Token(cue.kind, text, metrics.chip(text), spoken, cue.seconds)


def _words_and_cues(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece | None]]:
    """Words joined over values, so that a figure and its decimals are one word."""
    words = ""
    for piece in pieces:
        if piece.kind in ("text", "value"):
            words += piece.text
        else:
            yield words, piece
            words = ""
    yield words, None


def _fitting(word: str, metrics: Metrics) -> Iterator[_Token]:
    """The word whole, or by letters where it is longer than any row could hold."""
    parts = [word] if len(word) <= 16 else list(word)
    for part in parts:
        yield _Token("text", part, metrics.text(part), spoken_characters(part))


def _even_rows(tokens: list[_Token], width: float, step: float) -> Iterator[list[_Token]]:
    """Rows that end at a comma where they can; between commas, rows of about one length.

    A last row of two letters would make the text jump, because speed is characters a minute.
    """
    stretch: list[list[_Token]] = []
    for row in _rows(tokens, width):
        stretch.append(row)
        if row[-1].text in STOPS:
            yield from _evened(stretch, width, step)
            stretch = []
    yield from _evened(stretch, width, step)


def _evened(rows: list[list[_Token]], width: float, step: float) -> list[list[_Token]]:
    tokens = [token for row in rows for token in row]
    narrow = sum(token.width for token in tokens) / max(len(rows), 1)
    while len(rows) > 1 and narrow < width:
        even = list(_rows(tokens, narrow))
        if len(even) <= len(rows):
            return even
        narrow += step
    return rows


def _rows(tokens: list[_Token], width: float) -> Iterator[list[_Token]]:
    start = 0
    while start < len(tokens):
        while start < len(tokens) - 1 and tokens[start].blank:
            start += 1
        end = _row_end(tokens, start, width)
        yield tokens[start:end]
        start = end


def _row_end(tokens: list[_Token], start: int, width: float) -> int:
    """Index behind the last token of the row that begins at ``start``."""
    used, overflow = 0.0, len(tokens)
    comma = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        used += token.width
        if used > width and not token.blank and index > start:
            overflow = index
            break
        if token.text in STOPS and used >= width * FULL_ENOUGH and _may_break(tokens, index + 1):
            comma = index + 1
    if overflow == len(tokens):
        return overflow
    if comma:
        return comma
    for index in range(overflow, start, -1):
        if _may_break(tokens, index):
            return index
    return overflow


def _may_break(tokens: list[_Token], index: int) -> bool:
    if index >= len(tokens):
        return True
    before, after = tokens[index - 1], tokens[index]
    if after.kind == "pause" or after.blank:  # they belong to what was just said
        return False
    return not (after.text[0] in NO_START and after.kind == "text") and before.text not in NO_END


def _placed(tokens: list[_Token], index: int, line: PromptLine, metrics: Metrics) -> Placed:
    runs: list[Run] = []
    x = 0.0
    for token in tokens:
        if runs and token.kind == "text" == runs[-1].kind:
            runs[-1] = Run("text", runs[-1].text + token.text, runs[-1].x)
        else:
            runs.append(Run(token.kind, token.text, x))
        x += token.width
    pitch = BREATH_PITCH if line.kind in BREATH else ROW_PITCH
    characters = BREATH.get(line.kind) or sum(token.characters for token in tokens)
    pause = sum(token.pause for token in tokens)
    height = round(metrics.em * pitch)
    pace = Row(height, max(characters, LEAST_CHARACTERS), pause)
    return Placed(VisualRow(tuple(runs), height), index, pace)
