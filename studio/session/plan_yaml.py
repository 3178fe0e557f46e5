"""From the bytes of a plan file to plain values that know their line.

Only YAML's *nodes* are read, never constructed: a tag in the file cannot make an object, a price
is taken as the text that was typed (never through a float), and every value keeps its line.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from scripts_library.text_file import decode
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_at_most

LARGEST_BYTES = 250_000
"""The most products a plan may have (500), each with every key filled (300 bytes as the studio
writes them), and 1,600 orders of a timeline (60 bytes). An evening's plan has some 10,000 bytes;
anything larger is another file, or an attack: read at some 100,000 bytes a second it would keep
a person waiting."""
MOST_VALUES = 30_000
"""Keys and values of that plan, counted while they are read and again after aliases are followed:
250,000 bytes can hold 120,000, and a kilobyte of anchors can unfold to billions."""
DEEPEST = 20

Where = tuple[str | int, ...]
"""Path of a value: ``("products", 0, "price")``."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}\.[0-9]{1,15}")


@dataclass(slots=True)
class Located:
    """Plain values (dict, list, str, int, Decimal, bool, None) and the line of each."""

    file: str
    value: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    key_lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: Where) -> int:
        """Line of the value at ``where``, or of the nearest thing around it; 1 is the first."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def key_line(self, where: Where) -> int:
        """Line of the key that leads to ``where``."""
        return self.key_lines.get(where) or self.line(where)


def read_text(path: Path) -> str:
    """The file's text: UTF-8, UTF-16 with its mark, or GB18030 as older Notepads write.

    Errors: plan_not_found, plan_unreadable, plan_too_big, plan_not_readable_text.
    """
    try:
        data = read_at_most(path, LARGEST_BYTES)
    except FileNotFoundError:
        raise UserFacingError("plan_not_found", file=path.name) from None
    except OSError as error:
        raise UserFacingError("plan_unreadable", file=path.name) from error
    if len(data) > LARGEST_BYTES:
        raise UserFacingError("plan_too_big", file=path.name)
    text = decode(data)
    if text is None:
        raise UserFacingError("plan_not_readable_text", file=path.name)
    return text


def read_values(text: str, file: str, text_keys: Container[str]) -> Located:
    """Read YAML; scalars under ``text_keys`` keep the text that was typed.

    Errors: plan_empty, plan_not_mapping, plan_syntax, plan_colon_full_width, plan_tab,
    plan_key_twice, plan_too_big, plan_too_deep, plan_not_readable_text.
    """
    root = _compose(text, file)
    if root is None:
        raise UserFacingError("plan_empty", file=file)
    if not isinstance(root, MappingNode):
        raise _syntax_error(text, file, root.start_mark.line + 1, "plan_not_mapping")
    reader = _Reader(Located(file), text_keys)
    reader.located.value = reader.read(root, ())
    return reader.located


class _BoundedComposer(Composer):
    """Counts while it reads: what is too much or too deep is refused before its end is reached."""

    def __init__(self, loader: Any, file: str) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False  # YAML allows an anchor to be set again
        self._file = file
        self._count = 0
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self._count += 1
        if self._count > MOST_VALUES:
            raise UserFacingError("plan_too_big", file=self._file)
        if self._depth > DEEPEST:
            line = self.parser.peek_event().start_mark.line + 1
            raise UserFacingError("plan_too_deep", file=self._file, line=line)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _compose(text: str, file: str) -> Node | None:
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Composer = partial(_BoundedComposer, file=file)
    try:
        node: Node | None = yaml.compose(text)
    except ReaderError:
        raise UserFacingError("plan_not_readable_text", file=file) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _syntax_error(text, file, (mark.line if mark else 0) + 1) from error
    except YAMLError as error:
        raise UserFacingError("plan_syntax", file=file, line=1) from error
    except (ValueError, OverflowError) as error:  # "\U00110000" is no character
        rows = enumerate(text.splitlines(), 1)
        line = next((number for number, row in rows if "\\U" in row), 1)
        raise UserFacingError("plan_syntax", file=file, line=line) from error
    return node


def _syntax_error(
    text: str, file: str, line: int, otherwise: str = "plan_syntax"
) -> UserFacingError:
    """The likeliest reason for a broken line: two mistakes that every keyboard here invites."""
    rows = text.splitlines()
    # YAML notices a missing colon one line after it was forgotten.
    for number in (line, line - 1):
        row = rows[number - 1] if 1 <= number <= len(rows) else ""
        if "：" in row and ":" not in row:
            return UserFacingError("plan_colon_full_width", file=file, line=number)
        if row[: len(row) - len(row.lstrip())].count("\t"):
            return UserFacingError("plan_tab", file=file, line=number)
    return UserFacingError(otherwise, file=file, line=min(line, max(len(rows), 1)))


class _Reader:
    """Walks the nodes once, counting again: aliases lead to nodes that were read only once."""

    def __init__(self, located: Located, text_keys: Container[str]) -> None:
        self.located = located
        self._text_keys = text_keys
        self._count = 0

    def read(self, node: Node, where: Where) -> Any:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MOST_VALUES:
            raise UserFacingError("plan_too_big", file=self.located.file)
        if len(where) > DEEPEST:
            raise UserFacingError("plan_too_deep", file=self.located.file, line=line)
        self.located.lines[where] = line
        if isinstance(node, MappingNode):
            return self._mapping(node, where)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*where, index)) for index, item in enumerate(node.value)]
        return self._scalar(str(node.value), str(node.tag).rpartition(":")[2], where)

    def _mapping(self, node: MappingNode, where: Where) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise UserFacingError("plan_syntax", file=self.located.file, line=line)
            key = str(key_node.value)
            if key in values:
                raise UserFacingError("plan_key_twice", file=self.located.file, line=line, key=key)
            self.located.key_lines[(*where, key)] = line
            values[key] = self.read(value_node, (*where, key))
            if values[key] is None:  # YAML places nothing on the line after it
                self.located.lines[(*where, key)] = line
        return values

    def _scalar(self, text: str, kind: str, where: Where) -> Any:
        if kind == "null":
            return None
        if where and where[-1] in self._text_keys:
            return text
        if kind == "int" and _WHOLE.fullmatch(text):
            return int(text)
        if kind in ("int", "float") and _DECIMAL.fullmatch(text):
            return Decimal(text)
        return text == "true" if kind == "bool" and text in ("true", "false") else text
