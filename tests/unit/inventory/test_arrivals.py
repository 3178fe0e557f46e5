"""到货: goods come in, with what is known of them or without."""

from __future__ import annotations

from functools import partial

from inventory import arrivals, lots
from inventory.lots import Lot
from inventory.schema import Place
from studio.runtime.clock import local_day
from tests.helpers.books import AT, DAY, Books


def test_what_arrives_can_be_sold_and_is_a_lot_of_its_day_and_household(books: Books) -> None:
    books.product("TD", 1)
    day = local_day(AT)[2:].replace("-", "")

    def come(qty: int, **known: str) -> str:
        return books.write(lambda db: arrivals.receive(db, "TD", qty, AT, **known))

    assert come(4) == ""
    assert come(2, household="李阿婆", best_before="2026-06-20") == f"{day}-李阿婆"
    assert come(3, household="李阿婆", best_before="2026-06-20") == f"{day}-李阿婆"
    assert come(1, household="李阿婆", best_before="2026-06-25") == f"{day}-李阿婆-2"
    assert books.on(Place.SHELF, "TD", f"{day}-李阿婆") == 5
    assert books.level("TD").available == 11
    known = books.look(lambda db: lots.find(db, "TD", f"{day}-李阿婆"))
    assert known == Lot("TD", f"{day}-李阿婆", "李阿婆", best_before="2026-06-20")


def test_what_arrives_a_year_later_is_another_lot(books: Books) -> None:
    books.product("TD", 1)
    first = books.write(lambda db: arrivals.receive(db, "TD", 1, AT, household="李阿婆"))
    later = AT + 365 * DAY
    second = books.write(lambda db: arrivals.receive(db, "TD", 1, later, household="李阿婆"))
    assert (first[:2], second[:2], first[2:]) == ("26", "27", second[2:])


def test_what_arrives_after_a_lot_was_held_is_another_lot_and_for_sale(books: Books) -> None:
    for sku in ("TD", "YM"):
        books.product(sku, 1)
    books.write(lambda db: arrivals.receive(db, "TD", 2, AT, household="李阿婆"))
    held = books.write(lambda db: arrivals.receive(db, "TD", 2, AT, household="李阿婆"))
    books.write(lambda db: lots.hold(db, held, "农残超标", AT))
    # Another product, too: a code that is held is held under every product that carries it.
    for sku in ("TD", "YM"):
        come = books.write(partial(arrivals.receive, sku=sku, qty=3, at_ms=AT, household="李阿婆"))
        assert come == f"{held}-2"
        assert books.level(sku).available == 4
    books.write(lambda db: lots.let_go(db, held, "复检合格", AT))
    again = books.write(lambda db: arrivals.receive(db, "TD", 1, AT, household="李阿婆"))
    assert again == held


def test_a_day_that_is_none_brings_nothing_in(books: Books) -> None:
    books.product("TD", 1)
    error = books.refusal(lambda db: arrivals.receive(db, "TD", 4, AT, best_before="明天"))
    assert error.code == "day_unreadable"
    assert books.level("TD").available == 1
