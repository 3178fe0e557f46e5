"""nginx-rtmp on loopback: an independent witness of what a stage really sends."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.obs_rig import end_process, find_program, free_port, need_programs

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
START_SECONDS = 10.0

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
    listen 127.0.0.1:{rtmp_port};
    chunk_size 4096;
    application live {{
      live on;
      drop_idle_publisher 10s;
      record all;
      record_path {folder}/received;
      record_unique on;
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
    listen 127.0.0.1:{http_port};
    location /stat {{ rtmp_stat all; }}
  }}
}}
"""


@dataclass
class RtmpServer:
    """One nginx of ours."""

    folder: Path
    rtmp_port: int
    http_port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> str:
        """What goes into `Ingest.server`."""
        return f"rtmp://127.0.0.1:{self.rtmp_port}/live"

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
                rtmp_port=self.rtmp_port,
                http_port=self.http_port,
            )
        )
        with (self.folder / "nginx.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(find_program("nginx")), "-p", str(self.folder), "-c", str(file)],
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
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/stat", timeout=3) as answer:
            tree = ET.fromstring(answer.read())
        for stream in tree.iter("stream"):
            if stream.findtext("name") == key and stream.find("publishing") is not None:
                return int(stream.findtext("bytes_in") or 0)
        return None

    def received(self) -> list[Path]:
        """The FLV files received so far, oldest first."""
        return sorted((self.folder / "received").glob("*.flv"), key=lambda f: f.stat().st_mtime)

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        for port in (self.rtmp_port, self.http_port):
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > end:
                        pytest.fail(f"nginx: {(self.folder / 'nginx.log').read_text()}")
                    time.sleep(0.05)


@contextlib.contextmanager
def rtmp_server(*, running: bool = True) -> Iterator[RtmpServer]:
    """An RTMP server on free loopback ports; usable as a pytest fixture of any scope."""
    need_programs(["nginx"])
    if not MODULE.exists():
        need_programs(["nginx-rtmp-module"])
    folder = Path(tempfile.mkdtemp(prefix="gongfu-rtmp-"))
    server = RtmpServer(folder, free_port(), free_port())
    try:
        if running:
            server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
