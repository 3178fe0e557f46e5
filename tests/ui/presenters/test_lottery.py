"""The lotteries' page: looked at before it is published, numbers, the draw, computed again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inventory.lottery.fair import Checked
from studio.bootstrap import open_studio
from studio.session.lotteries import Lotteries
from studio.store.secrets import MemorySecrets
from tests.helpers.clock import ManualClock
from tests.helpers.desk import ImmediateRuntime
from tests.ui.presenters.test_counter import Waited
from tests.ui.presenters.test_desk import Nobody, fail
from ui.desk.lottery import words
from ui.desk.lottery.draft import Draft
from ui.desk.lottery.presenter import LotteryPresenter


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    clock = ManualClock()
    monkeypatch.setattr("studio.bootstrap.SystemClock", lambda: clock)
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        view, then = Nobody(), ImmediateRuntime().then
        service: Any = Waited(Lotteries(studio))
        made = LotteryPresenter(view, service, then, clock, lambda: "后山村专业合作社", fail)
        made.open()
        yield SimpleNamespace(at=made, view=view, clock=clock, folder=tmp_path)


def draft(page: Any) -> Draft:
    closes = datetime.fromtimestamp(page.clock.now_ms() / 1000 + 60)
    return Draft(
        *("周五抽奖", "杨梅一箱", "89.90", "1", "下单得号", "七天内领"),
        page.view.shown["show_sponsor"][0],
        closes.isoformat(sep=" "),
    )


def refused(page: Any) -> str:
    return str(page.view.shown["show_refused"][0].code)


def listed(page: Any) -> Any:
    return page.view.shown["show_desk"][0].lotteries


@pytest.mark.parametrize(
    ("change", "at", "code"),
    [
        ({"name": " "}, "name", "lottery_field_empty"),
        ({"rules": "号" * 501}, "rules", "lottery_field_too_long"),
        ({"worth": ""}, "worth", "lottery_field_empty"),
        ({"worth": "50000.01"}, "worth", "lottery_field_worth_outside"),
        ({"worth": "999999999999"}, "worth", "lottery_field_worth_outside"),
        ({"worth": "许多"}, "worth", "lottery_field_no_money"),
        ({"winners": "三"}, "winners", "lottery_field_no_count"),
        ({"winners": "0"}, "winners", "lottery_field_count_outside"),
        ({"winners": "3", "at_most": "2"}, "winners", "lottery_field_winners_over"),
        ({"at_most": "不限"}, "at_most", "lottery_field_no_count"),
        ({"closes": "昨天"}, "closes", "lottery_field_no_time"),
        ({"closes": "2020-01-01 8:00"}, "closes", "lottery_field_time_over"),
        ({"closes": "明天 20:00", "draws": "1分钟后"}, "draws", "lottery_field_draws_early"),
    ],
)
def test_what_may_not_be_published_is_told_at_its_field(
    page: Any, change: dict[str, str], at: str, code: str
) -> None:
    page.at.on_look(replace(draft(page), **change))
    page.at.on_publish()
    (mistakes,) = page.view.shown["show_mistakes"]
    assert {key: each.code for key, each in mistakes.items()} == {at: code}
    assert "show_terms" not in page.view.shown
    assert listed(page) == []


def test_all_that_is_missing_is_told_at_once(page: Any) -> None:
    page.at.on_look(Draft())
    (mistakes,) = page.view.shown["show_mistakes"]
    assert {key for key in Draft.__slots__ if key not in mistakes} == {"draws", "at_most"}
    assert {each.code for each in mistakes.values()} == {"lottery_field_empty"}


def test_what_no_field_is_wrong_about_is_refused_as_a_whole(page: Any) -> None:
    page.at.on_look(replace(draft(page), closes="9999-12-31 20:00"))
    assert refused(page) == "lottery_dates_impossible"


def test_from_the_terms_to_an_archive_that_comes_out_again(page: Any) -> None:
    page.at.on_look(draft(page))
    (looked_at,) = page.view.shown["show_terms"]
    assert listed(page) == []  # looking at it publishes nothing
    page.clock.advance(5)
    page.at.on_publish()
    (made,) = page.view.shown["show_published"]
    assert made.terms == replace(looked_at, opens_ms=page.clock.now_ms())
    page.at.on_number(made.id, "12 15")
    page.at.on_number(made.id, "")
    assert page.view.shown["show_entered"] == (["3"],)
    page.at.on_number(made.id, "13800000000")
    assert refused(page) == "lottery_number_is_person"
    page.at.on_draw(made.id, "六六")
    assert refused(page) == "lottery_not_yet"
    page.clock.advance(61)
    page.at.on_draw(made.id, "六六")
    (drawn,) = page.view.shown["show_drawn"]
    assert listed(page) == [drawn]
    page.at.on_check(made.id)
    assert page.view.shown["show_checked"] == (Checked(drawn, ()),)
    file = page.folder / "for-anybody.json"
    page.at.on_save(made.id, file)
    assert page.view.shown["show_saved"] == (file,)
    said = json.loads(file.read_text("utf-8"))
    said["draw"]["word"] = "七七"
    file.write_text(json.dumps(said), "utf-8")
    page.at.on_check_file(file)
    at, checked = page.view.shown["show_file_checked"]
    assert (at, checked.differences) == (file, ("lottery_differs_winners",))
    file.write_text("[]", "utf-8")
    page.at.on_check_file(file)
    (unreadable,) = page.view.shown["show_file_refused"]
    assert unreadable.parameters["file"] == str(file)
    assert len(page.view.told["show_checked"]) == 1  # nobody asked about one's own
    page.at.on_save(made.id, page.folder)  # a folder is no file
    assert refused(page) == "lottery_archive_unwritable"


@pytest.mark.parametrize(("language", "told"), [("zh", "8、88"), ("en", "8, 88")])
def test_two_numbers_that_won_do_not_read_as_one(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.desk.lottery.words.i18n.current", lambda: language)
    winners = [SimpleNamespace(number=number) for number in ("8", "88")]
    archive: Any = SimpleNamespace(draw=SimpleNamespace(winners=winners, word=""))
    assert told in words.outcome(archive)
