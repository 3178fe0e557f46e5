"""What every command shares: its options, its way to say a result, its way to fail."""

from __future__ import annotations

import functools
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from studio.bootstrap import default_data_dir, open_studio
from studio.cli import output
from studio.runtime import money
from studio.runtime.clock import SystemClock
from studio.runtime.errors import UserFacingError
from studio.runtime.files import DISK_FULL
from studio.runtime.logs import never_log, start_logging
from studio.runtime.plain import harmless
from studio.runtime.spoken import At
from studio.runtime.wording import Language, sentence, word_error
from studio.session.studio import Studio
from studio.store.privacy import clock_went_back
from studio.store.secrets import KeyringSecrets, Secrets
from studio.store.settings import Settings
from studio.store.strangers import Meddled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """One call of the command."""

    data_dir: Path
    as_json: bool
    data_dir_given: bool = True
    """False: nobody named one, so it is the person's own."""

    def say(self, result: object, text: str) -> None:
        """The result: as one JSON document, or in words."""
        output.answer(output.as_json(result) if self.as_json else harmless(text))

    def language(self) -> Language:
        """The language of the studio's screens; the command line speaks the same."""
        language: Language = Settings(self.data_dir).get("language")
        return language

    def settings(self) -> Settings:
        """The settings, where a command needs no studio; what is broken in them is said."""
        settings = Settings(self.data_dir)
        for words in settings_words(settings, self.language()):
            output.complain(words)
        return settings

    @contextmanager
    def studio(
        self, *, exclusive: bool = False, secrets: Secrets | None = None
    ) -> Iterator[Studio]:
        """The studio on this data folder; only commands that write claim it."""
        with open_studio(self.data_dir, exclusive=exclusive, secrets=secrets) as studio:
            for words in (
                *meddled_words(studio.store.meddled, self.language()),
                *settings_words(studio.settings, self.language()),
                *(clock_words(studio, self.language()) if exclusive else ()),
            ):
                output.complain(words)
            yield studio


class _NegativeNumbers(click.Command):
    """``stock move YM-001 -5``: an amount below zero, and no option; the command says what is
    wrong with it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, [*args])
        except click.NoSuchOption:
            if not any(_NEGATIVE.fullmatch(each) for each in args):
                raise
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Folder of the studio's data (default: the platform's user data folder).",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def command(
    name: str, group: click.Group | None = None, *, must_log: bool = True, **options: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command that receives a `Context` first and fails in one sentence.

    Further options are declared with click's own decorators below it. ``must_log``: False where it
    tells what is wrong with a folder nothing can be written to.
    """

    def make(work: Callable[..., Any]) -> click.Command:
        @functools.wraps(work)
        def run(*, data_dir: Path | None, as_json: bool, **arguments: Any) -> None:
            # Also `gongfu --data-dir DIR orders list`: never quietly in another folder.
            before = click.get_current_context().find_root().params
            named = data_dir or before.get("data_dir")
            as_json = as_json or bool(before.get("as_json"))
            context = Context(named or default_data_dir(), as_json, named is not None)

            def checked() -> None:
                must_be_text(arguments)
                work(context, **arguments)

            run_worded(context, checked, must_log=must_log)

        decorate = click.command(name, cls=_NegativeNumbers, **options)
        made = decorate(_as_json(_data_dir(run)))
        if group is not None:
            group.add_command(made)
        return made

    return make


def meddled_words(meddled: Meddled, language: Language) -> list[str]:
    """What opening the database found, a sentence for each kind; none: it was as we left it."""
    words = []
    if meddled.taken_out:
        names = brief(meddled.taken_out)
        words.append(sentence("database_strangers_out", language, names=names, kept=meddled.kept))
    if meddled.put_back:
        names = brief(meddled.put_back)
        words.append(sentence("database_guards_back", language, names=names))
    if (lost := meddled.lost) is not None:
        code = "database_log_lost" if lost.backup is None else "database_log_lost_backup_kept"
        when = At(lost.after, SystemClock().now_ms())
        words.append(sentence(code, language, when=when, kept=lost.backup))
    return words


def settings_words(settings: Settings, language: Language) -> list[str]:
    """What reading the settings found broken; none: they are as they were left."""
    broken = settings.broken
    if not broken:
        return []
    if broken.shut:
        return [sentence("settings_not_read", language, path=settings.path)]
    kept = broken.kept or settings.path
    if broken.unread:
        return [sentence("settings_put_aside", language, kept=kept)]
    names = brief(settings.wrong(language))
    return [sentence("settings_values_wrong", language, names=names, kept=kept)]


