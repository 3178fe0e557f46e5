"""Which product of ours a shop's code means: proposed by likeness, confirmed by a person, kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import lookup
from inventory.orders.line_state import PARTS_AT, LineState
from inventory.orders.status import Aftersale, Status
from studio.runtime.errors import UserFacingError

LIKELY = 80.0
"""Likeness of names, 0 to 100, from which a product is proposed (`rapidfuzz.fuzz.WRatio`)."""
CLEARLY = 15.0
"""By so much the best must lead, to be the only one proposed."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Mapped:
    """One piece of the shop's is ``times`` units of the SKU."""

    sku: str
    times: int


@dataclass(frozen=True, slots=True)
class Named:
    """A product of ours, as suggestions are looked for."""

    sku: str
    words: str


def products(db: Database) -> list[Named]:
    """Every product with its name and spec."""
    return [
        Named(sku, f"{name} {spec}".strip())
        for sku, name, spec in db.execute("SELECT sku, name, spec FROM product ORDER BY sku")
    ]


def suggestions(code: str, words: str, ours: Sequence[Named]) -> list[str]:
    """The SKUs a shop's product may be, the likeliest first; exactly one where it is clear.

    A code that is one of our SKUs is that product; names are compared for likeness.
    """
    # Compiled parts that a command without an import should not wait for.
    from rapidfuzz import fuzz, process, utils

    for each in ours:
        if code.casefold() == each.sku.casefold():
            return [each.sku]
    names = {each.sku: each.words for each in ours}
    found = process.extract(
        words, names, scorer=fuzz.WRatio, processor=utils.default_process,
        score_cutoff=LIKELY, limit=MOST,
    )  # fmt: skip
    if len(found) > 1 and found[0][1] - found[1][1] >= CLEARLY:
        found = found[:1]
    return [sku for _, _, sku in found]


def of_shop(db: Database, shop: str) -> dict[str, Mapped]:
    """Everything confirmed for a shop, by its codes."""
    rows = db.execute("SELECT code, sku, times FROM channel_sku_map WHERE shop = ?", [shop])
    return {code: Mapped(sku, times) for code, sku, times in rows}


def confirm(db: Database, shop: str, code: str, mapped: Mapped, at_ms: int) -> None:
    """Keep what a person said a code means; said again, the latest counts. product_unknown."""
    lookup.must_be_known(db, mapped.sku)
    db.execute(
        "INSERT INTO channel_sku_map VALUES (?, ?, ?, ?, ?) ON CONFLICT (shop, code) DO UPDATE "
        "SET sku = excluded.sku, times = excluded.times, confirmed_ms = excluded.confirmed_ms",
        [shop, code, mapped.sku, mapped.times, at_ms],
    )


def forget(db: Database, shop: str, code: str) -> None:
    """What a person said a code means was wrong, or is no longer so. Raises code_not_mapped."""
    gone = db.execute("DELETE FROM channel_sku_map WHERE shop = ? AND code = ?", [shop, code])
    if not gone.rowcount:
        raise UserFacingError("code_not_mapped", shop=shop, theirs=code)


def goods_in(
    line: LineState, maps: Mapping[str, Mapped], told: Mapping[str, int] | None
) -> Mapping[str, int] | None:
    """Our products in a line: as a person told of it, else of its code; None where nobody has."""
    if told:
        return told
    mapped = maps.get(line.code)
    if line.parts or mapped is None:
        return None
    return {mapped.sku: mapped.times * line.qty}


GOODS_IN = f"""LEFT JOIN line_goods ON line_goods.line_id = order_line.id
    LEFT JOIN channel_sku_map AS coded ON line_goods.sku IS NULL
        AND coded.shop = platform_order.shop AND coded.code = order_line.code
        AND json_array_length(order_line.state, '$[{PARTS_AT}]') = 0"""
"""`goods_in` for a query over many lines: joined to ``platform_order`` and ``order_line``, it gives
a row for each product in a line, and one without a product where nobody has said which."""
SKU_IN = "coalesce(line_goods.sku, coded.sku)"
"""The product of such a row; NULL where nobody has said which."""
QTY_IN = "coalesce(line_goods.qty, coded.times * order_line.qty)"
"""How many of it, in its own unit."""


def known_headings(db: Database, platform: str) -> set[str]:
    """Headings a person has said may be passed over."""
    rows = db.execute("SELECT heading FROM known_heading WHERE platform = ?", [platform])
    return {heading for (heading,) in rows}


def pass_over(db: Database, platform: str, headings: Iterable[str], at_ms: int) -> None:
    """Take a heading for known from now on; its cells are kept, nothing is made of them."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO known_heading VALUES (?, ?, ?)",
        [(platform, heading, at_ms) for heading in headings],
    )


@dataclass(frozen=True, slots=True)
class Word:
    """What a platform's word for a status means, as a person said."""

    platform: str
    kind: str
    """``status`` or ``aftersale``."""
    word: str
    meaning: str
    """Name of a `Status` or an `Aftersale`."""


def known_words(db: Database) -> list[Word]:
    """Everything that was said about words."""
    rows = db.execute("SELECT platform, kind, word, meaning FROM known_word")
    return [Word(*row) for row in rows]


def explain(db: Database, word: Word, at_ms: int) -> None:
    """Keep what a word means; said again, the latest counts. Raises meaning_unknown."""
    kinds: dict[str, type[Status | Aftersale]] = {"status": Status, "aftersale": Aftersale}
    names = set(kinds[word.kind].__members__) - {Status.unknown.name}
    if word.meaning not in names:
        raise UserFacingError("meaning_unknown", meaning=word.meaning, known="、".join(names))
    db.execute(
        "INSERT INTO known_word VALUES (?, ?, ?, ?, ?) ON CONFLICT (platform, kind, word) "
        "DO UPDATE SET meaning = excluded.meaning, confirmed_ms = excluded.confirmed_ms",
        [word.platform, word.kind, word.word, word.meaning, at_ms],
    )


def goods_of(db: Database, order_id: str) -> Mapping[str, dict[str, int]]:
    """What a person said is in an order's lines that join several products, by line."""
    found: dict[str, dict[str, int]] = {}
    rows = db.execute(
        "SELECT line_id, sku, line_goods.qty FROM line_goods "
        "JOIN order_line ON order_line.id = line_id WHERE order_id = ?",
        [order_id],
    )
    for line_id, sku, qty in rows:
        found.setdefault(line_id, {})[sku] = qty
    return found
