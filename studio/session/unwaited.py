"""What becomes of work that nobody waits for: where it failed, that is logged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future

from studio.runtime.errors import UserFacingError
from studio.session.air import ABSENT_CODES

TOLD_CODES = ABSENT_CODES - {"stage_slow"}
"""Told as the stage's loss, so that the log need not; one that is only slow is not told as lost."""


def log_failure(
    log: logging.Logger, what: str, known: int = logging.WARNING
) -> Callable[[Future[None]], None]:
    """For `Future.add_done_callback`: say in ``log`` that ``what`` came to nothing.

    ``known``: the level for what a person can do something about; a bug is an error. That the
    stage is away is told as its loss, and what was asked of it is done when it is back.
    """

    def look(done: Future[None]) -> None:
        error = done.exception()
        if isinstance(error, UserFacingError):
            level = logging.INFO if error.code in TOLD_CODES else known
            log.log(level, "%s: %s", what, error)
        elif error is not None:
            log.error("%s", what, exc_info=error)

    return look
