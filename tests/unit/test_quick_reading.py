"""The packager's quick reading of modules finds what its own finds."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PyInstaller.lib.modulegraph import modulegraph

from tools import quick_reading

ROOT = Path(__file__).parents[2]
EVERY_PLACE = """
import a, b.c as d
from . import e
from ..f import g, h as i
from j import *
try:
    import k
except ImportError:
    k = None
    import l
else:
    import m
finally:
    import n
try:
    import o
except* ValueError:
    import p
if a:
    import q
elif b:
    import r
else:
    import s
for t in a:
    import u
else:
    import v
while a:
    import w
else:
    import x
with a as y:
    import z
match a:
    case 1:
        import aa
    case [ab, *ac]:
        import ad
class Ae:
    import af
    def ag(self, ah=lambda: a):
        global ai, aj
        import ak
        ai = [al for al in a]
        del aj
        async def am():
            from an import ao
            return [await ap async for ap in a]
        return am
del d
""" + "\n".join(f"name{number} = d" for number in range(300))  # more than one byte counts


class Seen:
    """What a module graph keeps of a module it reads."""

    def __init__(self) -> None:
        self._deferred_imports: list[Any] = []
        self.names: list[tuple[str, str]] = []

    def add_global_attr(self, name: str) -> None:
        self.names.append(("+", name))

    def remove_global_attr_if_found(self, name: str) -> None:
        self.names.append(("-", name))


@pytest.fixture
def _own_reading() -> Iterator[None]:
    """PyInstaller's, put back after the test."""
    visitor, graph = modulegraph._Visitor, modulegraph.ModuleGraph
    before = graph._scan_bytecode
    yield
    graph._scan_bytecode = before
    del visitor.generic_visit
    gc.enable()


def read(source: str, *, by_ast: bool) -> tuple[list[Any], list[tuple[str, str]]]:
    """The imports and global names of ``source``, as the packager reads it now."""
    seen, tree = Seen(), ast.parse(source)
    code = compile(tree, "read.py", "exec")
    modulegraph.ModuleGraph([])._scan_code(seen, code, tree if by_ast else None)
    imports = [
        (star, called[0], *called[2:], *rest) for star, called, *rest in seen._deferred_imports
    ]
    return imports, seen.names


@pytest.mark.usefixtures("_own_reading")
@pytest.mark.parametrize("by_ast", [True, False], ids=["source", "bytecode"])
@pytest.mark.parametrize("file", [None, "studio/cli/run.py", "studio/stage/practice/stage.py"])
def test_quick_reading_finds_what_the_packagers_own_finds(file: str | None, by_ast: bool) -> None:
    source = (ROOT / file).read_text("utf-8") if file else EVERY_PLACE
    own = read(source, by_ast=by_ast)
    assert len(own[0]) > 10
    assert len(own[1]) > 10
    quick_reading.take_over()
    assert read(source, by_ast=by_ast) == own
