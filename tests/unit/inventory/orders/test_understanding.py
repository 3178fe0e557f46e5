"""Every platform's file, in every format, with every quirk, comes to what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inventory.orders import cells, templates
from inventory.orders.line_state import LineState, Part, from_json
from inventory.orders.sheets import Cell
from inventory.orders.status import Aftersale, Status
from inventory.orders.understanding import Understood, understand
from tests.helpers import order_files
from tests.helpers.order_files import KINDS, PLATFORMS, QUIRKS, Draft, draft

TEMPLATES = templates.load()


def understood(path: Path, **more: str) -> Understood:
    return understand(path, TEMPLATES, **more)


def must_come_to(found: Understood, made: Draft) -> None:
    assert found.platform == made.platform
    assert len({line.state.order_no for line in found.lines}) == made.orders
    assert sum(1 for each in found.others if each.reason) == made.rejected
    assert sum(1 for each in found.others if not each.reason) == made.not_orders
    kinds = {doubt.kind for line in found.lines for doubt in line.state.doubts}
    assert kinds == made.questions


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_in_every_format(tmp_path: Path, platform: str, kind: str) -> None:
    made = draft(platform)
    path = made.write(tmp_path / "订单.xls", kind)
    found = understood(path, password=order_files.PASSWORD if kind == "locked" else "")
    must_come_to(found, made)
    assert found.rows == len(made.rows)


@pytest.mark.parametrize("quirk", QUIRKS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_quirk(tmp_path: Path, platform: str, quirk: str) -> None:
    for seed in range(3):
        made = draft(platform, seed, quirks=[quirk])
        must_come_to(understood(made.write(tmp_path / "f", "xlsx")), made)


@pytest.mark.parametrize(
    "quirk", sorted({"tab_ids", "formula", "damaged_id", "damaged_line_id", "summary"})
)
def test_quirks_in_text_files(tmp_path: Path, quirk: str) -> None:
    made = draft("抖店", quirks=[quirk])
    must_come_to(understood(made.write(tmp_path / "f.csv", "csv gb18030")), made)


@pytest.mark.parametrize("written", ["0001-01-01 00:00:00", "0000-00-00", "2026-02-30"])
def test_a_time_that_never_was_is_none(written: str) -> None:
    """In the first hours of all in China it is no year yet in Greenwich."""
    assert cells.instant(written) is None


@pytest.mark.parametrize("odd", ["=", "'", " ", "\t", "\u3000", "\xa0", "\u2003", "\x1f", '="7"'])
def test_a_row_is_read_as_its_cells_are(odd: str) -> None:
    for cell in (odd, f"{odd}7", f"7{odd}", f"7{odd}7", f"{odd}7{odd}"):
        row: list[Cell] = ["已发货", cell, ""]
        assert cells.texts(row) == [cells.text(each) for each in row]


def test_a_line_is_written_as_json_is() -> None:
    line = LineState(
        *("6917", "1", "YM-1", '杨梅 "现摘"\n\u2028', "\\5斤", 2, 1990, None, 0),
        *(Status.paid, Aftersale.none, False, 1, None, None, None, "", "", ()),
        *((Part("YM-1", "杨梅", None),), "2" * 30),
    )
    told = [*line]
    told[19] = [["YM-1", "杨梅", None]]
    assert line.as_json() == json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert from_json(line.as_json()) == line
