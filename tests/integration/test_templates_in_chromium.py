"""The same templates in another renderer of OGraf: a browser shows what Qt draws."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from overlays import drawing, library
from overlays.canvas import canvas
from overlays.fitting import WRITTEN
from overlays.template import Template
from tests.helpers import chromium
from tests.helpers.delta_e import difference
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import longest, photo, usual, village

SIZES = [(540, 960), (960, 540)]
MEAN = 2.0
"""ΔE 1976: an eye that looks for it just tells 2 apart. Letters have other edges in a browser."""
FAR = 20.0
"""ΔE of a pixel that is another: the edge of a letter may fall a little beside."""
FAR_SHARE = 0.01
SETTLED = 30
"""Frames: every movement is over, a rolling line has rolled, a second has gone."""


EMPTIED = ("coupon", "countdown", "closing")
"""They have words of their own for fields that somebody may empty."""


def emptied(template: Template, picture: Path) -> dict[str, Any]:
    """No text but those it needs: an emptied field says nothing, whatever its default is."""
    texts = {f.key: "" for f in template.fields if f.kind in WRITTEN and not f.required}
    return {**usual(template, picture), **texts}


def test_every_template_looks_the_same_in_a_browser(tmp_path: Path) -> None:
    gui()
    picture, kit = photo(tmp_path), village()
    brand = {"name": kit.name, "slogan": kit.slogan, "mark": kit.mark}
    jobs: list[dict[str, Any]] = []
    wanted: list[QImage] = []
    samples = [
        *product(library.shipped().values(), SIZES, (usual, longest)),
        *product(map(library.find, EMPTIED), SIZES, (emptied,)),
    ]
    for template, size, sample in samples:
        data, on = sample(template, picture), canvas(size)
        made = drawing.compose(template, data, canvas=on, brand=kit)
        whole = drawing.frame(template, data, canvas=on, brand=kit, number=SETTLED)
        box = (made.x, made.y, made.width, made.height)
        wanted.append(whole.copy(*box))
        shown = {key: "/photo" if key == "picture" else value for key, value in data.items()}
        jobs.append(
            {
                "id": template.id,
                "size": size,
                "data": {**shown, "v_brand": brand},
                "box": box,
                "at": SETTLED * 1000 / 30,
            }
        )
    seen = chromium.pictures(jobs, tmp_path / "profile", picture)
    wrong = []
    for job, ours, theirs in zip(jobs, wanted, seen, strict=True):
        apart = difference(ours, theirs)
        if apart.mean() > MEAN or np.mean(apart > FAR) > FAR_SHARE:
            wrong.append((job["id"], job["size"], round(apart.mean(), 2), np.mean(apart > FAR)))
    assert not wrong
