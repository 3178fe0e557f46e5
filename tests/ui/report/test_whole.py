"""A disk that is full: said, and what stood there before still does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inventory.fulfilment.picking import Sheet
from studio.runtime.errors import UserFacingError
from tests.helpers.refusals import fill, mounted
from tests.ui.report.test_label import TRACE
from tests.ui.report.test_receipt import SALE
from ui import table_file
from ui.report import label, pick_list, receipt
from ui.report.receipt import Receipt

OLD = b"what was saved yesterday"
WRITERS: dict[str, Callable[[Path], None]] = {
    "label.pdf": lambda path: label.write([label.draw(TRACE)], path),
    "label.png": lambda path: label.write([label.draw(TRACE)], path),
    "label.tspl": lambda path: label.write([label.draw(TRACE)], path),
    "receipt.pdf": lambda path: receipt.write(Receipt(SALE, ""), path),
    "receipt.png": lambda path: receipt.write(Receipt(SALE, ""), path),
    "receipt.bin": lambda path: receipt.write(Receipt(SALE, ""), path),
    "table.xlsx": lambda path: table_file.write(path, ["商品"], [["杨梅"]]),
    "table.csv": lambda path: table_file.write(path, ["商品"], [["杨梅" * 9000]]),
    "pick.pdf": lambda path: pick_list.write(Sheet(0, (), (), (), (), ()), path),
}


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is mounted")
@pytest.mark.usefixtures("qapp")
def test_a_full_disk_is_told_and_an_older_file_stays(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-o", "size=1m") as disk:
        for name in WRITERS:
            (disk / name).write_bytes(OLD)
        fill(disk)
        for name, write in WRITERS.items():
            with pytest.raises(UserFacingError) as caught:
                write(disk / name)
            assert (name, caught.value.code) == (name, "disk_full")
            assert (disk / name).read_bytes() == OLD
        assert not list(disk.glob("*.part"))
