"""A JavaScript object literal read as data: what SPX templates describe themselves with.

Objects, lists, strings, numbers, true, false, null, comments and commas at the end. Anything that
would have to be run (a call, a name, a template string with ``${``) is refused.
"""

from __future__ import annotations

import re

DEEPEST = 20
MOST_VALUES = 5000
SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
NAME = re.compile(r"[A-Za-z_$][\w$]*")
NUMBER = re.compile(r"[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:[eE][+-]?\d{1,3})?")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}
CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None}


class LiteralError(ValueError):
    """Not plain data; ``at`` is the place in the text."""

    def __init__(self, at: int) -> None:
        super().__init__(f"no plain data at {at}")
        self.at = at


def read_literal(text: str, start: int) -> object:
    """The value that begins at ``start``. LiteralError where it is more than data."""
    return _Reader(text, start).value(0)


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self._count = 0

    def value(self, depth: int) -> object:
        self._count += 1
        if depth > DEEPEST or self._count > MOST_VALUES:
            raise LiteralError(self._at)
        sign = self._peek()
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._list(depth)
        if sign in ('"', "'", "`"):
            return self._string(sign)
        if found := NUMBER.match(self._text, self._at):
            self._at = found.end()
            return float(found[0]) if re.search(r"[.eE]", found[0]) else int(found[0])
        if (found := NAME.match(self._text, self._at)) and found[0] in CONSTANTS:
            self._at = found.end()
            return CONSTANTS[found[0]]
        raise LiteralError(self._at)

    def _peek(self) -> str:
        """The next character that is neither space nor comment; empty at the end."""
        found = SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self._at += 1
        return True

    def _object(self, depth: int) -> dict[str, object]:
        self._at += 1
        found: dict[str, object] = {}
        while not self._take("}"):
            key = self._key()
            if not self._take(":"):
                raise LiteralError(self._at)
            found[key] = self.value(depth + 1)
            if not self._take(",") and self._peek() != "}":
                raise LiteralError(self._at)
        return found

    def _key(self) -> str:
        sign = self._peek()
        if sign in ('"', "'"):
            return self._string(sign)
        found = NAME.match(self._text, self._at)
        if found is None:
            raise LiteralError(self._at)
        self._at = found.end()
        return found[0]

    def _list(self, depth: int) -> list[object]:
        self._at += 1
        found: list[object] = []
        while not self._take("]"):
            found.append(self.value(depth + 1))
            if not self._take(",") and self._peek() != "]":
                raise LiteralError(self._at)
        return found

    def _string(self, quote: str) -> str:
        start = self._at
        self._at += 1
        letters = []
        while (sign := self._text[self._at : self._at + 1]) != quote:
            if sign == "" or (quote == "`" and self._text.startswith("${", self._at)):
                raise LiteralError(start)
            self._at += 1
            if sign == "\\":
                sign = self._escape()
            letters.append(sign)
        self._at += 1
        return "".join(letters)

    def _escape(self) -> str:
        sign = self._text[self._at : self._at + 1]
        self._at += 1
        if sign == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", self._text[self._at : self._at + 4]):
            code = self._text[self._at : self._at + 4]
            self._at += 4
            return chr(int(code, 16))
        return ESCAPES.get(sign, "" if sign == "\n" else sign)
