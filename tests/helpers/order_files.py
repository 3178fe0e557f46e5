"""Order files as the platforms write them, with every quirk we have met, from a seed.

A new quirk is one line in `QUIRKS`. A draft knows what an import of it must come to.
"""

from __future__ import annotations

import csv
import io
import random
import re
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

TEMPLATES = {
    each["platform"]: each
    for each in tomllib.loads(
        files("inventory.orders").joinpath("order_templates.toml").read_text("utf-8")
    )["template"]
}
PLATFORMS = tuple(TEMPLATES)
PRODUCTS = (("YM-001", "东魁杨梅 现摘现发"), ("TD-002", "红心土鸡蛋"), ("HT-003", "手工红糖麻糍"))
PASSWORD = "8848abcd"
PLACES = {"省": "浙江省", "市": "舟山市", "收货地址-省": "浙江省", "收货地址-市": "舟山市"}
"""What may be seen of an address by anybody."""

UNPAID, PAID, SHIPPED, DONE, CLOSED = "unpaid", "paid", "shipped", "done", "closed"


@dataclass
class Draft:
    """One export on its way to a file: headings, rows, and what it must come to."""

    platform: str
    headings: list[str]
    rows: list[dict[str, Any]]
    random: random.Random
    above: list[list[str]] = field(default_factory=list)
    """Lines over the headings."""
    orders: int = 0
    paid_fen: int = 0
    refunded_fen: int = 0
    rejected: int = 0
    """Rows that must be refused with a reason."""
    not_orders: int = 0
    questions: set[str] = field(default_factory=set)
    """Kinds of question it must raise, beside products not yet known."""
    dimension: str = ""
    """What the sheet claims to be its extent, where that is wrong."""

    def role(self, name: str) -> str:
        """The first heading of a role."""
        return str(TEMPLATES[self.platform].get(name, [""])[0])

    def ids(self) -> list[str]:
        return [heading for name in ("order_no", "line_no") if (heading := self.role(name))]

    def on_ids(self, change: Callable[[str], Any]) -> None:
        for row in self.rows:
            for heading in self.ids():
                row[heading] = change(row[heading])

    def add(self, **cells: Any) -> None:
        """A row that is no order; ``order_no`` and the like name roles."""
        named = {self.role(role): value for role, value in cells.items()}
        self.rows.append(dict.fromkeys(self.headings, "") | named)
        self.not_orders += 1

    def one(self) -> dict[str, Any]:
        """A row of an order that has only this one."""
        order = self.role("order_no")
        numbers = [row[order] for row in self.rows]
        return self.random.choice([row for row in self.rows if numbers.count(row[order]) == 1])

    def table(self) -> list[list[Any]]:
        return [
            *self.above,
            self.headings,
            *([row.get(heading, "") for heading in self.headings] for row in self.rows),
        ]

    # -- as a file

    def write(self, path: Path, kind: str = "xlsx") -> Path:
        """Write it as one of `KINDS`; the name's ending says nothing."""
        path.write_bytes(KINDS[kind](self))
        return path


def draft(platform: str, seed: int = 1, orders: int = 12, quirks: Sequence[str] = ()) -> Draft:
    """So many orders of a platform, the quirks done to them in turn."""
    template = TEMPLATES[platform]
    roles = [template[each] for each in template if isinstance(template[each], list)]
    headings = list(dict.fromkeys(heading for each in roles for heading in each))
    made = Draft(platform, headings, [], random.Random(f"{platform}-{seed}"))
    for number in range(orders):
        _add_order(made, f"{6917_0000_0000_0000_000 + seed * 10**6 + number}")
    for quirk in quirks:
        QUIRKS[quirk](made)
    return made


