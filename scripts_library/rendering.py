"""From a script and a product's values to the lines the prompter shows.

A rendered value is never read again as script: braces or cues inside a product's name stay words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from scripts_library.expressions import Expression
from scripts_library.names import LIVE, VARIABLES, canonical
from scripts_library.parsing import load, parse
from scripts_library.script import Cue, Part, Script, ScriptLine, Stage
from studio.runtime.errors import UserFacingError

LineKind = Literal["say", "action", "stage", "missing"]
PieceKind = Literal["text", "value", "missing", "pause", "action", "picture"]

MOST_CHARACTERS = 100_000
"""Of one rendered script; more is refused with a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str = ""
    """Words of ``text`` and ``value``; the value's name of ``missing``; what to do of a cue."""
    seconds: float = 0.0
    """Length of a ``pause``."""
    live: bool = False
    """A ``value`` that changes while it is on screen (库存)."""


@dataclass(frozen=True, slots=True)
class PromptLine:
    """One line of the script, ready to be shown."""

    kind: LineKind
    """``say`` is spoken, ``action`` holds only cues, ``stage`` is a heading, ``missing`` is a
    spoken line with a red slot in it."""
    pieces: tuple[Piece, ...]
    stage: str = ""
    """Title of the stage it belongs to."""
    source: int = 0
    """Its line in the script file; the same line keeps it when only values change."""
    seconds: int = 0
    """Planned length of the stage; of ``stage`` lines only."""

    @property
    def text(self) -> str:
        """What is said, without cues; a missing value is left out."""
        return "".join(piece.text for piece in self.pieces if piece.kind in ("text", "value"))

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the values it lacks."""
        return tuple(piece.text for piece in self.pieces if piece.kind == "missing")

    @property
    def pause(self) -> float:
        """Seconds of silence in it."""
        return sum(piece.seconds for piece in self.pieces if piece.kind == "pause")


def render(script: Script, values: Mapping[str, object]) -> tuple[PromptLine, ...]:
    """The script's lines for ``values`` (`values.for_product`; Chinese or English names).

    Values of the front matter fill what ``values`` lacks. Errors: script_too_long.
    """
    known = _together(script, values)
    lines: list[PromptLine] = []
    for stage in script.stages:
        lines += _stage_lines(stage, known)
    if sum(len(piece.text) for line in lines for piece in line.pieces) > MOST_CHARACTERS:
        raise UserFacingError("script_too_long", file=script.name)
    return tuple(lines)


def render_product_script(
    path: Path | None, values: Mapping[str, object]
) -> tuple[PromptLine, ...]:
    """The lines of a product: of its script file, or of the default script where it has none.

    Reads the file. Errors: as `scripts_library.load` and `render`.
    """
    return render(load(path) if path else default_script(), values)


@cache
def default_script() -> Script:
    """The script of a product that has none: only what its values can truthfully say."""
    text = files("scripts_library").joinpath("templates", "default.md").read_text("utf-8")
    return parse(text, "default.md")


def _together(script: Script, values: Mapping[str, object]) -> dict[str, object]:
    known: dict[str, object] = {key: value for key, value in script.front.items() if value}
    for key, value in values.items():
        name = canonical(key)
        if name in VARIABLES and value is not None and value != "":
            known[name] = value
    return known


def _stage_lines(stage: Stage, values: Mapping[str, object]) -> list[PromptLine]:
    lines = []
    if stage.title:
        heading = (Piece("text", stage.title),)
        lines.append(PromptLine("stage", heading, stage.title, stage.number, stage.seconds))
    chosen = False
    for line in stage.lines:
        if line.condition is not None:
            shown = line.condition.holds(values)
            chosen = chosen or shown
        else:
            shown = not (line.otherwise and chosen)
            chosen = False
        if shown:
            lines.append(_prompt_line(line, stage.title, values))
    return lines


def _prompt_line(line: ScriptLine, stage: str, values: Mapping[str, object]) -> PromptLine:
    pieces = tuple(_piece(part, values) for part in line.parts)
    kinds = {piece.kind for piece in pieces}
    kind: LineKind = "say"
    if "missing" in kinds:
        kind = "missing"
    elif not kinds & {"text", "value"}:
        kind = "action"
    return PromptLine(kind, pieces, stage, line.number)


def _piece(part: Part, values: Mapping[str, object]) -> Piece:
    if isinstance(part, str):
        return Piece("text", part)
    if isinstance(part, Cue):
        return Piece(part.kind, part.text, part.seconds)
    return _value_piece(part, values)


def _value_piece(expression: Expression, values: Mapping[str, object]) -> Piece:
    value = expression.value(values)
    if value is None or isinstance(value, bool):
        absent = [name for name in expression.names if name not in values]
        return Piece("missing", (absent or [expression.source])[0])
    return Piece("value", _spoken(value), live=bool(LIVE.intersection(expression.names)))


def _spoken(value: object) -> str:
    """As it is read aloud: 39.90 is 39.9, 40.00 is 40; text in one line."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return " ".join(str(value).split())
