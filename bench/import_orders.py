"""Importing a 50,000-row xlsx, beside calamine's bare read of it and pandas with openpyxl.

The whole import is timed: the file checked, read, understood and folded, every row, order, line
and event written, stock moved, committed. One half of the rows has a product that is mapped.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.result import Result, spread
from inventory import products
from inventory.orders import mapping, templates
from inventory.orders.importing import Imports, Room, Wish
from inventory.orders.mapping import Mapped
from inventory.products import Product
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets

ROWS = 50_000
ROUNDS = 5
"""The ratio is the middle one of theirs: both halves of a round meet the same minute."""
REACH = 3.0
PLATFORM = "快手小店"
SKU = "YM-001"
BESIDE = Path(sys.prefix) / "bench"
_READ_WITH_PANDAS = """
import sys, time, pandas
began = time.perf_counter()
pandas.read_excel(sys.argv[1], engine="openpyxl", dtype=str)
print(time.perf_counter() - began)
"""


def run() -> Result:
    """Rounds of a bare read and an import into a fresh database, in turn."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        file = _written(Path(folder) / "orders.xlsx")
        rounds = [_round(file, Path(folder) / str(number)) for number in range(ROUNDS)]
        pandas = _pandas(file)
    ratios = [ours / bare for bare, ours in rounds]
    ratio = statistics.median(ratios)
    return Result(
        name="import_orders",
        figure=statistics.median(ours for _, ours in rounds),
        unit="s",
        beside="calamine's bare read",
        beside_figure=statistics.median(bare for bare, _ in rounds),
        ratio=ratio,
        reach=f"{ROWS:,} rows in at most {REACH:g} times the bare read",
        reached=ratio <= REACH,
        details={
            "rows": ROWS,
            "ratio": spread(ratios),
            "import_s": spread([each for _, each in rounds]),
            "bare_s": spread([each for each, _ in rounds]),
            "pandas_openpyxl_s": pandas,
        },
    )


def _round(file: Path, folder: Path) -> tuple[float, float]:
    bare = _timed(lambda: _read(file))
    sealer = Sealer(MemorySecrets())
    with quiet_studio(folder) as studio:
        studio.store.write(_mapped).result()
        imports = Imports(studio.store, studio.clock, sealer, folder, Room(noting=lambda: False))
        ours = _timed(lambda: imports.run(Wish(file)))
    return bare, ours


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read(file: Path) -> int:
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    return sum(len(row) for row in sheet.iter_rows())


def _mapped(db: Database) -> None:
    product = Product(SKU, "东魁杨梅", "", "箱", 1990, None, "", "", "")
    products.take_over(db, product, 10 * ROWS, 1)
    mapping.confirm(db, PLATFORM, SKU, Mapped(SKU, 1), 1)


def _pandas(file: Path) -> float | str:
    """In a process of its own, which alone finds what `tools/setup.sh` bench installs."""
    if not BESIDE.is_dir():
        return "not installed"
    read = subprocess.run(
        [sys.executable, "-c", _READ_WITH_PANDAS, file],
        env=os.environ | {"PYTHONPATH": str(BESIDE)},
        capture_output=True,
        text=True,
        check=False,
    )
    if read.returncode:
        return read.stderr.strip().splitlines()[-1]
    return float(read.stdout)


def _written(path: Path) -> Path:
    """Every column of the platform's filled, as its own exports are."""
    (template,) = (each for each in templates.load() if each.platform == PLATFORM)
    headings = sorted(template.known)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading)
        for number in range(1, ROWS + 1):
            cells = _cells(number)
            for place, heading in enumerate(headings):
                sheet.write_string(number, place, cells.get(heading, f"{heading}{number % 97}"))
    return path


def _cells(number: int) -> dict[str, str]:
    status = ("待发货", "已发货", "交易成功", "交易关闭")[number % 4]
    day = f"2026-06-{number % 28 + 1:02d} 20:{number % 60:02d}:00"
    return {
        "订单号": f"69170{number:014d}",
        "订单创建时间": day,
        "订单支付时间": day,
        "发货时间": day if status in ("已发货", "交易成功") else "",
        "订单状态": status,
        "售后状态": "",
        "实付款": f"{number % 300}.{number % 100:02d}",
        "成交数量": str(number % 3 + 1),
        "商品名称": "东魁杨梅 现摘现发",
        "SKU编码": SKU if number % 2 else f"other-{number % 7}",
        "收货人电话": f"138{number:08d}",
    }
