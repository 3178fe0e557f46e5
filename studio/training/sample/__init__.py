"""The sample workshop (东海湾共富工坊, invented): a plan to try everything with on day one."""

from __future__ import annotations

import os
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from studio.runtime.files import put_in_place

WORKSHOP = "东海湾共富工坊"
PLAN = "wangchao.yaml"
SUFFIXES = (".png", ".md", ".yaml")


def copy_to(folder: Path) -> Path:
    """Copy the sample plan with its pictures and scripts into ``folder``; returns the plan's path.

    Files that are already there are left alone: people edit the sample. The plan comes last, so
    that where it stands its pictures do too. OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [part for part in files(__name__).iterdir() if part.name.endswith(SUFFIXES)]
    for part in sorted(parts, key=lambda part: part.name == PLAN):
        _copy_where_absent(part, folder / part.name)
    return folder / PLAN


def _copy_where_absent(part: Traversable, target: Path) -> None:
    if target.exists():
        return
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".sample-")
    with os.fdopen(handle, "wb") as file:
        file.write(part.read_bytes())
    put_in_place(Path(temporary), target)
