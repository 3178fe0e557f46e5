"""``gongfu find``: products, orders, parcels and lots by whatever is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from inventory.search.finding import Finder, Found
from studio.cli.context import Context, command, local_time, table, yuan
from studio.runtime.wording import sentence
from studio.store.sealed import Sealer


@command(
    "find",
    help="Find by name, code, pinyin initials, order, tracking or pick-up number, a phone's last "
    "four digits, who ordered by telephone, lot.",
)
@click.argument("words", nargs=-1, required=True)
def find(context: Context, words: Sequence[str]) -> None:
    with context.studio() as studio:
        found = Finder(studio.store, Sealer(studio.secrets)).find(" ".join(words))
    told = asdict(found)
    context.say(told, "\n".join(_lines(context, found)))


def _lines(context: Context, found: Found) -> list[str]:
    language = context.language()
    lines = []
    groups: list[tuple[str, list[tuple[Any, ...]]]] = [
        ("find_products", [(each.sku, each.name) for each in found.products]),
        (
            "find_orders",
            [
                (each.order_no, each.shop, local_time(each.ordered_ms), each.what)
                for each in found.orders
            ],
        ),
        (
            "find_parcels",
            [
                (each.code, each.order_no, f"{each.carrier} {each.tracking}".strip(), each.state)
                for each in found.parcels
            ],
        ),
        (
            "find_calls",
            [
                (
                    *(each.number, local_time(each.noted_at), each.name),
                    *(f"{each.qty} {each.unit}", each.channel, each.tracking, each.state),
                )
                for each in found.calls
            ],
        ),
        (
            "find_notes",
            [
                (each.id, local_time(each.noted_at), each.name, each.qty, yuan(each.paid_fen))
                for each in found.notes
            ],
        ),
        (
            "find_lots",
            [(each.code, each.name, each.household, each.best_before) for each in found.lots],
        ),
    ]
    for heading, rows in groups:
        if rows:
            lines += [sentence(heading, language), table(rows)]
    if found.nothing:
        lines.append(sentence("find_nothing", language))
    if found.phones_closed:
        lines.append(sentence("find_phones_closed", language))
    return lines
