"""A stream on its way from one StartStream to the next, one short step at a time.

Nobody waits for it: between two steps the stage's lock is free, so that cards and scenes go on.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

from studio.health import policy
from studio.stage.obs.client import ObsClient
from studio.stage.obs.outputs import StreamWatch, stop_output

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
LAST_WORD_SECONDS = 1.0
"""How long the event of the end may lag behind the status; taken for the next connect's, it would
be a failure."""


class Restart:
    """Stop, stop again where the first is swallowed, start. Called under the stage's lock."""

    def __init__(self, watch: StreamWatch, now: Callable[[], float] = time.monotonic) -> None:
        self._watch = watch
        self._now = now
        self._look_at = self._stop_again_at = self._give_up_at = 0.0
        self._off_since: float | None = None

    @property
    def due_at(self) -> float | None:
        """Monotonic instant of the next step; None: nothing is to be done."""
        return self._look_at if self._watch.is_stopping else None

    def begin(self, client: ObsClient) -> None:
        """Send the first StopStream; nothing where no stream is wanted, or it was sent already.

        One that is kept off when it has stopped (`StreamWatch.keep_off`) stays so.
        """
        if not self._watch.stopping():
            return
        now = self._now()
        self._look_at = now  # it may be off already
        self._off_since = None
        self._stop_again_at = now + policy.STOP_AGAIN_SECONDS
        self._give_up_at = now + policy.RESTART_GIVES_UP_SECONDS
        try:
            stop_output(client, "StopStream")
        except BaseException:
            self._watch.could_not_restart()
            raise

    def step(self, client: ObsClient, start: Callable[[ObsClient], None]) -> bool:
        """Look whether it has stopped; then ``start``. False: it does not, and goes on as it was,
        of which OBS tells nothing."""
        status = client.request("GetStreamStatus")
        now = self._now()
        self._look_at = now + LOOK_SECONDS
        if not status["outputActive"]:
            self._off_since = now if self._off_since is None else self._off_since
            if self._watch.has_stopped or now - self._off_since >= LAST_WORD_SECONDS:
                self._go_on(client, start)
        elif now >= self._give_up_at:
            log.warning("OBS does not let go of the stream; it is left to it")
            self._watch.could_not_restart()
            self._watch.read(status)
            return False
        elif now >= self._stop_again_at:
            self._stop_again_at = math.inf
            stop_output(client, "StopStream")
        return True

    def _go_on(self, client: ObsClient, start: Callable[[ObsClient], None]) -> None:
        if self._watch.is_kept_off:
            self._watch.stopped()
        else:
            start(client)

    def postpone(self) -> None:
        """The step could not be taken now."""
        self._look_at = self._now() + LAST_WORD_SECONDS
