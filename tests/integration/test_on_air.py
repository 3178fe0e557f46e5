"""Overlays of a live session: asked for, seen, refused, ended, brought back after a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inventory.lottery.terms import Terms
from studio.cli.root import gongfu
from studio.runtime.errors import UserFacingError, together
from studio.runtime.threads import Runtime
from studio.runtime.wording import LANGUAGES, sentence, word_error
from studio.session import boards, proof_of_air
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.boards import Wish
from studio.session.live import LiveSession
from studio.session.lotteries import Lotteries
from studio.session.must_watch import MustWatch
from studio.session.overlay import Overlay, promised
from studio.session.overlay_minder import OverlayMinder
from studio.session.plan import Plan
from studio.session.proof_watch import ProofWatch
from studio.session.room import Box
from studio.session.stream_minder import HealthMeasured
from studio.stage.layers import Slot
from studio.stage.port import (
    Proof,
    Scene,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    VideoProfile,
)
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import INFO, PLAN, Room, code_of, wait_until
from ui.live.overlays.desk import seen
from ui.live.overlays.models import Seen

NOTICE = Overlay.of("rolling-notice", text="今天包邮")


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


@pytest.fixture
def legal(room: Room) -> Room:
    """A workshop that says who sells, throughout."""
    room.studio.settings.update({"seller_name": "合作社", "always_on_air": ["seller"]})
    return room


def slots(room: Room) -> dict[str, str]:
    return {layer.slot.value: layer.sha256 for layer in room.stage.applied[-1].layers}


def minder(session: LiveSession) -> OverlayMinder:
    return next(each for each in session.watchers if isinstance(each, OverlayMinder))


def test_an_overlay_goes_on_is_replaced_and_comes_off(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.put_on(NOTICE).result(60)
    assert session.state.layers["rolling_notice"].data == {"text": "今天包邮"}
    assert {"card", "rolling_notice"} == set(slots(room))
    session.put_on(Overlay.of("rolling-notice", text="最后十箱")).result(60)
    assert session.state.layers["rolling_notice"].data == {"text": "最后十箱"}
    session.take_off(Slot.ROLLING_NOTICE).result(60)
    assert (session.state.layers, set(slots(room))) == ({}, {"card"})
    told = [event for event in room.events if event.startswith("layer")]
    assert told == ["layer_taken", "layer_taken", "layer_cleared"]


def test_one_that_cannot_be_drawn_leaves_the_last_good_one(room: Room) -> None:
    session = room.live()
    good = boards.overlay(Wish("coupon", fen=500), PLAN, session.state, 0)
    session.put_on(good).result(60)
    room.artist.broken = "price-drop"
    bad = boards.overlay(Wish("price-drop", fen=1), PLAN, session.state, 0)
    assert code_of(session.put_on(bad)) == "picture_unreadable"
    assert session.on_air.asked == (good,)
    session.hold().result(60)
    session.card_on().result(60)  # an unrelated step does not tell it again
    assert room.events.count("layer_refused") == 1
    assert session.state.layers["board"].template == "coupon"


def test_one_the_stage_cannot_load_is_told_and_no_longer_asked_for(room: Room) -> None:
    session = room.live()
    room.stage.refuse = UserFacingError("layer_not_loaded", slot="rolling_notice", label="")
    assert code_of(session.put_on(NOTICE)) == "layer_not_loaded"
    assert (session.on_air.asked, session.state.layers) == ((), {})
    wait_until(lambda: bool(room.failures))  # told after whoever waits for the answer has it
    (failed,) = room.failures
    assert isinstance(failed.error, UserFacingError)


def test_several_that_fail_in_one_take_are_each_told_by_name(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.put_on(boards.overlay(Wish("coupon", fen=500), PLAN, session.state, 0)).result(60)
    failed = [
        UserFacingError("card_not_loaded", label="YB-001"),
        *(
            UserFacingError("layer_not_loaded", slot=s, label="")
            for s in ("board", "rolling_notice")
        ),
    ]
    room.stage.refuse = together(failed)
    asked = session.put_on(NOTICE)
    assert code_of(asked) == "card_not_loaded"
    error = asked.exception()
    assert error is not None
    told = word_error(error, "zh")
    assert all(f"“{name}”" in told for name in ("厚壳贻贝", "优惠券", "滚动通知"))
    assert session.on_air.asked == ()  # neither had a good one before it
    assert room.events.count("layer_refused") == 2


# -- room ------------------------------------------------------------------------------------------


def test_a_card_waits_while_a_board_is_in_its_place_and_comes_back(room: Room) -> None:
    room.artist.places["coupon"] = (0, 0, 10, 10)
    session = room.live()
    session.card_on().result(60)
    session.put_on(boards.overlay(Wish("coupon", fen=500), PLAN, session.state, 0)).result(60)
    assert (set(slots(room)), session.state.card_sku) == ({"board"}, None)
    assert session.state.card_waits
    assert not session.card_pending
    session.take_off(Slot.BOARD).result(60)
    assert (set(slots(room)), session.state.card_sku) == ({"card"}, "YB-001")
    assert not session.state.card_waits


UPRIGHT = replace(PLAN, video=VideoProfile(720, 1280, 30))
FRAME = Overlay.of("brand-frame", slogan="村里发的")


def live_under_a_slogan(room: Room) -> LiveSession:
    """On air, the frame's slogan where the notice goes."""
    left, top, width, height = room.artist.places["rolling-notice"] = (0, 600, 10, 10)
    room.artist.frame_words = {"slogan": Box(left, top, left + width, top + height)}
    return room.live(UPRIGHT)


