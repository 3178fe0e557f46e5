"""``gongfu tracking``: the numbers of the waybills come back from the platform's tool."""

from __future__ import annotations

from pathlib import Path

import click
from sqlite_utils import Database

from inventory.fulfilment import tracking_file
from inventory.fulfilment.shipping import Shipped
from inventory.fulfilment.tracking_file import CHANGED, DUPLICATE, NEW, Judged
from studio.cli.context import Context, command, table
from studio.cli.pack import why
from studio.runtime.wording import sentence

tracking = click.Group("tracking", help="Tracking numbers of parcels.")


@command("import", tracking, help="Take over a file with order numbers and tracking numbers.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option("--ship", is_flag=True, help="Packed parcels of the file have left, too.")
def tracking_import(context: Context, file: Path, dry_run: bool, ship: bool) -> None:
    rows = tracking_file.read(file)

    def take_over(db: Database, now: int) -> tuple[list[Judged], Shipped]:
        if ship:
            return tracking_file.take_over_and_ship(db, rows, file.name, now)
        return tracking_file.take_over(db, rows, file.name, now), shipped

    shipped = Shipped("", (), ())
    with context.studio(exclusive=not dry_run) as studio:
        if dry_run:
            judged = studio.store.read(lambda db: tracking_file.judge(db, rows)).result()
        else:
            judged, shipped = studio.books.write(take_over).result()
    _say(context, judged, dry_run, shipped)


def _say(context: Context, judged: list[Judged], dry_run: bool, shipped: Shipped) -> None:
    language = context.language()
    rejected = [each for each in judged if each.rejected]
    counts = {
        verdict: sum(each.verdict == verdict for each in judged)
        for verdict in (NEW, CHANGED, DUPLICATE)
    }
    counts["delivered"] = sum(each.arrives for each in judged)
    told = {
        "rows": len(judged),
        **counts,
        "shipped": [each.code for each in shipped.gone],
        "stopped": [{"parcel": each.code, "why": why(each, language)} for each in shipped.stopped],
        "rejected": [
            {
                "row": each.row.row,
                "order": each.row.order_no,
                "reason": each.verdict,
                "message": sentence(f"tracking_{each.verdict}", language),
            }
            for each in rejected
        ],
    }
    head = sentence(
        "tracking_foreseen" if dry_run else "tracking_taken",
        language,
        **counts,
        rejected=len(rejected),
    )
    lines = [
        (each.row.row, each.row.order_no, sentence(f"tracking_{each.verdict}", language))
        for each in rejected
    ]
    stayed = [f"{each.code}  {why(each, language)}" for each in shipped.stopped]
    context.say(told, "\n".join([head, *([table(lines)] if lines else []), *stayed]))
