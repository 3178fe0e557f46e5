"""One time axis: what the chart is told to show."""

from __future__ import annotations

from studio.session import events as e
from studio.session.summary import summarise
from tests.helpers.broadcasts import LIVE_AT, PLAN, Broadcast, evening
from ui.report import evening as axis
from ui.report import words

SUMMARY = summarise(PLAN, evening().entries, {})


def test_bands_name_products_and_breaks_in_their_place() -> None:
    laid = axis.lay_out(SUMMARY, "zh")
    names = [band.word for band in sorted(laid.bands, key=lambda band: band.start)]
    assert names == [
        *("东魁杨梅", "嵊山贻贝", "歇一下", "嵊山贻贝", "五年陈黄酒", "东魁杨梅", "小土豆"),
    ]
    assert len({band.colour for band in laid.bands}) == 5


def test_the_network_is_worded_only_where_it_was_not_good() -> None:
    laid = axis.lay_out(SUMMARY, "zh")
    assert [net.word for net in laid.network] == ["", "断 34 秒", "不好 4 分 36 秒", ""]
    assert laid.network_word == ""


def test_pointing_at_a_moment_says_what_happened() -> None:
    said = axis.lay_out(SUMMARY, "zh").at(2720)
    assert "歇一下" in said
    assert "断 34 秒" in said
    assert "单，¥" in said


def test_ticks_never_crowd() -> None:
    assert len(axis.lay_out(SUMMARY, "zh").ticks) <= axis.MOST_TICKS + 1


def test_after_a_gap_off_air_the_axis_counts_seconds_not_the_clock() -> None:
    show = Broadcast()
    show.at(0, e.WentLive("practice", False))
    show.at(1800, e.Resumed(LIVE_AT + 900_000, kept_on_air=False))
    show.at(3600, e.Ended())
    laid = axis.lay_out(summarise(PLAN, show.entries, {}), "zh")
    assert laid.ticks[0] == (0, "0:00")
    assert laid.network_word == "没有往外推，没有网络记录"
    assert laid.empty == "这场没有记下订单"


def test_money_and_figures() -> None:
    labels = [figure.label for figure in words.figures(SUMMARY, "zh")]
    assert labels == ["成交", "单数", "平均每单", "在播", "断流"]
    assert words.figures(SUMMARY, "zh")[3].figure == "2 小时 01 分"
    assert words.figures(SUMMARY, "zh")[4].figure == "1 次 · 34 秒"
