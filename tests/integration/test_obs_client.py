"""The connection to OBS under every fault: one sentence, one loss, nobody waits, no thread left."""

from __future__ import annotations

import contextlib
import logging
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from obswebsocket import requests

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, word_error
from studio.stage.obs import client as client_module
from studio.stage.obs import handshake
from studio.stage.obs.check import check
from studio.stage.obs.client import Execution, ObsClient
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout
from studio.stage.obs.handshake import Address
from tests.helpers.fake_obs import FakeObs, fake_obs, odd_server
from tests.helpers.obs_rig import free_port
from tests.helpers.practice import until

ENDS_SECONDS = 20.0
"""What ends by itself after 3 s has ended by then, on a busy machine too."""


class Told:
    """What a client told: its events and its end."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[tuple[str, Mapping[str, Any]]] = queue.SimpleQueue()
        self.losses: queue.SimpleQueue[str] = queue.SimpleQueue()

    def event(self, name: str, data: Mapping[str, Any]) -> None:
        self.events.put((name, data))

    def next_loss(self) -> str:
        return self.losses.get(timeout=60)

    def assert_no_more_losses(self) -> None:
        with pytest.raises(queue.Empty):
            self.losses.get(timeout=0.3)


@pytest.fixture
def server() -> Iterator[FakeObs]:
    with fake_obs() as running:
        yield running


@pytest.fixture
def told() -> Told:
    return Told()


@contextlib.contextmanager
def connected(url: str, told: Told, password: str | None = None) -> Iterator[ObsClient]:
    client = ObsClient(Address.parse(url), password, told.event, told.losses.put)
    client.connect()
    try:
        yield client
    finally:
        client.disconnect()


@pytest.fixture
def client(server: FakeObs, told: Told) -> Iterator[ObsClient]:
    with connected(server.url, told) as made:
        server.client()
        yield made


def refusal_of(url: str, password: str | None = None) -> str:
    """The code of the sentence that ends an attempt to connect, within its time."""
    begin = time.monotonic()
    with pytest.raises(UserFacingError) as refused, connected(url, Told(), password):
        pass
    assert time.monotonic() - begin < ENDS_SECONDS
    assert word_error(refused.value, "zh") != word_error(refused.value, "en")
    return refused.value.code


# --- connecting


def test_nothing_listens() -> None:
    assert refusal_of(f"ws://127.0.0.1:{free_port()}") == "stage_unreachable"


def test_a_silent_port() -> None:
    with odd_server(lambda sock: None) as url:
        assert refusal_of(url) == "obs_silent"


def test_a_port_that_sends_a_byte_now_and_then() -> None:
    def drip(sock: socket.socket) -> None:
        for byte in b"HTTP/1.1 101 Switching Protocols\r\n":
            sock.sendall(bytes([byte]))
            time.sleep(0.3)

    with odd_server(drip) as url:
        assert refusal_of(url) == "obs_silent"


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n",
    ],
    ids=["web page", "redirect", "ssh", "tls"],
)
def test_a_port_that_is_not_obs(reply: bytes) -> None:
    def answer(sock: socket.socket) -> None:
        sock.sendall(reply)
        sock.shutdown(socket.SHUT_WR)

    with odd_server(answer) as url:
        assert refusal_of(url) == "obs_not_obs"


def test_a_port_that_hangs_up() -> None:
    with odd_server(lambda sock: sock.close()) as url:
        assert refusal_of(url) == "obs_not_obs"


@pytest.mark.parametrize(
    "hello",
    [
        *("not json", "[]", '{"op": 5}', '{"op": 0, "d": 3}'),
        *('{"op": 0, "d": {"authentication": 1}}', "[" * 200_000),
    ],
    ids=["words", "list", "other op", "number", "half a challenge", "nested"],
)
def test_a_websocket_that_is_not_obs(
    server: FakeObs, monkeypatch: pytest.MonkeyPatch, hello: str
) -> None:
    def greet(connection: Any) -> bool:
        connection.send_frame(0x1, hello.encode())
        connection.receive()
        return False

    monkeypatch.setattr(server, "_identify", greet)
    assert refusal_of(server.url, "secret") == "obs_not_obs"


@pytest.mark.parametrize("fin", [True, False], ids=["one frame", "many parts"])
def test_a_message_that_would_fill_the_memory(
    server: FakeObs, monkeypatch: pytest.MonkeyPatch, fin: bool
) -> None:
    monkeypatch.setattr(handshake, "LARGEST_MESSAGE", 1_000_000)
    part = struct.pack("!BBQ", 0, 127, 900_000) + bytes(900_000)

    def flood(connection: Any) -> bool:
        if fin:
            connection.send_raw(struct.pack("!BBQ", 0x81, 127, 8 << 30))
        else:
            connection.send_raw(b"\x01" + part[1:] + part)
        connection.receive()
        return False

    monkeypatch.setattr(server, "_identify", flood)
    assert refusal_of(server.url) == "obs_not_obs"


@pytest.mark.parametrize(
    ("password", "code"), [("wrong", "obs_wrong_password"), (None, "obs_password_missing")]
)
def test_a_wrong_password_and_none_are_told_apart(password: str | None, code: str) -> None:
    with fake_obs("right") as server:
        assert refusal_of(server.url, password) == code


def test_another_protocol_version(server: FakeObs, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: Any) -> bool:
        hello = {"obsWebSocketVersion": "9.0.0", "rpcVersion": 9}
        connection.send({"op": 0, "d": hello})
        connection.receive()
        connection.close_frame(4010)
        return False

    monkeypatch.setattr(server, "_identify", refuse)
    assert refusal_of(server.url) == "obs_too_old"


def test_the_port_may_be_left_out() -> None:
    assert Address.parse("ws://localhost") == Address("localhost", 4455)


def test_the_right_password_and_our_own_subscriptions(told: Told) -> None:
    with fake_obs("right") as server, connected(server.url, told, "right"):
        server.client()
        assert server.identities[0]["eventSubscriptions"] == client_module.SUBSCRIPTIONS
        assert server.identities[0]["eventSubscriptions"] & 1 << 16


def test_an_event_before_the_welcome_is_no_other_program(server: FakeObs, told: Told) -> None:
    server.tells_early = True
    with connected(server.url, told) as client:
        assert client.alive


def test_a_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    """websocket-client sends even 127.0.0.1 through http_proxy; ours must not."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, nowhere)
    monkeypatch.delenv("no_proxy", raising=False)
    with fake_obs() as server, connected(server.url, told) as client:
        assert client.alive


