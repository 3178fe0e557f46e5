"""An import says what it does, does it once, and can be taken back whole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import keyring
import pytest
from keyring.backends import null
from sqlite_utils import Database, Migrations

from inventory import channels, ledger, lots, products
from inventory.audit import CHECKS as LEDGER
from inventory.orders import (
    book,
    catalogue,
    importing,
    mapping,
    merging,
    questions,
    templates,
    undoing,
)
from inventory.orders.audit import CHECKS
from inventory.orders.importing import Imports, Room, StoppedError, Wish
from inventory.orders.mapping import Mapped, Named
from inventory.orders.schema import SEALED
from inventory.orders.undoing import Undone
from inventory.products import Product
from inventory.schema import Place
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.runtime.wording import word_error
from studio.store import audit, privacy
from studio.store.database import Store
from studio.store.masking import HIDDEN
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets
from studio.store.sqlite import sqlite3
from tests.helpers.books import Books
from tests.helpers.clock import ManualClock
from tests.helpers.meddling import unseen
from tests.helpers.order_files import PLATFORMS, PRODUCTS, draft

T = TypeVar("T")

STOCK = 1000
MANY_LINES = 33_000
"""More than a statement of SQLite takes values, which are 32,766."""
JUNE_20 = 1_781_913_600_000
"""2026-06-20, after the drafts' orders."""


@pytest.fixture
def imports(store: Store, clock: ManualClock, tmp_path: Path) -> Imports:
    store.write(_stocked).result()
    return Imports(store, clock, Sealer(KeyringSecrets()), tmp_path)


def _stocked(db: object) -> None:
    for sku, name in PRODUCTS:
        product = Product(sku, name, "", "箱", 1990, None, "", "", "")
        assert products.take_over(db, product, STOCK, 1)  # type: ignore[arg-type]


def in_lots(store: Store) -> None:
    """A little of each product lies in a lot, so that what is taken has to be picked."""
    for sku, _ in PRODUCTS:
        Books(store).harvest(sku, f"{sku}-1", 7)


def levels(store: Store) -> dict[str, ledger.StockLevel]:
    return store.read(ledger.levels).result()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_file_comes_to_what_it_says(imports: Imports, tmp_path: Path, platform: str) -> None:
    for seed in range(5):
        made = draft(platform, seed, orders=20)
        report = imports.preview(Wish(made.write(tmp_path / "f")))
        assert (report.platform, report.rows) == (platform, len(made.rows))
        assert (report.orders, report.new) == (made.orders, made.orders)
        assert (report.paid_fen, report.refunded_fen) == (made.paid_fen, made.refunded_fen)
        assert len(report.questions) == len(made.rows)  # nobody has said yet what the codes are


def test_the_second_time_everything_is_a_duplicate(imports: Imports, tmp_path: Path) -> None:
    path = draft("抖店").write(tmp_path / "f")
    first = imports.run(Wish(path, take_proposals=True))
    again = imports.run(Wish(path, take_proposals=True))
    assert (first.new, first.duplicate, first.questions) == (12, 0, ())
    assert (again.new, again.changed, again.duplicate) == (0, 0, 12)
    assert (again.paid_fen, again.refunded_fen) == (first.paid_fen, first.refunded_fen)


