"""Commands about the shop's counter: selling, listing, taking a sale back, its receipt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inventory.counter import sales
from inventory.counter.sales import PAYS, Item, Sale
from inventory.product_file import in_fen
from studio.cli.context import Context, command, local_time, table, yuan
from studio.runtime.clock import day_begins
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow
from studio.runtime.wording import sentence
from studio.session.counter import Counter

sale = click.Group("sale", help="Sales at the shop's counter.")

_AMOUNT = re.compile(r"([+-]?[0-9.]+)\s*(\S*)")


@command("sell", sale, help="Sell over the counter: YM=2, or YM=1.5斤; all of it or nothing.")
@click.argument("items", nargs=-1, required=True)
@click.option("--pay", type=click.Choice(PAYS), default="cash", help="How it is paid.")
@click.option("--grams", multiple=True, help="What it weighs, by catch weight: YM=2400.")
@click.option("--price", multiple=True, help="What is taken for that line, in yuan: YM=55.00.")
def sale_sell(
    context: Context, items: tuple[str, ...], pay: str, grams: tuple[str, ...],
    price: tuple[str, ...],
) -> None:  # fmt: skip
    wanted = _items(items, _by_sku(grams), _by_sku(price))
    with context.studio(exclusive=True) as studio:
        sold = Counter(studio).sell(wanted, pay).result()
    said = sentence("sale_done", context.language(), total=yuan(sold.total_fen), sale=sold.id)
    context.say(sale_json(sold), said)


@command("list", sale, help="Sales at the counter, the newest first.")
@click.option("--days", type=click.IntRange(1, 3660), default=1, help="Today and so many before.")
def sale_list(context: Context, days: int) -> None:
    with context.studio() as studio:
        since = day_begins(studio.clock.now_ms(), days - 1)
        found = studio.store.read(lambda db: sales.recent(db, since, limit=10_000)).result()
    heading = ("id", "sold", "what", "paid", "pay", "undone")
    lines = [
        (
            *(each.id, local_time(each.sold_at)),
            ", ".join(f"{line.name} {line.said}" for line in each.lines),
            *(yuan(each.total_fen), each.pay, "✓" if each.undone else ""),
        )
        for each in found
    ]
    context.say([sale_json(each) for each in found], table([heading, *lines]))


@command("undo", sale, help="Take a sale back: its goods are in the house again.")
@click.argument("sale_id", metavar="SALE")
def sale_undo(context: Context, sale_id: str) -> None:
    with context.studio(exclusive=True) as studio:
        undone = Counter(studio).undo(sale_id).result()
    said = sentence("sale_undone", context.language(), total=yuan(undone.total_fen))
    context.say(sale_json(undone), said)


@command("receipt", sale, help="Write a sale's receipt: .pdf, .png, or .bin for a printer.")
@click.argument("sale_id", metavar="SALE")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file.")
@click.option("--paper", type=click.Choice(["58", "80"]), default="58", help="Its width in mm.")
def sale_receipt(context: Context, sale_id: str, out: Path, paper: str) -> None:
    from ui.headless import ensure_gui
    from ui.report import receipt

    application = ensure_gui()
    with context.studio() as studio:
        found = studio.store.read(lambda db: sales.find(db, sale_id)).result()
        workshop: str = studio.settings.get("workshop_name")
    receipt.write(receipt.Receipt(found, workshop, context.language(), int(paper)), out)
    del application  # Qt can draw only while it lives
    said = sentence("receipt_written", context.language(), file=out.name)
    context.say({"file": str(out), "sale": sale_id}, said)


def sale_json(sold: Sale) -> dict[str, Any]:
    """One sale as users' scripts read it."""
    told = asdict(sold)
    told["at"] = told.pop("sold_at")
    return told


def _items(texts: Sequence[str], grams: dict[str, str], prices: dict[str, str]) -> list[Item]:
    made = []
    for text in texts:
        sku, _, said = text.partition("=")
        amount = _AMOUNT.fullmatch(narrow(said) or "1")
        if not sku or amount is None:
            raise UserFacingError("pair_unreadable", text=text)
        weight, price = grams.pop(sku, None), prices.pop(sku, None)
        if weight is not None and not (narrow(weight).isascii() and weight.isdigit()):
            raise UserFacingError("amount_unreadable", amount=weight)
        made.append(
            Item(
                sku,
                amount[1],
                amount[2],
                grams=None if weight is None else int(weight),
                paid_fen=None if price is None else in_fen(price),
            )
        )
    if left := [*grams, *prices]:
        raise UserFacingError("sale_without_item", sku=left[0])
    return made


def _by_sku(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        sku, sign, value = text.partition("=")
        if not sign:
            raise UserFacingError("pair_unreadable", text=text)
        pairs[sku] = value
    return pairs
