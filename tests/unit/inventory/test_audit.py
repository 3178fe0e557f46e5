"""The audit finds what somebody did to the file past every guard."""

from __future__ import annotations

import pytest

from inventory import (
    arrivals,
    audit,
    bundles,
    counts,
    holds,
    households,
    live_sales,
    losses,
    lots,
    overdue,
)
from inventory.ledger import Place
from inventory.schema import Kind
from studio.bootstrap import checks
from studio.runtime.wording import catalogue
from studio.store.audit import run
from tests.helpers.books import DAY, Books
from tests.helpers.meddling import unseen


@pytest.fixture
def busy(books: Books) -> Books:
    """Lots, a count, notes of every fate."""
    books.product("YM", 10)
    books.product("TD")
    books.product("MI", 4, Kind.PRESALE)
    books.product("ZH")
    books.write(lambda db: bundles.define(db, "ZH", {"YM": 1}))
    books.product("YU", catch_weight=True)
    books.harvest("YU", "a", 1, grams=900)
    books.harvest("TD", "a", 5)
    for qty, work in (
        (1, lambda db, note: holds.confirm(db, note, reference="line", at_ms=books.now)),
        (2, lambda db, note: holds.release(db, note, at_ms=books.now, qty=1)),
        (3, lambda db, note: None),
    ):
        note = books.note("YM", qty)
        books.write(lambda db, work=work, note=note: work(db, note))
    books.write(lambda db: counts.count(db, "YM", 9, books.now))
    cause = losses.Cause.ROTTEN
    for back in (False, True):
        lost = books.write(lambda db: losses.lose(db, "TD", 1, books.now, cause=cause, lot="a"))
        if back:
            books.write(lambda db, it=lost: losses.undo(db, it.id, books.now))
    books.note("ZH", 1, hours=None)
    undone = books.note("TD", 1)
    books.write(lambda db: live_sales.undo(db, undone, books.now))
    books.write(lambda db: lots.hold(db, "a", "等检测", books.now))
    for name in ("李家", "陈家"):
        books.write(lambda db, it=name: arrivals.receive(db, "TD", 1, books.now, household=it))
    for name, new in (("李家", "李阿婆"), ("陈家", "李阿婆")):
        books.write(
            lambda db, it=(name, new): households.rename(db, *it, books.now, is_known_one=True)
        )
    return books


def found(books: Books) -> dict[str, int]:
    findings = books.look(lambda db: run(db, audit.CHECKS))
    return {each.name: len(each.differences) for each in findings if not each.holds}


def test_books_that_were_kept_by_the_program_are_right(busy: Books) -> None:
    assert found(busy) == {}


MEDDLED = {
    "UPDATE stock_balance SET qty = qty + 1 WHERE place = 'shelf'": "audit_balances_replay",
    "UPDATE stock_move SET qty = 99 WHERE target = 'reserved'": "audit_never_below_zero",
    "UPDATE stock_balance SET qty = 5 WHERE sku = 'TD' AND place = 'shelf'":
        "audit_held_lots_off_shelf",
    "DELETE FROM hold_end": "audit_notes_hold_goods",
    "UPDATE live_sale SET sku = 'TD' WHERE sku = 'YM'": "audit_notes_hold_goods",
    "UPDATE live_sale SET sku = 'YM' WHERE sku = 'TD'": "audit_notes_hold_goods",
    "UPDATE live_sale SET sku = 'YM' WHERE sku = 'ZH'": "audit_notes_hold_goods",
    "UPDATE stock_move SET reference = 'x' WHERE qty = 3": "audit_notes_hold_goods",
    "UPDATE live_sale_undo SET released_by = (SELECT max(id) FROM stock_move)":
        "audit_notes_hold_goods",
    "DELETE FROM hold_sweep": "audit_notes_hold_goods",
    "UPDATE hold_sweep SET ended_up_to = '~'": "audit_notes_hold_goods",
    "DELETE FROM stock_move WHERE reason = 'count'": "audit_counts_explained",
    "DELETE FROM stock_count": "audit_counts_explained",
    "UPDATE stock_count SET sku = 'TD'": "audit_counts_explained",
    "UPDATE stock_count SET counted_grams = 7": "audit_counts_explained",
    "UPDATE stock_count SET moved_by = (SELECT min(id) FROM stock_move)": "audit_counts_explained",
    "DELETE FROM lot": "audit_goods_known",
    "UPDATE product SET kind = 'bundle' WHERE sku = 'YM'": "audit_goods_known",
    "UPDATE product SET kind = 'stock' WHERE sku = 'MI'": "audit_goods_known",
    "UPDATE product SET catch_weight = 0 WHERE catch_weight": "audit_goods_known",
    "DELETE FROM bundle_part": "audit_goods_known",
    "UPDATE stock_move SET target = 'customer' WHERE reason = 'loss_rotten'": "audit_losses_told",
    "DELETE FROM stock_move WHERE reason = 'loss_rotten'": "audit_losses_told",
    "DELETE FROM stock_move WHERE reason = 'loss_undone'": "audit_losses_told",
    "UPDATE stock_move SET qty = 2 WHERE reason = 'loss_undone'": "audit_losses_told",
    "UPDATE stock_loss_undo SET loss = (SELECT min(id) FROM stock_loss)": "audit_losses_told",
    "DELETE FROM stock_loss_undo": "audit_losses_told",
    "UPDATE household_name SET called = '陈家' WHERE written = '李家'": "audit_households_named",
    "UPDATE household_name SET written = '没有' WHERE written = '李家'": "audit_households_named",
}  # fmt: skip


def test_what_was_changed_behind_its_back_is_found(busy: Books) -> None:
    assert unseen(busy.store, audit.CHECKS, MEDDLED) == []


def test_a_long_list_of_differences_is_cut(busy: Books) -> None:
    from studio.store.audit import MOST, Check

    many = Check("audit_balances_replay", lambda db: iter([{"n": n} for n in range(MOST + 50)]))
    (finding,) = busy.look(lambda db: run(db, [many]))
    assert len(finding.differences) == MOST + 1
    assert finding.differences[-1] == {"more": True}


def test_every_check_says_what_it_proves() -> None:
    names = [check.name for check in checks()]
    assert len(names) == len(set(names))
    assert set(names) <= set(catalogue())
    assert {check.name for check in audit.CHECKS} <= set(names)


def test_goods_moved_past_their_note_are_found(busy: Books) -> None:
    busy.move("YM", 1, Place.RESERVED, Place.SHELF, reference=busy.note("YM", 1))
    assert found(busy) == {"audit_notes_hold_goods": 1}


def test_history_goes_on_where_the_clock_was_set_back(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A move of a new run sorts after those of the run before, a year ahead as they seem."""
    books.product("YM", 10)
    monkeypatch.setattr("studio.runtime.ids._last", 0)  # as in a new process
    books.now -= 365 * DAY
    books.write(lambda db: overdue.catch_up(db, books.now))
    books.move("YM", 3, Place.SHELF, Place.LOSS)
    assert found(books) == {}
