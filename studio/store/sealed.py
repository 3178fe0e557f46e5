"""Buyers' data at rest: sealed with a key that is in the keyring, never in the data folder.

AES-256-GCM. A sealed value names its key and is bound to its place, so that it opens nowhere else:
neither in another row or column, nor in a file somebody put together.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.runtime.errors import UserFacingError
from studio.store.secrets import Secrets

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CURRENT = "seal_key"
"""Secret that holds the id of the key that seals. A key itself is ``seal_key_<id>``."""

VERSION = b"\x01"
KEY_BYTES = 32
ID_BYTES = 8
NONCE_BYTES = 12
"""Drawn anew for each value; 2**32 values a key before two are likely enough to meet
(NIST SP 800-38D, 8.3)."""
_HEAD_BYTES = len(VERSION) + ID_BYTES
MARK_BYTES = 8
"""Of a mark: two that differ look alike once in some billions."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of buyers' data and the clock it is deleted by (`studio.store.privacy`).

    It must take NULL, and no trigger may refuse that. What helps to find a buyer (a phone's last
    four digits) is declared too, though it is not sealed itself.
    """

    table: str
    column: str
    since: str
    """Column of the same table, UTC ms, that the days are counted from; NULL: not running yet."""


class Sealer:
    """Seals and opens values. Any thread; the first call may block on the system's keyring."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._lock = threading.Lock()
        self._marks: dict[tuple[str, str, bytes], bytes] = {}
        """Made already: what is marked has few values, ten thousand ends of a phone number."""
        self._markers: dict[tuple[str, str], hmac.HMAC] = {}
        self._ciphers: dict[str, AESGCM] = {}
        self._keys: dict[str, bytes] = {}
        self._current: str | None = None

    def seal(self, plain: bytes, *, where: str) -> bytes:
        """``plain`` sealed for ``where``: table, row and column, in words that never change.

        Raises ``seal_needs_keyring`` where the key cannot be kept: what is sealed with a key that
        is gone tomorrow would be lost.
        """
        return self.seal_all([(plain, where)])[0]

    def seal_all(self, values: Sequence[tuple[bytes, str]]) -> list[bytes]:
        """As `seal`, each value with where it is for; nonces are drawn for all of them at once."""
        key_id = self._seals()
        with self._lock:
            cipher = self._cipher(key_id)
        head = VERSION + bytes.fromhex(key_id)
        drawn = os.urandom(NONCE_BYTES * len(values))
        sealed = []
        for place, (plain, where) in enumerate(values):
            nonce = drawn[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
            sealed.append(head + nonce + cipher.encrypt(nonce, plain, head + where.encode()))
        return sealed

    def open(self, sealed: bytes, *, where: str) -> bytes:
        """What was sealed for ``where``.

        Raises ``sealed_key_missing`` (the key is another computer's, or the keyring is locked) and
        ``sealed_broken`` (changed, cut short, or moved here from elsewhere).
        """
        from cryptography.exceptions import InvalidTag

        key_id = key_of(sealed)
        with self._lock:
            cipher = self._cipher(key_id)
        head, rest = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + where.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise UserFacingError("sealed_broken") from error

    def mark(self, plain: bytes, *, what: str) -> bytes:
        """A mark by which the same ``plain`` is found again, and which tells nobody what it is.

        An HMAC under a key made of the one that seals, for ``what`` alone: without the keyring not
        even the ten thousand ends of a phone number can be tried. It begins as a sealed value
        does, so that it is known whose key it needs. Raises ``seal_needs_keyring``.
        """
        return self.mark_by(self._current or self._seals(), plain, what=what)

    def mark_by(self, key_id: str, plain: bytes, *, what: str) -> bytes:
        """The same by the key of that id. Raises ``sealed_key_missing``."""
        found = self._marks.get((key_id, what, plain))
        if found is None:
            # Not hmac.digest: it lets go of the interpreter each time, and an import, whose writer
            # works beside it, would stand in line for it ten thousand times.
            told = self._marker(key_id, what).copy()
            told.update(plain)
            head = VERSION + bytes.fromhex(key_id)
            found = self._marks[key_id, what, plain] = head + told.digest()[:MARK_BYTES]
        return found

    def _marker(self, key_id: str, what: str) -> hmac.HMAC:
        """Keyed for ``what``; to be copied."""
        found = self._markers.get((key_id, what))
        if found is None:
            with self._lock:
                self._cipher(key_id)
                key = self._keys[key_id]
            own = hmac.digest(key, b"mark/" + what.encode(), "sha256")
            found = self._markers[key_id, what] = hmac.new(own, digestmod="sha256")
        return found

    def keys(self, ids: Iterable[str]) -> dict[str, str]:
        """Those keys by their ids, for a copy that is encrypted itself; missing ones left out."""
        kept = {key_id: self._secrets.get(_name(key_id)) for key_id in ids}
        return {key_id: text for key_id, text in kept.items() if text is not None}

    def take_keys(self, keys: Mapping[str, str]) -> None:
        """Keep keys that came with such a copy. Raises ``seal_needs_keyring``, ``sealed_broken``.

        A key that is here already stays: nothing in the keyring is ever written over.
        """
        for key_id, text in keys.items():
            if _decoded(text) is None:
                raise UserFacingError("sealed_broken")
            if self._secrets.get(_name(key_id)) is None:
                self._keep(_name(key_id), text)

    def _seals(self) -> str:
        """The id of the key that seals; once known it stays."""
        with self._lock:
            if self._current is None:
                self._current = self._secrets.get(CURRENT) or self._make_key()
            return self._current

    def _make_key(self) -> str:
        """A key under a new name: a keyring that did not answer a moment ago loses none of its own.

        The key first, then the word that it is the one in use: a power cut between leaves a key
        that nothing needs.
        """
        key_id = os.urandom(ID_BYTES).hex()
        self._keep(_name(key_id), base64.b64encode(os.urandom(KEY_BYTES)).decode())
        self._keep(CURRENT, key_id)
        return key_id

    def _keep(self, name: str, value: str) -> None:
        """Kept, and read back: a keyring that only pretends is none."""
        try:
            self._secrets.set(name, value)
        except UserFacingError as error:
            with suppress(UserFacingError):  # a keyring that refused to keep refuses this too
                self._secrets.forget(name)  # else it would hold until the program ends
            raise UserFacingError("seal_needs_keyring") from error
        if self._secrets.get(name) != value:
            raise UserFacingError("seal_needs_keyring")

    def _cipher(self, key_id: str) -> AESGCM:
        # OpenSSL comes with it: a command that opens nothing should not wait for that.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        known = self._ciphers.get(key_id)
        if known is None:
            text = self._secrets.get(_name(key_id))
            key = None if text is None else _decoded(text)
            if key is None:
                raise UserFacingError("sealed_key_missing")
            self._keys[key_id] = key
            known = self._ciphers[key_id] = AESGCM(key)
        return known


def key_of(sealed: bytes) -> str:
    """The id of the key a value was sealed with. Raises ``sealed_broken``."""
    if len(sealed) < _HEAD_BYTES or not sealed.startswith(VERSION):
        raise UserFacingError("sealed_broken")
    return sealed[len(VERSION) : _HEAD_BYTES].hex()


def _name(key_id: str) -> str:
    return f"{CURRENT}_{key_id}"


def _decoded(text: str) -> bytes | None:
    """The key, or None where the text holds none."""
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return key if len(key) == KEY_BYTES else None
