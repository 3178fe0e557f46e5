"""The lotteries' page on a real workshop: every button, from the form to somebody's archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inventory.lottery import fair
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
from ui.widgets.button import Button

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
        page = LotteryPage(ask=lambda *_: tmp_path / "archive.json")
        page.ask_path = lambda *_: (tmp_path / "archive.json", "")
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
    assert "六万" in page.form.fields["worth"].wrong
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
    assert "明天 20:00 以后再开" in page.card.refused.text()
    page.card.check.click()
    assert page.card.refused.text() == ""  # it answered what was asked before
    assert "还没有开奖" in page.toast.words
    desk.clock.advance(48 * 3600)
    assert "收完了" not in page.card.text.text()
    listed = desk.service.listed().result()
    page.show_desk(Desk(listed, listed[0].terms.closes_ms - 2))
    qtbot.waitUntil(lambda: "收完了" in page.card.text.text())  # nobody asked for it again
    (lottery,) = desk.service.listed().result()
    assert fair.read_out(lottery.commitment) in page.card.text.text()
    assert lottery.commitment not in page.card.text.text()  # too long to be read out
    half = len(lottery.commitment) // 2
    assert lottery.commitment[:half] in page.card.codes.text()
    page.card.word.setText("六六大顺")
    page.card.draw.click()
    assert "中奖号码：1" in page.card.text.text()
    assert not page.card.take.isEnabled()
    page.card.check.click()
    assert "全都对得上" in page.toast.words


def test_somebodys_archive_is_answered_for_by_its_own_name(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    file = desk.folder / "archive.json"
    file.write_text("[]", "utf-8")
    page.check_file.click()  # with no lottery of one's own
    assert page.answer.isVisible()
    assert "archive.json" in page.answer.words.text()
    _publish(page)
    page.card.take.click()
    page.card.save.click()
    right = file.read_text("utf-8")
    file.write_text(right.replace("周五抽奖", "别家的抽奖"), "utf-8")
    page.check_file.click()
    assert "archive.json”里的“别家的抽奖”对不上" in page.answer.words.text()
    assert "规则和公布时不一样了" in page.answer.words.text()
    assert page.card.refused.text() == ""  # one's own has no fault
    file.write_text(right, "utf-8")
    page.check_file.click()
    assert "对不上：" not in page.answer.words.text()
    assert "还没有开奖" in page.answer.words.text()
    i18n.switch(make_application([]), "en")
    qtbot.waitUntil(lambda: "Nothing was drawn yet" in page.answer.words.text())
    page.answer.read.click()
    assert not page.answer.isVisible()


def test_each_mistake_stands_at_its_field_by_its_name(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    page.empty.button.click()
    page.activateWindow()
    page.form.look.click()
    fields = page.form.fields
    assert fields["name"].wrong == "“叫什么”还没写。"
    assert {key for key, field in fields.items() if not field.wrong} == {
        *("sponsor", "at_most", "draws")  # the seller stands there; the others may stay empty
    }
    qtbot.waitUntil(fields["name"].input.hasFocus)
    for key, text in TYPED.items():
        fields[key].input.setText(text)
    fields["closes"].input.setText("昨天")
    page.form.look.click()
    assert [key for key, field in fields.items() if field.wrong] == ["closes"]
    assert "12月1日 20:30" in fields["closes"].wrong
    qtbot.waitUntil(fields["closes"].input.hasFocus)
    page.form.begin()
    assert not any(field.wrong for field in fields.values())


def test_mistakes_squeeze_no_input_and_move_no_button(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    page.empty.button.click()
    page.resize(1280, 640)
    form, inputs = page.form, [field.input for field in page.form.fields.values()]
    qtbot.waitUntil(lambda: page.height() == 640)
    QApplication.processEvents()
    height, at = inputs[0].height(), form.look.geometry()
    for key in ("closes", "draws", "worth", "winners", "at_most"):
        form.fields[key].input.setText("看不懂的话" * 20)
    form.look.click()
    bar = form.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert min(each.height() for each in inputs) >= height
    assert form.look.geometry() == at
    first = form.fields["name"]
    bar.setValue(bar.maximum())
    form.look.click()
    qtbot.waitUntil(lambda: not first.visibleRegion().isEmpty())


def test_a_double_click_looks_and_does_not_publish(desk: Any, qtbot: QtBot) -> None:
    """公布 lies where 看一遍再公布 was."""
    page: LotteryPage = desk.page
    page.empty.button.click()
    for key, text in TYPED.items():
        page.form.fields[key].input.setText(text)
    qtbot.waitUntil(page.form.look.isVisible)
    at = page.form.look.mapTo(page, page.form.look.rect().center())
    qtbot.mouseClick(page.form.look, Qt.MouseButton.LeftButton)
    assert page.childAt(at) is page.form.publish
    _second_of_a_double_click(page.form.publish, qtbot)
    assert page.model.rowCount() == 0
    page.form.publish.repeats = True  # as Qt's own button takes it
    _second_of_a_double_click(page.form.publish, qtbot)
    assert page.model.rowCount() == 1


def test_a_form_that_is_typed_in_stays_when_the_list_is_read_again(desk: Any, qtbot: QtBot) -> None:
    page: LotteryPage = desk.page
    _publish(page)
    page.begin.click()
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    page.presenter.refresh()
    assert page.right.currentWidget() is page.form
    page.table.clearSelection()
    page.table.selectRow(0)  # a person's choice
    assert page.right.currentWidget() is page.card


def _publish(page: LotteryPage) -> None:
    page.begin.click()
    for key, text in TYPED.items():
        page.form.fields[key].input.setText(text)
    page.form.look.click()
    page.form.publish.click()


def _second_of_a_double_click(button: Button, qtbot: QtBot) -> None:
    qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
