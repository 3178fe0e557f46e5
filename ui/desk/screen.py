"""The desk for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.lots import Lot, LotStock
from inventory.order_list import OrderLine, OrderTotals
from inventory.search.imported_list import ImportedLine, ImportedTotals
from inventory.search.streams import PAGE, Chunk
from inventory.standing import RanOut
from studio.runtime.clock import DAY_MS
from studio.session import errands
from studio.session.archive import SessionRow
from studio.session.buyers import Buyers, OrderAndBuyer
from studio.session.events import OrderNoted
from studio.session.safekeeping import Safekept
from studio.store.backup import Backup
from studio.store.backup_notes import CopyNote, DrillNote, Notes, Trouble
from studio.store.removable import Disk
from ui.asking import Asking
from ui.desk.backup.page import BackupPage
from ui.desk.backup.presenter import BackupPresenter
from ui.desk.frame import DeskFrame
from ui.desk.long_work import Doing, HowFar
from ui.desk.orders.imported import ImportedPage
from ui.desk.orders.noted import OrdersPage
from ui.desk.orders.paged import IMPORTED, NOTED, Listed, PagedRows, Wanted
from ui.desk.orders.presenters import ImportedPresenter, OrdersPresenter
from ui.desk.page import DeskPage
from ui.desk.presenters import (
    SessionsPresenter,
    Today,
    TodayPresenter,
    short_first,
)
from ui.desk.sessions import SessionsPage
from ui.desk.stock import screen as stock_screen
from ui.desk.stock.page import StockPage
from ui.desk.stock.presenter import StockPresenter
from ui.desk.table_saving import offer_saving
from ui.desk.today import TodayPage
from ui.report.sample import LIVE_AT, PLAN, evening
from ui.turns import Turns

if TYPE_CHECKING:
    from ui.shell import Shell


UNDER = {"reconcile": "sessions", "imported": "orders", "books": "backup"}
"""Pages that have no entry of their own on the rail, and under which they stand."""

Where = Mapping[str, str]
"""What is chosen on a page: ``session_id`` and ``typed`` narrow the orders, and ``meant`` shows
those noted live although there are none; ``session_id`` is what is told of broadcasts; ``sku`` and
``lot`` are chosen in the stock, ``parcel``, ``order`` and ``case`` on the packing table, at the
counter and after sales."""


def make(shell: Shell, page: str = "today", **where: str) -> QWidget:
    """``page``: a name of `PAGES`; ``where``: as `Where`."""
    frame = DeskFrame(UNDER.get(page, page), navigate=shell.open, parent=shell.stack)
    shown = PAGES[page](shell, where, frame)
    shown.follow(shell.studio.dispatcher)
    offer_saving(shown, shell.studio.runtime, shell.show_problem)
    frame.put(shown)
    shown.hide()
    Turns([partial(_come_to_see, frame)], frame)
    return frame.find_in(shell.studio, shell.show_problem)


def _come_to_see(frame: DeskFrame) -> None:
    """The page, in a turn of its own: what it is made of is dressed as it is first seen, and with
    its making that kept the main thread for more than a tenth of a second."""
    frame.page.show()
    frame.setFocus()


def memory_of(shell: Shell) -> QSettings:
    """Where this window's widths are kept: beside the data, not in the user's registry."""
    path = shell.studio.data_dir / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def _today_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    page, ask = TodayPage(frame), partial(errands.look, shell.studio)
    page.start(TodayPresenter(page, shell.studio, ask, shell.open, shell.show_problem))
    return page


def _orders_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    page = OrdersPage(memory_of(shell), parent=frame)
    presenter = OrdersPresenter(page, shell.studio, shell.open, shell.show_problem)
    sought = where.get("session_id", ""), where.get("typed", "")
    page.start(presenter, *sought, meant=bool(where.get("meant")))
    return page


def _imported_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    page = ImportedPage(memory_of(shell), parent=frame)
    asked = shell.open, shell.show_problem, Buyers(shell.studio)
    presenter = ImportedPresenter(page, shell.studio, *asked)
    page.start(presenter, where.get("typed", ""))
    return page


def _stock_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    page = StockPage(memory_of(shell), parent=frame)
    presenter = StockPresenter(page, shell.studio, shell.open, shell.show_problem)
    page.start(presenter, where.get("sku", ""), where.get("lot", ""))
    return page


def _sessions_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    page = SessionsPage(memory_of(shell), parent=frame)
    page.start(SessionsPresenter(page, shell.studio, shell.open, shell.show_problem))
    return page


def _backup_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    """The person's own data, also from within a training: what counts for nothing needs none."""
    page, own = BackupPage(frame), shell.own_studio
    parts = (own.safekeeping, own.runtime, own.clock, shell.show_problem)
    page.start(BackupPresenter(page, *parts, navigate=shell.open))
    return page