def test_an_undo_gives_goods_of_a_lot_that_failed_meanwhile_to_the_hold(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """They may go nowhere else; the whole import is taken back, not half of it."""
    in_lots(store)
    books = Books(store)
    for sku, _ in PRODUCTS:
        books.move(sku, STOCK, Place.SHELF, Place.LOSS, lot="")
    made = draft("抖店", orders=3)
    for row in made.rows:
        row |= {made.role("status"): "已发货", made.role("qty"): "1"}
    report = imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    sent = {sku: books.on(Place.CUSTOMER, sku) for sku, _ in PRODUCTS}
    assert sum(sent.values()) == len(made.rows)
    codes = {each.lot.code for each in books.look(lots.stock)}
    for code in codes:
        books.write(lambda db, code=code: lots.hold(db, code, "农残超标", 1))
    assert imports.undo(report.import_id) == Undone(3, 0)
    for sku, _ in PRODUCTS:
        assert (books.on(Place.CUSTOMER, sku), books.on(Place.RESERVED, sku)) == (0, 0)
        assert books.on(Place.HOLD, sku) >= sent[sku]
    assert store.read(lambda db: audit.problems(db, (*LEDGER, *CHECKS))).result() == []


def test_an_undo_that_broke_off_leaves_books_that_add_up(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 10)
    made = draft("抖店", orders=20)
    done = imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))

    def stop(doing: str, done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        imports.undo(done.import_id, stop)
    assert [each.state for each in store.read(catalogue.files).result()] == ["undoing"]
    assert len(store.read(lambda db: catalogue.heads(db, limit=9999)).result()) == 10
    assert store.read(lambda db: audit.problems(db, (*LEDGER, *CHECKS))).result() == []
    assert imports.undo(done.import_id) == Undone(10, 0)
    assert store.read(lambda db: audit.problems(db, (*LEDGER, *CHECKS))).result() == []


def test_what_is_not_mapped_waits_and_goes_on_once_it_is(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    path = draft("拼多多").write(tmp_path / "f")
    asked = imports.run(Wish(path))
    assert {question.kind for question in asked.questions} == {"product_unmapped"}
    assert all(level.available == STOCK for level in levels(store).values())
    answered = imports.run(Wish(path, take_proposals=True))
    assert (answered.duplicate, answered.questions) == (12, ())
    assert any(level.reserved for level in levels(store).values())


def test_stopped_in_the_middle_nothing_is_half_and_again_goes_on(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 40)
    path = draft("抖店", orders=120).write(tmp_path / "f")

    def stop(doing: str, done: int, of: int) -> None:
        if doing == "writing" and done:
            raise StoppedError

    with pytest.raises(StoppedError):
        imports.run(Wish(path, take_proposals=True), stop)
    assert [each.state for each in store.read(catalogue.files).result()] == ["stopped"]
    assert len(store.read(lambda db: catalogue.heads(db, limit=9999)).result()) == 40
    again = imports.run(Wish(path, take_proposals=True))
    assert (again.new, again.duplicate) == (80, 40)


def test_buyers_are_kept_only_sealed_and_shown_masked(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = draft("抖店", orders=2, quirks=["new_heading", "summary"])
    for row in made.rows:
        row["收件人手机号"] = "13800001234"
    made.rows[0]["平台新加的一列"] = "浙江省台州市某某路 5 号"
    imports.run(Wish(made.write(tmp_path / "f")))
    sealer = Sealer(KeyringSecrets())
    head = store.read(catalogue.heads).result()[0]
    told = store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result()
    assert told["收件人手机号"] == "13800001234"
    assert catalogue.masked(told)["收件人手机号"] == "138****1234"
    assert catalogue.masked(told)["平台新加的一列"] == HIDDEN
    store.close()
    kept = store.path.read_bytes()
    assert not any(each.encode() in kept for each in ("13800001234", "某某路", "张三"))


def test_without_a_keyring_orders_come_in_and_buyers_follow_once_there_is_one(
    store: Store, clock: ManualClock, tmp_path: Path, imports: Imports
) -> None:
    path = draft("微信小店").write(tmp_path / "f")
    there = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    without = Imports(store, clock, Sealer(KeyringSecrets()), tmp_path).run(Wish(path))
    keyring.set_keyring(there)
    assert (without.buyers_kept, without.new) == (False, 12)
    head = store.read(catalogue.heads).result()[0]
    sealer = Sealer(KeyringSecrets())
    assert store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result() == {}
    assert imports.run(Wish(path)).duplicate == 12
    assert store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result() != {}


def test_buyers_data_the_clock_has_deleted_does_not_come_back_with_an_old_file(
    store: Store, clock: ManualClock, tmp_path: Path, imports: Imports
) -> None:
    clock.set_wall(JUNE_20)
    made = draft("抖店", orders=2)
    old, sealer = made.write(tmp_path / "old"), Sealer(KeyringSecrets())
    kept = Imports(store, clock, sealer, tmp_path, Room(buyer_days=lambda: 180))
    kept.run(Wish(old))
    head = store.read(catalogue.heads).result()[0]
    assert store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result() != {}
    clock.advance(181 * 24 * 3600)
    for column in SEALED:
        store.write(partial(privacy.clear, column=column, until_ms=JUNE_20)).result()
    assert kept.run(Wish(old)).duplicate == 2
    assert store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result() == {}
    for row in made.rows:  # exported anew, with one more column that is not empty
        row[made.role("tracking")] = "SF1234567"
    kept.run(Wish(made.write(tmp_path / "new")))
    rows = store.read(lambda db: db.execute("SELECT personal FROM raw_content").fetchall()).result()
    assert rows == [(None,)] * 2 * len(made.rows)
    assert store.read(lambda db: catalogue.buyer(db, head.id, sealer)).result() == {}


def test_while_orders_are_noted_beside_it_less_is_written_at_once(
    store: Store,
    clock: ManualClock,
    tmp_path: Path,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "BATCH", 5)
    monkeypatch.setattr(importing, "CALM_BATCH", 10)
    done: list[int] = []
    room = Room(noting=lambda: len(done) > 1)  # a broadcast begins after two batches
    beside = Imports(store, clock, Sealer(KeyringSecrets()), tmp_path, room)
    path = draft("抖店", orders=28).write(tmp_path / "f")
    beside.run(Wish(path), lambda doing, far, of: done.append(far) if of else None)
    assert done == [0, 10, 20, 25, 28]


def test_an_import_fills_no_cache_of_statements(
    store: Store, imports: Imports, tmp_path: Path
) -> None:
    """Savepoints named anew each would be kept beside what an order needs."""
    in_lots(store)
    said: list[str] = []
    store.write(lambda db: db.conn.set_trace_callback(said.append)).result()
    imports.run(Wish(draft("抖店", orders=40).write(tmp_path / "f"), take_proposals=True))
    store.write(lambda db: db.conn.set_trace_callback(None)).result()
    steps = [each for each in said if each.startswith("SAVEPOINT")]
    assert len(steps) > 5
    assert len(set(steps)) == 1


@pytest.mark.parametrize("lots", [False, True])
def test_what_is_short_waits_and_the_rest_goes_on(
    imports: Imports, store: Store, tmp_path: Path, lots: bool
) -> None:
    """Taken from a pile or picked from lots: as much as there is, by the lines' order."""
    if lots:
        in_lots(store)
    for sku, _ in PRODUCTS:
        Books(store).move(sku, STOCK - 3, Place.SHELF, Place.LOSS, lot="")
    more = 7 if lots else 0
    made = draft("抖店", orders=60)
    for row in made.rows:
        row |= {made.role("status"): "待发货", made.role("qty"): "2", made.role("shipped_at"): ""}
    report = imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    for sku, level in levels(store).items():
        lines = [q for q in report.questions if q.about == sku and q.kind == "stock_short"]
        assert (level.reserved, level.available) == ((3 + more) // 2 * 2, (3 + more) % 2)
        assert lines
    assert store.read(lambda db: audit.problems(db, (*LEDGER, *CHECKS))).result() == []


def test_a_later_export_changes_and_an_older_one_changes_nothing_back(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    older, newer = draft("拼多多", 3), draft("拼多多", 3)
    for row in newer.rows:
        row["订单状态"], row["发货时间"] = "已发货,待收货", "2026-06-30 10:00:00"
        row["快递单号"] = "YT0001"
    first = imports.run(Wish(older.write(tmp_path / "1"), take_proposals=True))
    changed = imports.run(Wish(newer.write(tmp_path / "2")))
    assert (first.new, changed.new) == (12, 0)
    assert changed.changed > 0
    before = levels(store), store.read(catalogue.heads).result()
    back = imports.run(Wish(older.write(tmp_path / "3")))
    assert (back.new, back.changed, back.duplicate) == (0, 0, 12)
    assert (levels(store), store.read(catalogue.heads).result()) == before


def test_an_order_whose_quantity_was_lowered_has_changed(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """Nothing else of it is new: neither file says that it is the later one."""
    made = draft("抖店", orders=12)
    files = []
    for qty in ("3", "1"):
        for row in made.rows:
            row[made.role("qty")] = qty
        files.append(made.write(tmp_path / qty))
    imports.run(Wish(files[0], take_proposals=True))
    report = imports.run(Wish(files[1], take_proposals=True))
    assert (report.changed, report.duplicate) == (12, 0)
    before = levels(store)
    report = imports.run(Wish(files[0], take_proposals=True))
    assert (report.changed, report.duplicate) == (0, 12)
    assert levels(store) == before
    pieces = "SELECT max(qty) FROM order_line"
    assert store.read(lambda db: db.execute(pieces).fetchone()).result() == (1,)
    assert store.read(lambda db: audit.problems(db, (*CHECKS, *LEDGER))).result() == []


def test_what_was_joined_before_fewer_pieces_counted_is_put_right_by_its_file(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of equally far versions the row's digest decided; the audit names what it decided wrongly."""
    made = draft("抖店", orders=12)
    files = []
    for qty in ("3", "1"):
        for row in made.rows:
            row[made.role("qty")] = qty
        files.append(made.write(tmp_path / qty))
    with monkeypatch.context() as earlier:
        earlier.setattr(merging, "precedence", lambda line: line.version)
        for path in files:
            imports.run(Wish(path, take_proposals=True))
    ours = (*CHECKS, *LEDGER)
    wrong = len(store.read(lambda db: list(CHECKS[0].differences(db))).result())
    assert wrong > 0
    assert imports.run(Wish(files[1], take_proposals=True)).changed == wrong
    assert store.read(lambda db: audit.problems(db, ours)).result() == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_database_finds_in_each_line_what_a_person_is_shown(
    imports: Imports, store: Store, tmp_path: Path, platform: str
) -> None:
    """A code for one of ours, for six of another, one nobody has said, and what joins several."""
    imports.run(Wish(draft(platform, orders=20, quirks=["joined"]).write(tmp_path / "f")))
    codes = sorted({each.code for each in store.read(questions.asked).result() if each.code})
    for code, mapped in zip(codes, (Mapped("YM-001", 1), Mapped("TD-002", 6)), strict=False):
        imports.map_code(platform, code, mapped)
    asked = store.read(questions.asked).result()
    (joined,) = [each.line_ids[0] for each in asked if each.kind == "products_joined"]

    def its_code_too(db: Database) -> None:
        row = db.execute("SELECT code FROM order_line WHERE id = ?", [joined]).fetchone()
        mapping.confirm(db, platform, row[0], Mapped("HT-003", 9), 1)

    store.write(its_code_too).result()

    def by_database(db: Database) -> dict[str, dict[str, int]]:
        rows = db.execute(
            f"SELECT order_line.id, {mapping.SKU_IN}, {mapping.QTY_IN} FROM platform_order "
            f"JOIN order_line ON order_id = platform_order.id {mapping.GOODS_IN}"
        )
        found: dict[str, dict[str, int]] = {}
        for line_id, sku, qty in rows:
            found.setdefault(line_id, {}).update({sku: qty} if sku else {})
        return found

    def by_line(db: Database) -> dict[str, dict[str, int]]:
        shown = catalogue.lines_of(db, catalogue.heads(db, limit=999))
        return {line.id: dict(line.goods) for _, line in shown}

    before = store.read(by_line).result()
    assert store.read(by_database).result() == before
    assert before[joined] == {}
    imports.say_goods(platform, [joined], {"YM-001": 2, "TD-002": 5})
    assert store.read(by_database).result() == {**before, joined: {"YM-001": 2, "TD-002": 5}}
    assert store.read(by_line).result() == store.read(by_database).result()


def test_a_shops_products_are_proposed_by_code_and_by_likeness(store: Store) -> None:
    ours = [Named("YM-001", "东魁杨梅 2.5kg/箱"), Named("TD-002", "红心土鸡蛋 30枚")]
    assert mapping.suggestions("ym-001", "anything", ours) == ["YM-001"]
    assert mapping.suggestions("77", "【产地直发】东魁杨梅 2.5kg/箱 现摘", ours) == ["YM-001"]
    assert mapping.suggestions("77", "羽绒服", ours) == []


def test_a_workshops_own_words_are_understood(imports: Imports, tmp_path: Path) -> None:
    path = draft("抖店", quirks=["new_status", "new_heading"]).write(tmp_path / "f")
    asked = {each.kind for each in imports.preview(Wish(path, take_proposals=True)).questions}
    assert asked == {"status_unknown"}
    (tmp_path / templates.FILE).write_text(
        '[[template]]\nplatform = "抖店"\nother = ["平台新加的一列"]\n'
        '[template.statuses]\n"待揽收核验" = "paid"\n',
        "utf-8",
    )
    assert imports.preview(Wish(path, take_proposals=True)).questions == ()


NEW_LAYOUT = """[[template]]
platform = "{platform}"
version = {version}
order_no = ["新单号"]
title = ["新品名"]
qty = ["新件数"]
paid = ["新实付"]
status = ["新状态"]
[template.statuses]
"待出库" = "paid"
"""


@pytest.mark.parametrize(("platform", "version"), [("抖店", 2), ("京东", 1)])
def test_another_version_of_an_export_and_another_platform_are_data(
    imports: Imports, tmp_path: Path, platform: str, version: int
) -> None:
    """Beside it what was exported before is understood as it was."""
    (tmp_path / templates.FILE).write_text(
        NEW_LAYOUT.format(platform=platform, version=version), "utf-8"
    )
    path = tmp_path / "f.csv"
    path.write_text(
        "新单号,新品名,新件数,新实付,新状态\n6917000000000000123,杨梅,1,19.90,待出库\n", "utf-8"
    )
    report = imports.preview(Wish(path))
    assert (report.platform, report.orders, report.paid_fen) == (platform, 1, 1990)
    assert imports.preview(Wish(draft("抖店").write(path))).orders == 12


def test_a_blank_beside_a_platform_s_name_makes_no_other_platform(tmp_path: Path) -> None:
    """What was noted live under 小红书 waited at the counter for ever."""
    said = ["抖店 ", " 小红书", "小红书", " "]
    text = "".join(f'[[template]]\nplatform = "{each}"\n' for each in said)
    (tmp_path / templates.FILE).write_text(text, "utf-8")
    assert templates.own_platforms(tmp_path) == ("小红书",)
    assert channels.has_file("小红书", templates.own_platforms(tmp_path))
    assert channels.is_of(" 小红书", "小红书私信")  # as its orders are imported


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[template]\n", "order_templates_unreadable"),
        ('template = "抖店"\n', "order_templates_unreadable"),
        ("[[template]]\nversion = 1\n", "order_templates_wrong"),
        ('[[template]]\nplatform = "抖店"\nqty = "数量"\n', "order_templates_wrong"),
        ('[[template]]\nplatform = "新平台"\norder_no = ["单号"]\n', "order_templates_wrong"),
        ('[[template]]\nplatform = "抖店"\ncolour = ["红"]\n', "order_templates_wrong"),
        (
            '[[template]]\nplatform = "抖店"\n[template.statuses]\n"新" = "sold"\n',
            "order_templates_wrong",
        ),
    ],
)
def test_a_mistake_in_them_stops_the_import_in_a_sentence(
    imports: Imports, tmp_path: Path, text: str, code: str
) -> None:
    (tmp_path / templates.FILE).write_text(text, "utf-8")
    with pytest.raises(UserFacingError) as told:
        imports.preview(Wish(draft("抖店").write(tmp_path / "f")))
    assert told.value.code == code
    assert word_error(told.value)


def test_a_file_of_another_platform_than_chosen_is_told(imports: Imports, tmp_path: Path) -> None:
    path = draft("抖店").write(tmp_path / "f")
    with pytest.raises(UserFacingError, match="orders_headings_other"):
        imports.preview(Wish(path, platform="淘宝"))


def test_a_database_from_before_imports_is_updated(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    path = tmp_path / "old" / "studio.db"
    before = [each for each in migrations if each.name not in ("orders", "fulfilment")]
    old = Store.open(path, runtime, before, clock)
    old.write(_stocked).result()
    old.close()
    store = Store.open(path, runtime, migrations, clock)
    assert store.read(catalogue.files).result() == []
    assert len(levels(store)) == len(PRODUCTS)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM import_file",
        "DELETE FROM raw_row",
        "DELETE FROM raw_content",
        "UPDATE raw_row SET row = row + 1000",
        "DELETE FROM status_event",
        "UPDATE status_event SET status = 'paid'",
    ],
)
def test_what_was_imported_is_kept_as_it_was(
    imports: Imports, store: Store, tmp_path: Path, statement: str
) -> None:
    imports.run(Wish(draft("淘宝").write(tmp_path / "f")))
    later = draft("淘宝")
    for row in later.rows:
        row["订单状态"] = "交易成功"
    imports.run(Wish(later.write(tmp_path / "f")))
    with pytest.raises(sqlite3.IntegrityError):
        store.write(lambda db: db.execute(statement).fetchall()).result()


ROWS, GOODS = "audit_orders_as_rows", "audit_orders_hold_goods"
FOUND = "audit_orders_found_by_goods"
_ANOTHER = "(SELECT max({0}) FROM order_line AS other WHERE other.{0} <> order_line.{0})"
MEDDLED = {
    "UPDATE platform_order SET paid_fen = paid_fen + 1": ROWS,
    "UPDATE platform_order SET ordered_ms = ordered_ms + 1": ROWS,
    "DELETE FROM order_line WHERE line_no LIKE '%1'": ROWS,
    "UPDATE order_line SET qty = qty + 1": ROWS,
    "UPDATE order_line SET status = 'paid' WHERE status = 'closed'": ROWS,
    f"UPDATE order_line SET code = {_ANOTHER.format('code')}": ROWS,
    f"UPDATE order_line SET order_id = {_ANOTHER.format('order_id')} WHERE qty = 1": ROWS,
    "UPDATE raw_row SET line_id = (SELECT max(id) FROM order_line) WHERE row < 5": ROWS,
    "DELETE FROM raw_row WHERE line_id IS NULL": ROWS,
    "UPDATE raw_content SET state = '[1, 2]' WHERE state <> ''": ROWS,
    "UPDATE raw_content SET state = '{' WHERE state <> ''": ROWS,
    "UPDATE order_goods SET words = words || 'x'": ROWS,
    "UPDATE platform_order SET goods = (SELECT max(id) FROM order_goods)": ROWS,
    "DELETE FROM order_goods WHERE id = (SELECT max(goods) FROM platform_order)": FOUND,
    "UPDATE order_goods SET shop = '别家'": FOUND,
    "INSERT INTO order_goods (shop, words) VALUES ('别家', '番薯	F1')": FOUND,
    "INSERT INTO order_goods (shop, words) SELECT DISTINCT shop, '番薯' FROM import_file": FOUND,
    "INSERT INTO stock_move (id, sku, qty, source, target, reason, reference, happened_ms,"
    " happened_local) SELECT 'x', 'YM-001', 1, 'shelf', 'reserved', 'x', id || '/YM-001',"
    " 1, '' FROM order_line WHERE status = 'unpaid' OR status = 'closed' LIMIT 1": GOODS,
}  # fmt: skip


@pytest.mark.expects_log
def test_the_audit_finds_what_does_not_add_up(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = draft("抖店", orders=30, quirks=["summary"])
    imports.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []
    assert unseen(store, CHECKS, MEDDLED) == []


def test_one_order_of_very_many_lines_is_an_order(imports: Imports, tmp_path: Path) -> None:
    made = draft("抖店", orders=1)
    row = made.rows[0] | {"商品数量": "1"}
    made.headings = [each for each in made.headings if row.get(each, "") != ""]
    made.rows = [row | {"子订单编号": f"7{number:018d}"} for number in range(MANY_LINES)]
    report = imports.run(Wish(made.write(tmp_path / "f", "csv utf-8")))
    assert (report.orders, report.rows) == (1, MANY_LINES)
    assert imports.undo(report.import_id).orders == 1


def test_the_next_orders_are_made_ready_while_the_disk_is_waited_for(
    store: Store, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is committed here only once the rows of the next are ready."""
    store.write(_stocked).result()
    monkeypatch.setattr(importing, "BATCH", 5)
    batches, make_ready = 3, book.ready
    ready, written = threading.Semaphore(0), list[book.Outcome]()
    wait_for = {1: 2, batches: 0}  # with the first, its own and the next

    def made_ready(*told: Any) -> list[book.Written]:
        found = make_ready(*told)
        ready.release()
        return found

    def write(work: Callable[[Database], T]) -> Future[T]:
        def and_wait(db: Database) -> T:
            found = work(db)
            if isinstance(found, book.Outcome):
                written.append(found)
                for _ in range(wait_for.get(len(written), 1)):
                    assert ready.acquire(timeout=60)
            return found

        return store.write(and_wait)

    monkeypatch.setattr(book, "ready", made_ready)
    imports = Imports(store, clock, Sealer(KeyringSecrets()), tmp_path, Room(write))

    path = draft("抖店", orders=5 * batches).write(tmp_path / "f")
    assert imports.run(Wish(path)).new == 5 * batches
    assert len(written) == batches


def test_what_is_never_written_ends_the_import(
    store: Store, clock: ManualClock, tmp_path: Path
) -> None:
    """A writer that ends meanwhile takes nothing any more: nobody waits for it."""

    def write(work: Callable[[Database], T]) -> Future[T]:
        if getattr(work, "__qualname__", "").startswith("Imports._begin"):
            refused: Future[T] = Future()
            refused.set_exception(RuntimeError("the writer ended"))
            return refused
        return store.write(work)

    store.write(_stocked).result()
    imports = Imports(store, clock, Sealer(KeyringSecrets()), tmp_path, Room(write))
    with pytest.raises(RuntimeError, match="the writer ended"):
        imports.run(Wish(draft("抖店").write(tmp_path / "f")))
    assert not imports.busy