def frames(room: Room) -> list[tuple[str, bool]]:
    """What became of the frame, by the journal."""
    facts = [change.entry.fact for change in room.changes]
    layers = [each for each in facts if isinstance(each, e.LayerTaken | e.LayerCleared)]
    own = [each for each in layers if each.slot == "brand_frame"]
    return [(e.event_name(type(each)), getattr(each, "bare", False)) for each in own]


def test_a_slogan_makes_room_while_the_frame_stays(room: Room) -> None:
    session = live_under_a_slogan(room)
    session.put_on(FRAME).result(60)
    whole = slots(room)["brand_frame"]
    session.put_on(NOTICE).result(60)
    assert (slots(room)["brand_frame"] != whole, session.on_air.asked[0]) == (True, FRAME)
    session.card_on().result(60)
    assert session.state.layers["brand_frame"].bare
    session.take_off(Slot.ROLLING_NOTICE).result(60)
    assert slots(room)["brand_frame"] == whole
    assert frames(room) == [("layer_taken", bare) for bare in (False, True, False)]


def test_a_slogan_comes_back_for_a_notice_that_did_not_come(room: Room) -> None:
    session = live_under_a_slogan(room)
    session.put_on(FRAME).result(60)
    whole = slots(room)["brand_frame"]
    room.stage.refuse = UserFacingError("layer_not_loaded", slot="rolling_notice", label="")
    assert code_of(session.put_on(NOTICE)) == "layer_not_loaded"
    wait_until(lambda: slots(room)["brand_frame"] == whole)
    wait_until(lambda: not session.state.layers["brand_frame"].bare)


def test_a_card_that_waits_can_be_sent_away(room: Room) -> None:
    room.artist.places["coupon"] = (0, 0, 10, 10)
    session = room.live()
    session.put_on(boards.overlay(Wish("coupon", fen=500), PLAN, session.state, 0)).result(60)
    session.card_on().result(60)
    assert session.state.card_waits
    session.card_off().result(60)
    assert not session.state.card_waits
    session.take_off(Slot.BOARD).result(60)
    assert session.state.card_sku is None


def test_what_waits_is_known_after_a_crash_and_comes_back(room: Room) -> None:
    session = room.live()
    session.put_on(NOTICE).result(60)
    session.card_on().result(60)
    room.artist.places["opening"] = (0, 0, 1280, 720)
    session.put_on(Overlay.of("opening", title="七点开播")).result(60)
    assert (set(session.state.layers), set(session.state.waiting)) == (
        *({"board"}, {"rolling_notice"}),
    )
    session.close()
    again: Any = room.studio.resume_session(session.session_id).result(60)
    again.resume(room.clock.now_ms()).result(60)
    again.take_off(Slot.BOARD).result(60)
    assert (again.state.card_sku, set(again.state.layers)) == ("YB-001", {"rolling_notice"})
    assert not again.state.waiting


