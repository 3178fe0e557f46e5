"""Up to three plain sentences for next time, each drawn from figures of this broadcast.

Nothing is said where the figures are too thin to say it: every rule names the least it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from studio.health import policy
from studio.session.one_incident import signs

MOST = 3
"""More than three are not read."""

ORDERS_NEEDED = 5
"""Fewer orders than this say nothing about what sells (judgement of the project)."""
FASTER_THAN_REST = 1.5
LONG_WITHOUT_ORDER_MS = 120_000
BARE_SECONDS = policy.HOLE_HEALS_SECONDS
"""Of a network that is told to be down; by then the program has put its break picture on air,
unless that was refused or a hand in OBS chose another scene. In a shorter hole it would not get
through."""
WEAK_SHARE = 0.10
UNDONE_NEEDED = 3
UNDONE_SHARE = 0.10

Row = Mapping[str, Any]


def advise(summary: Row) -> list[dict[str, Any]]:
    """Codes of sentences with their parameters, the most useful first, at most `MOST`."""
    rules = (
        _bring_more, _break_picture, _sells_fastest, _shown_in_vain, _weak_network, _stage_lost,
        _sold_out, _undone,
    )  # fmt: skip
    firsts = [next(rule(summary), None) for rule in rules]
    return [advice for advice in firsts if advice is not None][:MOST]


def _bring_more(summary: Row) -> Iterator[dict[str, Any]]:
    """Somebody wanted to buy and could not."""
    for row in sorted(summary["refused"], key=lambda row: -row["qty"]):
        if row["qty"] > 0:
            about = {key: row[key] for key in ("name", "times", "qty", "unit")}
            yield {"code": "review_advice_bring_more"} | about


def _break_picture(summary: Row) -> Iterator[dict[str, Any]]:
    """The net was down for so long that the program covers it, and nothing was put on air.

    Where it was, by the program or somebody sooner, nobody has to be told to press anything."""
    bare = sum(
        row["to"] - row["from"]
        for row in summary["uplink"]
        if row["state"] == "down"
        and row["to"] - row["from"] >= BARE_SECONDS * 1000
        and not any(_overlap(row, pause) for pause in summary["breaks"])
    )
    if bare:
        yield {"code": "review_advice_break_picture", "seconds": round(bare / 1000)}


def _overlap(one: Row, other: Row) -> bool:
    """They have an instant in common."""
    return bool(one["from"] < other["to"] and other["from"] < one["to"])


def _sells_fastest(summary: Row) -> Iterator[dict[str, Any]]:
    """One product sold clearly faster than the rest: show it earlier, or once more."""
    shown = [row for row in summary["products"] if row["shown_ms"] > 0]
    if len(shown) < 2 or summary["orders"] < ORDERS_NEEDED:
        return
    best = max(shown, key=_rate)
    rest_ms = sum(row["shown_ms"] for row in shown if row is not best)
    rest = sum(row["orders"] for row in shown if row is not best) / rest_ms
    if best["orders"] < ORDERS_NEEDED or _rate(best) < FASTER_THAN_REST * rest:
        return
    if best["stock_left"] == 0:
        return  # sold out: there was nothing left to show
    first = min(shown, key=lambda row: row["intervals"][0]["from"])
    code = "review_advice_show_again" if best is first else "review_advice_show_earlier"
    yield {"code": code, "name": best["name"], "orders": best["orders"]} | _time(best["shown_ms"])


def _rate(row: Row) -> float:
    return float(row["orders"] / row["shown_ms"])


def _shown_in_vain(summary: Row) -> Iterator[dict[str, Any]]:
    """Long on air without a single order, while others sold."""
    if summary["orders"] < ORDERS_NEEDED:
        return
    for row in sorted(summary["products"], key=lambda row: -row["shown_ms"]):
        if row["orders"] == 0 and row["shown_ms"] >= LONG_WITHOUT_ORDER_MS:
            yield {"code": "review_advice_no_orders", "name": row["name"]} | _time(row["shown_ms"])


def _weak_network(summary: Row) -> Iterator[dict[str, Any]]:
    total = sum(row["to"] - row["from"] for row in summary["uplink"])
    weak = sum(row["to"] - row["from"] for row in summary["uplink"] if row["state"] != "good")
    if total and weak / total >= WEAK_SHARE:
        yield {"code": "review_advice_weak_network", "percent": round(100 * weak / total)}


def _stage_lost(summary: Row) -> Iterator[dict[str, Any]]:
    found = (sign for row in summary["incidents"] for sign in signs(row))
    lost = [sign for sign in found if sign["code"] == "incident_stage_lost"]
    if lost:
        yield {"code": "review_advice_stage_lost", "times": len(lost)}


def _sold_out(summary: Row) -> Iterator[dict[str, Any]]:
    refused = {row["sku"] for row in summary["refused"]}
    for row in sorted(summary["products"], key=lambda row: -row["paid_fen"]):
        if row["stock_left"] == 0 and row["orders"] > 0 and row["sku"] not in refused:
            about = {key: row[key] for key in ("name", "qty", "unit")}
            yield {"code": "review_advice_sold_out"} | about


def _undone(summary: Row) -> Iterator[dict[str, Any]]:
    undone = summary["orders_undone"]
    if undone >= UNDONE_NEEDED and undone >= UNDONE_SHARE * summary["orders"]:
        yield {"code": "review_advice_undone", "times": undone}


def _time(ms: int) -> dict[str, int]:
    """Parameters ``minutes`` and ``seconds`` of a length of time."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    return {"minutes": minutes, "seconds": seconds}
