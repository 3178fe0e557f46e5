"""Lists of products from Excel and csv: what is taken, what is left out and why."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from inventory import product_file, products
from inventory.ledger import Place
from inventory.orders import package
from inventory.product_file import in_fen
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, word_error
from tests.helpers.books import AT, Books

HEADINGS = ["编号", "名称", "规格", "单位", "价格", "划线价", "产地", "库存"]
BERRY = ["YM-001", "东魁杨梅", "2.5kg/箱", "箱", 89.9, 120, "望潮村", 10]
EGG = ["TD-002", "土蛋", "30枚", "盒", "¥30.00", "", "", ""]


def workbook(path: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def text(path: Path, encoding: str, *rows: list[object], mark: str = ",") -> Path:
    lines = [mark.join(str(cell) for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def test_a_workbook_is_taken_with_its_opening_stock(books: Books, tmp_path: Path) -> None:
    rows, rejected = product_file.read(workbook(tmp_path / "list.xlsx", HEADINGS, BERRY, EGG))
    assert rejected == []
    look = books.look(lambda db: product_file.look(db, rows, rejected))
    assert look.new == ("YM-001", "TD-002")
    assert books.look(products.all_products) == []
    assert books.write(lambda db: product_file.take(db, rows, rejected, AT)) == look
    berry = books.look(lambda db: products.find(db, "YM-001"))
    assert (berry.price_fen, berry.compared_price_fen, berry.origin) == (8990, 12000, "望潮村")
    assert (books.on(Place.SHELF, "YM-001"), books.on(Place.SHELF, "TD-002")) == (10, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_in_whatever_it_was_saved_in(tmp_path: Path, encoding: str, mark: str) -> None:
    path = text(tmp_path / "list.csv", encoding, HEADINGS, BERRY, EGG, mark=mark)
    rows, rejected = product_file.read(path)
    assert rejected == []
    assert [row.product.name for row in rows] == ["东魁杨梅", "土蛋"]
    assert [row.product.price_fen for row in rows] == [8990, 3000]


@pytest.mark.parametrize("stock", ["10", "10.0", "１０", "１０．０"])
def test_stock_in_a_csv_is_read_as_a_spreadsheet_writes_it(tmp_path: Path, stock: str) -> None:
    berry = ["YM-001", "东魁杨梅", "", "箱", "８９．９", "", "", stock]
    rows, rejected = product_file.read(text(tmp_path / "l.csv", "utf-8", HEADINGS, berry))
    assert rejected == []
    assert [(row.stock, row.product.price_fen) for row in rows] == [(10, 8990)]


def test_a_name_nobody_can_show_is_one_row_left_out(tmp_path: Path) -> None:
    long = ["X", "梅" * 10_000, *BERRY[2:]]
    rows, rejected = product_file.read(workbook(tmp_path / "list.xlsx", HEADINGS, long, EGG))
    assert [row.product.sku for row in rows] == ["TD-002"]
    assert [(each.number, each.error.code) for each in rejected] == [(2, "product_name_too_long")]


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    as_xls = workbook(tmp_path / "list.xlsx", HEADINGS, BERRY).rename(tmp_path / "list.xls")
    as_xlsx = text(tmp_path / "other.xlsx", "gb18030", HEADINGS, EGG)
    assert [row.product.sku for row in product_file.read(as_xls)[0]] == ["YM-001"]
    assert [row.product.sku for row in product_file.read(as_xlsx)[0]] == ["TD-002"]


def test_headings_go_by_other_names_too(tmp_path: Path) -> None:
    path = text(
        tmp_path / "l.csv", "utf-8", ["* 商家编码", "商品 名称", "SKU价", "计量单位", "售价"],
        ["A", "甲", "x", "件", "1"],
    )  # fmt: skip
    (row,), _ = product_file.read(path)
    assert (row.product.sku, row.product.unit, row.product.price_fen) == ("A", "件", 100)


def test_rows_that_cannot_be_used_say_why(books: Books, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        HEADINGS,
        BERRY,
        ["", "没有编号", "", "箱", 1],
        ["A", "", "", "箱", 1],
        ["B", "价格不对", "", "箱", "面议"],
        ["C", "厘", "", "箱", 1.005],
        ["D", "负的", "", "箱", -1],
        ["YM-001", "又一次", "", "箱", 1],
        ["E", "半箱", "", "箱", 1, "", "", 1.5],
        ["F", "白送", "", "箱", 0],
        [],
        EGG,
    )
    rows, rejected = product_file.read(path)
    taken = books.write(lambda db: product_file.take(db, rows, rejected, AT))
    assert taken.new == ("YM-001", "TD-002")
    assert [(each.number, each.error.code) for each in taken.rejected] == [
        (3, "cell_empty"),
        (4, "cell_empty"),
        (5, "price_unreadable"),
        (6, "price_unreadable"),
        (7, "price_unreadable"),
        (8, "row_twice"),
        (9, "row_stock_unreadable"),
        (10, "price_not_positive"),
    ]
    assert taken.rows == 10
    assert all(word_error(each.error, of) for each in taken.rejected for of in LANGUAGES)
    assert not [each for each in taken.rejected if "什么都没有改" in word_error(each.error, "zh")]


def test_a_known_product_is_changed_and_its_stock_is_not(books: Books, tmp_path: Path) -> None:
    def take(*rows: list[object]) -> product_file.Taken:
        read = product_file.read(workbook(tmp_path / "l.xlsx", HEADINGS, *rows))
        return books.write(lambda db: product_file.take(db, *read, AT))

    take(BERRY, EGG)
    assert take(BERRY, EGG).same == ("YM-001", "TD-002")
    dearer = [*BERRY[:4], 99.9, *BERRY[5:7], 500]
    by_the_piece = [*EGG[:3], "枚", *EGG[4:]]
    taken = take(dearer, by_the_piece)
    assert taken.changed == ("YM-001", "TD-002")
    assert books.look(lambda db: products.find(db, "YM-001")).price_fen == 9990
    assert books.on(Place.SHELF, "YM-001") == 10
    assert books.look(lambda db: products.find(db, "TD-002")).unit == "枚"
    (refused,) = take([*BERRY[:3], "盒", *BERRY[4:]]).rejected
    assert refused.error.code == "unit_has_stock"


def bomb(path: Path) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w", force_zip64=True) as out,
    ):
        out.write(bytes(2**21))
    return path


def test_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 2**20)
    made = {
        "file_missing": tmp_path / "nowhere.xlsx",
        "file_unreadable": bomb(tmp_path / "bomb.xlsx"),
        "headings_missing": text(tmp_path / "a.csv", "utf-8", ["a", "b"], ["1", "2"]),
    }
    (tmp_path / "empty.csv").touch()
    (tmp_path / "noise.bin").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "half.xlsx").write_bytes(
        workbook(tmp_path / "whole.xlsx", HEADINGS, BERRY).read_bytes()[:900]
    )
    cases = [
        *made.items(),
        ("headings_missing", tmp_path / "empty.csv"),
        ("file_unreadable", tmp_path / "noise.bin"),
        ("file_unreadable", tmp_path / "half.xlsx"),
        ("file_missing", tmp_path),
    ]
    for code, path in cases:
        with pytest.raises(UserFacingError, match=code):
            product_file.read(path)
    monkeypatch.undo()
    monkeypatch.setattr(product_file, "LARGEST", 10)
    with pytest.raises(UserFacingError, match="file_too_large"):
        product_file.read(tmp_path / "whole.xlsx")
    monkeypatch.undo()
    monkeypatch.setattr(product_file, "MOST_ROWS", 1)
    with pytest.raises(UserFacingError, match="file_too_large"):
        product_file.read(tmp_path / "whole.xlsx")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without an end")
def test_a_device_is_no_file(tmp_path: Path) -> None:
    endless = tmp_path / "list.csv"
    endless.symlink_to("/dev/full")
    with pytest.raises(UserFacingError, match="file_missing"):
        product_file.read(endless)


@pytest.mark.parametrize(
    ("said", "fen"),
    [
        ("39.9", 3990),
        ("￥1.15", 115),
        ("1,299元", 129900),
        ("0", 0),
        ("1.15", 115),
        ("８９．９", 8990),
        ("89。9", 8990),
        ("￥１，２９９", 129900),
    ],
)
def test_prices_are_exact(said: str, fen: int) -> None:
    assert in_fen(said) == fen


@pytest.mark.parametrize("said", ["1" * 500_000 + "x", "1" * 41, "面议"])
def test_what_is_no_price_is_known_at_once(said: str) -> None:
    with pytest.raises(UserFacingError, match="price_unreadable"):
        in_fen(said)
