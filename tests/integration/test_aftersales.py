"""Cases in the running program: of a platform's order, by command, with evidence, by script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inventory import live_sales, products
from inventory.aftersales import cases, sold
from inventory.counter import phone
from inventory.counter.sales import Item
from inventory.orders.audit import CHECKS as ORDER_CHECKS
from inventory.orders.importing import Imports, Wish
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.cli.root import gongfu
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.session import archive
from studio.session.aftersales import Aftersales
from studio.session.archive import SessionOptions
from studio.session.counter import Counter
from studio.session.plan import Plan, PlannedProduct
from studio.session.studio import Studio
from studio.store import audit
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.order_files import PRODUCTS, draft


def take_products(db: Any, now: int) -> None:
    for sku, name in PRODUCTS:
        products.take_over(db, Product(sku, name, "", "箱", 1990, None, "", "", ""), 500, now)


def a_shipped_line(studio: Studio) -> sold.SoldItem:
    """Of the first order whose goods left the house."""
    (number,) = studio.store.read(
        lambda db: db.execute(
            "SELECT order_no FROM platform_order JOIN order_line ON order_id = platform_order.id "
            "JOIN stock_move ON reference = order_line.id || '/' || sku AND target = 'customer' "
            "ORDER BY order_no LIMIT 1"
        ).fetchone()
    ).result()
    found = Aftersales(studio).look(number).result()
    return next(item for item in found if item.left_house)


def test_a_platform_s_order_comes_back_and_the_next_import_leaves_it_so(tmp_path: Path) -> None:
    path = draft("抖店", orders=30).write(tmp_path / "orders")
    with open_studio(tmp_path / "data", secrets=MemorySecrets()) as studio:
        studio.books.write(take_products).result()
        imports = Imports(studio.store, studio.clock, Sealer(studio.secrets), studio.data_dir)
        imports.run(Wish(path, take_proposals=True))
        item, desk = a_shipped_line(studio), Aftersales(studio)
        made = desk.open_case(item, item.qty, "broken", "refund", "压坏了").result()
        assert (made.channel, made.due_at - made.opened_at) == ("抖店", 48 * 3_600_000)
        before = studio.stock().result()
        desk.take_back(made.id, item.qty, lost=False).result()
        assert studio.stock().result() != before
        after = studio.stock().result()
        again = imports.run(Wish(path, take_proposals=True))
        assert (again.duplicate, studio.stock().result()) == (again.orders, after)
        assert studio.store.read(lambda db: audit.problems(db, ORDER_CHECKS)).result() == []
        (import_id,) = studio.store.read(
            lambda db: db.execute("SELECT id FROM import_file ORDER BY id LIMIT 1").fetchone()
        ).result()
        with pytest.raises(UserFacingError, match="import_has_case"):
            imports.undo(import_id)
        desk.undo(made.id, 2).result()
        assert studio.stock().result() == before
        refunded = desk.refund(made.id, 1).result()
        with pytest.raises(UserFacingError, match="import_has_case"):
            imports.undo(import_id)
        desk.undo(made.id, refunded.steps[-1].seq).result()
        imports.undo(import_id)


def test_what_comes_back_is_set_beside_the_script_that_sold_it(tmp_path: Path) -> None:
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        studio.books.write(take_products).result()
        sku = PRODUCTS[0][0]
        plan = Plan("专场", products=(PlannedProduct(sku, "x", script=Path("/scripts/甜.md")),))

        def evening(db: Any, now: int) -> None:
            archive.create(db, "s1", plan, SessionOptions(), now)
            order = new_id(now)
            live_sales.note(
                db, order_id=order, session_id="s1", sku=sku, qty=4, channel="抖音",
                unit_price_fen=1990, at_ms=now,
            )  # fmt: skip
            item = sold.SoldItem(
                *("platform", "抖店", "1", "line/sku", "s1", now, sku, "x", "箱", 4, 7960, True)
            )
            made = cases.open_case(
                db, item, qty=1, reason="spoiled", wants="refund", due_ms=None, at_ms=now
            )
            cases.refund(db, made.id, 100, now)

        studio.books.write(evening).result()
        (rate,) = Aftersales(studio).rates().result().by_script
        assert (rate.key, rate.sold, rate.back) == ("甜.md", 4, 1)


def test_what_was_handed_over_of_a_note_taken_back_was_sold_by_its_script(tmp_path: Path) -> None:
    """It stood on the dashboard as sold, and here as never wanted."""
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        studio.books.write(take_products).result()
        sku = PRODUCTS[0][0]
        plan = Plan("专场", products=(PlannedProduct(sku, "x", script=Path("/scripts/甜.md")),))

        def evening(db: Any, now: int) -> None:
            archive.create(db, "s1", plan, SessionOptions(), now)
            for handed_over in (4, 0):
                order = new_id(now)
                live_sales.note(
                    db, order_id=order, session_id="s1", sku=sku, qty=5, channel="电话",
                    unit_price_fen=1990, at_ms=now,
                )  # fmt: skip
                if handed_over:
                    phone.hand_over(db, order, "picked_up", now, qty=handed_over)
                live_sales.undo(db, order, now)

        studio.books.write(evening).result()
        (rate,) = Aftersales(studio).rates().result().by_script
        assert (rate.key, rate.sold, rate.back) == ("甜.md", 4, 0)


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    def run(*arguments: object, status: int = 0) -> Any:
        done = CliRunner().invoke(
            gongfu, [*map(str, arguments), "--data-dir", str(tmp_path / "data"), "--json"]
        )
        assert done.exit_code == status, done.output
        return json.loads(done.output)

    return run


def test_a_case_from_the_command_line(shop: Any, tmp_path: Path) -> None:
    shop("product", "add", "YM", "杨梅", "--price", "50", "--unit", "箱", "--stock", "9")
    with open_studio(tmp_path / "data", secrets=MemorySecrets()) as studio:
        sale = Counter(studio).sell([Item("YM", "4")], "cash").result()
    receipt, photo = sale.id[-8:], tmp_path / "烂.jpg"
    photo.write_bytes(b"rotten")
    assert shop("case", "open", "0000", status=1)["error"] == "order_unknown"
    assert shop("case", "open", receipt, "--reason", "x", status=1)["error"] == "reason_unknown"
    assert shop("case", "open", receipt, "--qty", "0", status=1)["error"] == "quantity_not_positive"
    made = shop("case", "open", receipt, "--qty", "2", "--reason", "spoiled", "--words", "底下烂了")
    number = made["number"]
    for step in (
        ("say", number, "请拍照"), ("evidence", number, photo), ("answer", number),
        ("take-back", number, "1", "--lost"), ("resend", number, "1"), ("refund", number, "25.5"),
    ):  # fmt: skip
        shop("case", *step)
    told = shop("case", "show", number)
    assert [each["hidden"] for each in told["steps"]] == [True, True, True, *[False] * 4]
    opened = shop("case", "show", number, "--words")
    assert [each["words"] for each in opened["steps"][:3]] == ["底下烂了", "请拍照", "烂.jpg"]
    out = tmp_path / "out.jpg"
    shop("case", "photo", number, "3", "--out", out)
    assert out.read_bytes() == b"rotten"
    assert [each["what"] for each in shop("orders", "looks")] == ["evidence", "after_words.words"]
    data = b"".join(each.read_bytes() for each in (tmp_path / "data").rglob("*") if each.is_file())
    assert b"rotten" not in data
    assert "底下烂了".encode() not in data
    assert (told["state"], told["refunded_fen"], told["lost"], told["resent"]) == (
        "answered", 2550, 1, 1,
    )  # fmt: skip
    assert shop("case", "refund", number, "500", status=1)["error"] == "refund_too_much"
    assert shop("case", "refund", number, "0", status=1)["error"] == "refund_not_positive"
    assert shop("case", "refund", number, "-5", status=1)["error"] == "price_unreadable"
    shop("case", "undo", number, "6")
    assert shop("case", "close", number)["resent"] == 0
    assert shop("case", "list") == []
    assert [each["state"] for each in shop("case", "list", "--all")] == ["closed"]
    shop("case", "reopen", number)
    shop("case", "refuse", number, "重复了")
    assert shop("case", "reasons")["reasons"][0]["code"] == "spoiled"
    (rate,) = shop("case", "rates")["by_product"]
    assert (rate["sold"], rate["back"]) == (4, 0)  # a refused case does not count
    with open_studio(tmp_path / "data", secrets=MemorySecrets()) as studio:
        twice = Counter(studio).sell([Item("YM", "1"), Item("YM", "2")], "cash").result().id
    assert shop("case", "open", twice, status=1)["error"] == "case_needs_product"
    assert shop("case", "open", twice, "--item", "3", status=1)["error"] == "case_needs_product"
    assert shop("case", "open", twice, "--item", "2")["qty"] == 2
    words = ["case", "open", twice, "--item", "1", "--data-dir", str(tmp_path / "data")]
    done = CliRunner().invoke(gongfu, words)
    assert "× 1 箱，等答复，" in done.output, done.output
    assert shop("audit")["holds"]
    (kept,) = (tmp_path / "data" / "evidence").glob("*/*.sealed")
    kept.write_bytes(b"fine")
    failed = [each["name"] for each in shop("audit", status=1)["checks"] if not each["holds"]]
    assert failed == ["audit_evidence_unchanged"]
