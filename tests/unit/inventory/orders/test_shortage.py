"""A preview says of which rows there is too little, as the import of them will."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import bundles, ledger, live_sales, products
from inventory.orders import mapping
from inventory.orders.importing import Imports, Wish
from inventory.orders.line_state import LineState
from inventory.orders.mapping import Mapped
from inventory.orders.matching import Notes
from inventory.orders.shortage import Stores
from inventory.orders.status import Aftersale, Status
from inventory.orders.waiting import SHORT
from inventory.products import Product
from inventory.schema import Kind, Place
from studio.runtime.ids import new_id
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets
from tests.helpers.clock import ManualClock
from tests.unit.inventory.orders.test_matching import AT, SKU, ordered

PART = "TD-002"


@pytest.fixture
def imports(store: Store, clock: ManualClock, tmp_path: Path) -> Imports:
    return Imports(store, clock, Sealer(KeyringSecrets()), tmp_path)


def known(store: Store, sku: str, stock: int, kind: Kind = Kind.STOCK) -> None:
    made = Product(sku, sku, "", "箱", 1990, None, "", "", "", kind)

    def take_over(db: Database) -> None:
        products.take_over(db, made, stock, 1)
        mapping.confirm(db, "抖店", sku, Mapped(sku, 1), 1)

    store.write(take_over).result()


def note(db: Database, qty: int) -> None:
    facts = {"order_id": new_id(AT), "session_id": "s", "sku": SKU, "channel": "抖音"}
    live_sales.note(db, **facts, qty=qty, unit_price_fen=1990, at_ms=AT)  # type: ignore[arg-type]


def plain(store: Store) -> None:
    known(store, SKU, 5)


def noted(store: Store) -> None:
    """Three of five wait in a note of the evening, and nobody else's are they."""
    known(store, SKU, 5)
    store.write(lambda db: note(db, 3)).result()


def bundle(store: Store) -> None:
    known(store, PART, 10)
    known(store, SKU, 0)
    store.write(lambda db: bundles.define(db, SKU, {PART: 2})).result()


def noted_bundle(store: Store) -> None:
    bundle(store)
    store.write(lambda db: note(db, 3)).result()


def presale(store: Store) -> None:
    known(store, SKU, 5, Kind.PRESALE)


def presale_of_which_two_came(store: Store) -> None:
    presale(store)

    def came(db: Database) -> None:
        ledger.move(
            db, sku=SKU, qty=2, source=Place.HOUSEHOLD, target=Place.SHELF, reason="came", at_ms=AT
        )

    store.write(came).result()


@pytest.mark.parametrize("there", [plain, noted, bundle, noted_bundle, presale])
@pytest.mark.parametrize(
    ("rows", "short"), [((5,), 0), ((3, 2), 0), ((6,), 1), ((3, 3, 2), 1), ((2, 2, 2), 1)]
)
def test_the_preview_says_what_the_import_will_find(
    imports: Imports, store: Store, tmp_path: Path, there, rows: tuple[int, ...], short: int
) -> None:
    """Three noted live, a presale and a bundle were each said to be lacking, and came in."""
    there(store)
    assert agree(imports, ordered(*rows).write(tmp_path / "f")) == short


@pytest.mark.parametrize(("rows", "short"), [((2,), 0), ((3,), 1), ((1, 1, 1), 1)])
def test_what_was_sent_before_it_had_come_is_short(
    imports: Imports, store: Store, tmp_path: Path, rows: tuple[int, ...], short: int
) -> None:
    presale_of_which_two_came(store)
    made = ordered(*rows, status="已发货")
    assert agree(imports, made.write(tmp_path / "f")) == short


class Asked(Counter[str]):
    """What is there, of which only single products may be asked for."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("every product was walked for one row")


def test_a_row_looks_only_at_its_own_products() -> None:
    """With a thousand products a file of 50,000 rows took half a minute to preview."""
    stores = Stores(Asked({SKU: 3, PART: -1}), Asked({SKU: 2}), {})
    line = LineState(
        *("6917", "1", SKU, "杨梅", "", 1, 1990, None, 0, Status.paid, Aftersale.none, False, AT),
        *(None, None, None, "", "", (), (), ""),
    )
    shelf, gone = Place.SHELF, Place.CUSTOMER
    takes = [
        stores.take(line, {SKU: qty}, Notes("抖店", []), place)
        for qty, place in ((4, shelf), (2, gone), (1, gone), (1, shelf))
    ]
    assert takes == [False, True, False, True]


def agree(imports: Imports, file: Path) -> int:
    """Of how many rows both say that there is too little."""
    foreseen = imports.preview(Wish(file)).questions
    assert foreseen == imports.run(Wish(file)).questions
    assert {each.kind for each in foreseen} <= {SHORT}
    return len(foreseen)
