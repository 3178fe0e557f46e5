"""Until when a request must be answered, and why goods come back: data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from studio.runtime.clock import HOUR_MS
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_small_text
from studio.runtime.wording import Language

FILE = "aftersales_rules.toml"
EVERYWHERE = "*"
MOST_HOURS = 24 * 365


@dataclass(frozen=True, slots=True)
class Reason:
    """Why goods come back."""

    code: str
    words: Mapping[Language, str]
    ours: bool
    """True where the workshop or the carrier is the cause, not a change of mind."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The program's, with what the workshop added."""

    hours: Mapping[str, int]
    reasons: Mapping[str, Reason]

    def due(self, channel: str, opened_ms: int) -> int:
        """When a request of that channel must be answered, UTC ms."""
        return opened_ms + self.hours.get(channel, self.hours[EVERYWHERE]) * HOUR_MS

    def reason(self, code: str) -> Reason:
        """Raises reason_unknown (with those there are)."""
        if code not in self.reasons:
            raise UserFacingError("reason_unknown", reason=code, known=", ".join(self.reasons))
        return self.reasons[code]

    def word(self, code: str, language: Language) -> str:
        """How a reason is called; its code where a file that knew it is gone."""
        known = self.reasons.get(code)
        return known.words[language] if known else code


def load(folder: Path | None = None) -> Rules:
    """The rules with the additions of ``folder``'s file, if there is one.

    Raises aftersales_rules_unreadable, aftersales_rules_wrong (with what is wrong).
    """
    told = tomllib.loads(files("inventory.aftersales").joinpath(FILE).read_text("utf-8"))
    theirs = _theirs(folder / FILE) if folder else {}
    hours = {**told["hours"], **_table(theirs, "hours")}
    reasons = {**told["reasons"], **_table(theirs, "reasons")}
    for channel, count in hours.items():
        if not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= MOST_HOURS:
            raise UserFacingError("aftersales_rules_wrong", about=channel)
    return Rules(hours, {code: _reason(code, table) for code, table in reasons.items()})


def _theirs(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_small_text(path))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserFacingError("aftersales_rules_unreadable", path=str(path)) from error


def _table(told: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = told.get(key, {})
    if not isinstance(found, dict):
        raise UserFacingError("aftersales_rules_wrong", about=key)
    return found


def _reason(code: str, table: object) -> Reason:
    words = table if isinstance(table, dict) else {}
    zh, ours = words.get("zh"), words.get("ours", True)
    if not isinstance(zh, str) or not zh or not isinstance(ours, bool):
        raise UserFacingError("aftersales_rules_wrong", about=code)
    return Reason(code, {"zh": zh, "en": str(words.get("en", zh))}, ours)
