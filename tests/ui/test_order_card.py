"""An imported order opened in the window: its buyer is masked until somebody asks, on record."""

from __future__ import annotations

import getpass
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from inventory.aftersales import cases
from inventory.aftersales.sold import SoldItem
from inventory.fulfilment import parcels
from inventory.fulfilment.sent import Box, Sending
from inventory.orders import stock
from inventory.orders.importing import Imports, Wish
from studio.runtime.clock import HOUR_MS
from studio.session.buyers import Buyers
from studio.store.database import Store
from studio.store.privacy import Look, looks
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import Books
from tests.helpers.clock import ManualClock
from tests.helpers.desk import FakeStudio, ImmediateRuntime, done
from tests.helpers.order_files import draft
from tests.ui.presenters.test_desk import Navigation, fail
from ui.app import make_application
from ui.desk.orders.imported import ImportedPage
from ui.desk.orders.presenters import ImportedPresenter

NAME = "实名姓名"


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def rows(store: Store, secrets: MemorySecrets, tmp_path: Path) -> list[dict[str, Any]]:
    made = draft("快手小店", orders=2)
    imports = Imports(store, ManualClock(), Sealer(secrets), tmp_path)
    imports.run(Wish(made.write(tmp_path / "orders.xlsx")))
    return made.rows


def opened(qtbot: QtBot, store: Store, secrets: MemorySecrets) -> ImportedPage:
    make_application([])
    waited = SimpleNamespace(
        read=lambda work: done(store.read(work).result()),
        write=lambda work: done(store.write(work).result()),
    )
    studio = SimpleNamespace(
        store=waited, secrets=secrets, clock=ManualClock(), runtime=ImmediateRuntime()
    )
    page = ImportedPage()
    qtbot.addWidget(page)
    asked = Navigation(), fail, Buyers(studio)  # type: ignore[arg-type]
    page.start(ImportedPresenter(page, FakeStudio(store=waited), *asked))  # type: ignore[arg-type]
    page.show()
    return page


def line(page: ImportedPage, place: int) -> Any:
    """Asking for a row that is not there yet fetches it."""
    page.model.row(place)
    return page.model.row(place)


def seen(store: Store) -> list[Look]:
    return store.read(looks).result()


def test_who_asks_for_the_buyer_sees_it_and_is_noted(
    qtbot: QtBot, store: Store, secrets: MemorySecrets, rows: list[dict[str, Any]]
) -> None:
    page = opened(qtbot, store, secrets)
    assert page.card.isHidden()
    page.look.click()

    order = page.model.key(0)
    (row,) = (each for each in rows if each["订单号"] == line(page, 0).order_no)
    assert f"{NAME}：张**" in page.card.buyer.text()
    assert row[NAME] not in page.card.buyer.text()
    assert seen(store) == []

    page.card.show_all.click()
    assert f"{NAME}：{row[NAME]}" in page.card.buyer.text()
    assert [(each.who, each.row_id, each.why) for each in seen(store)] == [
        (getpass.getuser(), order, "asked")
    ]
    assert page.card.show_all.isHidden()

    page.card.close_it.click()
    assert page.card.isHidden()
    assert row[NAME] not in page.card.buyer.text()


def test_another_order_is_masked_again(
    qtbot: QtBot, store: Store, secrets: MemorySecrets, rows: list[dict[str, Any]]
) -> None:
    page = opened(qtbot, store, secrets)
    first, other = (line(page, place) for place in (0, 1))
    page.table.opened.emit(first)
    page.table.opened.emit(other)
    page.show_buyer(first.id, {NAME: "张三一"})  # came too late
    assert "张三一" not in page.card.buyer.text()
    assert "张**" in page.card.buyer.text()


def test_what_left_in_our_parcel_is_told_though_the_platforms_file_does_not_know(
    qtbot: QtBot, store: Store, secrets: MemorySecrets, rows: list[dict[str, Any]]
) -> None:
    page = opened(qtbot, store, secrets)
    page.look.click()
    found = page.card._found
    assert found is not None
    box = Box("261128-001", parcels.SHIPPED, "顺丰", "SF1390000001")
    line_id = found.shown.lines[0].id
    page.show_order(replace(found, sendings={line_id: Sending((box,), gone=True)}))
    assert "包裹 261128-001，发走了\n  顺丰 SF1390000001" in page.card.goods.text()
    paid = replace(line(page, 0), status="paid", aftersale="none", waits=0)
    assert page._words.state(paid) == "◆ 要发货"
    assert page._words.state(replace(paid, sent=True)) == "▲ 发走了"


def test_a_case_of_the_order_is_told_with_its_clock_and_the_way_to_it(
    qtbot: QtBot, store: Store, secrets: MemorySecrets, rows: list[dict[str, Any]]
) -> None:
    books = Books(store, now=ManualClock().now_ms())
    books.product("YM", 5)
    page = opened(qtbot, store, secrets)
    page.look.click()
    assert page.card.cases == []
    assert page.card._found is not None
    shown = page.card._found.shown
    under = stock.reference(shown.lines[0].id, "YM")
    about = SoldItem(
        *("platform", "快手小店", shown.head.order_no, under, "", books.now, "YM", "杨梅", "箱"),
        *(2, 17_980, True),
    )
    facts = {"qty": 1, "reason": "other", "wants": "refund", "at_ms": books.now}
    due = books.now + 5 * HOUR_MS
    case = books.write(lambda db: cases.open_case(db, about, due_ms=due, **facts))  # type: ignore[arg-type]

    page.look.click()
    ((label, button),) = page.card.cases
    assert f"售后 {case.number}：要退 YM的名字 × 1 箱" in label.text()
    assert "等答复，还有 5 小时" in label.text()
    went: list[tuple[tuple[str, ...], dict[str, str]]] = []
    assert page.presenter is not None
    page.presenter._navigate = lambda *name, **where: went.append((name, where))
    button.click()
    assert went == [(("desk",), {"page": "aftersales", "case": case.id})]

    books.write(lambda db: cases.refund(db, case.id, 8990, books.now))
    books.write(lambda db: cases.close(db, case.id, books.now))
    page.look.click()
    ((label, _),) = page.card.cases
    assert "办完了" in label.text()
    assert "退了 ¥89.90" in label.text()
    assert page.card.more_cases.isHidden()

    for _ in range(2):
        books.write(lambda db: cases.open_case(db, about, due_ms=None, **facts))  # type: ignore[arg-type]
    page.look.click()
    assert len(page.card.cases) == 2
    assert page.card.more_cases.text() == f"还有售后 {case.number}"


def test_what_this_computer_cannot_open_is_said(
    qtbot: QtBot, store: Store, rows: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    page = opened(qtbot, store, MemorySecrets())
    page.look.click()
    assert "这台打不开" in page.card.remark.text()
    assert page.card.show_all.isHidden()
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    caplog.clear()
