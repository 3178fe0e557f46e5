"""Commands about orders: listing them, showing one, writing them out."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from inventory import holds, live_sales, standing
from inventory.aftersales import cases
from inventory.counter import phone
from inventory.fulfilment import sent
from inventory.fulfilment.sent import Sending
from inventory.live_sales import LiveSale
from inventory.orders import catalogue
from inventory.orders.catalogue import Head, Shown, ShownLine
from inventory.orders.status import Status, to_ship
from inventory.standing import Stands
from studio.cli.case import case_as_line, case_json
from studio.cli.context import Context, command, local_time, table, yuan
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, sentence
from studio.session.buyers import Buyers
from studio.session.studio import Studio
from studio.store.privacy import looks

Value = str | int | float | datetime

orders = click.Group("orders", help="Orders noted live, and orders of the platforms' files.")


@command("list", orders, help="Orders, the newest first.")
@click.option("--session", "session_id", help="Only this broadcast's.")
@click.option("--imported", is_flag=True, help="Those of the platforms' files instead.")
@click.option("--platform", default="", help="Of the imported ones only this platform's.")
def orders_list(context: Context, session_id: str | None, imported: bool, platform: str) -> None:
    with context.studio() as studio:
        if imported or platform:
            found = [head for page in _pages(studio, platform) for head in page]
            paid = [head.id for head in found if head.status == Status.paid.name]
            gone = studio.store.read(lambda db: sent.gone(db, paid)).result()
            _say_imported(context, found, gone)
            return
        if session_id is not None:
            studio.entries(session_id).result()  # an unknown one is a mistake, not an empty list
        told = orders_json(studio, studio.orders(session_id).result())
    heading = ("id", "noted", "sku", "qty", "channel", "paid", "undone", "stands", "comes to")
    lines = [
        (
            *(each["id"], local_time(each["at"]), each["sku"], each["qty"], each["channel"]),
            *(yuan(each["paid_fen"]), "✓" if each["undone"] else ""),
            *(each["standing"], yuan(each["standing_fen"])),
        )
        for each in told
    ]
    context.say(told, table([heading, *lines]))


def _pages(studio: Studio, platform: str) -> Iterator[list[Head]]:
    """Every imported order, a page at a time."""
    after = ""
    while found := studio.store.read(
        partial(catalogue.heads, platform=platform, after=after)
    ).result():
        yield found
        after = found[-1].id


def _say_imported(context: Context, found: list[Head], gone: Collection[str]) -> None:
    language = context.language()
    heading = ("id", "platform", "order number", "ordered", "status", "paid", "refunded")
    lines = [
        (
            *(head.id, head.platform, head.order_no, local_time(head.ordered_ms)),
            _status_word(Status.shipped.name if head.id in gone else head.status, language),
            *(yuan(head.paid_fen), yuan(head.refunded_fen)),
        )
        for head in found
    ]
    told = [_head_json(head) | {"sent": head.id in gone} for head in found]
    context.say(told, table([heading, *lines]))


def orders_json(studio: Studio, sales: Sequence[LiveSale]) -> list[dict[str, Any]]:
    """Orders as users' scripts read them, with what stands of each now."""
    ids = [sale.id for sale in sales]
    stands = studio.store.read(lambda db: standing.of_notes(db, ids)).result()
    return [_order_json(sale, stands[sale.id]) for sale in sales]


def _order_json(sale: LiveSale, stands: Stands) -> dict[str, Any]:
    """One order as users' scripts read it; an undone one is listed, and says so."""
    return {
        "id": sale.id,
        "session": sale.session_id,
        "sku": sale.sku,
        "qty": sale.qty,
        "channel": sale.channel,
        "unit_price_fen": sale.unit_price_fen,
        "paid_fen": sale.paid_fen,
        "at": sale.noted_at,
        "undone": sale.undone,
        "left": sale.left,
        "standing": stands.qty,
        "standing_fen": stands.fen,
    }


@command("show", orders, help="One order, imported or noted.")
@click.argument("order")
@click.option("--buyer", "unmasked", is_flag=True, help="Show the buyer unmasked; it is noted.")
def orders_show(context: Context, order: str, unmasked: bool) -> None:
    with context.studio(exclusive=unmasked) as studio:
        buyers = Buyers(studio)
        try:
            found = buyers.look(order).result()
        except UserFacingError as error:
            if error.code != "order_unknown":
                raise
            told = studio.store.read(lambda db: _noted_json(db, order)).result()
            words = {**told, "cases": ", ".join(each["number"] for each in told["cases"])}
            context.say(told, "\n".join(f"{key}: {value}" for key, value in words.items()))
            return
        buyer = found.buyer
        if unmasked:
            buyer = buyers.unmasked(found.shown.head.id, getpass.getuser()).result()
        shown = found.shown
        gone = studio.store.read(lambda db: sent.gone(db, [shown.head.id])).result()
        told = order_as_json(shown, found.sendings) | {"sent": bool(gone), "buyer": buyer}
        told["cases"] = [case_json(each) for each in found.cases]
    said = [f"  {case_as_line(each, context.language(), found.looked_ms)}" for each in found.cases]
    context.say(told, "\n".join([_shown_in_words(told, context.language()), *said]))