def _books_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    """The person's own, as the backups are."""
    from ui.desk.backup.books import BooksPage
    from ui.desk.backup.books_presenter import BooksPresenter

    page, own = BooksPage(memory_of(shell), frame), shell.own_studio
    parts = (own.safekeeping, own.runtime, shell.open, shell.show_problem)
    page.start(BooksPresenter(page, *parts))
    return page


# What these bring along is heavy, and most days nobody packs or imports: `ui.screens.read_ahead`
# has it ready.


def _imports_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.imports.page import ImportsPage
    from ui.desk.imports.presenter import ImportsPresenter

    page = ImportsPage(memory_of(shell), parent=frame)
    page.start(ImportsPresenter(page, shell.studio, shell.open, shell.show_problem))
    return page


def _reconcile_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.imports.reconcile import ReconcilePage
    from ui.desk.imports.reconcile_presenter import ReconcilePresenter

    page = ReconcilePage(memory_of(shell), parent=frame)
    parts = (shell.studio, shell.open, shell.show_problem)
    page.start(ReconcilePresenter(page, *parts, where.get("session_id", "")))
    return page


def _packing_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.packing.screen import make_page

    return make_page(shell, memory_of(shell), frame, where.get("parcel", ""))


def _counter_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.counter import screen as counter_screen

    return counter_screen.page(shell, memory_of(shell), frame, where.get("order", ""))


