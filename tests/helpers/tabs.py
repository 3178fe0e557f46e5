"""A headless Chromium whose pages are looked at: opened by address, seen as pixels.

Spoken to over its debugging port, because a page under test is not to know that it is one.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import websocket
from PySide6.QtGui import QColor, QImage

from tests.helpers.chromium import PATIENCE, browser
from tests.helpers.obs_rig import end_process
from tests.helpers.practice import until

SECONDS = 60.0


class Tab:
    """One page."""

    def __init__(self, address: str) -> None:
        self._line = websocket.create_connection(
            address, timeout=SECONDS, suppress_origin=True, http_no_proxy=["*"]
        )
        self._numbers = itertools.count(1)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self._line.recv())
            if told.get("id") == number:
                result: dict[str, Any] = told.get("result", {})
                return result

    def size(self, width: int, height: int) -> None:
        """Of its window; nothing lies behind it."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        clear = {"r": 0, "g": 0, "b": 0, "a": 0}
        self.ask("Emulation.setDefaultBackgroundColorOverride", color=clear)

    def colour(self, x: int, y: int) -> str:
        """``#aarrggbb`` of a pixel, as OBS would get it; empty while another page is on its way."""
        seen = self.ask("Page.captureScreenshot", format="png").get("data", "")
        image = QImage.fromData(base64.b64decode(seen))
        there = image.valid(x, y)
        return QColor(image.pixelColor(x, y)).name(QColor.NameFormat.HexArgb) if there else ""

    def comes_to(self, x: int, y: int, colour: str) -> None:
        until(lambda: self.colour(x, y) == colour, SECONDS)

    def run(self, script: str) -> Any:
        """In the page; what its last expression is."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        return told.get("result", {}).get("value")

    def go(self, address: str) -> None:
        self.ask("Page.navigate", url=address)

    def close(self) -> None:
        self._line.close()


class Browser:
    """Opens pages, each in a tab."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._tabs: list[Tab] = []

    def open(self, address: str, size: tuple[int, int] = (320, 180)) -> Tab:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/json/new?about:blank", method="PUT"
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(asked, timeout=SECONDS) as answer:
            tab = Tab(json.load(answer)["webSocketDebuggerUrl"])
        self._tabs.append(tab)
        tab.size(*size)
        tab.go(address)
        return tab

    def close(self) -> None:
        for tab in self._tabs:
            tab.close()


@contextlib.contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """One browser for many pages."""
    command = [
        *(browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
        *(f"--user-data-dir={profile}", "--force-color-profile=srgb", "--remote-debugging-port=0"),
        "about:blank",
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told = profile / "DevToolsActivePort"
    try:
        until(lambda: told.is_file() and "\n" in told.read_text(), PATIENCE)
        opened = Browser(int(told.read_text().split("\n")[0]))
        yield opened
        opened.close()
    finally:
        end_process(running)
