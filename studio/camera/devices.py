"""Which cameras are plugged in, by the names their makers gave them. Opens none of them.

Linux tells in ``/sys``. Windows and macOS tell only through their own camera libraries, and in
another order than OpenCV counts in: there cameras are chosen by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KERNEL = Path("/sys/class/video4linux")


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera that can be chosen."""

    footage: str
    """What the setting ``footage`` says of it: ``camera:0``."""
    name: str


def plugged_in(kernel: Path = KERNEL) -> list[Camera]:
    """In the order of their numbers; empty where the system does not tell. Reads small files."""
    found = [_camera(entry) for entry in kernel.glob("video*")]
    known = sorted((each for each in found if each is not None), key=lambda each: each[0])
    return [Camera(f"camera:{number}", name) for number, name in known]


def _camera(entry: Path) -> tuple[int, str] | None:
    """Number and name; None for what gives no picture, as a camera's second entry for its data."""
    number = entry.name.removeprefix("video")
    try:
        first = (entry / "index").read_text("utf-8").strip() in ("", "0")
        name = (entry / "name").read_text("utf-8").strip()
    except OSError:  # pulled out while we read
        return None
    return (int(number), name) if number.isdecimal() and first else None