def _noted_json(db: Database, order_id: str) -> dict[str, Any]:
    """One noted order and what became of it: of what was handed over or cancelled, too."""
    sale = live_sales.find(db, order_id)
    told = _order_json(sale, standing.of_notes(db, [order_id])[order_id])
    ends = [{"how": end.how, "qty": end.qty, "at": end.at_ms} for end in holds.ends(db, order_id)]
    found = [case_json(each) for each in cases.of_order(db, order_id)]
    return told | {"ends": ends, "reason": phone.reason(db, order_id), "cases": found}


@command("looks", orders, help="Who looked at a buyer unmasked, the latest first.")
def orders_looks(context: Context) -> None:
    with context.studio() as studio:
        found = studio.store.read(looks).result()
    lines = [(local_time(look.at), look.who, look.row_id, look.what, look.why) for look in found]
    told = [
        {
            "at": look.at,
            "who": look.who,
            "order": look.row_id,
            "what": look.what,
            "why": look.why,
        }
        for look in found
    ]
    context.say(told, table([("at", "who", "order or case", "what", "why"), *lines]))


def order_as_json(shown: Shown, sendings: Mapping[str, Sending]) -> dict[str, Any]:
    """An imported order as users' scripts read it."""
    lines = [
        {
            "id": line.id,
            "line_no": line.state.line_no,
            "code": line.state.code,
            "title": line.state.title,
            "spec": line.state.spec,
            "qty": line.state.qty,
            "paid_fen": line.state.paid_fen,
            "refunded_fen": line.state.refunded_fen,
            "status": line.state.status.name,
            "aftersale": line.state.aftersale.name,
            "carrier": line.state.carrier,
            "tracking": line.state.tracking,
            "waits": line.waits,
            "goods": dict(line.goods),
            "parcels": [asdict(box) for box in sendings[line.id].boxes],
        }
        for line in shown.lines
    ]
    return {**_head_json(shown.head), "lines": lines, "steps": [asdict(x) for x in shown.steps]}


def _head_json(head: Head) -> dict[str, Any]:
    told = asdict(head)
    told["at"] = told.pop("ordered_ms")
    return told


def _shown_in_words(told: dict[str, Any], language: Language) -> str:
    status = Status.shipped.name if told["sent"] else told["status"]
    lines = [
        f"{told['platform']}  {told['order_no']}  {_status_word(status, language)}  "
        f"{yuan(told['paid_fen'])}  {local_time(told['at'])}"
    ]
    for line in told["lines"]:
        why = (
            sentence(f"orders_ask_{line['waits']}", language, about=line["title"])
            if line["waits"]
            else ""
        )
        lines.append(f"  {line['title']} {line['spec']} × {line['qty']}  {why}".rstrip())
        lines += [
            f"    {box['code']} {box['carrier']} {box['tracking']}".rstrip()
            for box in line["parcels"]
        ]
    lines += [f"  {heading}: {words}" for heading, words in (told["buyer"] or {}).items()]
    return "\n".join(lines)


def _status_word(status: str, language: Language) -> str:
    return sentence(f"orders_status_{status}", language)


@command("export", orders, help="Write imported orders into a table, without buyers' data.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The .xlsx or .csv.")
@click.option("--platform", default="", help="Only this platform's.")
def orders_export(context: Context, out: Path, platform: str) -> None:
    from ui import table_file

    language = context.language()
    titles = sentence("orders_table_titles", language).split("|")
    count = 0

    def rows(studio: Studio) -> Iterator[list[Value]]:
        nonlocal count
        for heads in _pages(studio, platform):
            for head, line, sending in studio.store.read(partial(_lines_of, heads=heads)).result():
                count += 1
                yield _table_row(head, line, sending, language)

    with context.studio() as studio:
        table_file.write(out, titles, rows(studio))
    said = sentence("orders_exported", language, rows=count, file=out.name)
    context.say({"file": str(out), "rows": count}, said)


def _lines_of(db: Database, heads: Sequence[Head]) -> list[tuple[Head, ShownLine, Sending]]:
    lines = catalogue.lines_of(db, heads)
    sendings = sent.of_lines(db, [line.id for _, line in lines])
    return [(head, line, sendings[line.id]) for head, line in lines]


def _table_row(head: Head, line: ShownLine, sending: Sending, language: Language) -> list[Value]:
    """Carrier and number are ours where the platform's file does not tell them."""
    state = line.state
    gone = sending.gone and to_ship(state.status, state.aftersale)
    status = Status.shipped if gone else state.status
    ordered: str | datetime = ""
    if head.ordered_ms is not None:
        ordered = datetime.fromtimestamp(head.ordered_ms / 1000, UTC).astimezone()
        ordered = ordered.replace(tzinfo=None)
    return [
        *(head.platform, head.order_no, ordered, state.title, state.spec, state.code),
        *(" + ".join(line.goods), state.qty, state.paid_fen / 100, state.refunded_fen / 100),
        _status_word(status.name, language),
        *(state.carrier or sending.carrier, state.tracking or sending.tracking),
    ]
