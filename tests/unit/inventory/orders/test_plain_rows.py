"""Rows of plain texts say without the reader what the reader says of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory.orders import files, package, plain_rows, portions
from inventory.orders.cells import text
from inventory.orders.sheets import Cell
from studio.runtime.errors import UserFacingError
from tests.helpers import order_files

SHEET = "xl/worksheets/sheet1.xml"
Table = Sequence[Sequence[str | None]]
Change = Callable[[bytes], bytes]
HEADINGS = ["订单号", "商品名称", "数量", "留言"]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_CHUNK", 1024)
    monkeypatch.setattr(portions, "PORTION", 2048)
    monkeypatch.setattr(portions, "LARGE", 1024)


@pytest.fixture
def by_reader(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Rows of the portions that the reader laid out."""
    found: list[bytes] = []
    lay_out = files._laid_out

    def laid_out(part: portions.Portion, file: str) -> object:
        found.append(part.rows)
        return lay_out(part, file)

    monkeypatch.setattr(files, "_laid_out", laid_out)
    return found


def rows(count: int) -> list[list[str]]:
    return [[f"6917{number:015d}", f"东魁杨梅 {number}", "1", ""] for number in range(count)]


def workbook(table: Table, styled: bool = False) -> bytes:
    """Each text in its cell, as programs that write row by row do; None: no cell."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet, style = book.add_worksheet(), book.add_format({"bold": True})
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(row, column, cell, style if styled else None)
    return target.getvalue()


def read(data: bytes) -> dict[int, list[str]]:
    """By row, without what cells and rows end in."""
    found: dict[int, list[str]] = {}
    for sheet in files.sheets(data, "订单.xlsx"):
        for number, cells in sheet.rows:
            words = [text(cell) for cell in cells]
            while words and not words[-1]:
                words.pop()
            if words:
                found[number] = words
    return found


def whole(data: bytes, monkeypatch: pytest.MonkeyPatch) -> dict[int, list[str]]:
    with monkeypatch.context() as patch:
        patch.setattr(portions, "of", lambda data, contents: None)
        return read(data)


def in_rows(table: Table, change: Change) -> bytes:
    return order_files.repacked(workbook(table), SHEET, change)


@pytest.mark.parametrize("styled", [False, True])
def test_the_reader_is_not_asked(
    styled: bool, by_reader: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [HEADINGS, *rows(100)]
    data = workbook(table, styled)

    found = read(data)

    assert by_reader == []
    assert found == whole(data, monkeypatch)
    assert found[100] == table[99][:3]


def in_lines(data: bytes) -> bytes:
    return re.sub(rb"(<row [^<>]*>)", rb"\1\n", data).replace(b"</row>", b"</row>\n")


@pytest.mark.parametrize("change", [bytes, in_lines])
def test_a_way_of_writing_rows_is_learnt_once(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a line of the file ends behind a row's own mark."""
    learnt: list[bytes] = []
    learn = plain_rows._as_written

    def as_written(row: re.Match[bytes]) -> re.Pattern[bytes]:
        learnt.append(row[0])
        return learn(row)

    monkeypatch.setattr(plain_rows, "_as_written", as_written)

    assert len(read(in_rows([HEADINGS, *(row[:3] for row in rows(100))], change))) == 101
    assert len(learnt) == 2  # the headings, the others


def with_empty_cells(data: bytes) -> bytes:
    return re.sub(rb'<c r="(C\d*[05])".*?</c>', rb'<c r="\1" s="0"/>', data)


def without_cells(data: bytes) -> bytes:
    return re.sub(rb'<c r="[AC]\d*[05]".*?</c>', b"", data)


def with_gaps(data: bytes) -> bytes:
    return re.sub(rb'<row r="\d*7".*?</row>', b"", data)


def with_letters_told(data: bytes) -> bytes:
    return re.sub("东魁杨梅 (\\d*4)<".encode(), b"&lt;&amp;lt;&#10;&#xA;&quot;\\1<", data)


