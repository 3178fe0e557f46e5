"""Looks at pictures as an experienced camera hand would: is this fit for viewers?

Each finding carries its figure, a sentence, and a second sentence (``…_remedy``) that says what to
do. Brightness and contrast are in percent of full scale. Thresholds: [I] set on the drawn village,
its darkened, blurred and blinded versions, and checked in tests/unit/camera; a room may differ, so
a finding warns, and only black and frozen say that something is broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studio.camera.opencv import Picture, cv2
from studio.camera.tilt import tilt

WORKING_WIDTH = 640
"""Pictures wider than this are judged at this width: the figures then depend less on the camera."""
BLACK_BRIGHTNESS = 4.0
BLACK_CONTRAST = 3.0
DARK_BRIGHTNESS = 22.0
BRIGHT_BRIGHTNESS = 82.0
BLOWN_OUT_SHARE = 35.0
"""Percent of the picture that is pure white."""
BACK_LIT_MIDDLE, BACK_LIT_RATIO = 35.0, 2.0
"""The middle darker than this, and what is around it at least this many times as bright."""
FROZEN_CHANGE = 0.05
"""Mean change between two pictures, percent of full scale; sensor noise is over 0.3 [I]."""
FROZEN_PICTURES = 3
SHARP_EDGES = 8.0
"""The strongest edges (99.5th percentile of the Laplacian), percent of full scale."""
SLOW_FPS = 20.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    code: str
    """Code of a sentence in messages/camera.toml."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    broken: bool = False
    """True: viewers would see nothing of use. False: they would see it badly."""

    @property
    def remedy(self) -> str:
        """Code of the sentence that says what to do."""
        return f"{self.code}_remedy"


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one picture, each in percent of full scale."""

    brightness: float
    contrast: float
    blown_out: float
    edges: float
    middle: float
    """Brightness of the middle, where the anchor and the goods are."""
    around: float
    """Brightness of the upper half outside the middle, where windows are."""


def look(frames: Sequence[Picture], fps: float | None = None) -> list[Finding]:
    """What is wrong with these pictures (BGR, in the order they came), the worst first.

    Give at least three that lie a few tenths of a second apart, or frozen cannot be told; of
    everything else the last picture decides. ``fps``: pictures a second the camera delivered,
    where known. No picture at all is no finding: `FrameGrabber.problem` words that.
    """
    if not frames:
        return []
    small = [_small_grey(frame) for frame in frames]
    measured = measure_grey(small[-1])
    if is_black(measured.brightness, measured.contrast):
        return [Finding("camera_black", _told(percent=measured.brightness), broken=True)]
    found = [*_frozen(small), *_light(measured), *_focus(measured), *_level(small[-1])]
    if fps is not None and round(fps) < SLOW_FPS:
        found.append(Finding("camera_slow", {"fps": f"{fps:.0f}", "least": f"{SLOW_FPS:.0f}"}))
    return found


def look_at_jpegs(jpegs: Sequence[bytes], fps: float | None = None) -> list[Finding]:
    """The same for encoded pictures, as `Stage.programme` gives them; what is none is left out."""
    whole = (jpeg for jpeg in jpegs if jpeg)  # OpenCV raises where there is nothing at all
    decoded = (cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) for jpeg in whole)
    return look([np.asarray(each, np.uint8) for each in decoded if each is not None], fps)


def measure(frame: Picture) -> Measures:
    """The figures of one picture (BGR)."""
    return measure_grey(_small_grey(frame))


def is_black(brightness: float, contrast: float) -> bool:
    """Nothing can be seen: dark, and dark everywhere."""
    return brightness < BLACK_BRIGHTNESS and contrast < BLACK_CONTRAST


def light(grey: Picture) -> tuple[float, float]:
    """Brightness and contrast of a grey picture, or of some of its pixels."""
    return _percent(float(grey.mean())), _percent(float(grey.std()))


def _small_grey(frame: Picture) -> Picture:
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    if grey.shape[1] > WORKING_WIDTH:
        height = max(1, round(grey.shape[0] * WORKING_WIDTH / grey.shape[1]))
        grey = cv2.resize(grey, (WORKING_WIDTH, height), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8)


def measure_grey(grey: Picture) -> Measures:
    """The figures of one grey picture."""
    edges = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    brightness, contrast = light(grey)
    return Measures(
        brightness=brightness,
        contrast=contrast,
        blown_out=100 * float((grey >= 250).mean()),
        edges=_percent(float(np.percentile(edges, 99.5))),
        middle=_percent(float(_middle(grey).mean())),
        around=_percent(_upper_sides(grey)),
    )


def _middle(grey: Picture) -> Picture:
    rows, columns = grey.shape[:2]
    return grey[rows // 4 : rows - rows // 8, columns // 3 : columns - columns // 3]


def _upper_sides(grey: Picture) -> float:
    rows, columns = grey.shape[:2]
    upper = grey[: rows // 2]
    return float((upper[:, : columns // 4].mean() + upper[:, -(columns // 4) :].mean()) / 2)


def _percent(value: float) -> float:
    return value / 255 * 100


def _frozen(frames: Sequence[Picture]) -> list[Finding]:
    if len(frames) < FROZEN_PICTURES:
        return []
    change = max(_percent(_difference(a, b)) for a, b in pairwise(frames))
    if change >= FROZEN_CHANGE:
        return []
    return [Finding("camera_frozen", {"count": len(frames)}, broken=True)]


def _difference(one: Picture, other: Picture) -> float:
    if one.shape != other.shape:
        return 255.0
    difference: npt.NDArray[np.uint8] = np.asarray(cv2.absdiff(one, other), np.uint8)
    return float(difference.mean())


def _light(measured: Measures) -> list[Finding]:
    if measured.brightness < DARK_BRIGHTNESS:
        return [Finding("camera_too_dark", _told(percent=measured.brightness))]
    if measured.brightness > BRIGHT_BRIGHTNESS or measured.blown_out > BLOWN_OUT_SHARE:
        told = _told(percent=measured.brightness, white=measured.blown_out)
        return [Finding("camera_too_bright", told)]
    dim = measured.middle < BACK_LIT_MIDDLE
    if dim and measured.around > BACK_LIT_RATIO * measured.middle:
        told = _told(middle=measured.middle, around=measured.around)
        return [Finding("camera_back_lit", told)]
    return []


def _focus(measured: Measures) -> list[Finding]:
    """Blur takes the strongest edges; relative to the contrast, because dim light does so too."""
    wanted = SHARP_EDGES * min(1.0, measured.contrast / 20)
    if measured.edges >= wanted:
        return []
    return [Finding("camera_out_of_focus", _told(percent=100 * measured.edges / SHARP_EDGES))]


def _level(grey: Picture) -> list[Finding]:
    degrees = tilt(grey)
    if degrees is None:
        return []
    code = "camera_tilted_right" if degrees > 0 else "camera_tilted_left"
    return [Finding(code, _told(degrees=abs(degrees)))]


def _told(**figures: float) -> dict[str, str]:
    return {name: f"{value:.0f}" for name, value in figures.items()}
