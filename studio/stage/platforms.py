"""The platforms a broadcast can go to: data (platforms.toml), and what a workshop changed in it.

A workshop's own ``platforms.toml`` in the data folder changes single fields or adds platforms. A
mistake in it costs nobody an evening: the program's own list is used, and `Platforms.problem`
says in one sentence, with the line, what is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from studio.health import policy
from studio.runtime.errors import Named, UserFacingError
from studio.runtime.files import read_small_text
from studio.runtime.wording import Language
from studio.stage.port import VideoProfile
from studio.store.secrets import STREAM_KEY
from studio.store.settings import Settings

FILE = "platforms.toml"
OWN = "rtmp"
"""The platform that is none: a server of one's own, and what earlier versions knew."""

Route = Literal["stream_key", "virtual_camera"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VIDEO = re.compile(r"([1-9]\d{2,3})x([1-9]\d{2,3})@([1-9]\d)", re.ASCII)
_ENDLESS = re.compile(r"[\d_]{1000}", re.ASCII)
"""A figure nobody means: Python refuses the longest of them and names no line."""
_ANY = "…"
_ACCEPTED: Mapping[str, str] = {
    "zh": _ANY,
    "en": _ANY,
    "stream_key": "always, large_accounts, never",
    "route": "stream_key, virtual_camera",
    "companion_zh": _ANY,
    "companion_en": _ANY,
    "ingest_hint_zh": _ANY,
    "ingest_hint_en": _ANY,
    "room_closes_after_s": "10 – 3600",
    "video": "1280x720@30",
    "video_kbps": "200 – 20000",
    "assumed": '["video_kbps", …]',
    "note_zh": _ANY,
    "note_en": _ANY,
    "guide": _ANY,
}
_BOUNDS = {"room_closes_after_s": (10, 3600), "video_kbps": (200, 20_000)}
_MAY_BE_MISSING = frozenset({"room_closes_after_s", "companion_zh", "companion_en", "guide"})
_ANY_COMPANION = Named("直播伴侣", "the companion program")


@dataclass(frozen=True, slots=True)
class Platform:
    """One place to broadcast to."""

    id: str
    zh: str
    en: str
    stream_key: str
    """Who gets a key: ``always``, ``large_accounts`` or ``never``."""
    route: Route
    ingest_hint_zh: str
    ingest_hint_en: str
    video: VideoProfile
    video_kbps: int
    note_zh: str
    note_en: str
    room_closes_after_s: int | None = None
    """Seconds without a stream after which the platform closes the room; None: never."""
    assumed: frozenset[str] = frozenset()
    """Fields whose figure the platform has not confirmed."""
    companion_zh: str = ""
    companion_en: str = ""
    guide: str = ""
    """Page and heading below docs/guide."""

    @property
    def companion(self) -> Named | None:
        """The platform's own program, which sends OBS's picture for an account without a key; None:
        there is none, or none is needed."""
        zh, en = self.companion_zh, self.companion_en
        if zh or en:
            return Named(zh or en, en or zh)
        keyless = self.route == "virtual_camera" or self.stream_key != "always"
        return _ANY_COMPANION if keyless else None

    def name(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    @property
    def named(self) -> Named:
        """Its name, for sentences that are worded later."""
        return Named(self.zh, self.en)

    def note(self, language: Language) -> str:
        """What to know before a first broadcast there, one or two sentences."""
        return self.note_zh if language == "zh" else self.note_en

    def ingest_hint(self, language: Language) -> str:
        """Where the streaming address and its key are found."""
        return self.ingest_hint_zh if language == "zh" else self.ingest_hint_en

    @property
    def secret(self) -> str:
        """The keyring's name for this platform's stream key.

        The own server's is the one earlier versions kept their only key under.
        """
        return STREAM_KEY if self.id == OWN else f"{STREAM_KEY}.{self.id}"


@dataclass(frozen=True, slots=True)
class Platforms:
    """The platforms of one workshop, in the order they are offered."""

    profiles: Mapping[str, Platform]
    problem: UserFacingError | None = field(default=None, compare=False)
    """Why the workshop's own file is not used."""

    def get(self, name: str) -> Platform:
        """That platform; the own server where no such platform is known (any more)."""
        return self.profiles.get(name, self.profiles[OWN])


def load(folder: Path) -> Platforms:
    """The program's platforms with the changes of ``folder``'s file, if there is one. Reads files.

    What can be wrong with it, in `Platforms.problem`: ``platforms_unreadable``,
    ``platforms_syntax`` (line), ``platforms_field`` (line, field, accepted),
    ``platforms_unknown_field`` (line, field), ``platforms_missing_field`` (line, field).
    """
    ours = tomllib.loads(files("studio.stage").joinpath(FILE).read_text("utf-8"))
    path = folder / FILE
    try:
        text = read_small_text(path)
    except FileNotFoundError:
        return Platforms(_profiles(ours, _Source(path, "")))
    except (OSError, UnicodeDecodeError):
        problem = UserFacingError("platforms_unreadable", path=str(path))
        return Platforms(_profiles(ours, _Source(path, "")), problem)
    source = _Source(path, text)
    try:
        return Platforms(_profiles(_merged(ours, source.parse()), source))
    except UserFacingError as error:
        return Platforms(_profiles(ours, source), error)


def choose(settings: Settings, name: str) -> None:
    """Broadcast to ``name`` from now on; every platform keeps its own streaming address.

    Else the key of one platform would be sent to the server of another. Errors: those of
    `Settings.set`: an address that holds a key is not put aside with the others.
    """
    chosen = settings.get("platform")
    if name == chosen:
        return
    servers = dict(each.split(" ", 1) for each in settings.get("ingest_servers") if " " in each)
    servers[chosen] = settings.get("ingest_server")
    settings.update(
        {
            "platform": name,
            "ingest_server": servers.pop(name, ""),
            "ingest_servers": [f"{each} {server}" for each, server in servers.items() if server],
        }
    )


def uplink_needed_kbps(video_kbps: int, destinations: int) -> int:
    """What the uplink must carry, kilobits a second, for so many destinations at once."""
    one = video_kbps + policy.AUDIO_KBPS
    return round(one * destinations * policy.UPLINK_RESERVE)


@dataclass(frozen=True, slots=True)
class _Source:
    """The workshop's file, and where in it something stands."""

    path: Path
    text: str

    def parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:
            line = self._line_of(error)
            raise UserFacingError("platforms_syntax", path=str(self.path), line=line) from error

    def _line_of(self, error: Exception) -> int:
        """Where it cannot be read; its last line where nobody knows."""
        if found := re.search(r"line (\d+)", str(error)):
            return int(found[1])
        far = _ENDLESS.search(self.text)
        return self.text.count("\n", 0, far.start() if far else None) + 1

    def line(self, table: str, key: str = "") -> int:
        """The line of ``key`` in ``[table]``; of the table's heading where it has no such key."""
        heading, inside = 1, False
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.strip().startswith("["):
                inside = _begins(line, r"\[\s*", table, r"\s*\]")
                heading = number if inside else heading
            elif _begins(line, "", key if inside else table, r"\s*[.=]"):
                return number
        return heading

    def wrong(self, code: str, table: str, key: str, **more: object) -> UserFacingError:
        line = self.line(table, key)
        return UserFacingError(code, path=str(self.path), line=line, field=key or table, **more)


def _begins(line: str, before: str, name: str, after: str) -> bool:
    """True where ``line`` opens with ``name``, quoted or not, between those two patterns."""
    pattern = rf"\s*{before}[\"']?{re.escape(name)}[\"']?{after}"
    return bool(name) and re.match(pattern, line) is not None


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Field by field: what a workshop did not name stays ours."""
    return {
        name: {**ours.get(name, {}), **theirs[name]}
        if isinstance(theirs.get(name), dict)
        else theirs.get(name, ours.get(name))
        for name in dict.fromkeys([*ours, *theirs])
    }


def _profiles(tables: Mapping[str, Any], source: _Source) -> dict[str, Platform]:
    return {name: _platform(name, table, source) for name, table in tables.items()}


def _platform(name: str, table: Any, source: _Source) -> Platform:
    if not isinstance(table, dict) or not _NAME.fullmatch(name):
        raise source.wrong("platforms_unknown_field", name, "")
    for key in table:
        if key not in _ACCEPTED:
            raise source.wrong("platforms_unknown_field", name, key)
    for key, accepted in _ACCEPTED.items():
        if key not in table and key not in _MAY_BE_MISSING and key != "assumed":
            raise source.wrong("platforms_missing_field", name, "", missing=key)
        if key in table and not _fits(key, table[key]):
            raise source.wrong("platforms_field", name, key, accepted=accepted)
    made = {
        **table,
        "video": _video(table["video"]),
        "assumed": frozenset(table.get("assumed", ())),
    }
    return Platform(id=name, **made)


def _fits(key: str, value: object) -> bool:
    if key in _BOUNDS:
        least, most = _BOUNDS[key]
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    if key == "assumed":
        return isinstance(value, list) and all(
            isinstance(each, str) and each in _ACCEPTED for each in value
        )
    if not isinstance(value, str) or not value.strip():
        return False
    if key in ("stream_key", "route"):
        return value in _ACCEPTED[key].split(", ")
    return key != "video" or _VIDEO.fullmatch(value) is not None


def _video(text: str) -> VideoProfile:
    found = _VIDEO.fullmatch(text)
    assert found is not None  # _fits has looked
    return VideoProfile(*(int(part) for part in found.groups()))


def whose_controls(settings: Settings, platform: str = "") -> str:
    """The platform whose app lays its controls over the picture; empty: more than one does.

    ``platform``: where a session goes; empty: where the settings say.
    """
    if settings.get("destinations") > 1:
        return ""
    return platform or str(settings.get("platform"))
