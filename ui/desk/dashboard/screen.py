"""The dashboard for the desk, and its pictures. Imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inventory.figures import bring
from inventory.figures.bring import Left
from inventory.figures.goods import ExpiringLot, Household, Lost, LotSold
from inventory.figures.sold import COUNTER, NOTED, PHONE, PLATFORM, Sold, SoldProduct
from inventory.standing import NONE_RAN_OUT, RanOut
from studio.runtime.clock import DAY_MS, HOUR_MS
from studio.session import dashboard
from studio.session.dashboard import Dashboard
from ui.desk.dashboard.page import DashboardPage
from ui.desk.dashboard.presenter import DashboardPresenter
from ui.desk.frame import DeskFrame
from ui.report.sample import LIVE_AT, PLAN

if TYPE_CHECKING:
    from ui.shell import Shell


def page(shell: Shell, frame: QWidget) -> DashboardPage:
    made, studio = DashboardPage(frame), shell.studio
    look = partial(dashboard.look, studio)
    made.start(DashboardPresenter(made, look, studio.runtime, shell.open, shell.show_problem))
    return made


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "dashboard": partial(_shown, "month"),
        "dashboard-session": partial(_shown, "session"),
        "dashboard-ran-out": partial(_shown, "session", RanOut(12, hours=48)),
        "dashboard-lots": _by_lot,
        "dashboard-empty": _empty,
    }


MIDNIGHT = LIVE_AT - (LIVE_AT + 8 * HOUR_MS) % DAY_MS
"""Of the sample evening, in China."""
BY_DAY = (52, 38, 61, 74, 40, 33, 120, 96, 58, 71, 44, 1232, 86, 0, 0, 0, 0, 0)
BY_FIVE_MINUTES = (
    12, 30, 46, 80, 95, 61, 40, 22, 33, 71, 88, 54, 30, 18, 9, 24, 60, 92, 120, 75, 41, 22, 15, 8,
)  # fmt: skip


def _expiring() -> tuple[ExpiringLot, ...]:
    first, second = PLAN.products[:2]
    return (
        ExpiringLot(first.sku, first.name, "箱", "0609-陈家", "陈阿公", "2026-06-11", -1, 4),
        ExpiringLot(first.sku, first.name, "箱", "0612-李家", "李阿婆", "2026-06-14", 2, 60),
        ExpiringLot(second.sku, second.name, "箱", "0611-C", "枸杞乡", "2026-06-18", 6, 12),
    )


def _lots() -> tuple[LotSold, ...]:
    first, second = PLAN.products[:2]
    told = (
        (first, "260612-李阿婆", "李阿婆", 86, 15),
        (second, "0611-C", "枸杞乡", 90, 15),
        (first, "260611-王建国", "王建国", 50, 20),
        (first, "", "", 10, 6),
    )
    return tuple(
        LotSold(
            each.sku, each.name, each.unit, lot, whose, sold, shelf,
            sold * each.price_fen, shelf * each.price_fen,
        )
        for each, lot, whose, sold, shelf in told
    )  # fmt: skip


def _by_lot() -> QWidget:
    frame = _shown("month")
    frame.findChild(DashboardPage).by["lot"].setChecked(True)
    return frame


def _shown(span: str, ran_out: RanOut = NONE_RAN_OUT) -> QWidget:
    names = PLAN.products
    pieces = ((0, 146, 755_100), (1, 90, 287_300), (2, 31, 134_400), (3, 24, 71_300))
    products = tuple(
        SoldProduct(names[place].sku, names[place].name, names[place].unit, qty, fen)
        for place, qty, fen in pieces
    )
    ways = ((PLATFORM, 998_800), (NOTED, 146_400), (COUNTER, 71_700), (PHONE, 31_200))
    left = [
        Left(names[0].sku, names[0].name, names[0].unit, 60, 146, 12),
        Left(names[1].sku, names[1].name, names[1].unit, 12, 90, 28),
        Left(names[2].sku, names[2].name, names[2].unit, 220, 31, 28),
        Left(names[3].sku, names[3].name, names[3].unit, 40, 0, 28),
    ]
    month = span == "month"
    columns = BY_DAY if month else BY_FIVE_MINUTES
    made = DashboardPage()
    made.show_span(span)
    made.show_dashboard(
        Dashboard(
            span=span,
            title="" if month else PLAN.title,
            since_ms=MIDNIGHT - 11 * DAY_MS if month else LIVE_AT,
            bucket_ms=DAY_MS if month else HOUR_MS // 12,
            sold=Sold(
                1_248_100, 291, products, ways if month else ((NOTED, 1_248_100),),
                tuple(1_000 * each for each in columns),
            ),
            lots=_lots(),
            households=(
                Household("李阿婆", 512_000, 89_900), Household("王建国", 301_200, 120_000),
                Household("枸杞乡", 287_300, 48_000), Household("", 147_600, 61_000),
            ),
            expiring=_expiring(),
            lost=(Lost("压坏", 6, 53_940), Lost("past_best_before", 3, 26_970)),
            advice=tuple(bring.advise(left, _expiring())),
            left={each.sku: each.available for each in left},
            ran_out=ran_out,
        )
    )  # fmt: skip
    return DeskFrame("dashboard", made)


def _empty() -> QWidget:
    made = DashboardPage()
    made.show_span("today")
    nothing = Sold(0, 0, (), (), (0,) * 24)
    made.show_dashboard(Dashboard("today", "", MIDNIGHT, HOUR_MS, nothing, (), (), (), (), (), {}))
    return DeskFrame("dashboard", made)
