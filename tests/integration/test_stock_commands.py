"""`gongfu stock`, `product` and `audit` as a subprocess: a village's morning, and its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.bootstrap import DATABASE
from studio.store.instance import claim
from studio.store.sqlite import sqlite3
from tests.helpers.program import answer


@pytest.fixture
def shop(tmp_path: Path):
    def run(*arguments: object, status: int = 0):
        return answer(*arguments, "--data-dir", tmp_path, status=status)

    return run


def test_a_morning_in_the_workshop(shop, tmp_path: Path) -> None:
    shop("product", "add", "YM", "杨梅", "--price", "89.90", "--unit", "箱", "--holds", "件=6")
    shop("product", "add", "TD", "土蛋", "--price", "30", "--unit", "盒", "--stock", "3")
    shop(
        "product", "add", "LH", "礼盒", "--price", "99", "--unit", "份",
        "--part", "YM=2", "--part", "TD=1",
    )  # fmt: skip
    came = shop(
        "stock", "move", "YM", "1.5", "--unit", "件", "--from", "household", "--to", "shelf",
        "--lot", "A1", "--household", "老李", "--best-before", "2999-01-01",
    )  # fmt: skip
    assert (came["on_hand"], came["available"], came["kind"]) == (9, 9, "stock")
    counted = shop("stock", "count", "TD", "2", "--remark", "碎了一盒")
    assert (counted["counted"], counted["difference"]) == (2, -1)
    rows = {row["sku"]: row for row in shop("stock", "list")}
    assert {sku: row["available"] for sku, row in rows.items()} == {"YM": 9, "TD": 2, "LH": 2}
    assert list(rows["YM"])[:6] == ["sku", "name", "unit", "on_hand", "reserved", "available"]
    (held,) = shop("stock", "hold", "A1", "--reason", "农残超标")
    assert (held["code"], held["held"], held["on_hold"]) == ("A1", True, 9)
    refused = shop(
        "stock", "move", "YM", "1", "--from", "hold", "--to", "customer", "--lot", "A1", status=1
    )
    assert refused["error"] == "lot_on_hold"
    assert shop("stock", "list", "--lots")[0]["reason"] == "农残超标"
    assert not shop("stock", "release", "A1", "--reason", "复检合格")[0]["held"]
    shop("stock", "hold", "A1", "--reason", "又超标")
    assert shop("stock", "write-off", "A1", "--reason", "倒掉") == {"lot": "A1", "lost": 9}
    assert [row["sku"] for row in shop("product", "list")] == ["LH", "TD", "YM"]
    coded = shop("product", "add", " ", "红糖", "--price", "25", "--unit", "袋", "--stock", "2")
    assert (coded["sku"], coded["name"]) == ("HT-001", "红糖")
    named = shop("stock", "household", "老李", "李阿婆")
    assert named == {"before": "老李", "after": "李阿婆", "written": ["老李"]}
    assert shop("stock", "household", "老李", "李阿公", status=1)["error"] == "household_unknown"
    changed = shop("product", "change", "YM", "--price", "79", "--origin", " 望潮村 ")
    assert (changed["name"], changed["price_fen"], changed["origin"]) == ("杨梅", 7900, "望潮村")
    audit = shop("audit")
    assert audit["holds"]
    assert all(check["holds"] for check in audit["checks"])


def test_mistakes_are_told_and_change_nothing(shop, tmp_path: Path) -> None:
    shop("product", "add", "YM", "杨梅", "--price", "89.90", "--unit", "箱", "--stock", "5")
    way = ("--from", "supplier", "--to", "shelf")
    mistakes = {
        ("product", "add", "YM", "杨梅", "--price", "1", "--unit", "箱"): "product_known",
        ("product", "add", "A", "甲", "--price", "0", "--unit", "箱"): "price_not_positive",
        ("stock", "move", "YM", "-5", *way): "quantity_not_positive",
        ("stock", "count", "YM", "-1"): "quantity_negative",
        ("product", "change", "YM", "--unit", "件"): "unit_has_stock",
        ("product", "change", "YM", "--name", " "): "product_name_missing",
        ("product", "add", "A", " ", "--price", "1", "--unit", "箱"): "product_name_missing",
        ("product", "add", "A", "甲", "--price", "1", "--unit", "\t"): "product_unit_missing",
        ("product", "add", " YM ", "甲", "--price", "1", "--unit", "箱"): "product_known",
        ("product", "change", "NO", "--price", "1"): "product_unknown",
        ("product", "add", "A", "梅" * 10_000, "--price", "1", "--unit", "箱"):
            "product_name_too_long",
        ("product", "change", "YM", "--spec", "大" * 10_000): "product_spec_too_long",
        ("product", "add", "A", "甲", "--price", "一", "--unit", "箱"): "price_unreadable",
        ("product", "add", "A", "甲", "--price", "1", "--unit", "箱", "--part", "YM"):
            "pair_unreadable",
        ("product", "add", "A", "甲", "--price", "1", "--unit", "箱", "--stock=-1"):
            "quantity_negative",
        ("product", "add", "A", "甲", "--price", "1", "--unit", "条", "--catch-weight", "--stock",
         "1"): "opening_stock_refused",
        ("stock", "move", "NO", "1", *way): "product_unknown",
        ("stock", "move", "YM", "0", *way): "quantity_not_positive",
        ("stock", "move", "YM", "1", "--from", "shelf", "--to", "shelf"): "move_goes_nowhere",
        ("stock", "move", "YM", "6", "--from", "shelf", "--to", "loss"): "not_enough_stock",
        ("stock", "move", "YM", "1", *way, "--happened", "2999-01-01"): "moment_not_yet",
        ("stock", "move", "YM", "1", *way, "--happened", "昨天"): "moment_unreadable",
        ("stock", "count", "YM", "1", "--lot", "no"): "lot_unknown",
        ("product", "import", tmp_path / "no.xlsx"): "file_missing",
    }  # fmt: skip
    for command, code in mistakes.items():
        assert shop(*command, status=1)["error"] == code, command
    (row,) = shop("stock", "list")
    assert (row["on_hand"], row["available"]) == (5, 5)
    with claim(tmp_path):
        assert shop("stock", "count", "YM", "1", status=1)["error"] == "already_running"


def test_a_list_of_products_is_looked_at_and_then_taken(shop, tmp_path: Path) -> None:
    path = tmp_path / "货品.csv"
    path.write_text("编号,名称,单位,价格,库存\nA,甲,箱,1.5,4\nB,乙,箱,贵,1\n", "gb18030")
    looked = shop("product", "import", path, "--dry-run")
    assert (looked["new"], looked["rejected"][0]["row"]) == (1, 3)
    assert shop("product", "list") == []
    assert shop("product", "import", path) == looked
    assert shop("stock", "list")[0]["on_hand"] == 4
    again = shop("product", "import", path)
    assert (again["new"], again["same"]) == (0, 1)


def test_an_audit_that_finds_something_exits_with_1(shop, tmp_path: Path) -> None:
    shop("product", "add", "YM", "杨梅", "--price", "89.90", "--unit", "箱", "--stock", "5")
    other = sqlite3.connect(str(tmp_path / DATABASE))
    with other:
        other.execute("UPDATE stock_balance SET qty = 7 WHERE place = 'shelf'")
    other.close()
    told = shop("audit", status=1)
    (wrong,) = [check for check in told["checks"] if not check["holds"]]
    assert wrong["name"] == "audit_balances_replay"
    assert (wrong["differences"][0]["kept"], wrong["differences"][0]["replayed"]) == (7, 5)
