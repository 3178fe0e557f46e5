"""The lotteries' page on a real workshop: every button, from the form to somebody's archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from studio.bootstrap import open_studio
from studio.session.lotteries import Lotteries
from studio.store.secrets import MemorySecrets
from tests.helpers.clock import ManualClock
from tests.helpers.desk import ImmediateRuntime
from tests.ui.presenters.test_counter import Waited
from tests.ui.presenters.test_desk import fail
from ui import i18n
from ui.app import make_application
from ui.desk.lottery.page import LotteryPage
from ui.desk.lottery.presenter import Desk, LotteryPresenter

TYPED = {
    "name": "周五抽奖",
    "prize": "杨梅一箱",
    "worth": "89.90",
    "winners": "1",
    "rules": "下单得号",
    "closes": "明天 20:00",
    "claim": "七天内领",
}


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    i18n.switch(make_application([]), "zh")
    clock = ManualClock()
    monkeypatch.setattr("studio.bootstrap.SystemClock", lambda: clock)
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        page = LotteryPage(ask=lambda *_: (str(tmp_path / "archive.json"), ""))
        page.ask_path = lambda *_: (str(tmp_path / "archive.json"), "")
        qtbot.addWidget(page)
        page.show()
        service: Any = Waited(Lotteries(studio))
        then = ImmediateRuntime().then
        page.start(LotteryPresenter(page, service, then, clock, lambda: "后山村专业合作社", fail))
        yield SimpleNamespace(page=page, clock=clock, folder=tmp_path, service=service)
        page.leave()


def test_a_lottery_goes_all_its_way_by_its_buttons(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    assert page.pages.currentWidget() is page.empty
    page.empty.button.click()
    for key, text in TYPED.items():
        page.form.fields[key].input.setText(text)
    page.form.fields["worth"].input.setText("六万")
    page.form.look.click()
    assert "六万" in page.form.refused.text()
    page.form.fields["worth"].input.setText("89.90")
    page.form.look.click()
    assert "一份值 ¥89.90" in page.form.text.text()
    page.form.change.click()
    assert page.form.draft.name == "周五抽奖"  # nothing typed is lost
    page.form.look.click()
    page.form.publish.click()
    assert page.model.rowCount() == 1
    assert page.right.currentWidget() is page.card
    page.card.take.click()
    page.card.number.setText("不是号")
    page.card.take.click()
    assert "不是号" in page.card.refused.text()
    page.card.draw.click()
    assert "还没到开奖的时候" in page.card.refused.text()
    desk.clock.advance(48 * 3600)
    assert "收完了" not in page.card.text.text()
    listed = desk.service.listed().result()
    page.show_desk(Desk(listed, listed[0].terms.closes_ms - 2))
    qtbot.waitUntil(lambda: "收完了" in page.card.text.text())  # nobody asked for it again
    page.card.word.setText("六六大顺")
    page.card.draw.click()
    assert "中奖号码：1" in page.card.text.text()
    assert not page.card.take.isEnabled()
    page.card.check.click()
    page.card.save.click()
    file = desk.folder / "archive.json"
    page.check_file.click()
    assert page.card.refused.text() == ""
    file.write_text(file.read_text("utf-8").replace("六六大顺", "七七"), "utf-8")
    page.check_file.click()
    assert "中奖号码不一样" in page.card.refused.text()


def test_a_form_that_is_typed_in_stays_when_the_list_is_read_again(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    page.empty.button.click()
    for key, text in TYPED.items():
        page.form.fields[key].input.setText(text)
    page.form.look.click()
    page.form.publish.click()
    page.begin.click()
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    page.presenter.refresh()
    assert page.right.currentWidget() is page.form
    page.table.clearSelection()
    page.table.selectRow(0)  # a person's choice
    assert page.right.currentWidget() is page.card
