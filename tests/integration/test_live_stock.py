"""What an order noted live finds in the ledger: overdue notes, bundles, lots on hold."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from inventory import bundles, holds, ledger, live_sales, lots, products
from inventory.audit import CHECKS
from inventory.counter import phone
from inventory.counter.audit import CHECKS as SHOP_CHECKS
from inventory.ledger import StockLevel
from inventory.lots import Lot
from inventory.orders import reconciling, templates
from inventory.orders.cells import CHINA
from inventory.orders.importing import Wish
from inventory.products import Product
from inventory.schema import Place
from inventory.search import calls
from inventory.standing import RanOut
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.threads import Runtime
from studio.session import dashboard, errands
from studio.session.audit import CHECKS as SESSION_CHECKS
from studio.session.books import StockMoved
from studio.session.counter import Counter
from studio.session.plan import Plan, PlannedProduct
from studio.store import audit
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import draft
from tests.integration.test_live_session import BERRIES, Room, code_of

HOUR_MS = 3_600_000


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def test_a_note_holds_its_goods_as_long_as_the_setting_says(room: Room) -> None:
    room.studio.settings.set("note_hold_hours", 2)
    session = room.live()
    session.note_order("YM-001", 3, "抖音").result(60)
    (note,) = room.studio.store.read(holds.open_notes).result()
    assert note.expires_at is not None
    assert note.expires_at - note.noted_at == 2 * HOUR_MS
    room.clock.advance(3600)
    assert code_of(session.note_order("YM-001", 1, "抖音")) == "not_enough_stock"
    assert session.stock["YM-001"].available == 0
    session.close()


def test_a_platform_by_a_template_of_the_workshops_own_has_a_file_too(
    room: Room, tmp_path: Path
) -> None:
    """Its notes waited at the counter for somebody to hand them over, for ever."""
    template = room.studio.data_dir / templates.FILE
    template.write_text(
        '[[template]]\nplatform = "小红书"\norder_no = ["单号"]\ntitle = ["商品"]\nqty = ["数量"]\n'
        'paid = ["实付"]\nstatus = ["状态"]\ncode = ["编码"]\nordered_at = ["下单时间"]\n'
        '[template.statuses]\n"待发货" = "paid"\n',
        "utf-8",
    )
    session = room.live()
    session.note_order("YM-001", 1, "小红书").result(60)
    session.note_order("YM-001", 1, "电话").result(60)
    read = room.studio.store.read
    assert [each.channel for each in read(phone.waiting).result()] == ["电话"]
    (note, _) = read(holds.open_notes).result()
    assert note.expires_at is not None
    with pytest.raises(UserFacingError, match="order_of_a_broadcast"):
        Counter(room.studio).hand_over(note.id, "picked_up").result(60)

    def told() -> list[tuple[str, str, bool]]:
        found = read(lambda db: reconciling.notes(db, session.session_id)).result()
        return [(each.channel, each.state, each.ours) for each in found]

    assert told() == [("小红书", "open", False), ("电话", "waits", True)]
    ordered = datetime.fromtimestamp(note.noted_at / 1000, CHINA).strftime("%Y-%m-%d %H:%M:%S")
    (tmp_path / "orders.csv").write_text(
        f"单号,商品,数量,实付,状态,编码,下单时间\n2406170001,杨梅,1,19.90,待发货,YM-001,{ordered}\n",
        "utf-8",
    )
    done = room.studio.order_files().run(Wish(tmp_path / "orders.csv", take_proposals=True))
    assert (done.platform, done.new, done.questions, done.rejected) == ("小红书", 1, (), ())
    assert told() == [("小红书", "confirmed", False), ("电话", "waits", True)]
    with pytest.raises(UserFacingError, match="order_of_a_broadcast"):  # noted again it sold twice
        Counter(room.studio).hand_over(note.id, "picked_up").result(60)
    every = (*CHECKS, *SHOP_CHECKS)
    assert all(each.holds for each in read(lambda db: audit.run(db, every)).result())
    session.close()


@pytest.mark.expects_log
def test_a_template_file_with_a_mistake_keeps_no_broadcast_from_beginning(room: Room) -> None:
    (room.studio.data_dir / templates.FILE).write_text("[[template", "utf-8")
    session = room.live()
    session.note_order("YM-001", 1, "小红书").result(60)
    (waiting,) = room.studio.store.read(phone.waiting).result()
    assert waiting.channel == "小红书"
    session.close()


def test_an_order_that_would_be_refused_gets_what_is_overdue(room: Room) -> None:
    room.studio.settings.set("note_hold_hours", 2)
    session = room.live()
    first = session.note_order("YM-001", 3, "抖音").result(60)
    room.clock.advance(2 * 3600)
    session.note_order("YM-001", 2, "电话").result(60)
    assert session.stock["YM-001"].available == 1
    assert room.studio.store.read(lambda db: holds.ends(db, first.id)[0].how).result() == "expired"
    assert code_of(session.undo_order(first.id)) == "order_already_settled"
    session.close()


def test_what_is_noted_by_telephone_is_handed_over_at_the_counter_weeks_later(
    room: Room,
) -> None:
    session, counter = room.live(), Counter(room.studio)
    order = session.note_order("YM-001", 2, "电话").result(60).id
    given_up = session.note_order("YM-001", 1, "微信群").result(60).id
    counter.cancel([given_up], "not_reached").result(60)
    assert code_of(session.undo_order(given_up)) == "order_already_settled"
    assert session.stock["YM-001"].available == 1
    session.end().result(60)
    room.clock.advance(30 * 24 * 3600)
    room.session().close()  # gives back what is overdue
    board = counter.board().result(60)
    assert [(each.id, each.session_id) for each in board.waiting] == [(order, session.session_id)]
    assert board.noted_in[session.session_id].title == session.state.title
    counter.tell_contact([order], "王五 1380000").result(60)
    assert counter.contact(order, "店员").result(60) == "王五 1380000"
    with pytest.raises(UserFacingError, match="contact_missing"):
        counter.tell_contact([order], " ")
    counter.hand_over([order], "shipped", "顺丰 1").result(60)
    told = room.studio.summary(session.session_id).result(60)
    (row,) = [each for each in room.studio.sessions().result(60) if each.id == session.session_id]
    assert (row.orders, told["orders"], told["orders_let_go"]) == (1, 1, 1)
    found = room.studio.store.read(lambda db: calls.told(db, [order, given_up])).result()
    assert [each.state for each in found] == [calls.HANDED, calls.CANCELLED]
    checks = (*CHECKS, *SHOP_CHECKS, *SESSION_CHECKS)
    assert room.studio.store.read(lambda db: audit.problems(db, checks)).result() == []


def test_a_new_broadcast_begins_with_what_is_overdue_given_back(room: Room) -> None:
    session = room.live()
    session.note_order("YM-001", 3, "抖音").result(60)
    session.end().result(60)
    session.close()
    room.clock.advance(48 * 3600)
    again = room.session()
    assert again.stock["YM-001"].available == 3
    again.close()
    told = room.studio.summary(session.session_id).result(60)
    left = {row["sku"]: row["stock_left"] for row in told["products"]}
    assert left["YM-001"] == 0  # at its end, whatever is there now


def test_how_long_orders_were_held_is_told_rightly_though_the_clock_was_set_in_the_broadcast(
    room: Room,
) -> None:
    """It stood for six years, as a computer's whose battery is empty, and found its network."""
    room.studio.settings.set("note_hold_hours", 2)
    now = room.clock.now_ms()
    room.clock.set_wall(now - 52_560 * HOUR_MS)
    session = room.live()
    room.clock.set_wall(now)
    session.note_order("YM-001", 3, "抖音").result(60)
    session.end().result(60)
    session.close()
    room.clock.advance(2 * 3600)
    room.session().close()  # gives back what is overdue
    found = RanOut(orders=1, hours=2)
    assert room.studio.ran_out(session.session_id).result(60) == found
    assert errands.look(room.studio).result(60).ran_out == found
    assert dashboard.look(room.studio, "session").result(60).ran_out == found
    told = room.studio.summary(session.session_id).result(60)
    assert (told["orders_ran_out"], told["ran_out_hours"]) == (1, 2)


