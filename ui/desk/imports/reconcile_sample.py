"""The reconciliation of the sample evening, one file of the platforms' imported."""

from __future__ import annotations

from studio.runtime.clock import DAY_MS
from ui.desk.imports.reconcile import ReconcilePage
from ui.desk.imports.reconcile_presenter import Line, Shown
from ui.report.sample import LIVE_AT, PLAN

NOTES = (
    (12, 0, 2, "快手", "open", (), 2),
    (31, 1, 3, "快手", "split", ("2417800000770214",), 1),
    (44, 0, 1, "抖店", "unexplained", ("6917120000000008219",), 0),
    (22, 1, 2, "微信群", "waits", (), 2),
    (26, 0, 1, "电话", "handed", (), 0),
    (52, 2, 4, "抖音", "expired", (), 0),
    (58, 0, 1, "抖音", "released", (), 0),
    (3, 0, 2, "抖音", "confirmed", ("6917120000000008203",), 0),
    (7, 1, 5, "抖音", "split", ("6917120000000008207", "6917120000000008211"), 0),
    (9, 2, 1, "视频号", "confirmed", ("3729000000990871",), 0),
)
"""Minute, product, how many, channel, state, orders, how many are left."""


def reconciled() -> ReconcilePage:
    lines = [
        Line(
            f"n{place}",
            LIVE_AT + minute * 60_000,
            PLAN.products[product].name,
            *(qty, channel, state, orders, left),
            LIVE_AT + 2 * DAY_MS if left and state != "waits" else None,
            state in ("waits", "handed"),
        )
        for place, (minute, product, qty, channel, state, orders, left) in enumerate(NOTES)
    ]
    page = ReconcilePage()
    page.show_reconciled(Shown(PLAN.title, LIVE_AT, lines))
    return page
