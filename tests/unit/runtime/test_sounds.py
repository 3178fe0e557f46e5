"""Right and wrong can be told apart with closed eyes."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import pytest

from studio.runtime import sounds
from studio.runtime.sounds import Sound, Sounds


def pitch(sound: Sound) -> float:
    """How often it swings a second."""
    made = sounds.samples(sound)
    crossings = sum(1 for one, other in pairwise(made) if one < 0 <= other)
    return crossings / (len(made) / sounds.RATE)


def test_right_is_high_and_short_wrong_is_low_and_long() -> None:
    assert pitch(Sound.RIGHT) > 4 * pitch(Sound.WRONG)
    assert len(sounds.samples(Sound.WRONG)) > 4 * len(sounds.samples(Sound.RIGHT))
    for sound in Sound:
        made = sounds.samples(sound)
        assert made[0] == made[-1] == 0
        assert 10_000 < max(made) < 32_767


def test_they_are_played_from_files_made_once(tmp_path: Path) -> None:
    played: list[Path] = []

    def play(path: Path) -> bool:
        with wave.open(str(path)) as file:
            assert (file.getframerate(), file.getnchannels()) == (sounds.RATE, 1)
        played.append(path)
        return True

    folder = tmp_path / "sounds"
    made = Sounds(folder, play)
    for sound in (Sound.RIGHT, Sound.WRONG, Sound.RIGHT):
        assert made.play(sound).result()
    made.close()
    assert [path.name for path in played] == ["right.wav", "wrong.wav", "right.wav"]
    assert not made.play(Sound.RIGHT).result()


def test_a_computer_that_plays_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounds.sys, "platform", "linux")
    monkeypatch.setattr(sounds.shutil, "which", lambda name: None)
    made = Sounds(tmp_path)
    assert not made.play(Sound.RIGHT).result()
    made.close()


def test_a_folder_that_cannot_be_written_to_is_silent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    made = Sounds(tmp_path / "file", lambda path: True)
    assert not made.play(Sound.RIGHT).result()
    made.close()
