"""A file of the version before gets the tables of the counter and of cases, and keeps its own."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from inventory import audit as ledger_audit
from inventory import holds, live_sales, reservations
from inventory.counter import audit, phone
from inventory.products import Product, take_over
from studio.runtime.ids import new_id
from studio.runtime.threads import Runtime
from studio.store.audit import problems
from studio.store.database import Store
from tests.helpers.books import DAY
from tests.helpers.clock import ManualClock

_LATER = ("counter", "aftersales", "search")
"""Houses that version had not, or that build on them."""


def as_before(db: Database, session_id: str, channel: str, now: int, expires: int | None) -> str:
    """Noted by a version that knew of no counter."""
    order, facts = new_id(now), {"sku": "YM", "qty": 2, "at_ms": now, "reason": "live_sale"}
    held = reservations.reserve(db, reference=order, **facts)  # type: ignore[arg-type]
    db.execute(
        "INSERT INTO live_sale VALUES (?, ?, 'YM', 2, ?, 100, 200, ?, 'then', ?, ?)",
        [order, session_id, channel, now, held.first_move, expires],
    )
    return order


def test_what_no_platform_tells_of_and_still_waits_is_handed_over_after_the_update(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    before = [each for each in migrations if each.name not in _LATER]
    assert len(before) == len(migrations) - len(_LATER)
    path, now = tmp_path / "studio.db", clock.now_ms()
    store = Store.open(path, runtime, before, clock)

    def work(db: Database) -> list[str]:
        take_over(db, Product("YM", "杨梅", "", "箱", 100, None, "", "", ""), 20, now)
        said = (("", "电话"), ("s", "微信群"), ("s", "抖音"), ("s", "电话"), ("s", "电话"))
        made = [as_before(db, *each, now, now + DAY if each[0] else None) for each in said]
        holds.release(db, made[3], at_ms=now)
        live_sales.undo(db, made[4], now)
        return made

    call, live, _, given_back, _ = store.write(work).result()
    store.close()
    updated = Store.open(path, runtime, migrations, clock)
    assert [
        each.sku for each in updated.write(lambda db: holds.expire(db, now + DAY)).result()
    ] == ["YM"]
    waiting = updated.read(phone.waiting).result()
    assert [(each.id, each.session_id) for each in waiting] == [(call, ""), (live, "s")]
    assert updated.read(lambda db: phone.by_number(db, waiting[0].number)).result() == [call]
    handed = [
        updated.write(lambda db, each=each: phone.hand_over(db, each, "shipped", now)).result()
        for each in (call, live)
    ]
    assert [each.qty for each in handed] == [2, 2]
    refused = updated.write(lambda db: phone.hand_over(db, given_back, "shipped", now)).exception()
    assert "order_given_back" in str(refused)
    checks = (*audit.CHECKS, *ledger_audit.CHECKS)
    assert updated.read(lambda db: problems(db, checks)).result() == []
    assert list((tmp_path / "backups").glob("before-update-*.db"))
