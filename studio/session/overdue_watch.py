"""Has done what time alone changed, while a broadcast runs: what it offers is what can be ordered.

A note that expired gives its goods back, a lot past its best-before leaves the shelf, a buffer
that was set anew counts: within seconds, and not with the first order that feels it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Set
from concurrent.futures import Future

from studio.session.books import Books
from studio.session.truth import Known
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)


class OverdueWatch:
    """Asks for one transaction where something new is due. The reader's thread."""

    def __init__(self, books: Books, buffer: Callable[[], int]) -> None:
        """``buffer``: pieces kept back of every product, as it is set now."""
        self._books, self._buffer = books, buffer
        self._done: Set[str] = frozenset()
        """Was due before the last transaction: what still is stays so, and costs no other one."""
        self._counted_with = buffer()
        self._asked: Future[None] | None = None

    def look(self, read: Future[Known]) -> None:
        """At what was read; records that could not be read are the truth watch's."""
        if not read.cancelled() and read.exception() is None:
            self._found(read.result().overdue)

    def _found(self, due: Set[str]) -> None:
        buffer = self._buffer()
        if due <= self._done and buffer == self._counted_with:
            return
        if self._asked is not None and not self._asked.done():
            return
        try:
            is_set = buffer != self._counted_with
            asked = self._books.recount() if is_set else self._books.catch_up()
        except RuntimeError:
            log.debug("the program ends; nobody offers anything any more")
            return
        self._asked = asked
        asked.add_done_callback(log_failure(log, "what is overdue was not cleared"))
        asked.add_done_callback(lambda done: self._came(done, due, buffer))

    def _came(self, done: Future[None], due: Set[str], buffer: int) -> None:
        """On the writer's thread."""
        if not done.cancelled() and done.exception() is None:
            self._done, self._counted_with = due, buffer
