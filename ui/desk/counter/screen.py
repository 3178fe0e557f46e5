"""The counter's page for the desk, and its pictures. Imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.counter.phone import HandedOver, Waiting
from inventory.counter.sales import Sale, SoldLine
from inventory.products import Product
from studio.runtime.clock import day_begins
from studio.session.archive import Titled
from studio.session.counter import Counter, Good
from ui import i18n
from ui.desk.counter.page import CounterPage
from ui.desk.counter.presenter import Cart, CartRow, CounterPresenter, Lying
from ui.desk.frame import DeskFrame
from ui.report.sample import LIVE_AT, PLAN, STOCK

if TYPE_CHECKING:
    from studio.session.studio import Studio
    from ui.shell import Shell


def page(shell: Shell, memory: QSettings, frame: QWidget, order: str = "") -> CounterPage:
    made = CounterPage(memory, frame)
    studio = shell.studio
    made.start(
        CounterPresenter(
            *(made, Counter(studio), studio.runtime, receipts(studio)),
            *(shell.open, shell.show_problem),
            shell.kept.setdefault(f"cart of {studio.data_dir}", Lying()),
        ),
        order,
    )
    return made


def receipts(studio: Studio) -> Callable[[Sale], Path]:
    """Receipts as PDF files in the data folder, named by their number."""

    def write(sale: Sale) -> Path:
        from ui.report import receipt

        folder = studio.data_dir / "receipts"
        folder.mkdir(exist_ok=True)
        path = folder / f"{sale.id[-8:].upper()}.pdf"
        name = studio.settings.get("workshop_name")
        receipt.write(receipt.Receipt(sale, name, i18n.current()), path)
        return path

    return write


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "counter": _counter,
        "counter-wrong": _wrong,
        "counter-sold": _sold,
        "counter-part": _part,
    }


def _goods() -> list[Good]:
    return [
        Good(
            Product(p.sku, p.name, p.spec, p.unit, p.price_fen, None, p.origin, "", ""),
            STOCK[p.sku],
            (p.unit, "件"),
            9,
        )
        for p in PLAN.products
    ]


def _made() -> CounterPage:
    made, names = CounterPage(), PLAN.products
    made.show_goods(_goods())
    waiting = [
        Waiting("…8A3F", names[0].sku, names[0].name, names[0].unit, 2, "电话", 17_980, at, True)
        for at in (LIVE_AT - 7_200_000,)
    ]
    live = (names[1].sku, names[1].name, "箱", 1, "微信群", 3_990, LIVE_AT + 900_000, False)
    waiting.append(Waiting("…01C7", *live, session_id="s"))
    other, call = names[2], "…8A3F"  # ordered in the same call as the first
    facts = (other.sku, other.name, "箱", 1, "电话", other.price_fen, LIVE_AT - 7_200_000)
    waiting.insert(1, Waiting("…3B90", *facts, True, False, call))
    line = SoldLine("l", names[0].sku, names[0].name, "箱", 1, "1 箱", 0, 8_990, 8_990)
    sold = [
        Sale("s1", "cash", 8_990, LIVE_AT + 600_000, False, (line,)),
        Sale("s2", "transfer", 17_980, LIVE_AT + 1_200_000, True, (line, line)),
    ]
    handed = [
        HandedOver(
            *("h", "…77D0", names[1].sku, names[1].name, "箱", 3, "电话", 11_970),
            *("shipped", "顺丰 SF1", LIVE_AT + 1_800_000, False),
        )
    ]
    made.show_lists(waiting, sold, handed, day_begins(LIVE_AT), {"s": Titled(PLAN.title, LIVE_AT)})
    return made


def _rows() -> list[CartRow]:
    first, second = PLAN.products[:2]
    return [
        CartRow(first.sku, first.name, (first.unit, "件"), False, "2", first.unit, paid_fen=17_980),
        CartRow(second.sku, second.name, (second.unit,), False, "1", second.unit, paid_fen=3_990),
    ]


def _counter() -> QWidget:
    made = _made()
    made.show_cart(Cart(tuple(_rows()), 21_970))
    made.waiting.selectRow(2)
    return DeskFrame("counter", made)


def _wrong() -> QWidget:
    """A chicken that was not weighed yet."""
    from studio.runtime.errors import UserFacingError

    made = _made()
    wrong = UserFacingError("weight_missing", sku="JI", name="散养土鸡")
    weighed = CartRow("JI", "散养土鸡", ("只",), True, "1", "只", wrong=wrong)
    made.show_cart(Cart((*_rows()[:1], weighed)))
    return DeskFrame("counter", made)


def _part() -> QWidget:
    """Chickens of an order by telephone, of which some are handed over, and weighed first."""
    made = _made()
    facts = ("JI", "散养土鸡", "只", 3, "电话", 38_400, LIVE_AT - 3_600_000)
    orders = [made.waiting_model.row(place) for place in range(made.waiting_model.rowCount())]
    chickens = Waiting("…5C21", *facts, True, True, session_id="s")
    where = {"s": Titled(PLAN.title, LIVE_AT)}
    made.show_lists([chickens, *orders], (), (), day_begins(LIVE_AT), where)
    made.show_cart(Cart())
    made.waiting.selectRow(0)
    return DeskFrame("counter", made)


def _sold() -> QWidget:
    made = _made()
    made.show_cart(Cart())
    made.sold_tab.click()
    made.sold.selectRow(1)
    return DeskFrame("counter", made)
