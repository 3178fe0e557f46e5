"""``python -m bench [NAME…] [--json]``: run the benchmarks, say what they reach.

``python -m bench soak --help``: random faults instead, see `bench.soak`. ``python -m bench kills
--help``: kill -9 at random moments, see `bench.kills`. How much ``overlays`` does is said by
``--takes``, ``--minutes`` and ``--swaps``.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

import click

from bench.result import Result, UnavailableError

NAMES = (
    "order_commit",
    "import_orders",
    "start_window",
    "replay",
    "million_orders",
    "backup",
    "frozen_obs",
    "recovery",
    "card_drawing",
    "overlays",
)
"""Each a module of this package with ``run() -> Result``."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--json", "as_json", is_flag=True, help="A list of results instead of lines.")
@click.option("--takes", type=click.IntRange(2), help="Of overlays; 1000 where not said.")
@click.option("--minutes", type=click.FloatRange(0.1, 90), help="Of its countdown; 10.")
@click.option("--swaps", type=click.IntRange(1), help="Of its memory; 10000.")
def main(names: tuple[str, ...], as_json: bool, **amounts: float | None) -> None:
    """Run the named benchmarks, or all; exits 1 where one does not reach what was promised."""
    results = []
    for name in names or NAMES:
        found = _run(name, amounts if name == "overlays" else {})
        results.append(found)
        if not as_json:
            click.echo(_line(found))
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if any(found.get("reached") is False for found in results):
        raise SystemExit(1)


def _run(name: str, amounts: dict[str, float | None]) -> dict[str, object]:
    said = {key: value for key, value in amounts.items() if value is not None}
    try:
        result: Result = import_module(f"bench.{name}").run(**said)
    except UnavailableError as reason:
        return {"name": name, "skipped": str(reason)}
    return result.as_dict()


def _line(found: dict[str, object]) -> str:
    if "skipped" in found:
        return f"{found['name']}: skipped, {found['skipped']}"
    verdict = "reached" if found["reached"] else "NOT reached"
    return (
        f"{found['name']}: {found['figure']} {found['unit']}, beside {found['beside']} "
        f"{found['beside_figure']} {found['unit']} (ratio {found['ratio']}); "
        f"{found['reach']}: {verdict}\n  {json.dumps(found['details'], ensure_ascii=False)}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["soak"]:
        from bench.soak.run import main as soak

        soak(sys.argv[2:])
    elif sys.argv[1:2] == ["kills"]:
        from bench.kills.run import kills

        kills(sys.argv[2:])
    else:
        main()
