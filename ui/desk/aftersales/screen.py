"""The after-sales page for the desk, and its pictures. Imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.aftersales import rules
from inventory.aftersales.cases import Case, Step
from inventory.aftersales.rates import Rate, Rates
from inventory.aftersales.sold import SoldItem
from inventory.aftersales.words import Words
from studio.runtime.clock import DAY_MS, HOUR_MS
from studio.session.aftersales import Aftersales, Told
from ui.desk.aftersales.page import AftersalesPage
from ui.desk.aftersales.presenter import AftersalesPresenter, Desk
from ui.desk.frame import DeskFrame
from ui.report.sample import LIVE_AT, PLAN

if TYPE_CHECKING:
    from ui.shell import Shell


def page(shell: Shell, memory: QSettings, frame: QWidget, sought: str = "") -> AftersalesPage:
    """``sought``: the id of a case that was looked for."""
    made, studio = AftersalesPage(memory, parent=frame), shell.studio
    parts = (made, Aftersales(studio), studio.runtime, studio.clock, shell.show_problem)
    made.start(AftersalesPresenter(*parts, sought))
    return made


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "aftersales": _cases,
        "aftersales-returns": _returns,
        "aftersales-new": _new,
        "aftersales-empty": _empty,
    }


NOW = LIVE_AT + DAY_MS


def _case(number: str, place: int, reason: str, due: int, steps: tuple[Step, ...]) -> Case:
    product = PLAN.products[place]
    return Case(
        id=f"…{number}",
        source="platform",
        channel="抖店",
        order_no="6917…8203",
        sold_under="",
        session_id="",
        sold_at=LIVE_AT,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        qty=2,
        paid_fen=17_980,
        reason=reason,
        wants="refund",
        due_at=due,
        opened_at=LIVE_AT,
        steps=steps,
    )


def _sample() -> Desk:
    sealed = Words("w", b"")
    asked = Step(1, "opened", 0, 0, "", None, LIVE_AT, sealed=sealed)
    photo = Step(2, "evidence", 0, 0, "", None, LIVE_AT + HOUR_MS, sha256="ab" * 32, sealed=sealed)
    answered = Step(2, "answered", 0, 0, "", None, LIVE_AT + HOUR_MS)
    back = Step(3, "lost", 1, 0, "", None, LIVE_AT + 2 * HOUR_MS)
    money = Step(4, "refunded", 0, 8_990, "", None, LIVE_AT + 2 * HOUR_MS)
    said = Step(3, "said", 0, 0, "", None, LIVE_AT + 2 * HOUR_MS, sealed=sealed)
    made = [
        _case("1A7C", 1, "lost", NOW - 2 * HOUR_MS, (asked,)),
        _case("8A3F", 0, "spoiled", NOW + 5 * HOUR_MS, (asked, photo, said)),
        _case("77D0", 0, "broken", NOW, (asked, answered, back, money)),
        _case(
            "0B12", 2, "unwanted", NOW, (asked, answered, Step(3, "closed", 0, 0, "", None, NOW))
        ),
    ]
    names = PLAN.products
    by_product = tuple(
        Rate(names[place].sku, "", names[place].name, sold, back, names[place].unit)
        for place, sold, back in ((0, 146, 6), (1, 90, 2), (3, 3, 1), (2, 31, 0))
    )
    by_lot = tuple(
        Rate(names[place].sku, lot, names[place].name, sold, back, names[place].unit)
        for place, lot, sold, back in (
            *((0, "260611-陈阿公", 52, 5), (1, "260611-枸杞乡", 90, 2)),
            *((3, "260608-王建国", 3, 1), (0, "260612-李阿婆", 94, 0)),
        )
    )
    scripts = tuple(
        Rate(names[place].sku, script, names[place].name, sold, back, names[place].unit)
        for place, script, sold, back in ((0, "杨梅-快讲.md", 60, 4), (0, "杨梅-慢讲.md", 71, 1))
    )
    why = (("spoiled", 5), ("broken", 2), ("unwanted", 2))
    told = Told(Rates(by_product, by_lot, why, ()), scripts)
    return Desk(made, rules.load(), told, NOW)


def _cases() -> QWidget:
    made = AftersalesPage()
    made.show_desk(_sample())
    made.table.selectRow(1)
    return DeskFrame("aftersales", made)


def _returns() -> QWidget:
    made = AftersalesPage()
    made.show_desk(_sample())
    made.look.setChecked(True)
    return DeskFrame("aftersales", made)


def _new() -> QWidget:
    made, product = AftersalesPage(), PLAN.products[0]
    made.show_desk(_sample())
    made.begin.click()
    item = SoldItem(
        *("platform", "抖店", "6917000000000008203", "", "", LIVE_AT, product.sku, product.name),
        *(product.unit, 2, 17_980, True),
    )
    made.form.order.setText(item.order_no)
    made.show_found([item])
    return DeskFrame("aftersales", made)


def _empty() -> QWidget:
    made = AftersalesPage()
    made.show_desk(Desk([], rules.load(), Told(Rates((), (), (), ()), ()), NOW))
    return DeskFrame("aftersales", made)
