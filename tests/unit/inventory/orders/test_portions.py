"""A large sheet read in portions says what it says read whole, and ends as soon."""

from __future__ import annotations

import io
import re
import sys
import threading
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter

from inventory.orders import files, package, portions, templates, understanding
from inventory.orders.sheets import Cell
from inventory.orders.understanding import understand
from studio.runtime.errors import UserFacingError
from tests.helpers import order_files
from tests.helpers.order_files import draft

SHEET = "xl/worksheets/sheet1.xml"
LAST = 300
Change = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small file has many; its first row is within the first piece all the same."""
    monkeypatch.setattr(package, "_CHUNK", 2048)
    monkeypatch.setattr(package, "LARGE", 1)  # each part is unpacked while it is looked at
    monkeypatch.setattr(portions, "PORTION", 4096)
    monkeypatch.setattr(portions, "LARGE", 4096)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The workbooks that portions became."""
    found: list[bytes] = []
    make = portions._workbook
    monkeypatch.setattr(portions, "_workbook", lambda *told: found.append(make(*told)) or found[-1])
    return found


def table(sheets: int = 1, first: int = 2) -> bytes:
    """Rows from the third on; the middle ones begin further right, the last ones further left."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for row in range(first, LAST):
                begin = 1 if row < 100 else 3 if row < 200 else 0
                for column in range(begin, 6):
                    sheet.write(row, column, row if column == 4 else f"<{row}> & 格{column}")
    return target.getvalue()


def in_sheet(data: bytes, change: Change) -> bytes:
    return order_files.repacked(data, SHEET, change)


def read(data: bytes) -> list[tuple[int, list[Cell]]]:
    return [row for sheet in files.sheets(data, "订单.xlsx") for row in sheet.rows]


def whole(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, list[Cell]]]:
    with monkeypatch.context() as patch:
        patch.setattr(portions, "of", lambda data, contents: None)
        return read(data)


def test_rows_bear_the_numbers_a_spreadsheet_shows(made: list[bytes]) -> None:
    """Also where the first are empty, in portions and read whole."""
    short = io.BytesIO()
    with xlsxwriter.Workbook(short) as book:
        book.add_worksheet().write_string(2, 0, "订单号")

    assert [number for number, row in read(short.getvalue()) if any(row)] == [3]
    assert made == []
    assert [number for number, row in read(table()) if any(row)] == [*range(3, LAST + 1)]
    assert len(made) > 5


def test_portions_say_what_the_sheet_says(
    made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each cell stands under the same heading; what stands left of them all has none."""
    data = table()

    told = {number: row for number, row in read(data) if any(row)}

    assert len(made) > 5
    expected = {number: row[1:] for number, row in whole(data, monkeypatch) if any(row)}
    assert told == expected


def with_a_gap(text: bytes) -> bytes:
    return text.replace(b'<row r="250"', b" " * 10 * portions.PORTION + b'<row r="250"')


