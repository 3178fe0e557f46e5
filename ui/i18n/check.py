"""``python -m ui.i18n.check``: every Chinese source has an English word with the same placeholders.

It reads the sources' syntax trees too, because an f-string or a name inside ``tr()`` is never
matched at run time, and words that lupdate does not see are never translated.
"""

from __future__ import annotations

import ast
import string
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ui.i18n.build import TS, UI

WIDE_MARKS = frozenset("“”‘’")
"""In the bundled face these are an ideograph wide: right in Chinese, a hole in English."""


def problems(ts: Path = TS, ui: Path = UI) -> list[str]:
    """One line for everything that is wrong; empty when the translation is whole."""
    found: list[str] = []
    known: set[str] = set()
    for context, source, english, finished in _messages(ts):
        known.add(source)
        where = f"{context}: {source!r}"
        if not finished or not english:
            found.append(f"{where} is not translated")
        elif placeholders(source) != placeholders(english):
            found.append(f"{where} and {english!r} have different placeholders")
        elif set(english) & WIDE_MARKS:
            found.append(f"{where} and {english!r} has quotation marks as wide as an ideograph")
    for path in sorted(ui.rglob("*.py")):
        found += _source_problems(path, known)
    return found


def placeholders(text: str) -> set[str]:
    """The names of ``{name}`` fields. ``{{`` is a brace, not a field."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _messages(ts: Path) -> Iterator[tuple[str, str, str, bool]]:
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            english = "" if translation is None else translation.text or ""
            finished = translation is not None and translation.get("type") is None
            source = message.findtext("source") or ""
            yield context.findtext("name") or "", source, english, finished


def _source_problems(path: Path, known: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or (place := _source_argument(node)) is None:
            continue
        where = f"{path.name}:{node.lineno}"
        argument = node.args[place]
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            yield f"{where} translates something that is not a plain string"
        elif argument.value not in known:
            yield f"{where} {argument.value!r} is not in the translation file"


def _source_argument(call: ast.Call) -> int | None:
    """Which argument of ``call`` is a source text: tr's first, translate's second."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "tr" and call.args:
        return 0
    if name in ("translate", "QT_TRANSLATE_NOOP") and len(call.args) > 1:
        return 1
    return None


if __name__ == "__main__":
    lines = problems()
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.exit(1 if lines else 0)
