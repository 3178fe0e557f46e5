"""Addresses that a person pastes; one that holds a secret is refused before anything keeps it.

No error repeats what was pasted: what is wrong with it may be the secret.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from studio.runtime.errors import UserFacingError

INGEST_PORTS = {"rtmp": 1935, "rtmps": 443}
LARGEST_PORT = 65535
_ADDRESS = re.compile(r"([a-z]+)://([\w.-]+|\[[\w:.%]+\])(?::(\d{0,5}))?(/.*)?", re.IGNORECASE)
_BEYOND_A_PLACE = re.compile(r"[?#@=&\s]")
"""Signs of a query, of a user's name and password, or of a second thing that was pasted along."""


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    host: str
    port: int | None


def ingest(server: str) -> tuple[str, int]:
    """Host and port of ``rtmp://HOST[:PORT]/APP[/INSTANCE]``, or ``rtmps``.

    Platforms give two things: this, and a key such as ``stream-123?auth=…``. Errors:
    ``ingest_address_holds_key`` where a query, a user's name or a password stands in it;
    ``ingest_address_wrong``. How a path looks is not judged: an instance can look like a key.
    """
    text = _plain(server)
    if not text.lower().startswith(tuple(f"{scheme}://" for scheme in INGEST_PORTS)):
        raise UserFacingError("ingest_address_wrong")
    if _BEYOND_A_PLACE.search(text):
        raise UserFacingError("ingest_address_holds_key")
    place = _place(text)
    if place is None:
        raise UserFacingError("ingest_address_wrong")
    return place.host, place.port or INGEST_PORTS[place.scheme]


def _plain(address: str) -> str:
    """As its reader will understand it: full-width and escaped signs are what they stand for."""
    return unquote(unicodedata.normalize("NFKC", address.strip()))


def _place(text: str) -> _Place | None:
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found[3] or 0) > LARGEST_PORT:
        return None
    return _Place(found[1].lower(), found[2].strip("[]"), int(found[3]) if found[3] else None)
