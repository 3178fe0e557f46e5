"""What a plan's timeline asks for that would show nothing is told before the broadcast."""

from __future__ import annotations

from dataclasses import replace

from studio.runtime.wording import LANGUAGES, sentence
from studio.session import timeline_check
from studio.session.light import Level
from studio.session.plan import Plan, PlannedProduct, TimelineStep

PLAN = Plan("专场", "王阿姨", products=(PlannedProduct("A", "杨梅", price_fen=8990, unit="箱"),))
SHOW = TimelineStep(60, "product", "A")


def told(*steps: TimelineStep) -> list[tuple[str, str]]:
    lights = timeline_check.lights(replace(PLAN, timeline=steps))
    assert all(each.level is Level.MIND for each in lights)
    for each in lights:
        for language in LANGUAGES:
            assert "{" not in sentence(each.code, language, **each.parameters)
    return [(str(each.parameters["at"]), str(each.parameters["why"])) for each in lights]


def test_a_card_or_a_price_before_any_product_is_told() -> None:
    early = (TimelineStep(5, "card_on"), TimelineStep(65.5, "card_on"))
    drop = TimelineStep(7, "overlay_on", overlay="price-drop", yuan_fen=6990)
    assert told(early[0], drop, SHOW, early[1]) == [
        ("0:05", "card_needs_product"),
        ("0:07", "overlay_needs_product"),
    ]
    assert told(replace(drop, sku="A"), SHOW) == []
    assert told(SHOW, replace(drop, at=61)) == []


def test_an_origin_card_needs_a_product_and_no_words() -> None:
    card = TimelineStep(7, "overlay_on", overlay="origin-card")
    assert told(card, SHOW) == [("0:07", "overlay_needs_product")]
    assert told(replace(card, sku="B"), SHOW) == [("0:07", "overlay_needs_product")]
    assert told(replace(card, sku="A"), SHOW, replace(card, at=90)) == []


def test_a_price_that_is_not_lower_than_it_is_by_then_is_told() -> None:
    first = TimelineStep(61, "overlay_on", overlay="price-drop", yuan_fen=6990)
    same = replace(first, at=90)
    assert told(SHOW, first, same) == [("1:30", "preflight_step_not_lower")]


def test_a_step_without_words_time_or_money_is_told() -> None:
    steps = (
        TimelineStep(1, "overlay_on", overlay="rolling-notice"),
        TimelineStep(2, "overlay_on", overlay="countdown", words="开抢"),
        TimelineStep(3, "overlay_on", overlay="coupon", words="减"),
        TimelineStep(4, "overlay_on", overlay="opening"),
    )
    assert [why for _, why in told(*steps)] == [
        *("overlay_needs_words", "overlay_needs_time", "overlay_needs_money"),
    ]
