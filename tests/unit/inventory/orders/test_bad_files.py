"""Files that are broken, or made to do harm: one sentence, soon, in bounded memory."""

from __future__ import annotations

import io
import random
import re
import struct
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from inventory.orders import files, package, templates, texts
from inventory.orders.rows import Reader
from inventory.orders.sheets import HEADINGS_WITHIN, MAX_ROWS
from inventory.orders.understanding import Understood, understand
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, word_error
from tests.helpers import order_files
from tests.helpers.order_files import draft

SECONDS = 20.0
"""Of the processor, all threads together. The slowest takes some; what is read again and again
from its beginning takes minutes."""
TEMPLATES = templates.load()
GOOD = order_files.KINDS["xlsx"](draft("抖店"))
SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes, tmp_path: Path, password: str = "") -> Understood:
    path = tmp_path / "订单.xlsx"
    path.write_bytes(data)
    return understand(path, TEMPLATES, password=password)


def sheet(change: Callable[[bytes], bytes]) -> bytes:
    return order_files.repacked(GOOD, SHEET, change)


@cache
def bomb(good: bytes = GOOD) -> bytes:
    """Half a gigabyte of blanks in two megabytes, written without ever being held."""
    target, blanks = io.BytesIO(), b" " * 2**20
    with (
        zipfile.ZipFile(io.BytesIO(good)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            head, end, rest = before.read(name).partition(b"</sheetData>")
            with after.open(name, "w") as part:
                part.write(head)
                for _ in range(512 if name == SHEET else 0):
                    part.write(blanks)
                part.write(end + rest)
    return target.getvalue()


def bomb_behind_plain_rows() -> bytes:
    """Its sheet is looked at only where it is no longer plain."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(draft("抖店").table()):
            for column, cell in enumerate(cells):
                page.write_string(number, column, str(cell))
    return bomb(target.getvalue())


def lying_bomb() -> bytes:
    """The same, with a word in the directory that it is small."""
    data = bytearray(bomb())
    for record in (b"PK\x01\x02", b"PK\x03\x04"):
        at = data.rfind(record, 0, data.rfind(SHEET.encode()) if record == b"PK\x01\x02" else -1)
        while (at := data.find(record, max(at, 0))) >= 0:
            place = at + (24 if record == b"PK\x01\x02" else 22)
            if struct.unpack("<I", data[place : place + 4])[0] > 2**28:
                data[place : place + 4] = struct.pack("<I", 1000)
            at += 4
    return bytes(data)


def far_cell(text: bytes) -> bytes:
    return text.replace(
        b"</sheetData>", b"<row\n r = '1048576'><c  r\t='XFD1048576'><v>1</v></c></row></sheetData>"
    )


def far_cell_in_small_letters(text: bytes) -> bytes:
    """Which the reader takes for the same."""
    return text.replace(
        b"</sheetData>", b'<row r="9"><c r="xfd9999"><v>1</v></c></row></sheetData>'
    )


def far_cell_cut_by_blanks(text: bytes) -> bytes:
    """More of them than are looked at in one piece."""
    blanks = b" " * 3 * 2**20
    return text.replace(b"</sheetData>", b'<row><c r%b="XFD9999"/></row></sheetData>' % blanks)


def only(*rows: bytes) -> bytes:
    """A sheet of these rows and no others."""
    content = b"<sheetData>" + b"".join(rows) + b"</sheetData>"
    return sheet(lambda text: re.sub(rb"<sheetData>.*</sheetData>", lambda _: content, text))


def narrow(*numbers: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in numbers)


def wide_far_before_deep() -> bytes:
    """Neither is far by itself, and a megabyte lies between them: 128 million cells laid out."""
    wide = b'<row r="9"><c r="DX9"><v>1</v></c></row>'
    return only(wide, narrow(*range(10, 40_000), 999_999))


def wide_without_places() -> bytes:
    """Cells that do not say where they lie: each stands beside the one before."""
    wide = b'<row r="9">' + b'<c t="n"><v>1</v></c>' * 128 + b"</row>"
    return only(wide, narrow(999_999))


def shared_over_and_over() -> bytes:
    """A long text named by a hundred thousand cells."""

    def long(text: bytes) -> bytes:
        return text.replace(b"<si><t", b"<si><t>" + b"x" * 30_000 + b"</t></si><si><t", 1)

    def many(text: bytes) -> bytes:
        cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(9, 60_000))
        return text.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")

    return order_files.repacked(sheet(many), "xl/sharedStrings.xml", long)


def many_texts_claimed() -> bytes:
    """Its reader would make room for all of them at once: that alone ended the program."""

    def claim(text: bytes) -> bytes:
        return re.sub(rb'ount="\d+"', b"ount = '999999999999'", text)

    return order_files.repacked(GOOD, "xl/sharedStrings.xml", claim)


def zip_of_something() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("readme.txt", "no workbook")
    return target.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"  \n", "orders_file_empty"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "orders_file_kind"),
    "other zip": (zip_of_something, "orders_file_kind"),
    "cut short": (lambda: GOOD[: len(GOOD) // 2], "orders_file_damaged"),
    "cut after the head": (lambda: GOOD[:40], "orders_file_damaged"),
    "half an xls": (lambda: order_files.KINDS["xls"](draft("抖店"))[:5000], "orders_file_damaged"),
    "xls without its end": (lambda: order_files.KINDS["xls"](draft("拼多多"))[:-95], "orders_file_damaged"),  # noqa: E501
    "ole of nothing": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(9000), "orders_file_damaged"),  # noqa: E501
    "bomb": (bomb, "orders_file_bomb"),
    "bomb behind plain rows": (bomb_behind_plain_rows, "orders_file_bomb"),
    "lying bomb": (lying_bomb, "orders_file_bomb"),
    "far cell": (lambda: sheet(far_cell), "orders_file_bomb"),
    "far cell in small letters": (lambda: sheet(far_cell_in_small_letters), "orders_file_bomb"),
    "far cell cut by blanks": (lambda: sheet(far_cell_cut_by_blanks), "orders_file_bomb"),
    "wide far before deep": (wide_far_before_deep, "orders_file_bomb"),
    "wide without places": (wide_without_places, "orders_file_bomb"),
    "one text for all": (shared_over_and_over, "orders_file_bomb"),
    "claims many texts": (many_texts_claimed, "orders_file_bomb"),
    "locked": (lambda: order_files.KINDS["locked"](draft("抖店")), "orders_file_needs_password"),
    "open quotation": (lambda: '订单号,商品\n"'.encode() + b"x" * 300_000, "orders_file_damaged"),
    "tags without end": (lambda: b"<table>" + b"<td" * 2_000_000, "orders_headings_none"),
    "one tag without end": (lambda: b"<table><" + b"a" * 2_000_000, "orders_headings_none"),
    "comments without end": (lambda: b"<table>" + b"<!--" * 2_000_000, "orders_headings_none"),
    "row of commas": (lambda: "订单号".encode() + b"," * 4_000_000, "orders_file_bomb"),
    "row of many lines": (lambda: b'"\n",' * 100_000, "orders_file_bomb"),
    "row of cells": (lambda: b"<table><tr>" + b"<td>1" * 1_000_000, "orders_file_bomb"),
    "another table": (lambda: "姓名,年龄\n张三,50\n".encode(), "orders_headings_none"),
    "half a table": (lambda: "订单号,年龄\n6917,50\n".encode(), "orders_headings_unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_sentence_soon(tmp_path: Path, name: str) -> None:
    make, code = BAD[name]
    data = make()
    began = time.process_time()
    with pytest.raises(UserFacingError) as told:
        read(data, tmp_path)
    assert time.process_time() - began < SECONDS
    assert told.value.code == code
    for said in (word_error(told.value, language) for language in LANGUAGES):
        assert "\n" not in said
        # Whoever opens a file at a window has no command line, and none of our documents.
        assert not re.search(r"--|\.toml|docs/|—", said)


def test_more_rows_than_are_taken_are_counted_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first are made anything of; of lines within a quoted cell each is no row."""
    made: list[int] = []
    monkeypatch.setattr(Reader, "read", lambda _, number, row: made.append(number))
    head = "订单号,商品名称,SKU编码,成交数量,实付款,订单状态\n"
    rows = "6917000000000000001,杨梅,YM,1,19.90,待发货\n" * (MAX_ROWS + 50)
    with pytest.raises(UserFacingError, match="orders_too_many_rows"):
        read((head + rows).encode(), tmp_path)
    assert 0 < len(made) < HEADINGS_WITHIN
    memos = ('a,"' + "\n" * (MAX_ROWS // 2 + 50) + '"\n') * 2
    table = texts.read((memos + "1,2\n" * 30).encode(), "f")
    assert len(list(texts.separated_rows(table, "f"))) == 32


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_large_csv_is_never_a_text_as_a_whole(encoding: str) -> None:
    """As a text of Chinese it would be four times its bytes."""
    data = "".join(f"6917{number:015d},杨梅 现摘现发\r\n" for number in range(150_000)).encode(
        encoding
    )
    tracemalloc.start()
    rows = sum(len(row) for sheet in files.sheets(data, "f") for _, row in sheet.rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 300_000
    assert most < len(data) + 3 * 2**20 * 4  # the bytes may be copied once; some pieces


def test_random_bytes_are_no_order_file_and_not_read_to_their_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as: list[int] = []
    pieces = texts.Text.pieces

    def counted(text: texts.Text) -> Iterator[str]:
        for piece in pieces(text):
            read_as.append(len(piece))
            yield piece

    monkeypatch.setattr(texts.Text, "pieces", counted)
    with pytest.raises(UserFacingError, match="orders_file_kind"):
        list(files.sheets(random.Random(6).randbytes(8 * 2**20), "f"))
    assert len(read_as) < 8


def test_a_text_is_read_across_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever letter or line's end lies over the cut."""
    monkeypatch.setattr(texts, "_PIECE", 7)
    said = '订单号,备注\r\n1,"杨梅\n🍑"\r\n2,\xe9\n'
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        text = texts.read(said.encode(encoding), "f")
        assert text.whole() == said
        rows = [row for _, row in texts.separated_rows(text, "f")]
        assert rows == [["订单号", "备注"], ["1", "杨梅\n🍑"], ["2", "\xe9"]]


@pytest.mark.parametrize(
    "part",
    [
        *("xl/Worksheets/Sheet1.xml", "xl/worksheets/mysheet.xml", "xl/data/a.xml"),
        *("xl/media/s.xml", "xl/media/s.png", "xl/theme/theme1.xml", "xl/sharedStrings.xml"),
        *("xl/a_sharedStrings.xml", "docProps/app.xml"),
    ],
)
def test_a_far_cell_is_found_whatever_the_sheet_is_called(part: str) -> None:
    """The reader opens what the workbook names; it ended the program."""
    package.check(elsewhere(part, lambda text: text))
    with pytest.raises(package.TooMuchError):
        package.check(elsewhere(part, far_cell))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet9.xml", "xl/data/a.xml", "xl/media/s.png"])
def test_every_part_is_unpacked_once_whatever_the_sheet_is_called(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: Counter[str] = Counter()
    unpacked = package.unpacked

    def counting(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
        counted[member.filename] += 1
        return unpacked(data, member)

    monkeypatch.setattr(package, "unpacked", counting)
    contents = package.check(elsewhere(part, lambda text: text))
    assert contents.only_sheet is not None
    assert contents.only_sheet.member.filename == part
    assert set(counted.values()) == {1}


def elsewhere(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with its sheet under another name, and behind more than is read in a piece."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            if name == SHEET:
                text = change(text).replace(b"<sheetData>", b" " * (2**20 - 300) + b"<sheetData>")
            if name != part:
                after.writestr(part if name == SHEET else name, text)
    return target.getvalue()


def test_what_is_no_sheet_may_say_what_looks_like_a_far_cell() -> None:
    def colour(text: bytes) -> bytes:
        return text.replace(b"<a:clrScheme", b'<a:sysClr lastClr="FF0000" r="100000"/><a:clrScheme')

    package.check(order_files.repacked(GOOD, "xl/theme/theme1.xml", colour))


@pytest.mark.parametrize(("column", "fits"), [("P", True), ("Q", False), ("AA", False)])
def test_a_deep_sheet_is_read_as_long_as_it_is_narrow(column: str, fits: bool) -> None:
    """A million rows of sixteen columns are as much as is laid out."""
    edge = b'<row r="9"><c r="%b9" s="1"><v>1</v></c></row>' % column.encode()
    data = only(edge, narrow(*range(10, 40_000), 999_999))
    if fits:
        package.check(data)
    else:
        with pytest.raises(package.TooMuchError):
            package.check(data)


def test_a_table_without_headings_tells_no_buyer(tmp_path: Path) -> None:
    """Its first row is an order, and what an error says is logged."""
    data = "6917000000000000001,王建国,13800001234,浙江省仙居县,订单状态\n".encode()
    with pytest.raises(UserFacingError) as told:
        read(data, tmp_path)
    assert told.value.parameters["seen"] == "订单状态"
    assert "王建国" not in str(told.value)


def test_a_wrong_password_is_told_as_one(tmp_path: Path) -> None:
    data = order_files.KINDS["locked"](draft("快手小店"))
    with pytest.raises(UserFacingError, match="orders_file_wrong_password"):
        read(data, tmp_path, "falsch")
    assert read(data, tmp_path, order_files.PASSWORD).platform == "快手小店"


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "200MB.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(UserFacingError, match="orders_file_too_big"):
        files.load(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without an end")
def test_a_device_is_no_file(tmp_path: Path) -> None:
    endless = tmp_path / "orders.csv"
    endless.symlink_to("/dev/full")
    with pytest.raises(UserFacingError, match="orders_file_unreadable"):
        files.load(endless)


@pytest.mark.parametrize(
    "filling",
    ["<b>" * 200_000, "<tr></tr>" * 200_000, "<td>" + "&" * 1_500_000 + "</td>"],
    ids=["tags in a cell", "rows of nothing", "a cell without end"],
)
def test_a_page_of_tags_that_hold_nothing_is_not_gone_through(tmp_path: Path, filling: str) -> None:
    """Twenty seconds it took, and 365 MB, of the largest page that is read."""
    page = order_files.KINDS["html"](draft("拼多多")).decode()
    harm = page.replace("</table>", f"<tr><td>1</td><td>{filling}</table>")
    with pytest.raises(UserFacingError, match="orders_file_bomb"):
        read(harm.encode(), tmp_path)


def test_rows_of_nothing_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six million of them in a page took half a minute."""
    monkeypatch.setattr(texts, "MAX_NUMBER", 1000)
    page = order_files.KINDS["html"](draft("拼多多")).decode()
    table = order_files.KINDS["csv gb18030"](draft("拼多多"))
    empty = page.replace("</table>", "<tr><td>" * 1100 + "</table>").encode()
    for harm in (empty, table + b"\r\n" * 1100):
        with pytest.raises(UserFacingError, match="orders_too_many_rows"):
            read(harm, tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="orders_file_unreadable"):
        files.load(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "locked", "html", "csv gb18030"])
def test_bytes_changed_anywhere_are_a_sentence_or_an_order(tmp_path: Path, kind: str) -> None:
    luck = random.Random(kind)
    data = order_files.KINDS[kind](draft("拼多多"))
    # A password costs 100,000 rounds each time, and behind it lies a workbook as the others are.
    for _ in range(12 if kind == "locked" else 40):
        broken = bytearray(data)
        for _ in range(luck.choice([1, 3, 30])):
            broken[luck.randrange(len(broken))] = luck.randrange(256)
        with suppress(UserFacingError):  # anything else would be a bug
            read(bytes(broken), tmp_path, order_files.PASSWORD)


def test_a_zip_that_needs_a_later_version_is_damaged(tmp_path: Path) -> None:
    """zipfile calls that NotImplementedError."""
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 6] = 200  # version needed to extract
    with pytest.raises(UserFacingError, match="orders_file_damaged"):
        read(bytes(data), tmp_path)


def test_a_few_broken_bytes_cost_only_their_rows(tmp_path: Path) -> None:
    made = draft("拼多多", orders=20)
    data = order_files.KINDS["csv gb18030"](made)
    at = data.index("东魁杨梅".encode("gb18030"))
    found = read(data[: at + 1] + b"\xff" + data[at + 2 :], tmp_path)
    assert [each.reason for each in found.others] == ["text_broken"]
    assert len(found.lines) == 19


def test_a_sheet_that_claims_to_be_one_cell_is_read_whole(tmp_path: Path) -> None:
    made = draft("淘宝", quirks=["wps_dimension"])
    assert b'ref="A1"' in zipfile.ZipFile(io.BytesIO(order_files.KINDS["xlsx"](made))).read(SHEET)
    assert len(read(order_files.KINDS["xlsx"](made), tmp_path).lines) == len(made.rows)


def test_a_sheet_of_nothing_but_what_cells_say_of_texts_is_gone_through_once() -> None:
    def long(text: bytes) -> bytes:
        return text.replace(b"<si><t", b"<si><t>" + b"x" * 3000 + b"</t></si><si><t", 1)

    data = only(b't="s"' * 400_000)
    package.check(order_files.repacked(data, "xl/sharedStrings.xml", long))


def test_macros_are_passed_over(tmp_path: Path) -> None:
    """A workbook with them is read as any other; nobody opens what they lie in."""
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"x" * 5000)

    def with_macros(text: bytes) -> bytes:
        return text.replace(
            b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    data = order_files.repacked(target.getvalue(), "[Content_Types].xml", with_macros)
    assert read(data, tmp_path).lines == read(GOOD, tmp_path).lines


def test_a_large_honest_sheet_passes(tmp_path: Path) -> None:
    package.check(order_files.KINDS["xlsx"](draft("抖店", orders=300)))
