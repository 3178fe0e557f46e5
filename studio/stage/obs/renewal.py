"""The recording begun anew, in a file of its own, so that OBS takes the picture's rate over.

OBS reads the rate when the first of its outputs starts. The recording is always on and uses the
stream's encoder: a stream that was only stopped and started again went on at the rate it had, 1210
kbit/s where 400 were asked for [M].
"""

from __future__ import annotations

import logging

from studio.stage.obs import outputs
from studio.stage.obs.client import ObsClient

log = logging.getLogger(__name__)


class Renewal:
    """One stage's. `hides` on the receiving thread, the rest under the stage's lock."""

    def __init__(self) -> None:
        self._is_due = False
        self._end_awaited = False

    def ask(self) -> None:
        """With the stream's next start; it is off by then."""
        self._is_due = True

    def do(self, client: ObsClient, *, ours: bool) -> bool:
        """If it was asked for. A recording that is not ``ours`` goes on, and the rate with it.

        False: it ended and did not begin again, which is yet to be told. One that does not end is
        left alone: viewers wait for the stream.
        """
        is_due, self._is_due = self._is_due, False
        if not is_due or not ours or not outputs.is_recording(client):
            return True
        self._end_awaited = True
        outputs.stop_recording(client)
        if outputs.is_recording(client):
            log.warning("OBS does not end the recording; the rate stays as it was")
            self._end_awaited = False
            return True
        outputs.start_recording(client)
        return outputs.is_recording(client)

    def hides(self, active: bool) -> bool:
        """Whether that news of the recording is only the end of the file before."""
        is_its_end = self._end_awaited and not active
        self._end_awaited = False
        return is_its_end
