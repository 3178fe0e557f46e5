"""The habits of the project that a machine can hold: layers, pins, sentences."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from studio.runtime.wording import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^[A-Za-z0-9._-]+==[^\s;]+(; [a-z_]+ [<=]+ \"[^\"]+\")?$")


def test_houses_know_only_the_houses_below():
    checked = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def locked() -> str:
    """What is installed, and what the benchmarks are set beside."""
    names = "requirements.lock", "requirements-bench.lock"
    return "\n".join((ROOT / name).read_text("utf-8") for name in names)


def locked_lines() -> list[str]:
    return [line for line in locked().splitlines() if line and not line.startswith("#")]


def test_the_lock_file_pins_everything_and_names_no_place():
    lines = locked_lines()
    assert [line for line in lines if not PIN.match(line)] == []
    names = [line.split("==")[0].lower() for line in lines]
    assert "opencv-python-headless" in names
    assert not {"opencv-python", "opencv-contrib-python"} & set(names)


def test_only_the_headless_opencv_is_installed():
    """The plain one redirects Qt's plugin path to its own folder at import."""
    names = {found.name.lower() for found in metadata.distributions()}
    assert "opencv-python-headless" in names
    assert not {"opencv-python", "opencv-contrib-python"} & names


def test_every_dependency_of_pyproject_is_locked():
    wanted = {
        re.split(r"[<>=!;\[ ]", requirement)[0].lower().replace("_", "-")
        for requirement in metadata.requires("gongfu-studio") or []
    }
    found = locked().lower().replace("_", "-")
    assert {name for name in wanted if f"\n{name}==" not in found} == set()


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_what_the_locked_packages_need_on_each_system_is_locked(system: str):
    """Frozen on Linux, the list lacks what is asked for elsewhere alone: on Windows the keyring
    without pywin32-ctypes is none, and no key could be kept."""
    there = {"sys_platform": system, "os_name": "nt" if system == "win32" else "posix", "extra": ""}
    there["platform_system"] = {"win32": "Windows", "darwin": "Darwin"}.get(system, "Linux")
    kept = map(Requirement, locked_lines())
    names = {canonicalize_name(each.name) for each in kept if counts(each, there)} | {"pip"}
    missing = {
        f"{found.name}: {needed}"
        for found in metadata.distributions()
        if canonicalize_name(found.name) in names
        for needed in map(Requirement, found.requires or [])
        if counts(needed, there) and canonicalize_name(needed.name) not in names
    }
    assert missing == set()


def counts(requirement: Requirement, there: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(there)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_sentence_stands_in_both_languages_with_the_same_placeholders(code):
    words = catalogue()[code]
    assert set(words) == set(LANGUAGES)
    chinese, english = (placeholders(words[each]) for each in LANGUAGES)
    assert chinese == english
    assert all(words[each].strip() for each in LANGUAGES)


def test_qt_gives_back_only_references_it_took() -> None:
    """PySide6 6.12.0 lost one reference to None a call: docs/decisions/0015-pyside-6-11.md."""
    from PySide6.QtCore import QPoint, QRect

    box, corner = QRect(), QPoint(1, 1)
    before = sys.getrefcount(None)
    for _ in range(1000):
        box.moveTo(corner)
    assert sys.getrefcount(None) > before - 500
