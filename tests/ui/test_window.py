"""The window around the screens: hop, shell, bug dialog, language, pictures of every screen."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from overlays.contrast import ratio
from studio.runtime.errors import UserFacingError
from tests.helpers.screens import FakeSettings
from ui import headless, i18n, screens
from ui.bug_dialog import BugDialog
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.theme import style
from ui.theme.tokens import DARK, LIGHT


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    yield
    i18n.switch(qapp, "zh")


class FakeStudio:
    settings = FakeSettings()


class View(QWidget):
    """A screen that remembers."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        super().__init__()
        self.arguments, self.left, self.closable = arguments, False, True

    def leave(self) -> None:
        self.left = True

    def may_close(self) -> bool:
        return self.closable


def _no_training(studio: Any) -> Any:
    raise AssertionError("nobody asked for training")


@pytest.fixture
def shell(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Shell:
    fake = ModuleType("fake")
    fake.make = lambda shell, **arguments: View(arguments)  # type: ignore[attr-defined]
    monkeypatch.setattr(screens, "_module", lambda name: fake)
    shell = Shell(FakeStudio(), _no_training)  # type: ignore[arg-type]
    qtbot.addWidget(shell)
    shell.open("home")
    return shell


def view_of(shell: Shell) -> View:
    view = shell.view
    assert isinstance(view, View)
    return view


# -- the hop


def test_work_from_another_thread_runs_on_the_main_one_in_order(qtbot: QtBot) -> None:
    hop, ran = MainThreadHop(), list[tuple[int, bool]]()
    main = QThread.currentThread()

    def ask() -> None:
        for number in range(50):
            hop(lambda number=number: ran.append((number, QThread.currentThread() is main)))

    worker = threading.Thread(target=ask)
    worker.start()
    worker.join()
    assert ran == []
    qtbot.waitUntil(lambda: len(ran) == 50)
    assert ran == [(number, True) for number in range(50)]


def test_drawing_without_a_window_uses_the_running_application() -> None:
    assert headless.ensure_gui() is QGuiApplication.instance()
    assert style.has_bundled_font()


def test_the_program_looks_the_same_in_any_folder(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt gives a style sheet up as a whole where an address in it ends early; it says so, and a
    warning fails a test."""
    theme = tmp_path / "Program Files (x86) & O'Neil, 100%" / "新建 文件夹 (2)"
    shutil.copytree(style.HERE, theme, ignore=shutil.ignore_patterns("*.py"))
    before = qapp.styleSheet()
    monkeypatch.setattr(style, "HERE", theme)
    qapp.setStyleSheet(style.style_sheet())
    QComboBox().grab()
    qapp.setStyleSheet(before)


# -- the shell


def test_one_screen_at_a_time_and_the_old_one_is_told(shell: Shell) -> None:
    home = view_of(shell)
    shell.open("plan", path=Path("x"))
    assert home.left
    assert view_of(shell).arguments == {"path": Path("x")}
    assert shell.screen_name == "plan"


def test_back_goes_where_one_came_from(shell: Shell) -> None:
    shell.open("preflight", plan="p")
    shell.open("settings")
    shell.back()
    assert (shell.screen_name, view_of(shell).arguments) == ("preflight", {"plan": "p"})
    shell.back()
    shell.back()
    assert shell.screen_name == "home"


def test_back_does_not_enter_a_broadcast_that_ended(shell: Shell) -> None:
    shell.open("live", session="s")
    shell.open("review", session_id="s")
    shell.back()
    assert shell.screen_name == "home"


def test_a_screen_can_keep_the_window_open(shell: Shell) -> None:
    shell.show()
    view = view_of(shell)
    view.closable = False
    assert not shell.close()
    assert not view.left
    view.closable = True
    assert shell.close()
    assert view.left


class SessionManager:
    """What Qt hands over when the computer is about to be shut down."""

    def __init__(self) -> None:
        self.canceled = False

    def cancel(self) -> None:
        self.canceled = True


@pytest.mark.parametrize("on_air", [True, False])
def test_a_broadcast_keeps_an_update_from_shutting_the_computer_down(
    shell: Shell, on_air: bool
) -> None:
    view_of(shell).closable = not on_air
    manager = SessionManager()
    shell.ask_to_stay_on(manager)  # type: ignore[arg-type]
    assert manager.canceled is on_air
    assert not view_of(shell).left


def test_what_a_person_can_act_on_is_a_toast(shell: Shell) -> None:
    shell.show()
    shell.show_problem(UserFacingError("picture_not_copied", picture="杨梅.png"))
    assert "杨梅.png" in shell.toast.words
    assert shell.findChild(BugDialog) is None
    QTest.mouseClick(shell.toast, Qt.MouseButton.LeftButton)  # it may lie over a button
    assert not shell.toast.isVisible()


def test_a_bug_is_one_calm_dialog_with_details_to_copy(
    shell: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    shell.show()
    shell.show_problem(ZeroDivisionError("first"))
    shell.show_bug(RuntimeError("second"))
    (dialog,) = shell.findChildren(BugDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "一单没少" in words
    assert "ZeroDivisionError" not in words
    dialog.copy_details()
    copied = QGuiApplication.clipboard().text()
    assert "first" in copied
    assert "second" in copied
    caplog.clear()


def test_language_switches_while_running_and_is_kept(shell: Shell, qtbot: QtBot) -> None:
    shell.speak("en")
    qtbot.waitUntil(lambda: shell.windowTitle() == "Gongfu Studio")
    assert shell.studio.settings.get("language") == "en"
    shell.speak("zh")
    qtbot.waitUntil(lambda: shell.windowTitle() == "共富直播间")


# -- the look


def test_a_language_that_cannot_be_kept_is_spoken_and_told_in_a_sentence(shell: Shell) -> None:
    settings: Any = shell.studio.settings
    settings.broken = True
    shell.show()
    shell.speak("en")
    assert shell.language == "en"
    assert "settings.json" in shell.toast.words
    settings.broken = False
    shell.speak("zh")


# -- the look


def test_every_token_of_the_style_sheet_exists() -> None:
    assert "$" not in style.style_sheet()


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize(
    "name", ["text", "muted", "good_text", "mind_text", "broken_text", "info_text"]
)
def test_words_can_be_read_on_their_surface(palette: Any, name: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    for ground in (palette.ground, palette.panel):
        assert ratio(getattr(palette, name), ground) >= 4.5


_RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
_FILL = re.compile(r"(?<![\w-])background: (#\w{6})")
_WORDS = re.compile(r"(?<![\w-])color: (#\w{6})")


def test_words_on_a_coloured_button_or_pill_can_be_read() -> None:
    """As above; what cannot be pressed for now is read, too, if not as loudly."""
    pairs = 0
    for names, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", style.style_sheet(), flags=re.S)):
        fill, words = _FILL.search(body), _WORDS.search(body)
        if fill and words:
            least = 3.0 if ":disabled" in names else 4.5
            assert ratio(words[1], fill[1]) >= least, names.strip()
            pairs += 1
    assert pairs > 30
