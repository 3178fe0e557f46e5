"""What is said on air follows the product's record, and goes grey where nobody can vouch for it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from inventory import ledger, lots, origins, prices, products
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.prices import Deals
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.runtime.wording import LANGUAGES, sentence, word_error
from studio.session import boards
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.boards import Wish
from studio.session.light import Level
from studio.session.live import LiveSession
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct, TimelineStep
from studio.session.timeline import TimelineRunner
from studio.session.truth_watch import TruthWatch
from studio.stage.layers import Slot
from studio.store.database import Store
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import BERRIES, MUSSELS, PLAN, Room, code_of, wait_until

LEFT_AND_BACK = ("figures_left_air", "figures_confirmed")
PRICED = replace(MUSSELS, compared_price_fen=5990, compared_basis="门店价")


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def watch(session: LiveSession) -> TruthWatch:
    return next(each for each in session.watchers if isinstance(each, TruthWatch))


def looked(room: Room, session: LiveSession) -> None:
    """The records were read once more."""
    reads: list[Future[Any]] = []
    seen = watch(session)
    inner = seen._read

    def read() -> Future[Any]:
        reads.append(inner())
        return reads[-1]

    seen._read = read
    room.clock.advance(policy.CONFIRM_EVERY_S)
    wait_until(lambda: (seen.tick(), bool(reads) and not seen._reading)[1])
    seen._read = inner
    room.settle(session)


def test_deals_are_looked_for_while_others_may_write(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going live held the books for seconds: whoever sold meanwhile waited."""
    looked_for: list[str] = []
    inner = prices.deals

    def deals(db: Database, sku: str, before_ms: int) -> Deals:
        with pytest.raises(sqlite3.DatabaseError, match="readonly"):
            db.execute("DELETE FROM hold_sweep WHERE FALSE")
        looked_for.append(sku)
        return inner(db, sku, before_ms)

    monkeypatch.setattr(prices, "deals", deals)
    room.live()
    assert {*looked_for} == {each.sku for each in PLAN.products}


