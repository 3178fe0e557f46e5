"""What may lie over the picture: wishes, what must be seen, what is taken and when, pure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overlays import library
from overlays.fields import take_data
from overlays.motion import Step
from studio.runtime.errors import UserFacingError
from studio.session import boards, mandatory
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.air import Intent, facts_after, wanted
from studio.session.boards import Wish
from studio.session.events import Entry
from studio.session.intervals import stretches
from studio.session.mandatory import clear_of, covered_by
from studio.session.overlay import SLOTS, Overlay
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct
from studio.session.room import Box, swept
from studio.session.state import LiveState, Phase, fold
from studio.stage.layers import Layer, Motion, Slot
from studio.stage.port import Observed, Scene, StreamState, VideoProfile
from tests.helpers.motions import slide_in

PLAN = Plan(
    "杨梅专场",
    "王阿姨",
    products=(
        PlannedProduct("A", "东魁杨梅", price_fen=8990, unit="箱", origin="后山村"),
        PlannedProduct("B", "厚壳贻贝", price_fen=3990, unit="箱"),
    ),
)
LIVE = LiveState(phase=Phase.LIVE, running_order=("A", "B"), current_sku="A")


STILL = Motion()


def layer(slot: Slot, x: int, y: int, width: int, height: int, motion: Motion = STILL) -> Layer:
    return Layer(slot, Path("a.png"), "sha", x, y, width, height, motion=motion)


# -- what must be seen ---------------------------------------------------------------------------

SELLER = layer(Slot.SELLER, 100, 900, 300, 40)


@pytest.mark.parametrize(
    ("over", "covers"),
    [
        (layer(Slot.CORRECTION, 0, 0, 720, 899), False),
        (layer(Slot.CORRECTION, 0, 0, 720, 900), False),  # edge to edge
        (layer(Slot.CORRECTION, 0, 0, 720, 901), True),
        (layer(Slot.CORRECTION, 399, 939, 10, 10), True),
        (layer(Slot.CORRECTION, 400, 900, 10, 10), False),
        (layer(Slot.CARD, 100, 900, 300, 40), False),  # below it: it is not covered
        (layer(Slot.SELLER, 0, 0, 10, 10), True),  # in its place: it would be taken down
        (layer(Slot.CORRECTION, 420, 900, 50, 40, Motion(slide_in(80, 6))), True),  # on its way
        (layer(Slot.CORRECTION, 420, 900, 50, 40, Motion(out=(Step(dx=-30),))), True),
        (layer(Slot.CORRECTION, 420, 900, 50, 40, Motion(out=(Step(dx=30),))), False),
    ],
)
def test_what_would_cover_the_seller_is_known_by_its_boxes(over: Layer, covers: bool) -> None:
    assert (covered_by(over, [SELLER]) is not None) is covers


@pytest.mark.parametrize(
    ("asked", "top"),
    [
        (layer(Slot.CORRECTION, 0, 50, 720, 90), 108),  # under the notice, a gap apart
        (layer(Slot.CORRECTION, 0, 110, 720, 90, Motion((Step(dy=-28),))), 136),  # on its way
        (layer(Slot.CARD, 0, 700, 400, 230), 662),  # above the seller: the nearer to the middle
        (layer(Slot.CARD, 0, 300, 400, 230), 300),
        (layer(Slot.NOTICE, 0, 10, 9, 9), 10),  # in its place
        (layer(Slot.BRAND_FRAME, 0, 0, 720, 1280), 0),  # around everything
    ],
)
def test_what_would_reach_what_must_be_seen_moves_towards_the_middle(
    asked: Layer, top: int
) -> None:
    kept = [SELLER, layer(Slot.NOTICE, 0, 0, 720, 100)]
    moved = clear_of(asked, kept, VideoProfile(720, 1280, 30))
    assert moved == replace(asked, y=top)


boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    *(st.integers(-20, 20), st.integers(-20, 20), st.integers(1, 20), st.integers(1, 20)),
)


@given(boxes, boxes)
def test_two_boxes_meet_where_they_share_a_pixel(one: Box, other: Box) -> None:
    def pixels(box: Box) -> set[tuple[int, int]]:
        wide = range(int(box.left), int(box.right))
        return {(x, y) for x in wide for y in range(int(box.top), int(box.bottom))}

    assert one.meets(other) is other.meets(one) is bool(pixels(one) & pixels(other))


def test_the_way_in_and_out_is_a_part_of_a_layer_s_box() -> None:
    moving = layer(Slot.TOAST, 10, 10, 5, 5, Motion((Step(dx=-4),), (Step(dy=3),)))
    assert swept(moving) == Box(6, 10, 15, 18)


def test_what_a_workshop_needs_is_what_it_chose_and_has_words_for() -> None:
    words: dict[str, Any] = {
        "always_on_air": ["seller", "notice", "ai_label"],
        "seller_name": "合作社",
        "seller_address": "后山村",
        "seller_contact": "",
        "notice_words": "",
        "ai_words": "AI 生成",
    }
    found = mandatory.always_on_air(words)
    assert [(each.template, dict(each.data)) for each in found] == [
        ("seller", {"seller": "合作社", "address": "后山村"}),
        ("ai-label", {"text": "AI 生成"}),
    ]
    assert all(each.mandatory for each in found)
    assert mandatory.without_words(words) == ["notice"]
    assert mandatory.always_on_air({**words, "always_on_air": []}) == ()


# -- wishes --------------------------------------------------------------------------------------


def test_every_wish_becomes_an_overlay_of_its_slot() -> None:
    asked = {"words": "六六大促", "seconds": 60, "fen": 500}
    for template in set(SLOTS) - {"lottery", "order-toast", "origin-card"}:
        made = boards.overlay(Wish(template, **asked), PLAN, LIVE, 1000)
        assert (made.template, made.ends_at) == (template, 61_000)
        assert made.data


def test_a_price_drop_is_from_the_price_to_a_lower_one_and_next_is_the_next() -> None:
    drop = boards.overlay(Wish("price-drop", fen=6990), PLAN, LIVE, 0, {"A": 8990})
    assert dict(drop.data) == {
        "name": "东魁杨梅",
        "unit": "箱",
        "basis": "开播价",
        "before": 8990,
        "price": 6990,
        "saved": 2000,
    }
    # Only the price at going live is called that, and only where it may be compared with.
    risen = replace(PLAN, products=(replace(PLAN.products[0], price_fen=9990), *PLAN.products[1:]))
    later = dict(boards.overlay(Wish("price-drop", fen=6990), risen, LIVE, 0, {"A": 8990}).data)
    assert (later["before"], later["saved"]) == (8990, 2000)
    for opened, fen in (({}, 6990), ({"A": 8990}, 9500)):
        alone = dict(boards.overlay(Wish("price-drop", fen=fen), risen, LIVE, 0, opened).data)
        assert alone == {"name": "东魁杨梅", "unit": "箱", "price": fen}
    following = boards.overlay(Wish("next-product"), PLAN, LIVE, 0)
    assert (following.label, following.ends_at) == ("B", None)
    last = replace(LIVE, current_sku="B")
    again = boards.overlay(Wish("next-product"), PLAN, last, 0)
    assert again.label == "A", "as 下一个 does it: after the last the first again"
    assert boards.as_now(again, PLAN, last) == again
    assert boards.as_now(again, PLAN, LIVE) is None  # it is on by now


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("rolling-notice", words="  "), "overlay_needs_words"),
        (Wish("countdown", words="开抢"), "overlay_needs_time"),
        (Wish("countdown", words="开抢", seconds=-5), "overlay_time_outside"),
        (Wish("coupon", words="减", seconds=86_401), "overlay_time_outside"),
        (Wish("coupon", words="减"), "overlay_needs_money"),
        (Wish("price-drop"), "overlay_needs_money"),
        (Wish("price-drop", fen=8990), "overlay_price_not_lower"),
        (Wish("price-drop", fen=1, sku="ZZ"), "overlay_needs_product"),
    ],
)
def test_a_wish_that_cannot_be(wish: Wish, code: str) -> None:
    with pytest.raises(UserFacingError, match=code):
        boards.overlay(wish, PLAN, LIVE, 0)


@pytest.mark.parametrize("left", [{}, {"left": 0}])
def test_a_countdown_of_nothing_in_a_plan_is_not_put_on(left: dict[str, int]) -> None:
    planned = PlannedOverlay("countdown", (("label", "开抢还有"), *left.items()))
    with pytest.raises(UserFacingError, match="overlay_needs_time"):
        boards.prepared(planned, 0)


def test_words_taken_away_in_a_plan_stay_away() -> None:
    planned = PlannedOverlay("closing", (("title", ""),))
    assert dict(boards.prepared(planned, 0).data) == {"title": ""}


def test_a_coupon_makes_up_no_condition() -> None:
    """The panel asks for none: nobody said that it is for a purchase above something."""
    said = dict(boards.overlay(Wish("coupon", fen=500), PLAN, LIVE, 0).data)
    assert "condition" not in {
        k: v for k, v in take_data(library.find("coupon").fields, said).items() if v
    }


def test_a_toast_says_what_and_from_where_and_never_who() -> None:
    toast = boards.order_toast(PLAN.products[0], 2, 5000)
    assert dict(toast.data) == {
        "place": "后山村",
        "name": "东魁杨梅",
        "count": 2,
        "unit": "箱",
    }


# -- facts ---------------------------------------------------------------------------------------

COUPON = Overlay.of("coupon", title="减五元", amount=500)
ON = wanted(Intent(on_air=True), streaming=False, layers=(layer(Slot.BOARD, 0, 0, 9, 9),))
OFF = replace(ON, layers=())
SEEN = Observed(Scene.PROGRAMME, {Slot.BOARD: "sha"}, StreamState.OFF, False, None, False)


def test_an_overlay_is_a_fact_when_it_was_seen_and_gone_when_it_was_not() -> None:
    drawn = {Slot.BOARD: COUPON}
    (taken,) = facts_after(LIVE, ON, SEEN, drawn)
    assert taken == e.LayerTaken("board", "coupon", "", "sha", {"title": "减五元", "amount": 500})
    on = replace(LIVE, layers={"board": taken})
    assert facts_after(on, ON, SEEN, drawn) == []
    nothing = replace(SEEN, layers={})
    assert facts_after(on, OFF, nothing) == [e.LayerCleared("board", "coupon", "")]
    assert facts_after(on, ON, nothing, drawn) == [e.LayerCleared("board", "coupon", "")]
    behind = replace(nothing, scene=Scene.BREAK)
    resting = replace(ON, scene=Scene.BREAK)
    assert facts_after(replace(on, on_break=True), resting, behind, drawn) == []


def test_a_fact_comes_back_from_its_row_and_becomes_what_was_asked_for() -> None:
    made = replace(COUPON, ends_at=5, stale=True)
    taken = made.taken("sha")
    assert e.from_body("layer_taken", e.to_body(taken)) == taken
    assert Overlay.from_fact(taken) == made
    state = replace(
        LIVE,
        layers={
            "board": taken,
            "seller": Overlay("seller", Slot.SELLER, mandatory=True).taken("x"),
        },
    )
    assert Intent.from_state(state).overlays == (made,)  # what must be on air comes by itself


def entries(*facts: tuple[int, e.Fact]) -> list[Entry]:
    return [Entry(n, str(n), "s", at, at, fact) for n, (at, fact) in enumerate(facts, start=1)]


def test_from_when_to_when_each_overlay_was_seen() -> None:
    seller = Overlay("seller", Slot.SELLER, mandatory=True).taken("s1")
    course = entries(
        (0, e.WentLive("practice", True)),
        (0, e.StreamStarted()),
        (10, seller),
        (20, COUPON.taken("c1")),
        (30, e.BreakStarted()),
        (40, e.BreakEnded()),
        (50, e.StreamStopped(False)),
        (60, e.StreamStarted()),
        (70, e.LayerCleared("board", "coupon", "")),
        (80, e.StageWasLost("stage_lost")),
        (90, e.StageWasRegained()),
        (100, e.Ended()),
    )
    found = [(span.what[1], span.start, span.end) for span in stretches(course).layers]
    assert [each for each in found if each[0] == "coupon"] == [
        *(("coupon", 20, 30), ("coupon", 40, 50), ("coupon", 60, 70)),
    ]
    assert [each for each in found if each[0] == "seller"] == [
        *(("seller", 10, 50), ("seller", 60, 80), ("seller", 90, 100)),
    ]
    assert fold(course).layers == {"seller": seller}


def test_the_page_has_every_figure_of_the_policy() -> None:
    page = (Path(__file__).parents[3] / "docs" / "on-air.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| ([\d.]+)", page, re.MULTILINE))
    so = {name: value for name, value in vars(policy).items() if name.isupper()}
    assert {name: float(figure) for name, figure in told.items()} == so
