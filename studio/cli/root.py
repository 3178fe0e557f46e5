"""The root of the command: without a subcommand it opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio import __version__
from studio.bootstrap import default_data_dir
from studio.cli import look, obs, order_files, product, run, stock, trial, window
from studio.cli.audit import audit
from studio.cli.backup import backup
from studio.cli.black_box import blackbox
from studio.cli.context import Context


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="gongfu")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the studio's data.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def gongfu(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """共富直播间 · Gongfu Studio: without a command, open the window."""
    if context.invoked_subcommand is None:
        window.open_window(Context(data_dir or default_data_dir(), as_json))


obs.obs.add_command(trial.obs_trial)
for part in (
    look.session,
    order_files.orders,
    stock.stock,
    product.product,
    look.outbox,
    obs.obs,
    look.doctor,
):
    gongfu.add_command(part)
for part in (run.demo, run.live, run.resume, blackbox, backup, audit):
    gongfu.add_command(part)


def main() -> None:
    """Entry point of ``gongfu`` and ``python -m studio``."""
    for stream in (sys.stdout, sys.stderr):
        # A Chinese Windows console is not UTF-8; what it cannot show becomes "?", not a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    gongfu(prog_name="gongfu")
