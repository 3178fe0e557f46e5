"""The summary says what the journal says: no more, no less."""

from __future__ import annotations

import itertools
import json
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio.runtime.wording import LANGUAGES
from studio.session import events as e
from studio.session.incidents import incidents
from studio.session.one_incident import signs
from studio.session.summary import bucket_seconds, for_county, summarise
from studio.session.telling import tell
from tests.helpers.broadcasts import LIVE_AT, PLAN, Broadcast, evening

STOCK: Any = {"YM-001": SimpleNamespace(sku="YM-001", on_hand=50, reserved=30, available=20)}


def summed(show: Broadcast) -> dict[str, Any]:
    return summarise(PLAN, show.entries, STOCK)


def live() -> Broadcast:
    show = Broadcast()
    show.at(0, e.WentLive("practice", True))
    return show


def cards(show: Broadcast) -> list[tuple[float, float]]:
    return [(row["from_s"], row["to_s"]) for row in summed(show)["cards"]]


def test_totals_leave_out_what_was_taken_back() -> None:
    show = live()
    show.order(1, "YM-001", 2)
    gone = show.order(2, "YM-001")
    show.at(3, e.OrderUndone(gone, "YM-001", 1, 8990))
    show.at(4, e.Ended())
    summary = summed(show)
    assert (summary["orders"], summary["qty"], summary["paid_fen"]) == (1, 2, 17980)
    assert summary["orders_undone"] == 1
    assert summary["orders_over_time"]["orders"] == [1]
    assert summary["on_air_ms"] == 4000


def test_an_empty_journal_sums_to_nothing() -> None:
    summary = summarise(PLAN, [], {})
    assert summary["orders"] == 0
    assert summary["live_at"] is None
    assert summary["advice"] == []
    assert [row["shown_ms"] for row in summary["products"]] == [0] * len(PLAN.products)


def test_product_intervals_follow_the_running_order_and_pause_in_a_break() -> None:
    show = live()
    show.at(1, e.ProductShown("YM-001"))
    show.at(5, e.BreakStarted())
    show.at(8, e.BreakEnded())
    show.at(10, e.ProductShown("YB-001"))
    show.at(12, e.Ended(skus=("YM-001",), left=(7,)))
    first, second = summed(show)["products"][:2]
    assert [(i["from_s"], i["to_s"]) for i in first["intervals"]] == [(1, 5), (8, 10)]
    assert first["shown_ms"] == 6000
    assert second["intervals"][0]["from"] == LIVE_AT + 10_000
    assert first["stock_left"] == 7  # when it ended; now there are 20
    assert second["stock_left"] is None


def test_a_broadcast_that_has_not_ended_tells_what_is_left_now() -> None:
    show = live()
    show.order(1, "YM-001")
    assert summed(show)["products"][0]["stock_left"] == 20


def test_an_end_without_levels_tells_none() -> None:
    """Journals of before they were kept: today's stock is not that evening's."""
    show = live()
    show.order(1, "YM-001")
    show.at(2, e.Ended())
    assert summed(show)["products"][0]["stock_left"] is None


def test_a_product_chosen_before_going_live_counts_from_going_live() -> None:
    show = Broadcast()
    show.at(-5, e.ProductShown("YM-001"))
    show.at(0, e.WentLive("practice", False))
    show.at(3, e.Ended())
    assert summed(show)["products"][0]["shown_ms"] == 3000


def test_a_card_is_off_when_cleared_replaced_broken_or_ended() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(2, e.CardTaken("YB-001", "b"))
    show.at(3, e.CardCleared("YB-001"))
    show.at(4, e.CardTaken("YM-001", "a"))
    show.at(5, e.StreamStopped(False))
    show.at(7, e.StreamStarted())
    show.at(8, e.CardTaken("YM-001", "a"))  # said again after a restart: one stretch
    show.at(9, e.Ended())
    assert cards(show) == [(1, 2), (2, 3), (4, 5), (7, 9)]


def test_a_card_is_not_claimed_behind_a_break_or_on_a_lost_stage() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(2, e.BreakStarted())
    show.at(3, e.StageWasLost("stage_lost"))
    show.at(4, e.BreakEnded())
    show.at(5, e.StageWasRegained())
    show.at(6, e.Ended())
    assert cards(show) == [(1, 2), (5, 6)]


