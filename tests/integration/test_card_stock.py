"""The number on the product's card is the ledger's, at once and seldom; the journal knows it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inventory import ledger, lots
from inventory.ledger import Place
from inventory.lots import Lot
from studio.bootstrap import open_studio
from studio.runtime.clock import HOUR_MS, local_day
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session import proof_of_air, truth
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct
from studio.session.proof_watch import ProofWatch
from studio.session.stock_watch import StockWatch
from studio.session.truth_watch import TruthWatch
from studio.stage.layers import Slot
from studio.stage.port import Observed, VideoProfile, Wanted
from studio.store.database import Store
from studio.store.secrets import MemorySecrets
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import PLAN, Room, code_of, wait_until
from ui.app import make_application


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    made = Room(store, runtime, clock, tmp_path)
    made.studio.settings.set("card_stock", "on")
    return made


def shown(room: Room) -> LiveSession:
    """On air with the card of ten boxes of mussels; nothing looks by itself."""
    session = room.live()
    watch(session)._ticker.close()
    session.card_on().result(60)
    assert session.state.card_left == 10
    return session


def watch(session: LiveSession) -> StockWatch:
    return next(each for each in session.watchers if isinstance(each, StockWatch))


def looked(room: Room, session: LiveSession) -> None:
    """The number was held against the ledger, and what came of it is written."""
    watch(session).tick()
    asked = watch(session)._asked
    if asked is not None:
        asked.exception(60)
    room.settle(session)


def rested(room: Room, session: LiveSession) -> None:
    """The same, long enough after the last one."""
    room.clock.advance(policy.STOCK_EVERY_S)
    looked(room, session)


def sha_on_air(room: Room) -> str | None:
    return room.stage.observe().card_sha256


def test_an_order_changes_the_card_and_taken_back_it_changes_again(room: Room) -> None:
    session = shown(room)
    order = session.note_order("YB-001", 3, "抖音").result(60)
    looked(room, session)
    assert (sha_on_air(room), session.state.card_left) == ("sha-of-YB-001-7-left", 7)
    session.undo_order(order.id).result(60)
    rested(room, session)
    assert (sha_on_air(room), session.state.card_left) == ("sha-of-YB-001-10-left", 10)
    session.note_order("YB-001", 10, "抖音").result(60)
    rested(room, session)
    assert session.state.card_left == 0


def test_it_looks_by_itself(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.note_order("YB-001", 1, "抖音").result(60)
    wait_until(lambda: session.state.card_left == 9)


def test_ten_orders_in_a_second_are_two_pictures_and_the_last_is_true(room: Room) -> None:
    session = shown(room)
    for _ in range(10):
        session.note_order("YB-001", 1, "抖音").result(60)
        room.clock.advance(0.1)
        looked(room, session)
    assert room.events.count("card_recounted") == 1
    rested(room, session)
    rested(room, session)
    assert (room.events.count("card_recounted"), session.state.card_left) == (2, 0)
    assert room.events.count("order_noted") == 10


def test_an_order_asks_for_the_layers_alone_whatever_a_hand_chose_in_obs(room: Room) -> None:
    """Its toast, and the toast's end, as well."""
    session = shown(room)
    assert not room.stage.applied[-1].layers_alone
    asked = len(room.stage.applied)
    room.studio.settings.set("order_toasts", "on")
    session.note_order("YB-001", 3, "抖音").result(60)
    looked(room, session)
    assert session.state.card_left == 7
    wait_until(lambda: "toast" in session.state.layers)
    room.clock.advance(policy.TOAST_STAYS_S)
    wait_until(lambda: "toast" not in session.state.layers)
    assert len(room.stage.applied) > asked
    assert all(wanted.layers_alone for wanted in room.stage.applied[asked:])


@pytest.mark.expects_log
def test_what_the_stage_owes_a_person_is_not_forgotten_for_an_order(room: Room) -> None:
    session = shown(room)
    room.stage.refuse = UserFacingError("stage_slow")
    session.break_on().exception(60)
    session.note_order("YB-001", 3, "抖音").result(60)
    looked(room, session)
    wait_until(lambda: session.state.on_break)


