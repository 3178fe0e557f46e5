"""Incident reports: a pure fold of summary and black box, in words."""

from __future__ import annotations

from typing import Any

import pytest

from studio.runtime.wording import LANGUAGES, catalogue
from studio.session import events as e
from studio.session.black_box_file import HealthRow
from studio.session.incidents import Incident, headline, incidents, lines
from studio.session.summary import summarise
from tests.helpers.broadcasts import LIVE_AT, PLAN, evening
from ui.report.sample import Broadcast


def at(second: float) -> int:
    return LIVE_AT + round(second * 1000)


def measured(second: float, kbps: int | None = 2400, cpu: float = 20.0) -> HealthRow:
    return HealthRow(at(second), kbps, "good", 0.0, 30.0, "on", cpu, 50.0, 9 * 10**9, None, None)


def reports(show: Broadcast, *more: Any) -> list[Incident]:
    return incidents(summarise(PLAN, show.entries, {}), *more)


def live() -> Broadcast:
    show = Broadcast()
    show.at(0, e.WentLive("obs", True))
    show.at(0.5, e.StreamStarted())
    show.at(1, e.RecordingStarted("/a.mkv"))
    show.at(2, e.ProductShown("YM-001"))
    return show


def test_a_hole_in_the_network_is_told_from_beginning_to_end():
    show = live()
    show.at(100, e.UplinkChanged("down", 0))
    show.at(104, e.ProductShown("YB-001"))
    show.at(110, e.BreakStarted())
    show.at(130, e.UplinkChanged("good", 2400))
    show.at(131, e.BreakEnded())
    show.at(200, e.Ended())
    health = [measured(90, 2400), measured(101, 900), measured(110, 0), measured(140, 2400)]
    stills = [at(second) for second in (80, 90, 100, 110, 120, 130, 140)]
    (told,) = reports(show, health, stills)
    assert told.what["code"] == "incident_uplink_down"
    assert told.what["lasted_ms"] == 30_000
    assert (told.still_before, told.still_during) == (at(90), at(120))
    assert [row["code"] for row in told.did] == [
        "did_record_on", "told_break_started", "told_uplink_good", "told_break_ended",
    ]  # fmt: skip
    assert headline(told, "zh") == "断网 30 秒"
    assert lines(told, "zh")[:3] == [
        "观众看到：画面停住，再后来是平台的“主播暂时离开”。",
        "量到：最低每秒 0 千比特。",
        "本机录像没停，可以回头补发。",
    ]


def test_without_a_black_box_it_is_told_all_the_same():
    told = reports(evening())
    assert [one.what["code"] for one in told] == ["incident_uplink_down", "incident_uplink_weak"]
    assert all(one.seen for one in told)
    assert all(one.measured == () for one in told)
    assert all(one.still_before is one.still_during is None for one in told)


def test_a_busy_computer_and_a_full_disk_are_named():
    show = live()
    show.at(10, e.StageWasLost("stage_lost"))
    show.at(20, e.StageWasRegained())
    show.at(30, e.Ended())
    full = HealthRow(at(12), None, None, None, None, None, 97.4, 50.0, 40_000_000, 9, False)
    (told,) = reports(show, [measured(5, cpu=99.0), full])
    assert [row["code"] for row in told.measured] == ["measured_busy", "measured_little_disk"]
    assert told.measured[0]["percent"] == 97
    assert [row["code"] for row in told.did] == ["told_stage_was_regained"]


