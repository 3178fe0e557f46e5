"""The desk's pages: figures that lead to work, orders by filter, files of what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from inventory import live_sales, order_list, products
from inventory.order_list import OrderFilter
from inventory.orders import catalogue
from inventory.orders.importing import Imports, Wish
from inventory.products import Product
from inventory.search.imported_list import ImportedFilter
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.session.errands import Errands
from studio.session.plan_stock import StockRow
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from studio.sync.outbox import OutboxMessage
from tests.helpers.clock import ManualClock
from tests.helpers.desk import FakeStudio, done, session_row
from tests.helpers.order_files import Ordered, draft, file_of
from ui import table_file
from ui.desk.long_work import Doing, HowFar
from ui.desk.orders.presenters import ImportedPresenter, OrdersPresenter
from ui.desk.presenters import Today, TodayPresenter, is_gone, is_short
from ui.formats import day_and_clock
from ui.sync.presenter import SyncPresenter, Waiting


def stock(name: str, on_hand: int, reserved: int, **more: int) -> Any:
    return StockRow(name, name, "箱", on_hand, reserved, on_hand - reserved, **more)  # type: ignore[arg-type]


class Navigation:
    def __init__(self) -> None:
        self.went: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, name: str, **arguments: Any) -> None:
        self.went.append((name, arguments))


class Nobody:
    """A view that remembers what each ``show_…`` was told; ``on`` is done when it is."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[Any, ...]] = {}
        """The last of each."""
        self.told: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.on: dict[str, Callable[..., None]] = {}

    def __getattr__(self, name: str) -> Callable[..., None]:
        def show(*arguments: Any) -> None:
            self.shown[name] = arguments
            self.told[name].append(arguments)
            if name in self.on:
                self.on[name](*arguments)

        return show


def fail(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("on_hand", "reserved", "gone", "short"),
    [
        (0, 0, True, False),
        (20, 20, True, False),
        (8, 7, False, True),
        (100, 91, False, True),
        (100, 50, False, False),
    ],
)
def test_what_is_gone_and_what_is_short(
    on_hand: int, reserved: int, gone: bool, short: bool
) -> None:
    row = stock("x", on_hand, reserved)
    assert (is_gone(row), is_short(row)) == (gone, short)


def test_today_adds_up_and_leads_to_work() -> None:
    studio: Any = FakeStudio(
        stock_rows=[stock("杨梅", 10, 10, packed=3), stock("贻贝", 100, 5, promised=4)],
        messages=[object(), object()],
    )
    broken_off = SimpleNamespace(state=SimpleNamespace(title="黄酒专场"))
    studio.interrupted = lambda: done(broken_off)
    view, navigate = Nobody(), Navigation()
    errands = Errands(2, 5, 1)
    presenter = TodayPresenter(view, studio, lambda: done(errands), navigate, fail)  # type: ignore[arg-type]
    presenter.open()
    (today,) = view.shown["show_today"]
    assert isinstance(today, Today)
    assert (today.owed, today.gone, today.short, today.waiting) == (22, ("杨梅",), (), 2)
    assert today.interrupted == "黄酒专场"
    assert today.days_without_backup is None
    assert today.errands == errands
    presenter.on_last()
    presenter.on_stock()
    presenter.on_backup()
    presenter.on_cases()
    presenter.on_counter()
    presenter.on_import()
    assert navigate.went == [
        ("review", {"session_id": "s1"}), ("desk", {"page": "stock"}), ("desk", {"page": "backup"}),
        ("desk", {"page": "aftersales"}), ("desk", {"page": "counter"}),
        ("desk", {"page": "imports"}),
    ]  # fmt: skip


def noted(db: Database) -> list[str]:
    products.take_over(db, Product("YM", "=杨梅", "", "箱", 100, None, "", "", ""), 900, 1)
    ids = []
    for number in range(620):
        order_id = new_id(1000 + number)
        live_sales.note(
            db,
            order_id=order_id,
            session_id="s1" if number % 2 else "s2",
            sku="YM",
            qty=1,
            channel="抖音",
            unit_price_fen=100,
            at_ms=1000 + number,
        )
        ids.append(order_id)
    return ids


@pytest.fixture
def desk(store: Store) -> tuple[OrdersPresenter, Nobody, list[str]]:
    ids = store.write(noted).result()
    view = Nobody()
    waited = SimpleNamespace(
        read=lambda work: done(store.read(work).result()),
        write=lambda work: done(store.write(work).result()),
    )
    studio: Any = FakeStudio(session_rows=[session_row("s1")], store=waited)
    return OrdersPresenter(view, studio, Navigation(), fail), view, ids  # type: ignore[arg-type]