def test_a_card_is_not_claimed_over_a_scene_chosen_by_hand() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(2, e.ChangedByHand("input"))
    show.at(3, e.ChangedByHand(e.OTHER_SCENE))
    show.at(4, e.CardTaken("YM-001", "b"))
    show.at(6, e.ChangedByHand(e.OUR_SCENE))
    show.at(7, e.Ended())
    assert cards(show) == [(1, 3), (6, 7)]


def test_off_air_gaps_stop_the_clock_and_split_intervals() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(1, e.ProductShown("YM-001"))
    show.at(30, e.Resumed(LIVE_AT + 10_000, kept_on_air=False))
    show.at(32, e.Ended())
    summary = summed(show)
    assert summary["on_air_ms"] == 12_000
    assert cards(show) == [(1, 10), (10, 12)]
    assert [i["to"] - LIVE_AT for i in summary["products"][0]["intervals"]] == [10_000, 32_000]
    assert summary["incidents"][0]["code"] == "incident_interrupted_off_air"


def test_a_restart_while_obs_went_on_divides_nothing() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(30, e.Resumed(LIVE_AT + 10_000, kept_on_air=True))
    show.at(32, e.Ended())
    assert cards(show) == [(1, 32)]
    assert summed(show)["on_air_ms"] == 32_000


def test_a_card_comes_back_with_the_program_after_the_stage_was_lost() -> None:
    show = live()
    show.at(1, e.CardTaken("YM-001", "a"))
    show.at(5, e.StageWasLost("stage_lost"))
    show.at(30, e.Resumed(LIVE_AT + 10_000, kept_on_air=False))
    show.at(32, e.Ended())
    assert [row["from"] - LIVE_AT for row in summed(show)["cards"]] == [1000, 30_000]


def test_the_uplink_is_one_unbroken_line_and_its_troubles_are_incidents() -> None:
    summary = summed(evening())
    states = [(row["state"], row["from_s"]) for row in summary["uplink"]]
    assert states == [("good", 0), ("down", 2700), ("weak", 2734), ("good", 3010)]
    codes = [row["code"] for row in summary["incidents"]]
    assert codes == ["incident_uplink_down", "incident_uplink_weak", "incident_order_refused"]
    assert summary["incidents"][0]["lasted_ms"] == 34_000


def test_nothing_streamed_means_no_word_about_the_net() -> None:
    show = Broadcast()
    show.at(0, e.WentLive("practice", False))
    show.at(9, e.Ended())
    assert summed(show)["uplink"] == []


def test_advice_of_an_evening() -> None:
    codes = [row["code"] for row in summed(evening())["advice"]]
    assert codes[0] == "review_advice_bring_more"
    assert "review_advice_break_picture" not in codes, "it was on air"


def hole(seconds: float, *covered: e.Fact) -> list[str]:
    """What is advised after one; ``covered``: what was put on air 10 s into it."""
    show = live()
    show.at(100, e.UplinkChanged("down", 0))
    for fact in covered:
        show.at(110, fact)
    show.at(100 + seconds, e.UplinkChanged("good", 2400))
    if covered:
        show.at(101 + seconds, e.BreakEnded(e.PROGRAM))
    show.at(3600, e.Ended())
    return [row["code"] for row in summed(show)["advice"]]


def test_nobody_is_advised_to_press_what_the_program_pressed() -> None:
    assert hole(30, e.BreakStarted(e.PROGRAM)) == []
    assert hole(30, e.BreakStarted()) == []
    assert hole(12) == [], "too short for it to get through"


def test_a_long_hole_over_which_no_break_picture_came_is_advised_about() -> None:
    assert hole(30) == ["review_advice_break_picture"]


def test_an_obs_that_died_twice_in_one_incident_was_lost_twice() -> None:
    show = live()
    show.at(10, e.StageWasLost("stage_lost"))
    show.at(10, e.StreamStopped(wanted=False))
    show.at(14, e.StageWasRegained())
    show.at(15, e.StageWasLost("stage_lost"))
    show.at(19, e.StageWasRegained())
    show.at(20, e.StreamStarted())
    show.at(3600, e.Ended())
    summary = summed(show)
    assert [row["code"] for row in summary["incidents"]] == ["incident_stage_lost"]
    assert summary["advice"] == [{"code": "review_advice_stage_lost", "times": 2}]
    (told,) = for_county(summary)["incidents"]
    assert told == {"at": LIVE_AT + 10_000, "code": "incident_stage_lost", "lasted_ms": 10_000}


