"""A script as data: stages of lines, each line of words, values and cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scripts_library.expressions import Expression

CueKind = Literal["pause", "action", "picture"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Something in a line that is not spoken."""

    kind: CueKind
    text: str = ""
    """What to do (``action``) or which overlay (``picture``)."""
    seconds: float = 0.0
    """Length of a ``pause``."""


Part = str | Expression | Cue
"""A line's parts: words as they stand, a value to be filled in, a cue."""


@dataclass(frozen=True, slots=True)
class ScriptLine:
    number: int
    """Line in the file, from 1."""
    parts: tuple[Part, ...]
    condition: Expression | None = None
    """Shown only while this holds."""
    otherwise: bool = False
    """Shown only while no condition of the ``？`` lines right above it holds."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the script, such as 留人."""

    title: str
    seconds: int
    """Planned length; 0 where the heading does not say."""
    lines: tuple[ScriptLine, ...]
    number: int = 0
    """Line of its heading; 0 for what stands before the first heading."""


@dataclass(frozen=True, slots=True)
class Script:
    front: Mapping[str, str] = field(default_factory=dict)
    """What the front matter gives, by Chinese name: values (品名, 故事 …), 语速, 标题, 备注."""
    stages: tuple[Stage, ...] = ()
    name: str = ""
    """The file's name, for sentences about it."""

    @property
    def seconds(self) -> int:
        """Planned length: the sum of its stages'."""
        return sum(stage.seconds for stage in self.stages)

    @property
    def characters_per_minute(self) -> int | None:
        """Its own speed (语速), where it has one."""
        speed = self.front.get("语速")
        return int(speed) if speed else None
