"""``gongfu backup``: make, look through and bring back backups."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from sqlite_utils import Database

from inventory.aftersales import evidence
from studio.bootstrap import DATABASE, MIGRATIONS, checks, restore_backup
from studio.cli.context import Context, command, local_time, table
from studio.runtime.clock import SystemClock
from studio.runtime.errors import UserFacingError
from studio.runtime.logs import never_log
from studio.runtime.wording import sentence
from studio.session import evidence_copies
from studio.store import vault
from studio.store.audit import problems
from studio.store.backup import FOLDER, Backup, backups, make, worded_backup
from studio.store.copies import copy_out
from studio.store.restore import drill
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets

backup = click.Group("backup", help="Backups of the studio's database.")

passphrase_env = click.option(
    "--passphrase-env", help="Variable that holds the passphrase of an encrypted copy."
)
file = click.argument("file", required=False, type=click.Path(path_type=Path))


@command("list", backup, help="The backups there are, the newest first.")
def backup_list(context: Context) -> None:
    found = backups(context.data_dir / FOLDER)
    rows = [(each.path.name, local_time(each.made_ms), each.size) for each in found]
    context.say([_told(each) for each in found], table([("file", "made", "bytes"), *rows]))


@command("create", backup, help="Make a backup now and check it; also while the studio runs.")
@click.option("--to", type=click.Path(path_type=Path), help="Folder for an encrypted copy.")
@passphrase_env
def backup_create(context: Context, to: Path | None, passphrase_env: str | None) -> None:
    passphrase = _passphrase(passphrase_env)
    if to is not None:  # told before anything is made
        if passphrase is None:
            raise UserFacingError("passphrase_needed", path=str(to))
        vault.must_be_long_enough(passphrase)
    folder = context.data_dir / FOLDER
    made = make(context.data_dir / DATABASE, folder, MIGRATIONS, SystemClock())
    photos = evidence_copies.of_backup(made.path)
    with worded_backup(folder):
        evidence.put_by(photos, context.data_dir, folder, by_hash=True)
    words = [sentence("backup_made", context.language(), path=str(made.path), mb=made.size >> 20)]
    told = _told(made)
    if to is not None and passphrase is not None:
        copy = copy_out(made, to, passphrase, MIGRATIONS, Sealer(KeyringSecrets()))
        left_out = evidence_copies.lock_away(photos, context.data_dir, to, passphrase, made.made_ms)
        told |= {"copy": str(copy), "evidence_left_out": left_out}
        words.append(sentence("backup_copied", context.language(), path=str(copy)))
        if left_out:
            counts = {"count": left_out, "disk": str(to)}
            words.append(sentence("copy_without_evidence", context.language(), **counts))
    context.say(told, "\n".join(words))


@command("verify", backup, help="Bring a backup back beside the database and audit it.")
@file
@passphrase_env
def backup_verify(context: Context, file: Path | None, passphrase_env: str | None) -> None:
    """Leaves with status 1 where the backup cannot be relied on. Changes nothing."""
    chosen = file or _newest(context)
    found = _look_through(chosen, _passphrase(passphrase_env))
    told = {
        "file": str(chosen),
        "ok": not found.problems,
        "moves": found.moves,
        "orders": found.orders,
        "problems": list(found.problems),
    }
    language = context.language()
    if not found.problems:
        counts = {"moves": found.moves, "orders": found.orders}
        context.say(told, sentence("backup_fine", language, path=str(chosen), **counts))
        return
    first, count = found.problems[0], len(found.problems)
    context.say(told, sentence("backup_problems", language, count=count, first=first))
    raise click.exceptions.Exit(1)


@command("restore", backup, help="Put a backup in place; what is there now is kept beside it.")
@file
@passphrase_env
def backup_restore(context: Context, file: Path | None, passphrase_env: str | None) -> None:
    """The studio must not be open (``already_running``)."""
    chosen = file or _newest(context)
    passphrase = _passphrase(passphrase_env)
    database = context.data_dir / DATABASE
    aside, keys, lacking = restore_backup(context.data_dir, chosen, passphrase)
    told: dict[str, object] = {"file": str(chosen), "database": str(database)}
    told["kept_aside"] = None if aside is None else str(aside)
    language = context.language()
    if aside is None:
        words = [sentence("backup_restored_alone", language, path=str(database))]
    else:
        words = [sentence("backup_restored", language, path=str(database), aside=str(aside))]
    told["evidence_missing"] = lacking
    if lacking:
        words.append(sentence("backup_restored_without_evidence", language, count=lacking))
    try:
        Sealer(KeyringSecrets()).take_keys(keys)
        told["buyers_can_be_read"] = True
    except UserFacingError:
        told["buyers_can_be_read"] = False
        words.append(sentence("backup_restored_without_keys", language))
    context.say(told, "\n".join(words))


@dataclass(frozen=True, slots=True)
class _Found:
    moves: int
    orders: int
    problems: tuple[str, ...]


def _look_through(chosen: Path, passphrase: str | None) -> _Found:
    counts: list[int] = []
    place = Path(tempfile.gettempdir())

    def look(db: Database) -> Sequence[str]:
        counts.append(_count(db, "stock_move"))
        counts.append(_count(db, "live_sale") + _count(db, "platform_order"))
        files = evidence_copies.of(db)
        with evidence_copies.opened(files, chosen, passphrase, place) as beside:
            return problems(db, (*checks(), evidence.check(beside)))

    done = drill(chosen, place, MIGRATIONS, SystemClock(), look, passphrase)
    return _Found(counts[0], counts[1], done.problems)


def _count(db: Database, table_name: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table_name}").fetchone()[0])


def _newest(context: Context) -> Path:
    found = backups(context.data_dir / FOLDER)
    if not found:
        raise UserFacingError("backup_none")
    return found[0].path


def _passphrase(variable: str | None) -> str | None:
    """From the environment: an argument can be seen by every user of a computer."""
    if variable is None:
        return None
    value = os.environ.get(variable)
    if value is None:
        raise UserFacingError("environment_variable_missing", variable=variable)
    never_log(value)
    return value


def _told(made: Backup) -> dict[str, object]:
    return {"file": str(made.path), "made_at": made.made_ms, "bytes": made.size}
