"""A label is one raster, whatever it is put out as; its square is read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from inventory.fulfilment import codes, labels, making, tspl
from inventory.fulfilment.labels import Label, ParcelLabel, TraceLabel
from inventory.fulfilment.tspl import HEIGHT, WIDTH, Raster
from inventory.lots import Lot, hold, register
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, Language
from studio.store.database import Store
from tests.helpers.books import Books
from tests.helpers.gui import gui
from tests.helpers.parcels import order
from ui.report import label, label_printer

TRACE = TraceLabel(
    "YM-001", "东魁杨梅 现摘现发", "2.5 斤装", "0618-李家", "李阿婆", "仙居横溪", "2026-06-18",
    "2026-06-25", codes.of_goods("YM-001", "0618-李家"),
)  # fmt: skip
PARCEL = ParcelLabel(
    "260618-007", "…000013", "抖店", "上垟村口", 4, (("东魁杨梅", "3 箱"), ("土鸡蛋", "1 盒")),
    codes.of_parcel("260618-007"),
)  # fmt: skip
LONG = "特别长的名字" * 12
WORST = (
    TraceLabel(LONG, LONG, LONG, LONG, LONG, LONG, "2026-06-18", "2026-06-25", "GF1/" + "x" * 190),
    ParcelLabel("260618-1007", LONG, LONG, LONG, 99, ((LONG, "1 箱"),) * 20, PARCEL.square),
)  # fmt: skip


def decoded(data: bytes) -> tuple[Raster, int]:
    """What a TSPL printer would put on paper, and how often."""
    found = re.fullmatch(
        rb"SIZE 76 mm,130 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 1\r\nREFERENCE 0,0\r\nCLS\r\n"
        rb"BITMAP (\d+),(\d+),(\d+),(\d+),0,(.*)\r\nPRINT 1,(\d+)\r\n",
        data,
        re.DOTALL,
    )
    assert found
    x, y, width, height = map(int, found.groups()[:4])
    assert (x, y, width * 8, height) == (0, 0, WIDTH, HEIGHT)
    return Raster(bytes(byte ^ 0xFF for byte in found[5])), int(found[6])


def dots(raster: Raster) -> np.ndarray:
    bits = np.unpackbits(np.frombuffer(raster.rows, np.uint8))
    return bits.reshape(HEIGHT, WIDTH)


def read_back(black: np.ndarray) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes((1 - black) * np.uint8(255))]


def dots_of(image: QImage) -> np.ndarray:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return (rows[:, : grey.width()] < 128).astype(np.uint8)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", [TRACE, PARCEL], ids=["trace", "parcel"])
def test_every_way_out_carries_the_same_dots(
    tmp_path: Path, one: Label, language: Language
) -> None:
    gui()
    raster = label.draw(one, language)
    for kind in ("png", "tspl", "pdf"):
        label.write([raster], tmp_path / f"label.{kind}", 2 if kind == "tspl" else 1)
    assert decoded((tmp_path / "label.tspl").read_bytes()) == (raster, 2)
    picture = dots_of(QImage(str(tmp_path / "label.png")))
    assert (picture == dots(raster)).all()
    assert read_back(picture) == [one.square]
    if shutil.which("pdfimages"):
        command = ["pdfimages", "-png", tmp_path / "label.pdf", tmp_path / "inside"]
        subprocess.run(command, check=True, timeout=60)
        (inside,) = tmp_path.glob("inside*.png")
        assert (dots_of(QImage(str(inside))) == dots(raster)).all()


@pytest.mark.parametrize("one", WORST, ids=["trace", "parcel"])
def test_the_longest_names_stay_on_the_label_and_the_square_is_read(one: Label) -> None:
    gui()
    black = dots(label.draw(one))
    free = label.EDGE - 4
    border = np.ones_like(black)
    border[free:-free, free:-free] = 0
    assert not (black & border).any()
    assert read_back(black) == [one.square]


def test_several_labels_are_pages_or_one_job_but_no_picture(tmp_path: Path) -> None:
    gui()
    rasters = [label.draw(TRACE), label.draw(PARCEL)]
    label.write(rasters, tmp_path / "two.tspl")
    data = (tmp_path / "two.tspl").read_bytes()
    half = len(data) // 2
    assert [decoded(each)[0] for each in (data[:half], data[half:])] == rasters
    for name, code in (("two.png", "label_one_picture"), ("two.doc", "label_kind")):
        with pytest.raises(UserFacingError) as refused:
            label.write(rasters, tmp_path / name)
        assert refused.value.code == code
    assert sorted(each.name for each in tmp_path.iterdir()) == ["two.tspl"]


def test_the_system_s_driver_gets_a_page_a_label(tmp_path: Path) -> None:
    gui()
    path = tmp_path / "driver.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    assert label_printer.feed(printer, [label.draw(TRACE)], copies=2)
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        assert re.search(r"Pages:\s+2", told)
        width, height = map(float, re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", told)[0])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (76, 130)
    with pytest.raises(UserFacingError) as refused:
        label_printer.print_on("没有这台", [label.draw(TRACE)])
    assert refused.value.code == "label_printer_unknown"


def test_labels_say_what_the_books_know_and_nothing_for_a_held_lot(store: Store) -> None:
    books = Books(store)
    books.product("YM", 10)
    known = Lot("YM", "A", "李阿婆", "仙居", "2026-06-18", "2999-01-01")
    books.write(lambda db: register(db, known, books.now))
    found = books.look(lambda db: labels.of_lot(db, "YM", "A"))
    assert (found.household, found.harvested, found.square) == (
        "李阿婆", "2026-06-18", codes.of_goods("YM", "A"),
    )  # fmt: skip
    order(books, "6917000000003000013", YM=3)
    books.write(lambda db: making.make(db, books.now))
    told = books.look(lambda db: labels.of_parcel(db, "6917000000003000013", books.now))
    assert (told.order, told.pieces, told.goods) == ("…000013", 3, (("YM的名字", "3 箱"),))
    books.write(lambda db: hold(db, "A", "农残超标", books.now))
    assert books.refusal(lambda db: labels.of_lot(db, "YM", "A")).code == "lot_on_hold"
    assert books.refusal(lambda db: labels.of_lot(db, "YM", "B")).code == "lot_unknown"


def test_a_raster_of_another_size_is_no_label() -> None:
    with pytest.raises(ValueError, match="608"):
        tspl.Raster(b"\0" * 10)
