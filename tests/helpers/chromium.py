"""The templates in a headless Chromium: one start, one page, a picture of each graphic's canvas."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from tests.helpers.obs_rig import end_process

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds. Reached only where something is broken."""

PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: "Gongfu Sans SC"; font-weight: 400;
  src: url("/ui/fonts/GongfuSansSC-Regular.otf"); }
@font-face { font-family: "Gongfu Sans SC"; font-weight: 700;
  src: url("/ui/fonts/GongfuSansSC-Bold.otf"); }
</style><body><script type="module">
const jobs = await (await fetch("/jobs")).json();
const classes = new Map();
const must = (right, words) => { if (!right) throw new Error(words); };
const inked = (canvas) => {
  const { width, height } = canvas;
  return canvas.getContext("2d").getImageData(0, 0, width, height).data.some((value) => value);
};
async function shown({ id, size: [width, height], data, box, at }) {
  if (!classes.has(id)) {
    const { default: Graphic } = await import(`/overlays/templates/${id}.mjs`);
    customElements.define(`g-${classes.size}-x`, Graphic);
    classes.set(id, Graphic);
  }
  const graphic = new (classes.get(id))();
  document.body.append(graphic);
  const renderCharacteristics = { resolution: { width, height } };
  await graphic.load({ data, renderType: "non-realtime", renderCharacteristics });
  const canvas = graphic.querySelector("canvas");
  const play = { timestamp: 0, action: { type: "playAction", params: {} } };
  await graphic.setActionsSchedule({ schedule: [play] });
  await graphic.goToTime({ timestamp: at });
  const cut = document.createElement("canvas");
  [cut.width, cut.height] = box.slice(2);
  cut.getContext("2d").drawImage(canvas, -box[0], -box[1]);
  const picture = cut.toDataURL("image/png");
  await acts(graphic, canvas, id);
  await graphic.dispose();
  graphic.remove();
  return picture;
}
async function acts(graphic, canvas, id) {
  await graphic.setActionsSchedule({ schedule: [] });
  await graphic.goToTime({ timestamp: 0 });
  must(!inked(canvas), `${id} is there before it is played`);
  const { currentStep } = await graphic.playAction({ skipAnimation: true });
  must(currentStep === 0 && inked(canvas), `${id} does not come: ${currentStep}`);
  await graphic.updateAction({ data: {} });
  must(inked(canvas), `${id} is gone after an update`);
  const end = await graphic.playAction({ skipAnimation: true });
  must(end.currentStep === undefined && !inked(canvas), `${id} does not leave`);
}
let told = { pictures: [] };
try {
  for (const job of jobs) told.pictures.push(await shown(job));
} catch (error) {
  told = { error: `${error.stack ?? error}` };
}
await fetch("/told", { method: "POST", body: JSON.stringify(told) });
</script>"""


class _Desk(SimpleHTTPRequestHandler):
    """Hands out the repository, the page and its jobs; takes what the page tells."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012
    server: _Server

    def do_GET(self) -> None:
        ready = {
            "/": ("text/html; charset=utf-8", PAGE.encode()),
            "/jobs": ("application/json", json.dumps(self.server.jobs).encode()),
            "/photo": ("image/png", self.server.photo.read_bytes()),
        }
        if self.path not in ready:
            super().do_GET()
            return
        kind, content = ready[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.server.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()
        self.server.done.set()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    def __init__(self, jobs: list[dict[str, Any]], photo: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Desk, directory=str(ROOT)))
        self.jobs = jobs
        self.photo = photo
        self.told: dict[str, Any] = {}
        self.done = threading.Event()


def browser() -> str:
    """The program. Skips the test where it is missing; fails instead when ``CI=true``."""
    if found := shutil.which("chromium"):
        return found
    reason = "needs chromium (Debian: chromium)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pictures(jobs: list[dict[str, Any]], profile: Path, photo: Path) -> list[QImage]:
    """What the browser shows for each job, which must come and go as OGraf asks.

    A job has ``id``, ``size``, ``data``, ``box`` of the canvas, and ``at``: milliseconds since the
    graphic was played.

    ``photo`` is what the page finds at ``/photo``.
    """
    program = browser()
    server = _Server(jobs, photo)
    serving = threading.Thread(target=server.serve_forever, name="page-server")
    serving.start()
    command = [
        *(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
        *(f"--user-data-dir={profile}", "--force-color-profile=srgb"),
        f"http://127.0.0.1:{server.server_port}/",
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert server.done.wait(PATIENCE), "the page told nothing"
    finally:
        end_process(running)
        server.shutdown()
        server.server_close()
        serving.join()
    assert "error" not in server.told, server.told["error"]
    found: Mapping[str, Any] = server.told
    decoded = [base64.b64decode(each.partition(",")[2]) for each in found["pictures"]]
    return [QImage.fromData(each) for each in decoded]
