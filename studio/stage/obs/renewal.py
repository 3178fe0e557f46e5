"""The recording begun anew, in a file of its own, so that OBS takes the picture's rate over.

OBS reads the rate when the first of its outputs starts. The recording is always on and uses the
stream's encoder: a stream that was only stopped and started again went on at the rate it had, 1210
kbit/s where 400 were asked for [M].
"""

from __future__ import annotations

from studio.stage.obs import outputs
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsTimeout


class Renewal:
    """One stage's. `hides` on the receiving thread, the rest under the stage's lock."""

    def __init__(self) -> None:
        self._is_due = False
        self._end_awaited = False

    def ask(self) -> None:
        """With the stream's next start; it is off by then."""
        self._is_due = True

    def do(self, client: ObsClient, *, ours: bool) -> None:
        """If it was asked for. A recording that is not ``ours`` goes on, and the rate with it.

        ObsTimeout: it does not end; to be done again.
        """
        if self._is_due and ours and outputs.is_recording(client):
            self._end_awaited = True
            outputs.stop_recording(client)
            if outputs.is_recording(client):
                raise ObsTimeout("StopRecord")
            outputs.start_recording(client)
        self._is_due = False

    def hides(self, active: bool) -> bool:
        """Whether that news of the recording is only the end of the file before."""
        is_its_end = self._end_awaited and not active
        self._end_awaited = False
        return is_its_end
