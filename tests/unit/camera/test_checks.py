"""What the checks say of pictures whose faults are known."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from studio.camera import checks
from studio.runtime.wording import LANGUAGES, sentence
from studio.stage.practice.village import Village

VILLAGE = Village(960, 540)
GOOD = [VILLAGE.picture(number * 0.3) for number in range(4)]
Spoil = Callable[[np.ndarray], np.ndarray]


def back_lit(picture: np.ndarray) -> np.ndarray:
    spoilt = (picture * 0.9).astype(np.uint8)
    spoilt[100:, 250:710] //= 5
    return spoilt


SPOILT: dict[str, Spoil] = {
    "camera_black": lambda picture: picture // 60,
    "camera_too_dark": lambda picture: (picture * 0.25).astype(np.uint8),
    "camera_too_bright": lambda picture: cv2.convertScaleAbs(picture, alpha=1.3, beta=90),
    "camera_back_lit": back_lit,
    "camera_out_of_focus": lambda picture: cv2.GaussianBlur(picture, (0, 0), 4),
}


def codes(frames: list[np.ndarray], fps: float | None = None) -> list[str]:
    return [finding.code for finding in checks.look(frames, fps)]


def test_a_good_picture_has_no_finding() -> None:
    assert codes(GOOD) == []
    assert codes(GOOD, fps=25) == []


def test_no_picture_is_no_finding() -> None:
    assert codes([]) == []


@pytest.mark.parametrize("code", SPOILT)
def test_each_fault_is_found_and_nothing_else(code: str) -> None:
    assert codes([SPOILT[code](picture) for picture in GOOD]) == [code]


def test_frozen_needs_three_pictures_and_no_change() -> None:
    assert codes([GOOD[0]] * 3) == ["camera_frozen"]
    assert codes([GOOD[0]] * 2) == []
    assert codes([GOOD[0], GOOD[0], GOOD[1]]) == []


def test_sensor_noise_on_a_still_room_is_not_frozen() -> None:
    random = np.random.default_rng(1)
    noisy = [
        (GOOD[0] + random.normal(0, 3, GOOD[0].shape)).clip(0, 255).astype(np.uint8)
        for _ in range(3)
    ]
    assert codes(noisy) == []


def test_slow_camera() -> None:
    assert codes(GOOD, fps=12) == ["camera_slow"]
    assert codes(GOOD, fps=19.97) == []  # what a camera of 20 measures


def test_dim_light_is_not_called_blurred() -> None:
    assert codes([(picture * 0.5).astype(np.uint8) for picture in GOOD]) == []


def test_same_answer_for_jpegs() -> None:
    jpegs = [cv2.imencode(".jpg", picture // 60)[1].tobytes() for picture in GOOD]
    assert [finding.code for finding in checks.look_at_jpegs(jpegs)] == ["camera_black"]
    assert checks.look_at_jpegs([b"no jpeg"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_has_its_figure_and_its_remedy_in_words(language: str) -> None:
    findings = [
        finding
        for spoil in SPOILT.values()
        for finding in checks.look([spoil(picture) for picture in GOOD])
    ]
    findings += checks.look([GOOD[0]] * 3, fps=9)
    for finding in findings:
        said = sentence(finding.code, language, **finding.parameters)  # type: ignore[arg-type]
        assert any(character.isdigit() for character in said)
        assert sentence(finding.remedy, language)  # type: ignore[arg-type]
