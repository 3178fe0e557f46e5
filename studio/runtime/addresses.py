"""Addresses that a person pastes; one that holds a secret is refused before anything keeps it.

No error repeats what was pasted: what is wrong with it may be the secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from studio.runtime.camera_address import has_secret
from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file

OBS_PORT = 4455
"""obs-websocket's own since version 5; 4444 was the dead protocol of version 4."""
INGEST_PORTS = {"rtmp": 1935, "rtmps": 443}
CAMERA_SCHEMES = ("rtsp", "http", "https")
DEVICE = "device:"
"""What a camera begins with that OBS offers; OBS's own name of it follows."""
NOT_ON_AIR = (
    *("weixin.qq.com", "wechat.com", "qq.com", "alipay.com", "tenpay.com", "unionpay.com"),
    *("dingtalk.com", "t.me", "wa.me", "95516.com"),
)
"""Chats and payments: a code on air may lead to none of them (docs/on-air.md)."""
LARGEST_PORT = 65535
_ADDRESS = re.compile(r"([a-z]+)://([\w.-]+|\[[\w:.%]+\])(?::(\d{0,5}))?(/.*)?", re.IGNORECASE)
_BEYOND_A_PLACE = re.compile(r"[?#@=&\s]")
"""Signs of a query, of a user's name and password, or of a second thing that was pasted along."""


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    host: str
    port: int
    """0: none was named."""
    path: str


def obs(url: str) -> tuple[str, int]:
    """Host and port of ``ws://HOST[:PORT]``.

    Errors: ``obs_address_holds_more`` where anything else stands in it (a user's name, a
    password, a path), ``obs_bad_address``.
    """
    text = _plain(url)
    if not text.lower().startswith("ws://"):
        raise UserFacingError("obs_bad_address")
    if _holds_more(text):
        raise UserFacingError("obs_address_holds_more")
    place = _place(text)
    if place is None:
        raise UserFacingError("obs_bad_address")
    if place.path.strip("/"):
        raise UserFacingError("obs_address_holds_more")
    return place.host, place.port or OBS_PORT


def ingest(server: str) -> tuple[str, int]:
    """Host and port of ``rtmp://HOST[:PORT]/APP[/INSTANCE]``, or ``rtmps``.

    Platforms give two things: this, and a key such as ``stream-123?auth=…``. Errors:
    ``ingest_address_holds_key`` where a query, a user's name or a password stands in it;
    ``ingest_address_wrong``. How a path looks is not judged: an instance can look like a key.
    """
    text = _plain(server)
    if not text.lower().startswith(tuple(f"{scheme}://" for scheme in INGEST_PORTS)):
        raise UserFacingError("ingest_address_wrong")
    if _holds_more(text):
        raise UserFacingError("ingest_address_holds_key")
    place = _place(text)
    if place is None:
        raise UserFacingError("ingest_address_wrong")
    return place.host, place.port or INGEST_PORTS[place.scheme]


def footage(what: str) -> None:
    """A camera's address, ``rtsp://``, ``http://`` or ``https://``; anything else is no address.

    Errors: ``camera_address_holds_password`` where a secret stands in it
    (`studio.runtime.camera_address`), also in one without a scheme; ``camera_address_wrong``. A
    query may: phones say the size of their picture there. Reads the disk: what is there is a film.
    """
    if what.startswith(DEVICE) or _is_film(what):
        return
    text = _plain(what)
    if has_secret(unquote(text)):
        raise UserFacingError("camera_address_holds_password")
    scheme, found, rest = text.partition("://")
    if not found:
        return
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if scheme.lower() not in CAMERA_SCHEMES or _place(f"{scheme}://{host}") is None:
        raise UserFacingError("camera_address_wrong")


def _is_film(what: str) -> bool:
    """Also one on a stick that is not plugged in; ``//me:pw@10.0.0.2/live`` lacks its scheme."""
    path = Path(what)
    named = path.is_absolute() and not what.startswith("//")
    return named or is_file(path)  # a share that is away keeps nobody waiting


def trace(page: str) -> None:
    """A page of the workshop's own, ``http://`` or ``https://``. Errors: ``trace_address_wrong``,
    also where it is a chat's or a payment's: those may not be shown on air.
    """
    scheme, found, rest = page.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    good = found and scheme.lower() in ("http", "https") and page.isascii() and page.isprintable()
    place = _place(f"{scheme}://{host}") if good and "@" not in host else None
    if place is None or " " in page or _is_of(place.host.lower(), NOT_ON_AIR):
        raise UserFacingError("trace_address_wrong")


def _is_of(host: str, domains: Iterable[str]) -> bool:
    """Whether ``host`` is one of ``domains`` or below it: smart.me is not below t.me."""
    return any(f".{host}".endswith(f".{domain}") for domain in domains)


def is_here(host: str) -> bool:
    """True for a name or number by which a computer calls itself."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _plain(address: str) -> str:
    """A Chinese keyboard's full-width signs are what they stand for."""
    return unicodedata.normalize("NFKC", address.strip())


def _holds_more(text: str) -> bool:
    return _BEYOND_A_PLACE.search(unquote(text)) is not None


def _place(text: str) -> _Place | None:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    scheme, host, digits, path = found.groups("")
    port = int(digits or 0)
    return None if port > LARGEST_PORT else _Place(scheme.lower(), host.strip("[]"), port, path)