def clock_words(studio: Studio, language: Language) -> list[str]:
    """That the computer's clock was set back since it was last looked at; none: it was not."""
    now = studio.clock.now_ms()
    last = studio.store.read(lambda db: clock_went_back(db, now)).result()
    if last is None:
        return []
    return [sentence("clock_went_back", language, last=local_time(last), now=local_time(now))]


def brief(names: Sequence[str], most: int = 3, longest: int = 40) -> str:
    """A few of them, none longer than can be read."""
    told = [name if len(name) <= longest else f"{name[:longest]}…" for name in names[:most]]
    return ", ".join([*told, "…"] if len(names) > most else told)


def must_be_text(arguments: Mapping[str, object]) -> None:
    """Bytes that are no UTF-8 come as half characters, which no database and no JSON can hold.

    A file may be named so, by another system's coding: it is renamed sooner than its name is kept
    wrong. Raises argument_not_text, which tells where it stands and never what it is: the log
    keeps what was told, and a buyer's contact has no place there.
    """
    for name, given in arguments.items():
        for each in given if isinstance(given, tuple) else (given,):
            if isinstance(each, tuple):
                must_be_text({name: each})
            elif isinstance(each, str | Path) and not _is_text(str(each)):
                raise UserFacingError("argument_not_text", argument=_typed_as(name))


def _is_text(given: str) -> bool:
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def _typed_as(name: str) -> str:
    """A command's parameter as its help names it: ``--contact``, ``WORDS``."""
    for each in click.get_current_context().command.params:
        if each.name == name:
            return each.opts[0] if isinstance(each, click.Option) else each.human_readable_name
    return name


def run_worded(
    context: Context,
    work: Callable[[], object],
    tell: Callable[[Exception], None] = lambda _error: None,
    *,
    must_log: bool = True,
) -> None:
    """Do ``work``; whatever fails becomes one sentence and status 1.

    ``tell`` is asked to say it too, where a terminal is not enough.
    """
    try:
        _start_log(context, must=must_log)
        work()
    except UserFacingError as error:
        log.info("told the user: %s", error)
        tell(error)
        fail(context, error)
    except (click.exceptions.Exit, click.ClickException):
        raise
    except Exception as error:
        log.exception("bug in a command")
        tell(error)
        fail(context, error)


def _start_log(context: Context, *, must: bool) -> None:
    """The log lives in the data folder; a folder that cannot be written to says so now.

    A full disk keeps nobody from reading their orders: the log then has to wait.
    """
    try:
        start_logging(context.data_dir / "logs")
    except (OSError, RecursionError) as error:  # the second of a folder a thousand folders deep
        if getattr(error, "errno", None) in DISK_FULL or not must:
            logging.getLogger().addHandler(logging.NullHandler())
            return
        raise UserFacingError("folder_unwritable", path=str(context.data_dir)) from error


def fail(context: Context, error: Exception) -> None:
    """Say what went wrong, in one sentence, and leave with status 1."""
    message = word_error(error, language_or_chinese(context))
    code = error.code if isinstance(error, UserFacingError) else "bug"
    if context.as_json:
        output.event({"error": code, "message": message})
    else:
        output.complain(message)
    raise click.exceptions.Exit(1)


def language_or_chinese(context: Context) -> Language:
    return context.language() if context.data_dir.is_dir() else "zh"


class GivenSecrets:
    """Secrets handed over in environment variables, in front of the keyring."""

    def __init__(self, given: dict[str, str | None]) -> None:
        self._variables = {name: variable for name, variable in given.items() if variable}
        self._keyring = KeyringSecrets()

    def get(self, name: str) -> str | None:
        variable = self._variables.get(name)
        if variable is None:
            return self._keyring.get(name)
        value = os.environ.get(variable)
        if value is None:
            raise UserFacingError("environment_variable_missing", variable=variable)
        never_log(value)
        return value

    def set(self, name: str, value: str) -> None:
        self._keyring.set(name, value)

    def forget(self, name: str) -> None:
        self._keyring.forget(name)


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows as aligned text; the first is the heading."""
    texts = [[str(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(_width(row[place]) for row in texts) for place in range(len(texts[0]))]
    lines = []
    for row in texts:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns in a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def yuan(fen: int) -> str:
    """Integer fen as ``¥39.90``."""
    return f"¥{money.yuan(fen)}"


def local_time(at_ms: int | None) -> str:
    """An instant on this computer's wall clock; ``-`` for none."""
    if at_ms is None:
        return "-"
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
