"""What was noted in a broadcast and then ordered on the platform is reserved once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import channels, holds, ledger, live_sales, lots, products
from inventory.audit import CHECKS
from inventory.counter import audit, phone
from inventory.lots import Lot
from inventory.orders import mapping, reconciling, retelling, shop_rules, undoing
from inventory.orders.audit import CHECKS as ORDER_CHECKS
from inventory.orders.importing import Imports, Ruled, StoppedError, Wish
from inventory.orders.mapping import Mapped
from inventory.orders.matching import HOUR_MS
from inventory.orders.retelling import Waiting
from inventory.orders.shop_rules import Takes
from inventory.orders.undoing import Undone
from inventory.products import Product
from inventory.schema import Place
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.audit import problems, run
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import Draft, draft

SKU = "YM-001"
DAY = 24 * HOUR_MS
AT = 1_780_315_200_000
"""2026-06-01 20:00 in China."""


@pytest.fixture
def imports(store: Store, clock: ManualClock, tmp_path: Path) -> Imports:
    def stocked(db: Database) -> None:
        products.take_over(db, Product(SKU, "杨梅", "", "箱", 1990, None, "", "", ""), 10, 1)
        mapping.confirm(db, "抖店", SKU, Mapped(SKU, 1), 1)

    store.write(stocked).result()
    return Imports(store, clock, Sealer(KeyringSecrets()), tmp_path)


def note(
    store: Store,
    qty: int,
    channel: str = "抖音",
    at_ms: int = AT,
    expires_ms: int | None = None,
) -> str:
    order_id = new_id(at_ms)

    def work(db: Database) -> None:
        live_sales.note(
            db, order_id=order_id, session_id="s", sku=SKU, qty=qty, channel=channel,
            unit_price_fen=1990, at_ms=at_ms, expires_ms=expires_ms,
        )  # fmt: skip

    store.write(work).result()
    return order_id


def ordered(*qtys: int, status: str = "待发货") -> Draft:
    """One order of so many each, placed while the broadcast ran."""
    made = draft("抖店", orders=1)
    blank = dict.fromkeys(made.headings, "")
    made.rows = [
        blank
        | {
            "主订单编号": f"69{number:017d}",
            "子订单编号": f"70{number:017d}",
            "选购商品": "杨梅",
            "商家编码": SKU,
            "商品数量": str(qty),
            "订单应付金额": "19.90",
            "订单状态": status,
            "订单提交时间": "2026-06-01 20:01:00",
            "支付完成时间": "2026-06-01 20:02:00" if status == "待发货" else "",
        }
        for number, qty in enumerate(qtys)
    ]
    return made


def bring_in(imports: Imports, made: Draft, tmp_path: Path) -> str:
    return imports.run(Wish(made.write(tmp_path / "f"))).import_id


def level(store: Store) -> tuple[int, int]:
    found = store.read(lambda db: ledger.level(db, SKU)).result()
    return found.reserved, found.available


def open_qty(store: Store) -> int:
    return sum(each.open_qty for each in store.read(holds.open_notes).result())


@pytest.mark.parametrize(
    ("noted", "rows", "reserved", "still_open"),
    [
        ((2,), (2,), 2, 0),  # confirmed
        ((3,), (1, 2), 3, 0),  # one note, two orders
        ((1, 2), (3,), 3, 0),  # two notes, one order
        ((2,), (5,), 5, 0),  # the buyer took more
        ((4,), (1,), 4, 3),  # the rest still waits, until it expires
        ((), (2,), 2, 0),  # nobody noted it
    ],
)
def test_a_row_takes_its_notes_over(
    imports: Imports,
    store: Store,
    tmp_path: Path,
    noted: tuple[int, ...],
    rows: tuple[int, ...],
    reserved: int,
    still_open: int,
) -> None:
    for qty in noted:
        note(store, qty)
    import_id = bring_in(imports, ordered(*rows), tmp_path)
    assert level(store) == (reserved, 10 - reserved)
    assert open_qty(store) == still_open
    imports.undo(import_id)
    assert open_qty(store) == sum(noted)
    assert level(store) == (sum(noted), 10 - sum(noted))


@pytest.mark.parametrize(
    ("channel", "at_ms"), [("微信群", AT), ("抖音", AT + 5 * 3_600_000), ("抖音", AT - 10**8)]
)
def test_another_channel_or_evening_is_another_order(
    imports: Imports, store: Store, tmp_path: Path, channel: str, at_ms: int
) -> None:
    note(store, 2, channel, at_ms)
    bring_in(imports, ordered(2), tmp_path)
    assert level(store) == (4, 6)
    assert open_qty(store) == 2


@pytest.mark.parametrize(
    ("order_no", "taken"),
    [
        ("260601-123456789012345", True),
        ("260602-123456789012345", True),  # after midnight
        ("260531-123456789012345", False),
        ("260603-123456789012345", False),
        ("269999-123456789012345", False),  # no day
        ("6917000000000000001", False),
    ],
)
def test_a_row_without_a_time_was_ordered_on_the_day_its_number_says(
    imports: Imports, store: Store, tmp_path: Path, order_no: str, taken: bool
) -> None:
    """拼多多 leaves the deal time out now and then, and the goods were held twice."""
    note(store, 2, "拼多多")
    store.write(lambda db: mapping.confirm(db, "拼多多", SKU, Mapped(SKU, 1), 1)).result()
    made = draft("拼多多", orders=1)
    row = dict.fromkeys(made.headings, "")
    told = {"order_no": order_no, "title": "杨梅", "code": SKU, "qty": "2", "paid": "39.80"}
    told |= {"status": "待发货"}
    made.rows = [row | {made.role(role): text for role, text in told.items()}]
    bring_in(imports, made, tmp_path)
    assert open_qty(store) == (0 if taken else 2)
    assert level(store) == ((2, 8) if taken else (4, 6))


@pytest.mark.parametrize("status", ["待发货", "已关闭"])
def test_what_waits_at_the_counter_is_no_platform_s_whatever_its_channel_is_called(
    imports: Imports, store: Store, tmp_path: Path, status: str
) -> None:
    """Who asked in a platform's chat was promised a box beside the platform's orders."""
    order = new_id(AT)
    facts = {"sku": SKU, "qty": 2, "channel": "抖音私信", "at_ms": AT}
    store.write(lambda db: phone.note(db, order_id=order, **facts)).result()  # type: ignore[arg-type]
    bring_in(imports, ordered(2, status=status), tmp_path)
    (waiting,) = store.read(phone.waiting).result()
    assert (waiting.id, waiting.qty) == (order, 2)
    assert level(store) == ((4, 6) if status == "待发货" else (2, 8))


def test_the_books_of_a_broadcast_tell_what_nobody_noted(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    for qty in (2, 3, 1):
        note(store, qty, at_ms=AT + qty)
    note(store, 1, "微信群")
    made = ordered(2, 1, 2)  # of the three: confirmed, confirmed, a part of it
    for number, row in enumerate(made.rows, 1):
        row["主订单编号"] = f"71{number:017d}"
    late = ordered(1)
    late.rows[0]["主订单编号"] = "720000000000000001"
    import_id = bring_in(imports, made, tmp_path)

    def states() -> list[tuple[int, str]]:
        found = store.read(lambda db: reconciling.notes(db, "s")).result()
        return sorted((each.qty, each.state) for each in found)

    assert states() == [(1, "confirmed"), (1, "waits"), (2, "confirmed"), (3, "split")]
    for _ in range(2):  # one more takes the last of the three, the next finds no note
        late.rows[0]["主订单编号"] += "0"
        bring_in(imports, late, tmp_path)
    left = store.read(lambda db: list(reconciling.unexplained(db, AT, AT + 3_600_000))).result()
    assert [(each.platform, each.qty) for each in left] == [("抖店", 1)]
    imports.undo(import_id)
    assert (2, "open") in states()


@pytest.mark.parametrize("status", ["待发货", "已发货"])
@pytest.mark.parametrize("forgotten", [False, True])
def test_an_import_that_confirmed_a_part_is_undone_after_the_rest_was_taken_back(
    imports: Imports, store: Store, tmp_path: Path, status: str, forgotten: bool
) -> None:
    """It could never be: the note was closed, and what came back to it was refused."""
    order = note(store, 3)
    import_id = bring_in(imports, ordered(1, status=status), tmp_path)
    store.write(lambda db: live_sales.undo(db, order, AT)).result()
    assert level(store)[1] == 9
    if forgotten:
        imports.forget_code("抖店", SKU)
    assert imports.undo(import_id) == Undone(1, 0)
    assert (level(store), open_qty(store)) == ((0, 10), 0)
    (told,) = store.read(lambda db: reconciling.notes(db, "s")).result()
    assert (told.state, told.left, told.orders) == ("undone", 0, ())
    assert (
        store.read(lambda db: problems(db, (*CHECKS, *ORDER_CHECKS, *audit.CHECKS))).result() == []
    )


@pytest.mark.parametrize("status", ["待发货", "已发货"])
@pytest.mark.parametrize("at_counter", [False, True])
def test_an_undo_releases_a_note_for_which_nothing_may_be_sold_any_more(
    imports: Imports,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: str,
    at_counter: bool,
) -> None:
    """It stopped in the midst, and could never be taken back to its end."""
    if at_counter:
        monkeypatch.delitem(channels.FILES, "抖店")
    in_one_lot(store)
    note(store, 2, "抖店")
    made = ordered(2, 1, status=status)
    made.rows[1]["主订单编号"] = "710000000000000001"
    import_id = bring_in(imports, made, tmp_path)
    assert open_qty(store) == 0
    store.write(lambda db: lots.hold(db, "L", "农残超标", AT)).result()
    assert imports.undo(import_id) == Undone(2, 1)
    assert open_qty(store) == 0
    assert level(store) == (0, 0)
    (told,) = store.read(lambda db: reconciling.notes(db, "s")).result()
    assert (told.state, told.orders) == ("cancelled" if at_counter else "released", ())
    assert told.lacking == 2
    every = (*CHECKS, *ORDER_CHECKS, *audit.CHECKS)
    assert store.read(lambda db: problems(db, every)).result() == []


def test_another_answer_and_another_rule_tell_of_notes_too_little_may_be_sold_for(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """They were released without a word."""
    in_one_lot(store)
    note(store, 2)
    note(store, 1, at_ms=AT + 1)
    bring_in(imports, ordered(2, 1, status=UNPAID), tmp_path)
    assert imports.take_stock("抖店", Takes.ORDER) == Ruled(2, 0)
    store.write(lambda db: lots.hold(db, "L", "农残超标", AT)).result()
    assert imports.take_stock("抖店", Takes.PAYMENT) == Ruled(2, 2)
    assert open_qty(store) == 0
    store.write(lambda db: lots.let_go(db, "L", "合格", AT)).result()
    kept = note(store, 4, at_ms=AT + 2)
    paid = ordered(4)
    paid.rows[0]["主订单编号"] = "710000000000000001"
    bring_in(imports, paid, tmp_path)
    store.write(lambda db: lots.hold(db, "L", "农残超标", AT)).result()
    came_in(store, 3)
    assert imports.forget_code("抖店", SKU).let_go == 1
    assert (left_open(store), open_qty(store)) == ([kept], 3)
    told = store.read(lambda db: reconciling.notes(db, "s")).result()
    assert [(each.state, each.lacking, each.left) for each in told] == [
        ("released", 2, 0), ("released", 1, 0), ("open", 1, 3),
    ]  # fmt: skip
    assert store.read(lambda db: problems(db, (*CHECKS, *ORDER_CHECKS))).result() == []


def came_in(store: Store, qty: int) -> None:
    def move(db: Database) -> None:
        ledger.move(
            db, sku=SKU, qty=qty, source=Place.SUPPLIER, target=Place.SHELF, reason="arrived",
            at_ms=AT,
        )  # fmt: skip

    store.write(move).result()


def test_an_undo_that_was_broken_off_tells_what_it_released_before(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 1)
    in_one_lot(store)
    made = ordered(2, 1, 1)
    for number, row in enumerate(made.rows):
        note(store, int(row["商品数量"]), at_ms=AT + number)
        row["主订单编号"] = f"71000000000000000{number}"
    import_id = bring_in(imports, made, tmp_path)
    store.write(lambda db: lots.hold(db, "L", "农残超标", AT)).result()

    def stops(doing: str, done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        imports.undo(import_id, stops)
    assert imports.undo(import_id).let_go == 3


def in_one_lot(store: Store) -> None:
    def move(db: Database) -> None:
        lots.register(db, Lot(SKU, "L"), AT)
        about = {"sku": SKU, "qty": 10, "at_ms": AT}
        ledger.move(db, source=Place.SHELF, target=Place.LOSS, reason="spoilt", **about)  # type: ignore[arg-type]
        ledger.move(
            db, source=Place.SUPPLIER, target=Place.SHELF, reason="arrived", lot="L", **about
        )  # type: ignore[arg-type]

    store.write(move).result()


def test_the_books_of_a_broadcast_tell_what_the_workshop_hands_over_itself(store: Store) -> None:
    store.write(
        lambda db: products.take_over(
            db, Product(SKU, "杨梅", "", "箱", 1990, None, "", "", ""), 10, 1
        )
    ).result()
    whole, part, unwanted, _ = [note(store, 2, "电话") for _ in range(4)]
    store.write(lambda db: phone.hand_over(db, whole, "shipped", AT)).result()
    store.write(lambda db: phone.hand_over(db, part, "picked_up", AT, qty=1)).result()
    for order, reason in ((part, "mistaken"), (unwanted, "not_reached")):
        store.write(lambda db, o=order, r=reason: phone.cancel(db, o, r, AT)).result()
    told = store.read(lambda db: reconciling.notes(db, "s")).result()
    assert [(each.state, each.reason, each.ours, each.left) for each in told] == [
        ("handed", "", True, 0), ("handed", "mistaken", True, 0),
        ("cancelled", "not_reached", True, 0), ("waits", "", True, 2),
    ]  # fmt: skip


def test_a_platform_of_the_workshops_own_takes_over_what_waits_at_the_counter(
    imports: Imports, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a template of its own; the program cannot know beforehand that a file will tell of it."""
    monkeypatch.delitem(channels.FILES, "抖店")
    note(store, 2, "抖店")
    import_id = bring_in(imports, ordered(2), tmp_path)

    def told() -> list[tuple[str, bool, int]]:
        found = store.read(lambda db: reconciling.notes(db, "s")).result()
        return [(each.state, each.ours, each.left) for each in found]

    assert told() == [("confirmed", False, 0)]
    assert all(each.holds for each in store.read(lambda db: run(db, audit.CHECKS)).result())
    imports.undo(import_id)
    assert told() == [("waits", True, 2)]
    assert all(each.holds for each in store.read(lambda db: run(db, audit.CHECKS)).result())


