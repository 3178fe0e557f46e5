"""Tracking numbers come back by a file, once, and what is unclear is told row by row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from sqlite_utils import Database

from inventory.fulfilment import making, packing, parcels, shipping, tracking_file
from inventory.fulfilment.tracking_file import Judged
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, sentence
from tests.helpers.books import Books
from tests.helpers.parcels import order

HEAD = "订单号,快递公司,运单号,物流状态"


@pytest.fixture
def sent(books: Books) -> Books:
    """Orders 1 to 3 have a parcel each, 4 has two; the first has left."""
    books.product("YM", 100)
    for number in ("1001", "1002", "1003", "1004"):
        order(books, number, YM=2)

    def work(db) -> None:
        made, _ = making.make(db, books.now)
        packing.scan(db, made[0].id, "YM", device="typed", at_ms=books.now, qty=2)
        shipping.ship(db, [made[0].id], books.now)
        making.split(db, made[3].id, {"YM": 1}, books.now)

    books.write(work)
    return books


def taken(books: Books, path: Path) -> list[Judged]:
    rows = tracking_file.read(path)
    foreseen = books.look(lambda db: tracking_file.judge(db, rows))
    done = books.write(lambda db: tracking_file.take_over(db, rows, path.name, books.now))
    assert done == foreseen
    for each in done:
        if each.rejected:
            assert all(sentence(f"tracking_{each.verdict}", language) for language in LANGUAGES)
    return done


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_numbers_find_their_parcels_once(sent: Books, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "单号.xls"
    path.write_bytes(
        f"{HEAD}\n1001,顺丰,SF1000001,已签收\n1002,中通,\t7300000002,\n".encode(encoding)
    )
    assert [each.verdict for each in taken(sent, path)] == ["new", "new"]
    first, second = (
        sent.look(lambda db, name=name: parcels.find(db, name, sent.now))
        for name in ("1001", "1002")
    )
    assert (first.state, first.carrier, first.tracking) == ("delivered", "顺丰", "SF1000001")
    assert (second.state, second.tracking) == ("to_pack", "7300000002")
    kept = "SELECT count(*) FROM parcel_tracking"
    before = sent.look(lambda db: db.execute(kept).fetchone())
    assert [each.verdict for each in taken(sent, path)] == ["duplicate", "duplicate"]
    assert sent.look(lambda db: db.execute(kept).fetchone()) == before
    path.write_text(f"{HEAD}\n1002,中通,7300000009,\n", "utf-8")
    assert [each.verdict for each in taken(sent, path)] == ["changed"]


def test_what_cannot_be_used_is_told_with_its_row_and_the_rest_is_kept(
    sent: Books, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    rows = (
        "1001,顺丰,SF1000001,", "9999,顺丰,SF1000002,", ",顺丰,SF1000003,", "1002,顺丰,,",
        "1002,顺丰,电话13800001234,", "1004,顺丰,SF1000004,", "1003,顺丰,6.917E+18,",
        "1003,顺丰,SF1000001,", "1002,顺丰,SF1000005,", "1002,顺丰,SF1000006,",
    )  # fmt: skip
    path.write_text("\n".join(["快递导出", HEAD, *rows]), "utf-8")
    done = taken(sent, path)
    assert [(each.row.row, each.verdict) for each in done] == [
        (3, "new"), (4, "no_parcel"), (5, "no_order"), (6, "missing"), (7, "unreadable"),
        (8, "which_parcel"), (9, "damaged"), (10, "used"), (11, "new"), (12, "contradicts"),
    ]  # fmt: skip


def test_a_number_of_another_order_is_refused(sent: Books, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}\n1001,顺丰,SF1000001,\n", "utf-8")
    taken(sent, path)
    path.write_text(f"{HEAD}\n1003,顺丰,SF1000001,\n", "utf-8")
    assert [each.verdict for each in taken(sent, path)] == ["used"]


def test_a_number_of_two_orders_is_told_the_first_time_and_the_second_time_nothing_changes(
    sent: Books, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}\n1001,顺丰,SF1000001,\n1003,顺丰,SF1000001,\n", "utf-8")
    assert [each.verdict for each in taken(sent, path)] == ["new", "used"]
    assert [each.verdict for each in taken(sent, path)] == ["duplicate", "used"]


def test_numbers_that_two_orders_came_to_share_before_are_not_refused_again(
    sent: Books, tmp_path: Path
) -> None:
    def share(db: Database) -> None:
        for number in ("1001", "1003"):
            parcel = parcels.find(db, number, sent.now)
            shipping.note_tracking(db, parcel.id, "顺丰", "SF1000001", "t.csv", sent.now)

    sent.write(share)
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}\n1001,顺丰,SF1000001,\n1003,顺丰,SF1000001,\n", "utf-8")
    assert [each.verdict for each in taken(sent, path)] == ["duplicate", "duplicate"]


def test_a_split_order_names_its_parcels_and_a_workbook_keeps_long_numbers(
    sent: Books, tmp_path: Path
) -> None:
    codes = [
        parcel.code
        for parcel in sent.look(lambda db: parcels.listed(db, sent.now))
        if parcel.order_no == "1004"
    ]
    path = tmp_path / "t.csv"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, word in enumerate(("包裹号", "运单编号")):
            sheet.write_string(0, place, word)
        for line, code in enumerate(codes, 1):
            sheet.write_string(line, 0, code)
            sheet.write(line, 1, 730000000000 + line)
        sheet.write(3, 0, codes[0])
        sheet.write_number(3, 1, 6917000000003000013)
    counted = Counter(each.verdict for each in taken(sent, path))
    assert counted == {"new": 2, "damaged": 1}


@pytest.mark.parametrize("content", ["姓名,电话\n张三,1\n", "<html><table></table></html>", "x"])
def test_another_file_is_refused_in_one_sentence(sent: Books, tmp_path: Path, content: str) -> None:
    path = tmp_path / "别的.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(UserFacingError) as refused:
        tracking_file.read(path)
    assert refused.value.code == "tracking_file_strange"
