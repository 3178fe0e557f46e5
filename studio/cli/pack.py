"""Commands about parcels: which there are, scanning into them, sending them off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlite_utils import Database

from inventory.fulfilment import cold, making, packing, parcels, picking, shipping, stops
from inventory.fulfilment.parcels import Parcel
from studio.cli.context import Context, command, table
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow
from studio.runtime.wording import Language, sentence

T = TypeVar("T")

pack = click.Group("pack", help="Parcels: what is packed, what has left, what must stay.")

parcels_argument = click.argument("parcel", nargs=-1, required=True)


@command("list", pack, help="What is to be packed and sent, and what may be made into parcels.")
@click.option("--make", is_flag=True, help="First make a parcel of every order that may be packed.")
@click.option("--state", type=click.Choice(parcels.STATES), multiple=True, help="Only those.")
@click.option("--by-product", is_flag=True, help="What to fetch from the shelf instead.")
def pack_list(context: Context, make: bool, state: tuple[str, ...], by_product: bool) -> None:
    without: list[str] = []
    with context.studio(exclusive=make) as studio:
        if make:
            _, without = studio.books.write(lambda db, now: making.make(db, now)).result()
        now = studio.clock.now_ms()

        def look(db: Database) -> tuple[list[Parcel], int, making.Waiting]:
            ready, waiting = making.ready(db)
            wanted = state or (parcels.TO_PACK, parcels.PACKED)
            return parcels.listed(db, now, wanted), len(ready), waiting

        found, ready, waiting = studio.store.read(look).result()
    language = context.language()
    picks = picking.by_product(found)
    told = {
        "parcels": [as_told(each, language) for each in found],
        "picks": [asdict(each) for each in picks],
        "ready": ready,
        "waiting": asdict(waiting),
        "without_goods": without,
    }
    context.say(told, _picks(picks) if by_product else _rows(found, language))


def _rows(found: list[Parcel], language: Language) -> str:
    heading = ("parcel", "order", "platform", "state", "scanned", "stop", "tracking", "what")
    lines = [
        (
            *(each.code, each.order_no, each.platform, each.state),
            *(f"{each.scanned}/{each.pieces}", each.stop or "-", each.tracking or "-"),
            why(each, language) or "、".join(f"{line.name} × {line.qty}" for line in each.products),
        )
        for each in found
    ]
    return table([heading, *lines])


def _picks(picks: list[picking.Pick]) -> str:
    heading = ("sku", "name", "lot", "qty", "unit", "parcels")
    lines = [
        (each.sku, each.name, each.lot or "-", each.qty, each.unit, " ".join(each.parcels))
        for each in picks
    ]
    return table([heading, *lines])


def why(parcel: Parcel, language: Language) -> str:
    """Why a parcel must not be sent, as a sentence; empty where it may."""
    if not parcel.stopped:
        return ""
    return sentence(f"scan_stopped_{parcel.stopped}", language, order=parcel.order_no)


def as_told(parcel: Parcel, language: Language) -> dict[str, Any]:
    return {**asdict(parcel), "why": why(parcel, language)}


@command("scan", pack, help="Scan goods into a parcel; with the last piece it is packed.")
@click.argument("parcel")
@click.argument("code", nargs=-1, required=True)
@click.option("--qty", type=int, default=1, help="Pieces of each scan (default: 1).")
def pack_scan(context: Context, parcel: str, code: tuple[str, ...], qty: int) -> None:
    """Stops at the first scan that is wrong, with status 1; what was right before it stays."""
    language = context.language()
    done: list[dict[str, Any]] = []
    words: list[str] = []
    with context.studio(exclusive=True) as studio:
        for each in code:

            def work(db: Database, now: int, told: str = each) -> packing.Scanned:
                return packing.scan(db, parcel, told, device="typed", at_ms=now, qty=qty)

            scanned = studio.books.write(work).result()
            words.append(sentence(f"scan_{scanned.verdict}", language, **scanned.about))
            done.append({"code": each, "verdict": scanned.verdict, "message": words[-1]})
            if not scanned.right or scanned.packed:
                break
    told = {"scans": done, "parcel": as_told(scanned.parcel, language)}
    if scanned.packed:
        words.append(sentence("parcel_packed", language, parcel=scanned.parcel.code))
    context.say(told, "\n".join(words))
    if not scanned.right:
        raise click.exceptions.Exit(1)


@command("open", pack, help="Open a packed parcel again: everything in it is to be scanned anew.")
@click.argument("parcel")
def pack_open(context: Context, parcel: str) -> None:
    _one(context, lambda db, now: packing.open_again(db, parcel, now))


@command("undo", pack, help="Undo a parcel that is not packed, or whose order wants it no more.")
@click.argument("parcel")
def pack_undo(context: Context, parcel: str) -> None:
    _one(context, lambda db, now: making.dissolve(db, parcel, now))


@command("split", pack, help="Make two parcels of one that is not packed.")
@click.argument("parcel")
@click.option("--out", "out", multiple=True, required=True, help="SKU=QTY for the second parcel.")
def pack_split(context: Context, parcel: str, out: tuple[str, ...]) -> None:
    wanted = {}
    for each in out:
        sku, _, said = each.rpartition("=")
        qty = narrow(said)
        if not sku or not qty.isascii() or not qty.isdigit():
            raise UserFacingError("amount_unreadable", amount=each)
        wanted[sku] = int(qty)
    _several(context, lambda db, now: list(making.split(db, parcel, wanted, now)))


@command("ship", pack, help="Packed parcels have left; without a name all that may go.")
@click.argument("parcel", nargs=-1)
def pack_ship(context: Context, parcel: tuple[str, ...]) -> None:
    """A parcel that must not be sent stays, is named, and makes the status 1."""

    def work(db: Database, now: int) -> shipping.Shipped:
        names = parcel or [each.code for each in parcels.listed(db, now, (parcels.PACKED,))]
        return shipping.ship(db, names, now)

    language = context.language()
    with context.studio(exclusive=True) as studio:
        shipped = studio.books.write(work).result()
    told = {
        "dispatch": shipped.dispatch_id,
        "shipped": [as_told(each, language) for each in shipped.gone],
        "stopped": [as_told(each, language) for each in shipped.stopped],
    }
    words = sentence("parcels_shipped", language, count=len(shipped.gone))
    lines = [f"{each.code}  {why(each, language)}" for each in shipped.stopped]
    context.say(told, "\n".join([words, *lines]))
    if shipped.stopped:
        raise click.exceptions.Exit(1)


@command("back", pack, help="A parcel has not left after all: it is packed again.")
@click.argument("parcel")
def pack_back(context: Context, parcel: str) -> None:
    _one(context, lambda db, now: shipping.take_back(db, parcel, now))


@command("deliver", pack, help="The buyers have them.")
@parcels_argument
def pack_deliver(context: Context, parcel: tuple[str, ...]) -> None:
    _several(context, lambda db, now: shipping.deliver(db, parcel, now))


@command("stop", pack, help="Say at which village stop parcels are handed out.")
@parcels_argument
@click.option("--stop", required=True, help="Name of the stop; empty: at none.")
def pack_stop(context: Context, parcel: tuple[str, ...], stop: str) -> None:
    _several(context, lambda db, now: stops.send_to(db, parcel, stop, now))


@command("cool", pack, help="Say between which temperatures a product is kept; without: anyhow.")
@click.argument("sku")
@click.option("--low", help="Degrees Celsius.")
@click.option("--high", help="Degrees Celsius.")
def pack_cool(context: Context, sku: str, low: str | None, high: str | None) -> None:
    lowest = None if low is None else cold.tenths(low)
    highest = None if high is None else cold.tenths(high)
    with context.studio(exclusive=True) as studio:
        studio.books.write(lambda db, now: cold.need(db, sku, lowest, highest, now)).result()
    words = "cold_need_kept" if lowest is not None else "cold_need_none"
    context.say(
        {"sku": sku, "low": lowest, "high": highest},
        sentence(words, context.language(), sku=sku, low=low, high=high),
    )


@command("cold", pack, help="The cold chain of parcels: note a check or a temperature, or look.")
@parcels_argument
@click.option("--checked", type=click.Choice(cold.CHECKLIST), multiple=True, help="Looked at.")
@click.option("--celsius", help="A temperature measured now.")
@click.option("--remark", default="", help="In your words.")
def pack_cold(
    context: Context,
    parcel: tuple[str, ...],
    checked: tuple[str, ...],
    celsius: str | None,
    remark: str,
) -> None:
    """What is noted holds for all of them: one thermometer in the van."""
    measured = None if celsius is None else cold.tenths(celsius)

    def work(db: Database, now: int) -> None:
        for name in parcel:
            for item in checked:
                cold.note(db, name, item, now, remark=remark)
            if measured is not None:
                cold.note(db, name, cold.TEMPERATURE, now, celsius=measured, remark=remark)

    writes = bool(checked) or measured is not None
    with context.studio(exclusive=writes) as studio:
        if writes:
            studio.books.write(work).result()
        now = studio.clock.now_ms()

        def look(db: Database) -> list[tuple[str, cold.ColdSheet]]:
            found = [parcels.find(db, name, now) for name in parcel]
            return [(each.code, cold.sheet(db, each, now)) for each in found]

        found = studio.store.read(look).result()
    _say_cold(context, found)


def _say_cold(context: Context, found: list[tuple[str, cold.ColdSheet]]) -> None:
    language = context.language()
    told = [
        {"parcel": code, **asdict(each), "needed": each.needed, "whole": each.whole}
        for code, each in found
    ]
    lines = [line for code, each in found for line in (code, *picking.cold_words(each, language))]
    context.say(told[0] if len(told) == 1 else told, "\n".join(lines))


@command("sheet", pack, help="The pick list, or the sheets of the village stops, on paper.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stops", "by_stop", is_flag=True, help="A page for each village stop instead.")
def pack_sheet(context: Context, file: Path, by_stop: bool) -> None:
    """FILE ends in .pdf or .xlsx."""
    from ui.headless import ensure_gui
    from ui.report import pick_list

    application = ensure_gui()
    with context.studio() as studio:
        now = studio.clock.now_ms()
        sheet = studio.store.read(lambda db: picking.sheet(db, now)).result()
    pick_list.write(sheet, file, context.language(), by_stop=by_stop)
    del application  # Qt can draw only while it lives
    told = {"file": str(file), "parcels": len(sheet.parcels)}
    context.say(told, sentence("pick_list_written", context.language(), file=str(file)))


def _one(context: Context, work: Callable[[Database, int], Parcel]) -> None:
    _several(context, lambda db, now: [work(db, now)])


def _several(context: Context, work: Callable[[Database, int], list[Parcel]]) -> None:
    with context.studio(exclusive=True) as studio:
        found = studio.books.write(work).result()
    language = context.language()
    told = [as_told(each, language) for each in found]
    context.say(told[0] if len(told) == 1 else told, _rows(found, language))
