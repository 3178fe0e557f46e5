"""The root of the command: without a subcommand it opens the window."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from studio import __version__
from studio.bootstrap import default_data_dir
from studio.cli import window
from studio.cli.context import Context
from studio.cli.ending import leave

COMMANDS = {
    "audit": "audit:audit",
    "backup": "backup:backup",
    "blackbox": "black_box:blackbox",
    "card": "card_proof:card",  # the last file that adds to it
    "case": "case:case",
    "demo": "run:demo",
    "doctor": "look:doctor",
    "label": "label:label",
    "find": "find:find",
    "live": "run:live",
    "lottery": "lottery:lottery",
    "obs": "trial:obs",  # the last file that adds to it
    "orders": "order_files:orders",  # likewise
    "outbox": "look:outbox",
    "pack": "pack:pack",
    "product": "product:product",
    "resume": "run:resume",
    "sale": "sale:sale",
    "session": "results:session",  # likewise
    "stock": "stock:stock",
    "tracking": "tracking:tracking",
}
"""Where each command is, inside `studio.cli`."""


class Commands(click.Group):
    """Loads a command when it is called: a window that opens has no use for any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found: click.Command = getattr(import_module(f"studio.cli.{module}"), name)
        return found


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="gongfu")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the studio's data.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def gongfu(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """共富直播间 · Gongfu Studio: without a command, open the window."""
    if context.invoked_subcommand is None:
        window.open_window(Context(data_dir or default_data_dir(), as_json))


def main() -> None:
    """Entry point of ``gongfu`` and ``python -m studio``."""
    for stream in (sys.stdout, sys.stderr):
        # A Chinese Windows console is not UTF-8; what it cannot show becomes "?", not a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        gongfu(prog_name="gongfu")
    except SystemExit as ending:
        leave(ending)
        raise
