"""The end of OBS's own log: what it said when something went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.runtime.logs import strike_out

TAIL_BYTES = 64 * 1024
"""A few hundred lines: the trouble, and what OBS did before it."""


@dataclass(frozen=True, slots=True)
class LogTail:
    name: str
    text: str
    """Secrets struck out, as in our own log."""


def log_folder(
    platform: str = sys.platform,
    home: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """Where OBS keeps its logs on this system, of the person who is logged in."""
    home = home or Path.home()
    if platform == "win32":
        base = Path(environment.get("APPDATA", str(home / "AppData" / "Roaming")))
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME", str(home / ".config")))
    return base / "obs-studio" / "logs"


def tail(folder: Path) -> LogTail | None:
    """The end of the newest log, from the beginning of a line; None where there is none to read."""
    try:
        logs = sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime)
        if not logs:
            return None
        with logs[-1].open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL_BYTES))
            text = file.read().decode("utf-8", "replace")
        if (
            size > TAIL_BYTES
        ):  # an address that is cut off is not known for one, and its key is read
            text = text.partition("\n")[2]
    except OSError:
        return None
    return LogTail(logs[-1].name, strike_out(text))
