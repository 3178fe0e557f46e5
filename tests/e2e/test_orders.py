"""`gongfu orders`: a file taken over, looked at, taken back; an order noted by telephone."""

from __future__ import annotations

import csv
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from inventory import products
from inventory.products import Product
from studio.bootstrap import open_studio
from tests.helpers.order_files import PASSWORD, PRODUCTS, draft
from tests.helpers.program import PATIENCE, answer, environment, gongfu

KEYS = {
    "platform", "rows", "orders", "new", "changed", "duplicate", "questions", "rejected",
    "paid_fen", "refunded_fen",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the products of the drafts."""
    folder = tmp_path / "data"

    def stocked(db: Database) -> None:
        for sku, name in PRODUCTS:
            product = Product(sku, name, "", "箱", 1990, None, "", "", "")
            assert products.take_over(db, product, 1000, 1)

    with open_studio(folder) as studio:
        studio.store.write(stocked).result()
    return folder


def stock(data: Path) -> dict[str, tuple[int, int]]:
    rows = answer("stock", "list", "--data-dir", data)
    return {row["sku"]: (row["on_hand"], row["reserved"]) for row in rows}


def test_a_file_is_looked_at_taken_over_and_taken_back(data: Path, tmp_path: Path) -> None:
    made = draft("抖店", quirks=["damaged_id", "summary", "new_status"])
    file = made.write(tmp_path / "订单.xlsx")
    before = stock(data)
    looked = answer("orders", "import", file, "--dry-run", "--data-dir", data)
    assert set(looked) == KEYS
    assert (looked["orders"], looked["new"]) == (made.orders, made.orders)
    assert [each["row"] for each in looked["rejected"]] != []
    assert answer("orders", "imports", "--data-dir", data) == []

    done = answer("orders", "import", file, "--yes", "--data-dir", data)
    assert {each["kind"] for each in done["questions"]} == {"status_unknown"}
    assert (done["paid_fen"], done["refunded_fen"]) == (looked["paid_fen"], looked["refunded_fen"])
    assert stock(data) != before
    again = answer("orders", "import", file, "--platform", "抖店", "--data-dir", data)
    assert (again["new"], again["changed"], again["duplicate"]) == (0, 0, made.orders)
    assert len(answer("orders", "list", "--imported", "--data-dir", data)) == made.orders
    answer("audit", "--data-dir", data)
    answer("backup", "create", "--data-dir", data)
    assert answer("backup", "verify", "--data-dir", data)["orders"] == made.orders

    for each in answer("orders", "imports", "--data-dir", data):
        answer("orders", "undo", each["id"], "--data-dir", data)
    assert stock(data) == before
    assert answer("orders", "list", "--imported", "--data-dir", data) == []
    answer("audit", "--data-dir", data)


def test_a_code_is_mapped_by_hand_and_what_waited_goes_on(data: Path, tmp_path: Path) -> None:
    file = draft("拼多多", orders=40).write(tmp_path / "f.csv", "csv gb18030")
    asked = answer("orders", "import", file, "--data-dir", data)
    assert {each["kind"] for each in asked["questions"]} == {"product_unmapped"}
    mapped = answer(
        *("orders", "map", "YM-001", "--sku", "YM-001", "--shop", "拼多多"),
        *("--times", 2, "--data-dir", data),
    )
    assert mapped["settled"] > 0
    assert stock(data)["YM-001"] != (1000, 0)
    assert stock(data)["TD-002"] == (1000, 0)


def test_rows_that_contradict_each_other_are_decided(data: Path, tmp_path: Path) -> None:
    made = draft("抖店", orders=1)
    row = made.rows[0] | {made.role("status"): "待发货", made.role("aftersale"): ""}
    row |= {made.role("code"): "YM-001", made.role("qty"): "2", made.role("shipped_at"): ""}
    made.rows = [row, row | {made.role("qty"): "3"}]
    file = made.write(tmp_path / "f")
    asked = answer("orders", "import", file, "--yes", "--data-dir", data)["questions"]
    assert [(each["kind"], each["suggestions"]) for each in asked] == [("line_twice", [])] * 2
    (doubt,) = answer("orders", "doubts", "--data-dir", data)
    assert [each["qty"] for each in doubt["choices"]] == [2, 3, 5]
    about = ("orders", "decide", doubt["order_no"], "--line", doubt["line_no"], "--data-dir", data)
    for take, line, code in ((4, (), "choice_unknown"), (1, ("--line", "x"), "doubt_unknown")):
        assert answer(*about, "--take", take, *line, status=1)["error"] == code
    assert answer(*about, "--take", 3)["settled"] == 1
    assert stock(data)["YM-001"] == (1000, 5)
    assert answer("orders", "doubts", "--data-dir", data) == []
    answer("audit", "--data-dir", data)


def test_an_order_is_shown_without_its_buyer_and_written_out_without_formulas(
    data: Path, tmp_path: Path
) -> None:
    made = draft("快手小店", orders=3)
    formulas = ("=HYPERLINK(1)", "@SUM(A1)", "-1+cmd", "+1")
    made.rows = [made.rows[0] | {"订单号": f"69170000000000{n:05d}"} for n in range(len(formulas))]
    for row, formula in zip(made.rows, formulas, strict=True):
        row["商品名称"] = formula
    file = made.write(tmp_path / "f.xlsx", "locked")
    answer("orders", "import", file, "--data-dir", data, status=1)
    answer("orders", "import", file, "--password-env", "PW", "--data-dir", data, PW=PASSWORD)
    number = made.rows[0]["订单号"]
    shown = answer("orders", "show", number, "--data-dir", data)
    assert shown["order_no"] == number
    assert "张三" not in str(shown)
    for name in ("orders.csv", "orders.xlsx"):
        out = tmp_path / name
        assert answer("orders", "export", "--out", out, "--data-dir", data)["rows"] == 4
    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as text:
        assert {row["商品"] for row in csv.DictReader(text)} == {f"'{each}" for each in formulas}
    sheet = CalamineWorkbook.from_path(tmp_path / "orders.xlsx").get_sheet_by_index(0)
    assert "张三" not in str(sheet.to_python())
    database = (data / "studio.db").read_bytes() + (data / "logs" / "gongfu.log").read_bytes()
    assert "张三".encode() not in database


def test_an_order_by_telephone_is_on_the_same_ledger(data: Path) -> None:
    noted = answer(
        *("orders", "note", "--sku", "YM-001", "--qty", 3, "--channel", "电话"), "--data-dir", data
    )
    assert (noted["qty"], noted["paid_fen"], noted["session"]) == (3, 5970, "")
    assert noted["available"] == 997
    assert stock(data)["YM-001"] == (1000, 3)
    assert answer("orders", "show", noted["id"], "--data-dir", data)["channel"] == "电话"
    refused = answer(
        *("orders", "note", "--sku", "YM-001", "--qty", 998, "--channel", "电话"),
        *("--data-dir", data),
        status=1,
    )
    assert refused["error"] == "not_enough_stock"
    gone = answer("orders", "cancel", noted["id"], "--data-dir", data)
    assert (gone["id"], gone["undone"]) == (noted["id"], True)
    assert stock(data)["YM-001"] == (1000, 0)
    again = answer("orders", "cancel", noted["id"], "--data-dir", data, status=1)
    assert again["error"] == "order_already_undone"


def test_a_shop_takes_stock_at_order_or_at_payment(data: Path, tmp_path: Path) -> None:
    made = draft("快手小店", orders=4)
    for row in made.rows:
        row["订单状态"], row["订单支付时间"] = "待付款", ""
    answer("orders", "import", made.write(tmp_path / "f"), "--yes", "--data-dir", data)
    before = stock(data)
    assert answer("orders", "shops", "--data-dir", data) == [
        {"shop": "快手小店", "takes": "payment"}
    ]
    (rule,) = answer("orders", "shops", "快手小店", "--takes", "order", "--data-dir", data)
    assert rule["takes"] == "order"
    assert stock(data) != before
    answer("audit", "--data-dir", data)
    answer("orders", "shops", "快手小店", "--takes", "payment", "--data-dir", data)
    assert stock(data) == before
    told = answer("orders", "shops", "京东", "--takes", "order", "--data-dir", data, status=1)
    assert told["error"] == "shop_unknown"


def test_a_broadcast_nobody_knows_has_no_books(data: Path) -> None:
    told = answer("orders", "reconcile", "nothing", "--data-dir", data, status=1)
    assert told["error"] == "session_unknown"


def _far_enough(data: Path, begun: subprocess.Popen[bytes]) -> bool:
    log = data / "studio.db-wal"
    return (log.exists() and log.stat().st_size > 500_000) or begun.poll() is not None


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.kill
def test_stopped_in_the_middle_it_goes_on_from_there(data: Path, tmp_path: Path) -> None:
    made = draft("抖店", orders=3000)
    file = made.write(tmp_path / "f.csv", "csv utf-8")
    command = gongfu("orders", "import", file, "--yes", "--data-dir", data, "--json")
    for how in (signal.SIGINT, signal.SIGKILL, signal.SIGKILL):
        begun = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE)
        wait_for(partial(_far_enough, data, begun))
        begun.send_signal(how)
        begun.communicate(timeout=PATIENCE)
    answer("audit", "--data-dir", data)
    done = answer("orders", "import", file, "--yes", "--data-dir", data)
    assert done["orders"] == made.orders
    assert done["new"] < made.orders
    assert len(answer("orders", "list", "--imported", "--data-dir", data)) == made.orders
    answer("audit", "--data-dir", data)
