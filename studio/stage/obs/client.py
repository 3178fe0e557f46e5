"""One conversation with obs-websocket v5: requests with answers, events, and exactly one end.

obs-websocket-py 1.0 connects without a time limit, dies silently on a TCP reset, lets a pending
call wait its whole time after a close, throws error codes away, cannot subscribe to meters and
drops batch replies (measured; design: stage page). So its `connect`, identify step, `call` and
receive thread are replaced here; the request and event classes stay usable.

Threads: `request`, `batch` and `call` from any thread but the receiving one; ``on_event`` and
``on_lost`` are called on the receiving thread (``on_lost`` also on the one whose send failed) and
may only enqueue.
"""

from __future__ import annotations

import itertools
import json
import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from enum import IntEnum
from typing import Any

import websocket
from obswebsocket import obsws

from studio.health.policy import QUIET_DBFS
from studio.runtime.logs import never_log
from studio.stage.obs.errors import ObsError, ObsLost, ObsNonsense, ObsTimeout, Told
from studio.stage.obs.handshake import Address, identify

log = logging.getLogger(__name__)

REQUEST_SECONDS = 3.0
PING_SECONDS = 5.0
PINGS_MISSED = 2
"""Unanswered pings after which the connection counts as dead."""
METER_SECONDS = 0.1
"""At most one loudness figure in this time; OBS sends one every 50 ms."""
AUDIBLE = 10 ** (QUIET_DBFS / 20)
"""A peak, as a factor of full scale, above which somebody is heard."""
NOT_READY = 207
"""RequestStatus::NotReady, while OBS changes its scene collection (obs-websocket 5.3+)."""
NOT_READY_PAUSE = 0.1

GENERAL, CONFIG, INPUTS, OUTPUTS, METERS = 1 << 0, 1 << 1, 1 << 3, 1 << 6, 1 << 16
"""Bits of EventSubscription in the obs-websocket protocol."""
SUBSCRIPTIONS = GENERAL | CONFIG | INPUTS | OUTPUTS | METERS
COLLECTION_CHANGED = "CurrentSceneCollectionChanged"
INPUT_REMOVED = "InputRemoved"
EVENTS = frozenset(
    {
        *("StreamStateChanged", "RecordStateChanged", "InputVolumeMeters"),
        *("InputMuteStateChanged", INPUT_REMOVED),
        "VirtualcamStateChanged",
    }
)
"""What is passed on; everything else stays here."""

QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
"""Linux only."""

OnEvent = Callable[[str, Mapping[str, Any]], None]
OnLost = Callable[[str], None]
Request = tuple[str, dict[str, Any]]
"""A request's name and its data."""


class Execution(IntEnum):
    """How OBS runs a batch. Never Parallel: its results come back under the wrong names."""

    SERIAL = 0
    SERIAL_FRAME = 1
    """All of it between two frames, until a Sleep."""


