"""A small obs-websocket v5 server that misbehaves on demand: the faults a real OBS rarely shows."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

Answer = dict[str, Any] | None
Message = dict[str, Any]
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""
SALT, CHALLENGE = "c2FsdA==", "Y2hhbGxlbmdl"


class FakeConnection:
    """One client on the line, from the server's side. All methods any thread."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._lock = threading.Lock()

    def send(self, message: object) -> None:
        """One text message, as JSON."""
        self.send_frame(0x1, json.dumps(message).encode())

    def send_frame(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x80 | opcode, 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 127, size)
        self.send_raw(head + payload)

    def send_raw(self, data: bytes) -> None:
        with self._lock:
            self.sock.sendall(data)

    def event(self, name: str, **data: object) -> None:
        self.send({"op": 5, "d": {"eventType": name, "eventIntent": 1, "eventData": data}})

    def close_frame(self, code: int) -> None:
        self.send_frame(0x8, struct.pack("!H", code))

    def reset(self) -> None:
        """End with a TCP RST, as a pulled cable or a killed router does."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RD)
        self.sock.close()

    def receive(self) -> tuple[int, bytes]:
        """One frame; OSError or EOFError at the end."""
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        mask = self._exactly(4) if second & 0x80 else b"\0\0\0\0"
        data = self._exactly(size)
        return first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            chunk = self.sock.recv(size - len(data))
            if not chunk:
                raise EOFError
            data += chunk
        return data


class FakeObs:
    """Accepts clients, greets them, answers requests from ``answers``; deaf to pings on demand.

    ``answers`` maps a request's name to a function from its data to the response data; None from
    it refuses the request (code 604, comment "refused"). Requests without an entry get no answer.
    """

    def __init__(self, password: str | None = None) -> None:
        self.password = password
        self.answers: dict[str, Callable[[Message], Answer]] = {}
        self.tells_early = False
        """An event comes before the client has heard that it was let in."""
        self.answer_pings = True
        self.pings = 0
        """Answered."""
        self.connections: list[FakeConnection] = []
        self.identities: list[Message] = []
        self._connected = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._listener.getsockname()[1]}"

    def client(self) -> FakeConnection:
        """The latest client that identified, waited for."""
        with self._connected:
            assert self._connected.wait_for(lambda: bool(self.connections), 60), "nobody came"
            return self.connections[-1]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(60)
        for connection in self.connections:
            connection.sock.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="fake-obs", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.settimeout(30)
            self._start(lambda sock=sock: self._serve(FakeConnection(sock)))  # type: ignore[misc]

    def _serve(self, connection: FakeConnection) -> None:
        with contextlib.suppress(OSError, EOFError), connection.sock:
            self._upgrade(connection)
            if not self._identify(connection):
                return
            with self._connected:
                self.connections.append(connection)
                self._connected.notify_all()
            while True:
                opcode, data = connection.receive()
                if opcode == 0x8:
                    return
                if opcode == 0x9 and self.answer_pings:
                    self.pings += 1
                    connection.send_frame(0xA, data)
                elif opcode == 0x1:
                    self._answer(connection, json.loads(data))

    def _upgrade(self, connection: FakeConnection) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            chunk = connection.sock.recv(4096)
            if not chunk:
                raise EOFError
            request += chunk
        lines = request.decode().split("\r\n")
        key = next(x.split(": ")[1] for x in lines if x.lower().startswith("sec-websocket-key"))
        proof = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        connection.send_raw(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + proof.encode() + b"\r\n\r\n"
        )

    def _identify(self, connection: FakeConnection) -> bool:
        hello: Message = {"obsWebSocketVersion": "5.1.0", "rpcVersion": 1}
        if self.password is not None:
            hello["authentication"] = {"salt": SALT, "challenge": CHALLENGE}
        connection.send({"op": 0, "d": hello})
        _, data = connection.receive()
        identity = json.loads(data)["d"]
        self.identities.append(identity)
        if self.password is not None and identity.get("authentication") != self._proof():
            connection.close_frame(4009)
            return False
        if self.tells_early:
            connection.event("SceneItemCreated", sceneName="x")
        connection.send({"op": 2, "d": {"negotiatedRpcVersion": 1}})
        return True

    def _proof(self) -> str:
        secret = base64.b64encode(hashlib.sha256(f"{self.password}{SALT}".encode()).digest())
        return base64.b64encode(hashlib.sha256(secret + CHALLENGE.encode()).digest()).decode()

    def _answer(self, connection: FakeConnection, message: Message) -> None:
        content = message["d"]
        if message["op"] == 6:
            result = self._result(content)
            if result is not None:
                result["requestId"] = content["requestId"]
                connection.send({"op": 7, "d": result})
        elif message["op"] == 8:
            results = [self._result(request) for request in content["requests"]]
            answer = {"requestId": content["requestId"], "results": results}
            connection.send({"op": 9, "d": answer})

    def _result(self, request: Message) -> Message | None:
        name = request["requestType"]
        if name not in self.answers:
            return None
        data = self.answers[name](request.get("requestData") or {})
        if data is None:
            status: Message = {"result": False, "code": 604, "comment": "refused"}
            return {"requestType": name, "requestStatus": status}
        status = {"result": True, "code": 100}
        return {"requestType": name, "requestStatus": status, "responseData": data}


@contextlib.contextmanager
def fake_obs(password: str | None = None) -> Iterator[FakeObs]:
    """A fake server for one test."""
    server = FakeObs(password)
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def odd_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A port where each connection is handed to ``serve``; yields its ``ws://`` address."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = listener.accept()
                taken.append(sock)
                with contextlib.suppress(OSError):
                    serve(sock)

    thread = threading.Thread(target=accept, name="odd-server", daemon=True)
    thread.start()
    try:
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for sock in taken:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        thread.join(60)
