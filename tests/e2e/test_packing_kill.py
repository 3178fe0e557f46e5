"""kill -9 at the packing table: every scan and every parcel that was acknowledged is there, once.

A few in the suite; ``GONGFU_FAULTS=long`` kills a hundred times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inventory.audit import CHECKS as LEDGER
from inventory.fulfilment import parcels
from inventory.fulfilment.audit import CHECKS
from studio.bootstrap import open_studio
from studio.store.audit import problems
from tests.helpers.books import Books
from tests.helpers.parcels import add_order
from tests.helpers.program import environment
from tests.helpers.screens import FakeSecrets

pytestmark = pytest.mark.kill

KILLS = 100 if os.environ.get("GONGFU_FAULTS") == "long" else 3
ORDERS = 60 * KILLS
"""More than are packed before the last kill."""
WITHIN = 0.25
"""Seconds after the first line in which the kill falls."""


def test_killed_while_packing(tmp_path: Path) -> None:
    chance = random.Random(5)
    with open_studio(tmp_path, secrets=FakeSecrets()) as studio:
        books = Books(studio.store, studio.clock.now_ms() - 1000)
        books.product("YM", 3 * ORDERS)

        def stock(db) -> None:
            for number in range(ORDERS):
                add_order(db, f"{number:05d}", {"YM": 1 + number % 3}, books.now)

        books.write(stock)
    fell = 0
    scanned: dict[str, int] = {}
    shipped: set[str] = set()
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.packing_child", str(tmp_path)],
            env=environment(),
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        said = process.stdout.readline()
        time.sleep(chance.uniform(0, WITHIN))  # the moment itself is the point: any
        fell += process.poll() is None
        process.kill()
        said += process.communicate(timeout=30)[0]
        for line in said[: said.rfind("\n")].splitlines():  # the last one may be cut
            match line.split():
                case ["scanned", code, count]:
                    scanned[code] = int(count)
                case ["shipped", code]:
                    shipped.add(code)
        check(tmp_path, scanned, shipped)
    assert fell, "no kill came before the end"
    assert len(scanned) > KILLS


def check(data: Path, scanned: dict[str, int], shipped: set[str]) -> None:
    with open_studio(data, exclusive=False, secrets=FakeSecrets()) as studio:
        assert studio.store.read(lambda db: problems(db, (*LEDGER, *CHECKS))).result(60) == []
        found = studio.store.read(lambda db: parcels.listed(db, 0, parcels.STATES)).result(60)
    there = {parcel.code: parcel for parcel in found}
    assert len(there) == ORDERS
    assert all(there[code].scanned >= count for code, count in scanned.items())
    assert all(there[code].state == parcels.SHIPPED for code in shipped)
