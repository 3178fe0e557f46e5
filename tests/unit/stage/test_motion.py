"""How much motion there is room for, second by second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.stage.layers import MotionBudget
from studio.stage.motion import MotionWatch
from studio.stage.obs import scenes
from studio.stage.obs.layers import Show
from studio.stage.obs.matcher import Matcher
from studio.stage.port import Scene, StageLoad, StageSetup, VideoProfile, Wanted

FPS = 30


class Computer:
    """A watch, and a computer whose frames are lost at some share."""

    def __init__(self) -> None:
        self.watch = MotionWatch()
        self.at = 0.0
        self.load = StageLoad(0, 0, 0, 0, 5.0, 30.0)

    def run(self, seconds: int, *, missed: float = 0.0, skipped: float = 0.0) -> MotionBudget:
        for _ in range(seconds):
            was = self.load
            self.load = StageLoad(
                was.frames_drawn + FPS,
                was.frames_missed + round(FPS * missed),
                was.frames_encoded + FPS,
                was.frames_skipped + round(FPS * skipped),
                *(5.0, 30.0),
            )
            self.at += 1
            self.watch.sample(self.at, self.load)
        return self.watch.budget


@pytest.mark.parametrize("lost", ["missed", "skipped"])
def test_less_room_is_believed_at_once_and_more_when_it_lasts(lost: str) -> None:
    computer = Computer()
    assert computer.run(10) is MotionBudget.FULL
    assert computer.run(2, **{lost: 0.5}) is MotionBudget.CUT
    assert computer.run(20) is MotionBudget.CUT
    assert computer.run(20) is MotionBudget.SHORT
    assert computer.run(40) is MotionBudget.FULL


def test_a_little_too_much_shortens_it() -> None:
    assert Computer().run(10, missed=0.04) is MotionBudget.SHORT


def test_another_obs_counts_anew() -> None:
    computer = Computer()
    computer.run(10)
    computer.load = StageLoad(0, 0, 0, 0, 5.0, 30.0)
    assert computer.run(10) is MotionBudget.FULL


@pytest.mark.parametrize(
    ("missed", "watched", "scene", "wanted"),
    [
        (0.0, True, Scene.PROGRAMME, MotionBudget.FULL),
        (0.04, True, Scene.PROGRAMME, MotionBudget.SHORT),
        (0.5, True, Scene.PROGRAMME, MotionBudget.CUT),
        (0.0, False, Scene.PROGRAMME, MotionBudget.CUT),
        (0.0, True, Scene.BREAK, MotionBudget.CUT),
    ],
)
def test_a_take_in_obs_moves_as_much_as_obs_has_room_for(
    missed: float,
    watched: bool,
    scene: Scene,
    wanted: MotionBudget,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """By what OBS says of its frames; and nothing moves where nobody sees it."""
    shown: list[Show] = []

    class Kept:
        def match(self, _client: object, _layers: object, show: Show, _look: object) -> list[Any]:
            shown.append(show)
            return []

    nobody: Any = None
    matcher = Matcher(nobody)
    matcher.setup = StageSetup(VideoProfile(720, 1280, FPS), tmp_path, tmp_path / "break.png")
    computer = Computer()
    computer.watch = matcher.motion
    computer.run(10, missed=missed)
    monkeypatch.setattr(matcher, "_layers", Kept())
    monkeypatch.setattr(Matcher, "on_air_for_us", watched)
    monkeypatch.setattr(scenes, "raise_overlays", lambda *_: None)
    asked = Wanted(scene, (), streaming=False, recording=True, muted=False)
    matcher._match_layers(nobody, asked, nobody)
    assert [each.motion for each in shown] == [wanted]
