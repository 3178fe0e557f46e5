"""The products the workshop knows, taken over from plans."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any, Literal

from sqlite_utils import Database

from inventory import ledger
from inventory.schema import Kind, Place
from studio.runtime.errors import UserFacingError

LONGEST_TEXT = 200
"""Characters of a code, name, spec, unit or origin, typed, in a list or in a plan: it stands on
cards and labels, and in every list."""
_TEXTS = ("sku", "name", "spec", "unit", "origin")


@dataclass(frozen=True, slots=True)
class Product:
    """One product. Money is integer fen; stock and orders count in ``unit``s."""

    sku: str
    name: str
    spec: str
    unit: str
    price_fen: int
    compared_price_fen: int | None
    origin: str
    picture: str
    """Path of the picture, empty where there is none."""
    script: str
    """Path of the talk script, empty where there is none."""
    kind: Kind = Kind.STOCK
    catch_weight: bool = False
    """True where pieces are counted and weighed: every one has its own weight."""


_COLUMNS = (
    "sku, name, spec, unit, price_fen, compared_price_fen, origin, picture, script, kind, "
    "catch_weight"
)


def take_over(db: Database, product: Product, opening_stock: int, at_ms: int) -> bool:
    """Make a product known where its SKU is new, with its opening stock on the shelf.

    Of a product sold by capacity, ``opening_stock`` is what may be promised of it. One sold by
    catch weight comes in weighed, so its opening stock is 0.

    True if it was new. A known SKU stays as it is, stock included: planning the same products for
    another evening must not fill the shelf again. Inside a transaction of `Store.write`.
    """
    if _row(db, product.sku) is not None:
        return False
    db.execute(
        f"INSERT INTO product ({_COLUMNS}, taken_over_ms) VALUES (:sku, :name, :spec, :unit, "
        ":price_fen, :compared_price_fen, :origin, :picture, :script, :kind, :catch_weight, "
        ":taken_over_ms)",
        {**asdict(product), "kind": product.kind.value, "taken_over_ms": at_ms},
    )
    open_with(db, product, opening_stock, at_ms)
    return True


def add(db: Database, product: Product, at_ms: int) -> Product:
    """A new product, nothing of it on the shelf yet; one without a code gets one.

    Raises product_known and those of `must_be_fit`.
    """
    must_be_fit(product)
    if not product.sku.strip():
        product = replace(product, sku=_new_code(db, product.name))
    if not take_over(db, product, 0, at_ms):
        raise UserFacingError("product_known", sku=product.sku)
    return product


def must_be_fit(product: Product, known: bool = False) -> None:
    """Raises product_name_missing, product_unit_missing, price_not_positive; product_sku_too_long,
    and so for name, spec, unit and origin, where one has more than `LONGEST_TEXT` characters.

    ``known``: it has its code already, as long as that may be, and keeps it.
    """
    for text, code in (
        (product.name, "product_name_missing"),
        (product.unit, "product_unit_missing"),
    ):
        if not text.strip():
            raise UserFacingError(code)
    if product.price_fen <= 0:
        raise UserFacingError("price_not_positive", price=f"{product.price_fen / 100:.2f}")
    for field in _TEXTS[1 if known else 0 :]:
        if (length := len(getattr(product, field))) > LONGEST_TEXT:
            raise UserFacingError(f"product_{field}_too_long", count=length, most=LONGEST_TEXT)


def _new_code(db: Database, name: str) -> str:
    """The first letters of its name and the next number: DKY-001."""
    from inventory.search import initials  # reads pinyin, which no start waits for

    letters = initials.of(name)[:3].upper() or "P"
    codes = (f"{letters}-{number:03d}" for number in count(1))
    return next(code for code in codes if not known(db, code))


def open_with(db: Database, product: Product, qty: int, at_ms: int) -> None:
    """The opening stock of a new product, or what may be promised of it; 0 is none."""
    if qty > 0:
        ledger.move(
            db,
            sku=product.sku,
            qty=qty,
            source=Place.PLAN if product.kind.by_capacity else Place.SUPPLIER,
            target=Place.CAPACITY if product.kind.by_capacity else Place.SHELF,
            reason="opening_stock",
            at_ms=at_ms,
        )


def fill_up(db: Database, sku: str, stock: int, at_ms: int) -> None:
    """Bring the shelf of a known SKU back up to ``stock``; a fuller one stays as it is.

    Only for rehearsals, which every time begin with what the plan says. Inside a transaction of
    `Store.write`.
    """
    level = ledger.level(db, sku)
    lacking = stock - (level.on_hand - level.reserved)
    if lacking > 0:
        ledger.move(
            db,
            sku=sku,
            qty=lacking,
            source=Place.SUPPLIER,
            target=Place.SHELF,
            reason="rehearsal",
            at_ms=at_ms,
        )


def known(db: Database, sku: str) -> bool:
    """Whether a product of that SKU was taken over."""
    return _row(db, sku) is not None


def change(db: Database, product: Product, *, write: bool = True) -> Literal["changed", "same"]:
    """Change what a list says about a known product: name, spec, unit, prices, origin.

    Picture, script and kind stay. ``write`` False only looks. Raises product_unknown,
    unit_has_stock (what was moved was counted in the other unit) and those of `must_be_fit`.
    """
    must_be_fit(product, known=True)
    before = find(db, product.sku)
    after = replace(
        before,
        name=product.name,
        spec=product.spec,
        unit=product.unit,
        price_fen=product.price_fen,
        compared_price_fen=product.compared_price_fen,
        origin=product.origin,
    )
    if after == before:
        return "same"
    if after.unit != before.unit and _has_moved(db, product.sku):
        raise UserFacingError("unit_has_stock", sku=product.sku, unit=before.unit)
    if write:
        db.execute(
            "UPDATE product SET name = ?, spec = ?, unit = ?, price_fen = ?, "
            "compared_price_fen = ?, origin = ? WHERE sku = ?",
            [
                *(after.name, after.spec, after.unit, after.price_fen),
                *(after.compared_price_fen, after.origin, after.sku),
            ],
        )
    return "changed"


def _has_moved(db: Database, sku: str) -> bool:
    return db.execute("SELECT 1 FROM stock_balance WHERE sku = ?", [sku]).fetchone() is not None


def find(db: Database, sku: str) -> Product:
    """The product of that SKU. Raises product_unknown."""
    row = _row(db, sku)
    if row is None:
        raise UserFacingError("product_unknown", sku=sku)
    return _product(row)


def all_products(db: Database) -> list[Product]:
    """Every product, by SKU."""
    return [_product(row) for row in db.execute(f"SELECT {_COLUMNS} FROM product ORDER BY sku")]


def _product(row: tuple[Any, ...]) -> Product:
    return Product(*(*row[:9], Kind(row[9]), bool(row[10])))


def _row(db: Database, sku: str) -> tuple[Any, ...] | None:
    found: tuple[Any, ...] | None = db.execute(
        f"SELECT {_COLUMNS} FROM product WHERE sku = ?", [sku]
    ).fetchone()
    return found
