"""Starting OBS: flags by version, marks of an unclean end, and a child that is nobody's."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs import program
from studio.stage.obs.install import Place
from studio.stage.obs.life import ObsLife
from studio.store.secrets import OBS_PASSWORD, MemorySecrets
from studio.store.settings import Settings

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for OBS")


@pytest.mark.parametrize(
    ("version", "flags"),
    [
        ((29, 0, 2), [*program.FLAGS, "--disable-shutdown-check"]),
        ((31, 1, 0), [*program.FLAGS, "--disable-shutdown-check"]),
        (None, [*program.FLAGS, "--disable-shutdown-check"]),
        ((32, 0, 0), [*program.FLAGS]),
    ],
)
def test_each_version_gets_the_flags_it_knows(
    version: tuple[int, ...] | None, flags: list[str]
) -> None:
    assert program.arguments(version, pass_question=True) == flags


def test_without_consent_obs_may_ask_its_question() -> None:
    assert program.arguments((29, 0, 2), pass_question=False) == list(program.FLAGS)


def test_the_marks_of_an_unclean_end_go_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / ".sentinel"
    folder.mkdir()
    for name in ("run_1a2b", "run_3c4d", "note.txt"):
        (folder / name).touch()
    program.forget_unclean_end(tmp_path, (31, 0))
    assert len(list(folder.iterdir())) == 3
    program.forget_unclean_end(tmp_path, (32, 0, 1))
    assert [each.name for each in folder.iterdir()] == ["note.txt"]
    program.forget_unclean_end(tmp_path / "no obs yet", (32, 0, 1))


def test_obs_is_not_given_what_is_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {
        "PATH": "/bin",
        "QT_PLUGIN_PATH": "/ours",
        "QT_QPA_PLATFORM": "offscreen",
        "LD_LIBRARY_PATH": "/ours",
        "LD_LIBRARY_PATH_ORIG": "/theirs",
    }
    assert program.clean(ours) == {"PATH": "/bin", "LD_LIBRARY_PATH": "/theirs"}
    assert program.clean({"QT_QPA_PLATFORM": "xcb"}) == {"QT_QPA_PLATFORM": "xcb"}
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program.clean({"LD_LIBRARY_PATH": "/ours"}) == {}


def test_on_windows_obs_does_not_look_for_its_libraries_in_our_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str | None] = []
    with program.without_our_libraries(told.append):
        assert told == []  # nothing is bundled: nothing was changed
    monkeypatch.setattr(sys, "_MEIPASS", "C:\\gongfu\\_internal", raising=False)
    with program.without_our_libraries(told.append):
        assert told == [None]
    assert told == [None, "C:\\gongfu\\_internal"]


class Elevated(psutil.Process):
    """Started as administrator: whose it is Windows tells administrators only."""

    def username(self) -> str:
        raise psutil.AccessDenied(self.pid)


@pytest.mark.parametrize(("platform", "anothers"), [("win32", False), ("linux", True)])
def test_an_obs_that_runs_as_administrator_on_windows_is_ours(
    platform: str, anothers: bool
) -> None:
    assert program._is_another_persons(Elevated(), platform) is anothers


# --- a stand-in for OBS: a real process by that name


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """``obs`` is a copy of sleep, called through a script that drops OBS's arguments."""
    home = Path(os.environ["HOME"])
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "obs-studio"
    sleeper = tmp_path / "obs"
    sleeper.write_bytes(Path("/bin/sleep").read_bytes())
    sleeper.chmod(0o755)
    script = tmp_path / "start"
    script.write_text(f'#!/bin/sh\necho "$@" > "{home}/told"\nexec "{sleeper}" 60\n')
    script.chmod(0o755)
    return Place("installed", script, (str(script),), config)


@pytest.fixture
def ended(place: Place):
    yield
    for process in program.running(place):
        process.kill()


def wait_until_running(place: Place) -> psutil.Process:
    end = time.monotonic() + 60
    while not (found := program.running(place)):
        assert time.monotonic() < end, "never running"
        time.sleep(0.02)
    return found[0]


@posix
@pytest.mark.usefixtures("ended")
def test_what_was_started_is_nobodys_child_and_has_none_of_our_pipes(place: Place) -> None:
    program.start(place, (29, 0, 2), pass_question=True)
    process = wait_until_running(place)
    assert process.ppid() != os.getpid()
    assert os.getsid(process.pid) != os.getsid(0)
    files = {str(Path(f"/proc/{process.pid}/fd/{number}").readlink()) for number in (0, 1, 2)}
    assert files == {"/dev/null"}
    told = (Path(os.environ["HOME"]) / "told").read_text().split()
    assert told == program.arguments((29, 0, 2), pass_question=True)


