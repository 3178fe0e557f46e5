"""nginx-rtmp on loopback: an independent witness of what a stage really sends."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.helpers.obs_rig import end_process, find_program, free_port, need_programs

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
START_SECONDS = 60.0

CONFIGURATION = """
load_module {module};
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
rtmp {{
  server {{
    listen {host}:{rtmp_port};
    chunk_size 4096;
    application live {{
      live on;
      drop_idle_publisher {idle_seconds}s;
      record all;
      record_path {folder}/received;
      record_unique on;
      {gate}
    }}
  }}
}}
http {{
  access_log off;
  client_body_temp_path {folder}/temp;
  proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp;
  scgi_temp_path {folder}/temp;
  server {{
    listen unix:{folder}/stat.sock;
    location /stat {{ rtmp_stat all; }}
  }}
}}
"""


@dataclass
class RtmpServer:
    """One nginx of ours."""

    folder: Path
    rtmp_port: int
    host: str = "127.0.0.1"
    inside: tuple[str, ...] = ()
    """Put before its command: where it runs in another network namespace."""
    gate: str = ""
    """Asked whether a key may publish: an address of HTTP."""
    idle_seconds: int = 10
    """Without a byte, until it drops whoever publishes."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> str:
        """What goes into `Ingest.server`."""
        return f"rtmp://{self.host}:{self.rtmp_port}/live"

    def start(self) -> None:
        """Start nginx and wait until both its ports answer."""
        (self.folder / "received").mkdir(exist_ok=True)
        (self.folder / "temp").mkdir(exist_ok=True)
        file = self.folder / "nginx.conf"
        file.write_text(
            CONFIGURATION.format(
                module=MODULE,
                user="user root;" if os.geteuid() == 0 else "",
                folder=self.folder,
                host=self.host,
                rtmp_port=self.rtmp_port,
                idle_seconds=self.idle_seconds,
                gate=f"on_publish {self.gate};" if self.gate else "",
            )
        )
        with (self.folder / "nginx.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.inside, str(find_program("nginx")), "-p", str(self.folder), "-c", str(file)],
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """End nginx; its port refuses from then on."""
        if self.process is not None:
            end_process(self.process)
            self.process = None

    def bytes_received(self, key: str) -> int | None:
        """Bytes of the stream being published under ``key``; None where nobody publishes."""
        tree = ET.fromstring(self._stat())
        for stream in tree.iter("stream"):
            if stream.findtext("name") == key and stream.find("publishing") is not None:
                return int(stream.findtext("bytes_in") or 0)
        return None

    def received(self) -> list[Path]:
        """The FLV files received so far, oldest first."""
        return sorted((self.folder / "received").glob("*.flv"), key=lambda f: f.stat().st_mtime)

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        for answers in (self._takes_streams, self._stat):
            while True:
                try:
                    answers()
                    break
                except OSError:
                    if time.monotonic() > end:
                        pytest.fail(f"nginx: {(self.folder / 'nginx.log').read_text()}")
                    time.sleep(0.05)

    def _takes_streams(self) -> None:
        socket.create_connection((self.host, self.rtmp_port), 1).close()

    def _stat(self) -> bytes:
        """The statistics' XML, over a socket of the file system: it crosses no network."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(20)
            line.connect(str(self.folder / "stat.sock"))
            line.sendall(b"GET /stat HTTP/1.0\r\nHost: stat\r\n\r\n")
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        return answer.split(b"\r\n\r\n", 1)[1]


@contextlib.contextmanager
def rtmp_server(
    *,
    running: bool = True,
    host: str = "127.0.0.1",
    inside: tuple[str, ...] = (),
    gate: str = "",
    idle_seconds: int = 10,
) -> Iterator[RtmpServer]:
    """An RTMP server on a free port of loopback, or inside ``host``'s network namespace.

    A hole of 6 s may only be over for TCP after 12.6 s: an ingest that is to live through it has
    ``idle_seconds`` above that.

    Usable as a pytest fixture of any scope.
    """
    need_programs(["nginx"])
    if not MODULE.exists():
        need_programs(["nginx-rtmp-module"])
    folder = Path(tempfile.mkdtemp(prefix="gongfu-rtmp-"))
    server = RtmpServer(folder, free_port(), host, inside, gate, idle_seconds)
    try:
        if running:
            server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def key_gate(key: str) -> Iterator[str]:
    """The platform's door: lets in who publishes under ``key``; yields its address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200 if asked["name"] == [key] else 403)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="key-gate")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(60)
