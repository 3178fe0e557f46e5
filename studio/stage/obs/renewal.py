"""The recording begun anew, in a file of its own, so that OBS takes the picture's rate over.

OBS reads the rate when the first of its outputs starts. The recording is always on and uses the
stream's encoder: a stream that was only stopped and started again went on at the rate it had, 1210
kbit/s where 400 were asked for [M].

The stream waits for it a short while only. On a disk that hangs a file closes minutes late or
never: then the stream comes back at the rate it had, and the recording is begun again whenever the
file has closed.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

from studio.stage.obs import outputs
from studio.stage.obs.client import ObsClient

log = logging.getLogger(__name__)

WAIT_SECONDS = 2.5
"""How long the stream waits for the file to close, and for the next one to begin."""
LOOK_SECONDS = 0.1
LOOK_LATE_SECONDS = 1.0
"""Between two looks at a recording the stream no longer waits for."""


class Renewal:
    """One stage's, one short step at a time. `hides` on the receiving thread, the rest under the
    stage's lock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.forget()

    def forget(self) -> None:
        """The connection was replaced: another OBS reads the rate when it starts, and what the
        one from before still owes is started by whoever wants it."""
        self._is_due = self._keeps_rate = False
        self._kbps_before: int | None = None
        """Rate sent when another one was asked for; None: none is asked for."""
        self._look_at = math.inf
        """Of the next step; inf: none is under way, and nothing is owed."""
        self._patience_ends_at = 0.0
        self._is_late = False
        """The stream was let go without it."""
        self._is_begun = False
        """Since it was stopped it was started, by us or by whoever else wants it."""
        self._end_awaited = False

    @property
    def due_at(self) -> float | None:
        """Monotonic instant of the next step; None: nothing is to be done."""
        return self._look_at if self._look_at < math.inf else None

    @property
    def is_due(self) -> bool:
        return self._look_at <= self._now()

    @property
    def holds_stream(self) -> bool:
        """The stream is not to be started yet: it would go on at the rate it had."""
        return self._look_at < math.inf and self._now() < self._patience_ends_at

    def ask(self, kbps_before: int) -> None:
        """With the stream's next start; it is off by then. ``kbps_before``: sent until then."""
        self._is_due = True
        if self._kbps_before is None:
            self._kbps_before = kbps_before

    def give_up(self) -> None:
        """The stream was not let go, so that it goes on as it was."""
        self._is_due, self._keeps_rate = False, True

    def kept_kbps(self) -> int | None:
        """As the stream starts: the rate it still has, where it did not come to the one asked for;
        told once."""
        not_closed = self._look_at < math.inf and not self._is_begun
        kept = self._kbps_before if self._keeps_rate or not_closed else None
        self._kbps_before, self._keeps_rate = None, False
        return kept

    def cut(self, client: ObsClient) -> int | None:
        """The connection was replaced, and the same OBS is behind it: the rate sent until the step
        that was under way, where OBS never came to the other one. Otherwise as `forget`.

        No request tells an encoder's rate: it has the old one as long as an output goes on.
        """
        kept = self._kbps_before
        if kept is not None and not self._goes_on(client):
            kept = None
        self.forget()
        return kept

    def _goes_on(self, client: ObsClient) -> bool:
        if client.request("GetStreamStatus")["outputActive"]:
            return True
        begun_anew = self._is_begun and not self._is_due and not self._keeps_rate
        return outputs.is_recording(client) and not begun_anew

    def begin(self, client: ObsClient, *, ours: bool) -> None:
        """If it was asked for. A recording that is not ``ours`` goes on, and the rate with it; so
        does one that has not closed since it was asked the last time."""
        if not self._is_due:
            return
        records = outputs.is_recording(client)
        stops = ours and self._look_at == math.inf and records
        self._is_due, self._keeps_rate = False, records and not stops
        if stops:
            self._is_begun, self._is_late, self._end_awaited = False, False, True
            now = self._now()
            self._look_at, self._patience_ends_at = now, now + WAIT_SECONDS
            outputs.stop_output(client, "StopRecord")

    def step(self, client: ObsClient, *, ours: bool) -> bool:
        """Look whether it has closed; then start it, where it is still ``ours``.

        False: nobody records, and nobody was told.
        """
        now = self._now()
        waits = now < self._patience_ends_at
        self._look_at = now + (LOOK_SECONDS if waits else LOOK_LATE_SECONDS)
        if outputs.is_recording(client):
            if self._is_begun:
                self._look_at = math.inf
            elif not waits and not self._is_late:
                log.warning("OBS does not close the recording; the rate stays as it was")
                self._is_late = True
            return True
        if ours and not self._is_begun:
            self._is_begun = True
            self._patience_ends_at = now + WAIT_SECONDS
            outputs.stop_output(client, "StartRecord")
            return True
        if ours and waits:
            return True
        self._look_at, self._end_awaited = math.inf, False
        return False

    def postpone(self) -> None:
        """The step could not be taken now."""
        if self._look_at < math.inf:
            self._look_at = self._now() + LOOK_LATE_SECONDS

    def hides(self, active: bool) -> bool:
        """Whether that news of the recording is only the end of the file before."""
        is_its_end = self._end_awaited and not active
        self._end_awaited = False
        self._is_begun = self._is_begun or active
        return is_its_end
