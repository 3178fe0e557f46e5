"""The review on paper: readable text, embedded face, a page or two."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.session.incidents import IncidentReport, incidents
from studio.session.summary import summarise
from tests.helpers.broadcasts import PLAN, evening_summary
from tests.helpers.pictures import BLUE, make_jpeg
from ui.report import pdf

SUMMARY = evening_summary()
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is missing")


def run(tool: str, path: Path, *more: str) -> str:
    done = subprocess.run([tool, str(path), *more], capture_output=True, text=True, check=True)
    return unicodedata.normalize("NFKC", done.stdout)  # Qt writes 日 as the radical ⽇


@poppler
@pytest.mark.usefixtures("qapp")
def test_the_pages_say_what_the_summary_says(tmp_path: Path) -> None:
    path = tmp_path / "复盘.pdf"
    pdf.write(SUMMARY, path)
    text = run("pdftotext", path, "-layout", "-")
    for words in ("专场 复盘", "卖光了", "断 34 秒", "下次多备 3 袋"):
        assert words in text
    assert "yes" in run("pdffonts", path)
    assert 1 <= text.count("\f") <= 2


@poppler
@pytest.mark.usefixtures("qapp")
def test_the_english_report_is_english(tmp_path: Path) -> None:
    pdf.write(SUMMARY, tmp_path / "r.pdf", "en")
    text = run("pdftotext", tmp_path / "r.pdf", "-layout", "-")
    assert "Better next time" in text
    assert "断网" not in text


@pytest.mark.usefixtures("qapp")
def test_an_empty_broadcast_makes_a_page_too(tmp_path: Path) -> None:
    pdf.write(summarise(PLAN, [], {}), tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("qapp")
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "r.pdf"
    folder.mkdir()
    with pytest.raises(UserFacingError) as caught:
        pdf.write(SUMMARY, folder)
    assert caught.value.code == "report_unwritable"
    assert list(tmp_path.iterdir()) == [folder]


@poppler
@pytest.mark.usefixtures("qapp")
def test_what_went_wrong_stands_on_paper_with_its_pictures(tmp_path: Path) -> None:
    told = incidents(SUMMARY)
    jpeg = make_jpeg(BLUE)
    reports = [IncidentReport(one, before=jpeg, during=jpeg) for one in told]
    pdf.write(SUMMARY, tmp_path / "r.pdf", "zh", reports)
    text = run("pdftotext", tmp_path / "r.pdf", "-layout", "-")
    for words in ("断网 34 秒", "画面停住", "出事前", "出事时"):
        assert words in text
    assert run("pdfimages", tmp_path / "r.pdf", "-list").count("image") >= 2