def test_a_mistyped_999_becomes_neither_advice_nor_a_figure_of_the_county() -> None:
    """Nobody wanted 880 boxes, and what one order ever was could have been had."""
    show = live()
    show.at(1, e.ProductShown("YM-001"))
    show.order(2, "YM-001", qty=4)
    show.at(3, e.OrderRefused("YM-001", 999, "电话", 119))
    show.at(9, e.Ended())
    assert (summed(show)["refused"], summed(show)["advice"]) == ([], [])
    show.at(4, e.OrderRefused("YM-001", 120, "电话", 119))
    (row,) = for_county(summed(show))["refused"]
    assert (row["times"], row["qty"]) == (1, 1)


def test_a_mistyped_999_for_the_last_boxes_counts_as_the_largest_order_there_was() -> None:
    show = live()
    show.at(1, e.ProductShown("YM-001"))
    show.at(3, e.OrderRefused("YM-001", 999, "电话", 3))
    show.at(9, e.Ended())
    assert summed(show)["refused"][0]["qty"] == 10 - 3
    show.order(5, "YM-001", qty=30)
    assert summed(show)["refused"][0]["qty"] == 30 - 3


def test_thin_figures_give_no_advice() -> None:
    show = live()
    show.at(1, e.ProductShown("YM-001"))
    show.order(2, "YM-001")
    show.at(300, e.ProductShown("YB-001"))
    show.at(600, e.Ended())
    assert summed(show)["advice"] == []


def test_the_fastest_product_is_advised_earlier_unless_it_was_first() -> None:
    def advice(order: tuple[str, str]) -> str:
        show = live()
        show.at(0, e.ProductShown(order[0]))
        show.at(60, e.ProductShown(order[1]))
        for number in range(6):
            show.order(10 + number, "YM-001")
        show.at(120, e.Ended())
        return str(summed(show)["advice"][0]["code"])

    assert advice(("YM-001", "YB-001")) == "review_advice_show_again"
    assert advice(("YB-001", "YM-001")) == "review_advice_show_earlier"


def test_every_code_of_a_summary_has_its_sentence_in_both_languages() -> None:
    show = evening()
    show.entries.pop()
    show.at(7261, e.StageRefused("card_not_loaded", "YM-001"))
    show.at(7262, e.StageRefused("stage_request_failed"))
    show.at(7263, e.StageWasLost("stage_lost"))
    show.at(7270, e.StageWasRegained())
    show.at(7290, e.Resumed(LIVE_AT + 7_280_000, kept_on_air=True))
    show.at(7300, e.RunningOrderChanged(("YM-001",)))
    show.at(7300, e.ChangedByHand(e.OTHER_SCENE))
    show.at(7300, e.ChangedByHand(e.OUR_SCENE))
    show.at(7301, e.Ended())
    summary = summed(show)
    for row in [*summary["incidents"], *summary["timeline"], *summary["advice"]]:
        for language in LANGUAGES:
            assert "{" not in tell(row, language)


def test_a_template_of_others_is_told_by_the_name_the_plan_gives_it() -> None:
    show = live()
    show.at(1, e.LayerTaken("page", "3f00/weather.ograf.json", "天气条", "sha"))
    show.at(2, e.LayerRefused("page", "3f00/weather.ograf.json", "天气条", "layer_not_loaded"))
    show.at(3, e.LayerCleared("page", "3f00/weather.ograf.json", "天气条"))
    show.at(4, e.LayerTaken("page", "3f00/old.html", "", "sha"))
    show.at(4.5, e.LayerTaken("page", "3f00/weather.ograf.json", "天气条", "sha", step=1, steps=2))
    show.at(5, e.LayerTaken("board", "lottery", "some-id", "sha"))
    rows = [row for row in summed(show)["timeline"] if "overlay" in row]
    assert [tell(row) for row in rows] == [
        *("放上天气条", "天气条没有放上或收下", "收了天气条"),
        *("放上贴片", "天气条：走到下一步", "放上抽奖牌"),
    ]
    assert tell(rows[0], "en") == "天气条 on"


