"""Rows that contradict each other: a person says which counts, and it holds until the rows go."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import ledger
from inventory.orders import disputes, questions
from inventory.orders.audit import CHECKS
from inventory.orders.disputes import TOTALS, TWICE, Version
from inventory.orders.importing import Imports, Wish
from inventory.orders.mapping import Mapped
from inventory.orders.questions import Asked
from studio.runtime.errors import UserFacingError
from studio.store import audit
from studio.store.database import Store
from tests.helpers.order_files import PRODUCTS, Draft, draft
from tests.unit.inventory.orders.test_importing import imports

__all__ = ["imports"]
SHOP = "抖店"


def contradicting(qty: str = "3") -> Draft:
    """One paid order whose only line stands twice, once of 2 pieces and once of ``qty``."""
    made = draft(SHOP, orders=1)
    row = made.rows[0] | {made.role("qty"): "2", made.role("status"): "待发货"}
    row |= {made.role("code"): "YM-001", made.role("aftersale"): "", made.role("shipped_at"): ""}
    row[made.role("paid")] = "20.00"
    made.rows = [row, row | {made.role("qty"): qty, made.role("paid"): "30.00"}]
    return made


def of_totals() -> Draft:
    """Two lines of one order that tell different totals of it."""
    made = draft("微信小店", orders=1)
    row = made.rows[0] | {made.role("qty"): "2", made.role("status"): "待发货"}
    row |= {made.role("code"): "YM-001", made.role("aftersale"): "", made.role("shipped_at"): ""}
    row |= {made.role("paid"): "20.00", made.role("order_paid"): "20.00"}
    other = {made.role("spec"): "另一种", made.role("order_paid"): "36.00"}
    made.rows = [row, row | other]
    return made


def run(imports: Imports, made: Draft, path: Path) -> str:
    imports.map_code(made.platform, "YM-001", Mapped("YM-001", 1))
    return imports.run(Wish(made.write(path))).import_id


def asked(store: Store) -> list[Asked]:
    return store.read(questions.asked).result()


def decide(imports: Imports, one: Asked, taken: Version) -> int:
    assert one.dispute is not None
    return imports.decide(one.order_id, one.dispute, taken)


def reserved(store: Store) -> int:
    return store.read(ledger.levels).result()["YM-001"].reserved


def order(store: Store) -> tuple[int, int, str]:
    def look(db: Database) -> tuple[int, int, str]:
        return db.execute(
            "SELECT pieces, paid_fen, group_concat(DISTINCT waits) FROM platform_order "
            "JOIN order_line ON order_id = platform_order.id"
        ).fetchone()

    return store.read(look).result()


@pytest.mark.parametrize(("choice", "comes_to"), [(0, (1, 1000)), (1, (2, 2000)), (2, (3, 3000))])
def test_the_orders_own_total_follows_the_row_that_counts(
    imports: Imports, store: Store, tmp_path: Path, choice: int, comes_to: tuple[int, int]
) -> None:
    made = of_totals()
    row = made.rows[0] | {made.role("qty"): "1"}
    row |= {made.role("paid"): "10.00", made.role("order_paid"): "10.00"}
    made.rows = [row, made.rows[0]]
    run(imports, made, tmp_path / "f")
    (one,) = asked(store)
    assert one.dispute is not None
    decide(imports, one, one.dispute.choices[choice])
    assert order(store)[:2] == comes_to


@pytest.mark.parametrize(("choice", "comes_to"), [(0, (2, 2000)), (1, (3, 3000)), (2, (5, 5000))])
def test_one_row_counts_or_both(
    imports: Imports, store: Store, tmp_path: Path, choice: int, comes_to: tuple[int, int]
) -> None:
    run(imports, contradicting(), tmp_path / "f")
    (one,) = asked(store)
    assert (one.kind, one.lines, reserved(store)) == (TWICE, 1, 0)
    assert one.dispute is not None
    assert one.dispute.choices == (Version(2, 2000), Version(3, 3000), Version(5, 5000))
    assert decide(imports, one, one.dispute.choices[choice]) == 1
    assert asked(store) == []
    assert (order(store), reserved(store)) == ((*comes_to, ""), comes_to[0])
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []


@pytest.mark.parametrize(("choice", "comes_to"), [(0, 2000), (1, 3600), (2, 5600)])
def test_a_total_is_one_of_those_told_or_their_sum(
    imports: Imports, store: Store, tmp_path: Path, choice: int, comes_to: int
) -> None:
    run(imports, of_totals(), tmp_path / "f")
    (one,) = asked(store)
    assert (one.kind, one.lines) == (TOTALS, 2)
    assert one.dispute is not None
    assert decide(imports, one, one.dispute.choices[choice]) == 1
    assert (order(store), reserved(store)) == ((4, comes_to, ""), 4)
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []


def test_it_is_remembered_for_the_same_rows_and_asked_of_others(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    made = contradicting()
    run(imports, made, tmp_path / "f")
    (one,) = asked(store)
    decide(imports, one, Version(5, 5000))
    for row in made.rows:
        row |= {made.role("status"): "已发货", made.role("shipped_at"): "2026-06-19 10:00:00"}
    report = imports.run(Wish(made.write(tmp_path / "later")))
    assert (report.questions, asked(store)) == ((), [])
    assert order(store)[0] == 5
    assert imports.preview(Wish(made.write(tmp_path / "later"))).duplicate == 1
    report = imports.run(Wish(contradicting("4").write(tmp_path / "other")))
    assert store.read(lambda db: audit.problems(db, CHECKS)).result() == []


def test_it_goes_with_its_import_and_is_asked_again(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    """Also one that was answered wrongly; as long as another file tells of it, it stays."""
    made = contradicting()
    first = run(imports, made, tmp_path / "f")
    (one,) = asked(store)
    decide(imports, one, Version(5, 5000))
    made.rows.reverse()
    second = imports.run(Wish(made.write(tmp_path / "again"))).import_id
    imports.undo(second)
    assert (asked(store), order(store)[0]) == ([], 5)
    imports.undo(first)
    assert reserved(store) == 0
    assert store.read(lambda db: disputes.said(db, SHOP)).result() == {}
    run(imports, made, tmp_path / "f")
    (one,) = asked(store)
    decide(imports, one, Version(2, 2000))
    assert (order(store)[0], reserved(store)) == (2, 2)


def test_what_no_row_says_cannot_be_said(imports: Imports, store: Store, tmp_path: Path) -> None:
    run(imports, contradicting(), tmp_path / "f")
    (one,) = asked(store)
    with pytest.raises(UserFacingError, match="choice_unknown"):
        decide(imports, one, Version(9, 1))
    assert asked(store) == [one]


def test_only_questions_of_rows_are_told_as_doubts(
    imports: Imports, store: Store, tmp_path: Path
) -> None:
    imports.run(Wish(draft(SHOP, orders=4).write(tmp_path / "f")))
    assert len(asked(store)) >= 1
    assert {code for code, _ in PRODUCTS} >= {each.code for each in asked(store)}
    assert store.read(questions.disputed).result() == []