def test_orders_come_in_pages_and_follow_the_filter(
    desk: tuple[OrdersPresenter, Nobody, list[str]],
) -> None:
    presenter, view, ids = desk
    presenter.open()
    (orders,) = view.shown["show_orders"]
    assert len(orders) == 620
    orders.row(0)
    assert orders.row(0).id == ids[-1]
    assert view.shown["show_rows"] == (0, 99)
    assert view.shown["show_totals"][0].paid_fen == 62_000
    presenter.on_filter(OrderFilter(session_id="s1"))
    assert len(view.shown["show_orders"][0]) == 310


def test_what_comes_while_one_looks_is_added_without_forgetting_what_was_read(
    desk: tuple[OrdersPresenter, Nobody, list[str]], store: Store
) -> None:
    presenter, view, ids = desk
    presenter.open()
    view.shown["show_orders"][0].row(0)
    store.write(lambda db: live_sales.undo(db, ids[-1], 9_000)).result()
    presenter.refresh()
    (newer,) = view.shown["show_newer_orders"]
    assert newer.key(0) == ids[-1]
    assert not newer.row(0).undone  # as it was, until the newer row has come
    assert newer.row(0).undone


def test_an_export_holds_every_order_of_the_filter(
    desk: tuple[OrdersPresenter, Nobody, list[str]], tmp_path: Path
) -> None:
    presenter, view, _ = desk
    presenter.open("s2")
    for name in ("a.xlsx", "a.csv"):
        path = tmp_path / name
        presenter.on_export(path, ["商品", "元"], lambda line: [line.name, line.paid_fen / 100])
        assert view.shown["show_saved"] == (path,)
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python()[:2] == [["商品", "元"], ["=杨梅", 1.0]]
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert (len(lines), lines[1]) == (311, "'=杨梅,1.0")


def test_a_sort_is_read_anew_and_kept_by_filter_news_and_export(
    desk: tuple[OrdersPresenter, Nobody, list[str]], store: Store, tmp_path: Path
) -> None:
    presenter, view, ids = desk
    presenter.open()
    presenter.on_sort(order_list.Sort(order_list.By.AT, descending=False))
    assert view.shown["show_orders"][0].key(0) == ids[0]
    presenter.on_filter(OrderFilter(session_id="s1"))
    assert view.shown["show_orders"][0].key(0) == ids[1]
    store.write(lambda db: live_sales.undo(db, ids[1], 9_000)).result()
    presenter.refresh()
    assert view.shown["show_newer_orders"][0].key(0) == ids[1]
    assert view.shown["show_totals"][0].standing == 309
    presenter.on_export(tmp_path / "a.csv", ["id"], lambda line: [line.id])
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:3] == [ids[1], ids[3]]


def test_imported_orders_are_listed_with_their_shops(store: Store, tmp_path: Path) -> None:
    made = draft("抖店", orders=12)
    imports = Imports(store, ManualClock(), Sealer(MemorySecrets()), tmp_path)
    imports.run(Wish(made.write(tmp_path / "orders.xlsx")))
    view, went = Nobody(), Navigation()
    waited = SimpleNamespace(read=lambda work: done(store.read(work).result()))
    studio = FakeStudio(store=waited)
    presenter = ImportedPresenter(view, studio, went, fail, SimpleNamespace())  # type: ignore[arg-type]
    presenter.open(made.rows[0]["主订单编号"])
    assert view.shown["show_shops"] == (["抖店"],)
    assert len(view.shown["show_orders"][0]) == 1
    presenter.on_filter(ImportedFilter())
    (orders,) = view.shown["show_orders"]
    assert (len(orders), view.shown["show_totals"][0].orders) == (12, 12)
    orders.row(0)
    assert orders.row(0).shop == "抖店"
    presenter.on_noted()
    presenter.on_import()
    noted_live: tuple[str, dict[str, str]] = ("desk", {"page": "orders", "meant": "noted"})
    assert went.went == [noted_live, ("desk", {"page": "imports"})]


def test_a_workshop_that_only_imports_is_led_to_the_orders_it_has(
    store: Store, tmp_path: Path
) -> None:
    def led(**opened: Any) -> list[tuple[str, dict[str, str]]]:
        went = Navigation()
        waited = SimpleNamespace(
            read=lambda work: done(store.read(work).result()),
            write=lambda work: done(store.write(work).result()),
        )
        presenter = OrdersPresenter(Nobody(), FakeStudio(store=waited), went, fail)  # type: ignore[arg-type]
        presenter.open(**opened)
        presenter.refresh()
        return went.went

    imports = Imports(store, ManualClock(), Sealer(MemorySecrets()), tmp_path)
    assert led() == [], "there are none at all"
    imports.run(Wish(draft("抖店", orders=3).write(tmp_path / "orders.xlsx")))
    assert led() == [("desk", {"page": "imported"})]
    assert led(meant=True) == led(session_id="s1") == led(words="杨梅") == []
    store.write(noted).result()
    assert led() == []


