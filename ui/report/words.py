"""Figures of a summary as a person reads them. The screen and the page of paper share this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inventory.standing import RanOut
from studio.runtime.wording import Count, Language, sentence
from studio.session.one_incident import signs
from studio.session.telling import lasted, tell
from ui.formats import money

Row = Mapping[str, Any]

BREAKS = frozenset(
    {"incident_uplink_down", "incident_stream_broke", "incident_interrupted_off_air"}
)
"""The incidents in which nothing reached the viewers."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: its name, itself, a note; ``tone`` as in the style sheet."""

    label: str
    figure: str
    note: str = ""
    tone: str = "idle"


def say(code: str, language: Language, **parameters: object) -> str:
    """A fixed word of the report: ``report_<code>``."""
    return sentence(f"report_{code}", language, **parameters)


def clock(at_ms: int, *, with_seconds: bool = False) -> str:
    """Wall time on this computer."""
    return local(at_ms).strftime("%H:%M:%S" if with_seconds else "%H:%M")


def date(at_ms: int, language: Language) -> str:
    day = local(at_ms)
    return sentence("report_date", language, year=day.year, month=day.month, day=day.day)


def local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000).astimezone()


def title(summary: Row, language: Language) -> str:
    return sentence("report_title", language, title=summary["title"])


def subtitle(summary: Row, language: Language) -> str:
    """``2026 年 6 月 12 日 18:50 – 20:51 · 主播：主播一号``."""
    parts = []
    if summary["live_at"] is not None:
        span = clock(summary["live_at"])
        if summary["ended_at"] is not None:
            span += f" – {clock(summary['ended_at'])}"
        parts.append(f"{date(summary['live_at'], language)} {span}")
    if summary["anchor"]:
        parts.append(sentence("report_anchor", language, anchor=summary["anchor"]))
    if summary["stage"] == "practice":
        parts.append(sentence("report_practice", language))
    if summary.get("training"):
        parts.append(sentence("report_training", language))
    return " · ".join(parts)


def figures(summary: Row, language: Language) -> list[Figure]:
    """The five numbers at the head of the review."""

    orders, undone, let_go = (summary[f"orders{each}"] for each in ("", "_undone", "_let_go"))
    pieces = "pieces_let_go" if let_go else "pieces_undone" if undone else "pieces"
    noted = say(pieces, language, qty=summary["qty"], undone=undone, gone=undone + let_go)
    each = money(round(summary["paid_fen"] / orders)) if orders else "—"
    return [
        Figure(say("paid", language), money(summary["paid_fen"])),
        Figure(say("orders", language), f"{orders:,}", noted),
        Figure(say("per_order", language), each),
        Figure(say("on_air", language), lasted(summary["on_air_ms"], language)),
        _breaks(summary, language),
    ]


def ran_out(gone: RanOut, language: Language) -> str:
    """Why a broadcast's sums are less than was noted, and what to do; empty where nothing is."""
    if not gone.orders and not gone.partly:
        return ""
    code = "ran_out_both" if gone.partly and gone.orders else "ran_out"
    if not gone.orders:
        code = "ran_out_in_part"
    counts = {"orders": Count(gone.orders), "partly": Count(gone.partly)}
    return say(code, language, **counts, hours=gone.hours)


def _breaks(summary: Row, language: Language) -> Figure:
    label = sentence("report_broken", language)
    if not summary["streamed"]:
        return Figure(label, sentence("report_not_streamed", language))
    away = breaks(summary)
    if not away:
        return Figure(label, sentence("report_broken_none", language), tone="fine")
    total = sum(end - start for start, end in away)
    said = sentence(
        "report_broken_times", language, times=len(away), lasted=lasted(total, language)
    )
    return Figure(label, said, tone="mind")


def breaks(summary: Row) -> list[tuple[int, int]]:
    """Stretches (UTC ms) in which viewers saw nothing move; two causes at once are one break."""
    spans = sorted(
        (sign["at"], sign["at"] + sign["lasted_ms"])
        for row in summary["incidents"]
        for sign in signs(row)
        if sign["code"] in BREAKS and sign["lasted_ms"]
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def advice(summary: Row, language: Language) -> list[str]:
    """The sentences for next time; empty where the figures are too thin."""
    return [tell(row, language) for row in summary["advice"]]


def stock_left(row: Row, language: Language) -> str:
    """What a product has left, empty where nobody knows."""
    if row["stock_left"] is None:
        return ""
    if row["stock_left"] == 0:
        return sentence("report_gone", language)
    return sentence("report_left", language, left=row["stock_left"], unit=row["unit"])
