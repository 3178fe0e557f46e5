"""A receipt: as long as it needs, the same in a picture and in a printer's bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from inventory.counter.sales import Sale, SoldLine
from studio.runtime.errors import UserFacingError
from ui.headless import ensure_gui
from ui.report import receipt
from ui.report.receipt import PAPERS, Receipt

LINE = SoldLine(
    "l", "JI", "散养土鸡，走地一年，名字很长很长", "只", 1, "1 只", 2400, 12_000, 13_050
)
SALE = Sale(
    "01a21a3e-85f3-7672-9a9c-f45b1345be5f", "cash", 13_050, 1_767_225_600_000, False, (LINE,)
)


def printed(data: bytes, width: int) -> list[bytes]:
    """The rows of dots that a printer is told to print, read as Epson's reference says."""
    assert data.startswith(b"\x1b@")
    rows, at = [], 2
    while data[at : at + 4] == b"\x1dv0\x00":
        wide = int.from_bytes(data[at + 4 : at + 6], "little")
        high = int.from_bytes(data[at + 6 : at + 8], "little")
        assert wide * 8 == width
        at += 8
        rows += [data[at + row * wide : at + (row + 1) * wide] for row in range(high)]
        at += wide * high
    assert data[at:] == b"\x1bd\x03\x1dVB\x00"  # feed, then cut
    return rows


@pytest.mark.parametrize("paper", PAPERS)
def test_a_printer_gets_the_dots_of_the_picture(paper: int) -> None:
    app = ensure_gui()
    shown = Receipt(SALE, "望潮村共富工坊", paper=paper)
    picture = receipt.picture(shown)
    rows = printed(receipt.printer_bytes(shown), PAPERS[paper])
    assert (picture.width(), len(rows)) == (PAPERS[paper], picture.height())
    black = [[bool(row[x // 8] & 0x80 >> x % 8) for x in range(picture.width())] for row in rows]
    for y in range(0, picture.height(), 3):
        for x in range(0, picture.width(), 3):
            grey = picture.pixelColor(x, y).lightness()
            if grey < 60 or grey > 200:  # what lies between may be dithered either way
                assert black[y][x] == (grey < 60), (x, y)
    assert 0.01 < sum(map(sum, black)) / picture.width() / picture.height() < 0.3
    del app


def test_many_lines_make_a_longer_strip_and_one_taken_back_says_so(tmp_path: Path) -> None:
    app = ensure_gui()
    many = Sale(SALE.id, "transfer", 13_050 * 20, SALE.sold_at, True, (LINE,) * 20)
    heights = []
    for sale in (SALE, many):
        path = tmp_path / "r.png"
        receipt.write(Receipt(sale, "", "en"), path)
        heights.append(QImage(str(path)).height())
    assert heights[1] > 5 * heights[0] / 2
    receipt.write(Receipt(many, ""), tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(UserFacingError, match="report_unwritable"):
        receipt.write(Receipt(SALE, ""), tmp_path / "no" / "r.pdf")
    with pytest.raises(UserFacingError, match="receipt_kind_unknown"):
        receipt.write(Receipt(SALE, ""), tmp_path / "r.txt")
    del app
