"""A file of the version before gets the tables of the counter and of cases, and keeps its own."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Migrations

from inventory import live_sales
from inventory.counter import phone
from inventory.products import Product, take_over
from studio.runtime.ids import new_id
from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.clock import ManualClock


def test_an_order_noted_before_the_update_is_handed_over_after_it(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    before = [each for each in migrations if each.name not in ("counter", "aftersales")]
    assert len(before) == len(migrations) - 2
    path, order, now = tmp_path / "studio.db", new_id(clock.now_ms()), clock.now_ms()
    store = Store.open(path, runtime, before, clock)
    good = Product("YM", "杨梅", "", "箱", 100, None, "", "", "")
    store.write(lambda db: take_over(db, good, 5, now)).result()
    facts = {"session_id": "", "sku": "YM", "qty": 2, "channel": "电话", "unit_price_fen": 100}
    store.write(
        lambda db: live_sales.note(db, order_id=order, at_ms=now, **facts)  # type: ignore[arg-type]
    ).result()
    store.close()
    updated = Store.open(path, runtime, migrations, clock)
    (waiting,) = updated.read(phone.waiting).result()
    assert (waiting.id, waiting.number) == (order, order[-4:].upper())
    assert updated.read(lambda db: phone.by_number(db, waiting.number)).result() == [order]
    handed = updated.write(lambda db: phone.hand_over(db, order, "shipped", now)).result()
    assert handed.qty == 2
    assert list((tmp_path / "backups").glob("before-update-*.db"))