@pytest.mark.parametrize(
    "change", [in_lines, with_empty_cells, without_cells, with_gaps, with_letters_told]
)
def test_other_plain_ways_of_writing_rows(
    change: Change, by_reader: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = in_rows([HEADINGS, *rows(100)], change)

    assert read(data) == whole(data, monkeypatch)
    assert by_reader == []


def with_a_number(data: bytes) -> bytes:
    return re.sub(rb'<c r="C70".*?</c>', b'<c r="C70"><v>12</v></c>', data)


def in_two_hands(data: bytes) -> bytes:
    runs = b"<is><r><t>1</t></r><r><t>2</t></r></is>"
    return re.sub(rb'(<c r="C70"[^<>]*>).*?</is>', rb"\1" + runs, data)


def with_a_formula(data: bytes) -> bytes:
    return re.sub(rb'<c r="C70".*?</c>', b'<c r="C70" t="str"><f>1+1</f><v>2</v></c>', data)


def with_a_letter_by_its_number(data: bytes) -> bytes:
    return data.replace("东魁杨梅 68".encode(), b"_x0041_&#x4E1C;")


def with_another_end_of_line(data: bytes) -> bytes:
    return data.replace("东魁杨梅 68".encode(), "东魁\r\n杨梅".encode())


def with_a_cell_of_another_row(data: bytes) -> bytes:
    return data.replace(b'r="D70"', b'r="D69"')


def beyond_the_others(data: bytes) -> bytes:
    return data.replace(b'r="D70"', b'r="F70"')


def with_the_joint(data: bytes) -> bytes:
    return data.replace("东魁杨梅 68".encode(), "东魁\x1f杨梅".encode())


@pytest.mark.parametrize(
    "change",
    [
        with_a_number,
        in_two_hands,
        with_a_formula,
        with_a_letter_by_its_number,
        with_another_end_of_line,
        with_a_cell_of_another_row,
        beyond_the_others,
        with_the_joint,
    ],
)
def test_what_is_not_plain_is_the_readers(
    change: Change, by_reader: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From there on: it works beside whoever uses the rows, as long as nothing is tried first."""
    table = [HEADINGS, *rows(100)]
    data = in_rows(table, change)
    assert data != workbook(table)

    assert read(data) == whole(data, monkeypatch)

    assert b'<row r="70"' in by_reader[0]
    assert b'<row r="2"' not in b"".join(by_reader)
    assert b'<row r="101"' in by_reader[-1]


def test_a_letter_that_is_none_is_damage() -> None:
    data = in_rows(
        [HEADINGS, *rows(100)], lambda each: each.replace("东魁杨梅 68".encode(), b"\xff\xfe")
    )

    with pytest.raises(UserFacingError) as refused:
        read(data)
    assert refused.value.code == "orders_file_damaged"


def test_a_sheet_may_be_too_wide(by_reader: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_rows, "MOST_COLUMNS", 3)
    data = workbook([HEADINGS, *([*row[:3], "急"] for row in rows(100))])

    assert read(data) == whole(data, monkeypatch)
    assert by_reader != []


LETTERS = [*"a1 <>&\"'=;\t\n", "\u3000", "东", "\U0001f34a", "_x0041_", "&lt;", "_x"]
WORDS = st.lists(st.sampled_from(LETTERS), max_size=6).map("".join) | st.none()


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=12, max_size=20))
@settings(max_examples=12, deadline=None)
def test_any_texts(table: list[list[str | None]]) -> None:
    """Also those that a program writes with a mark of its own."""
    data = workbook([HEADINGS[:3], *rows(20), *table])

    with pytest.MonkeyPatch.context() as patch:
        assert read(data) == whole(data, patch)


@pytest.mark.parametrize(("place", "letters"), [(1, b"A"), (26, b"Z"), (27, b"AA"), (702, b"ZZ")])
def test_columns_by_their_letters(place: int, letters: bytes) -> None:
    assert plain_rows._letters(place) == letters
    assert plain_rows._place(letters) == place


def test_cells_are_texts() -> None:
    (sheet,) = files.sheets(workbook([HEADINGS, *rows(60)]), "订单.xlsx")
    cells: list[Cell] = [cell for _, row in sheet.rows for cell in row]

    assert {type(cell) for cell in cells} == {str}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Parts that were looked at as if the reader had to lay them out."""
    found: list[str] = []
    look = package._check_part

    def check(data: bytes, member: zipfile.ZipInfo, *more: Any) -> Any:
        found.append(member.filename)
        return look(data, member, *more)

    monkeypatch.setattr(package, "_check_part", check)
    monkeypatch.setattr(package, "LARGE", 1024)
    return found


def test_what_nobody_lays_out_need_not_be_looked_at(looked_at: list[str]) -> None:
    assert len(read(workbook([HEADINGS, *rows(100)]))) == 101
    assert SHEET not in looked_at
    assert "xl/workbook.xml" in looked_at


def test_what_the_reader_lays_out_is_looked_at_first(
    looked_at: list[str], by_reader: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, with the first portion that is not plain."""
    data = in_rows([HEADINGS, *rows(100)], with_a_number)
    expected = whole(data, monkeypatch)
    looked_at.clear()

    assert read(data) == expected
    assert len(by_reader) > 1
    assert looked_at.count(SHEET) == 1


def far_away(data: bytes) -> bytes:
    return data.replace(b'r="D70"', b'r="XFD70"').replace(b'row r="101"', b'row r="1048576"')


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_cell_far_away_is_refused_where_it_comes(
    in_thread: bool, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever meets it, the reader's thread or the one that takes rows apart."""
    if in_thread:
        monkeypatch.setattr(plain_rows.PlainRows, "begin", lambda self, rows: b'"2"' in rows)

    with pytest.raises(UserFacingError) as refused:
        read(in_rows([HEADINGS, *rows(100)], far_away))
    assert refused.value.code == "orders_file_bomb"
    assert SHEET in looked_at


def test_more_than_a_file_may_unpack_to_is_refused(
    looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = workbook([HEADINGS, *rows(100)])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        unpacked = sum(each.file_size for each in packed.infolist())
    monkeypatch.setattr(package, "MAX_UNPACKED", unpacked - 1)

    with pytest.raises(UserFacingError) as refused:
        read(data)
    assert refused.value.code == "orders_file_bomb"
    monkeypatch.setattr(package, "MAX_UNPACKED", unpacked)
    assert len(read(data)) == 101


@pytest.mark.parametrize("left", [[], [None]])
@pytest.mark.parametrize("row", range(1, 101, 9))
def test_a_sheet_with_a_remark_is_read_whole_from_there(
    row: int,
    left: list[None],
    looked_at: list[str],
    by_reader: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ends in it would be no row's end. Every row stands under the same heading, also where
    the reader begins further right, at the sheet's first column that holds anything."""
    begins = f'<row r="{row}"'.encode()
    data = in_rows(
        [[*left, *cells] for cells in (HEADINGS, *rows(100))],
        lambda each: each.replace(begins, b"<!-- </row> -->" + begins),
    )

    found = read(data)

    blank = [""] * found[1].index(HEADINGS[0])
    assert found == {n: [*blank, *cells] for n, cells in whole(data, monkeypatch).items()}
    assert len(found) == 101
    assert by_reader == []
