"""What may stand between ``{{`` and ``}}``, and behind ``？``: names, numbers, arithmetic.

A script comes from a USB stick, so it is untrusted. It is compiled by Jinja2's sandbox with
StrictUndefined, after its syntax tree was checked against a short list of allowed nodes: no
attribute, call, filter, index or statement ever reaches the compiler.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from scripts_library.names import VARIABLES, canonical

LONGEST = 120
"""Characters of one expression."""
LARGEST = Decimal(10) ** 12
"""No figure said on air is larger; a larger one is a mistake or an attack."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.Name, nodes.Const, nodes.Add, nodes.Sub, nodes.Mul,
    nodes.Neg, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_COMPARISONS = frozenset({"eq", "ne", "gt", "gteq", "lt", "lteq"})
_SPOKEN = ("≤", "<="), ("≥", ">="), ("≠", "!="), ("且", " and "), ("或", " or "), ("×", "*")
_SINGLE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")


class ExpressionError(ValueError):
    """Why an expression cannot stand in a script; ``word`` is what it stumbled over."""

    def __init__(self, kind: str, word: str = "") -> None:
        super().__init__(kind, word)
        self.kind = kind
        """``unknown_name``, ``not_allowed`` or ``broken``."""
        self.word = word


class _Sandbox(SandboxedEnvironment):
    # Intercepted operators also keep Jinja from computing 9*9*9… while it compiles.
    intercepted_binops = frozenset({"+", "-", "*"})
    intercepted_unops = frozenset({"-"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return _bounded(_BINARY[operator](_number(left), _number(right)))

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        return -_number(arg)


_BINARY: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
}


def _number(value: object) -> Decimal:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return _bounded(Decimal(str(value)))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise InvalidOperation
    return value


_ENVIRONMENT = _Sandbox(undefined=StrictUndefined, autoescape=False)
_ENVIRONMENT.globals.clear()


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled expression."""

    source: str
    names: tuple[str, ...]
    """Variables it uses, by Chinese name."""
    _run: Callable[..., Any] = field(repr=False, compare=False)

    def value(self, values: Mapping[str, object]) -> object | None:
        """The result for ``values`` (by Chinese name); None where a value it needs is missing.

        A name alone also gives None for None and for empty text.
        """
        if any(_absent(values.get(name)) for name in self.names):
            return None
        try:
            result: object = self._run({name: values[name] for name in self.names})
        except (TemplateError, ArithmeticError, TypeError, ValueError):
            return None  # such as 品名*2: shown as a red slot, never as nonsense
        return None if isinstance(result, Undefined) else result

    def holds(self, values: Mapping[str, object]) -> bool:
        """As a condition. Undecided for want of a value is no: scarcity must be known."""
        if len(self.names) == 1 and canonical(self.source) == self.names[0]:
            return not _absent(values.get(self.names[0]))
        return bool(self.value(values))


def _absent(value: object) -> bool:
    return value is None or value == ""


def compile_expression(source: str) -> Expression:
    """Compile what stands between the braces; full-width signs are taken as their plain ones.

    Raises `ExpressionError`.
    """
    plain = _plain(source)
    if not plain or len(plain) > LONGEST:
        raise ExpressionError("broken", source[:40])
    try:
        tree = _ENVIRONMENT.parse("{{ " + plain + " }}")
        names = _check(tree)
        run = _ENVIRONMENT.compile_expression(_in_chinese(plain), undefined_to_none=False)
    except (TemplateError, RecursionError, ValueError, OverflowError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError("broken", source[:40]) from error
    return Expression(plain, names, run)


def _plain(source: str) -> str:
    parts = _QUOTED.split(unicodedata.normalize("NFKC", source).strip())
    for index in range(0, len(parts), 2):
        for spoken, sign in _SPOKEN:
            parts[index] = parts[index].replace(spoken, sign)
        parts[index] = _SINGLE_EQUALS.sub("==", parts[index])
    return "".join(parts).strip()


def _check(tree: nodes.Template) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ExpressionError("not_allowed", type(node).__name__.lower())
        if isinstance(node, nodes.TemplateData):
            raise ExpressionError("not_allowed", "}}")
        if isinstance(node, nodes.Const) and not isinstance(node.value, int | float | str):
            raise ExpressionError("not_allowed", str(node.value))
        if isinstance(node, nodes.Operand) and node.op not in _COMPARISONS:
            raise ExpressionError("not_allowed", node.op)
        if isinstance(node, nodes.Name):
            name = canonical(node.name)
            if name not in VARIABLES:
                raise ExpressionError("unknown_name", node.name)
            names[name] = None
    outputs = [node for node in tree.body if isinstance(node, nodes.Output)]
    if len(tree.body) != 1 or len(outputs) != 1 or len(outputs[0].nodes) != 1:
        raise ExpressionError("broken", "}}")
    return tuple(names)


def _walk(node: nodes.Node) -> list[nodes.Node]:
    found = [node]
    for child in node.iter_child_nodes():
        found += _walk(child)
    return found


def _in_chinese(plain: str) -> str:
    """English names become the Chinese ones that values are kept under."""
    parts = _QUOTED.split(plain)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"[A-Za-z_]\w*", lambda m: canonical(m[0]) or m[0], parts[index])
    return "".join(parts)
