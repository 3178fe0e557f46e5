"""What a planned product's script is filled with, as it is true right now."""

from __future__ import annotations

from scripts_library import PromptLine, render_product_script
from scripts_library.values import for_product
from studio.session.plan import Plan, PlannedProduct


def prompt_values(plan: Plan, product: PlannedProduct, available: int | None) -> dict[str, object]:
    """The values of its variables; ``available`` in units still to sell, None if not known."""
    return for_product(
        name=product.name,
        price_fen=product.price_fen,
        spec=product.spec,
        compared_price_fen=product.compared_price_fen,
        unit=product.unit,
        origin=product.origin,
        available=available,
        anchor=plan.anchor,
    )


def prompt_lines(
    plan: Plan, product: PlannedProduct, available: int | None
) -> tuple[PromptLine, ...]:
    """The product's script, rendered; a product without one has the default script's lines.

    Reads the script's file: not for the main thread. Errors: those of `scripts_library.load`.
    """
    return render_product_script(product.script, prompt_values(plan, product, available))
