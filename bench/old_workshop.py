"""A workshop that sold a million orders: half noted live, half imported, by the program's own ways.

Some tens of thousands of those imported left in its parcels, and no later file told of them.

Making it takes some minutes, so it is kept in the system's folder for passing things and brought
up to the tables of the day when it is opened, as a workshop's own file is at an update.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from bench.workshop import DAY_MS, FIRST_AT, seed
from inventory import products
from inventory.fulfilment import making, packing, shipping
from inventory.orders import mapping
from inventory.orders.importing import Imports, Wish
from inventory.orders.mapping import Mapped
from inventory.products import Product
from studio.runtime.clock import local_stamp
from studio.session.plan import Plan, PlannedProduct
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets

ORDERS = 1_000_000
BROADCASTS = 500
FILES, DAYS = 20, 20
"""Files of orders, and the days each tells of."""
PLATFORMS = ("快手小店", "微信小店")
LEFT, LEFT_AT_ONCE = 40_000, 8000
"""Orders that left in its parcels long ago, of which no file told; and how many of them a day."""
FOLDER = "gongfu-bench-old-workshop-2"
"""Its number goes up when what is made here becomes another."""
SECRETS = {
    "seal_key": "00112233445566ff",
    "seal_key_00112233445566ff": "YmVuY2gga2V5LCBzZWFscyBub3RoaW5nIG9mIHdvcnQ=",
}
"""Of its buyers, who are made up: the keyring of whoever measures is left alone."""
NAMES = (
    *(
        "东魁杨梅",
        "荸荠杨梅",
        "涌泉蜜桔",
        "红美人",
        "临海西兰花",
        "三门青蟹",
        "小海鲜礼盒",
        "鲜虾干",
    ),
    *("糯米黄酒", "长兴紫笋", "安吉白茶", "龙井", "径山茶", "土鸡蛋", "老母鸡", "金华火腿"),
    *("重阳糕", "番薯干", "梅干菜", "笋干", "山核桃", "香榧", "蜂蜜", "葛粉"),
    *("藕粉", "菱角", "莲子", "茭白", "水蜜桃", "翠冠梨", "葡萄", "枇杷"),
    *("小土豆", "年糕", "米面", "豆腐皮", "咸鸭蛋", "鱼鲞", "紫菜", "海带"),
)
PLAN = Plan(
    title="晚场",
    anchor="主播甲",
    products=tuple(
        PlannedProduct(f"SKU-{number:03}", name, "1箱", 990 + 350 * number, None, "箱", 1_000_000)
        for number, name in enumerate(NAMES)
    ),
)


def old_workshop() -> Path:
    """The data folder of it; made where there is none."""
    folder = Path(tempfile.gettempdir()) / FOLDER
    whole = folder / "whole"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _import(folder, ORDERS // 2)
        seed(folder, ORDERS // 2, BROADCASTS, PLAN)
        _send(folder)
        whole.touch()
    return folder


def _import(folder: Path, orders: int) -> None:
    with quiet_studio(folder) as studio, tempfile.TemporaryDirectory() as files:
        studio.store.write(_products).result()
        imports = Imports(studio.store, studio.clock, Sealer(MemorySecrets(SECRETS)), folder)
        for number in range(FILES):
            path = Path(files) / "orders.csv"
            _write(path, number, orders // FILES)
            imports.run(Wish(path))


def _send(folder: Path) -> None:
    """The oldest that are still to be shipped leave, a year after their first."""
    with quiet_studio(folder) as studio:
        for day in range(LEFT // LEFT_AT_ONCE):
            at_ms = FIRST_AT + (FILES * DAYS + day) * DAY_MS
            studio.store.write(partial(_leave, at_ms=at_ms)).result()


def _leave(db: Database, at_ms: int) -> None:
    rows = db.execute(
        "SELECT id FROM platform_order WHERE status = 'paid' AND gone = 0 "
        "ORDER BY ordered_ms, id LIMIT ?",
        [LEFT_AT_ONCE],
    )
    for parcel in making.make(db, at_ms, {order_id for (order_id,) in rows.fetchall()})[0]:
        for line in parcel.lines:
            packing.scan(db, parcel.id, line.sku, device="typed", at_ms=at_ms, qty=line.qty)
        shipping.ship(db, [parcel.id], at_ms)


def _products(db: Database) -> None:
    for each in PLAN.products:
        product = Product(
            each.sku, each.name, each.spec, each.unit, each.price_fen, None, "", "", ""
        )
        products.take_over(db, product, each.stock or 0, FIRST_AT)
        for shop in PLATFORMS:
            mapping.confirm(db, shop, each.sku, Mapped(each.sku, 1), FIRST_AT)


def _write(path: Path, number: int, orders: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        rows = _kuaishou(number, orders) if number % 2 else _weixin(number, orders)
        writer.writerows(rows)


def _kuaishou(file: int, orders: int) -> Iterator[list[str]]:
    yield [
        *("订单号", "订单创建时间", "订单支付时间", "发货时间", "订单状态", "售后状态", "实付款"),
        *("成交数量", "商品名称", "SKU编码", "收货人姓名", "收货人电话"),
    ]
    for each in range(orders):
        at, product, qty = _sold(file, each, orders)
        status = ("待发货", "已发货", "交易成功", "交易成功", "交易关闭")[each % 5]
        shipped = at if status in ("已发货", "交易成功") else ""
        yield [
            *(f"69{file:03}{each:014}", at, at, shipped, status, ""),
            *(f"{product.price_fen * qty / 100:.2f}", str(qty), product.name, product.sku),
            *("王小明", f"138{(each * 7919 + file) % 100_000_000:08}"),
        ]


def _weixin(file: int, orders: int) -> Iterator[list[str]]:
    yield [
        *("订单号", "订单下单时间", "订单状态", "商品实际价格(总共)", "商品数量", "商品名称"),
        *("商品编码(自定义)", "收件人姓名", "收件人手机"),
    ]
    for each in range(orders):
        at, product, qty = _sold(file, each, orders)
        yield [
            *(f"37{file:03}{each:014}", at, ("待发货", "已完成", "已完成")[each % 3]),
            *(f"{product.price_fen * qty / 100:.2f}", str(qty), product.name, product.sku),
            *("李四", f"139{(each * 104729 + file) % 100_000_000:08}"),
        ]


def _sold(file: int, each: int, orders: int) -> tuple[str, PlannedProduct, int]:
    at_ms = FIRST_AT + file * DAYS * DAY_MS + each * DAYS * DAY_MS // orders
    product = PLAN.products[each * 31 % len(PLAN.products)]
    return local_stamp(at_ms).text[:19].replace("T", " "), product, each % 3 + 1
