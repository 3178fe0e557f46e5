"""What the bundle is made of, without making it: build.spec run with stand-ins."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tools import quick_reading

ROOT = Path(__file__).parents[2]


def programs_made(monkeypatch: pytest.MonkeyPatch, system: str) -> list[dict[str, Any]]:
    """What build.spec asks PyInstaller's EXE for on ``system``."""
    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "copy_metadata"):
        setattr(hooks, name, lambda *_, **__: [])
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(quick_reading, "take_over", lambda: None)
    made: list[dict[str, Any]] = []
    collected: list[object] = []

    def exe(*_: object, **how: Any) -> dict[str, Any]:
        made.append(how)
        return how

    analysis = SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[])
    building = {
        "SPECPATH": str(ROOT),
        "Analysis": lambda *_, **__: analysis,
        "PYZ": lambda pure: pure,
        "EXE": exe,
        "COLLECT": lambda *parts, **_: collected.extend(parts),
    }
    exec(compile((ROOT / "build.spec").read_text("utf-8"), "build.spec", "exec"), building)
    assert all(each in collected for each in made)
    return made


def test_on_windows_the_program_that_is_clicked_on_opens_no_black_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody would close it, and Windows ends the program with its console."""
    made = programs_made(monkeypatch, "win32")
    assert {each["name"]: each["console"] for each in made} == {
        "gongfu": True, "gongfu-studio": False,
    }  # fmt: skip
    assert all((ROOT / each["icon"]).is_file() for each in made)


def test_the_icon_has_every_size_windows_asks_for() -> None:
    """Read as Windows reads it: a directory of sizes, and where each picture lies."""
    icon = (ROOT / "ui" / "theme" / "icon.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", icon)
    entries = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * place) for place in range(count)]
    pictures = [icon[begins : begins + size] for *_, size, begins in entries]
    assert (reserved, kind) == (0, 1)
    assert [side or 256 for side, *_ in entries] == [16, 24, 32, 48, 64, 128, 256]
    assert [struct.unpack_from(">II", picture, 16)[0] for picture in pictures] == [
        side or 256 for side, *_ in entries
    ]
    assert begins_and_ends_as_png(pictures)


def begins_and_ends_as_png(pictures: list[bytes]) -> bool:
    return all(picture.startswith(b"\x89PNG") and picture[-8:-4] == b"IEND" for picture in pictures)


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_one_program_is_enough(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    assert [each["name"] for each in programs_made(monkeypatch, system)] == ["gongfu"]