def test_a_sheet_with_a_long_gap_is_read_whole_from_there(
    made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody knows the end of is not gathered; each cell stands under the same heading."""
    data = in_sheet(table(first=0), with_a_gap)

    told = {number: row for number, row in read(data) if any(row)}

    assert len(made) > 3
    assert not any(b'r="250"' in part for part in map(sheet_of, made))
    assert told == {number: row[1:] for number, row in whole(data, monkeypatch) if any(row)}


def sheet_of(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return packed.read(SHEET)


@pytest.mark.parametrize("platform", [each.platform for each in templates.load()][:2])
def test_an_order_file_is_understood_alike(
    platform: str, tmp_path: Path, made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draft(platform, orders=60).write(tmp_path / "订单.xlsx")
    monkeypatch.setattr(package, "_CHUNK", 8192)

    found = understand(path, templates.load())

    assert len(made) > 2
    monkeypatch.setattr(portions, "of", lambda data, contents: None)
    assert found == understand(path, templates.load())


def without_numbers(text: bytes) -> bytes:
    return re.sub(rb'<row r="\d+"', b"<row", text)


def with_a_remark(text: bytes) -> bytes:
    return text.replace(b"</sheetData>", b"<!-- </row> --></sheetData>")


def in_another_encoding(text: bytes) -> bytes:
    return text.replace(b'encoding="UTF-8"', b'encoding="GB18030"', 1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(partial(in_sheet, table(), each), id=each.__name__)
        for each in (without_numbers, with_a_remark, in_another_encoding)
    ]
    + [pytest.param(partial(table, sheets=2), id="two sheets")],
)
def test_what_cannot_be_cut_is_read_whole(
    data: Callable[[], bytes], made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = data()

    assert read(found) == whole(found, monkeypatch)
    assert made == []


def moved(text: bytes, order: Callable[[list[bytes]], list[bytes]]) -> bytes:
    head, begins, rest = text.partition(b"<sheetData>")
    rows, ends, tail = rest.partition(b"</sheetData>")
    return head + begins + b"".join(order(re.findall(rb"<row .*?</row>", rows))) + ends + tail


def out_of_order(text: bytes) -> bytes:
    """Every other of the last hundred before the second hundred."""
    return moved(text, lambda rows: [*rows[:100], *rows[200::2], *rows[100:200], *rows[201::2]])


def test_a_sheet_whose_rows_are_out_of_order_is_read(
    made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row once, under its number, as a spreadsheet shows it."""
    data = in_sheet(table(), out_of_order)

    came = read(data)
    told = [(number, row) for number, row in came if any(row)]

    assert len(made) > 5
    before: set[int] = set()
    for number, row in came:
        assert any(row) or number not in before
        before |= {number} if any(row) else set()
    expected = [(number, row[1:]) for number, row in whole(data, monkeypatch) if any(row)]
    assert [number for number, _ in told] != [number for number, _ in expected]
    assert sorted(told, key=lambda each: each[0]) == expected


def backwards(text: bytes) -> bytes:
    return moved(text, lambda rows: rows[::-1])


def headings_last(text: bytes) -> bytes:
    return moved(text, lambda rows: [*rows[1:], rows[0]])


@pytest.mark.parametrize("change", [backwards, headings_last])
def test_headings_that_come_after_their_rows_are_found(
    change: Change, tmp_path: Path, made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draft("抖店", orders=60).write(tmp_path / "订单.xlsx")
    monkeypatch.setattr(package, "_CHUNK", 8192)
    in_order = understand(path, templates.load()).lines
    path.write_bytes(in_sheet(path.read_bytes(), change))
    made.clear()

    assert understand(path, templates.load()).lines == in_order
    assert made == []


def twice(text: bytes) -> bytes:
    """The rows, and all of them once more."""
    head, begins, rest = text.partition(b"<sheetData>")
    rows, ends, tail = rest.partition(b"</sheetData>")
    return head + begins + rows + rows + ends + tail


def cut_short(text: bytes) -> bytes:
    return text[: text.index(b'<row r="280"')]


def below_the_last_row(text: bytes) -> bytes:
    return re.sub(rb'r="([A-F]?)300"', rb'r="\g<1>1048577"', text)


@pytest.mark.parametrize("change", [twice, cut_short, below_the_last_row])
def test_a_sheet_that_goes_wrong_later_is_damaged(change: Change) -> None:
    with pytest.raises(UserFacingError) as refused:
        read(in_sheet(table(), change))
    assert refused.value.code == "orders_file_damaged"


def test_what_is_not_what_was_packed_is_damaged() -> None:
    data = bytearray(table())
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        crc = packed.getinfo(SHEET).CRC.to_bytes(4, "little")
    at = data.rfind(crc)
    data[at] ^= 1

    with pytest.raises(UserFacingError) as refused:
        read(bytes(data))
    assert refused.value.code == "orders_file_damaged"


def test_reading_leaves_the_threads_turns_as_the_program_set_them() -> None:
    """Also in the middle: they are of all the program's threads, and on Windows no shorter."""
    set_by_others = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    try:
        turns = sys.getswitchinterval()
        (sheet,) = files.sheets(table(), "订单.xlsx")
        assert {sys.getswitchinterval() for _ in sheet.rows} == {turns}
    finally:
        sys.setswitchinterval(set_by_others)


class TiredError(Exception):
    pass


def test_who_stops_reading_leaves_nothing_running(
    tmp_path: Path, made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "TELL_EVERY", 10)
    monkeypatch.setattr(package, "_CHUNK", 8192)
    path = tmp_path / "订单.xlsx"
    path.write_bytes(order_files.KINDS["xlsx"](draft("抖店", orders=300)))

    def tired(rows: int) -> None:
        raise TiredError

    with pytest.raises(TiredError):
        understand(path, templates.load(), progress=tired)
    assert 0 < len(made) < 5
    assert not [each for each in threading.enumerate() if each.name.startswith("order-file")]
