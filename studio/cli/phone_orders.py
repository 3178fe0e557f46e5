"""Commands about orders by telephone or chat, a broadcast's among them: noting one, handing it
over, taking it back."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click
from sqlite_utils import Database

from inventory import ledger, products
from inventory.counter import phone
from inventory.counter.phone import REASONS, WAYS, Waiting
from inventory.counter.sales import Item
from studio.cli.context import Context, command, local_time, table, yuan
from studio.cli.orders import orders, orders_json
from studio.runtime.wording import sentence
from studio.session import archive
from studio.session.archive import Titled
from studio.session.counter import Counter

__all__ = ["orders"]


@command("note", orders, help="Note an order from outside a broadcast: phone, chat, shop.")
@click.option("--sku", required=True, help="The product.")
@click.option("--qty", required=True, type=int, help="How many.")
@click.option("--channel", required=True, help="Where it came from, such as 电话 or 微信.")
@click.option("--contact", default="", help="Who it is for: name, telephone, address. Sealed.")
@click.option("--number", default="", help="Of an order that waits: this was ordered with it.")
def orders_note(
    context: Context, sku: str, qty: int, channel: str, contact: str, number: str
) -> None:
    with context.studio(exclusive=True) as studio:
        item = Item(sku, str(qty))
        (sale,) = Counter(studio).note([item], channel, contact, number).result()
        call = studio.store.read(lambda db: phone.call_of(db, sale.id)).result()
        buffer = studio.settings.get("safety_buffer")
        level = studio.store.read(lambda db: ledger.level(db, sku, buffer)).result()
        name = studio.store.read(lambda db: products.find(db, sku)).result().name
        (facts,) = orders_json(studio, [sale])
    told = facts | {"available": level.available, "number": phone.number(call)}
    said = sentence(
        "orders_noted", context.language(), paid=yuan(sale.paid_fen), name=name, qty=qty,
        available=level.available, number=told["number"],
    )  # fmt: skip
    context.say(told, said)


@command("cancel", orders, help="Nobody wants an order that waits at the counter any more.")
@click.argument("order")
@click.option("--reason", type=click.Choice(REASONS), default=REASONS[0], help="Why.")
def orders_cancel(context: Context, order: str, reason: str) -> None:
    with context.studio(exclusive=True) as studio:
        goods = orders_json(studio, Counter(studio).cancel(order, reason).result())
    told = goods[0] | {"goods": goods, "reason": reason}
    context.say(told, sentence("orders_cancelled", context.language()))


@command("waiting", orders, help="Orders by telephone or chat that wait to be handed over.")
def orders_waiting(context: Context) -> None:
    with context.studio() as studio:
        found, noted_in = studio.store.read(_waiting).result()
    heading = ("number", "noted", "name", "qty", "to pay", "channel", "broadcast", "id")
    lines = [
        (
            *(each.number, local_time(each.noted_at), each.name, f"{each.qty} {each.unit}"),
            *(yuan(each.due_fen), each.channel),
            *(noted_in[each.session_id].title if each.session_id in noted_in else "", each.id),
        )
        for each in found
    ]
    context.say([_waiting_json(each, noted_in) for each in found], table([heading, *lines]))


def _waiting(db: Database) -> tuple[list[Waiting], dict[str, Titled]]:
    found = phone.waiting(db)
    return found, archive.titles(db, (each.session_id for each in found))


def _waiting_json(order: Waiting, noted_in: Mapping[str, Titled]) -> dict[str, Any]:
    told = asdict(order) | {"number": order.number}
    session = told.pop("session_id")
    broadcast = noted_in.get(session)
    return told | {"session": session, "broadcast": asdict(broadcast) if broadcast else None}


@command("hand-over", orders, help="The customer has it, or the carrier.")
@click.argument("order")
@click.option("--how", type=click.Choice(WAYS), default=WAYS[0], help="Picked up, or shipped.")
@click.option("--tracking", default="", help="The carrier and its number, where shipped.")
@click.option("--grams", type=int, help="What it weighs, by catch weight.")
@click.option("--qty", type=int, help="Only so many of it; the rest goes on waiting.")
def orders_hand_over(
    context: Context, order: str, how: str, tracking: str, grams: int | None, qty: int | None
) -> None:
    with context.studio(exclusive=True) as studio:
        done = Counter(studio).hand_over(order, how, tracking, grams, qty).result()
    first = done[0]
    told: dict[str, Any] = asdict(first) | {
        "number": first.number,
        "goods": [asdict(each) for each in done],
        "total_fen": sum(each.paid_fen for each in done),
    }
    said = sentence(f"orders_handed_{how}", context.language(), number=first.number)
    if first.waits:
        said += " " + sentence(
            *("orders_still_wait", context.language()),
            qty=first.waits, unit=first.unit, name=first.name,
        )  # fmt: skip
    context.say(told, said)


@command("hand-back", orders, help="A hand-over was a mistake: the order waits again.")
@click.argument("handover")
def orders_hand_back(context: Context, handover: str) -> None:
    with context.studio(exclusive=True) as studio:
        Counter(studio).take_back([handover]).result()
    context.say({"handover": handover}, sentence("orders_handed_back", context.language()))


@command("contact", orders, help="Who an order by telephone or chat is for; it is noted.")
@click.argument("order")
@click.option("--set", "said", help="Say who it is for instead: name, telephone, address. Sealed.")
def orders_contact(context: Context, order: str, said: str | None) -> None:
    with context.studio(exclusive=True) as studio:
        if said is not None:
            Counter(studio).tell_contact(order, said).result()
            context.say({"order": order}, sentence("contact_told", context.language()))
            return
        # What was ordered in one call has one contact.
        found = studio.store.read(lambda db: phone.by_number(db, order)).result()[0]
        who = Counter(studio).contact(found, getpass.getuser()).result()
    context.say({"order": found, "contact": who}, who)
