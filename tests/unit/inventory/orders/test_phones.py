"""Orders are found by a phone's last four digits, which nobody can read off the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory.orders import phones
from inventory.orders.importing import Imports, Wish
from inventory.orders.rows import JOINT, Headings, Raw
from inventory.orders.schema import SEALED
from studio.store import privacy
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, DAY
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import draft

PHONE = "收件人手机号"


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


def imported(store: Store, folder: Path, secrets: MemorySecrets, *numbers: str) -> list[str]:
    """Orders with those phones, one each; their numbers."""
    made = draft("抖店", orders=len(numbers))
    orders = list(dict.fromkeys(row["主订单编号"] for row in made.rows))
    for row in made.rows:
        row[PHONE] = numbers[orders.index(row["主订单编号"])]
    imports = Imports(store, ManualClock(AT), Sealer(secrets), folder)
    imports.run(Wish(made.write(folder / "orders.xlsx")))
    return orders


def found(store: Store, digits: str, secrets: MemorySecrets) -> tuple[set[str], bool]:
    def work(db: Database) -> tuple[set[str], bool]:
        marks, complete = phones.marks_of(digits, phones.key_ids(db), Sealer(secrets))
        ids = phones.orders(db, marks)
        return {
            db.execute("SELECT order_no FROM platform_order WHERE id = ?", [each]).fetchone()[0]
            for each in ids
        }, complete

    return store.read(work).result()


def test_an_order_is_found_by_the_end_of_its_phone(
    store: Store, tmp_path: Path, secrets: MemorySecrets
) -> None:
    """Written in full, masked as platforms do, with an extension behind; two may share it."""
    numbers = ("13800001234", "138****5678", "138 0000 9999", "17080001111-1234", "1****1234", "")
    orders = imported(store, tmp_path, secrets, *numbers)
    assert found(store, "1234", secrets) == ({orders[0], orders[4]}, True)
    assert found(store, "5678", secrets) == ({orders[1]}, True)
    assert found(store, "9999", secrets) == ({orders[2]}, True)
    assert found(store, "1111", secrets) == ({orders[3]}, True)
    assert found(store, "0000", secrets) == (set(), True)


@pytest.mark.parametrize("words", ["##密文abc", "0575-12", "****", "张三", "138****12*4"])
def test_what_tells_no_end_has_none(words: str) -> None:
    headings = Headings((), ("买家留言", PHONE))
    raw = Raw(b"", "", JOINT.join(("13800001234", words)).encode(), headings)
    assert phones.tail(raw) == ""


def test_the_mark_is_another_under_another_key_and_tells_no_digits(secrets: MemorySecrets) -> None:
    mark = Sealer(secrets).mark(b"1234", what=phones.WHAT)
    assert mark == Sealer(secrets).mark(b"1234", what=phones.WHAT)
    assert mark != Sealer(MemorySecrets()).mark(b"1234", what=phones.WHAT)
    assert mark[9:] != Sealer(secrets).mark(b"1234", what="other")[9:]
    assert b"1234" not in mark


def test_without_the_key_nothing_is_found_and_that_is_known(
    store: Store, tmp_path: Path, secrets: MemorySecrets
) -> None:
    imported(store, tmp_path, secrets, "13800001234")
    assert found(store, "1234", MemorySecrets()) == (set(), False)


def test_after_a_new_key_the_orders_of_both_are_found(
    store: Store, tmp_path: Path, secrets: MemorySecrets
) -> None:
    (first,) = imported(store, tmp_path, secrets, "13800001234")
    secrets.forget("seal_key")  # the next import makes another
    made = draft("快手小店", orders=1)
    made.rows[0]["收货人电话"] = "139****1234"
    second = made.rows[0]["订单号"]
    imports = Imports(store, ManualClock(AT), Sealer(secrets), tmp_path)
    imports.run(Wish(made.write(tmp_path / "more.xlsx")))
    assert found(store, "1234", secrets) == ({first, second}, True)


def test_the_mark_goes_with_the_sealed_data(
    store: Store, tmp_path: Path, secrets: MemorySecrets
) -> None:
    imported(store, tmp_path, secrets, "13800001234")
    count = "SELECT count(*) FROM raw_content"
    rows = store.read(lambda db: db.execute(count).fetchone()[0]).result()

    def forget(db: Database) -> list[int]:
        return [
            privacy.clear(db, column, until)
            for column, until in list(privacy.expired(db, SEALED, AT + DAY))
        ]

    assert store.write(forget).result() == [rows, rows]
    assert found(store, "1234", secrets) == (set(), True)
    left = "SELECT count(*) FROM raw_content WHERE phone_tail IS NOT NULL"
    assert store.read(lambda db: db.execute(left).fetchone()[0]).result() == 0
