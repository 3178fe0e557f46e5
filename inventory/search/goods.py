"""What words are about among all that imported orders hold. Runs inside `Store.read`.

Everything that was ever bought together is told once (`order_goods`), as often as there are
products and combinations of them: those are looked through, and orders are found by their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlite_utils import Database

from inventory.search import initials


def about(db: Database, words: str, shop: str = "") -> dict[int, str]:
    """Numbers of the goods that have all words, each with its shop; of one shop where it is told.

    A word may stand in the shop's name of a product, its spec or code, in our own name or code of
    what a person said it is, or be the initials of one of these.
    """
    wanted = words.casefold().split()
    ours = _ours(db)
    return {
        number: whose
        for number, whose, told in db.execute("SELECT id, shop, words FROM order_goods")
        if shop in ("", whose) and _has(wanted, f"{whose} {told} {_named(ours, whose, told)}")
    }


def _has(words: Iterable[str], told: str) -> bool:
    folded = told.casefold()
    return all(
        word in folded or (word.isascii() and word.isalnum() and initials.fits(told, word))
        for word in words
    )


def _ours(db: Database) -> Mapping[tuple[str, str], str]:
    """Our name and code of a shop's code, as a person has confirmed it."""
    rows = db.execute("SELECT shop, code, name, sku FROM channel_sku_map JOIN product USING (sku)")
    found: defaultdict[tuple[str, str], str] = defaultdict(str)
    found.update({(shop, code): f"{name} {sku}" for shop, code, name, sku in rows})
    return found


def _named(ours: Mapping[tuple[str, str], str], shop: str, told: str) -> str:
    codes = (line.rpartition("\t")[2] for line in told.split("\n"))
    return " ".join(ours[shop, code] for code in codes)


def of(found: Iterable[int]) -> str:
    """The condition that an order holds one of them, of which there must be one."""
    return f"goods IN ({', '.join(f'{each:d}' for each in found)})"


def are_few(db: Database, found: Iterable[int], most: int) -> bool:
    """Whether at most so many orders hold one of them."""
    (count,) = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM platform_order INDEXED BY platform_order_by_goods "
        f"WHERE {of(found)} LIMIT ?)",
        [most + 1],
    ).fetchone()
    return int(count) <= most


def sums(
    db: Database, found: Collection[int], narrowed: str = "", values: Sequence[str | int] = ()
) -> tuple[int, int, int]:
    """How many orders hold one of them, what was paid for these and what was given back; of those
    alone for which the condition ``narrowed`` (of ``values``) holds."""
    if not found:  # SQLite reads everything to find that nothing is among none
        return 0, 0, 0
    tests = " AND ".join(filter(None, (of(found), narrowed)))
    row = db.execute(
        "SELECT count(*), coalesce(sum(paid_fen), 0), coalesce(sum(refunded_fen), 0) "
        f"FROM platform_order INDEXED BY platform_order_by_goods WHERE {tests}",
        list(values),
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])
