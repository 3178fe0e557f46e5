"""A whole broadcast, from plan to outbox: what was aired is what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.helpers.airings import airings
from tests.helpers.program import Running, answer, write_plan

TIMELINE = """\
  - {at: 1, do: product, sku: YB-001}
  - {at: 2, do: card_on}
  - {at: 4, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 6, do: product, sku: YM-001}
  - {at: 7, do: order, sku: YM-001, qty: 1, channel: 微信群}
  - {at: 9, do: card_off}
  - {at: 11, do: product, sku: YB-001}
  - {at: 11.5, do: card_on}
  - {at: 14, do: break_on}
  - {at: 16, do: break_off}
  - {at: 18, do: order, sku: YB-001, qty: 500, channel: 抖音}
  - {at: 19, do: card_off}
  - {at: 21, do: end}
"""
SKUS = {"mussel": "YB-001", "bayberry": "YM-001"}
TOLERANCE = 1.5
"""Seconds between a fact in the journal and its frame in the film, once the clocks are aligned. A
busy computer takes its time for each; what is on view changes less often than this."""


def cards_on_view(summary: dict[str, Any]) -> list[tuple[str, float, float]]:
    """When viewers saw which card, seconds since going live, by the summary's own figures."""
    return [(card["sku"], card["from_s"], card["to_s"]) for card in summary["cards"]]


def assert_aired(film: Path, summary: dict[str, Any]) -> None:
    """The film shows each picture in its interval and nowhere else."""
    told = cards_on_view(summary)
    seen = airings(film)
    assert [SKUS[each.name] for each in seen] == [sku for sku, _, _ in told]
    offset = told[0][1] - seen[0].start  # the film's clock starts a little after the journal's
    for each, (_, start, end) in zip(seen, told, strict=True):
        assert abs(each.start + offset - start) <= TOLERANCE, (each, start, end, offset)
        assert abs(each.end + offset - end) <= TOLERANCE, (each, start, end, offset)


def assert_books_agree(summary: dict[str, Any], lines: list[dict[str, Any]], data: Path) -> None:
    """Journal, summary, orders, stock and outbox tell the same story."""
    noted = [line for line in lines if line["event"] == "order_noted"]
    orders = answer("orders", "list", "--data-dir", data)
    stock = {row["sku"]: row for row in answer("stock", "list", "--data-dir", data)}
    waiting = answer("outbox", "list", "--data-dir", data)
    assert {order["id"] for order in orders} == {line["id"] for line in noted}
    assert summary["orders"] == len(noted) == 2
    assert summary["paid_fen"] == sum(order["paid_fen"] for order in orders) == 2 * 3990 + 8990
    assert (stock["YB-001"]["available"], stock["YM-001"]["available"]) == (118, 59)
    assert [line["available"] for line in lines if line["event"] == "order_refused"] == [118]
    assert [message["body"]["paid_fen"] for message in waiting] == [summary["paid_fen"]]


def run_plan(tmp_path: Path, *more: object, **env: str) -> tuple[list[dict[str, Any]], Path, Path]:
    plan = write_plan(tmp_path, TIMELINE)
    data, out = tmp_path / "data", tmp_path / "out"
    with Running(
        ["live", plan, "--unattended", "--data-dir", data, "--out", out, *more], **env
    ) as program:
        assert program.wait() == 0, program.errors
        return program.lines, data, out


def test_the_practice_stage_airs_the_same_broadcast(tmp_path: Path) -> None:
    lines, data, out = run_plan(tmp_path, "--stage", "practice")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert_books_agree(summary, lines, data)
    assert_aired(next(out.glob("recording.*")), summary)
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "report.xlsx").stat().st_size > 5000