def test_one_without_room_is_refused_and_what_was_in_its_slot_stays(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.put_on(NOTICE).result(60)
    room.artist.places["rolling-notice"] = (0, 0, 1275, 715)
    more = Overlay.of("rolling-notice", text="最后十箱")
    with pytest.raises(UserFacingError) as refused:
        session.put_on(more).result(60)
    assert "先收“商品卡”" in word_error(refused.value)
    assert (set(slots(room)), session.on_air.asked) == ({"card", "rolling_notice"}, (NOTICE,))
    assert room.events[-1] == "layer_refused"


# -- what must be on air ---------------------------------------------------------------------------


def test_what_must_be_on_air_is_there_from_the_first_moment_to_the_last(legal: Room) -> None:
    session = legal.live()
    assert session.state.layers["seller"].mandatory
    session.break_on().result(60)
    session.end().result(60)
    on = [("seller" in {each.slot.value for each in one.layers}) for one in legal.stage.applied]
    live = [one.recording for one in legal.stage.applied]
    assert all(there for there, recorded in zip(on, live, strict=True) if recorded)
    assert not on[-1]  # once nothing is sent any more, it goes


def test_nobody_takes_it_down_or_puts_something_over_it(legal: Room) -> None:
    session = legal.live()
    assert code_of(session.take_off(Slot.SELLER)) == "layer_mandatory"
    other = Overlay.of("seller", seller="别人")
    assert code_of(session.put_on(other)) == "layer_would_cover_seller"
    assert dict(session.state.layers["seller"].data) == {"seller": "合作社"}
    assert legal.events.count("layer_refused") == 2
    legal.clock.advance(60)
    session.end().result(60)
    told = legal.studio.summary(session.session_id).result()
    assert [row["template"] for row in told["overlays"]] == ["seller"]
    assert told["overlays"][0]["from"] == told["live_at"]


def looked(room: Room, session: LiveSession) -> None:
    """Once more whether what must be on air is."""
    watch = next(each for each in session.watchers if isinstance(each, MustWatch))
    room.clock.advance(policy.MUST_LOOK_S)
    watch.tick()
    wait_until(lambda: not watch._looking)
    room.settle(session)


def hide(room: Room, slot: Slot) -> None:
    """A click on the eye of an input, in OBS."""
    there = room.stage._wanted
    room.stage._wanted = replace(
        there, layers=tuple(each for each in there.layers if each.slot is not slot)
    )


@pytest.mark.expects_log
def test_what_must_be_on_air_is_put_back_and_told(legal: Room) -> None:
    session = legal.live()
    session.put_on(NOTICE).result(60)
    asked = len(legal.stage.applied)
    looked(legal, session)
    assert len(legal.stage.applied) == asked  # all is there: nothing is asked for
    hide(legal, Slot.ROLLING_NOTICE)
    looked(legal, session)
    assert len(legal.stage.applied) == asked  # nor for what a person may take off
    hide(legal, Slot.SELLER)
    looked(legal, session)
    assert "seller" in slots(legal)
    assert session.state.layers["seller"].mandatory
    assert all(each.layers_alone for each in legal.stage.applied[asked:]), "nobody chose a scene"
    told = [each.entry.fact for each in legal.changes if each.entry.event == "layer_cleared"]
    assert e.LayerCleared("seller", "seller", "", lost=True) in told
    hide(legal, Slot.SELLER)
    legal.stage.refuse = UserFacingError("layer_not_loaded", slot="seller", label="")
    looked(legal, session)
    assert legal.events[-1] == "layer_refused"
    asked = len(legal.stage.applied)
    looked(legal, session)
    assert len(legal.stage.applied) == asked  # each try costs the stage its turn


@pytest.mark.expects_log
def test_what_is_hidden_again_and_again_is_put_back_each_time_and_told_a_few_times(
    legal: Room,
) -> None:
    session = legal.live()

    def hidden(times: int) -> int:
        """How often it was told."""
        before = legal.events.count("layer_cleared")
        for _ in range(times):
            hide(legal, Slot.SELLER)
            looked(legal, session)
            assert "seller" in slots(legal)
        return legal.events.count("layer_cleared") - before

    assert hidden(policy.MUST_TOLD_TIMES + 3) == policy.MUST_TOLD_TIMES
    assert "seller" in session.state.layers
    legal.clock.advance(policy.MUST_TOLD_S)
    assert hidden(1) == 1, "much later it is news"


def test_a_mandatory_one_that_cannot_be_drawn_is_told_once(
    legal: Room,
) -> None:
    legal.artist.broken = "seller"
    session = legal.session()
    session.open_stage().result(60)
    assert code_of(session.go_live()) == "picture_unreadable"
    session.card_on().result(60)
    assert (legal.events.count("layer_refused"), session.state.card_sku) == (1, "YB-001")


def test_a_mandatory_one_that_failed_to_load_once_is_asked_for_again(legal: Room) -> None:
    session = legal.live()
    legal.stage.refuse = UserFacingError("layer_not_loaded", slot="seller", label="")
    assert code_of(session.put_on(NOTICE)) == "layer_not_loaded"
    legal.stage.refuse = UserFacingError("layer_not_loaded", slot="seller", label="")
    session.card_on().result(60)  # told once
    assert "seller" in slots(legal)
    session.card_off().result(60)
    assert "seller" in slots(legal)


def test_what_was_taken_off_does_not_come_back_for_one_that_cannot_be_drawn(room: Room) -> None:
    session = room.live()
    session.put_on(NOTICE).result(60)
    session.take_off(Slot.ROLLING_NOTICE).result(60)
    room.artist.broken = "rolling-notice"
    assert (
        code_of(session.put_on(Overlay.of("rolling-notice", text="明天"))) == "picture_unreadable"
    )
    assert (slots(room), session.on_air.asked) == ({}, ())


def test_nothing_is_put_on_after_the_end(room: Room) -> None:
    session = room.live()
    session.end().result(60)
    assert code_of(session.put_on(NOTICE)) == "session_not_live"


# -- by themselves ---------------------------------------------------------------------------------


def test_a_countdown_leaves_a_moment_after_its_zero(room: Room) -> None:
    session = room.live()
    wish = Wish("countdown", words="开抢", seconds=10)
    now = session.clock.now_ms()
    session.put_on(boards.overlay(wish, PLAN, session.state, now)).result(60)
    room.clock.advance(10 + policy.COUNTDOWN_ZERO_S - 0.1)
    minder(session).tick()
    room.settle(session)
    assert "countdown" in session.state.layers
    room.clock.advance(0.2)
    minder(session).tick()
    wait_until(lambda: "countdown" not in session.state.layers)


def test_orders_are_told_where_wanted_and_not_one_by_one(room: Room) -> None:
    session = room.live()
    session.note_order("YB-001", 1, "微信群").result(60)
    room.settle(session)
    assert session.on_air.asked == ()
    room.studio.settings.set("order_toasts", "on")
    session.note_order("YB-001", 2, "微信群").result(60)
    wait_until(lambda: "toast" in session.state.layers)
    toast = session.state.layers["toast"]
    assert toast.data == {"name": "厚壳贻贝", "count": 2, "unit": "箱"}
    assert "微信群" not in str(toast)
    session.note_order("YB-001", 3, "微信群").result(60)
    room.settle(session)
    assert session.state.layers["toast"] == toast
    room.clock.advance(policy.TOAST_STAYS_S)
    minder(session).tick()
    wait_until(lambda: "toast" not in session.state.layers)


def test_after_a_crash_the_same_is_on_air_again(legal: Room) -> None:
    session = legal.live()
    session.put_on(NOTICE).result(60)
    session.close()
    again: Any = legal.studio.resume_session(session.session_id).result(60)
    again.resume(legal.clock.now_ms()).result(60)
    assert set(slots(legal)) == {"rolling_notice", "seller"}
    assert again.on_air.asked == (NOTICE,)


# -- a lottery -------------------------------------------------------------------------------------


def test_a_lottery_runs_in_a_broadcast_and_is_in_its_journal(room: Room) -> None:
    now = room.clock.now_ms()
    terms = Terms(
        *("周五抽奖", "杨梅一箱", 8_990, 1, "下单得号", "七天内领", "白枫"),
        *(now, now + 60_000, now + 60_000),
    )
    made = Lotteries(room.studio).publish(terms).result(60)
    session = room.live()
    session.show_lottery(made.id).result(60)
    board = session.state.layers["board"]
    assert (board.label, board.data["seal"]) == (made.id, made.commitment)
    assert "seed" not in str(board)
    assert board.data["closes"] == str(board.data["draws"]).removesuffix(" 开奖")
    entered = session.enter_lottery(made.id, ["12"]).result(60).fact
    assert entered == e.LotteryEntered(made.id, ("12",))
    assert code_of(session.draw_lottery(made.id)) == "lottery_not_yet"
    room.clock.advance(61)
    session.draw_lottery(made.id, "六六").result(60)
    assert session.state.layers["board"].data["winners"] == "12"
    assert "closes" not in session.state.layers["board"].data
    (drawn,) = [c.entry.fact for c in room.changes if c.entry.event == "lottery_drawn"]
    assert isinstance(drawn, e.LotteryDrawn)
    assert (drawn.winners, drawn.commitment) == (("12",), made.commitment)
    assert Lotteries(room.studio).check(made.id).result(60).differences == ()


def test_a_lottery_that_is_more_than_a_board_is_shown_page_after_page(room: Room) -> None:
    now = room.clock.now_ms()
    rules = "，".join(f"第{number}条照规矩来办不算数的不算" for number in range(12))
    terms = Terms(
        *("周五抽奖", "杨梅一箱", 8_990, 1, rules, "七天内领", "白枫"),
        *(now, now + 60_000, now + 60_000),
    )
    made = Lotteries(room.studio).publish(terms).result(60)
    session = room.live()
    session.show_lottery(made.id).result(60)
    minder(session).tick()

    def page() -> object:
        return session.state.layers["board"].data["page"]

    pages = int(session.state.layers["board"].data["pages"])
    assert (page(), pages > 1) == (1, True)
    room.clock.advance(policy.PAGE_STAYS_S - 0.1)
    minder(session).tick()
    room.settle(session)
    assert page() == 1
    read = []
    for number in range(1, pages + 1):
        read.append(str(session.state.layers["board"].data["how"]))
        minder(session).tick()
        room.clock.advance(policy.PAGE_STAYS_S)
        minder(session).tick()
        wait_until(lambda number=number: page() == number % pages + 1)
    assert "".join(read).replace("…", "") == rules
    session.take_off(Slot.BOARD).result(60)
    room.clock.advance(policy.PAGE_STAYS_S)
    minder(session).tick()
    room.settle(session)
    assert "board" not in session.state.layers


@pytest.mark.parametrize("said", ["第二页", "3"])
def test_a_template_of_others_with_pages_of_its_own_is_no_lottery(room: Room, said: str) -> None:
    now = room.clock.now_ms()
    terms = Terms(
        *("周五抽奖", "杨梅一箱", 8_990, 1, "照规矩来，" * 40, "七天内领", "白枫"),
        *(now, now + 60_000, now + 60_000),
    )
    made = Lotteries(room.studio).publish(terms).result(60)
    session = room.live()
    named = Overlay.of_page(PAGE.template, "菜单", (("pages", said),))
    session.put_on(named).result(60)
    session.show_lottery(made.id).result(60)
    minder(session).tick()
    room.clock.advance(policy.PAGE_STAYS_S)
    minder(session).tick()
    wait_until(lambda: session.state.layers["board"].data["page"] == 2)
    assert dict(session.on_air.asked[0].data) == {"pages": said}


def test_a_page_is_turned_only_where_its_board_is_still_asked_for(room: Room) -> None:
    session = room.live()
    first, second = (Overlay.of("rolling-notice", text=text) for text in ("一", "二"))
    session.put_on(NOTICE).result(60)
    turned: Future[Overlay] = Future()
    turned.set_result(second)
    asked = len(room.stage.applied)
    session.on_air.turn_when(first, turned).result(60)
    assert (session.on_air.asked, len(room.stage.applied)) == ((NOTICE,), asked)
    session.end().result(60)
    asked = len(room.stage.applied)
    session.on_air.turn_when(NOTICE, turned).result(60)
    assert (session.on_air.asked, len(room.stage.applied)) == ((), asked)


# -- proof of air ----------------------------------------------------------------------------------


def looks(session: LiveSession) -> ProofWatch:
    return next(each for each in session.watchers if isinstance(each, ProofWatch))


def test_a_picture_counts_as_seen_once_it_was_found_in_the_programme(room: Room) -> None:
    session = room.live()
    room.stage.unseen = {Slot.CARD}
    session.card_on().result(60)
    assert session.state.proved == {}
    for _ in range(policy.PROVE_TRIES):
        room.clock.advance(policy.PROVE_AGAIN_S)
        looks(session).tick()
        room.settle(session)
    wait_until(lambda: "card" in session.state.proved)
    assert not session.state.proved["card"].seen
    room.stage.unseen = set()
    session.prove().result(60)
    wait_until(lambda: session.state.proved["card"].seen)
    room.clock.advance(60)
    session.end().result(60)
    told = room.studio.summary(session.session_id).result()
    assert [(row["sku"], row["verified"]) for row in told["cards"]] == [("YB-001", True)]


def looked_for(room: Room, session: LiveSession, slot: Slot) -> None:
    """Its look came due: it was found."""
    assert seen(session.state, slot) is Seen.UNKNOWN
    room.clock.advance(policy.PROVE_AFTER_S)
    wait_until(lambda: (looks(session).tick(), seen(session.state, slot) is Seen.YES)[1])
    room.clock.advance(10)


def proofs(room: Room, session: LiveSession) -> list[tuple[str, bool | None]]:
    entries = room.studio.entries(session.session_id).result()
    return [(row.slot, row.verified) for row in proof_of_air.rows(entries)]


def test_a_card_put_on_again_is_looked_for_again(room: Room) -> None:
    """It counted as found because it had been an hour before."""
    session = room.live()
    for _ in range(2):
        session.card_on().result(60)
        looked_for(room, session, Slot.CARD)
        session.card_off().result(60)
    session.end().result(60)
    assert proofs(room, session) == [("card", True)] * 2


def test_what_comes_back_from_under_a_board_is_looked_for_again(room: Room) -> None:
    room.artist.places["opening"] = (0, 0, 1280, 720)
    session = room.live()
    session.put_on(NOTICE).result(60)
    session.card_on().result(60)
    for again in range(2):
        looked_for(room, session, Slot.CARD)
        wait_until(lambda: seen(session.state, Slot.ROLLING_NOTICE) is Seen.YES)
        if again:
            break
        session.put_on(Overlay.of("opening", title="七点开播")).result(60)
        looked_for(room, session, Slot.BOARD)
        session.take_off(Slot.BOARD).result(60)
        assert seen(session.state, Slot.ROLLING_NOTICE) is Seen.UNKNOWN
    session.end().result(60)
    found = proofs(room, session)
    assert sorted(found) == sorted(
        [("card", True), ("rolling_notice", True)] * 2 + [("board", True)]
    )


def test_each_stretch_between_breaks_and_losses_of_the_net_has_its_look(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    looked_for(room, session, Slot.CARD)
    session.break_on().result(60)
    session.break_off().result(60)
    looked_for(room, session, Slot.CARD)
    for state in (StreamState.RECONNECTING, StreamState.ON):
        room.stage.listener(StreamChanged(state))
        room.settle(session)
        room.clock.advance(policy.PROVE_AFTER_S)
    told = room.events.count("air_proved")
    wait_until(lambda: (looks(session).tick(), room.events.count("air_proved") > told)[1])
    room.clock.advance(10)
    session.end().result(60)
    assert proofs(room, session) == [("card", True)] * 3


def test_over_a_scene_chosen_by_hand_nothing_is_seen_and_back_in_ours_all_is_looked_for(
    room: Room, runtime: Runtime
) -> None:
    session = room.live()
    session.show_product(PLAN.products[0].sku).result(60)
    session.card_on().result(60)
    session.put_on(NOTICE).result(60)
    looked_for(room, session, Slot.CARD)
    wait_until(lambda: seen(session.state, Slot.ROLLING_NOTICE) is Seen.YES)
    room.stage.choose_by_hand(None)
    session.show_product(PLAN.products[1].sku).result(60)
    assert session.state.scene_by_hand
    for slot in (Slot.CARD, Slot.ROLLING_NOTICE):
        assert seen(session.state, slot) is Seen.OTHER_SCENE
    assert code_of(session.prove()) == "nothing_to_prove"
    room.clock.advance(60)
    room.stage.choose_by_hand(Scene.PROGRAMME)
    runtime.dispatcher.publish(HealthMeasured(2400, "good", 0.0, 30.0, StreamState.ON))
    wait_until(lambda: not session.state.scene_by_hand)
    assert session.state.card_sku == PLAN.products[1].sku, "it is on air, and in the journal"
    looked_for(room, session, Slot.CARD)
    wait_until(lambda: seen(session.state, Slot.ROLLING_NOTICE) is Seen.YES)
    session.end().result(60)
    rows = proof_of_air.rows(room.studio.entries(session.session_id).result())
    slots = ("card", "rolling_notice")
    assert sorted((row.slot, row.verified) for row in rows) == [
        (s, True) for s in slots for _ in "12"
    ]
    assert sum(row.end - row.start for row in rows if row.slot == "card") < 60_000


def test_the_same_picture_that_never_left_needs_no_new_look(room: Room) -> None:
    """Only until when it stays was changed."""
    session = room.live()
    session.put_on(NOTICE).result(60)
    looked_for(room, session, Slot.ROLLING_NOTICE)
    ends = room.clock.now_ms() + 60_000
    session.put_on(replace(NOTICE, ends_at=ends)).result(60)
    assert session.state.layers["rolling_notice"].ends_at == ends
    assert seen(session.state, Slot.ROLLING_NOTICE) is Seen.YES


def test_after_a_restart_and_a_loss_what_was_found_is_looked_for_again(room: Room) -> None:
    before = room.live()
    before.card_on().result(60)
    before.prove().result(60)
    wait_until(lambda: before.state.card_found is True)
    before.close()
    session = room.studio.resume_session(before.session_id).result(60)
    session.resume(room.clock.now_ms()).result(60)
    for again in (lambda: None, lambda: room.stage.listener(StageLost("stage_lost"))):
        again()
        room.stage.listener(StageRegained(INFO))
        room.settle(session)
        wait_until(lambda: session.state.card_found is None)
        room.clock.advance(policy.PROVE_AFTER_S)
        wait_until(lambda: (looks(session).tick(), session.state.card_found is True)[1])


@pytest.mark.expects_log
def test_a_look_that_failed_is_made_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    session, look = room.live(), room.stage.prove
    session.card_on().result(60)
    failed: list[Slot] = []

    def slow(slot: Slot) -> Proof:
        failed.append(slot)
        raise UserFacingError("stage_slow")

    monkeypatch.setattr(room.stage, "prove", slow)
    for _ in range(policy.PROVE_TRIES + 1):
        before = len(failed)
        room.clock.advance(policy.PROVE_AGAIN_S)
        wait_until(lambda before=before: (looks(session).tick(), len(failed) > before)[1])
        room.settle(session)
    assert session.state.proved == {}  # nothing was found out, so nothing is claimed
    monkeypatch.setattr(room.stage, "prove", look)
    room.clock.advance(policy.PROVE_AGAIN_S)
    wait_until(lambda: (looks(session).tick(), "card" in session.state.proved)[1])
    assert session.state.proved["card"].seen


def test_an_overlay_with_a_code_is_seen_when_the_code_was_read(room: Room) -> None:
    session = room.live()
    trace = "https://trace.example/YB-001"
    session.put_on(Overlay.of("origin-card", name="贻贝", place="枕浪屿", trace=trace)).result(60)
    session.prove().result(60)
    wait_until(lambda: "board" in session.state.proved)
    assert not session.state.proved["board"].seen
    room.stage.codes = frozenset({trace})
    session.prove().result(60)
    wait_until(lambda: session.state.proved["board"].seen)
    assert session.state.proved["board"].codes == (trace,)


def test_nothing_on_air_is_nothing_to_prove(room: Room) -> None:
    session = room.live()
    assert code_of(session.prove()) == "nothing_to_prove"
    session.card_on().result(60)
    session.break_on().result(60)
    assert code_of(session.prove()) == "nothing_to_prove"


def test_the_check_tells_what_may_not_be_shown_and_what_must_be_and_has_no_words(
    room: Room,
) -> None:
    room.studio.settings.update({"always_on_air": ["seller", "ai_label"]})
    dear = replace(PLAN.products[0], compared_price_fen=9990)
    lights = room.studio.preflight(Plan("专场", products=(dear,)), "practice").result(30)
    told = {light.key: light for light in lights if light.key in ("price", "on_air")}
    assert told["price"].code == "compared_price_no_basis"
    assert told["on_air"].code == "preflight_seller_without_words"
    for light in told.values():
        assert all(sentence(light.code, language, **light.parameters) for language in LANGUAGES)


def test_the_command_prints_what_was_on_air_and_whether_it_was_seen(
    room: Room, tmp_path: Path
) -> None:
    session = room.live()
    session.card_on().result(60)
    session.prove().result(60)
    wait_until(lambda: "card" in session.state.proved)
    room.clock.advance(30)
    session.put_on(NOTICE).result(60)
    room.clock.advance(30)
    session.end().result(60)
    rows = proof_of_air.as_json(room.studio.entries(session.session_id).result())
    card, notice = rows
    assert (card["template"], card["about"], card["verified"]) == ("product-card", "YB-001", True)
    assert (card["from_s"], card["to_s"]) == (0, 60)
    assert (notice["template"], notice["verified"], notice["from_s"]) == (
        *("rolling-notice", None),
        30,
    )
    done = CliRunner().invoke(
        gongfu, ["card", "proof", "--session", "none", "--data-dir", str(tmp_path), "--json"]
    )
    assert (done.exit_code, json.loads(done.output)["error"]) == (1, "session_unknown")


PAGE = Overlay.of_page("5b0c5b0c5b0c/price-drop.ograf.json", "天气条", (("price", 100),))


def test_a_page_that_cannot_be_played_is_told_by_its_name_and_not_asked_for_again(
    room: Room,
) -> None:
    session = room.live()
    error = UserFacingError("page_no_browser_source", slot="page", label="天气条")
    room.stage.refuse = error
    asked = session.put_on(PAGE).exception()
    assert isinstance(asked, UserFacingError)
    assert (asked.code, asked.parameters["label"]) == ("page_no_browser_source", "天气条")
    assert (session.on_air.asked, session.state.layers) == ((), {})
    assert room.events.count("layer_refused") == 1


def test_a_page_is_not_proved_and_says_nothing_of_a_price(room: Room) -> None:
    session = room.live()
    session.put_on(PAGE).result(60)
    assert session.state.layers["page"].label == "天气条"
    assert code_of(session.prove()) == "page_needs_eyes"
    session.card_on().result(60)
    session.prove().result(60)
    wait_until(lambda: "card" in session.state.proved)
    assert "page" not in session.state.proved
    assert session.plan.product("YB-001").price_fen == PLAN.product("YB-001").price_fen
    assert not PAGE.figured
    assert promised(PAGE) is None
    session.take_off(Slot.PAGE).result(60)
    assert "page" not in session.state.layers


def test_a_card_asked_for_before_any_product_says_so_and_comes_with_the_first(room: Room) -> None:
    session = room.session()
    session.open_stage().result(60)
    session.go_live(unattended=True).result(60)
    assert session.state.current_sku is None
    assert code_of(session.card_on()) == "card_needs_product"
    session.show_product("YB-001").result(60)
    wait_until(lambda: session.state.card_sku == "YB-001")