def test_what_must_be_on_air_and_was_not_is_told_with_how_long() -> None:
    show, seller = live(), ("seller", "seller", "")
    show.at(1, e.LayerTaken(*seller, "sha"))
    show.at(60, e.LayerCleared(*seller, lost=True))
    show.at(64, e.LayerTaken(*seller, "sha"))
    show.at(70, e.LayerCleared(*seller, waits=True))
    show.at(80, e.LayerTaken(*seller, "sha"))
    show.at(90, e.LayerCleared(*seller, lost=True))
    show.at(99, e.Ended())
    summary = summed(show)
    assert [(row["code"], row["at_s"], row["lasted_ms"]) for row in summary["incidents"]] == [
        ("incident_layer_lost", 60, 4000),
        ("incident_layer_lost", 90, 9000),
    ]
    assert tell(summary["incidents"][0]) == "商家信息从画面上没了，发现以后过了 4 秒"
    told = [row["code"] for row in summary["timeline"] if row["code"].startswith("told_layer_c")]
    assert told == [f"told_layer_cleared_{why}" for why in ("lost", "waits", "lost")]
    for row in (*summary["incidents"], *summary["timeline"]):
        assert all("{" not in tell(row, language) for language in LANGUAGES)
    assert all(row.seen is not None for row in incidents(summary))


def test_what_leaves_for_the_county_is_whole_numbers_and_no_path() -> None:
    body = for_county(summed(evening()))
    text = json.dumps(body, ensure_ascii=False)
    assert "someone" not in text
    assert "抖音" not in text
    assert "." not in "".join(str(v) for v in _numbers(body))


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [n for item in value.values() for n in _numbers(item)]
    if isinstance(value, list):
        return [n for item in value for n in _numbers(item)]
    return [value] if isinstance(value, int | float) else []


@given(st.integers(min_value=0, max_value=24 * 3600 * 1000))
def test_buckets_always_fit(on_air_ms: int) -> None:
    assert on_air_ms <= bucket_seconds(on_air_ms) * 1000 * 72


MOVES = st.sampled_from(
    [
        e.ProductShown("YM-001"),
        e.ProductShown("YB-001"),
        e.CardTaken("YM-001", "a"),
        e.CardCleared("YM-001"),
        e.BreakStarted(),
        e.BreakEnded(),
        e.StreamStarted(),
        e.StreamStopped(False),
        e.StageWasLost("stage_lost"),
        e.StageWasRegained(),
        e.UplinkChanged("down", 0),
        e.UplinkChanged("good", 2000),
        e.OrderNoted("YM-001", 1, "电话", 100, 100, 5),
    ]
)


@given(st.lists(st.tuples(st.integers(0, 50), MOVES), max_size=40))
def test_whatever_happens_intervals_are_ordered_disjoint_and_inside_the_broadcast(
    steps: list[tuple[int, e.Fact]],
) -> None:
    show, second = live(), 0
    for pause, fact in steps:
        second += pause
        show.at(second, fact)
    show.at(second + 1, e.Ended())
    summary = summed(show)
    told = sorted((i for row in summary["products"] for i in row["intervals"]), key=_start)
    for rows in (told, summary["cards"], summary["uplink"]):
        for one, two in itertools.pairwise(rows):
            assert one["to"] <= two["from"]
        assert all(LIVE_AT <= row["from"] < row["to"] <= summary["ended_at"] for row in rows)
    assert sum(summary["orders_over_time"]["orders"]) == summary["orders"]
    assert sum(row["paid_fen"] for row in summary["products"]) == summary["paid_fen"]
    seen = [sign for row in summary["incidents"] for sign in signs(row)]
    lost = [row for row in seen if row["code"] == "incident_stage_lost"]
    unknown = sum(row["lasted_ms"] for row in lost)  # while OBS is gone nobody knows of the net
    known = sum(row["to"] - row["from"] for row in summary["uplink"])
    assert known + unknown == summary["on_air_ms"]


def _start(row: dict[str, Any]) -> int:
    return int(row["from"])


def test_a_broadcast_of_fifty_years_still_fits_on_one_chart():
    """The clock found the right year in the middle of it."""
    from studio.session.summary import MOST_BUCKETS, bucket_seconds

    fifty_years_ms = 50 * 365 * 86_400_000
    seconds = bucket_seconds(fifty_years_ms)
    assert seconds % 3600 == 0
    assert fifty_years_ms / (seconds * 1000) <= MOST_BUCKETS
    assert bucket_seconds(8 * 3_600_000) == 600