def test_a_count_at_the_desk_reaches_a_running_broadcast_at_once(
    room: Room, runtime: Runtime
) -> None:
    told: list[StockMoved] = []
    runtime.dispatcher.subscribe(StockMoved, told.append)
    session = room.live()
    session.note_order("YM-001", 1, "抖音").result(60)
    room.studio.books.count("YM-001", 2).result(60)
    assert session.stock["YM-001"].available == 1
    assert told[-1].levels["YM-001"] == session.stock["YM-001"]
    assert code_of(room.studio.books.count("YM-001", 0)) == "count_below_reserved"
    assert session.stock["YM-001"].available == 1
    assert len(told) == 1
    session.close()


def test_a_broadcast_follows_an_import_and_its_undoing_at_once(
    room: Room, runtime: Runtime, tmp_path: Path
) -> None:
    told: list[StockMoved] = []
    runtime.dispatcher.subscribe(StockMoved, told.append)
    session = room.live()
    room.clock.set_wall(1_781_913_600_000)
    made = draft("抖店", orders=1)
    (row,) = made.rows = made.rows[:1]
    row |= {made.role("code"): "YM-001", made.role("qty"): "2", made.role("status"): "待发货"}
    row |= {made.role("aftersale"): "", made.role("paid"): "9.90", made.role("refunded"): ""}
    row |= {made.role("paid_at"): row[made.role("ordered_at")], made.role("shipped_at"): ""}
    wish = Wish(made.write(tmp_path / "orders.xlsx"), take_proposals=True)
    files = room.studio.order_files()
    done = files.run(wish)
    assert done.questions == ()
    assert session.stock["YM-001"].available == 1
    assert [each.levels["YM-001"].available for each in told] == [1]
    files.undo(done.import_id)
    assert session.stock["YM-001"].available == 3
    assert told[-1].levels["YM-001"] == session.stock["YM-001"]
    session.close()


