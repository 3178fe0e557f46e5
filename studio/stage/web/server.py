"""Hands the pages out, on this computer only, to whoever knows their name; the way to a browser
that is another program.

Nothing is read but what this house brought and the folders of templates that are played.
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from studio.stage.layers import Page
from studio.stage.port import VideoProfile
from studio.stage.web.hosted import FRAME, NOTHING, PLAYERS, TYPES, Hosted

HERE = Path(__file__).parent
WAIT_SECONDS = 10.0
"""A host page waits so long for an order, then asks again."""
IDLE_SECONDS = 2.0
"""A browser opens connections it may need; so long they may stand unused."""
MOST_TOLD = 4096
HTML, SCRIPT = TYPES[".html"], TYPES[".mjs"]


class PageServer:
    """One stage's. It begins with the first page; any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def host(self, page: Page, video: VideoProfile) -> Hosted:
        """Have it ready to be loaded. OSError where this computer lets nobody listen."""
        with self._lock:
            if self._server is None:
                self._server = _Server()
                serve = partial(self._server.serve_forever, poll_interval=0.1)
                self._thread = threading.Thread(target=serve, name="page-server", daemon=True)
                self._thread.start()
            hosted = Hosted(page, video, self._server.server_port)
            self._server.hosted = {**self._server.hosted, hosted.token: hosted}
            return hosted

    def drop(self, hosted: Hosted) -> None:
        """It is not handed out any more. Idempotent."""
        hosted.close()
        with self._lock:
            if self._server is not None:
                kept = {t: each for t, each in self._server.hosted.items() if each is not hosted}
                self._server.hosted = kept

    def close(self) -> None:
        """What is shown stays as it is, and nobody tells it anything any more. Idempotent."""
        with self._lock:
            server, self._server = self._server, None
            thread, self._thread = self._thread, None
        if server is None or thread is None:
            return
        for hosted in server.hosted.values():
            hosted.close()
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    allow_reuse_address = sys.platform != "win32"  # there anybody could have the same port, too

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.hosted: dict[str, Hosted] = {}
        """By their token; replaced, never changed."""
        self._lines: set[socket.socket] = set()
        self._guard = threading.Lock()

    def server_bind(self) -> None:
        """As HTTPServer, which asks a name server what this computer is called: for seconds where
        that is down."""
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.socket.getsockname()

    def get_request(self) -> tuple[socket.socket, Any]:
        line, address = super().get_request()
        with self._guard:
            self._lines.add(line)
        return line, address

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._lines.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End what a browser keeps open for later, so that closing waits for nobody."""
        with self._guard:
            for line in self._lines:
                with contextlib.suppress(OSError):  # it has ended already
                    line.shutdown(socket.SHUT_RDWR)


class _Desk(BaseHTTPRequestHandler):
    timeout = IDLE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        found = self._found()
        if found is None:
            self._answer(404, HTML, NOTHING)
            return
        hosted, name, from_play = found
        if from_play:
            self._get_played(hosted, name)
        else:
            self._get_host(hosted, name)

    def do_POST(self) -> None:
        found = self._found()
        length = self.headers.get("Content-Length", "")
        fits = length.isdecimal() and int(length) <= MOST_TOLD
        if found is None or found[1:] != ("told", False) or not fits:
            self._answer(404)
            return
        try:
            found[0].hear(json.loads(self.rfile.read(int(length))))
        except ValueError:
            self._answer(400)
        else:
            self._answer(204)

    def log_message(self, *_: object) -> None:
        """A token would be in it."""

    def _found(self) -> tuple[Hosted, str, bool] | None:
        """Whose page is asked for, what of it, and whether the template asks.

        By the name the browser knows this computer by, too: a page from elsewhere that has its own
        name lead here learns nothing.
        """
        token, _, name = urlsplit(self.path).path.removeprefix("/").partition("/")
        hosted, asked_of = self.server.hosted.get(token), self.headers.get("Host", "")
        if hosted is None:
            return None
        if asked_of == hosted.play_origin:
            return hosted, name, True
        at_home = asked_of == f"127.0.0.1:{self.server.server_port}"
        return (hosted, name, False) if at_home else None

    def _get_host(self, hosted: Hosted, name: str) -> None:
        match name:
            case "":
                self._answer(200, HTML, hosted.host, hosted.host_policy)
            case "host.mjs":
                self._answer(200, SCRIPT, (HERE / name).read_bytes())
            case "orders":
                after = parse_qs(urlsplit(self.path).query).get("after", ["0"])[0]
                number = int(after) if after.isdecimal() and len(after) < 10 else 0
                order = hosted.next_order(number, WAIT_SECONDS)
                if order is None:
                    self._answer(204, key=hosted.key)
                else:
                    told = json.dumps(order).encode()
                    self._answer(200, TYPES[".json"], told, key=hosted.key)
            case _:
                self._answer(404)

    def _get_played(self, hosted: Hosted, name: str) -> None:
        policy = hosted.frame_policy
        if name == "frame" and not hosted.page.spx:
            self._answer(200, HTML, FRAME.encode(), policy)
        elif name in PLAYERS:
            self._answer(200, SCRIPT, (HERE / name).read_bytes())
        elif name.startswith("play/"):
            self._get_file(hosted, unquote(name.removeprefix("play/")), policy)
        else:
            self._answer(404)

    def _get_file(self, hosted: Hosted, name: str, policy: str) -> None:
        file = hosted.file(name)
        try:
            content = None if file is None else file.read_bytes()
        except OSError:
            content = None
        if file is None or content is None:
            self._answer(404)
            return
        if hosted.page.spx and name == hosted.page.main:
            content = hosted.as_page(content)
        self._answer(200, TYPES[file.suffix.lower()], content, policy)

    def _answer(
        self, status: int, kind: str = "", content: bytes = b"", policy: str = "", key: str = ""
    ) -> None:
        headers = {
            "Gongfu-Key": key,
            "Content-Type": kind,
            "Content-Security-Policy": policy,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-DNS-Prefetch-Control": "off",
        }
        try:
            self.send_response(status)
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True  # a browser that was closed meanwhile
