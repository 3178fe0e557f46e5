"""Every letter of every template can be read where it stands: WCAG AA, measured in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from overlays import drawing, library, parts
from overlays.brand import BrandKit
from overlays.canvas import canvas
from overlays.contrast import SMALL_TEXT, carrying, luminance, needed, ratio, veiled, worst
from overlays.paint import paint
from overlays.parts import Composition, Part, Surface
from overlays.text_fit import Run
from overlays.type import face
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import longest, photo, usual, village

BRANDS = {
    "own": (village().primary, village().accent),
    "pale yellow": ("#F5E9A0", "#FFF6C8"),
    "mid green": ("#4CAF50", "#8BC34A"),
    "mid grey": ("#808080", "#A0A0A0"),
    "saturated red": ("#FF0000", "#E60012"),
    "grey and red": ("#777777", "#FF0000"),
}
SIZES = [(360, 640), (640, 360)]
FEW = 1
"""Percent of the pixels under a run that may be darker or lighter: edges of other shapes."""
ROUNDING = 0.06
_SHARES = np.arange(256) / 255
LIGHT = np.where(_SHARES <= 0.03928, _SHARES / 12.92, ((_SHARES + 0.055) / 1.055) ** 2.4)
"""Of each value of a channel."""


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def without_letters(part: Part) -> Part:
    if isinstance(part, Surface):
        kept = (each for each in part.parts if not isinstance(each, parts.Letters | parts.Clock))
        return replace(part, parts=tuple(without_letters(each) for each in kept))
    return part


def written(found: Composition) -> Iterator[Run]:
    for each in found.parts():
        if isinstance(each, parts.Letters):
            yield from (run for run in each.runs if run.text.strip())
        elif isinstance(each, parts.Clock):
            yield Run(each.text, each.cells[0], each.base, each.size, each.colour, bold=True)
        elif isinstance(each, parts.Band):
            yield replace(each.run, text=each.run.text[:8])


def ground(found: Composition, camera: str) -> NDArray[np.float64]:
    """The light behind the letters, where the camera shows that colour."""
    root = without_letters(found.root)
    assert isinstance(root, Surface)
    bare = paint(replace(found, root=root), moving=False)
    image = QImage(bare.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(camera))
    with QPainter(image) as painter:
        painter.drawImage(0, 0, bare)
    light = LIGHT[np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)]
    return light[:, :, 2] * 0.2126 + light[:, :, 1] * 0.7152 + light[:, :, 0] * 0.0722


def ink(run: Run) -> QRectF:
    box = QFontMetricsF(face(run.size, bold=run.bold)).tightBoundingRect(run.text)
    return box.translated(run.x, run.y)


def reached(run: Run, behind: NDArray[np.float64]) -> float:
    """The least contrast of a run to what it stands on."""
    box: Any = ink(run).toAlignedRect()
    under = behind[max(0, box.top()) : box.bottom() + 1, max(0, box.left()) : box.right() + 1]
    front = luminance(run.colour) + 0.05
    grounds = [float(each) + 0.05 for each in np.percentile(under, [FEW, 100 - FEW])]
    return min(max(front, each) / min(front, each) for each in grounds)


def lacking(
    kit: BrandKit, picture: Path, samples: tuple[Any, ...] = (usual, longest)
) -> list[tuple[object, ...]]:
    found = []
    for template in library.shipped().values():
        for size in SIZES:
            for sample in samples:
                said = sample(template, picture)
                made = drawing.compose(template, said, canvas=canvas(size), brand=kit)
                behind = [ground(made, camera) for camera in ("#000000", "#FFFFFF")]
                for run in written(made):
                    least = needed(
                        run.size,
                        bold=run.bold,
                        canvas_width=size[0],
                        upright=size[1] > size[0],
                    )
                    seen = min(reached(run, each) for each in behind)
                    if seen < least - ROUNDING:
                        found.append((template.id, size, run.text, round(seen, 2), least))
    return found


@pytest.mark.parametrize("name", BRANDS)
def test_every_letter_of_every_template_can_be_read_in_any_brand(name: str, tmp_path: Path) -> None:
    primary, accent = BRANDS[name]
    kit = replace(village(), primary=primary, accent=accent)
    samples = (usual, longest) if name == "own" else (usual,)
    assert not lacking(kit, photo(tmp_path), samples)


def test_a_ground_changes_as_little_as_letters_need() -> None:
    assert carrying(("#1F7A50", "#144F34")) == ("#1F7A50", "#144F34")
    bright, dark = carrying(("#D8432A", "#B92F1B"))
    assert (dark, luminance(bright) < luminance("#D8432A")) == ("#B92F1B", True)
    assert ratio("#FFFFFF", bright) >= SMALL_TEXT
    veils = (("#FFFFFF", 0.2),)
    under = veiled(carrying(("#1F7A50",), veils), veils)
    assert max(worst("#FFFFFF", under), worst("#000000", under)) >= SMALL_TEXT
