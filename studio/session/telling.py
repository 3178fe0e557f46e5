"""Lines of a summary (timeline, incidents, advice) and lengths of time, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.runtime.wording import Language, sentence
from studio.session.overlay import SLOTS
from studio.session.plan import is_page


def tell(row: Mapping[str, Any], language: Language = "zh") -> str:
    """The sentence of one line; its length, where it has one, as ``lasted``, and of that, how long
    a stream was broken as ``broken``."""
    words = dict(row)
    if "overlay" in row:
        words["overlay"] = overlay_name(row["overlay"], row.get("label", ""), language)
    code = row.get("told_as", row["code"])
    lengths = {name: lasted(row.get(f"{name}_ms", 0), language) for name in ("lasted", "broken")}
    return sentence(code, language, **words, **lengths)


def overlay_name(template: str, label: str, language: Language = "zh") -> str:
    """What it is called; a template of others as the plan calls it, which is its label."""
    if is_page(template) and label:
        return label
    return sentence(overlay_code(template), language)


def overlay_code(template: str) -> str:
    """Code of a template's name; one that a workshop brought is called an overlay."""
    return f"overlay_{template.replace('-', '_')}" if template in SLOTS else "overlay_other"


def lasted(ms: int, language: Language = "zh") -> str:
    """A length of time: ``2 小时 01 分``, ``8 分 05 秒``, ``2 分钟``, ``34 秒``."""
    minutes, second = divmod(round(ms / 1000), 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return sentence("report_hours", language, hours=hours, minutes=minute)
    if minutes and second:
        return sentence("report_minutes_seconds", language, minutes=minutes, seconds=second)
    if minutes:
        return sentence("report_minutes", language, minutes=minutes)
    return sentence("report_seconds", language, seconds=second)
