"""What becomes of work on the stage's thread that nobody waits for: it is logged."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)


def log_failure(done: Future[None]) -> None:
    """For `Future.add_done_callback`."""
    error = done.exception()
    if isinstance(error, UserFacingError):
        log.warning("not written or done: %s", error)
    elif error is not None:
        log.error("the stage's keeper failed", exc_info=error)
