"""The be-right-back board fills the canvas and says whose it is, clear of platforms' buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from overlays.break_board import _words, draw_break
from overlays.card_layout import safe_area
from tests.helpers.gui import gui


@pytest.mark.parametrize("canvas", [(1280, 720), (640, 360), (1080, 1920), (360, 640)])
@pytest.mark.parametrize("workshop", ["", "浙江省舟山市嵊泗县枸杞乡东海湾共富工坊联合社望潮村分社"])
def test_board_fills_the_canvas_with_its_words_in_the_safe_area(
    tmp_path: Path, canvas: tuple[int, int], workshop: str
) -> None:
    gui()
    drawn = draw_break(canvas, workshop, tmp_path)
    image = QImage(str(drawn.path))
    assert (image.width(), image.height(), drawn.x, drawn.y) == (*canvas, 0, 0)
    for run in _words(canvas, workshop):
        assert QRectF(safe_area(canvas)).adjusted(-1, -1, 1, 1).contains(run.box) or not run.text
