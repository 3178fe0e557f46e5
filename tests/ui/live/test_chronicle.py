"""Which facts the floor is told as incidents, and how bad they are."""

from __future__ import annotations

import pytest

from studio.session import events as e
from studio.stage.layers import Slot
from ui.live.chronicle import Chronicle, fact_sentence
from ui.live.models import Level


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("fact", "level"),
    [
        (e.LayerCleared("seller", "seller", "", lost=True), Level.BROKEN),
        (e.LayerCleared("board", "coupon", ""), None),
        (e.LayerRefused("seller", "seller", "", "layer_not_loaded"), Level.BROKEN),
        (e.LayerRefused("seller", "seller", "", "layer_mandatory"), Level.MIND),
        (e.LayerRefused("notice", "notice", "", "layer_no_room"), Level.MIND),
        (e.LayerRefused("board", "coupon", "", "picture_unreadable"), Level.MIND),
        (e.AirProved("ai_label", "ab", seen=False), Level.BROKEN),
        (e.AirProved("card", "ab", seen=False), Level.MIND),
        (e.AirProved("seller", "ab", seen=True), None),
        (e.FiguresWentStale(), Level.MIND),
        (e.FiguresLeftAir(), Level.MIND),
        (e.FiguresConfirmed(), Level.FINE),
        (e.FiguresConfirmed(left=True), Level.FINE),
    ],
)
def test_how_bad_it_is(fact: e.Fact, level: Level | None, language: str) -> None:
    chronicle = Chronicle({})
    chronicle.add(e.Entry(0, "0", "s", 1000, 1000, fact))
    told = chronicle.incidents(language)  # type: ignore[arg-type]
    assert [each.level for each in told] == ([level] if level else [])
    assert all(each.text and "{" not in each.text for each in told)


def test_what_is_noticed_later_than_it_was_is_listed_where_it_was() -> None:
    chronicle = Chronicle({})
    facts = (
        (33_000, e.UplinkChanged("down", 0)),
        (19_000, e.StreamStopped(wanted=False)),
        (49_000, e.UplinkChanged("good", 2400)),
        (49_000, e.BreakEnded(e.PROGRAM)),
    )
    for seq, (at, fact) in enumerate(facts):
        chronicle.add(e.Entry(seq, str(seq), "s", at, at, fact))
    told = chronicle.incidents("zh")
    assert [each.at for each in told] == [49_000, 49_000, 33_000, 19_000]
    assert told[0].text == fact_sentence(e.Entry(3, "3", "s", 0, 0, facts[3][1]), {}, "zh")


@pytest.mark.parametrize("slot", Slot)
@pytest.mark.parametrize("seen", [False, True])
def test_what_was_looked_for_is_named(slot: Slot, seen: bool) -> None:
    fact = e.AirProved(slot.value, "ab", seen=seen)
    told = fact_sentence(e.Entry(0, "0", "s", 1000, 1000, fact), {}, "zh")
    assert SLOT_NAMES[slot] in told


SLOT_NAMES = {
    Slot.BRAND_FRAME: "品牌边框",
    Slot.PAGE: "贴片",
    Slot.LOWER_THIRD: "人名条",
    Slot.CARD: "商品卡",
    Slot.BOARD: "信息板",
    Slot.TOAST: "下单",
    Slot.COUNTDOWN: "倒计时",
    Slot.ROLLING_NOTICE: "滚动通知",
    Slot.SELLER: "商家信息",
    Slot.NOTICE: "必须的提示",
    Slot.AI_LABEL: "标识",
    Slot.CORRECTION: "更正",
}