class ObsClient(obsws):  # type: ignore[misc]  # the library is untyped
    """A connection that fails loudly, once, and never keeps anybody waiting."""

    def __init__(
        self, address: Address, password: str | None, on_event: OnEvent, on_lost: OnLost
    ) -> None:
        super().__init__(address.host, address.port, "", legacy=False, timeout=REQUEST_SECONDS)
        self.address = address
        self.deadline: float | None = None
        """Monotonic instant no request may outlast; set by whoever holds the stage's turn."""
        self.websocket_version = ""
        self.microphones: frozenset[str] = frozenset()
        """Inputs of which loudness is told; where OBS plays none of them, of all. Any thread."""
        self.unsure: frozenset[str] = frozenset()
        """Of these, such as count from when they were heard: nobody may ever speak into them."""
        self._secret = password
        self._on_event = on_event
        self._on_lost = on_lost
        self._numbers = itertools.count(1)
        self._pending: dict[str, Future[Told]] = {}
        self._lock = threading.Lock()
        self._ended: str | None = None
        self._leaving = False
        self._settled = threading.Event()
        self._settled.set()
        self._loudest = 0.0
        self._metered_at = 0.0
        self._receiver = threading.Thread(target=self._receive, name="obs-receive", daemon=True)
        if password:
            never_log(password)

    # --- beginning and end

    def connect(self) -> None:
        """Connect, identify, start receiving. At most about 3 s.

        UserFacingError: ``stage_unreachable``, ``obs_silent``, ``obs_not_obs``,
        ``obs_wrong_password``, ``obs_password_missing``, ``obs_too_old``.
        """
        self.ws, self.websocket_version = identify(self.address, self._secret, SUBSCRIPTIONS)
        self._receiver.start()

    def reconnect(self) -> None:
        """Not offered: a lost connection is replaced by a new client, so nothing old lingers."""
        raise NotImplementedError("make a new ObsClient")

    def disconnect(self) -> None:
        """End the conversation; ``on_lost`` is not called. Any thread, idempotent, no errors."""
        self._leaving = True
        self._end("stage_lost")
        if self._receiver.is_alive() and threading.current_thread() is not self._receiver:
            self._receiver.join(REQUEST_SECONDS + 1)
        if self.ws is not None:
            self.ws.shutdown()

    def give_up(self) -> None:
        """It answers nonsense: end the conversation like one that broke. Any thread but ours."""
        self._end("obs_not_obs")

    @property
    def alive(self) -> bool:
        """False once the connection is gone; it never comes back."""
        return self._ended is None

    # --- asking

    def request(
        self, name: str, data: Mapping[str, Any] | None = None, seconds: float = REQUEST_SECONDS
    ) -> dict[str, Any]:
        """Ask for one thing; returns the answer's data.

        ObsError (refused), ObsTimeout (no answer within ``seconds`` or the deadline), ObsLost,
        ObsNonsense (here, or where a part of the answer that is not there is asked for).
        """
        end = self._end_of(seconds)
        while True:
            answer = self._ask(6, {"requestType": name, "requestData": dict(data or {})}, name, end)
            refusal = _refusal(answer, name)
            if refusal is None:
                return _data(answer)
            if refusal.code != NOT_READY or time.monotonic() + NOT_READY_PAUSE > end:
                raise refusal
            time.sleep(NOT_READY_PAUSE)

    def batch(
        self,
        requests: Sequence[Request],
        execution: Execution = Execution.SERIAL,
        *,
        halt: bool = True,
        seconds: float = REQUEST_SECONDS,
        beside: bool = False,
    ) -> list[dict[str, Any] | None]:
        """Ask for several things in one message; one answer each, None where one was refused.

        With ``halt`` the first refusal stops the rest and is raised as ObsError. ``beside``: not a
        part of what has the stage's turn, so its deadline does not count.
        """
        content = {
            "haltOnFailure": halt,
            "executionType": int(execution),
            "requests": [{"requestType": name, "requestData": data} for name, data in requests],
        }
        end = time.monotonic() + seconds if beside else self._end_of(seconds)
        answer = self._ask(8, content, requests[-1][0], end)
        found: list[dict[str, Any] | None] = []
        for result in _list(answer["results"]):
            refusal = _refusal(result, str(result.get("requestType", "")))
            if halt and refusal is not None:
                raise refusal
            found.append(_data(result) if refusal is None else None)
        return found

    def call(self, obj: Any) -> Any:
        """The library's own way of asking: a request object in, the same one filled out."""
        obj.input(self.request(obj.name, obj.data()), True)
        return obj

    def _end_of(self, seconds: float) -> float:
        end = time.monotonic() + seconds
        return end if self.deadline is None else min(end, self.deadline)

    def _ask(self, op: int, content: dict[str, Any], name: str, end: float) -> Told:
        if threading.current_thread() is self._receiver:
            raise RuntimeError("a request from the receiving thread would wait for itself")
        if not self._settled.wait(max(0.0, end - time.monotonic())):
            raise ObsTimeout(name)  # the user is changing the scene collection
        number, future = self._await_answer()
        try:
            self._send({"op": op, "d": content | {"requestId": number}})
            return future.result(max(0.0, end - time.monotonic()))
        except FutureTimeout:
            raise ObsTimeout(name) from None
        finally:
            with self._lock:
                self._pending.pop(number, None)

    def _await_answer(self) -> tuple[str, Future[Told]]:
        with self._lock:  # so that a loss either refuses us here or fails our future
            if self._ended is not None:
                raise ObsLost(self._ended)
            number = str(next(self._numbers))
            future = self._pending[number] = Future()
        return number, future

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self.ws.send(json.dumps(message))
        except (OSError, websocket.WebSocketException) as error:
            # Half a message may be out: nothing sensible can follow it on this connection.
            self._end("obs_stopped_answering" if _is_timeout(error) else "stage_lost")
            raise ObsLost(self._ended or "stage_lost") from error

    # --- receiving

    def _receive(self) -> None:
        reason = "stage_lost"
        try:
            reason = self._receive_until_end()
        except (OSError, websocket.WebSocketException) as error:
            if not self._leaving:
                log.info("connection to OBS broke: %s", error)
        except Exception:
            log.exception("message from OBS not understood")
        finally:
            self._end(reason)

    def _receive_until_end(self) -> str:
        """Handle messages until the other side is gone; returns the reason."""
        missed, heard, next_ping = 0, True, time.monotonic() + PING_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self.ws, selectors.EVENT_READ)
            while self.alive:
                if selector.select(max(0.0, next_ping - time.monotonic())):
                    heard = True
                    if (reason := self._receive_one()) is not None:
                        return reason
                if time.monotonic() >= next_ping:
                    missed = 0 if heard else missed + 1
                    if missed >= PINGS_MISSED:
                        return "obs_stopped_answering"
                    self.ws.ping()
                    heard, next_ping = False, time.monotonic() + PING_SECONDS
        return "stage_lost"

    def _receive_one(self) -> str | None:
        try:
            opcode, data = self.ws.recv_data(control_frame=True)
        except websocket.WebSocketTimeoutException:
            return None  # the rest of a frame is late; what came is kept by websocket-client
        self._acknowledge()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return "obs_was_closed"
        if opcode != websocket.ABNF.OPCODE_TEXT:
            return None
        message = json.loads(data, object_hook=Told)
        return self._handle(message["op"], message["d"])

    def _acknowledge(self) -> None:
        """At once. OBS holds an answer back until an event it sent before is acknowledged (Nagle),
        and Linux takes its time over that: one question in twelve waited 40 ms [M]. It is asked
        again after each message, because the system goes back to its own way.
        """
        if QUICK_ACK is not None and (sock := self.ws.sock) is not None:
            sock.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)

    def _handle(self, op: int, content: Told) -> str | None:
        if op == 5:
            return self._handle_event(content["eventType"], content.get("eventData") or {})
        if op in (7, 9):
            with self._lock:
                future = self._pending.pop(content["requestId"], None)
            if future is not None:
                future.set_result(content)
        return None

    @property
    def is_settled(self) -> bool:
        """False while OBS changes its scene collection. Any thread."""
        return self._settled.is_set()

    def _handle_event(self, name: str, data: dict[str, Any]) -> str | None:
        if name == "ExitStarted":
            return "obs_was_closed"  # asking an OBS that is shutting down can crash it
        if name == "CurrentSceneCollectionChanging":
            self._settled.clear()
        elif name == COLLECTION_CHANGED:
            self._settled.set()
            self._on_event(name, data)
        elif name == "InputVolumeMeters":
            self._meter(data)
        elif name in EVENTS:
            self._on_event(name, data)
        return None

    def _meter(self, data: dict[str, Any]) -> None:
        """Keep the loudest peak (a factor, 1.0 is full scale) and pass it on 10 times a second."""
        inputs = data["inputs"]
        spoken = [source for source in inputs if source.get("inputName") in self.microphones]
        self.unsure -= {each["inputName"] for each in spoken if _peak([each]) > AUDIBLE}
        known = [source for source in spoken if source["inputName"] not in self.unsure]
        self._loudest = max(self._loudest, _peak(known or inputs))
        now = time.monotonic()
        if now - self._metered_at >= METER_SECONDS:
            self._on_event("InputVolumeMeters", {"peak": self._loudest})
            self._loudest, self._metered_at = 0.0, now

    def _end(self, reason: str) -> None:
        """The one end of this connection: whoever comes first tells it, once."""
        with self._lock:
            if self._ended is not None:
                return
            self._ended = reason
            waiting = list(self._pending.values())
            self._pending.clear()
        for future in waiting:
            future.set_exception(ObsLost(reason))
        self._settled.set()
        if self.ws is not None:
            self.ws.abort()  # wakes the receiving thread and tells the other side
        if not self._leaving:
            self._on_lost(reason)


def _peak(sources: Iterable[Mapping[str, Any]]) -> float:
    """The loudest of their channels, a factor."""
    levels = (level for source in sources for level in source["inputLevelsMul"])
    return max((float(level[1]) for level in levels), default=0.0)


def _refusal(answer: Told, name: str) -> ObsError | None:
    """What OBS says of a request; None: it was done."""
    status = answer["requestStatus"]
    if not isinstance(status, Told):
        raise ObsNonsense("requestStatus")
    if status["result"]:
        return None
    code = status["code"]
    if not isinstance(code, int):
        raise ObsNonsense("code")
    return ObsError(name, code, str(status.get("comment", "")))


def _data(answer: Told) -> dict[str, Any]:
    data = answer.get("responseData") or Told()
    if not isinstance(data, Told):
        raise ObsNonsense("responseData")
    return data


def _list(results: object) -> list[Told]:
    if not isinstance(results, list) or not all(isinstance(each, Told) for each in results):
        raise ObsNonsense("results")
    return results


def _is_timeout(error: Exception) -> bool:
    return isinstance(error, TimeoutError | websocket.WebSocketTimeoutException)
