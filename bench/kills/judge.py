"""What was acknowledged before the kills, and whether all of it is there, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from bench.kills import work
from bench.quiet import quiet_studio
from inventory.fulfilment import parcels
from studio.bootstrap import MIGRATIONS, checks
from studio.runtime.errors import UserFacingError
from studio.store import audit, backup


@dataclass
class Witness:
    """What a workshop's killed processes said was done."""

    orders: int
    """Of one file."""
    noted: list[str] = field(default_factory=list)
    imported: dict[int, int] = field(default_factory=dict)
    """Orders of each file that was done, by its number."""
    scanned: dict[str, int] = field(default_factory=dict)
    shipped: set[str] = field(default_factory=set)
    backed_up: list[str] = field(default_factory=list)
    unsaid: int = 0
    """Orders that may be there without a word: one for each process that noted."""

    def hear(self, told: tuple[object, ...]) -> None:
        match told:
            case ("noted", str(order)):
                self.noted.append(order)
            case ("imported", int(number), int(orders)):
                self.imported[number] = orders
            case ("scanned", str(code), int(count)):
                self.scanned[code] = count
            case ("shipped", str(code)):
                self.shipped.add(code)
            case ("backed up", str(name)):
                self.backed_up.append(name)

    @property
    def acknowledged(self) -> dict[str, int]:
        """How much of each kind of work."""
        return {
            "noting": len(self.noted),
            "importing": sum(self.imported.values()),
            "packing": sum(self.scanned.values()) + len(self.shipped),
            "backup": len(self.backed_up),
        }


def wrong(folder: Path, witness: Witness) -> list[str]:
    """What a fresh start on what the kill left finds lost, doubled or not adding up."""
    with quiet_studio(folder) as studio:
        found = studio.store.read(lambda db: list(_in_the_books(db, witness))).result()
    return [*found, *_backups(folder / "backups", witness)]


def _in_the_books(db: Database, witness: Witness) -> Iterator[str]:
    yield from audit.problems(db, checks())
    there = Counter(order for (order,) in db.execute("SELECT id FROM live_sale"))
    lost = set(witness.noted) - set(there)
    yield from (f"lost: order {each}" for each in lost)
    if len(there) > len(witness.noted) + witness.unsaid or len(set(witness.noted)) < len(
        witness.noted
    ):
        yield f"doubled: {len(there)} orders are there, {len(witness.noted)} were noted"
    for number, orders in witness.imported.items():
        if (kept := _kept(db, number, witness.orders)) != (orders, orders):
            yield f"file {number}: {orders} orders were imported, there are {kept}"
    found = {each.code: each for each in parcels.listed(db, 0, parcels.STATES)}
    for code, count in witness.scanned.items():
        if code not in found or found[code].scanned < count:
            yield f"lost: parcel {code} had {count} scanned"
    for code in witness.shipped:
        if code not in found or found[code].state != parcels.SHIPPED:
            yield f"lost: parcel {code} had been sent"


def _kept(db: Database, number: int, orders: int) -> tuple[int, int]:
    """Orders of a file of so many, and their lines."""
    ends = [work.order_no(each * orders) for each in (number, number + 1)]
    row = db.execute(
        "SELECT count(DISTINCT order_id), count(*) FROM platform_order "
        "JOIN order_line ON order_id = platform_order.id WHERE order_no >= ? AND order_no < ?",
        ends,
    ).fetchone()
    return row[0], row[1]


def _backups(folder: Path, witness: Witness) -> Iterator[str]:
    """Each is whole; of the same day the last is kept."""
    found = backup.backups(folder)
    for each in found:
        try:
            backup.check(each.path, MIGRATIONS)
        except UserFacingError as error:
            yield f"{each.path.name}: {error.code}"
    if witness.backed_up and (not found or found[0].path.name < witness.backed_up[-1]):
        yield f"lost: {witness.backed_up[-1]}"
