"""Commands that look: sessions, outbox, OBS, and the doctor."""

from __future__ import annotations

import platform
from dataclasses import asdict

import click

from studio import __version__
from studio.bootstrap import DATABASE
from studio.cli.context import Context, GivenSecrets, command, local_time, table, yuan
from studio.health import probes
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence, word_error
from studio.store.failures import worded
from studio.store.secrets import OBS_PASSWORD
from studio.store.settings import Settings

session = click.Group("session", help="The broadcasts of this studio.")
outbox = click.Group("outbox", help="What waits to be synced.")


@command("list", session, help="Every broadcast, the latest first.")
def session_list(context: Context) -> None:
    with context.studio() as studio:
        rows = studio.sessions().result()
    heading = ("id", "title", "anchor", "live", "ended", "orders", "paid")
    lines = [
        (
            row.id,
            row.title,
            row.anchor,
            local_time(row.live_at),
            local_time(row.ended_at),
            row.orders,
            yuan(row.paid_fen),
        )
        for row in rows
    ]
    context.say([asdict(row) for row in rows], table([heading, *lines]))


@command("show", session, help="One broadcast: its summary and its journal.")
@click.argument("session_id")
def session_show(context: Context, session_id: str) -> None:
    with context.studio() as studio:
        summary = studio.summary(session_id).result()
        entries = studio.entries(session_id).result()
    journal = [entry.as_json() for entry in entries]
    lines = [f"{local_time(entry.at)}  {entry.event}" for entry in entries]
    head = f"{summary['title']}  {summary['orders']}  {yuan(summary['paid_fen'])}"
    context.say({"summary": summary, "journal": journal}, "\n".join([head, *lines]))


@command("list", outbox, help="Waiting messages, the oldest first.")
def outbox_list(context: Context) -> None:
    with context.studio() as studio:
        messages = studio.outbox().result()
    found = [
        {
            "id": message.id,
            "type": message.type,
            "schema": message.schema,
            "session": message.session_id,
            "at": message.wall,
            "sha256": message.sha256,
            "intact": message.intact,
            "body": message.contents(),
        }
        for message in messages
    ]
    heading = ("id", "type", "session", "written")
    lines = [
        (message.id, message.type, message.session_id, local_time(message.wall))
        for message in messages
    ]
    context.say(found, table([heading, *lines]))


@command("doctor", must_log=False, help="What this computer has and what it lacks.")
def doctor(context: Context) -> None:
    """What a helper on the telephone asks for first. Never fails because something is missing."""
    from studio.camera.devices import plugged_in

    found = _obs_finding(context)
    findings = {
        "version": __version__,
        "system": platform.platform(),
        "python": platform.python_version(),
        "data_dir": str(context.data_dir),
        "disk_free_bytes": _disk_finding(context),
        "database": _database_finding(context),
        "cameras": [camera.name for camera in plugged_in()],
        **found,
    }
    context.say(findings, "\n".join(f"{key}: {value}" for key, value in findings.items()))


def _disk_finding(context: Context) -> int | str:
    try:
        return probes.disk_free(context.data_dir)
    except UserFacingError as error:
        return word_error(error, context.language())


def _database_finding(context: Context) -> str:
    language = context.language()
    database = context.data_dir / DATABASE
    try:
        with worded(database):  # a folder that may not be entered does not tell what is in it
            is_there = database.exists()
        if not is_there:
            return sentence("doctor_no_database", language)
        with context.studio() as studio:
            count = len(studio.sessions().result())
    except UserFacingError as error:
        return word_error(error, language)
    return sentence("doctor_database_fine", language, sessions=count)


def _obs_finding(context: Context) -> dict[str, object]:
    from studio.stage.obs.check import check

    url = Settings(context.data_dir).get("obs_url")
    secrets = GivenSecrets({})
    try:
        found = check(url, secrets.get(OBS_PASSWORD))
    except UserFacingError as error:
        return {"obs": word_error(error, context.language()), "obs_cameras": None}
    return {"obs": f"OBS {found['version']}", "obs_cameras": found["cameras"]}
