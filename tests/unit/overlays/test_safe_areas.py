"""What platforms cover: profiles as data, a workshop's own, and areas marked on a screenshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from overlays import safe_areas
from overlays.safe_areas import EVERYWHERE, FILE, Profile, calibrated, profile, profiles, save
from studio.runtime.errors import UserFacingError
from studio.stage.platforms import load


def test_every_platform_of_the_program_has_a_profile(tmp_path: Path) -> None:
    assert set(load(tmp_path).profiles) <= set(profiles())


def test_what_is_free_everywhere_is_the_union_of_what_platforms_publish() -> None:
    assert profile("nowhere") == profile(EVERYWHERE)
    assert profile(EVERYWHERE).area((1080, 1920)) == QRect(120, 288, 768, 960)
    assert profile(EVERYWHERE).area((1280, 720)) == QRect(64, 36, 1152, 641)


def test_no_control_lies_in_a_free_part() -> None:
    for each in profiles().values():
        for side in (each.portrait, each.landscape):
            left, top, right, bottom = side.safe
            for ghost in side.ghosts:
                apart = (
                    ghost.box[2] <= left
                    or ghost.box[0] >= right
                    or ghost.box[3] <= top
                    or ghost.box[1] >= bottom
                )
                assert apart, (each.id, ghost.en)


def test_a_workshops_own_profile_changes_only_what_it_names(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[douyin]\nportrait.safe = [0.1, 0.2, 0.8, 0.6]\n")
    found = profiles(tmp_path)["douyin"]
    assert found.portrait.safe == (0.1, 0.2, 0.8, 0.6)
    assert (found.zh, found.landscape) == ("抖音", profiles()["douyin"].landscape)
    assert "kuaishou" in profiles(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "[douyin",
        "douyin = 1",
        "[douyin]\nportrait.safe = [0, 0, 2, 1]",
        "[douyin]\nportrait.safe = [0.5, 0, 0.4, 1]",
        "[douyin]\nportrait.safe = [0.5, 0, 0.6, 1]",
        '[douyin]\nportrait.safe = ["a", 0, 1, 1]',
        "[mine]\nzh = '我'\nen = 'Mine'",
        "[douyin]\nzh = 9",
        "[douyin]\nportrait.safe = [0, 0, 1, 1]\nportrait.ghosts = [{zh = 'a'}]",
    ],
)
def test_a_mistake_in_it_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(UserFacingError, match="safe_areas_wrong"):
        profiles(tmp_path)


def test_areas_marked_on_a_screenshot_become_a_profile(tmp_path: Path) -> None:
    covered = [(0.0, 0.0, 1.0, 0.1), (0.0, 0.7, 1.0, 1.0), (0.85, 0.0, 1.0, 1.0)]
    marked = calibrated(profile("douyin"), upright=True, covered=covered)
    assert marked.portrait.safe == (0.0, 0.1, 0.85, 0.7)
    assert marked.landscape == profile("douyin").landscape
    save(marked, tmp_path)
    assert profiles(tmp_path)["douyin"] == marked
    save(Profile("mine", '我"的\\', "Mine", True, marked.portrait, marked.landscape), tmp_path)
    assert profiles(tmp_path)["mine"].zh == '我"的\\'
    assert profiles(tmp_path)["douyin"] == marked


def test_marks_that_leave_nothing_are_told() -> None:
    with pytest.raises(UserFacingError, match="safe_area_too_small"):
        calibrated(profile("douyin"), upright=True, covered=[(0.0, 0.0, 1.0, 0.95)])
    assert calibrated(profile("douyin"), upright=False, covered=[]).landscape.safe == (
        *(0.0, 0.0),
        *(1.0, 1.0),
    )


def test_a_profile_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserFacingError, match="card_not_saved"):
        safe_areas.save(profile("douyin"), tmp_path / "file")
