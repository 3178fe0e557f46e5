"""The spreadsheet holds the summary's figures as figures and its words as words."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from studio.runtime.errors import UserFacingError
from studio.session.report_xlsx import write
from studio.session.summary import summarise
from tests.helpers.broadcasts import PLAN, evening

SUMMARY = summarise(PLAN, evening().entries, {})


def test_the_chinese_report_has_its_four_sheets(tmp_path: Path) -> None:
    path = tmp_path / "复盘.xlsx"
    write(SUMMARY, path)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["总览", "商品", "时间线", "事故"]
    overview = dict(row[:2] for row in book.get_sheet_by_name("总览").to_python()[:10])
    assert overview["成交（元）"] == SUMMARY["paid_fen"] / 100
    assert overview["单数"] == SUMMARY["orders"]
    incidents = book.get_sheet_by_name("事故").to_python()
    assert incidents[1][3] == "断网 34 秒"
    assert len(incidents) == 1 + len(SUMMARY["incidents"])


def test_products_add_up_to_the_total(tmp_path: Path) -> None:
    write(SUMMARY, tmp_path / "r.xlsx", "en")
    rows = CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).get_sheet_by_name("Products")
    head, *products = rows.to_python()
    paid = [float(row[head.index("Sold for (yuan)")]) for row in products]
    assert round(sum(paid) * 100) == SUMMARY["paid_fen"]


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    plan = replace(PLAN, products=(replace(PLAN.products[0], name=evil), *PLAN.products[1:]))
    path = tmp_path / "r.xlsx"
    write(summarise(plan, evening().entries, {}), path)
    sheets = CalamineWorkbook.from_path(str(path))
    assert sheets.get_sheet_by_name("商品").to_python()[1][0] == evil
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet2.xml")


def test_nothing_left_behind_where_it_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "r.xlsx"
    folder.mkdir()
    with pytest.raises(UserFacingError) as caught:
        write(SUMMARY, folder)
    assert caught.value.code == "report_unwritable"
    assert list(tmp_path.iterdir()) == [folder]


def test_an_empty_broadcast_makes_a_report_too(tmp_path: Path) -> None:
    write(summarise(PLAN, [], {}), tmp_path / "r.xlsx")
    assert (tmp_path / "r.xlsx").stat().st_size > 0