def test_a_price_changed_on_air_is_on_the_card_in_the_record_and_in_the_orders(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.change_price("YB-001", 3590).result(60)
    assert room.artist.said["YB-001"].price_fen == 3590
    assert session.plan.product("YB-001").price_fen == 3590
    noted = session.note_order("YB-001", 2, "抖音").result(60).fact
    assert isinstance(noted, e.OrderNoted)
    assert (noted.unit_price_fen, noted.paid_fen) == (3590, 7180)
    found = room.studio.store.read(lambda db: products.find(db, "YB-001")).result()
    assert found.price_fen == 3590
    looked(room, session)
    assert room.events.count("product_changed") == 1  # what it wrote itself is no news to it
    for bad in (0, -1):
        assert code_of(session.change_price("YB-001", bad)) == "price_unreadable"
    assert code_of(session.change_price("YB-001", 10**12)) == "price_too_much"
    assert code_of(session.change_price("ZZ", 100)) == "product_unknown"


PICTURED = replace(MUSSELS, picture=Path("stick/mussels.png"))


def test_a_new_price_is_on_air_also_where_the_picture_is_gone(room: Room) -> None:
    session = room.live(replace(PLAN, products=(PICTURED, BERRIES)))
    session.card_on().result(60)
    room.artist.gone = {"YB-001"}
    assert code_of(session.change_price("YB-001", 3590)) == "card_without_picture"
    assert room.artist.said["YB-001"].price_fen == 3590
    assert session.state.card_sha256 == "sha-of-YB-001-plain-3590"
    session.hold().result(60)
    session.break_on().result(60)
    session.break_off().result(60)
    assert room.events.count("stage_refused") == 1  # told once a price
    room.artist.gone = set()
    session.change_price("YB-001", 3490).result(60)
    assert session.state.card_sha256 == "sha-of-YB-001-3490"


@pytest.mark.parametrize("trouble", ["not drawn", "not loaded"])
def test_a_card_with_an_old_price_leaves_where_the_new_one_cannot_be_shown(
    room: Room, trouble: str
) -> None:
    session = room.live()
    session.card_on().result(60)
    if trouble == "not drawn":
        room.artist.broken = "YB-001"
    else:
        room.stage.refuse = UserFacingError("card_not_loaded", label="YB-001")
    changed = session.change_price("YB-001", 3590)
    assert code_of(changed) == "card_left"
    assert "已经收下" in word_error(changed.exception() or KeyError(), "zh")
    wait_until(lambda: session.state.card_sku is None)
    assert room.stage.applied[-1].card is None
    assert not session.card_pending


def test_a_board_with_an_old_price_leaves_where_the_new_one_cannot_be_drawn(room: Room) -> None:
    session = room.live()
    session.put_on(boards.overlay(Wish("next-product"), PLAN, session.state, 0)).result(60)
    room.artist.broken = "next-product"
    assert code_of(session.change_price("YM-001", 7990)) == "picture_unreadable"
    assert session.state.layers == {}


def test_a_record_changed_at_the_desk_changes_card_board_and_the_next_run(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    board = boards.overlay(Wish("next-product"), PLAN, session.state, 0)
    session.put_on(board).result(60)
    looked(room, session)

    def desk(db: Any, now: int) -> None:
        for sku, fen in (("YB-001", 3690), ("YM-001", 7990)):
            found = products.find(db, sku)
            products.change(db, replace(found, price_fen=fen, origin="枕浪屿"))

    asked = len(room.stage.applied)
    room.studio.books.write(desk).result(60)
    looked(room, session)
    assert all(each.layers_alone for each in room.stage.applied[asked:]), "nobody chose a scene"
    assert (room.artist.said["YB-001"].price_fen, room.artist.said["YB-001"].origin) == (
        *(3690, "枕浪屿"),
    )
    assert session.state.layers["board"].data["price"] == 7990
    session.close()
    again = room.studio.resume_session(session.session_id).result(60)
    assert [each.price_fen for each in again.plan.products] == [3690, 7990]


@pytest.mark.parametrize("named", ["", "YM-001"])
def test_a_board_of_what_comes_next_leaves_when_it_is_on_and_lets_its_card_come(
    room: Room, named: str
) -> None:
    room.artist.places |= dict.fromkeys(("next-product", "card"), (0, 0, 700, 700))
    session = room.live()
    session.put_on(boards.overlay(Wish("next-product", sku=named), PLAN, session.state, 0)).result(
        60
    )
    assert session.state.layers["board"].label == "YM-001"
    session.show_product("YM-001").result(60)
    session.card_on().result(60)
    assert (session.state.card_sku, session.state.layers) == ("YM-001", {})


def test_a_board_of_what_comes_next_leaves_when_another_does_unless_it_was_named(
    room: Room,
) -> None:
    third = replace(BERRIES, sku="ZC-001", name="紫菜")
    for named, stays in (("", False), ("YM-001", True)):
        session = room.live(replace(PLAN, products=(MUSSELS, BERRIES, third)))
        wish = Wish("next-product", sku=named)
        session.put_on(boards.overlay(wish, session.plan, session.state, 0)).result(60)
        session.show_product("ZC-001").result(60)
        assert ("board" in session.state.layers) is stays
        session.end().result(60)
        session.close()


@pytest.mark.parametrize("then", [3400, 3990])
def test_a_price_drop_that_is_none_any_more_leaves(room: Room, then: int) -> None:
    session = room.live()
    drop = boards.overlay(Wish("price-drop", fen=3500), PLAN, session.state, 0)
    session.put_on(drop).result(60)
    session.change_price("YB-001", then).result(60)
    assert "board" not in session.state.layers
    session.change_price("YB-001", 3990).result(60)  # true once more, but nobody asked for it
    assert ("board" in session.state.layers, session.on_air.asked) == (False, ())
    assert session.plan.product("YB-001").price_fen == 3990


def test_a_price_drop_is_compared_with_the_price_at_going_live_where_deals_allow_it(
    room: Room,
) -> None:
    def compared(session: LiveSession, fen: int) -> Any:
        wish = Wish("price-drop", fen=fen)
        board = boards.overlay(wish, session.plan, session.state, 0, session.opened)
        session.put_on(board).result(60)
        return session.state.layers["board"].data.get("before")

    session = room.live()
    session.note_order("YB-001", 1, "抖音").result(60)
    session.change_price("YB-001", 5990).result(60)
    assert compared(session, 2990) == 3990  # not with the 59.90 of a minute ago
    assert compared(session, 1990) == 3990  # nor with the drop before it
    session.close()
    again = room.studio.resume_session(session.session_id).result(60)
    assert again.opened == session.opened
    again.end().result(60)
    again.close()
    room.clock.advance(24 * 3600)
    dearer = replace(PLAN, products=(replace(MUSSELS, price_fen=4990), BERRIES))
    assert compared(room.live(dearer), 2990) is None  # yesterday it was sold for 39.90


def test_a_price_drop_is_the_price_once_viewers_see_it_and_stays_it(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    drop = boards.overlay(Wish("price-drop", fen=3500), PLAN, session.state, 0)
    session.break_on().result(60)
    session.put_on(drop).result(60)
    assert session.plan.product("YB-001").price_fen == 3990  # nobody sees it yet
    session.break_off().result(60)
    assert session.plan.product("YB-001").price_fen == 3500
    wait_until(lambda: room.artist.said["YB-001"].price_fen == 3500)
    told = [event for event in room.events if event in ("layer_taken", "product_changed")]
    assert told == ["layer_taken", "product_changed"]
    session.take_off(Slot.BOARD).result(60)
    noted = session.note_order("YB-001", 1, "抖音").result(60).fact
    assert isinstance(noted, e.OrderNoted)
    assert noted.paid_fen == 3500
    found = room.studio.store.read(lambda db: products.find(db, "YB-001")).result()
    assert found.price_fen == 3500


def test_a_price_drop_of_a_timeline_is_what_its_orders_are_noted_at(room: Room) -> None:
    steps = (
        TimelineStep(0, "product", "YB-001"),
        TimelineStep(0, "overlay_on", overlay="price-drop", yuan_fen=2990),
        TimelineStep(0, "overlay_off", overlay="price-drop"),
        TimelineStep(0, "order", "YB-001", 2, "抖音"),
    )
    session = room.live(replace(PLAN, timeline=steps))
    assert TimelineRunner(session).run()
    assert [order.paid_fen for order in session.state.orders] == [5980]


def test_a_price_drop_that_waited_and_comes_back_leaves_a_price_changed_by_hand_meanwhile(
    room: Room,
) -> None:
    room.artist.places |= dict.fromkeys(("price-drop", "correction"), (0, 0, 700, 1000))
    session = room.live()
    session.put_on(boards.overlay(Wish("price-drop", fen=3500), PLAN, session.state, 0)).result(60)
    session.put_on(Overlay.of("correction", right="包邮")).result(60)
    assert "board" in session.state.waiting
    found = room.studio.store.read(lambda db: products.find(db, "YB-001")).result()
    room.studio.store.write(lambda db: products.change(db, replace(found, price_fen=3800))).result()
    session.take_off(Slot.CORRECTION).result(60)
    assert "board" in session.state.layers
    found = room.studio.store.read(lambda db: products.find(db, "YB-001")).result()
    assert found.price_fen == 3800


@pytest.mark.parametrize("refused", ["drawn", "loaded"])
def test_a_price_drop_that_is_refused_leaves_the_price(room: Room, refused: str) -> None:
    session = room.live()
    drop = boards.overlay(Wish("price-drop", fen=3500), PLAN, session.state, 0)
    room.artist.broken = "price-drop" if refused == "drawn" else ""
    if refused == "loaded":
        room.stage.refuse = UserFacingError("layer_not_loaded", slot="board", label="YB-001")
    assert code_of(session.put_on(drop)) in ("picture_unreadable", "layer_not_loaded")
    assert session.plan.product("YB-001").price_fen == 3990
    assert "product_changed" not in room.events


def test_a_compared_price_without_basis_or_above_the_deals_is_not_shown_and_told(
    room: Room,
) -> None:
    bare = replace(BERRIES, compared_price_fen=10_900)
    session = room.live(Plan("专场", products=(PRICED, bare)))
    assert [each.compared_price_fen for each in session.plan.products] == [5990, None]
    (told,) = [c.entry.fact for c in room.changes if c.entry.event == "compared_price_refused"]
    assert told == e.ComparedPriceRefused("YM-001", 10_900, "compared_price_no_basis", 0)
    session.note_order("YB-001", 1, "抖音").result(60)
    room.clock.advance(60)
    session.end().result(60)
    session.close()
    room.clock.advance(24 * 3600)
    following = room.live(Plan("专场", products=(PRICED,)))  # yesterday it was sold for 39.90
    (_, again) = [c.entry.fact for c in room.changes if c.entry.event == "compared_price_refused"]
    assert again == e.ComparedPriceRefused("YB-001", 5990, "compared_price_above_deals", 3990)
    assert following.plan.product("YB-001").compared_price_fen is None


def test_a_compared_price_that_no_deal_stands_behind_is_shown_and_minded(room: Room) -> None:
    def minded(*products: PlannedProduct) -> list[str]:
        lights = room.studio.preflight(Plan("专场", products=products), "practice").result(30)
        found = [each for each in lights if each.key == "price"]
        assert all(
            sentence(code, language, **each.parameters)
            for each in found
            for code in (each.code, each.remedy)
            for language in LANGUAGES
        )
        assert {each.code for each in found} <= {"preflight_compared_price_unproved"}
        assert {each.level for each in found} <= {Level.MIND}
        return [str(each.parameters["names"]) for each in found]

    other = replace(BERRIES, compared_price_fen=10_900, compared_basis="门店价")
    assert minded(MUSSELS) == []
    assert minded(PRICED) == [PRICED.name]
    assert minded(PRICED, other) == [f"{PRICED.name}、{other.name}"]
    session = room.live(Plan("专场", products=(PRICED, BERRIES)))
    assert session.plan.product("YB-001").compared_price_fen == 5990
    session.note_order("YB-001", 1, "抖音").result(60)
    room.clock.advance(60)
    session.end().result(60)
    session.close()
    room.clock.advance(3600)
    cheaper = replace(PRICED, price_fen=2990, compared_price_fen=3990)
    assert minded(cheaper) == [], "it was sold for 39.90"


def test_a_price_changed_between_a_crash_and_the_resume_is_on_air(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    looked(room, session)
    session.close()
    changed = replace(
        room.studio.store.read(lambda db: products.find(db, "YB-001")).result(), price_fen=3590
    )
    room.studio.store.write(lambda db: products.change(db, changed)).result()
    again = room.studio.resume_session(session.session_id).result(60)
    again.resume(room.clock.now_ms()).result(60)
    looked(room, again)
    wait_until(lambda: again.plan.product("YB-001").price_fen == 3590)
    assert room.artist.said["YB-001"].price_fen == 3590
    looked(room, again)
    assert room.events.count("product_changed") == 1


@pytest.mark.expects_log
def test_figures_nobody_can_vouch_for_go_grey_then_leave_and_come_back(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    product = session.plan.product(session.state.next_sku or "")
    session.put_on(boards.next_product(product)).result(60)
    session.put_on(Overlay.of("rolling-notice", text="今天包邮")).result(60)
    looked(room, session)
    seen = watch(session)
    inner, broken = seen._read, Future[Any]()
    broken.set_exception(OSError("the disk is gone"))
    seen._read = lambda: broken
    room.clock.advance(policy.STALE_AFTER_S)
    seen.tick()
    wait_until(lambda: session.state.card_sha256 == "sha-of-YB-001-grey" and session.state.stale)
    wait_until(lambda: session.state.layers["board"].stale)
    assert not session.state.layers["rolling_notice"].stale, "it says no figure"
    room.clock.advance(policy.GONE_AFTER_S - policy.STALE_AFTER_S)
    seen.tick()
    wait_until(lambda: session.state.card_sku is None)
    wait_until(lambda: set(session.state.layers) == {"rolling_notice"})
    seen._read = inner
    looked(room, session)
    wait_until(lambda: not session.state.stale)
    left, back = (each.entry.fact for each in room.changes if each.entry.event in LEFT_AND_BACK)
    assert (left, back) == (e.FiguresLeftAir(), e.FiguresConfirmed(left=True))
    session.card_on().result(60)
    assert session.state.card_sha256 == "sha-of-YB-001"
    told = [event for event in room.events if event.startswith("figures")]
    assert told == ["figures_went_stale", *LEFT_AND_BACK]


def test_an_origin_card_follows_the_lot_that_is_sold_and_leaves_with_it(room: Room) -> None:
    session = room.live()
    assert code_of(session.show_origin()) == "overlay_no_origin"

    def goods(db: Any, now: int) -> None:
        lots.register(db, Lot("YB-001", "L1", "张阿公", "枕浪屿", "2026-01-01", "2030-01-01"), now)
        ledger.move(
            db, sku="YB-001", qty=5, source=Place.HOUSEHOLD, target=Place.SHELF, lot="L1",
            reason="in", at_ms=now,
        )  # fmt: skip

    room.studio.books.write(goods).result(60)
    session.show_origin().result(60)
    said = session.state.layers["board"].data
    assert (said["place"], said["grower"], said["lot"]) == ("枕浪屿", "张阿公", "L1")
    room.studio.books.write(
        lambda db, now: origins.add_report(db, "L1", "JC-7", "", "县站", now)
    ).result(60)
    looked(room, session)
    wait_until(lambda: session.state.layers["board"].data.get("report") == "JC-7 县站")
    room.studio.books.write(lambda db, now: lots.hold(db, "L1", "不合格", now)).result(60)
    looked(room, session)
    wait_until(lambda: "board" not in session.state.layers)


def test_a_timeline_puts_on_the_origin_of_the_lot_that_is_sold_then_and_takes_it_off(
    room: Room,
) -> None:
    steps = (
        TimelineStep(0, "product", "YB-001"),
        TimelineStep(0, "overlay_on", overlay="origin-card"),  # no lot of it is on record
        TimelineStep(0, "overlay_on", "YM-001", overlay="origin-card", seconds=30),
        TimelineStep(0, "overlay_off", overlay="origin-card"),
    )

    def goods(db: Any, now: int) -> None:
        lots.register(db, Lot("YM-001", "L2", "李阿婆", "后山村", "2026-01-01", "2030-01-01"), now)
        ledger.move(
            db, sku="YM-001", qty=5, source=Place.HOUSEHOLD, target=Place.SHELF, lot="L2",
            reason="in", at_ms=now,
        )  # fmt: skip

    session = room.live(replace(PLAN, timeline=steps))
    room.studio.books.write(goods).result(60)
    now = room.clock.now_ms()
    assert TimelineRunner(session).run()
    facts = [change.entry.fact for change in room.changes]
    (taken,) = [fact for fact in facts if isinstance(fact, e.LayerTaken)]
    assert (taken.label, taken.data["lot"], taken.ends_at) == ("YM-001", "L2", now + 30_000)
    assert [fact.template for fact in facts if isinstance(fact, e.LayerCleared)] == ["origin-card"]
    done = {change.entry.step for change in room.changes} - {None}
    assert {2, 3} <= done, "a restart does not show it again"


def test_a_board_asked_for_while_the_records_are_looked_at_stays(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lot is on record: the origin card leaves, not what a hand puts in its place meanwhile."""
    session = room.live()
    session.put_on(Overlay.of("origin-card", "YB-001", name="贻贝", place="枕浪屿")).result(60)
    coupon = boards.overlay(Wish("coupon", fen=500), PLAN, session.state, 0)
    follow, put = boards.origin, []

    def origin(*known: Any) -> Overlay:
        if not put:
            put.append(session.on_air.put(coupon))
        return follow(*known)

    monkeypatch.setattr(boards, "origin", origin)
    looked(room, session)
    assert put
    put[0].result(60)
    assert session.on_air.asked == (coupon,)
    assert session.state.layers["board"].template == "coupon"
