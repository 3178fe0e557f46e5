"""Stream and recording: what OBS says about them, and what it really means.

OBS accepts StartStream even when it then fails, gives a failed first connect no second try, and
says "inactive" in the RECONNECTING event while the status says active (measured; design: stage
page). `StreamWatch` turns that into one truthful `StreamState`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.port import Ingest, StreamState

START_SECONDS = 2.0
"""How long `apply` waits for a stream to stand; after that events tell the rest."""
STOP_SECONDS = 2.5
READ_BACK_SECONDS = 1.0
"""Of a turn, which no wait for an output uses up: what came of it is still to be asked."""
LOOK_AGAIN_SECONDS = 0.05
OUTPUT_RUNNING, OUTPUT_NOT_RUNNING = 500, 501
"""RequestStatus of obs-websocket: what was asked for is so already."""
_STATES = {
    "OBS_WEBSOCKET_OUTPUT_STARTING": StreamState.STARTING,
    "OBS_WEBSOCKET_OUTPUT_STARTED": StreamState.ON,
    "OBS_WEBSOCKET_OUTPUT_RECONNECTING": StreamState.RECONNECTING,
    "OBS_WEBSOCKET_OUTPUT_RECONNECTED": StreamState.ON,
    "OBS_WEBSOCKET_OUTPUT_STOPPED": StreamState.OFF,
}
_RECORD_FILES = (("simple_file_output", "path"), ("adv_file_output", "path"))


class StreamWatch:
    """The state of the stream, from events and status together. Thread-safe."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._changed = threading.Condition()
        self._state = StreamState.OFF
        """As OBS has it; `state` is what it means."""
        self._wanted = False
        self._retries = 0
        self._retry_at: float | None = None
        self._stop_once_up = False
        self._stopping = False
        """It is being stopped, to be started again or to stay off."""
        self._kept_off = False
        """Held: nobody here starts it, and what is wanted and off is on its way back."""

    @property
    def state(self) -> StreamState:
        with self._changed:
            return self._meant()

    def _meant(self) -> StreamState:
        waits = self._kept_off and self._wanted and self._state is StreamState.OFF
        return StreamState.RECONNECTING if waits or self._stopping else self._state

    @property
    def due_at(self) -> float | None:
        """Monotonic instant of the next thing to do about the stream; None: nothing."""
        with self._changed:
            return 0.0 if self._stop_is_due() else self._retry_at

    @property
    def retry_is_due(self) -> bool:
        """True while a failed first connect waits for its next try."""
        with self._changed:
            return self._retry_at is not None

    def postpone(self) -> None:
        """What was due could not be done now."""
        with self._changed:
            if self._retry_at is not None:
                self._retry_at = self._now() + policy.FIRST_CONNECT_SECONDS

    @property
    def wanted(self) -> bool:
        """Whether a caller asked for the stream; one nobody asked us for is not ours to stop."""
        with self._changed:
            return self._wanted

    def want(self) -> None:
        """A caller wants the stream: a first connect that fails is tried again from now on."""
        with self._changed:
            if self._state is StreamState.OFF:
                self._retries = policy.FIRST_CONNECT_TRIES
            self._wanted, self._stop_once_up = True, False

    def unwant(self) -> None:
        """The stream is to be off: no more tries."""
        with self._changed:
            self._wanted, self._retry_at, self._stopping = False, None, False
            if self._state is StreamState.STARTING:
                # OBS refuses to stop what is still connecting (501), so it may yet come up.
                self._state, self._stop_once_up = StreamState.OFF, True

    def could_not_stop(self) -> None:
        """It goes on although it is to be off: it stays ours to stop, and is soon tried again."""
        with self._changed:
            self._wanted, self._stop_once_up = True, self._state is not StreamState.OFF

    def must_stop(self) -> bool:
        """True once, when a stream came up after it was no longer wanted."""
        with self._changed:
            due = self._stop_is_due()
            self._stop_once_up = self._stop_once_up and not due
            return due

    def _stop_is_due(self) -> bool:
        return self._stop_once_up and self._state is StreamState.ON

    def stopping(self) -> bool:
        """A wanted stream is stopped, to be started again unless it is kept off; False: it is being
        stopped already, or not wanted.

        Meanwhile it counts as reconnecting, because it is on its way back.
        """
        with self._changed:
            if not self._wanted or self._stopping:
                return False
            self._stopping, self._retry_at = True, None
            self._retries = policy.FIRST_CONNECT_TRIES
            return True

    @property
    def is_stopping(self) -> bool:
        with self._changed:
            return self._stopping

    @property
    def has_stopped(self) -> bool:
        """Of a stream being stopped: OBS has told its end, so that no late word of it comes."""
        with self._changed:
            return self._stopping and self._state is StreamState.OFF

    def stopped(self) -> None:
        """It is off, and stays so."""
        with self._changed:
            self._state, self._stopping = StreamState.OFF, False

    def could_not_restart(self) -> None:
        """It goes on as it was; what it is is read from its status again."""
        with self._changed:
            self._stopping = False

    def keep_off(self, kept_off: bool) -> None:
        """Whether nobody starts it, whatever becomes of the connection or of OBS; over once it is
        seen to run, whoever started it.

        One whose connect failed is tried no more; one that is connecting may yet come.
        """
        with self._changed:
            self._kept_off = kept_off
            if kept_off and self._retry_at is not None:
                self._state, self._retry_at = StreamState.OFF, None

    @property
    def is_kept_off(self) -> bool:
        with self._changed:
            return self._kept_off

    def starting(self) -> None:
        """StartStream was accepted, which does not mean that anything started."""
        with self._changed:
            self._state, self._retry_at = StreamState.STARTING, None
            self._stopping = False

    def tries_left(self, output_state: str) -> int | None:
        """The tries that follow, if that event tells of a failed connect; ask before `heard`."""
        with self._changed:
            failed = _STATES.get(output_state) is StreamState.OFF
            return self._retries if failed and self._first_connects() else None

    def heard(self, output_state: str) -> StreamState:
        """Take in a StreamStateChanged event; returns the state that holds now."""
        told = _STATES.get(output_state)
        with self._changed:
            if told is StreamState.OFF and self._first_connects() and self._retries > 0:
                self._retries -= 1
                self._retry_at = self._now() + policy.FIRST_CONNECT_SECONDS
            elif self._stopping:
                self._state = StreamState.OFF if told is StreamState.OFF else self._state
            elif told is not None:
                self._state, self._retry_at = told, None
                self._kept_off = self._kept_off and told is not StreamState.ON
                # What stopped by itself is done with; the next one may be started by hand.
                self._stop_once_up = self._stop_once_up and told is not StreamState.OFF
            self._changed.notify_all()
            return self._meant()

    def _first_connects(self) -> bool:
        """One of ours, which is tried again where it fails."""
        connects = self._state is StreamState.STARTING and not self._stopping
        return self._wanted and connects and not self._kept_off

    def read(self, status: Mapping[str, Any]) -> StreamState:
        """Take in GetStreamStatus, which is right about being on and silent about starting."""
        with self._changed:
            if self._stopping:
                return self._meant()
            if status["outputReconnecting"]:
                self._state = StreamState.RECONNECTING
            elif status["outputActive"]:
                self._state, self._kept_off = StreamState.ON, False
            elif self._state in (StreamState.ON, StreamState.RECONNECTING):
                self._state, self._stop_once_up = StreamState.OFF, False
            return self._meant()

    def forget(self) -> None:
        """The connection was replaced: what was starting there is unknown, status must tell.

        What is to stay off is stopped all the same: OBS may not have heard of it yet.
        """
        with self._changed:
            self._state, self._retry_at = StreamState.OFF, None
            self._stopping = self._stopping and self._kept_off

    def wait_while_connecting(self, seconds: float) -> None:
        """Wait until the stream stands, failed, or is due for another try."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._state is not StreamState.STARTING or self._retry_at is not None,
                seconds,
            )


def within_turn(client: ObsClient, seconds: float) -> float:
    """So many of ``seconds`` as may be waited for an output."""
    if client.deadline is None:
        return seconds
    return max(0.0, min(seconds, client.deadline - READ_BACK_SECONDS - time.monotonic()))


def start_stream(client: ObsClient, ingest: Ingest, watch: StreamWatch) -> None:
    """Send the stream on its way; UserFacingError ``stream_not_started`` if OBS refuses."""
    settings = {"server": ingest.server, "key": ingest.key, "use_auth": False}
    service = {"streamServiceType": "rtmp_custom", "streamServiceSettings": settings}
    try:
        client.request("SetStreamServiceSettings", service)
        watch.starting()
        client.request("StartStream")
    except ObsError as error:
        if error.code == OUTPUT_RUNNING:
            return
        watch.unwant()
        raise UserFacingError("stream_not_started") from error


def forget_key(client: ObsClient) -> None:
    """Empty the key OBS keeps for its current profile; only while nothing streams."""
    told = client.request("GetStreamServiceSettings")
    settings = dict(told["streamServiceSettings"])
    if settings.get("key"):
        service = {"streamServiceType": told["streamServiceType"]}
        emptied = {"streamServiceSettings": settings | {"key": ""}}
        for _ in ("service.json", "service.json.bak"):  # OBS keeps the file before beside it
            client.request("SetStreamServiceSettings", service | emptied)


def stop_stream(client: ObsClient, watch: StreamWatch) -> None:
    """End the stream, and wait a moment for its end."""
    watch.unwant()
    try:
        stopped = _stops(client, watch)
    except BaseException:
        watch.could_not_stop()
        raise
    if not stopped:
        watch.could_not_stop()


def _stops(client: ObsClient, watch: StreamWatch) -> bool:
    stop_output(client, "StopStream")
    end, again = time.monotonic() + STOP_SECONDS, time.monotonic() + policy.STOP_AGAIN_SECONDS
    while time.monotonic() < end:
        if watch.read(client.request("GetStreamStatus")) is StreamState.OFF:
            return True
        if time.monotonic() >= again:
            stop_output(client, "StopStream")
            again = end
        time.sleep(LOOK_AGAIN_SECONDS)
    return False


def start_recording(client: ObsClient, folder: Path) -> None:
    """Start recording into ``folder`` and wait until it runs; else ``recording_not_started``.

    OBS accepts StartRecord even where it then cannot write.
    """
    if not _until_recording(client, "StartRecord", active=True):
        raise UserFacingError("recording_not_started", folder=str(folder))


def stop_recording(client: ObsClient) -> None:
    """Stop recording and wait until the file is closed."""
    _until_recording(client, "StopRecord", active=False)


def is_recording(client: ObsClient) -> bool:
    return bool(client.request("GetRecordStatus")["outputActive"])


def is_on_air(client: ObsClient) -> bool:
    """Whether OBS streams or records, for whomever."""
    streams = client.request("GetStreamStatus")["outputActive"]
    return bool(streams) or is_recording(client)


def recording_path(client: ObsClient) -> Path | None:
    """The file being recorded, read from the output itself: it outlives our own restart."""
    for output, key in _RECORD_FILES:
        try:
            settings = client.request("GetOutputSettings", {"outputName": output})
        except ObsError:
            continue  # the other output mode
        if path := settings["outputSettings"].get(key):
            return Path(path)
    return None


def _until_recording(client: ObsClient, request: str, *, active: bool) -> bool:
    """Whether it came to be so."""
    stop_output(client, request)
    end = time.monotonic() + within_turn(client, STOP_SECONDS)
    while is_recording(client) != active:
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_AGAIN_SECONDS)
    return True


def stop_output(client: ObsClient, request: str) -> None:
    """Ask; an output that is so already is what was asked for."""
    try:
        client.request(request)
    except ObsError as error:
        if error.code not in (OUTPUT_RUNNING, OUTPUT_NOT_RUNNING):
            raise