def test_an_old_picture_does_not_count_as_before():
    show = live()
    show.at(100, e.UplinkChanged("weak", 300))
    show.at(103, e.UplinkChanged("good", 2400))
    show.at(200, e.Ended())
    (told,) = reports(show, [], [at(30), at(110)])
    assert (told.still_before, told.still_during) == (None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_of_the_stage_is_told_in_words(language: Any):
    show = live()
    troubles = (
        e.UplinkChanged("weak", 300), e.UplinkChanged("down", 0), e.UplinkChanged("good", 2400),
        e.StreamStopped(False), e.StreamStarted(), e.StageWasLost("stage_lost"),
        e.StageWasRegained(), e.StageRefused("card_not_loaded", "YM-001"),
        e.PowerChanged("low", 20), e.PowerChanged("saving", 9), e.PowerChanged("mains", 9),
        e.Resumed(LIVE_AT + 100_000, False), e.Resumed(LIVE_AT + 130_000, True),
    )  # fmt: skip
    for place, fact in enumerate(troubles):
        show.at(20 + 10 * place, fact)
    show.at(400, e.Ended())
    told = reports(show)
    assert len(told) >= 8
    for one in told:
        assert headline(one, language)
        assert one.seen is not None, one.what["code"]
        assert all(lines(one, language))


UNKNOWN = {"incident_order_refused", "incident_stage_refused"}
"""The stock's own; what was refused may be anything."""


def test_every_kind_of_incident_says_what_viewers_saw():
    kinds = {code for code in catalogue() if code.startswith("incident_")} - UNKNOWN
    assert {code for code in kinds if f"seen_{code}" not in catalogue()} == set()


def test_what_the_program_did_by_itself_is_told_as_such():
    show = live()
    show.at(100, e.UplinkChanged("down", 0))
    show.at(108, e.BreakStarted(by="program"))
    show.at(130, e.StreamRestarted(2000, "down"))
    show.at(132, e.UplinkChanged("good", 2000))
    show.at(133, e.BreakEnded(by="program"))
    show.at(200, e.Ended())
    (told,) = reports(show)
    assert [row["code"] for row in told.did] == [
        "did_record_on", "told_break_started_program", "told_stream_restarted_down",
        "told_uplink_good", "told_break_ended_program",
    ]  # fmt: skip
    assert all(lines(told, "en"))


def test_an_obs_that_died_took_its_recording_along_and_was_started_again():
    show = live()
    show.at(100, e.StageWasLost("stage_lost"))
    show.at(100.1, e.StageStarted())
    show.at(103, e.RecordingStarted("/b.mkv"))
    show.at(100, e.StreamStopped(wanted=False))
    show.at(103.1, e.StageWasRegained())
    show.at(104, e.StreamStarted())
    show.at(200, e.Ended())
    (told,) = reports(show)
    course = ["told_stage_started", "told_recording_again", "told_stage_was_regained"]
    assert [row["code"] for row in told.did] == course
    assert headline(told, "zh") == "OBS 断了，直播断了 4 秒，订单和库存都在"
    assert lines(told, "zh")[0] == "观众看到：画面停住，再后来是平台的“主播暂时离开”。"
    assert all(lines(told, "en"))


def test_an_obs_that_went_on_on_air_is_lost_and_nobody_knows_what_viewers_saw():
    show = live()
    show.at(100, e.StageWasLost("stage_lost"))
    show.at(112, e.StageWasRegained())
    show.at(200, e.Ended())
    (told,) = reports(show)
    assert headline(told, "zh") == "OBS 断了 12 秒，订单和库存都在"
    assert told.seen == {"code": "seen_incident_stage_lost"}


def test_a_hole_and_the_stream_that_broke_off_in_it_are_one_incident():
    show = live()
    show.at(104, e.UplinkChanged("down", 0))
    show.at(114, e.BreakStarted(by="program"))
    show.at(100, e.StreamStopped(wanted=False))
    show.at(131, e.StreamStarted())
    show.at(131, e.UplinkChanged("weak", 300))
    show.at(132, e.BreakEnded(by="program"))
    show.at(135, e.UplinkChanged("good", 2400))
    show.at(200, e.Ended())
    (told,) = reports(show)
    assert (told.what["code"], told.what["lasted_ms"]) == ("incident_uplink_down", 35_000)
    assert headline(told, "zh") == "断网，直播断了 31 秒"
    assert [row["code"] for row in told.did].count("told_break_started_program") == 1


def test_a_short_hole_is_one_incident_with_the_seconds_the_network_needs_to_prove_itself():
    show = live()
    show.at(100, e.UplinkChanged("down", 0))
    show.at(102, e.UplinkChanged("weak", 600))
    show.at(107, e.UplinkChanged("good", 2400))
    show.at(200, e.Ended())
    (told,) = reports(show)
    assert headline(told, "zh") == "断网 7 秒"


def test_a_network_that_was_weak_for_long_is_told_beside_the_hole_in_it():
    show = live()
    show.at(100, e.UplinkChanged("weak", 600))
    show.at(160, e.UplinkChanged("down", 0))
    show.at(170, e.UplinkChanged("good", 2400))
    show.at(200, e.Ended())
    assert [headline(told, "zh") for told in reports(show)] == ["网不好，1 分钟", "断网 10 秒"]


def test_an_obs_that_dies_in_an_outage_is_an_incident_of_its_own():
    show = live()
    show.at(100, e.StreamStopped(wanted=False))
    show.at(104, e.UplinkChanged("down", 0))
    show.at(120, e.StageWasLost("stage_lost"))
    show.at(125, e.StageWasRegained())
    show.at(131, e.StreamStarted())
    show.at(131, e.UplinkChanged("good", 2400))
    show.at(200, e.Ended())
    hole, lost = reports(show)
    assert (hole.what["code"], lost.what["code"]) == ("incident_uplink_down", "incident_stage_lost")
    assert lost.seen == hole.seen, "the stream was known to be broken all the while"


def test_a_recording_that_stopped_is_an_incident_and_nobody_is_told_that_it_went_on():
    show = live()
    show.at(50, e.UplinkChanged("weak", 300))
    show.at(55, e.UplinkChanged("good", 2400))
    show.at(100, e.RecordingStopped("/a.mkv", wanted=False))
    show.at(110, e.RecordingGivenUp())
    show.at(600, e.UplinkChanged("down", 0))
    show.at(620, e.UplinkChanged("good", 2400))
    show.at(700, e.RecordingAskedAgain())
    show.at(701, e.RecordingStarted("/b.mkv", again=True))
    show.at(800, e.UplinkChanged("down", 0))
    show.at(805, e.UplinkChanged("good", 2400))
    show.at(900, e.RecordingStopped("/b.mkv"))
    show.at(900, e.Ended())
    before, off, down, after = reports(show)
    assert (off.what["code"], off.what["lasted_ms"]) == ("incident_recording_off", 601_000)
    assert [row["code"] for row in off.did] == [
        "told_recording_given_up", "told_uplink_down", "told_uplink_good",
        "told_recording_asked_again", "told_recording_again",
    ]  # fmt: skip
    assert [told.did[0]["code"] for told in (before, down, after)] == [
        "did_record_on", "told_uplink_good", "did_record_on",
    ]  # fmt: skip
    assert headline(off, "zh") == "本机录像停了 10 分 01 秒"
    assert all(lines(off, "en"))


def test_a_card_for_which_the_disk_is_full_is_no_recording_that_stopped():
    show = Broadcast()
    show.at(0, e.WentLive("obs", True))
    show.at(1, e.StageRefused("disk_full", "YB-001"))
    show.at(60, e.Ended())
    assert "incident_recording_off" not in [report.what["code"] for report in reports(show)]


def test_one_that_never_began_is_off_from_the_start_to_the_end():
    show = Broadcast()
    show.at(0, e.WentLive("obs", True))
    show.at(1, e.StageRefused("recording_not_started"))
    show.at(60, e.Ended())
    (off,) = reports(show)
    assert (off.what["code"], off.what["lasted_ms"]) == ("incident_recording_off", 59_000)