def test_an_export_tells_how_far_it_is(
    desk: tuple[OrdersPresenter, Nobody, list[str]], tmp_path: Path
) -> None:
    presenter, view, _ = desk
    presenter.open()
    presenter.on_export(tmp_path / "a.csv", ["商品"], lambda line: [line.name])
    assert [how_far for (how_far,) in view.told["show_work"]] == [
        HowFar(Doing.WRITING, 0, 620),
        HowFar(Doing.WRITING, 500, 620),
        HowFar(Doing.WRITING, 620, 620, closing=True),
        None,
    ]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
@pytest.mark.parametrize(
    "at", [HowFar(Doing.WRITING, 500, 620), HowFar(Doing.WRITING, 620, 620, closing=True)]
)
def test_an_export_that_is_stopped_leaves_what_was_there(
    desk: tuple[OrdersPresenter, Nobody, list[str]], tmp_path: Path, name: str, at: HowFar
) -> None:
    presenter, view, _ = desk
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / name).write_text("from last week")
    view.on["show_work"] = lambda how_far: presenter.on_stop() if how_far == at else None
    presenter.open()
    presenter.on_export(folder / name, ["商品"], lambda line: [line.name])
    assert replace(at, stopping=True) in [how_far for (how_far,) in view.told["show_work"]]
    assert view.shown["show_work"] == (None,)
    assert "show_stopped" in view.shown
    assert "show_saved" not in view.shown
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [
        (name, "from last week")
    ]


def test_an_export_that_fails_is_told_of_and_the_next_one_works(
    desk: tuple[OrdersPresenter, Nobody, list[str]], tmp_path: Path
) -> None:
    presenter, view, _ = desk
    presenter.open()
    with pytest.raises(UserFacingError, match="report_unwritable"):
        presenter.on_export(tmp_path / "gone" / "a.csv", ["商品"], lambda line: [line.name])
    assert view.shown["show_work"] == (None,)
    assert "show_stopped" not in view.shown
    presenter.on_export(tmp_path / "a.csv", ["商品"], lambda line: [line.name])
    assert view.shown["show_saved"] == (tmp_path / "a.csv",)


def test_instants_are_exported_with_their_year(tmp_path: Path) -> None:
    noted_at = datetime(2025, 2, 19, 20, 14, 7)
    for name in ("a.xlsx", "a.csv"):
        table_file.write(tmp_path / name, ["时间"], [[noted_at]])
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python() == [["时间"], [noted_at]]
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1] == "2025-02-19 20:14:07"


def test_an_order_s_number_survives_a_csv_in_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    """Bare, Excel reads 6.917E+18; what it is written with, an import takes off."""
    number, code = "6917000000000000001", "691700000000001"
    path = tmp_path / "a.csv"
    table_file.write(path, ["编号"], [[number], [code]])
    assert path.read_text("utf-8-sig").splitlines()[1:] == [f"\t{number}", code]
    made = file_of("抖店", Ordered(number, "YM", datetime(2026, 6, 1)))
    table_file.write(path, made.headings, made.table()[1:])
    imports = Imports(store, ManualClock(), Sealer(MemorySecrets()), tmp_path)
    imports.run(Wish(path))
    assert [each.order_no for each in store.read(catalogue.heads).result()] == [number]


def test_another_year_is_named() -> None:
    now = datetime.now().replace(month=6, day=12, hour=20, minute=14)
    before = now.replace(year=now.year - 1)
    assert day_and_clock(int(now.timestamp() * 1000)) == "6月12日 20:14"
    assert day_and_clock(int(before.timestamp() * 1000)) == f"{before.year}年6月12日 20:14"


def test_the_outbox_is_told_in_figures_newest_first() -> None:
    def message(seq: int, title: str) -> OutboxMessage:
        body = f'{{"title":"{title}","orders":3,"paid_fen":100,"products":[1,2]}}'.encode()
        return OutboxMessage("e", seq, 1, "session_summary", 1, "s", seq, "0", "f" * 64, body)

    view: Any = Nobody()
    studio: Any = FakeStudio(messages=[message(1, "旧"), message(2, "新")])
    presenter = SyncPresenter(view, studio, Navigation(), fail)
    presenter.open()
    (messages,) = view.shown["show_waiting"]
    assert [one.title for one in messages] == ["新", "旧"]
    assert isinstance(messages[0], Waiting)
    assert (messages[0].orders, messages[0].products, messages[0].incidents) == (3, 2, 0)
