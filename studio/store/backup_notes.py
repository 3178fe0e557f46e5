"""What is remembered about backups between two starts: beside them, so that it is lost with them.

A file that is broken or from another version is forgotten: it only tells of what can be done again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from studio.runtime.files import replace_file

log = logging.getLogger(__name__)

FILE = "notes.json"


@dataclass(frozen=True, slots=True)
class DrillNote:
    """The last restore drill. ``at``: UTC ms."""

    at: int
    backup: str
    """Name of the backup it was done with."""
    seconds: float
    problems: int
    """How much did not add up; 0: this backup can be relied on."""


@dataclass(frozen=True, slots=True)
class CopyNote:
    """The last copy on a disk. ``at``: UTC ms."""

    at: int
    disk: str
    """The disk's name as the person sees it."""
    path: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last attempt came to nothing: code and parameters of its sentence. ``at``: UTC ms."""

    at: int
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notes:
    """All that is remembered; None: never yet, or over."""

    drill: DrillNote | None = None
    copy: CopyNote | None = None
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    """By what was attempted: ``backup``, ``drill``, ``copy``. Gone once it succeeded."""

    def with_trouble(self, what: str, trouble: Trouble | None) -> Notes:
        """These notes after an attempt at ``what``; None: it succeeded."""
        others = {name: each for name, each in self.troubles.items() if name != what}
        return replace(self, troubles=others if trouble is None else {**others, what: trouble})


def load(folder: Path) -> Notes:
    """The notes in ``folder``. Any thread."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        return Notes(
            drill=_made(DrillNote, found.get("drill")),
            copy=_made(CopyNote, found.get("copy")),
            troubles={name: Trouble(**each) for name, each in found.get("troubles", {}).items()},
        )
    except FileNotFoundError:
        return Notes()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("the notes about backups are not readable, they begin anew: %s", error)
        return Notes()


def save(folder: Path, notes: Notes) -> None:
    """Keep ``notes``. A disk that takes no notes is no reason to stop: what they tell is redone."""
    text = json.dumps(asdict(notes), ensure_ascii=False, indent=2, default=str)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / FILE, lambda part: part.write_text(text, "utf-8"))
    except OSError as error:
        log.warning("the notes about backups were not kept: %s", error)


def _made(kind: Any, found: Any) -> Any:
    return None if found is None else kind(**found)
