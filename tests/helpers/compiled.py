"""A fresh copy of the project is compiled once, by all workers together.

Each worker collects every test. Where nothing was compiled before, all of them compiled the same
files at the same moment, and pytest's rewriting of the asserts is most of that: two thirds of the
processor's time that collecting takes. Hypothesis reads the program for the constants in it, which
it tries as examples: another four seconds for each.
"""

from __future__ import annotations

import os
import sys
from compileall import compile_file
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.assertion import rewrite
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import constants_from_module, is_local_module_file

ROOT = Path(__file__).parents[2]
HOUSES = ("studio", "ui", "overlays", "scripts_library", "inventory", "bench", "tools", "tests")

OURS = tuple(f"{ROOT / house}{os.sep}" for house in HOUSES if house != "tests")
"""What the path of a module that Hypothesis reads begins with."""


def know_what_is_ours() -> None:
    """Let Hypothesis see by a module's path whether it is one it reads.

    It looks up every folder of the paths of two thousand modules else: a second for each worker.
    """
    providers.is_local_module_file = lambda path: path.startswith(OURS)


def compile_share(config: pytest.Config) -> None:
    """The share of the worker that ``config`` belongs to; what is compiled already stays."""
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is None or sys.dont_write_bytecode:
        return
    number = int(str(worker["workerid"]).removeprefix("gw"))
    files = sorted(file for house in HOUSES for file in (ROOT / house).rglob("*.py"))
    for file in files[number :: worker["workercount"]]:
        if file.name.startswith("test_"):
            _rewrite(file, config)
        else:
            compile_file(file, quiet=2)
        if is_local_module_file(str(file)):
            _keep_constants(file)


def _keep_constants(file: Path) -> None:
    """As Hypothesis does, in its folder, under what is in the file: found there, it is not read."""
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    constants_from_module(module)


def _rewrite(file: Path, config: pytest.Config) -> None:
    """As pytest does when it imports a test, and where it will look for it then."""
    cache = rewrite.get_cache_dir(file)
    kept = cache / (file.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(file, kept) is None and rewrite.try_makedirs(cache):
        source, code = rewrite._rewrite_test(file, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source, kept)
