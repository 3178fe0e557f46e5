"""Text set into a width."""

from __future__ import annotations

import pytest

from overlays.text_fit import wrap
from tests.helpers.gui import gui

TEXTS = (
    "东魁杨梅 5斤/箱 " * 20,
    "Supercalifragilistic0123456789" * 5,
    "一",
    "",
    "500ml 生蚝\n两行",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [20.0, 77.7, 300.0])
def test_the_first_lines_are_the_same_whoever_asks_for_no_more(text: str, width: float) -> None:
    gui()
    lines = wrap(text, width, 24)
    assert "".join(lines) == text
    for most in range(len(lines) + 2):
        assert wrap(text, width, 24, most=most) == lines[:most]
