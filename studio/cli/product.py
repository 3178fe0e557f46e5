"""Commands about the products: what there is, adding one, taking a list over."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from inventory import product_file, products
from inventory.product_sheet import Sheet
from inventory.products import Product
from inventory.schema import Kind
from studio.cli.context import Context, command, table, yuan
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow
from studio.runtime.wording import sentence, word_error

product = click.Group("product", help="The products this workshop sells.")


@command("list", product, help="Every product, by its code.")
def product_list(context: Context) -> None:
    with context.studio() as studio:
        rows = studio.store.read(products.all_products).result()
    heading = ("sku", "name", "spec", "unit", "price", "kind", "origin")
    lines = [
        (row.sku, row.name, row.spec, row.unit, yuan(row.price_fen), row.kind.value, row.origin)
        for row in rows
    ]
    context.say([asdict(row) for row in rows], table([heading, *lines]))


@command("add", product, help="Make one product known.")
@click.argument("sku")
@click.argument("name")
@click.option("--price", required=True, help="In yuan, as 39.90.")
@click.option("--unit", required=True, help="What it is counted in.")
@click.option("--spec", default="", help="As 2.5kg/箱.")
@click.option("--origin", default="", help="Where it comes from.")
@click.option("--stock", "opening", default="0", help="Opening stock, or what may be promised.")
@click.option(
    "--kind",
    default=Kind.STOCK.value,
    type=click.Choice([kind.value for kind in Kind if kind is not Kind.BUNDLE]),
    help="How it is sold; all but stock hold capacity, not goods.",
)
@click.option("--catch-weight", is_flag=True, help="Counted and weighed: each has its own weight.")
@click.option("--holds", multiple=True, help="A larger unit, as 件=12.")
@click.option("--part", "parts", multiple=True, help="A bundle's part, as YM-001=2.")
def product_add(
    context: Context,
    sku: str,
    name: str,
    price: str,
    unit: str,
    spec: str,
    origin: str,
    opening: str,
    kind: str,
    catch_weight: bool,
    holds: tuple[str, ...],
    parts: tuple[str, ...],
) -> None:
    fen = product_file.in_fen(price)
    sku, name, spec, unit, origin = (text.strip() for text in (sku, name, spec, unit, origin))
    added = Product(sku, name, spec, unit, fen, None, origin, "", "", Kind(kind), catch_weight)

    sheet = Sheet(added, dict(map(_pair, parts)), dict(map(_pair, holds)))
    with context.studio(exclusive=True) as studio:
        made = studio.books.add_product(sheet, opening).result()
    words = sentence("product_added", context.language(), name=made.name, sku=made.sku)
    context.say(asdict(made), words)


@command("change", product, help="What a product is called, costs, and where it comes from.")
@click.argument("sku")
@click.option("--name", help="What it is called.")
@click.option("--price", help="In yuan, as 39.90.")
@click.option("--unit", help="What it is counted in; not once something of it was moved.")
@click.option("--spec", help="As 2.5kg/箱.")
@click.option("--origin", help="Where it comes from.")
def product_change(context: Context, sku: str, price: str | None, **told: str | None) -> None:
    changes = {field: text.strip() for field, text in told.items() if text is not None}
    with context.studio(exclusive=True) as studio:
        before = studio.books.product(sku).result()
        fen = before.price_fen if price is None else product_file.in_fen(price)
        after = replace(before, price_fen=fen, **changes)  # type: ignore[arg-type]
        made = studio.books.change_product(after).result()
    words = sentence(
        "product_changed", context.language(), name=made.name, sku=made.sku,
        price=yuan(made.price_fen), unit=made.unit,
    )  # fmt: skip
    context.say(asdict(made), words)


@command("import", product, help="Take a list of products over: xlsx, xls or csv.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would become of it.")
def product_import(context: Context, file: Path, dry_run: bool) -> None:
    rows, rejected = product_file.read(file)
    with context.studio(exclusive=not dry_run) as studio:
        if dry_run:
            look = studio.store.read(lambda db: product_file.look(db, rows, rejected))
            taken = look.result()
        else:
            taken = studio.books.write(
                lambda db, now: product_file.take(db, rows, rejected, now)
            ).result()
    language = context.language()
    reasons = [
        {"row": each.number, "code": each.error.code, "reason": word_error(each.error, language)}
        for each in taken.rejected
    ]
    told = {
        "rows": taken.rows,
        "new": len(taken.new),
        "changed": len(taken.changed),
        "same": len(taken.same),
        "rejected": reasons,
    }
    words = sentence(
        "products_would_be_taken" if dry_run else "products_taken",
        language,
        new=len(taken.new),
        changed=len(taken.changed),
        same=len(taken.same),
        rejected=len(reasons),
    )
    lines = [f"{each['row']}: {each['reason']}" for each in reasons]
    context.say(told, "\n".join([words, *lines]))


def _pair(text: str) -> tuple[str, int]:
    """``件=12`` as a name and a number. Raises pair_unreadable."""
    name, _, said = text.partition("=")
    number = narrow(said)
    if not name or not number.isascii() or not number.isdigit():
        raise UserFacingError("pair_unreadable", text=text)
    return name, int(number)