def _add_order(made: Draft, number: str) -> None:
    luck = made.random
    status = luck.choice([UNPAID, PAID, PAID, SHIPPED, DONE, CLOSED])
    refunded = bool(made.role("aftersale")) and status != UNPAID and luck.random() < 0.2
    lines = luck.choice([1, 1, 2]) if made.role("line_no") or made.platform == "微信小店" else 1
    amounts = [luck.randint(1, 99_999) for _ in range(lines)]
    closed_paid = made.platform == "淘宝" and status == CLOSED and luck.random() < 0.5
    paid = status in (PAID, SHIPPED, DONE) or refunded or closed_paid
    made.orders += 1
    made.paid_fen += sum(amounts) if paid else 0
    made.refunded_fen += sum(amounts) if refunded or closed_paid else 0
    at = datetime(2026, 6, 1, 20) + timedelta(seconds=luck.randint(0, 10**6))
    for place, (amount, product) in enumerate(
        zip(amounts, luck.sample(PRODUCTS, lines), strict=True)
    ):
        shown = amount if paid or made.platform == "抖店" else 0
        row = _row(made, number, product, shown, at)
        row[made.role("line_no")] = f"{number}{place}"
        row[made.role("order_paid")] = f"{(sum(amounts) if paid else 0) / 100:.2f}"
        row[made.role("status")] = _word(made.platform, "statuses", status)
        row[made.role("aftersale")] = _word(
            made.platform, "aftersales", "refunded" if refunded else "none"
        )
        row[made.role("refunded")] = f"{(amount if refunded else 0) / 100:.2f}"
        row[made.role("paid_at")] = str(at) if paid else ""
        row[made.role("shipped_at")] = (
            str(at + timedelta(days=1)) if status in (SHIPPED, DONE) else ""
        )
        row.pop("", None)
        made.rows.append(row)


