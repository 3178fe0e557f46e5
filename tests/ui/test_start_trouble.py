"""The sentence for whoever clicked on the icon and has no terminal."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ui import start_trouble
from ui.start_trouble import box, tell_at_start


@pytest.mark.parametrize(("language", "button"), [("zh", "知道了"), ("en", "OK")])
def test_one_sentence_and_one_button(qtbot: QtBot, language, button):
    dialog = box("直播间已经开着了。", language)
    qtbot.addWidget(dialog)
    dialog.show()
    (only,) = dialog.findChildren(QAbstractButton)
    assert (dialog.text(), only.text()) == ("直播间已经开着了。", button)
    only.click()
    assert not dialog.isVisible()


def test_it_goes_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start_trouble, "SECONDS", 0.01)
    dialog = box("一句话。", "zh")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_where_nobody_can_see_it_nobody_is_waited_for(qtbot: QtBot):
    tell_at_start("一句话。", "zh")