@pytest.mark.expects_log
def test_a_stage_too_slow_for_an_order_is_asked_for_the_layers_alone_again(room: Room) -> None:
    session = shown(room)
    asked = len(room.stage.applied)
    room.stage.refuse = UserFacingError("stage_slow")
    session.note_order("YB-001", 3, "抖音").result(60)
    looked(room, session)
    wait_until(lambda: session.state.card_left == 7)
    assert [wanted.layers_alone for wanted in room.stage.applied[asked:]] == [True, True]


@contextlib.contextmanager
def busy(session: LiveSession) -> Iterator[None]:
    """The stage has something else to do, and what is asked of it waits."""
    entered, gate = threading.Event(), threading.Event()
    watch(session)._keeper.submit(lambda: (entered.set(), gate.wait(60)))
    assert entered.wait(60)
    yield
    gate.set()


def test_an_order_does_not_take_the_turn_of_a_step_of_the_plan(room: Room) -> None:
    session = shown(room)
    session.note_order("YB-001", 1, "抖音").result(60)
    with busy(session):
        off = session.card_off(step=7)
        watch(session).tick()
    off.result(60)
    looked(room, session)
    assert (session.state.card_sku, session.state.steps_done) == (None, {7})


@pytest.mark.expects_log
@pytest.mark.parametrize("first", ["person", "order"])
def test_whoever_asked_hears_of_a_refusal_and_not_the_watch(room: Room, first: str) -> None:
    session = shown(room)
    session.note_order("YB-001", 1, "抖音").result(60)
    room.artist.broken, room.artist.code = "YB-001", "template_broken"
    with busy(session):
        if first == "order":
            watch(session).tick()
        asked = session.card_on()
        watch(session).tick()
    assert code_of(asked) == "card_left"


def test_an_order_of_another_product_and_one_nobody_sees_change_nothing(room: Room) -> None:
    session = shown(room)
    asked = len(room.stage.applied)
    session.note_order("YM-001", 1, "抖音").result(60)
    rested(room, session)
    session.card_off().result(60)
    session.note_order("YB-001", 1, "抖音").result(60)
    rested(room, session)
    assert len(room.stage.applied) == asked + 1  # taken off
    session.card_on().result(60)
    session.break_on().result(60)
    asked = len(room.stage.applied)
    session.note_order("YB-001", 1, "抖音").result(60)
    rested(room, session)
    assert len(room.stage.applied) == asked
    session.break_off().result(60)
    assert session.state.card_left == 8


def test_a_number_that_changed_behind_the_break_is_no_other_take(room: Room) -> None:
    session = shown(room)
    session.break_on().result(60)
    for _ in range(2):
        session.note_order("YB-001", 1, "抖音").result(60)
        session.card_on().result(60)  # whatever is asked for behind it draws the card
    session.break_off().result(60)
    assert (room.events.count("card_taken"), room.events.count("card_recounted")) == (1, 1)
    assert session.state.card_left == 8


def test_goods_moved_at_the_desk_change_the_card(room: Room) -> None:
    session = shown(room)

    def goods(db: Any, now: int) -> None:
        ledger.move(
            db, sku="YB-001", qty=5, source=Place.HOUSEHOLD, target=Place.SHELF, reason="in",
            at_ms=now,
        )  # fmt: skip

    room.studio.books.write(goods).result(60)
    looked(room, session)
    assert session.state.card_left == 15


def test_turned_off_the_line_leaves_the_air_and_turned_on_it_comes_back(room: Room) -> None:
    session = shown(room)
    room.studio.settings.set("card_stock", "off")
    looked(room, session)
    assert (sha_on_air(room), session.state.card_left) == ("sha-of-YB-001", None)
    session.note_order("YB-001", 1, "抖音").result(60)
    rested(room, session)
    assert sha_on_air(room) == "sha-of-YB-001"
    room.studio.settings.set("card_stock", "on")
    rested(room, session)
    assert session.state.card_left == 9


