"""Commands that look into the black boxes of past broadcasts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from studio.cli.context import Context, command, local_time, table
from studio.cli.results import out_folder, writable
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session.black_box_file import BoxInfo, open_box
from studio.session.incidents import headline, lines

blackbox = click.Group("blackbox", help="What was measured and seen during each broadcast.")


@command("list", blackbox, help="Every black box there is, the latest broadcast first.")
def blackbox_list(context: Context) -> None:
    with context.studio() as studio:
        sessions = studio.sessions().result()
        paths = [studio.black_box(row.id).result() for row in sessions]
    found = [_info(path) for path in paths if path.is_file()]
    boxes = [info for info in found if info is not None]
    heading = ("session", "begins", "seconds", "stills", "bytes", "file")
    lines = [
        (box.session_id, local_time(box.begins), box.seconds, box.stills, box.bytes, box.path)
        for box in boxes
    ]
    context.say([_as_json(box) for box in boxes], table([heading, *lines]))


@command(
    "show", blackbox, help="One black box, and what went wrong in that broadcast, told plainly."
)
@click.argument("session_id")
def blackbox_show(context: Context, session_id: str) -> None:
    with context.studio() as studio:
        path = studio.black_box(session_id).result()
        reports = studio.incident_reports(session_id).result()
    with open_box(path) as box:
        info, health = box.info(), box.health()
    lowest = min((row.kbps for row in health if row.kbps is not None), default=None)
    told = _as_json(info) | {
        "kbps_lowest": lowest,
        "cpu_highest": max((row.cpu_percent for row in health), default=None),
        "uplink_seconds": {
            state: sum(row.uplink == state for row in health) for state in ("good", "weak", "down")
        },
    }
    language = context.language()
    troubles = [
        {
            "at": report.incident.at,
            "code": report.incident.what["code"],
            "what": headline(report.incident, language),
            "told": lines(report.incident, language),
        }
        for report in reports
    ]
    words = [f"{key}: {value}" for key, value in told.items()]
    for one in troubles:
        words += ["", f"{local_time(one['at'])}  {one['what']}", *one["told"]]
    context.say(told | {"incidents": troubles}, "\n".join(words))


@command("export", blackbox, help="Write a black box out: health.csv, journal.jsonl, stills, logs.")
@click.argument("session_id")
@out_folder
def blackbox_export(context: Context, session_id: str, out: Path) -> None:
    out = writable(out)
    with context.studio() as studio:
        path = studio.black_box(session_id).result()
    try:
        with open_box(path) as box:
            box.export(out)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(out)) from error
    context.say(
        {"folder": str(out)}, sentence("black_box_exported", context.language(), folder=str(out))
    )


def _info(path: Path) -> BoxInfo | None:
    """None for one that is damaged: `show` says so."""
    try:
        with open_box(path) as box:
            return box.info()
    except UserFacingError:
        return None


def _as_json(info: BoxInfo) -> dict[str, object]:
    return asdict(info) | {"path": str(info.path)}
