"""Commands about the stock: what is left, moving it, counting it, keeping a lot from sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

import click
from sqlite_utils import Database

from inventory import counts, days, ledger, lots, origins, units
from inventory.lots import Lot
from inventory.schema import REAL_PLACES, Place
from studio.cli.context import Context, command, local_time, table
from studio.runtime.clock import local_day
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session import dashboard
from studio.session.studio import Studio

stock = click.Group("stock", help="What is left of each product, and where it went.")

BY_HAND = tuple(
    place.value
    for place in Place
    if place not in (Place.RESERVED, Place.PACKED, Place.PROMISED, Place.GAIN)
)
"""What is held moves with its order, and a gain comes from a count."""

unit_option = click.option("--unit", default="", help="Unit of the amount (default: its own).")
lot_option = click.option("--lot", default="", help="Code of the lot.")
weight_option = click.option("--grams", type=int, help="What it weighs, by catch weight.")
moment_option = click.option("--happened", help="When it was, as 2026-11-26 18:30 (default: now).")
reason_option = click.option("--reason", required=True, help="Why, in your words.")


@command("list", stock, help="On hand, reserved, available.")
@click.option("--lots", "by_lot", is_flag=True, help="Each lot with its best-before instead.")
def stock_list(context: Context, by_lot: bool) -> None:
    with context.studio() as studio:
        if by_lot:
            _say_lots(context, studio.store.read(lots.stock).result())
            return
        rows = studio.stock().result()
    heading = ("sku", "name", "on hand", "reserved", "available", "on hold", "promised", "unit")
    lines = [
        (
            *(row.sku, row.name, row.on_hand, row.reserved, row.available),
            *(row.on_hold, row.promised, row.unit),
        )
        for row in rows
    ]
    context.say([row.told() for row in rows], table([heading, *lines]))


def _say_lots(context: Context, found: list[lots.LotStock]) -> None:
    heading = ("sku", "lot", "best before", "shelf", "reserved", "packed", "on hold", "held")
    lines = [
        (
            *(each.lot.sku, each.lot.code, each.lot.best_before or "-", each.shelf),
            *(each.reserved, each.packed, each.on_hold, each.reason),
        )
        for each in found
    ]
    rows = [{**asdict(each), **asdict(each.lot)} for each in found]
    for row in rows:
        del row["lot"]
    context.say(rows, table([heading, *lines]))


@command("sold", stock, help="What was sold by product, lot or household, as the dashboard tells.")
@click.option("--by", type=click.Choice(("product", "lot", "household")), default="product")
@click.option("--span", type=click.Choice(dashboard.SPANS), default="today", help="Of what time.")
def stock_sold(context: Context, by: str, span: str) -> None:
    with context.studio() as studio:
        shown = dashboard.look(studio, span).result()
    if by == "product":
        rows = [asdict(each) for each in shown.sold.by_product]
    elif by == "lot":
        rows = [asdict(each) for each in shown.lots]
    else:
        rows = [asdict(each) for each in shown.households]
    heading = [name.replace("_", " ") for name in rows[0]] if rows else []
    context.say(rows, table([heading, *(list(each.values()) for each in rows)]) if rows else "")


@command("move", stock, help="Move goods from one place to another.")
@click.argument("sku")
@click.argument("amount")
@click.option("--from", "source", required=True, type=click.Choice(BY_HAND), help="Where from.")
@click.option("--to", "target", required=True, type=click.Choice(BY_HAND), help="Where to.")
@unit_option
@lot_option
@click.option("--household", default="", help="Who grew or made it; registers the lot.")
@click.option("--origin", default="", help="Where; registers the lot.")
@click.option("--harvested", default="", help="Day, as 2026-06-18; registers the lot.")
@click.option("--best-before", default="", help="Last day it may be sold; registers the lot.")
@weight_option
@moment_option
@click.option("--reason", default="by_hand", help="Why, in your words.")
def stock_move(
    context: Context,
    sku: str,
    amount: str,
    source: str,
    target: str,
    unit: str,
    lot: str,
    household: str,
    origin: str,
    harvested: str,
    best_before: str,
    grams: int | None,
    happened: str | None,
    reason: str,
) -> None:
    if source == target:
        raise UserFacingError("move_goes_nowhere", place=source)

    def work(db: Database, now: int) -> str:
        qty = units.into_own(db, sku, amount, unit)
        until = days.coming(best_before, date.fromisoformat(local_day(now)))
        _register(db, Lot(sku, lot, household, origin, harvested, until), Place(source), now)
        at_ms = moment(happened, now)
        where = {"source": Place(source), "target": Place(target)}
        about = {"sku": sku, "qty": qty, "reason": reason, "grams": grams, "at_ms": at_ms}
        if happened is not None:
            return counts.late(db, lot=lot, **where, **about)  # type: ignore[arg-type]
        return ledger.move(db, lot=lot or None, **where, **about)  # type: ignore[arg-type]

    _say_level(context, sku, work)


def _register(db: Database, lot: Lot, source: Place, now: int) -> None:
    """A lot is registered by its facts, or by the goods that come in under a new code."""
    told = any((lot.household, lot.origin, lot.harvested, lot.best_before))
    comes_in = lot.code and source not in REAL_PLACES and lots.find(db, lot.sku, lot.code) is None
    if told or comes_in:
        lots.register(db, lot, now)


@command("count", stock, help="What was counted on the shelf, sold but not packed goods included.")
@click.argument("sku")
@click.argument("amount")
@unit_option
@lot_option
@weight_option
@moment_option
@click.option("--remark", default="", help="In your words.")
def stock_count(
    context: Context,
    sku: str,
    amount: str,
    unit: str,
    lot: str,
    grams: int | None,
    happened: str | None,
    remark: str,
) -> None:
    def work(db: Database, now: int) -> str:
        counted = units.into_own(db, sku, amount, unit)
        at_ms = moment(happened, now)
        return counts.count(db, sku, counted, at_ms, lot=lot, grams=grams, remark=remark)

    with context.studio(exclusive=True) as studio:
        count_id = studio.books.write(work).result()
        found = studio.store.read(lambda db: counts.counts(db, sku)).result()
    count = next(each for each in found if each.id == count_id)
    told = {**asdict(count), "difference": count.difference}
    words = sentence(
        "stock_counted",
        context.language(),
        sku=sku,
        counted=count.counted,
        expected=count.expected,
        difference=f"{count.difference:+d}",
        at=local_time(count.happened_at),
    )
    context.say(told, words)


@command("hold", stock, help="Keep a lot from sale, whatever it is sold as.")
@click.argument("lot")
@reason_option
def stock_hold(context: Context, lot: str, reason: str) -> None:
    with context.studio(exclusive=True) as studio:
        studio.books.write(lambda db, now: lots.hold(db, lot, reason, now)).result()
        _say_lots(context, _of_lot(studio, lot))


@command("release", stock, help="Let a held lot be sold again.")
@click.argument("lot")
@reason_option
def stock_release(context: Context, lot: str, reason: str) -> None:
    with context.studio(exclusive=True) as studio:
        studio.books.write(lambda db, now: lots.let_go(db, lot, reason, now)).result()
        _say_lots(context, _of_lot(studio, lot))


@command("report", stock, help="Note the number of a lot's test report; it can be shown on air.")
@click.argument("lot")
@click.argument("number")
@click.option("--day", default="", help="Day of the test, as 2026-06-18.")
@click.option("--laboratory", default="", help="Who tested.")
def stock_report(context: Context, lot: str, number: str, day: str, laboratory: str) -> None:
    with context.studio(exclusive=True) as studio:
        facts = (lot, number, day, laboratory)
        studio.books.write(lambda db, now: origins.add_report(db, *facts, now)).result()
        _say_lots(context, _of_lot(studio, lot))


@command("write-off", stock, help="What is on hold of a lot is lost.")
@click.argument("lot")
@reason_option
def stock_write_off(context: Context, lot: str, reason: str) -> None:
    with context.studio(exclusive=True) as studio:
        lost = studio.books.write(lambda db, now: lots.write_off(db, lot, reason, now)).result()
    context.say(
        {"lot": lot, "lost": lost},
        sentence("lot_written_off", context.language(), lot=lot, lost=lost),
    )


@command("household", stock, help="Call a household otherwise, or make it one with another.")
@click.argument("name")
@click.argument("new")
@click.option("--same", is_flag=True, help="There is one called NEW, and it is the same.")
def stock_household(context: Context, name: str, new: str, same: bool) -> None:
    with context.studio(exclusive=True) as studio:
        done = studio.books.rename_household(name, new, is_known_one=same).result()
    words = sentence("household_renamed", context.language(), before=done.before, after=done.after)
    context.say(asdict(done), words)


def _of_lot(studio: Studio, code: str) -> list[lots.LotStock]:
    return [each for each in studio.store.read(lots.stock).result() if each.lot.code == code]


def _say_level(context: Context, sku: str, work: Callable[[Database, int], str]) -> None:
    with context.studio(exclusive=True) as studio:
        move_id = studio.books.write(work).result()
        row = next(each for each in studio.stock().result() if each.sku == sku)
    words = sentence(
        "stock_moved",
        context.language(),
        name=row.name,
        on_hand=row.on_hand,
        available=row.available,
        unit=row.unit,
    )
    context.say({"id": move_id, **row.told()}, words)


def moment(text: str | None, now: int) -> int:
    """A local time as UTC ms. Raises moment_unreadable, moment_not_yet."""
    if text is None:
        return now
    try:
        at_ms = round(datetime.fromisoformat(text).astimezone().timestamp() * 1000)
    except ValueError as error:
        raise UserFacingError("moment_unreadable", moment=text) from error
    if at_ms > now:
        raise UserFacingError("moment_not_yet", moment=text)
    return at_ms