def test_the_password_is_never_logged(caplog: pytest.LogCaptureFixture, told: Told) -> None:
    caplog.set_level(logging.DEBUG)
    with fake_obs("a-long-secret") as server, connected(server.url, told, "a-long-secret"):
        proof = server.identities[0]["authentication"]
    assert "a-long-secret" not in caplog.text
    assert proof not in caplog.text


# --- asking


def test_an_answer_finds_its_request(server: FakeObs, client: ObsClient) -> None:
    server.answers["Echo"] = lambda data: data
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: client.request("Echo", {"n": n})["n"], range(200)))
    assert found == list(range(200))


def test_a_refusal_keeps_its_code_and_comment(server: FakeObs, client: ObsClient) -> None:
    server.answers["Nope"] = lambda data: None
    with pytest.raises(ObsError) as refused:
        client.request("Nope")
    assert (refused.value.request, refused.value.code) == ("Nope", 604)
    assert refused.value.comment == "refused"


def test_the_librarys_own_requests_work(server: FakeObs, client: ObsClient) -> None:
    server.answers["GetVersion"] = lambda data: {"obsVersion": "29.0.2"}
    assert client.call(requests.GetVersion()).getObsVersion() == "29.0.2"


def test_no_answer_ends_in_time(client: ObsClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "REQUEST_SECONDS", 2 * ENDS_SECONDS)
    begin = time.monotonic()
    with pytest.raises(ObsTimeout):
        client.request("Never", seconds=0.3)
    assert time.monotonic() - begin < ENDS_SECONDS  # not the time that a request has by itself
    assert client.alive


def test_a_deadline_cuts_every_request_short(client: ObsClient) -> None:
    client.deadline = time.monotonic() + 0.2
    with pytest.raises(ObsTimeout):
        client.request("Never", seconds=2 * ENDS_SECONDS)
    assert time.monotonic() < client.deadline + ENDS_SECONDS


