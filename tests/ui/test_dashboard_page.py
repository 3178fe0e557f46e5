"""The dashboard's page: what it says while figures are added up, and lots beside households."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from inventory.standing import RanOut
from ui.app import make_application
from ui.desk.dashboard import screen
from ui.desk.dashboard.page import DashboardPage
from ui.widgets.charts import Sold


@pytest.fixture
def page(qtbot: QtBot) -> DashboardPage:
    make_application([])
    frame = screen.samples()["dashboard"]()
    qtbot.addWidget(frame)
    found = frame.findChild(DashboardPage)
    assert isinstance(found, DashboardPage)
    return found


def test_another_span_is_being_added_up_until_it_is_there(page: DashboardPage) -> None:
    assert page.note.text() == ""
    page.show_span("session")
    assert page.note.text() == "正在算……"
    page.show_span("month")  # is what stands there
    assert page._shown is not None
    page.show_dashboard(page._shown)
    assert page.note.text() == ""


def test_what_ran_out_of_the_broadcast_stands_beside_its_orders(page: DashboardPage) -> None:
    shown = page._shown
    assert shown is not None
    assert "没对上" not in page.orders.note.text()
    page.show_dashboard(replace(shown, ran_out=RanOut(12, hours=48)))
    assert page.orders.note.text() == "◆ 12 单没对上平台，没算"
    assert "48 小时" in page.orders.toolTip()
    page.show_dashboard(replace(shown, ran_out=RanOut(partly=3, hours=48)))
    assert page.orders.note.text() == "◆ 3 单只对上一部分"
    assert "余下的记下 48 小时了" in page.orders.toolTip()
    page.show_dashboard(replace(shown, ran_out=RanOut(12, 3, 48)))
    assert page.orders.note.text() == "◆ 12 单没对上平台，没算"
    assert "另有 3 单只对上了一部分" in page.orders.toolTip()
    page.show_dashboard(shown)
    assert page.orders.toolTip() == ""


def test_goods_are_told_by_household_or_by_lot(
    page: DashboardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[Sold]] = []
    monkeypatch.setattr(page.households, "show_rows", told.append)
    page.by["lot"].click()
    page.by["household"].click()

    lots, households = told
    assert lots[0].name.startswith("260612-李阿婆")
    assert lots[0].paid == "86 箱"
    assert lots[-1].name.startswith("没写批次")
    assert [each.name for each in households] == ["李阿婆", "王建国", "枸杞乡", "没写的"]
