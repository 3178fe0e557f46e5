"""A template of others that is played: where its pages are, what they may, what they are told.

Two origins: the host page's (127.0.0.1) takes orders, the template's own (a name below localhost
that nobody can guess) has its folder and nothing else. Browsers hold every ``.localhost`` to be
this computer (RFC 6761) and keep the two in processes of their own.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from overlays.manifest import inside
from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.layers import Page
from studio.stage.port import VideoProfile

TYPES = {
    **dict.fromkeys((".html", ".htm"), "text/html; charset=utf-8"),
    **dict.fromkeys((".js", ".mjs"), "text/javascript; charset=utf-8"),
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    ".gif": "image/gif",
    ".webp": "image/webp",
    **{f".{each}": f"font/{each}" for each in ("woff", "woff2", "ttf", "otf")},
}
"""What is handed out of a template's folder, by its ending: what was copied into it."""
DOCTYPE = re.compile(r"\s*+(?:<!--.*?-->\s*+)*+<!doctype[^>]*+>", re.IGNORECASE | re.DOTALL)
"""It never gives back what it took: a page of many comments and none of this cost for ever."""
HOST = """<!doctype html><html data-gongfu><meta charset="utf-8">
<meta name="key" content="{key}"><style>
html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; overflow: hidden;
  background: transparent; display: block; }
iframe { opacity: 0; pointer-events: none; }
</style><iframe sandbox="allow-scripts allow-same-origin"></iframe>
<script type="module" src="host.mjs"></script>"""
NOTHING = b"<!doctype html><title></title>"
"""Of a page that is handed out no more: of an empty answer a browser makes a white page of its own
that says so, and it would be on air."""
FRAME = """<!doctype html><meta charset="utf-8"><base href="play/"><style>
html, body { margin: 0; width: 100%; height: 100%; overflow: hidden; background: transparent; }
body > * { position: absolute; top: 0; right: 0; bottom: 0; left: 0; }
</style><script src="../answers.mjs"></script>
<script type="module" src="../ograf.mjs"></script>"""
PLAYERS = "answers.mjs", "ograf.mjs", "spx.mjs"
"""What this house has in the frame, before the template."""
NOWHERE = "default-src 'none'; form-action 'none'; worker-src 'none'; webrtc 'block'"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the host page says of an order."""

    number: int
    went: bool
    words: str = ""
    """What the template says went wrong."""


class Hosted:
    """One of them. Any thread."""

    def __init__(self, page: Page, video: VideoProfile, port: int) -> None:
        self.page, self.token = page, secrets.token_hex(16)
        self.key = secrets.token_hex(16)
        """By which the host page knows its program; the template and its requests never have it."""
        self._video, self._port = video, port
        self._changed = threading.Condition()
        self._number, self._play = 1, False
        self._answer = Answer(0, went=False)
        self._closed = False

    @property
    def url(self) -> str:
        """Of the host page."""
        return f"http://127.0.0.1:{self._port}/{self.token}/"

    @property
    def play_origin(self) -> str:
        """Of the template: host and port."""
        return f"{self.token}.localhost:{self._port}"

    @property
    def _base(self) -> str:
        return f"http://{self.play_origin}/{self.token}/"

    # -- what the stage asks -------------------------------------------------------------------

    def plays(self, page: Page) -> bool:
        """Whether it is the same template, whatever it says."""
        own = self.page
        return (own.folder, own.main, own.spx) == (page.folder, page.main, page.spx)

    def order(self, page: Page, *, play: bool) -> int:
        """Have it say what ``page`` says, or stop; the number that the answer will have.

        What it is to do already is not asked for twice.
        """
        with self._changed:
            if (self.page, self._play) == (page, play) and not self.failed:
                return self._number
            self.page, self._play = page, play
            self._number += 1
            self._changed.notify_all()
            return self._number

    def answer(self, number: int, seconds: float) -> Answer | None:
        """What became of an order (the first one, 1: it is loaded); None: nothing was heard."""
        with self._changed:
            self._changed.wait_for(lambda: self._answer.number >= number, max(0.0, seconds))
            return self._answer if self._answer.number >= number else None

    @property
    def failed(self) -> bool:
        """Whether it said that it did not do what it was asked last."""
        with self._changed:
            return self._answer.number == self._number and not self._answer.went

    def close(self) -> None:
        """Nobody waits for orders any more. Idempotent."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    # -- what the host page asks ---------------------------------------------------------------

    def next_order(self, after: int, seconds: float) -> dict[str, Any] | None:
        """The order of now where it is a later one; None: there is none within that time."""
        end = time.monotonic() + seconds
        with self._changed:
            while self._number <= after and not self._closed and time.monotonic() < end:
                self._changed.wait(end - time.monotonic())
            return self._order() if self._number > after else None

    def hear(self, told: Any) -> None:
        """The answer of the host page; what is none is not listened to."""
        if not isinstance(told, dict) or not isinstance(number := told.get("number"), int):
            return
        with self._changed:
            went, words = told.get("went") is True, str(told.get("words", ""))[:300]
            self._answer = Answer(min(number, self._number), went, words)
            self._changed.notify_all()

    def _order(self) -> dict[str, Any]:
        page, video = self.page, self._video
        where = "play/" + quote(page.main)
        return {
            "number": self._number,
            "play": self._play,
            "step": page.step,
            "data": self._with_addresses(json.loads(page.data)),
            "frame": self._base + (where if page.spx else "frame"),
            "main": self._base + where,
            "width": video.width,
            "height": video.height,
            "fps": video.fps,
            "patience": {
                "load": round(policy.PAGE_LOAD_SECONDS * 1000),
                "play": round(policy.PAGE_PLAY_SECONDS * 1000),
                "update": round(policy.PAGE_PLAY_SECONDS * 1000),
                "stop": round(policy.PAGE_STOP_SECONDS * 1000),
                "left": round(policy.PAGE_LEFT_SECONDS * 1000),
            },
        }

    def _with_addresses(self, data: dict[str, Any]) -> dict[str, Any]:
        """A picture by its address: a template may look for it from anywhere in its folder."""
        found = {key: data[key] for key in self.page.files if isinstance(data.get(key), str)}
        there = {key: name for key, name in found.items() if self.file(name) is not None}
        return data | {key: f"{self._base}play/{quote(name)}" for key, name in there.items()}

    def file(self, name: str) -> Path | None:
        """A file that it may see; None: there is none of that name, or it is not for it."""
        try:
            found = inside(self.page.folder / "any", name)
        except UserFacingError:
            return None
        known = found.suffix.lower() in TYPES
        return found if known and found.is_file() else None

    @property
    def host_policy(self) -> str:
        """What the host page may: itself, its orders, and the frame."""
        own = self.url
        return (
            f"{NOWHERE}; script-src {own}host.mjs; style-src 'unsafe-inline'; "
            f"connect-src {own}orders {own}told; "
            f"frame-src {self._base}frame {self._base}play/; base-uri 'none'"
        )

    @property
    def frame_policy(self) -> str:
        """What the template may: its folder. It runs its own code anyhow, so also written code."""
        play = f"{self._base}play/"
        files = f"{play} data: blob:"
        players = " ".join(f"{self._base}{each}" for each in PLAYERS)
        return (
            f"{NOWHERE}; script-src {play} {players} "
            "'unsafe-inline' 'unsafe-eval'; "
            f"style-src {play} 'unsafe-inline'; img-src {files}; font-src {files}; "
            f"media-src {files}; connect-src {files}; frame-src {play}; base-uri {self._base}"
        )

    @property
    def host(self) -> bytes:
        """The host page."""
        return HOST.replace("{key}", self.key).encode()

    def as_page(self, content: bytes) -> bytes:
        """An SPX page with our scripts before all of its own."""
        text = content.decode("utf-8-sig")
        start = found.end() if (found := DOCTYPE.match(text)) else 0
        ours = f'<script src="{self._base}answers.mjs"></script>'
        ours += f'<script src="{self._base}spx.mjs"></script>'
        return f"{text[:start]}{ours}{text[start:]}".encode()
