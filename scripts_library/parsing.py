"""Reading a script: Markdown with front matter, as a villager types it in Notepad.

Every mistake is a `UserFacingError` whose code begins with ``script_`` and whose parameters hold
the ``file`` and the ``line``. Full-width ｛｝？：（）【】 are taken as their plain signs.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from scripts_library.expressions import Expression, ExpressionError, compile_expression
from scripts_library.names import canonical, nearest
from scripts_library.script import Cue, Part, Script, ScriptLine, Stage
from scripts_library.text_file import decode
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_at_most
from studio.runtime.plain import harmless

LARGEST_BYTES = 200_000
"""An hour of talk is about 30 kB."""
MOST_LINES = 2_000
LONGEST_LINE = 1_000
LONGEST_PAUSE = 60.0
"""Seconds; a longer silence on air is a typing mistake."""
SPEEDS = range(60, 501)
"""Characters a minute that a script may ask for."""

_FENCE = re.compile(r"^-{3,}\s*$")
_HEADING = re.compile(r"^#{1,6}\s*(?P<title>.*?)\s*(?:[(（](?P<time>[^()（）]*)[)）])?\s*$")
_TIME = re.compile(
    r"(?:(\d+)\s*(?:分钟|分|min|m))?\s*(?:(\d+)\s*(?:秒钟|秒|sec|s)?)?", re.IGNORECASE
)
_CONDITION = re.compile(r"^[？?]\s*(?P<condition>[^：:]*?)\s*[：:]\s*(?P<rest>.*)$")
_OTHERWISE = frozenset({"否则", "不然", "else", "otherwise"})
_TOKEN = re.compile(
    r"(?P<value>\{\{(?P<inside>.*?)\}\})|(?P<cue>[\[【](?P<said>[^\[\]【】]*)[\]】])"
)
_PAUSE = re.compile(r"^(?:停|pause)\s*(?P<seconds>\d+(?:\.\d+)?)?\s*(?:秒|s|sec)?$", re.IGNORECASE)
_NAMED_CUE = re.compile(r"^\s*(?P<name>\w{1,12})\s*[：:]\s*(?P<text>.+?)\s*$")
_CUES = {"动作": "action", "action": "action", "画面": "picture", "picture": "picture"}
_BULLET = re.compile(r"^(?:[-*+>]\s+)+")
_FRONT = re.compile(r"^(?P<key>[^：:#]+?)\s*[：:]\s*(?P<value>.*)$")


def load(path: Path) -> Script:
    """Read a script file (UTF-8, UTF-16 or GB18030).

    Errors: script_not_found, script_unreadable, script_too_long, script_not_text, and as `parse`.
    """
    try:
        data = read_at_most(path, LARGEST_BYTES)
    except FileNotFoundError:
        raise UserFacingError("script_not_found", file=path.name) from None
    except OSError as error:
        raise UserFacingError("script_unreadable", file=path.name) from error
    if len(data) > LARGEST_BYTES:
        raise UserFacingError("script_too_long", file=path.name)
    text = decode(data)
    if text is None or "\0" in text:
        raise UserFacingError("script_not_text", file=path.name)
    return parse(text, path.name)


def parse(text: str, name: str = "") -> Script:
    """A script from its text; ``name`` is what sentences call it."""
    rows = text.splitlines()
    if len(rows) > MOST_LINES or len(text) > LARGEST_BYTES:
        raise UserFacingError("script_too_long", file=name)
    return _Parser(rows, name).script()


class _Parser:
    """Goes through the rows once; knows which line it stands on, for its objections."""

    def __init__(self, rows: list[str], name: str) -> None:
        self._rows = rows
        self._name = name
        self._number = 0
        self._stages: list[Stage] = []
        self._open = Stage("", 0, ())
        self._lines: list[ScriptLine] = []
        self._after_condition = False

    def script(self) -> Script:
        front, start = self._front()
        for number in range(start, len(self._rows) + 1):
            self._number = number
            self._row(_without_controls(self._rows[number - 1]))
        self._close_stage()
        return Script(front, tuple(self._stages), self._name)

    def _mistake(self, code: str, **parameters: object) -> UserFacingError:
        return UserFacingError(code, file=self._name, line=self._number, **parameters)

    # ---- front matter ----------------------------------------------------------------------

    def _front(self) -> tuple[dict[str, str], int]:
        """The values between the two ``---``, and the number of the first line after them."""
        first = next((n for n, row in enumerate(self._rows, 1) if row.strip()), 0)
        if not first or not _FENCE.match(self._rows[first - 1].strip()):
            return {}, 1
        front: dict[str, str] = {}
        for number in range(first + 1, len(self._rows) + 1):
            self._number = number
            row = _without_controls(self._rows[self._number - 1]).strip()
            if _FENCE.match(row):
                return front, number + 1
            if row and not row.startswith("#"):
                self._front_row(front, row)
        self._number = first
        raise self._mistake("script_front_open")

    def _front_row(self, front: dict[str, str], row: str) -> None:
        found = _FRONT.match(row)
        if not found:
            raise self._mistake("script_front_row")
        typed = unicodedata.normalize("NFKC", found["key"])
        key = canonical(typed)
        if key is None:
            raise self._mistake("script_front_unknown", word=typed[:20], near=nearest(typed))
        if key in front:
            raise self._mistake("script_front_twice", word=key)
        front[key] = _unquoted(found["value"].strip())
        if key == "语速" and not _whole_in(front[key], SPEEDS):
            raise self._mistake("script_speed", least=SPEEDS[0], most=SPEEDS[-1])

    # ---- rows ------------------------------------------------------------------------------

    def _row(self, raw: str) -> None:
        row = raw.strip().replace("｛", "{").replace("｝", "}")
        if not row:
            return
        if len(row) > LONGEST_LINE:
            raise self._mistake("script_line_too_long", most=LONGEST_LINE)
        if row.startswith("#"):
            self._heading(row)
        elif row[0] in "？?":
            self._conditional(row)
        else:
            self._after_condition = False
            self._lines.append(ScriptLine(self._number, self._parts(_BULLET.sub("", row))))

    def _heading(self, row: str) -> None:
        found = _HEADING.match(row)
        title, time = (found["title"], found["time"]) if found else (row.strip("# "), None)
        seconds = _seconds(time) if time is not None else 0
        if seconds is None:
            title, seconds = row.lstrip("# "), 0  # brackets that hold something else
        self._close_stage()
        self._open = Stage(title, seconds, (), self._number)

    def _close_stage(self) -> None:
        stage = Stage(self._open.title, self._open.seconds, tuple(self._lines), self._open.number)
        if stage.number or stage.lines:
            self._stages.append(stage)
        self._lines = []
        self._after_condition = False

    def _conditional(self, row: str) -> None:
        found = _CONDITION.match(row)
        if not found:
            raise self._mistake("script_condition_colon")
        words = found["condition"]
        if words.lower() in _OTHERWISE:
            if not self._after_condition:
                raise self._mistake("script_otherwise_alone")
            line = ScriptLine(self._number, self._parts(found["rest"]), otherwise=True)
        else:
            condition = self._expression(words)
            line = ScriptLine(self._number, self._parts(found["rest"]), condition)
        self._after_condition = not line.otherwise
        self._lines.append(line)

    def _parts(self, row: str) -> tuple[Part, ...]:
        parts: list[Part] = []
        end = 0
        for found in _TOKEN.finditer(row):
            self._words(parts, row[end : found.start()])
            end = found.end()
            if found["value"]:
                parts.append(self._expression(found["inside"]))
            else:
                parts.append(self._cue(found["said"], found["cue"]))
        self._words(parts, row[end:])
        return tuple(parts)

    def _words(self, parts: list[Part], words: str) -> None:
        for sign, code in _LEFT_OVER.items():
            if sign in words:
                raise self._mistake(code, sign=sign)
        words = words.replace("**", "")
        # Blanks between two cues are layout, not speech.
        if words.strip() or (words and parts and not isinstance(parts[-1], Cue)):
            parts.append(words)

    def _expression(self, source: str) -> Expression:
        try:
            return compile_expression(source)
        except ExpressionError as mistake:
            code = f"script_value_{mistake.kind}"
            near = nearest(mistake.word)
            raise self._mistake(code, word=mistake.word, near=near, source=source[:40]) from None

    def _cue(self, said: str, whole: str) -> Part:
        plain = unicodedata.normalize("NFKC", said).strip()
        pause = _PAUSE.match(plain)
        if pause:
            seconds = float(pause["seconds"] or 1)
            if seconds > LONGEST_PAUSE:
                raise self._mistake("script_pause_too_long", most=int(LONGEST_PAUSE))
            return Cue("pause", "", seconds)
        named = _NAMED_CUE.match(said)
        if not named:
            if plain.rstrip("：:") in _CUES:
                raise self._mistake("script_cue_empty", cue=whole[:20])
            return whole  # brackets that are simply part of the text
        kind = _CUES.get(named["name"].lower())
        if kind is None:
            raise self._mistake("script_cue_unknown", cue=named["name"])
        return Cue("picture" if kind == "picture" else "action", named["text"])


_LEFT_OVER = {
    "{{": "script_braces_open",
    "}}": "script_braces_open",
    "{%": "script_statement",
    "%}": "script_statement",
    "{#": "script_statement",
    "【": "script_bracket_open",
    "】": "script_bracket_open",
}


def _without_controls(row: str) -> str:
    row = harmless(row.replace("\t", " "))
    return "".join(sign for sign in row if unicodedata.category(sign) != "Cc" and sign != "�")


def _unquoted(value: str) -> str:
    paired = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if paired else value


def _whole_in(text: str, span: range) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and int(text) in span


def _seconds(text: str) -> int | None:
    """``30秒``, ``1分30秒``, ``2 min`` → seconds; None if it is no time."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _TIME.fullmatch(plain)
    if not found or not plain or len(plain) > 12:
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0)
