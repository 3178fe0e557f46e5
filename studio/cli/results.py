"""What a session leaves in a folder: its summary, its reports, its recording."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from studio.cli.context import Context, command
from studio.cli.look import session
from studio.runtime.errors import UserFacingError
from studio.runtime.files import replace_file
from studio.runtime.wording import sentence
from studio.session.studio import Studio

out_folder = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder for the results."
)


@command("report", session, help="Write a broadcast's summary and reports into a folder, again.")
@click.argument("session_id")
@out_folder
def session_report(context: Context, session_id: str, out: Path) -> None:
    """For a disk that was full at the end, or a colleague who wants the sheet."""
    from ui.headless import ensure_gui

    out = writable(out)
    application = ensure_gui()
    with context.studio() as studio:
        write_results(context, studio, session_id, out)
    del application  # Qt can draw only while it lives
    files = {name: str(out / name) for name in ("summary.json", "report.pdf", "report.xlsx")}
    context.say(files, sentence("report_written", context.language(), folder=str(out)))


def writable(out: Path) -> Path:
    """The folder for the results, tried by writing into it before anything is on air."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out) as trial:
            trial.write(b"gongfu")
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(out)) from error
    return out.resolve()


def write_results(context: Context, studio: Studio, session_id: str, out: Path) -> None:
    """Write them all; an older one of the same name is replaced. Error: ``folder_unwritable``."""
    from studio.session import report_xlsx
    from ui.report import pdf

    summary = studio.summary(session_id).result()
    reports = studio.incident_reports(session_id).result()
    try:
        text = json.dumps(summary, ensure_ascii=False, indent=2)
        replace_file(out / "summary.json", lambda part: part.write_text(text + "\n", "utf-8"))
        report_xlsx.write(summary, out / "report.xlsx", context.language())
        pdf.write(summary, out / "report.pdf", context.language(), reports)
        _name_recordings(summary, out)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(out)) from error
    except UserFacingError as error:
        if error.code != "report_unwritable":
            raise
        raise UserFacingError("folder_unwritable", path=str(out)) from error


def _name_recordings(summary: dict[str, Any], out: Path) -> None:
    """Give each recording that can be reached a plain name: recording.mkv, recording-2.mkv, …

    The file keeps its own name too: the journal and the summary know it by that.
    """
    found = [path for text in summary["recordings"] if (path := Path(text)).is_file()]
    for number, path in enumerate(found, start=1):
        plain = out / f"recording{'' if number == 1 else f'-{number}'}{path.suffix}"
        with suppress(FileNotFoundError):
            plain.unlink()
        try:
            os.link(path, plain)
        except OSError:  # another disk, or a file system without links
            shutil.copyfile(path, plain)