def _row(
    made: Draft, number: str, product: tuple[str, str], amount: int, at: datetime
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(made.headings, "")
    row |= dict.fromkeys(TEMPLATES[made.platform]["personal"], f"张三{number[-4:]}")
    row |= {heading: place for heading, place in PLACES.items() if heading in row}
    row[made.role("order_no")] = number
    row[made.role("code")], row[made.role("title")] = product
    row[made.role("item")] = f"35{product[0][-3:]}"
    row[made.role("qty")] = str(made.random.randint(1, 3))
    row[made.role("paid")] = f"{amount / 100:.2f}"
    row[made.role("ordered_at")] = str(at)
    return row


@dataclass(frozen=True)
class Ordered:
    """One order of one line, as a test wants a file to tell of it."""

    order_no: str
    code: str
    at: datetime
    """China's time."""
    qty: int = 1
    fen: int = 1000
    refunded: bool = False
    line: int = 0
    """Another of an order than its first."""


def file_of(platform: str, *orders: Ordered) -> Draft:
    """Paid orders, not shipped yet, as a platform's export tells of them."""
    made = draft(platform, orders=0)
    for each in orders:
        row = _row(made, each.order_no, (each.code, each.code), each.fen, each.at)
        row |= {
            made.role("line_no"): f"{each.order_no}{each.line}",
            made.role("qty"): str(each.qty),
            made.role("status"): _word(platform, "statuses", PAID),
            made.role("aftersale"): _word(
                platform, "aftersales", "refunded" if each.refunded else "none"
            ),
            made.role("paid_at"): str(each.at),
        }
        row.pop("", None)
        made.rows.append(row)
    return made


def _word(platform: str, table: str, means: str) -> str:
    words = TEMPLATES[platform].get(table, {})
    return next((word for word, meaning in words.items() if meaning == means and word), "")


def _damage_one(made: Draft, role: str = "order_no") -> None:
    """As a spreadsheet keeps a 19-digit number: rounded."""
    if not made.role(role):
        return
    row = made.one()
    row[made.role(role)] = float(row[made.role(role)])
    made.rejected += 1
    made.orders -= 1
    if row[made.role("paid_at")] if made.role("paid_at") else row[made.role("paid")] != "0.00":
        amount = round(float(row[made.role("paid")]) * 100)
        made.paid_fen -= amount
        if "退款成功" in row.values() or _word(made.platform, "statuses", CLOSED) in row.values():
            made.refunded_fen -= amount


def _join_one(made: Draft) -> None:
    row = made.one()
    row[made.role("title")] = f"{PRODUCTS[0][1]};{PRODUCTS[1][1]}"
    if made.role("code"):
        row[made.role("code")] = f"{PRODUCTS[0][0]};{PRODUCTS[1][0]}"
    row[made.role("qty")] = "2"
    made.questions.add("products_joined")


def _ask(kind: str, role: str, word: str) -> Callable[[Draft], None]:
    def quirk(made: Draft) -> None:
        made.one()[made.role(role)] = word
        made.questions.add(kind)

    return quirk


def _new_heading(made: Draft) -> None:
    made.headings.append("平台新加的一列")
    made.rows[0]["平台新加的一列"] = "某值"
    made.questions.add("heading_unknown")


def _no_time(made: Draft) -> None:
    """拼多多 leaves the deal time out now and then."""
    for row in made.rows:
        if row[made.role("status")] != _word(made.platform, "statuses", CLOSED):
            row[made.role("ordered_at")] = ""


QUIRKS: dict[str, Callable[[Draft], None]] = {
    "tab_ids": lambda made: made.on_ids(lambda number: f"\t{number}"),
    "apostrophe_ids": lambda made: made.on_ids(lambda number: f"'{number}"),
    "formula_ids": lambda made: made.on_ids(lambda number: f'="{number}"'),
    "damaged_id": _damage_one,
    "damaged_line_id": lambda made: _damage_one(made, "line_no"),
    "other_order": lambda made: made.random.shuffle(made.headings),
    "rows_shuffled": lambda made: made.random.shuffle(made.rows),
    "titles_above": lambda made: made.above.extend([["订单导出"], ["导出时间：2026-06-20"]]),
    "summary": lambda made: made.add(order_no="合计", paid="12345.60", qty="99"),
    "formula": lambda made: made.add(order_no="=COUNTA(A2:A9)", paid="=SUM(C2:C9)"),
    "promotion": lambda made: made.add(order_no="更多功能请登录商家后台，限时优惠！"),
    "blank_rows": lambda made: made.rows.insert(1, {}),
    "headings_again": lambda made: made.add(
        **{role: made.role(role) for role in ("order_no", "title", "qty", "paid", "status")}
    ),
    "row_twice": lambda made: made.rows.append(dict(made.rows[0])),
    "joined": _join_one,
    "new_status": _ask("status_unknown", "status", "待揽收核验"),
    "new_heading": _new_heading,
    "no_deal_time": _no_time,
    "full_width": lambda made: (
        [
            row.update({made.role("status"): row[made.role("status")].replace(",", "，")})
            for row in made.rows
        ]
        and None
    ),
    "wps_dimension": lambda made: setattr(made, "dimension", "A1"),
}


def _xlsx(made: Draft) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(made.table()):
            for place, cell in enumerate(row):
                if isinstance(cell, float):
                    sheet.write_number(line, place, cell)
                elif cell != "":
                    sheet.write_string(line, place, cell)
    data = target.getvalue()
    return _claiming(data, made.dimension) if made.dimension else data


def _claiming(data: bytes, dimension: str) -> bytes:
    """The workbook with another extent written over its sheet."""

    def claim(text: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%b"' % dimension.encode(), text)

    return repacked(data, "xl/worksheets/sheet1.xml", claim)


def repacked(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part of it changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, change(text) if name == member else text)
    return target.getvalue()


def _xls(made: Draft) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("订单")
    for line, row in enumerate(made.table()):
        for place, cell in enumerate(row):
            if cell != "":
                sheet.write(line, place, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _html(made: Draft) -> bytes:
    rows = (
        "<tr>" + "".join(f"<td x:str>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in made.table()
    )
    return f"<html><head><meta charset=utf-8></head><table>{''.join(rows)}</table></html>".encode()


def _locked(made: Draft) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(_xlsx(made))).encrypt(PASSWORD, target)
    return target.getvalue()


def _csv(encoding: str) -> Callable[[Draft], bytes]:
    def write(made: Draft) -> bytes:
        target = io.StringIO(newline="")
        rows = [
            [f"{cell:.5E}" if isinstance(cell, float) else cell for cell in row]
            for row in made.table()
        ]
        csv.writer(target).writerows(rows)
        return target.getvalue().encode(encoding)

    return write


KINDS: dict[str, Callable[[Draft], bytes]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "html": _html,
    "locked": _locked,
    "csv utf-8": _csv("utf-8-sig"),
    "csv gb18030": _csv("gb18030"),
    "csv utf-16": _csv("utf-16"),
}
