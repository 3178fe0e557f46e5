"""One time axis: what the chart is told to show."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from studio.session import events as e
from studio.session.summary import summarise
from tests.helpers.broadcasts import LIVE_AT, PLAN, Broadcast, evening
from ui.report import evening as axis
from ui.report import words
from ui.report.words import figures

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


def hang(*, broke: bool) -> dict[str, Any]:
    """OBS hung for 14 seconds; ``broke``: the platform hung up meanwhile."""
    show = Broadcast()
    show.at(0, e.WentLive("obs", True))
    show.at(1, e.StreamStarted())
    show.at(60, e.StageWasLost("obs_stopped_answering"))
    show.at(74, e.StageWasRegained())
    if broke:
        show.at(60, e.StreamStopped(wanted=False))
        show.at(75, e.StreamStarted())
    show.at(120, e.Ended())
    return summarise(PLAN, show.entries, {})


def test_a_stream_that_broke_is_a_break_though_the_network_was_good_when_seen() -> None:
    assert words.figures(hang(broke=True), "zh")[4].figure == "1 次 · 15 秒"
    assert axis.lay_out(hang(broke=True), "zh").network_word == "看得到的时候都好"


def test_a_hang_that_the_stream_outlived_is_no_break_and_no_word_about_the_network() -> None:
    assert words.figures(hang(broke=False), "zh")[4].figure == "没断过"
    assert axis.lay_out(hang(broke=False), "zh").network_word == "看得到的时候都好"


def test_two_causes_of_one_break_are_counted_once() -> None:
    show = Broadcast()
    show.at(0, e.WentLive("obs", True))
    show.at(1, e.StreamStarted())
    show.at(60, e.UplinkChanged("down", 0))
    show.at(58, e.StreamStopped(wanted=False))
    show.at(80, e.StreamStarted())
    show.at(81, e.UplinkChanged("good", 2500))
    show.at(120, e.Ended())
    summary = summarise(PLAN, show.entries, {})
    assert words.figures(summary, "zh")[4].figure == "1 次 · 23 秒"
    network = axis.lay_out(summary, "zh").network
    (down,) = (net for net in network if net.state == "down")
    assert (down.start, down.end, down.word) == (58, 81, "断 23 秒")
    assert all(one.end <= next_one.start for one, next_one in pairwise(network))


def test_the_time_the_program_was_dead_counts_as_a_break() -> None:
    """Killed on the practice stage: for 45 seconds nothing was aired, and the review says so."""
    show = Broadcast()
    show.at(0, e.WentLive("practice", True))
    show.at(55, e.Resumed(LIVE_AT + 10_000, kept_on_air=False))
    show.at(90, e.Ended())
    assert figures(summarise(PLAN, show.entries, {}), "zh")[-1].figure == "1 次 · 45 秒"
