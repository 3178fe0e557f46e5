"""How much motion there is room for, second by second."""

from __future__ import annotations

import pytest

from studio.stage.layers import MotionBudget
from studio.stage.motion import MotionWatch
from studio.stage.port import StageLoad

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