def test_not_ready_is_asked_again(server: FakeObs, client: ObsClient) -> None:
    tries = iter([207, 207, 100])

    def result(request: dict[str, Any]) -> dict[str, Any]:
        code = next(tries)
        return {"requestStatus": {"result": code == 100, "code": code}, "responseData": {"ok": 1}}

    server._result = result  # type: ignore[method-assign]
    assert client.request("GetSceneList") == {"ok": 1}


def test_requests_wait_while_the_collection_changes(server: FakeObs, client: ObsClient) -> None:
    server.answers["Echo"] = lambda data: {"ok": 1}
    server.client().event("CurrentSceneCollectionChanging", sceneCollectionName="x")
    while client._settled.is_set():
        time.sleep(0.01)
    with pytest.raises(ObsTimeout):
        client.request("Echo", seconds=0.2)
    server.client().event("CurrentSceneCollectionChanged", sceneCollectionName="x")
    assert client.request("Echo") == {"ok": 1}


def test_batch_replies_come_in_order(server: FakeObs, client: ObsClient) -> None:
    server.answers["Echo"] = lambda data: data
    server.answers["Nope"] = lambda data: None
    batch = [("Echo", {"n": 1}), ("Nope", {}), ("Echo", {"n": 2})]
    assert client.batch(batch, halt=False) == [{"n": 1}, None, {"n": 2}]
    with pytest.raises(ObsError, match="Nope"):
        client.batch(batch, Execution.SERIAL_FRAME)


def test_asking_from_a_callback_is_refused_at_once(server: FakeObs, told: Told) -> None:
    outcome: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

    def ask(name: str, data: Mapping[str, Any]) -> None:
        try:
            client.request("Echo")
        except RuntimeError as error:
            outcome.put(error)

    client = ObsClient(Address.parse(server.url), None, ask, told.losses.put)
    client.connect()
    try:
        server.client().event("StreamStateChanged", outputState="x")
        assert isinstance(outcome.get(timeout=60), RuntimeError)
    finally:
        client.disconnect()


# --- losing it

Fault = Callable[[FakeObs], None]
FAULTS: dict[str, tuple[Fault, str]] = {
    "reset": (lambda s: s.client().reset(), "stage_lost"),
    "hang up": (lambda s: s.client().sock.shutdown(socket.SHUT_RDWR), "stage_lost"),
    "close frame": (lambda s: s.client().close_frame(1001), "obs_was_closed"),
    "exit": (lambda s: s.client().event("ExitStarted"), "obs_was_closed"),
    "bad frame": (lambda s: s.client().send_raw(b"\xf1\x00"), "stage_lost"),
}
MALFORMED = [b"not json", b"[]", b"{}", b'{"op": 5, "d": {}}', b'{"op": 7, "d": 1}', b"\xff\xfe"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_loss_is_told_once_and_nobody_waits(
    name: str, server: FakeObs, client: ObsClient, told: Told
) -> None:
    fault, reason = FAULTS[name]
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(client.request, "Never", None, 60) for _ in range(5)]
        while len(client._pending) < 5:
            time.sleep(0.01)
        fault(server)
        begin = time.monotonic()
        for future in waiting:
            with pytest.raises(ObsLost):
                future.result(timeout=ENDS_SECONDS)
    assert time.monotonic() - begin < ENDS_SECONDS  # not what was given
    assert told.next_loss() == reason
    assert not client.alive
    with pytest.raises(ObsLost):
        client.request("Echo")
    told.assert_no_more_losses()


@pytest.mark.expects_log
@pytest.mark.parametrize("message", MALFORMED)
def test_a_malformed_message_is_one_loss(
    message: bytes, server: FakeObs, client: ObsClient, told: Told
) -> None:
    server.client().send_frame(0x1, message)
    assert told.next_loss() == "stage_lost"
    told.assert_no_more_losses()


@pytest.mark.expects_log
def test_an_exception_in_a_callback_is_one_loss(server: FakeObs, told: Told) -> None:
    """In the library it killed the receiver while `connected` stayed true."""

    def fail(name: str, data: Mapping[str, Any]) -> None:
        raise ValueError(name)

    client = ObsClient(Address.parse(server.url), None, fail, told.losses.put)
    client.connect()
    try:
        server.client().event("StreamStateChanged", outputState="x")
        assert told.next_loss() == "stage_lost"
    finally:
        client.disconnect()
    told.assert_no_more_losses()