def _aftersales_page(shell: Shell, where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.aftersales import screen as aftersales_screen

    return aftersales_screen.page(shell, memory_of(shell), frame, where.get("case", ""))


def _lottery_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.lottery import screen as lottery_screen

    return lottery_screen.page(shell, memory_of(shell), frame)


def _dashboard_page(shell: Shell, _where: Where, frame: QWidget) -> DeskPage:
    from ui.desk.dashboard import screen as dashboard_screen

    return dashboard_screen.page(shell, frame)


PAGES: dict[str, Callable[[Shell, Where, QWidget], DeskPage]] = {
    "today": _today_page,
    "dashboard": _dashboard_page,
    "orders": _orders_page,
    "imported": _imported_page,
    "counter": _counter_page,
    "imports": _imports_page,
    "packing": _packing_page,
    "aftersales": _aftersales_page,
    "lottery": _lottery_page,
    "stock": _stock_page,
    "sessions": _sessions_page,
    "reconcile": _reconcile_page,
    "backup": _backup_page,
    "books": _books_page,
}


def samples() -> dict[str, Callable[[], QWidget]]:
    from ui.desk.aftersales import screen as aftersales_screen
    from ui.desk.counter import screen as counter_screen
    from ui.desk.dashboard import screen as dashboard_screen
    from ui.desk.lottery import screen as lottery_screen
    from ui.desk.packing import screen as packing_screen

    return {
        "": _today,
        "orders": _orders,
        "orders-saving": _saving,
        "imported": _imported,
        "imported-order": _imported_order,
        "found": _found,
        "stock": _stock,
        "stock-lots": _lots,
        **stock_screen.samples(),
        "stock-household": _household,
        "sessions": _sessions,
        "sessions-ran-out": _sessions_ran_out,
        "orders-empty": _no_orders,
        "backup": _backup,
        "backup-trouble": _backup_trouble,
        "books": _books,
        "imports": _imports,
        "reconcile": _reconcile,
        "imports-looked": _imports_looked,
        "imports-remembered": _imports_remembered,
        "imports-contradicting": _imports_contradicting,
        **packing_screen.samples(),
        **counter_screen.samples(),
        **aftersales_screen.samples(),
        **dashboard_screen.samples(),
        **lottery_screen.samples(),
    }


SESSIONS = [
    SessionRow("s3", PLAN.title, PLAN.anchor, "obs", LIVE_AT, LIVE_AT + 7_260_000, 149, 1_232_410),
    SessionRow("s2", "黄酒专场", "主播一号", "obs", LIVE_AT - 172_800_000, LIVE_AT, 62, 803_200),
    SessionRow("s1", "第一次彩排", "", "practice", LIVE_AT - 345_600_000, LIVE_AT, 9, 61_400),
]


def _today() -> QWidget:
    page = TodayPage()
    page.show_today(
        Today(SESSIONS[0], 169, ("小土豆",), (), 2, "", SESSIONS, short_first(stock_screen.rows()))
    )
    return DeskFrame("today", page)


def _stock() -> QWidget:
    page = StockPage()
    page.show_rows(stock_screen.rows())
    return DeskFrame("stock", page)


def _lots() -> QWidget:
    """A product in three lots: one is urgent, one failed its test."""
    rows, sku = stock_screen.rows(), PLAN.products[0].sku
    page = StockPage()
    page.show_rows(rows)
    early, later = "2026-06-20", "2026-06-25"
    lots = [
        LotStock(Lot(sku, "260618-李阿婆", "李阿婆", "", "", early), 12, 60, 0, 0, False, ""),
        LotStock(Lot(sku, "260619-王建国-2", "王建国", "", "", later), 8, 40, 0, 0, False, ""),
        LotStock(Lot(sku, "260619-陈阿公", "陈阿公", "", "", later), 0, 0, 0, 24, True, "农残超标"),
    ]
    page.show_lots(lots, date(2026, 6, 18))
    page.show_units({sku: {PLAN.products[0].unit: Decimal(1), "筐": Decimal(10)}})
    page.table.selectRow(next(n for n, row in enumerate(short_first(rows)) if row.sku == sku))
    page.lots.table.selectRow(2)
    page.lots.came.unit_choice.setCurrentIndex(1)
    page.lots.came.input.setText("3")
    return DeskFrame("stock", page)


def _household() -> QWidget:
    """Two ways of writing one household: asked once."""
    from studio.runtime.errors import UserFacingError

    page = StockPage()
    page.show_rows(stock_screen.rows())
    page.show_households(("李阿婆", "李阿波", "王建国"))
    page.rename.click()
    assert page.naming is not None
    page.naming.begin("李阿波")
    page.naming.new.input.setText("李阿婆")
    page.show_rename_wrong(UserFacingError("household_known", name="李阿婆"))
    return DeskFrame("stock", page)


def _sessions() -> QWidget:
    page = SessionsPage()
    page.show_rows(SESSIONS)
    return DeskFrame("sessions", page)


def _sessions_ran_out() -> QWidget:
    """A workshop that imports no platform's orders."""
    page = SessionsPage()
    page.show_rows([replace(SESSIONS[0], orders=0, paid_fen=0), *SESSIONS[1:]])
    page.show_ran_out(RanOut(149, hours=48))
    return DeskFrame("sessions", page)


def _no_orders() -> QWidget:
    page = OrdersPage()
    page.show_totals(OrderTotals(0, 0, 0))
    return DeskFrame("orders", page)


FOLDER = Path("D:/共富直播间/backups")
MADE = tuple(
    Backup(FOLDER / f"studio-{number:06d}.db", number, LIVE_AT - days * DAY_MS, 2_359_296)
    for number, days in zip(
        range(212, 200, -1), (0, 1, 2, 3, 4, 5, 6, 12, 19, 33, 64), strict=False
    )
)


def _backup() -> QWidget:
    notes = Notes(
        DrillNote(LIVE_AT - 3 * DAY_MS, "studio-000209.db", 2.4, 0),
        CopyNote(LIVE_AT - DAY_MS, "KINGSTON", "E:/"),
    )
    disks = (Disk(Path("E:/"), "KINGSTON", 27_400_000_000),)
    page = BackupPage()
    now = LIVE_AT + 600_000
    page.show_kept(Safekept(FOLDER, MADE, notes, disks, True, LIVE_AT + 3_600_000), now)
    return DeskFrame("backup", page)


def _backup_trouble() -> QWidget:
    """Nobody looked for days: the disk is full, no drill, a stick that was pulled out."""
    troubles = {
        "backup": Trouble(LIVE_AT - 3_600_000, "disk_full"),
        "copy": Trouble(LIVE_AT - 7_200_000, "copy_unwritable", {"disk": "KINGSTON"}),
    }
    page = BackupPage()
    page.show_kept(Safekept(FOLDER, MADE[4:], Notes(troubles=troubles)), LIVE_AT)
    return DeskFrame("backup", page)


def _books() -> QWidget:
    """One thing does not hold."""
    from studio.session.safekeeping import BooksChecked
    from studio.store.audit import Finding
    from ui.desk.backup.books import BooksPage

    wrong = ({"case": "8A3F", "found": "missing"},)
    names = ("audit_file_sound", "audit_guards_stand", "audit_orders_as_rows", "audit_handovers")
    page = BooksPage()
    told = [Finding("audit_evidence_unchanged", wrong), *(Finding(each, ()) for each in names)]
    page.show_checked(BooksChecked(LIVE_AT, 3.4, tuple(told)))
    return DeskFrame("backup", page)


def _imports() -> QWidget:
    from ui.desk.imports.sample import started

    return DeskFrame("imports", started())


def _reconcile() -> QWidget:
    from ui.desk.imports.reconcile_sample import reconciled

    return DeskFrame("sessions", reconciled())


def _imports_remembered() -> QWidget:
    from ui.desk.imports.sample import remembered

    return DeskFrame("imports", remembered())


def _imports_contradicting() -> QWidget:
    from ui.desk.imports.sample import contradicting

    return DeskFrame("imports", contradicting())


def _imports_looked() -> QWidget:
    from ui.desk.imports.sample import looked

    return DeskFrame("imports", looked())


def _noted_lines() -> list[OrderLine]:
    """The orders of the sample evening."""
    names = {product.sku: product for product in PLAN.products}
    noted = [entry for entry in evening().entries if isinstance(entry.fact, OrderNoted)]
    return [
        OrderLine(
            *(entry.id, "s3", entry.fact.sku, names[entry.fact.sku].name),
            *(names[entry.fact.sku].unit, entry.fact.qty, entry.fact.channel),
            *(entry.fact.paid_fen, entry.at, int(entry is noted[-1])),
            *((0, 0) if entry is noted[-1] else (entry.fact.qty, entry.fact.paid_fen)),
        )
        for entry in reversed(noted)
    ]


IMPORTED_LINES = [
    ImportedLine(
        *(str(number), f"69174{8_800_431_207_000 + 37 * number}", shop, what, lines, qty),
        *(paid, refunded, status, aftersale, LIVE_AT - number * 1_500_000, waits),
    )
    for number, (shop, what, lines, qty, paid, refunded, status, aftersale, waits) in enumerate(
        (
            ("抖店", "东魁杨梅 现摘现发 5斤装", 1, 2, 17_600, 0, "paid", "none", 0),
            ("快手小店", "嵊山贻贝 鲜活 3斤", 1, 1, 4_990, 0, "paid", "none", 0),
            ("抖店", "东魁杨梅 现摘现发 5斤装", 2, 3, 22_590, 0, "shipped", "none", 0),
            ("拼多多", "小土豆 红皮黄心 10斤", 1, 1, 1_990, 0, "paid", "none", 1),
            ("微信小店", "手工红糖麻糍", 1, 4, 11_600, 0, "done", "none", 0),
            ("抖店", "糯米黄酒 三年陈", 1, 1, 6_800, 6_800, "shipped", "refunded", 0),
            ("快手小店", "红心土鸡蛋 30枚", 1, 2, 9_960, 0, "done", "open", 0),
            ("拼多多", "小土豆 红皮黄心 10斤", 1, 1, 0, 0, "closed", "none", 0),
            ("淘宝", "嵊山贻贝 鲜活 3斤", 1, 1, 0, 0, "unpaid", "none", 0),
            ("抖店", "东魁杨梅 现摘现发 5斤装", 1, 1, 8_800, 0, "done", "none", 0),
        )
    )
]


def _saving() -> QWidget:
    frame = _orders()
    frame.page.show_work(HowFar(Doing.WRITING, 42_000, 100_000))
    frame.page.work.show()  # it waits a moment, in case the work is soon done
    return frame


def _orders() -> DeskFrame:
    page = OrdersPage()
    page.show_choices(SESSIONS, stock_screen.rows())
    page.show_orders(_answered(NOTED, _noted_lines()))
    page.show_totals(OrderTotals(150, 149, 1_232_410))
    return DeskFrame("orders", page)


def _imported() -> DeskPage:
    page = ImportedPage()
    page.show_shops(sorted({line.shop for line in IMPORTED_LINES}))
    page.show_orders(_answered(IMPORTED, IMPORTED_LINES))
    page.show_totals(ImportedTotals(1_204, 9_862_370, 118_400))
    return DeskFrame("orders", page)


def _imported_order() -> DeskPage:
    """An order opened, its buyer masked, and what the buyer wants after the sale."""
    from inventory.aftersales.cases import Case
    from inventory.aftersales.cases import Step as Happened
    from inventory.fulfilment import parcels
    from inventory.fulfilment.sent import Box, Sending
    from inventory.orders.catalogue import Head, Shown, ShownLine
    from inventory.orders.line_state import LineState
    from inventory.orders.status import Aftersale, Status

    frame, line = _imported(), IMPORTED_LINES[2]
    head = Head(line.id, line.shop, line.shop, line.order_no, "shipped", "none", 22_590, 0, LIVE_AT)
    facts = (22_590, None, 0, Status.shipped, Aftersale.none, True, LIVE_AT, LIVE_AT, None, None)
    state = LineState(
        *(line.order_no, "1", "YM", "东魁杨梅 现摘现发", "5斤装", 3, *facts),
        *("顺丰", "SF1207556018", (), (), ""),
    )
    masked = {
        "收件人": "王**",
        "收件人手机号": "138****1207",
        "省": "浙江省",
        "市": "台州市",
        "详细地址": "浙江省台州市路桥区***",
        "买家留言": "***",
    }
    page = frame.findChild(ImportedPage)
    page.table.selectRow(2)
    shown = Shown(head, (ShownLine("l", state, "", {}),), ())
    box = Box("260612-007", parcels.SHIPPED, state.carrier, state.tracking)
    wants = Case(
        *(
            "…8A3F",
            "platform",
            line.shop,
            line.order_no,
            "l/YM",
            "",
            LIVE_AT,
            "YM",
            "东魁杨梅",
            "箱",
        ),
        *(1, 22_590, "spoiled", "refund", LIVE_AT + DAY_MS, LIVE_AT),
        (Happened(1, "opened", 0, 0, "", None, LIVE_AT),),
    )
    sendings = {"l": Sending((box,), gone=True)}
    page.show_order(OrderAndBuyer(shown, masked, sendings, (wants,), LIVE_AT + DAY_MS // 4))
    return frame


def _found() -> QWidget:
    """Somebody typed the four digits a caller said, and a lot has them in its code."""
    from inventory.search.calls import FoundCall  # no page needs these
    from inventory.search.finding import Found, FoundLot, FoundParcel, FoundProduct

    frame = _stock()
    sent = FoundParcel("p", "260618-007", "6917480000312", "shipped", "顺丰", "SF1207556018")
    call = FoundCall("c", "8A3F", PLAN.products[0].name, 2, "箱", "电话", LIVE_AT, "waiting", "")
    lot = FoundLot(PLAN.products[0].sku, PLAN.products[0].name, "261207-李阿婆", "李阿婆", "")
    product = FoundProduct(PLAN.products[0].sku, PLAN.products[0].name)
    frame.resize(1366, 768)
    frame.find.setText("1207")
    found = Found([product], IMPORTED_LINES[:4], (), [lot], False, [sent], [call])
    frame.find.show_found(found)
    return frame


def _answered(listed: Listed, lines: Sequence[Any]) -> PagedRows:
    """A list whose rows are there at once."""
    by_id = {line.id: line for line in lines}
    answer: Future[Any] = Future()
    answer.set_result(by_id)
    asking = Asking(lambda future, on_result, _on_error: on_result(future.result()), _never)
    reads = SimpleNamespace(read=lambda _work: answer)
    chunk = Chunk(list(by_id), None)
    nobody = (lambda *_: None, lambda: None)
    rows = PagedRows(reads, asking, listed, Wanted(None), chunk, *nobody)
    for place in range(0, len(rows), PAGE):
        rows.row(place)
    return rows


def _never(error: BaseException) -> None:
    raise error