def test_the_last_one_goes_to_who_was_noted(imports: Imports, store: Store, tmp_path: Path) -> None:
    """The shelf is empty, the goods lie reserved under the note: the order gets them."""
    note(store, 10)
    report = imports.run(Wish(ordered(10).write(tmp_path / "f")))
    assert report.questions == ()
    assert level(store) == (10, 0)


def test_an_order_closed_before_it_was_paid_lets_its_note_go(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    noted = note(store, 2)
    bring_in(imports, ordered(2, status="已关闭"), tmp_path)
    assert level(store) == (0, 10)
    ended = store.read(lambda db: holds.ends(db, noted)).result()
    assert [each.how for each in ended] == ["released"]


def test_too_little_on_the_shelf_is_a_question_and_the_order_is_there(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    wish = Wish(ordered(8, 8).write(tmp_path / "f"))
    looked, done = imports.preview(wish), imports.run(wish)
    for report in (looked, done):
        assert [each.kind for each in report.questions] == ["stock_short"]
        assert report.orders == 2
    assert level(store) == (8, 2)


def test_what_an_overdue_note_holds_is_there_for_an_order(
    imports: Imports, store: Store, clock: ManualClock, tmp_path: Path
) -> None:
    note(store, 10, "快手", AT - DAY, expires_ms=AT - HOUR_MS)
    clock.set_wall(AT + HOUR_MS)
    report = imports.run(Wish(ordered(3).write(tmp_path / "f")))
    assert report.questions == ()
    assert level(store) == (3, 7)


def test_what_goes_on_days_later_is_recorded_after_what_was_there(
    imports: Imports,
    store: Store,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The order was paid before its goods came in; no balance along the way was below nothing."""
    bring_in(imports, ordered(8, 8), tmp_path)
    clock.set_wall(AT + 10 * DAY)

    def came_in(db: Database) -> str:
        return ledger.move(
            db, sku=SKU, qty=9, source=Place.SUPPLIER, target=Place.SHELF, reason="test",
            at_ms=clock.now_ms(),
        )  # fmt: skip

    newest = store.write(came_in).result()
    monkeypatch.setattr("studio.runtime.ids._last", 0)  # as in a new process
    assert imports.try_again("抖店") == 1
    assert level(store) == (16, 3)
    later = store.read(
        lambda db: db.execute("SELECT count(*) FROM stock_move WHERE id > ?", [newest]).fetchone()
    )
    assert later.result() == (1,)
    assert not store.read(lambda db: problems(db, CHECKS)).result()


UNPAID = "待支付"


def test_stock_is_taken_at_payment_unless_the_shop_says_at_order(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    bring_in(imports, ordered(3, status=UNPAID), tmp_path)
    assert level(store) == (0, 10)
    assert imports.take_stock("抖店", Takes.ORDER) == Ruled(1, 0)
    assert level(store) == (3, 7)
    other = ordered(4, status=UNPAID)
    other.rows[0]["主订单编号"] = "720000000000000001"
    wish = Wish(other.write(tmp_path / "f"))
    assert imports.preview(wish).questions == imports.run(wish).questions == ()
    assert level(store) == (7, 3)
    bring_in(imports, ordered(3), tmp_path)  # paid by now: reserved once
    assert level(store) == (7, 3)
    imports.take_stock("抖店", Takes.PAYMENT)
    assert level(store) == (3, 7)
    assert store.read(lambda db: problems(db, ORDER_CHECKS)).result() == []


def test_who_did_not_pay_gives_the_goods_back(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    noted = note(store, 2)
    bring_in(imports, ordered(2, status=UNPAID), tmp_path)
    imports.take_stock("抖店", Takes.ORDER)
    assert (level(store), open_qty(store)) == ((2, 8), 0)
    imports.take_stock("抖店", Takes.PAYMENT)  # the note waits again
    assert (level(store), open_qty(store)) == ((2, 8), 2)
    imports.take_stock("抖店", Takes.ORDER)
    bring_in(imports, ordered(2, status="已关闭"), tmp_path)
    assert (level(store), open_qty(store)) == ((0, 10), 0)
    ended = store.read(lambda db: holds.ends(db, noted)).result()
    assert [each.how for each in ended] == ["confirmed", "reopened", "confirmed"]
    assert store.read(lambda db: problems(db, (*CHECKS, *ORDER_CHECKS))).result() == []


def test_an_order_that_is_short_before_it_is_paid_is_a_question(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    bring_in(imports, ordered(1), tmp_path)
    imports.take_stock("抖店", Takes.ORDER)
    made = ordered(10, status=UNPAID)
    made.rows[0]["主订单编号"] = "720000000000000001"
    wish = Wish(made.write(tmp_path / "f"))
    for report in (imports.preview(wish), imports.run(wish)):
        assert [each.kind for each in report.questions] == ["stock_short"]
    imports.take_stock("抖店", Takes.PAYMENT)  # nothing to wait for any more
    assert store.read(lambda db: retelling.waiting(db, Waiting("抖店"))).result() == []


def test_a_shop_nobody_knows_has_no_rule(imports: Imports, store: Store) -> None:
    with pytest.raises(UserFacingError, match="shop_unknown"):
        imports.take_stock("京东", Takes.ORDER)
    assert store.read(shop_rules.rules).result() == []


def left_open(store: Store) -> list[str]:
    """Ids of the notes that still hold goods, the oldest first."""
    return [each.id for each in store.read(holds.open_notes).result()]


def with_memo(made: Draft, memo: str) -> Draft:
    """The same order as a later export has it: another row, of which nobody sees a difference."""
    for row in made.rows:
        row["商家备注"] = memo
    return made


@pytest.mark.parametrize(
    "before",
    [
        (),  # closed when it is first seen: its note goes, once
        (UNPAID,),
        ("待发货",),  # it held its goods, and gave them back
        ("待发货", "已退款"),
    ],
)
def test_a_closed_order_that_comes_again_leaves_the_notes_of_others(
    imports: Imports, store: Store, tmp_path: Path, before: tuple[str, ...]
) -> None:
    note(store, 1)
    others = note(store, 1, at_ms=AT + HOUR_MS)
    for told in before:
        made = ordered(1, status="待发货" if told == "已退款" else told)
        made.rows[0]["售后状态"] = "退款成功" if told == "已退款" else ""
        bring_in(imports, made, tmp_path)
    bring_in(imports, ordered(1, status="已关闭"), tmp_path)
    kept = left_open(store)
    assert others in kept
    for memo in ("已联系", "不要了"):
        bring_in(imports, with_memo(ordered(1, status="已关闭"), memo), tmp_path)
    assert left_open(store) == kept
    assert level(store) == (len(kept), 10 - len(kept))


@pytest.mark.parametrize(
    ("status", "takes"),
    [("已关闭", Takes.PAYMENT), (UNPAID, Takes.ORDER), ("待发货", Takes.PAYMENT)],
)
def test_an_import_taken_back_and_done_again_leaves_the_notes_of_others(
    imports: Imports, store: Store, tmp_path: Path, status: str, takes: Takes
) -> None:
    first = bring_in(imports, ordered(1, status=UNPAID), tmp_path)
    imports.take_stock("抖店", takes)
    imports.undo(first)
    note(store, 1)
    others = note(store, 1, at_ms=AT + HOUR_MS)
    for again in (False, True):
        done = bring_in(imports, ordered(1, status=status), tmp_path)
        held = level(store)
        if not again:
            before = held
            imports.undo(done)
    assert held == before
    assert others in left_open(store)
    assert store.read(lambda db: problems(db, (*CHECKS, *ORDER_CHECKS))).result() == []


def test_a_closed_order_whose_code_is_said_anew_leaves_the_notes_of_others(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    bring_in(imports, ordered(1, status="已关闭"), tmp_path)
    others = note(store, 1)
    for memo in ("", "已联系"):  # while nobody knows the code, it comes again
        assert imports.forget_code("抖店", SKU).asked == 0
        if memo:
            bring_in(imports, with_memo(ordered(1, status="已关闭"), memo), tmp_path)
        imports.map_code("抖店", SKU, Mapped(SKU, 1))
        assert left_open(store) == [others]


def test_an_order_closed_before_its_code_was_known_lets_its_note_go(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    imports.forget_code("抖店", SKU)
    note(store, 1)
    others = note(store, 1, at_ms=AT + HOUR_MS)
    bring_in(imports, ordered(1, status="已关闭"), tmp_path)
    assert len(left_open(store)) == 2
    imports.map_code("抖店", SKU, Mapped(SKU, 1))
    assert left_open(store) == [others]


def test_another_rule_leaves_the_notes_of_others_where_a_line_is_closed(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = ordered(1, 1, status=UNPAID)
    made.rows[1] |= {"主订单编号": made.rows[0]["主订单编号"], "订单状态": "已关闭"}
    bring_in(imports, made, tmp_path)
    notes = [note(store, 1, at_ms=AT + hour * HOUR_MS) for hour in (0, 1)]
    imports.take_stock("抖店", Takes.ORDER)
    assert left_open(store) == notes[1:]  # the unpaid line has taken its own over
    imports.take_stock("抖店", Takes.PAYMENT)
    assert left_open(store) == notes
