"""PyInstaller reads 1,400 modules for what they import; here without the work it has no use for.

It makes an object of every instruction and looks at those that name something global, which few
blocks of code do; it walks every expression for statements, of which none holds one; and Python
looks through all that it keeps for rubbish, again and again, though it is kept to the end. What it
finds is the same (tests/unit/test_quick_reading.py).
"""

from __future__ import annotations

import ast
import dis
import gc
from collections.abc import Iterator
from types import CodeType
from typing import Any

_SAID = {dis.opmap[name]: True for name in ("STORE_NAME", "STORE_GLOBAL")}
_NAMED = _SAID | {dis.opmap[name]: False for name in ("DELETE_NAME", "DELETE_GLOBAL")}
"""Instructions that name something global, and whether it is there from then on."""
_LONGER = dis.opmap["EXTENDED_ARG"]
_BLOCKS = frozenset({"body", "handlers", "orelse", "finalbody", "cases"})
"""The parts of a statement that hold statements."""


def take_over() -> None:
    """Have PyInstaller, in this process, read so."""
    from PyInstaller.lib.modulegraph import modulegraph

    gc.disable()
    graph = modulegraph.ModuleGraph
    graph._scan_bytecode = _reading(graph._scan_bytecode)
    modulegraph._Visitor.generic_visit = visit_statements


def _reading(own: Any) -> Any:
    def read(graph: Any, module: Any, code: CodeType, is_scanning_imports: bool) -> None:
        """Where the source is read for imports, the code is for names alone."""
        if is_scanning_imports:
            own(graph, module, code, is_scanning_imports)
            return
        for name, there in global_names(code):
            (module.add_global_attr if there else module.remove_global_attr_if_found)(name)

    return read


def global_names(code: CodeType) -> Iterator[tuple[str, bool]]:
    """Each that ``code`` gives a value (True) or takes away (False), in this order."""
    operations, values = code.co_code[::2], code.co_code[1::2]
    if not _NAMED.keys().isdisjoint(operations):
        longer = 0
        for operation, value in zip(operations, values, strict=True):
            value |= longer
            longer = value << 8 if operation == _LONGER else 0
            if operation in _NAMED:
                yield code.co_names[value], _NAMED[operation]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from global_names(constant)


def visit_statements(visitor: ast.NodeVisitor, node: ast.AST) -> None:
    """The statements in a statement, in their order."""
    for name in node._fields:
        if name in _BLOCKS:
            for statement in getattr(node, name):
                visitor.visit(statement)