def test_the_bundle_and_its_parts_change_together(room: Room) -> None:
    box = PlannedProduct("LH-001", "礼盒", price_fen=9900, unit="份", stock=0)
    plan = Plan("礼盒专场", "主播甲", products=(BERRIES, box))
    room.session(plan).close()
    room.studio.store.write(lambda db: bundles.define(db, "LH-001", {"YM-001": 2})).result()
    session = room.live(plan)
    assert session.stock["LH-001"].available == 1
    box_note = session.note_order("LH-001", 1, "抖音").result(60)
    assert (session.stock["LH-001"].available, session.stock["YM-001"].available) == (0, 1)
    session.undo_order(box_note.id).result(60)
    assert (session.stock["LH-001"].available, session.stock["YM-001"].available) == (1, 3)
    session.note_order("YM-001", 2, "抖音").result(60)
    assert session.stock["LH-001"].available == 0
    session.close()


def test_a_lot_on_hold_cannot_be_noted_live(room: Room) -> None:
    session = room.live()

    def come_in_and_fail(db):
        lots.register(db, Lot("YB-001", "A1"), room.clock.now_ms())
        ledger.move(
            db,
            sku="YB-001",
            qty=5,
            source=Place.HOUSEHOLD,
            target=Place.SHELF,
            reason="harvest",
            at_ms=room.clock.now_ms(),
            lot="A1",
        )
        lots.hold(db, "A1", "重金属超标", room.clock.now_ms())

    room.studio.store.write(come_in_and_fail).result()
    session.note_order("YB-001", 10, "抖音").result(60)
    assert code_of(session.note_order("YB-001", 1, "抖音")) == "not_enough_stock"
    assert session.stock["YB-001"].on_hold == 5
    session.close()


# -- goods kept for one broadcast


KEPT = Plan("自留专场", "主播甲", products=(replace(BERRIES, quota=2),))


def by_telephone(room: Room, qty: int) -> Future[StockLevel]:
    """An order from outside the broadcast."""
    return room.studio.books.write(
        lambda db, now: live_sales.note(
            db, order_id=new_id(now), session_id="", sku="YM-001", qty=qty, channel="电话",
            unit_price_fen=1990, at_ms=now,
        )
    )  # fmt: skip


