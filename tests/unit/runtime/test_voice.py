"""The system's voice: the right command on each system, and a thread that never speaks late."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from studio.runtime import voice
from studio.runtime.voice import SAYS, Spoken, Voice, how_to_say, mac_voice
from studio.runtime.wording import Language

LISTING = """\
Alex                en_US    # Most people recognize me by my voice.
Bad News            en_US    # The light you see is the headlight of a train.
Mei-Jia             zh_TW    # 您好，我叫美佳。
Ting-Ting           zh_CN    # 您好，我叫Ting-Ting。
"""


def only(*programs: str) -> voice.Find:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def writes(path: Path, seconds: float = 0) -> Spoken:
    """A stand-in for a voice: writes that it spoke, then takes ``seconds`` to end."""
    code = f"import pathlib,time; pathlib.Path({str(path)!r}).touch(); time.sleep({seconds})"
    return Spoken((sys.executable, "-c", code))


def writes_and_reads(path: Path) -> Spoken:
    """The same; it ends when it finds ``path`` written to."""
    code = (
        f"import pathlib,time; file=pathlib.Path({str(path)!r}); file.touch()\n"
        "while not file.read_text(): time.sleep(0.01)"
    )
    return Spoken((sys.executable, "-c", code))


def test_linux_prefers_the_desktop_s_own_speech() -> None:
    spoken = how_to_say("没声音了", "zh", platform="linux", find=only("spd-say", "espeak-ng"))
    assert spoken is not None
    assert spoken.command[0] == "/usr/bin/spd-say"
    assert spoken.command[-2:] == ("--", "没声音了")
    assert "zh" in spoken.command


@pytest.mark.parametrize(("language", "voice_name"), [("zh", "cmn"), ("en", "en")])
def test_linux_falls_back_to_espeak(language: Language, voice_name: str) -> None:
    spoken = how_to_say("-x", language, platform="linux", find=only("espeak-ng"))
    assert spoken == Spoken(("/usr/bin/espeak-ng", "-v", voice_name, "--", "-x"))


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_computer_without_a_voice_has_no_command(platform: str) -> None:
    assert how_to_say("好", "zh", platform=platform, find=only()) is None


def test_windows_gets_the_sentence_past_its_code_page() -> None:
    spoken = how_to_say("画面不动了", "zh", platform="win32", find=only("powershell"))
    assert spoken is not None
    assert spoken.environment == {SAYS: "画面不动了"}
    assert "画面不动了" not in " ".join(spoken.command)
    assert "zh-CN" in spoken.command[-1]


def test_macos_uses_a_voice_that_knows_the_language() -> None:
    assert mac_voice(LISTING, "zh") == "Ting-Ting"
    assert mac_voice(LISTING, "en") == "Alex"
    assert mac_voice("", "zh") is None


def test_macos_speaks_with_its_usual_voice_where_none_is_listed(tmp_path: Path) -> None:
    say = tmp_path / "say"
    spoken = how_to_say("好", "zh", platform="darwin", find=lambda name: str(say))
    assert spoken == Spoken((str(say), "--", "好"))


def test_a_sentence_is_spoken_and_said_to_be(tmp_path: Path) -> None:
    speaker = Voice(lambda text, language: writes(tmp_path / text))
    try:
        assert speaker.say("hao", "zh").result(60)
        assert (tmp_path / "hao").exists()
    finally:
        speaker.close()


def test_no_voice_and_a_voice_that_fails_are_told_apart_from_one_that_spoke() -> None:
    answers = {"none": None, "fails": Spoken((sys.executable, "-c", "raise SystemExit(3)"))}
    answers["gone"] = Spoken(("/nowhere/voice",))
    speaker = Voice(lambda text, language: answers[text])
    try:
        assert [speaker.say(text, "zh").result(60) for text in answers] == [False] * 3
    finally:
        speaker.close()


def test_of_several_waiting_only_the_latest_is_spoken(tmp_path: Path) -> None:
    first = tmp_path / "first"
    speaker = Voice(
        lambda text, language: (writes_and_reads if text == "first" else writes)(tmp_path / text)
    )
    try:
        running = speaker.say("first", "zh")
        while not first.exists():
            assert not running.done()
        asked = [speaker.say(text, "zh") for text in ("second", "third")]
        first.write_text("enough")
        assert [each.result(60) for each in asked] == [False, True]
        assert not (tmp_path / "second").exists()
    finally:
        speaker.close()


def test_closing_cuts_a_sentence_short_and_nothing_is_spoken_after(tmp_path: Path) -> None:
    speaker = Voice(lambda text, language: writes(tmp_path / text, seconds=60))
    running = speaker.say("long", "zh")
    while not (tmp_path / "long").exists():
        assert not running.done()
    speaker.close()
    assert running.result(0) is False
    assert speaker.say("late", "zh").result(0) is False
    assert not (tmp_path / "late").exists()


def test_a_voice_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "SPEAK_SECONDS", 0.2)
    speaker = Voice(lambda text, language: writes(tmp_path / text, seconds=60))
    try:
        assert speaker.say("hangs", "zh").result(60) is False
    finally:
        speaker.close()
