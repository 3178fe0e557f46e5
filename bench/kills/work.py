"""What is killed: a process that does one thing over and over on a data folder.

It says what it has done only once the program would: after the commit. It is the real studio with
a stage that does nothing; only OBS, window and keyring are missing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from inventory import products
from inventory.fulfilment import making, packing, parcels, shipping
from inventory.orders import mapping
from inventory.orders.importing import Imports, Room, Wish
from inventory.orders.mapping import Mapped
from inventory.products import Product
from studio.session.plan import Plan, PlannedProduct
from studio.session.studio import Studio
from studio.store import backup
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets

Say = Callable[..., None]
BEGUN = "begun"
"""Said first: from now on the process may be killed."""
SKU, CODE, PLATFORM = "SKU-000", "YM-001", "快手小店"
PLAN = Plan(
    title="九死一生",
    anchor="主播甲",
    products=(PlannedProduct(SKU, "好货", "1箱", 1990, None, "箱", 10**7),),
)
HEADINGS = ("订单号", "商品名称", "SKU编码", "成交数量", "实付款", "订单状态", "收货人电话")
ORDERS = 1000
"""Of one file: three transactions, as they are written while a broadcast runs."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process is to do until it is killed, and what it needs for that."""

    kind: str
    folder: Path
    keys: Mapping[str, str]
    orders: int
    """Of one file."""


def run(job: Job, told: Connection) -> None:
    """Do one kind of work until killed, or until it is done."""
    with quiet_studio(job.folder) as studio:
        KINDS[job.kind](studio, job, lambda *words: told.send(words))


def note(studio: Studio, _: Job, say: Say) -> None:
    """Orders one after the other, in a broadcast that goes on where the last kill left it."""
    left = studio.interrupted().result()
    if left is None:
        session = studio.start_session(PLAN, "practice").result()
        session.open_stage().result()
        session.go_live().result()
    else:
        session = studio.resume_session(left.session_id).result()
        session.resume(left.interrupted_at).result()
    say(BEGUN)
    while True:
        say("noted", session.note_order(SKU, 1, "抖音").result().id)


def take_in(studio: Studio, job: Job, say: Say) -> None:
    """Order files: first the one that was broken off, then new ones."""
    studio.store.write(_known).result()
    room = Room(write=studio.books.follow)
    imports = Imports(
        studio.store, studio.clock, Sealer(MemorySecrets(job.keys)), studio.data_dir, room
    )
    files = studio.data_dir / "files"
    say(BEGUN)
    while True:
        number = len(list(files.glob("*.done")))
        report = imports.run(Wish(written(files / f"{number}.csv", number, job.orders)))
        say("imported", number, report.orders)
        (files / f"{number}.done").touch()


def _known(db: Database) -> None:
    products.take_over(db, Product(SKU, "好货", "1箱", "箱", 1990, None, "", "", ""), 10**7, 1)
    mapping.confirm(db, PLATFORM, CODE, Mapped(SKU, 1), 1)


def written(path: Path, number: int, orders: int) -> Path:
    """A file of the platform's with orders nobody else has; half of them are to be packed."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("订单号", "商品名称", "SKU编码", "成交数量", "实付款", "订单状态", "收货人电话")
        )
        for each in range(number * orders, (number + 1) * orders):
            state = "待发货" if each % 2 else "交易成功"
            phone = f"138{each:08d}"
            rows.writerow((order_no(each), "好货", CODE, 1 + each % 3, "19.90", state, phone))
    return path


def order_no(number: int) -> str:
    return f"69170{number:014d}"


def pack(studio: Studio, _: Job, say: Say) -> None:
    """Each piece scanned, each parcel sent."""
    write = studio.books.write
    write(lambda db, now: making.make(db, now)).result()
    found = studio.store.read(lambda db: parcels.listed(db, 0, (parcels.TO_PACK,))).result()
    say(BEGUN)
    for parcel in found:
        while parcel.state == parcels.TO_PACK:
            parcel = write(partial(_scan, name=parcel.id)).result().parcel
            say("scanned", parcel.code, parcel.scanned)
        write(partial(_ship, name=parcel.id)).result()
        say("shipped", parcel.code)


def _scan(db: Database, now: int, name: str) -> packing.Scanned:
    return packing.scan(db, name, SKU, device="scanner", at_ms=now)


def _ship(db: Database, now: int, name: str) -> None:
    shipping.ship(db, [name], now)


def back_up(studio: Studio, _: Job, say: Say) -> None:
    """Backup after backup, each checked before it has its name."""
    folder = studio.data_dir / "backups"
    say(BEGUN)
    while True:
        made = backup.make(studio.store.path, folder, studio.store.migrations, studio.clock)
        say("backed up", made.path.name)


KINDS: dict[str, Callable[[Studio, Job, Say], None]] = {
    "noting": note,
    "importing": take_in,
    "packing": pack,
    "backup": back_up,
}
