"""`gongfu pack`, `label` and `tracking`, from a file of orders to the door; and the audit."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inventory.fulfilment import codes
from studio.cli.root import gongfu
from tests.helpers.gui import gui
from tests.helpers.order_files import PAID, TEMPLATES, Draft, draft

STATUSES = TEMPLATES["抖店"]["statuses"]


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    """Runs a command on a workshop that has goods in lots and three paid orders."""
    gui()
    folder = tmp_path / "data"

    def run(*arguments: object, status: int = 0) -> Any:
        words = [*map(str, arguments), "--json", "--data-dir", str(folder)]
        done = CliRunner().invoke(gongfu, words)
        assert done.exit_code == status, done.output
        return json.loads(done.stdout)

    run("product", "add", "YM-001", "东魁杨梅 现摘现发", "--price", "89.90", "--unit", "箱")
    run(
        "stock", "move", "YM-001", 30, "--from", "household", "--to", "shelf",
        "--lot", "0618-李家", "--household", "李阿婆", "--best-before", "2999-01-01",
    )  # fmt: skip
    made = draft("抖店", orders=3)
    for row in made.rows:
        pay(made, row)
    run("orders", "import", made.write(tmp_path / "订单.xlsx"), "--yes")
    return run


def pay(made: Draft, row: dict[str, Any]) -> None:
    """One box of plums, paid and waiting."""
    words = made.role("status"), made.role("aftersale")
    row[words[0]] = next(word for word, means in STATUSES.items() if means == PAID)
    row[words[1]] = ""
    row[made.role("code")], row[made.role("qty")] = "YM-001", "1"


def test_from_the_file_to_the_door(shop: Any, tmp_path: Path) -> None:
    listed = shop("pack", "list", "--make")
    assert (listed["ready"], listed["without_goods"]) == (0, [])
    assert {pick["lot"] for pick in listed["picks"]} == {"0618-李家"}
    first, *others = listed["parcels"]
    code = first["code"]
    wrong = shop("pack", "scan", code, "6901234567892", status=1)
    assert wrong["scans"][0]["verdict"] == "unknown"
    square = codes.of_goods("YM-001", "0618-李家")
    pieces = sum(each["qty"] for each in first["lines"])
    done = shop("pack", "scan", first["order_no"], *[square] * pieces)
    assert done["parcel"]["state"] == "packed"
    shop("pack", "cool", "YM-001", "--low", "0", "--high", "4.5")
    cold = shop("pack", "cold", code, "--checked", "precooled", "--celsius", "3.5")
    assert (cold["high"], cold["measured"][0]["celsius"], cold["whole"]) == (45, 35, False)
    van = shop("pack", "cold", code, others[0]["code"], "--celsius", "4")
    assert [len(each["measured"]) for each in van] == [2, 1]
    assert shop("pack", "stop", code, "--stop", "祠堂")["stop"] == "祠堂"
    assert [each["code"] for each in shop("pack", "ship")["shipped"]] == [code]
    assert shop("pack", "back", code)["state"] == "packed"
    assert shop("pack", "open", code)["round"] == 1
    shop("pack", "scan", code, square, "--qty", pieces)
    shop("pack", "ship", code)
    path = tmp_path / "单号.csv"
    rows = ("订单号,运单号,快递公司", f"{first['order_no']},SF1234567,顺丰", "1,SF7654321,")
    path.write_text("\n".join(rows), "utf-8")
    foreseen = shop("tracking", "import", path, "--dry-run")
    assert shop("tracking", "import", path, "--ship") == foreseen
    assert [each["reason"] for each in foreseen["rejected"]] == ["no_parcel"]
    assert shop("tracking", "import", path)["duplicate"] == 1
    assert_told_as_sent(shop, first["order_no"], code, tmp_path / "orders.csv")
    assert shop("pack", "deliver", code)["state"] == "delivered"
    assert shop("pack", "ship", others[0]["code"], status=1)["error"] == "parcel_not_packed"
    assert shop("pack", "undo", others[0]["code"])["state"] == "dissolved"
    shown = shop("pack", "list", "--state", "delivered", "--state", "dissolved")["parcels"]
    assert [each["tracking"] for each in shown] == ["SF1234567", ""]
    assert shop("audit")["holds"]


def assert_told_as_sent(shop: Any, number: str, code: str, out: Path) -> None:
    """Wherever the order is listed, though the platform's file says paid."""
    shown = shop("orders", "show", number)
    box = {"code": code, "state": "shipped", "carrier": "顺丰", "tracking": "SF1234567"}
    assert (shown["status"], shown["sent"], shown["lines"][0]["parcels"]) == ("paid", True, [box])
    heads = shop("orders", "list", "--imported")
    assert [each["order_no"] for each in heads if each["sent"]] == [number]
    shop("orders", "export", "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as text:
        rows = {row["订单号"].strip(): row for row in csv.DictReader(text)}
    told = [rows[number][title] for title in ("状态", "快递公司", "快递单号")]
    assert told == ["已发货", "顺丰", "SF1234567"]
    assert {row["状态"] for row in rows.values()} == {"已发货", "待发货"}


def test_a_case_stands_with_its_order(shop: Any) -> None:
    number = shop("orders", "list", "--imported")[0]["order_no"]
    assert shop("orders", "show", number)["cases"] == []
    case = shop("case", "open", number, "--item", "1", "--qty", "1")
    (told,) = shop("orders", "show", number)["cases"]
    assert told == case
    shop("case", "refund", case["id"], "20")
    shop("case", "close", case["id"])
    (told,) = shop("orders", "show", number)["cases"]
    assert (told["state"], told["refunded_fen"]) == ("closed", 2000)


def test_a_parcel_that_must_stay_is_named_where_its_number_comes_back(
    shop: Any, tmp_path: Path
) -> None:
    parcel = shop("pack", "list", "--make")["parcels"][0]
    square = codes.of_goods("YM-001", "0618-李家")
    shop("pack", "scan", parcel["code"], square, "--qty", sum(x["qty"] for x in parcel["lines"]))
    shop("stock", "hold", "0618-李家", "--reason", "农残超标")
    path = tmp_path / "单号.csv"
    path.write_text(f"订单号,运单号\n{parcel['order_no']},SF1234567", "utf-8")
    told = shop("tracking", "import", path, "--ship")
    (stayed,) = told["stopped"]
    assert (told["new"], told["shipped"], stayed["parcel"]) == (1, [], parcel["code"])
    assert stayed["why"]
    assert shop("pack", "list")["parcels"][0]["state"] == "packed"


def test_labels_and_lists(shop: Any, tmp_path: Path) -> None:
    codes_of = [each["code"] for each in shop("pack", "list", "--make")["parcels"]]
    told = shop("label", "parcel", *codes_of, "--out", tmp_path / "labels.pdf", "--copies", 2)
    assert told["labels"] == 2 * len(codes_of)
    shop("label", "trace", "YM-001", "0618-李家", "--out", tmp_path / "trace.png")
    shop("pack", "sheet", tmp_path / "list.pdf")
    shop("pack", "sheet", tmp_path / "stops.pdf", "--stops")
    for name in ("labels.pdf", "trace.png", "list.pdf", "stops.pdf"):
        assert (tmp_path / name).stat().st_size > 1000
    assert isinstance(shop("label", "printers"), list)
    mistakes = {
        ("label", "trace", "YM-001", "没有", "--out", "x.pdf"): "lot_unknown",
        ("label", "trace", "YM-001", "0618-李家"): "label_where",
        ("label", "parcel", codes_of[0], "--printer", "没有这台"): "label_printer_unknown",
        ("pack", "sheet", tmp_path / "list.doc"): "pick_list_kind",
        ("pack", "split", codes_of[0], "--out", "YM-001"): "amount_unreadable",
        ("pack", "split", codes_of[0], "--out", "YM-001=9"): "parcel_split_wrong",
        ("pack", "cold", codes_of[0], "--celsius", "warm"): "cold_mistyped",
        ("pack", "scan", "260101-999", "YM-001"): "parcel_unknown",
        ("tracking", "import", tmp_path / "labels.pdf"): "orders_file_kind",
    }
    for words, code in mistakes.items():
        assert shop(*words, status=1)["error"] == code, words
