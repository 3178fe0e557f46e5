"""What a trial chose is kept by stage, counts for smaller plans, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.session import kept_trial
from studio.session.kept_trial import KeptTrial
from studio.session.light import Level
from studio.session.picture_size import Choice, within
from studio.session.trial import TrialResult
from studio.session.trial_lights import kept_light
from studio.stage.port import VideoProfile
from studio.store.settings import Settings

FULL, TALL, HD = VideoProfile(1920, 1080), VideoProfile(1080, 1920), VideoProfile(1280, 720)


def result(asked: VideoProfile, lines: int, kbps: int = 2500, *, holds: bool = True) -> TrialResult:
    return TrialResult(asked, (), Choice(within(asked, lines), kbps, holds), None, None)


def test_each_stage_keeps_its_own_and_forgets_only_that(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert kept_trial.kept(settings, "obs") is None
    kept_trial.keep(settings, "obs", result(FULL, 720), "2026-11-26")
    kept_trial.keep(settings, "practice", result(FULL, 540, 1500, holds=False), "2026-11-27")
    kept_trial.keep(settings, "obs", result(TALL, 540, 1500), "2026-11-28")
    again = Settings(tmp_path)
    assert kept_trial.kept(again, "obs") == KeptTrial("obs", 540, 1080, 1500, True, "2026-11-28")
    kept_trial.forget(again, "obs")
    assert kept_trial.kept(again, "obs") is None
    assert kept_trial.kept(again, "practice") == KeptTrial(
        "practice", 540, 1080, 1500, False, "2026-11-27"
    )


@pytest.mark.expects_log
def test_what_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.set("trials", ["obs 720", "", "practice 540 of 1080 at 1500 held 2026-11-27"])
    assert kept_trial.kept(settings, "obs") is None
    found = kept_trial.kept(settings, "practice")
    assert found is not None
    assert found.lines == 540


def test_only_a_size_that_was_given_up_makes_a_plan_smaller() -> None:
    held = KeptTrial("obs", 720, 720, 2500, True, "2026-11-26")
    assert held.applied(FULL) == FULL
    assert not held.covers(FULL)
    smaller = KeptTrial("obs", 540, 1080, 1500, True, "2026-11-26")
    assert smaller.applied(FULL) == VideoProfile(960, 540)
    assert smaller.applied(TALL) == VideoProfile(540, 960)
    assert smaller.applied(VideoProfile(640, 360)) == VideoProfile(640, 360)


@pytest.mark.parametrize(
    ("kept", "asked", "level", "code"),
    [
        (None, HD, Level.MIND, "preflight_trial_never"),
        (KeptTrial("obs", 720, 720, 1, True, ""), HD, Level.FINE, "preflight_trial_holds"),
        (KeptTrial("obs", 720, 720, 1, True, ""), FULL, Level.MIND, "preflight_trial_larger"),
        (KeptTrial("obs", 540, 1080, 1, True, ""), TALL, Level.FINE, "preflight_trial_smaller"),
        (KeptTrial("obs", 540, 720, 1, False, ""), HD, Level.MIND, "preflight_trial_slow"),
    ],
)
def test_the_preflight_says_what_is_known(
    kept: KeptTrial | None, asked: VideoProfile, level: Level, code: str
) -> None:
    light = kept_light("obs", kept, asked)
    assert (light.level, light.code) == (level, code)
    assert kept_light("practice", kept, asked).level is Level.FINE