@posix
@pytest.mark.usefixtures("ended")
def test_it_is_not_started_twice_and_ends_when_a_person_asks(place: Place) -> None:
    program.start(place, None, pass_question=False)
    wait_until_running(place)
    with pytest.raises(UserFacingError, match="obs_is_running"):
        program.start(place, None, pass_question=False)
    program.end(place)
    assert program.running(place) == []
    program.end(place)


@posix
@pytest.mark.usefixtures("ended")
def test_another_persons_obs_is_not_ours(place: Place, tmp_path: Path) -> None:
    other = Place(place.kind, place.program, place.command, tmp_path / "else" / "obs-studio")
    program.start(place, None, pass_question=False)
    wait_until_running(place)
    assert program.running(other) == []


@posix
def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    gone = str(tmp_path / "obs")
    place = Place("chosen", Path(gone), (gone,), tmp_path)
    with pytest.raises(UserFacingError, match="obs_not_started"):
        program.start(place, None, pass_question=False)


# --- the steps of its life


class Kept(MemorySecrets):
    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}

    def set(self, name: str, value: str) -> None:
        self.secrets[name] = value


@posix
@pytest.mark.usefixtures("ended")
def test_the_server_is_not_switched_on_under_a_running_obs(place: Place, tmp_path: Path) -> None:
    settings, secrets = Settings(tmp_path), Kept()
    life = ObsLife(settings, secrets, lambda chosen: place)
    life.start()
    with pytest.raises(UserFacingError, match="obs_is_running"):
        life.turn_server_on()
    assert not Path(place.settings).exists()
    program.end(place)
    server = life.turn_server_on()
    assert secrets.secrets == {OBS_PASSWORD: server.password}
    assert settings.get("obs_url") == "ws://127.0.0.1:4455"
    life.start()
    assert life.turn_server_on() == server  # it is on already: nothing to change


@posix
@pytest.mark.usefixtures("ended")
def test_an_obs_that_never_answers_waits_for_a_click_and_one_that_is_gone_says_so(
    place: Place, tmp_path: Path
) -> None:
    settings = Settings(tmp_path)
    settings.set("obs_url", "ws://127.0.0.1:9")  # the discard port: nobody is there
    life = ObsLife(settings, MemorySecrets(), lambda chosen: place)
    with pytest.raises(UserFacingError, match="obs_ended_at_start"):
        life.wait_until_up(0.5)
    life.start()
    with pytest.raises(UserFacingError, match="obs_waits_for_click"):
        life.wait_until_up(0.5)
    first = program.running(place)[0].pid
    life.start_again()
    assert [process.pid for process in program.running(place)] != [first]


def test_only_an_obs_on_this_computer_can_be_started(tmp_path: Path) -> None:
    life = ObsLife(Settings(tmp_path), MemorySecrets())
    assert life.lives_here("ws://127.0.0.1:4455")
    assert life.lives_here("ws://localhost")
    assert not life.lives_here("ws://192.168.1.7:4455")


def test_the_end_of_its_log_is_that_of_the_obs_that_is_found(place: Place, tmp_path: Path) -> None:
    """A portable one, a flatpak and a snap each keep theirs in a folder of their own."""
    portable = replace(place, settings=tmp_path / "config" / "obs-studio")
    for folder, text in ((place.settings, "of another OBS"), (portable.settings, "the end")):
        Path(folder, "logs").mkdir(parents=True)
        Path(folder, "logs", "2026-06-12.txt").write_text(text, "utf-8")
    life = ObsLife(Settings(tmp_path), Kept(), lambda chosen: portable)
    found = life.log_tail("ws://127.0.0.1:4455")
    assert found is not None
    assert found.text == "the end"
    assert life.log_tail("ws://192.0.2.7:4455") is None  # its log is not on this computer

    def find(chosen: str) -> Place:
        raise UserFacingError("obs_not_found")

    by_hand = ObsLife(Settings(tmp_path), Kept(), find).log_tail("ws://127.0.0.1:4455")
    assert by_hand is not None
    assert by_hand.text == "of another OBS"


@pytest.mark.parametrize("consent", ["ask", "yes"])
def test_who_presses_for_an_obs_anew_is_not_asked_about_the_end_the_press_made(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, consent: str
) -> None:
    passed: list[bool] = []
    settings = Settings(tmp_path)
    settings.set("obs_restart", consent)
    monkeypatch.setattr(program, "end", lambda place: None)
    monkeypatch.setattr(program, "running", lambda place: ["it"])
    monkeypatch.setattr(
        program, "start", lambda place, version, *, pass_question: passed.append(pass_question)
    )
    life = ObsLife(settings, MemorySecrets(), lambda chosen: place)
    life.start()
    life.start_again()
    assert passed == [consent == "yes", True]