def test_a_deaf_server_is_lost_after_two_missed_pings(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.setattr(client_module, "PING_SECONDS", 0.5)
    with fake_obs() as server, connected(server.url, told):
        server.client()
        until(lambda: server.pings >= 3)
        assert told.losses.empty()  # pongs keep it alive
        server.answer_pings = False
        assert told.next_loss() == "obs_stopped_answering"
        told.assert_no_more_losses()


def test_half_a_frame_does_not_break_the_next(server: FakeObs, client: ObsClient) -> None:
    server.answers["Echo"] = lambda data: {"ok": 1}
    frame = b'\x81\x22{"op": 5, "d": {"eventType": "X"}}'
    server.client().send_raw(frame[:9])
    time.sleep(0.2)
    server.client().send_raw(frame[9:])
    assert client.request("Echo") == {"ok": 1}


def test_leaving_is_no_loss(server: FakeObs, client: ObsClient, told: Told) -> None:
    client.disconnect()
    client.disconnect()
    told.assert_no_more_losses()
    names = [thread.name for thread in threading.enumerate()]
    assert "obs-receive" not in names


# --- floods


def test_a_flood_of_meters_is_thinned_and_answers_get_through(
    server: FakeObs, client: ObsClient, told: Told
) -> None:
    server.answers["Echo"] = lambda data: {"ok": 1}
    line = server.client()
    begin = time.monotonic()
    for number in range(5000):
        peak = 0.9 if number == 0 else 0.1
        line.event("InputVolumeMeters", inputs=[{"inputLevelsMul": [[0.0, peak, 0.0]]}])
    assert client.request("Echo") == {"ok": 1}
    took = time.monotonic() - begin
    peaks = []
    while not told.events.empty():
        peaks.append(told.events.get()[1]["peak"])
    assert 1 <= len(peaks) <= took * 10 + 2
    assert max(peaks) == pytest.approx(0.9)


def test_a_microphone_nobody_was_ever_heard_by_does_not_hide_what_viewers_hear(
    server: FakeObs, client: ObsClient, told: Told
) -> None:
    """The computer's default one may be a socket with nothing in it, and the sound the camera's."""
    client.microphones, client.unsure = frozenset({"麦克风"}), frozenset({"麦克风"})
    line = server.client()

    def peak(spoken: float) -> float:
        client._metered_at = 0.0
        inputs = [
            {"inputName": "麦克风", "inputLevelsMul": [[0.0, spoken, 0.0]]},
            {"inputName": "样片", "inputLevelsMul": [[0.0, 0.5, 0.0]]},
        ]
        line.event("InputVolumeMeters", inputs=inputs)
        return float(told.events.get(timeout=60)[1]["peak"])

    assert peak(0.0) == pytest.approx(0.5)
    assert peak(0.2) == pytest.approx(0.2)  # somebody speaks: from now on it is the one
    assert peak(0.0) == 0.0


def test_meters_without_inputs_are_silence(server: FakeObs, client: ObsClient, told: Told) -> None:
    server.client().event("InputVolumeMeters", inputs=[{"inputLevelsMul": []}])
    assert told.events.get(timeout=60) == ("InputVolumeMeters", {"peak": 0.0})


# --- check


def test_check_words_an_obs_that_falls_silent(server: FakeObs) -> None:
    begin = time.monotonic()
    with pytest.raises(UserFacingError, match="obs_silent"):
        check(server.url, None)
    assert time.monotonic() - begin < ENDS_SECONDS


def test_check_words_a_refusal(server: FakeObs, caplog: pytest.LogCaptureFixture) -> None:
    """In plain words; what OBS says in its own stands in the log."""
    server.answers["GetVersion"] = lambda data: None
    caplog.set_level(logging.INFO)
    with pytest.raises(UserFacingError, match="stage_request_failed") as caught:
        check(server.url, None)
    for language in LANGUAGES:
        told = word_error(caught.value, language)
        assert "GetVersion" not in told
        assert "refused" not in told
    assert "GetVersion refused: 604 refused" in caplog.text
