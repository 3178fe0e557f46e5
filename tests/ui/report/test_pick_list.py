"""The pick list on paper and as a table."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from inventory.fulfilment.parcels import Line, Parcel
from inventory.fulfilment.picking import Sheet, by_product
from inventory.ledger import Take
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, Language
from tests.helpers.gui import gui
from ui.report import pick_list


def parcel(number: int, stopped: str = "", stop: str = "") -> Parcel:
    line = Line("r/YM", "YM", "东魁杨梅", "箱", 3, 0, (Take("=A1", 2), Take("", 1)))
    return Parcel(
        str(number), f"260618-{number:03d}", "o", "抖店", f"69170000000030000{number:02d}", 0,
        "to_pack", 0, (line,), stopped, stop,
    )  # fmt: skip


def sheet(count: int = 3) -> Sheet:
    may = tuple(parcel(number, stop="祠堂" if number % 2 else "") for number in range(count))
    stops = tuple(
        (stop, there)
        for stop in ("祠堂", "")
        if (there := tuple(each for each in may if each.stop == stop))
    )
    return Sheet(0, tuple(by_product(may)), may, (parcel(77, "refunded"),), stops, ())


def pages(path: Path) -> list[str]:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_tells_goods_parcels_and_what_must_stay(
    tmp_path: Path, language: Language
) -> None:
    gui()
    path = tmp_path / "list.pdf"
    pick_list.write(sheet(), path, language)
    (text,) = pages(path)
    assert text.index("260618-077") < text.index("260618-000")
    assert "=A1" in text
    assert "69170000000030000" not in text  # numbers are told by their end


def test_many_parcels_take_many_pages_and_each_stop_begins_its_own(tmp_path: Path) -> None:
    gui()
    path = tmp_path / "list.pdf"
    pick_list.write(sheet(60), path)
    told = pages(path)
    assert len(told) > 3
    assert all(f"第 {number} 页，共 {len(told)} 页" in text for number, text in enumerate(told, 1))
    pick_list.write(sheet(4), path, by_stop=True)
    assert ["祠堂" in text for text in pages(path)] == [True, False]
    pick_list.write(Sheet(0, (), (), (), (), ()), path, by_stop=True)
    assert len(pages(path)) == 1


def test_the_table_is_no_formula_and_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    pick_list.write(sheet(1), path)
    titles, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert titles[0] == "包裹号"
    assert [row[5:7] for row in rows] == [["=A1", 2], ["", 1]]
    with pytest.raises(UserFacingError) as refused:
        pick_list.write(sheet(1), tmp_path / "list.doc")
    assert refused.value.code == "pick_list_kind"
