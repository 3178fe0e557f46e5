"""Lotteries as the window and the command line use them, outside a broadcast.

Inside one they go through `studio.session.live_lottery`, so that the journal tells of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory.lottery import archive_file, book, fair
from inventory.lottery.fair import Archive, Checked, Entry
from inventory.lottery.terms import Terms
from studio.runtime.errors import UserFacingError

if TYPE_CHECKING:
    from studio.session.studio import Studio

FOLDER = "lotteries"
"""Where the archive of each draw lies, inside the data folder."""
FROM_NOW_ON = 0
"""When numbers open: at the very moment the terms are published, and not a millisecond before."""


def opening(terms: Terms, now_ms: int) -> Terms:
    """With the moment numbers open said."""
    return replace(terms, opens_ms=now_ms) if terms.opens_ms == FROM_NOW_ON else terms


class Lotteries:
    """Of one studio. Any thread."""

    def __init__(self, studio: Studio) -> None:
        self._store, self._clock, self._runtime = studio.store, studio.clock, studio.runtime
        self._folder = studio.data_dir / FOLDER

    def publish(self, terms: Terms) -> Future[Archive]:
        """``opens_ms`` may be `FROM_NOW_ON`. Errors: those of `book.publish`."""

        def write(db: Database) -> Archive:
            now = self._clock.now_ms()
            return book.publish(db, opening(terms, now), now)

        return self._store.write(write)

    def enter(self, said: str, numbers: Sequence[str] = ()) -> Future[list[Entry]]:
        """Errors: those of `book.chosen` and `book.enter`."""
        now = self._clock.now_ms()
        return self._store.write(lambda db: book.enter(db, book.chosen(db, said).id, numbers, now))

    def draw(self, said: str, word: str = "") -> Future[Archive]:
        """Draw, and leave the archive as a file; on a worker.

        Errors: those of `book.chosen` and `book.draw`; ``lottery_file_unwritable``: drawn, but
        without its file.
        """
        now = self._clock.now_ms()

        def work() -> Archive:
            drawn = self._store.write(
                lambda db: book.draw(db, book.chosen(db, said).id, now, word)
            ).result()
            archive_file.save(drawn, self.file_of(drawn))
            return drawn

        return self._runtime.background(work)

    def listed(self) -> Future[list[Archive]]:
        return self._store.read(book.listed)

    def chosen(self, said: str) -> Future[Archive]:
        return self._store.read(lambda db: book.chosen(db, said))

    def file_of(self, archive: Archive) -> Path:
        """Where the archive of its draw lies."""
        return self._folder / f"{archive.id}.json"

    def save(self, said: str, path: Path) -> Future[Path]:
        """All that is published of one into a file for anybody; on a worker.

        Errors: those of `book.chosen`; ``lottery_archive_unwritable``.
        """

        def work() -> Path:
            try:
                archive_file.save(self.chosen(said).result(), path)
            except UserFacingError as error:
                if error.code != "lottery_file_unwritable":
                    raise
                raise UserFacingError("lottery_archive_unwritable", file=path.name) from error
            return path

        return self._runtime.background(work)

    def check_file(self, path: Path) -> Future[Checked]:
        """Somebody's archive, computed again; on a worker. Errors: those of
        `archive_file.load`."""
        return self._runtime.background(lambda: fair.check(archive_file.load(path)))

    def check(self, said: str) -> Future[Checked]:
        """One lottery computed again, the database's and its file's; on a worker.

        Errors: those of `book.chosen` and `archive_file.load`.
        """

        def work() -> Checked:
            archive = self.chosen(said).result()
            checked, file = fair.check(archive), self.file_of(archive)
            if archive.draw is not None and file.exists() and archive_file.load(file) != archive:
                return replace(checked, differences=(*checked.differences, "lottery_differs_file"))
            return checked

        return self._runtime.background(work)
