"""``gongfu label``: labels for parcels and goods, as a file or on the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from inventory.fulfilment import labels
from inventory.fulfilment.labels import Label
from studio.cli.context import Context, command
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence

label = click.Group("label", help="Labels of 76 × 130 mm. Waybills are printed by the platform.")

COPIES = click.IntRange(1, 500)


def where_to(work: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every label."""
    for option in (
        click.option("--copies", type=COPIES, default=1, help="Of each label (default: 1)."),
        click.option("--printer", default="", help="Name of a printer of this computer."),
        click.option("--out", type=click.Path(path_type=Path), help="A .pdf, .png or .tspl."),
    ):
        work = option(work)
    return work


@command("parcel", label, help="A label for each parcel, to be found by and scanned.")
@click.argument("parcel", nargs=-1, required=True)
@where_to
def label_parcel(
    context: Context, parcel: tuple[str, ...], out: Path | None, printer: str, copies: int
) -> None:
    with context.studio() as studio:
        now = studio.clock.now_ms()

        def look(db: Database) -> list[Label]:
            return [labels.of_parcel(db, name, now) for name in parcel]

        found = studio.store.read(look).result()
    _put_out(context, found, out, printer, copies)


@command("trace", label, help="Labels for goods of a lot: lot, household, day of harvest.")
@click.argument("sku")
@click.argument("lot")
@where_to
def label_trace(
    context: Context, sku: str, lot: str, out: Path | None, printer: str, copies: int
) -> None:
    with context.studio() as studio:
        found = studio.store.read(lambda db: labels.of_lot(db, sku, lot)).result()
    _put_out(context, [found], out, printer, copies)


@command("printers", label, help="The printers of this computer.")
def label_printers(context: Context) -> None:
    from ui.headless import ensure_gui
    from ui.report import label_printer

    application = ensure_gui()
    found = label_printer.printers()
    del application
    context.say(found, "\n".join(found) or "-")


def _put_out(
    context: Context, found: list[Label], out: Path | None, printer: str, copies: int
) -> None:
    if (out is None) == (not printer):
        raise UserFacingError("label_where")
    from ui.headless import ensure_gui
    from ui.report import label as drawing

    application = ensure_gui()
    language = context.language()
    rasters = [drawing.draw(each, language) for each in found]
    count = len(rasters) * copies
    if out is not None:
        drawing.write(rasters, out, copies)
        told = {"file": str(out), "labels": count}
        words = sentence("labels_written", language, count=count, file=str(out))
    else:
        from ui.report import label_printer

        label_printer.print_on(printer, rasters, copies)
        told = {"printer": printer, "labels": count}
        words = sentence("labels_printed", language, count=count, printer=printer)
    del application  # Qt can draw only while it lives
    context.say(told, words)
