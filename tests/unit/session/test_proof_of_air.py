"""What was on air, and what the looks say: of each picture its own, at no more than its cost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

from studio.session import events as e
from studio.session import proof_of_air
from studio.session.events import Entry
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.summary import summarise

BEGAN = 1_700_000_000_000
PLAN = Plan("专场", "甲", products=(PlannedProduct("A", "甲", price_fen=1000),))


def journal(*told: tuple[int, e.Fact]) -> list[Entry]:
    """Facts with their second."""
    began: tuple[tuple[int, e.Fact], ...] = (
        (0, e.SessionPlanned("专场", "甲", ("A",))),
        (0, e.WentLive("practice", True)),
        (0, e.StreamStarted()),
        (0, e.ProductShown("A")),
    )
    return [
        Entry(number + 1, str(number), "s", BEGAN + at * 1000, BEGAN + at * 1000, fact)
        for number, (at, fact) in enumerate((*began, *told))
    ]


def selling(numbers: int) -> list[Entry]:
    """A card whose number changes so often; each tenth picture is found, each fiftieth a take."""
    told: list[tuple[int, e.Fact]] = []
    for at in range(numbers):
        if at % 50 == 0:
            told += [(at, e.CardCleared("A")), (at, e.CardTaken("A", f"sha-{at}", numbers - at))]
        else:
            told.append((at, e.CardRecounted("A", f"sha-{at}", numbers - at)))
        if at % 10 == 0:
            told.append((at, e.AirProved("card", f"sha-{at}", True, ())))
    return journal(*told, (numbers, e.Ended()))


def test_a_look_counts_for_the_picture_it_saw_while_that_was_on_air() -> None:
    entries = journal(
        (1, e.CardTaken("A", "ten", 10)),
        (2, e.AirProved("card", "ten", True, ())),
        (5, e.CardRecounted("A", "nine", 9)),
        (9, e.CardRecounted("A", "ten", 10)),
        (10, e.AirProved("card", "nine", True, ())),
        (11, e.AirProved("card", "ten", False, ())),
        (12, e.AirProved("notice", "ten", True, ())),
        (20, e.CardCleared("A")),
        (21, e.AirProved("card", "ten", True, ())),
        (22, e.Ended()),
    )
    rows = [(row.sha256, row.left, row.verified) for row in proof_of_air.rows(entries)]
    assert rows == [("ten", 10, True), ("nine", 9, None), ("ten", 10, False)]


def test_what_stood_on_an_overlay_is_told_in_its_words() -> None:
    """A coupon, a notice and a correction were a hash alone, a lottery its id."""
    said = [
        Overlay.of("countdown", label="限时价还有", left=60_000),
        Overlay.of("coupon", amount=550, title="满99减5.5"),
        Overlay.of("notice", text="以实物为准"),
        Overlay.of("seller", seller="后山村合作社", address="后山村 1 号"),
        Overlay.of("correction", right="每箱 89.90"),
        Overlay.of(
            "lottery", "0198-uuid", prize="杨梅礼盒", worth=8990, seal="7F3A", rules="三天内领"
        ),
        Overlay.of("origin-card", "A", name="杨梅", place="后山", trace="https://hs.cn/t/1"),
        replace(Overlay.of("brand-frame", slogan="村里的"), bare=True),
        Overlay.of_page("weather.html", "天气条", (("place", "枸杞岛"), ("degrees", 24))),
    ]
    told = [(at, each.taken(f"sha-{at}")) for at, each in enumerate(said)]
    rows = proof_of_air.as_json(journal(*told, (20, e.Ended())))
    assert {row["template"]: row["words"] for row in rows} == {
        "countdown": "限时价还有",
        "coupon": "¥5.50 · 满99减5.5",
        "notice": "以实物为准",
        "seller": "后山村合作社 · 后山村 1 号",
        "correction": "每箱 89.90",
        "lottery": "杨梅礼盒",
        "origin-card": "杨梅 · 后山",
        "brand-frame": "",
        "weather.html": "枸杞岛",
    }


def test_of_a_card_with_many_numbers_each_take_is_told_with_its_own() -> None:
    summary = summarise(PLAN, selling(200), {})
    told = [(card["from_s"], card["to_s"], card["verified"]) for card in summary["cards"]]
    assert told == [(at, at + 50, True) for at in range(0, 200, 50)]


def lines_of(work: Callable[[], object], *modules: str) -> int:
    """How many lines of Python of these modules were run."""
    count = 0

    def look(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_globals.get("__name__") not in modules:
            return None
        count += event == "line"
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_twice_the_numbers_are_twice_the_work() -> None:
    """It is done inside the transaction that ends a broadcast, and all orders wait for it."""
    modules = "studio.session.proof_of_air", "studio.session.summary"

    def costs(numbers: int) -> int:
        entries = selling(numbers)
        return lines_of(lambda: summarise(PLAN, entries, {}), *modules)

    assert costs(800) < 2.5 * costs(400)
