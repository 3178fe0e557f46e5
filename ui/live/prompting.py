"""The current product's script, read and filled. Runs on a worker; no Qt."""

from __future__ import annotations

from pathlib import Path

from scripts_library import default_script, load, render
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, word_error
from studio.session.plan import Plan
from studio.session.prompt import prompt_values
from ui.live.models import ScriptModel


def read_script(plan: Plan, sku: str, available: int | None, language: Language) -> ScriptModel:
    """The lines for ``sku`` with ``available`` left to sell.

    A script that cannot be read is replaced by the default one, and the sentence says so: an
    anchor on air needs something to read more than an explanation.
    """
    product = plan.product(sku)
    values = prompt_values(plan, product, available)
    try:
        return _filled(sku, product.script, values)
    except UserFacingError as error:
        stand_in = _filled(sku, None, values)
        return ScriptModel(sku, stand_in.lines, word_error(error, language), stand_in.seconds)


def _filled(sku: str, path: Path | None, values: dict[str, object]) -> ScriptModel:
    script = load(path) if path is not None else default_script()
    return ScriptModel(
        sku,
        render(script, values),
        seconds=script.seconds,
        characters_per_minute=script.characters_per_minute,
    )
