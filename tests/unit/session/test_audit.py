"""Orders and the journal tell of the same orders, or the audit says which one does not."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from studio.session import archive, journal
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.audit import CHECKS
from studio.session.plan import Plan, PlannedProduct
from studio.store import audit
from studio.store.database import Store
from studio.store.sqlite import sqlite3
from tests.helpers.books import AT, Books
from tests.helpers.meddling import unseen

PLAN = Plan("晚场", "主播", (PlannedProduct("YM", "杨梅", "", 1000, None, "箱", 10),))
FACT = e.OrderNoted("YM", 1, "抖音", 1000, 1000, 9)


@pytest.fixture
def noted(store: Store) -> list[str]:
    """Two broadcasts: "s" of one order, "t" of two, each also in its journal."""
    books = Books(store)
    books.product("YM", 10)
    orders = [books.note("YM") for _ in range(3)]

    def work(db: Database) -> None:
        for session, entries in (("s", orders[:1]), ("t", orders[1:])):
            archive.create(db, session, PLAN, SessionOptions(), AT)
            for order in entries:
                journal.append(db, session, FACT, at=AT, recorded=AT, entry_id=order)

    books.write(work)
    meddle(store, "UPDATE live_sale SET session_id = 't' WHERE id > ?", orders[0])
    return orders


def meddle(store: Store, statement: str, *values: str) -> None:
    """As somebody with another program, guards off."""
    other = sqlite3.connect(str(store.path))
    with other:
        for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            other.execute(f"DROP TRIGGER {name}")
        other.execute(statement, values)
    other.close()


def found(store: Store) -> list[dict[str, object]]:
    return [
        difference
        for finding in store.read(lambda db: audit.run(db, CHECKS)).result()
        for difference in finding.differences
    ]


def test_orders_and_journal_agree(store: Store, noted: list[str]) -> None:
    assert found(store) == []


def test_an_order_that_is_in_no_journal(store: Store, noted: list[str]) -> None:
    meddle(store, "DELETE FROM journal WHERE id = ?", noted[1])
    gap = {"session": "t", "entries": 1}
    assert found(store) == [{"order": noted[1], "missing": "journal"}, gap]


def test_an_entry_of_no_order(store: Store, noted: list[str]) -> None:
    meddle(store, "DELETE FROM live_sale WHERE id = ?", noted[2])
    assert found(store) == [{"order": noted[2], "missing": "live_sale"}]


def test_an_order_in_the_journal_of_another_broadcast(store: Store, noted: list[str]) -> None:
    meddle(store, "UPDATE journal SET session_id = 't', seq = 99 WHERE id = ?", noted[0])
    assert {each.get("missing") for each in found(store)} == {"journal", "live_sale", None}


@pytest.mark.expects_log
def test_an_order_the_journal_tells_otherwise(store: Store, noted: list[str]) -> None:
    changed = dict.fromkeys(
        (
            "UPDATE live_sale SET channel = '快手'",
            "UPDATE live_sale SET qty = 2, paid_fen = 2000",
            "UPDATE journal SET body = replace(body, '抖音', '快手')",
            "UPDATE journal SET body = '{}'",
            "INSERT INTO live_sale_undo SELECT id, 1, '', reserved_by FROM live_sale LIMIT 1",
        ),
        "audit_orders_in_journal",
    )
    assert unseen(store, CHECKS, changed) == []
