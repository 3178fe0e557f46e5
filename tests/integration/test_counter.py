"""The counter in the running program: contacts sealed, commands, a broadcast that follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from inventory import products
from inventory.counter import phone, sales
from inventory.counter.sales import Item
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.cli.root import gongfu
from studio.runtime.errors import UserFacingError
from studio.session.books import StockMoved
from studio.session.counter import Counter
from studio.session.studio import Studio
from studio.store.privacy import looks
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path, secrets=MemorySecrets()) as opened:
        good = Product("YM", "杨梅", "", "箱", 8990, None, "", "", "")
        opened.books.write(lambda db, now: products.take_over(db, good, 5, now)).result()
        yield opened


def test_who_an_order_is_for_is_sealed_and_looking_is_noted(studio: Studio, tmp_path: Path) -> None:
    counter = Counter(studio)
    said = "王五 13800001111 望潮村 3 号"
    (sale,) = counter.note([Item("YM", "2")], "电话", said).result()
    kept = studio.store.read(lambda db: phone.contact(db, sale.id)).result()
    assert kept is not None
    assert said.encode() not in kept
    assert counter.board().result().waiting[0].has_contact
    assert counter.contact(sale.id, "店员").result() == said
    (look,) = studio.store.read(looks).result()
    assert (look.who, look.row_id) == ("店员", sale.id)


def test_without_a_keyring_nobody_is_written_down_and_the_order_waits_all_the_same(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> bytes:
        raise UserFacingError("keyring_missing")

    counter = Counter(studio)
    (sale,) = counter.note([Item("YM")], "电话").result()
    monkeypatch.setattr(Sealer, "seal", closed)
    with pytest.raises(UserFacingError, match="contact_not_kept"):
        counter.tell_contact([sale.id], "王五").result()
    with pytest.raises(UserFacingError, match="contact_needs_keyring"):
        counter.note([Item("YM")], "电话", "王五").result()
    assert [(each.id, each.has_contact) for each in counter.board().result().waiting] == [
        (sale.id, False)
    ]


def test_a_busy_day_is_on_the_board_whole(studio: Studio) -> None:
    """Whatever was taken counts, and what was sold first can still be taken back."""

    def busy(db: Database, now: int) -> None:
        products.take_over(db, Product("TD", "土蛋", "", "箱", 100, None, "", "", ""), 300, now)
        for _ in range(230):
            sales.sell(db, [Item("TD")], "cash", now)

    studio.books.write(busy).result()
    board = Counter(studio).board().result()
    assert (len(board.today), sum(each.total_fen for each in board.today)) == (230, 23_000)
    assert all(len(each.lines) == 1 for each in board.today)


def test_a_sale_is_told_to_whoever_shows_levels(studio: Studio) -> None:
    heard: list[StockMoved] = []
    studio.dispatcher.subscribe(StockMoved, heard.append)
    counter = Counter(studio)
    sale = counter.sell([Item("YM", "2")], "transfer").result()
    counter.undo(sale.id).result()
    assert [each.levels["YM"].available for each in heard] == [3, 5]
    with pytest.raises(UserFacingError, match="not_enough_stock"):
        counter.sell([Item("YM", "6")], "cash").result()
    quotes = counter.quote([Item("YM", "2"), Item("NO")]).result()
    assert quotes[0].paid_fen == 17_980
    assert quotes[1].wrong is not None
    assert [good.sold for good in counter.board().result().goods] == [1]


def test_weighed_goods_are_counted_with_their_weight(studio: Studio) -> None:
    good = Product("JI", "土鸡", "", "只", 100, None, "", "", "", catch_weight=True)
    studio.books.write(lambda db, now: products.take_over(db, good, 0, now)).result()
    assert [row.catch_weight for row in studio.stock().result()] == [True, False]
    with pytest.raises(UserFacingError, match="weight_missing"):
        studio.books.count("JI", 3).result()
    studio.books.count("JI", 3, "", 6400).result()
    sale = Counter(studio).sell([Item("JI", "3", grams=6400)], "cash").result()
    assert sale.lines[0].grams == 6400


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    def run(*arguments: object, status: int = 0) -> Any:
        done = CliRunner().invoke(
            gongfu, [*map(str, arguments), "--data-dir", str(tmp_path), "--json"]
        )
        assert done.exit_code == status, done.output
        return json.loads(done.output)

    return run


def test_a_day_at_the_counter_from_the_command_line(shop: Any, tmp_path: Path) -> None:
    shop("product", "add", "YM", "杨梅", "--price", "89.90", "--unit", "箱", "--stock", "9")
    sold = shop("sale", "sell", "YM=2箱", "--price", "YM=150", "--pay", "transfer")
    assert (sold["total_fen"], sold["pay"], sold["lines"][0]["qty"]) == (15_000, "transfer", 2)
    out = tmp_path / "receipt.bin"
    shop("sale", "receipt", sold["id"], "--out", out)
    assert out.read_bytes().startswith(b"\x1b@\x1dv0")
    mistakes = {
        ("sale", "sell", "YM=两箱"): "pair_unreadable",
        ("sale", "sell", "YM=1", "--price", "TD=1"): "sale_without_item",
        ("sale", "sell", "YM=8"): "not_enough_stock",
        ("sale", "receipt", sold["id"], "--out", "receipt.doc"): "receipt_kind_unknown",
        ("sale", "undo", "no"): "sale_unknown",
        ("orders", "hand-over", "ZZZZ"): "order_unknown",
    }
    for command, code in mistakes.items():
        assert shop(*command, status=1)["error"] == code, command
    noted = shop("orders", "note", "--sku", "YM", "--qty", "3", "--channel", "微信")
    assert (noted["available"], shop("orders", "waiting")[0]["id"]) == (4, noted["id"])
    assert shop("orders", "waiting")[0]["broadcast"] is None
    handed = shop(
        "orders", "hand-over", noted["number"], "--how", "shipped", "--tracking", "顺丰 SF1390"
    )
    assert (handed["qty"], handed["tracking"]) == (3, "顺丰 SF1390")
    (found,) = shop("find", "sf139")["calls"]
    assert (found["id"], found["state"], found["tracking"]) == (
        noted["id"],
        "handed",
        "顺丰 SF1390",
    )
    shop("orders", "hand-back", handed["id"])
    more = shop(
        *("orders", "note", "--sku", "YM", "--qty", "1", "--channel", "微信"),
        *("--number", noted["number"]),
    )
    assert more["number"] == noted["number"]
    several = shop("orders", "hand-over", noted["number"], "--qty", "2", status=1)
    assert several["error"] == "part_of_several"
    part = shop("orders", "hand-over", noted["id"], "--qty", "2")
    assert (part["qty"], part["waits"]) == (2, 1)
    assert [each["qty"] for each in shop("orders", "waiting")] == [1, 1]
    shop("orders", "hand-back", part["id"])
    both = shop("orders", "hand-over", noted["number"])
    assert ([each["qty"] for each in both["goods"]], both["total_fen"]) == ([3, 1], 4 * 8990)
    assert both["waits"] == 0
    for each in both["goods"]:
        shop("orders", "hand-back", each["id"])
    told = shop("orders", "contact", noted["number"], "--set", " ", status=1)
    assert told["error"] == "contact_missing"
    cancelled = shop("orders", "cancel", noted["number"], "--reason", "mistaken")
    assert (cancelled["undone"], cancelled["left"], cancelled["reason"]) == (True, 0, "mistaken")
    shown = shop("orders", "show", noted["id"])
    assert ([each["how"] for each in shown["ends"]], shown["reason"]) == (
        ["confirmed", "reopened"] * 3, "mistaken",
    )  # fmt: skip
    shop("sale", "undo", sold["id"])
    assert [sale["undone"] for sale in shop("sale", "list")] == [True]
    assert shop("stock", "list")[0]["available"] == 9
    assert shop("audit")["holds"]