def shelf(room: Room) -> tuple[int, int]:
    """What everybody may sell, and what is kept."""
    (row,) = room.studio.stock().result(60)
    return row.available, row.kept


def test_what_is_kept_for_a_broadcast_nobody_else_sells_until_it_ends(room: Room) -> None:
    session = room.session(KEPT)
    assert shelf(room) == (3, 0)
    session.open_stage().result(60)
    session.go_live().result(60)
    assert shelf(room) == (1, 2)
    assert session.stock["YM-001"].available == 3
    assert code_of(by_telephone(room, 2)) == "not_enough_stock"
    by_telephone(room, 1).result(60)
    assert session.stock["YM-001"].available == 2
    noted = session.note_order("YM-001", 1, "抖音").result(60)
    assert noted.fact.available == 1
    assert (session.stock["YM-001"].available, session.stock["YM-001"].reserved) == (1, 2)
    assert shelf(room) == (0, 1)
    session.end().result(60)
    assert shelf(room) == (1, 0)
    assert session.stock["YM-001"].available == 1
    by_telephone(room, 1).result(60)
    session.close()


def test_a_refused_order_leaves_what_is_kept_and_an_undone_one_brings_it_back(room: Room) -> None:
    session = room.live(KEPT)
    assert code_of(session.note_order("YM-001", 4, "抖音")) == "not_enough_stock"
    assert shelf(room) == (1, 2)
    order = session.note_order("YM-001", 3, "抖音").result(60)
    assert shelf(room) == (0, 0)
    assert session.stock["YM-001"].available == 0
    session.undo_order(order.id).result(60)
    assert shelf(room) == (1, 2)
    assert session.stock["YM-001"].available == 3
    session.close()
    assert room.studio.store.read(lambda db: audit.problems(db, CHECKS)).result(60) == []


def test_a_broadcast_that_broke_off_finds_what_is_kept_for_it_again(room: Room) -> None:
    session = room.live(KEPT)
    session.note_order("YM-001", 1, "抖音").result(60)
    session.let_go()
    assert shelf(room) == (1, 1)
    again = room.studio.resume_session(session.session_id).result(60)
    assert again.stock["YM-001"].available == 2
    again.open_stage().result(60)
    again.resume(room.clock.now_ms()).result(60)
    again.note_order("YM-001", 2, "抖音").result(60)
    assert shelf(room) == (0, 0)
    again.end().result(60)
    again.close()


def test_of_a_bundle_its_parts_are_kept(room: Room) -> None:
    box = PlannedProduct("LH-001", "礼盒", price_fen=9900, unit="份", quota=1)
    room.session(Plan("礼盒专场", "主播甲", products=(BERRIES, box))).close()
    room.studio.store.write(lambda db: bundles.define(db, "LH-001", {"YM-001": 2})).result()
    session = room.live(Plan("礼盒专场", "主播甲", products=(BERRIES, box)))
    levels = room.studio.store.read(ledger.levels).result(60)
    assert (levels["LH-001"].available, levels["YM-001"].available) == (0, 1)
    assert session.stock["LH-001"].available == 1
    session.note_order("LH-001", 1, "抖音").result(60)
    assert session.stock["LH-001"].available == 0
    assert code_of(session.note_order("LH-001", 1, "抖音")) == "not_enough_stock"
    session.end().result(60)
    session.close()


def test_a_plan_whose_code_is_something_else_in_the_warehouse_does_not_begin(room: Room) -> None:
    """Its orders were taken from the other product's shelf, and nothing was said."""
    mussels = Product("SP-001", "厚壳贻贝", "", "箱", 3990, None, "", "", "")
    room.studio.store.write(lambda db: products.take_over(db, mussels, 120, 1)).result()
    plan = Plan(
        "杨梅专场", products=(PlannedProduct("SP-001", "东魁杨梅", price_fen=8990, unit="箱"),)
    )
    lights = room.studio.preflight(plan, "practice").result(60)
    assert "preflight_other_goods" in [light.code for light in lights]
    assert code_of(room.studio.start_session(plan, "practice")) == "plan_other_goods"