@pytest.mark.parametrize("trouble", ["not drawn", "not loaded"])
@pytest.mark.expects_log
def test_a_number_that_cannot_be_shown_once_is_left_out_until_the_next(
    room: Room, trouble: str
) -> None:
    session = shown(room)
    if trouble == "not drawn":
        room.artist.unpaintable = 9
    else:
        room.stage.refuse = UserFacingError("card_not_loaded", label="YB-001")
    session.note_order("YB-001", 1, "抖音").result(60)
    looked(room, session)
    wait_until(lambda: session.state.card_left is None)
    assert sha_on_air(room) == "sha-of-YB-001"
    asked = len(room.stage.applied)
    rested(room, session)
    assert len(room.stage.applied) == asked, "the same number is not asked for again"
    session.note_order("YB-001", 1, "抖音").result(60)
    rested(room, session)
    assert (sha_on_air(room), session.state.card_left) == ("sha-of-YB-001-8-left", 8)
    (refused,) = [c.entry.fact for c in room.changes if c.entry.event == "stage_refused"]
    assert refused == e.StageRefused("card_without_number", "YB-001")
    assert room.events.count("card_taken") == 1


@pytest.mark.parametrize("trouble", ["not drawn", "not loaded"])
@pytest.mark.expects_log
def test_a_card_with_an_old_number_leaves_where_none_can_be_shown(
    room: Room, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    session, apply = shown(room), room.stage.apply

    def refuse(wanted: Wanted) -> Observed:
        if wanted.card is not None:
            room.stage.refuse = UserFacingError("card_not_loaded", label="YB-001")
        return apply(wanted)

    if trouble == "not drawn":
        room.artist.broken = "YB-001"
    else:
        monkeypatch.setattr(room.stage, "apply", refuse)
    session.note_order("YB-001", 1, "抖音").result(60)
    looked(room, session)
    wait_until(lambda: session.state.card_sku is None)
    assert sha_on_air(room) is None
    codes = [c.entry.fact.code for c in room.changes if isinstance(c.entry.fact, e.StageRefused)]
    assert codes[-1] == "card_left"


@pytest.mark.expects_log
def test_the_last_good_card_leaves_when_its_number_is_over(room: Room) -> None:
    """It stands in the place of one that cannot be drawn."""
    session = shown(room)
    room.artist.broken = "YM-001"
    assert code_of(session.show_product("YM-001")) == "picture_unreadable"
    room.settle(session)
    assert (sha_on_air(room), session.state.current_sku) == ("sha-of-YB-001-10-left", "YM-001")
    session.note_order("YB-001", 4, "抖音").result(60)
    looked(room, session)
    assert (sha_on_air(room), session.state.card_sku) == (None, None)


def test_the_journal_tells_each_number_and_the_report_one_card(room: Room) -> None:
    session = shown(room)
    for _ in range(3):
        room.clock.advance(30)
        session.note_order("YB-001", 1, "抖音").result(60)
        looked(room, session)
    room.clock.advance(30)
    session.end().result(60)
    entries = room.studio.entries(session.session_id).result()
    told = [(row["left"], row["from_s"], row["to_s"]) for row in proof_of_air.as_json(entries)]
    assert told == [(10, 0, 30), (9, 30, 60), (8, 60, 90), (7, 90, 120)]
    summary = room.studio.summary(session.session_id).result()
    (card,) = summary["cards"]
    assert (card["from_s"], card["to_s"], card["sha256"]) == (0, 120, "sha-of-YB-001-10-left")
    codes = [row["code"] for row in summary["timeline"]]
    assert codes.count("told_card_taken") == 1


def looks(session: LiveSession) -> ProofWatch:
    return next(each for each in session.watchers if isinstance(each, ProofWatch))


def test_a_card_that_was_found_stays_found_and_is_seldom_looked_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, prove = shown(room), room.stage.prove
    looks(session)._ticker.close()
    seen: list[Slot] = []
    monkeypatch.setattr(room.stage, "prove", lambda slot: (seen.append(slot), prove(slot))[1])

    def sells(times: int) -> None:
        for _ in range(times):
            session.note_order("YB-001", 1, "抖音").result(60)
            rested(room, session)
            looks(session).tick()
            room.settle(session)

    sells(1)
    room.clock.advance(policy.PROVE_AFTER_S)
    looks(session).tick()
    wait_until(lambda: session.state.card_found is True)
    assert len(seen) == 1
    sells(3)
    assert (len(seen), session.state.card_found) == (1, True)
    assert session.state.proved["card"].sha256 != session.state.card_sha256
    room.clock.advance(policy.PROVE_STOCK_EVERY_S)
    looks(session).tick()
    room.settle(session)
    assert len(seen) == 2
    wait_until(lambda: session.state.proved["card"].sha256 == session.state.card_sha256)
    room.clock.advance(60)
    session.end().result(60)
    (card,) = room.studio.summary(session.session_id).result()["cards"]
    assert card["verified"] is True


def test_orders_do_not_put_off_a_look_that_is_due(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a number, and comes before the look at the one before."""
    session = shown(room)
    looks(session)._ticker.close()
    monkeypatch.setattr(policy, "PROVE_AFTER_S", 2 * policy.STOCK_EVERY_S)
    for _ in range(3):
        session.note_order("YB-001", 1, "抖音").result(60)
        rested(room, session)
        looks(session).tick()
        room.settle(session)
    wait_until(lambda: session.state.card_found is True)


def test_a_card_that_is_not_found_is_looked_for_on_while_its_number_changes(room: Room) -> None:
    session = shown(room)
    looks(session)._ticker.close()
    room.stage.unseen = {Slot.CARD}
    for _ in range(policy.PROVE_TRIES):
        session.note_order("YB-001", 1, "抖音").result(60)
        rested(room, session)
        room.clock.advance(policy.PROVE_AGAIN_S)
        looks(session).tick()
        room.settle(session)
    wait_until(lambda: session.state.card_found is False)


def test_of_pictures_with_numbers_gone_by_the_latest_stay(room: Room) -> None:
    session = shown(room)
    for _ in range(5):
        session.note_order("YB-001", 1, "抖音").result(60)
        rested(room, session)
    assert room.artist.dropped == [f"sha-of-YB-001-{left}-left" for left in (9, 8)]


def test_a_restart_comes_back_with_the_number_it_is_by_then(room: Room) -> None:
    session = shown(room)
    session.note_order("YB-001", 1, "抖音").result(60)
    looked(room, session)
    session.close()
    room.clock.advance(30)
    again = room.studio.resume_session(session.session_id).result(60)
    again.resume(room.clock.now_ms()).result(60)
    assert room.artist.remembered == [("YB-001", "sha-of-YB-001-9-left", 9)]
    assert again.state.card_left == 9


def time_told(room: Room, session: LiveSession) -> None:
    """The watch of records has looked, what it found due is done, and the card says it."""
    records = next(each for each in session.watchers if isinstance(each, TruthWatch))
    records._ticker.close()
    room.clock.advance(policy.CONFIRM_EVERY_S)
    records.tick()
    wait_until(lambda: not records._reading)
    room.studio.store.write(lambda db: None).result(60)  # behind what was asked for
    rested(room, session)


def test_a_note_that_expired_is_on_the_card_without_anybody_ordering(room: Room) -> None:
    room.studio.settings.set("note_hold_hours", 1)
    session = shown(room)
    session.note_order("YB-001", 10, "抖音").result(60)
    looked(room, session)
    assert session.state.card_left == 0
    room.clock.set_wall(room.clock.now_ms() + HOUR_MS)
    time_told(room, session)
    assert session.state.card_left == session.stock["YB-001"].available == 10
    session.note_order("YB-001", 5, "抖音").result(60)


def test_a_lot_past_its_best_before_leaves_the_card_at_midnight(room: Room) -> None:
    session = shown(room)

    def goods(db: Any, now: int) -> None:
        lots.register(db, Lot("YB-001", "L2", best_before=local_day(now)), now)
        ledger.move(
            db, sku="YB-001", qty=20, source=Place.HOUSEHOLD, target=Place.SHELF, lot="L2",
            reason="in", at_ms=now,
        )  # fmt: skip

    room.studio.books.write(goods).result(60)
    looked(room, session)
    assert session.state.card_left == 30
    room.clock.set_wall(room.clock.now_ms() + 24 * HOUR_MS)
    time_told(room, session)
    assert session.state.card_left == 10


def test_what_is_done_is_not_done_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    session, catch_up = shown(room), room.studio.books.catch_up
    asked: list[int] = []
    monkeypatch.setattr(
        room.studio.books, "catch_up", lambda: (asked.append(room.clock.now_ms()), catch_up())[1]
    )
    time_told(room, session)
    assert asked == []
    monkeypatch.setattr(truth.overdue, "due", lambda db, now: frozenset({"note moved by hand"}))
    time_told(room, session)
    time_told(room, session)
    assert len(asked) == 1


def test_a_buffer_that_is_set_anew_is_the_same_for_orders_and_for_the_desk(room: Room) -> None:
    session = shown(room)
    room.studio.settings.set("safety_buffer", 3)
    time_told(room, session)
    assert session.state.card_left == 7
    session.note_order("YB-001", 1, "抖音").result(60)
    rested(room, session)
    assert session.state.card_left == 6
    room.studio.books.recount().result(60)
    rested(room, session)
    assert session.state.card_left == 6
    with pytest.raises(UserFacingError, match="not_enough_stock"):
        session.note_order("YB-001", 7, "抖音").result(60)


SMALL = Plan(
    "杨梅专场",
    "王阿姨",
    VideoProfile(640, 360, 10),
    (PlannedProduct("YM", "东魁杨梅", "5斤/箱", 8990, unit="箱", stock=37, origin="后山村"),),
)


@pytest.fixture
def practised(tmp_path: Path) -> Iterator[LiveSession]:
    """On the practice stage, with pictures."""
    make_application([])
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        made = studio.start_session(SMALL, "practice").result(60)
        made.open_stage().result(60)
        made.go_live().result(60)
        yield made
        made.end().result(60)
        made.close()


def is_found(session: LiveSession) -> bool:
    session.prove().result(60)
    looked = session.state.proved.get("card")
    return looked == e.AirProved("card", session.state.card_sha256 or "", True)


def test_on_the_practice_stage_the_picture_follows_the_ledger(practised: LiveSession) -> None:
    """Each of them was found in the programme."""
    session, seen = practised, []
    session.card_on().result(60)
    wait_until(lambda: is_found(session))
    seen.append(session.state.card_sha256)
    order = session.note_order("YM", 2, "抖音").result(60)
    wait_until(lambda: session.state.card_left == 35)
    wait_until(lambda: is_found(session))
    seen.append(session.state.card_sha256)
    session.undo_order(order.id).result(60)
    wait_until(lambda: session.state.card_left == 37)
    wait_until(lambda: is_found(session))
    seen.append(session.state.card_sha256)
    assert (seen[0], seen[1] != seen[0]) == (seen[2], True)


def test_what_a_preview_says_is_what_the_broadcast_would_say(room: Room) -> None:
    new = replace(PLAN.products[0], sku="NEU", stock=4)
    assert room.studio.to_order((new,)).result(60) == {"NEU": 4}
    session = shown(room)
    session.note_order("YB-001", 1, "抖音").result(60)
    assert room.studio.to_order((*PLAN.products, new)).result(60) == {
        "YB-001": 9,
        "YM-001": 3,
        "NEU": 4,
    }
    room.studio.settings.set("card_stock", "off")
    assert room.studio.to_order((new,)).result(60) == {}


@pytest.mark.parametrize(("stock", "says"), [(4, 2), (1, 0)])
def test_a_preview_of_a_new_product_holds_back_what_the_broadcast_will(
    room: Room, stock: int, says: int
) -> None:
    room.studio.settings.set("safety_buffer", 2)
    new = replace(PLAN.products[0], sku="NEU", stock=stock)
    assert room.studio.to_order((new,)).result(60) == {"NEU": says}
    session = room.live(replace(PLAN, products=(new,)))
    session.card_on().result(60)
    assert session.state.card_left == says
