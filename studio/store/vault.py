"""A backup that may leave the house: encrypted with a passphrase a person knows.

It opens on any computer with that passphrase alone, and carries the keys of the sealed buyers'
data with it. A file is::

    GONGFU BACKUP 1\\n  head (JSON)  piece  piece …

with the length of each part but the first in four bytes before it, big end first.
scrypt (RFC 7914) makes the key; each piece is AES-256-GCM under a nonce that counts, whose last
byte says which piece is the last: pieces cannot be changed, swapped, left out or cut off (STREAM of
Hoang et al., "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"). The first
piece holds the contents' own head, the others the database.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place, sync_folder
from studio.store.failures import worded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUFFIX = ".gongfu-backup"
MAGIC = b"GONGFU BACKUP 1\n"
PIECE = 1 << 20
"""Bytes of contents in a piece; what is held in memory at once."""
SCRYPT = {"n": 1 << 16, "r": 8, "p": 2}
"""64 MiB and about half a second: OWASP's password storage cheat sheet, second row."""
MOST_SCRYPT = {"n": 1 << 18, "r": 8, "p": 4}
"""A file that asks for more was not made by us; it must not take this computer's memory."""
SHORTEST = 8
"""Characters of a passphrase. Somebody who finds the disk has all the time there is."""
HEAD_LIMIT = 4096
TAG = 16

Progress = Callable[[int], None]
"""Told how many bytes of contents are done. What it raises stops the work."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a person may know of the inside: when it was made (UTC ms), and the sealing keys."""

    made_ms: int
    keys: Mapping[str, str]


def must_be_long_enough(passphrase: str) -> None:
    """Raises passphrase_short (shortest)."""
    if len(passphrase) < SHORTEST:
        raise UserFacingError("passphrase_short", shortest=SHORTEST)


def encrypt(
    source: Path, target: Path, passphrase: str, inside: Contents, progress: Progress | None = None
) -> None:
    """Encrypt ``source`` into ``target``, which appears only once it is whole and on the disk.

    Blocks. Raises passphrase_short, disk_full, database_unwritable (path).
    """
    must_be_long_enough(passphrase)
    head = {**SCRYPT, "salt": os.urandom(16).hex(), "nonce": os.urandom(7).hex()}
    part = target.with_name(f".{target.name}.part")
    try:
        with worded(target), source.open("rb") as reading, part.open("wb") as writing:
            raw = json.dumps(head).encode()
            writing.write(MAGIC + _measured(raw))
            cipher = _Pieces(passphrase, head, raw)
            for piece, last in _with_last(_plain(reading, inside)):
                writing.write(_measured(cipher.seal(piece, last)))
                if progress:
                    progress(reading.tell())
            writing.flush()
            os.fsync(writing.fileno())
        with worded(target):
            put_in_place(part, target)
            sync_folder(target.parent)
    finally:
        with worded(target):
            part.unlink(missing_ok=True)


def decrypt(
    source: Path, target: Path, passphrase: str, progress: Progress | None = None
) -> Contents:
    """Decrypt ``source`` into ``target``; what is not whole is taken away again. Blocks.

    Raises passphrase_wrong, backup_damaged, backup_unreadable, disk_full, database_unwritable.
    """
    try:
        reading = source.open("rb")
    except OSError as error:
        raise UserFacingError("backup_unreadable", path=str(source)) from error
    with reading:
        pieces = _opened(reading, source, passphrase)
        try:
            with worded(target), target.open("wb") as writing:
                inside = _inside(next(pieces, None), source)
                for piece in pieces:
                    writing.write(piece)
                    if progress:
                        progress(writing.tell())
                writing.flush()
                os.fsync(writing.fileno())
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return inside


def opens(source: Path, passphrase: str) -> bool:
    """Whether that passphrase opens it; half a second. Raises backup_unreadable."""
    try:
        with source.open("rb") as reading:
            return next(_opened(reading, source, passphrase), None) is not None
    except OSError as error:
        raise UserFacingError("backup_unreadable", path=str(source)) from error
    except UserFacingError as error:
        if error.code not in ("passphrase_wrong", "backup_damaged"):
            raise
        return False


def is_encrypted(path: Path) -> bool:
    """By what stands in it, not by its name. Raises backup_unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise UserFacingError("backup_unreadable", path=str(path)) from error


class _Pieces:
    """The cipher of one file, one piece after the other."""

    def __init__(self, passphrase: str, head: Mapping[str, Any], raw: bytes) -> None:
        self._cipher = _cipher(passphrase, head)
        self._nonce = bytes.fromhex(head["nonce"])
        self._head = raw
        self._count = 0

    def seal(self, piece: bytes, last: bool) -> bytes:
        return self._cipher.encrypt(self._next(last), piece, self._head)

    def open(self, sealed: bytes, last: bool) -> bytes:
        return self._cipher.decrypt(self._next(last), sealed, self._head)

    def _next(self, last: bool) -> bytes:
        nonce = self._nonce + struct.pack(">IB", self._count, last)
        self._count += 1
        return nonce


def _cipher(passphrase: str, head: Mapping[str, Any]) -> AESGCM:
    # OpenSSL comes with it: imported when first needed.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    cost = {name: head[name] for name in SCRYPT}
    key = Scrypt(salt=bytes.fromhex(head["salt"]), length=32, **cost).derive(passphrase.encode())
    return AESGCM(key)


def _measured(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _plain(reading: IO[bytes], inside: Contents) -> Iterator[bytes]:
    yield json.dumps({"made_ms": inside.made_ms, "keys": dict(inside.keys)}).encode()
    while piece := reading.read(PIECE):
        yield piece


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    held = next(pieces, None)
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True


def _opened(reading: IO[bytes], source: Path, passphrase: str) -> Iterator[bytes]:
    """The contents, piece by piece. The first one tells a wrong passphrase from damage."""
    from cryptography.exceptions import InvalidTag

    head, raw = _head_of(reading, source)
    cipher = _Pieces(passphrase, head, raw)
    code = "passphrase_wrong"
    for sealed, last in _with_last(_sealed(reading, source)):
        try:
            piece = cipher.open(sealed, last)
        except InvalidTag as error:
            raise UserFacingError(code, path=str(source)) from error
        code = "backup_damaged"
        yield piece


def _head_of(reading: IO[bytes], source: Path) -> tuple[dict[str, Any], bytes]:
    """The outer head, checked before any of it is believed."""
    damaged = UserFacingError("backup_damaged", path=str(source))
    if reading.read(len(MAGIC)) != MAGIC:
        raise damaged
    raw = _counted(reading, HEAD_LIMIT, source)
    try:
        head: dict[str, Any] = json.loads(raw or b"")
        sound = all(
            type(head[name]) is int and 0 < head[name] <= most for name, most in MOST_SCRYPT.items()
        )
        lengths = len(bytes.fromhex(head["salt"])), len(bytes.fromhex(head["nonce"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged from error
    if not sound or head["n"] & (head["n"] - 1) or head["n"] < 2 or lengths != (16, 7):
        raise damaged
    return head, raw or b""


def _sealed(reading: IO[bytes], source: Path) -> Iterator[bytes]:
    while piece := _counted(reading, PIECE + TAG, source):
        yield piece


def _counted(reading: IO[bytes], most: int, source: Path) -> bytes | None:
    """What stands behind its own length; None at the end of the file. Raises backup_damaged."""
    try:
        length = reading.read(4)
        if not length:
            return None
        size = int.from_bytes(length, "big")
        found = reading.read(size) if len(length) == 4 and 0 < size <= most else b""
    except OSError as error:
        raise UserFacingError("backup_unreadable", path=str(source)) from error
    if not found or len(found) != size:
        raise UserFacingError("backup_damaged", path=str(source))
    return found


def _inside(piece: bytes | None, source: Path) -> Contents:
    """The contents' own head. Whoever knows the passphrase may have sealed anything."""
    damaged = UserFacingError("backup_damaged", path=str(source))
    try:
        head = json.loads(piece or b"")
        inside = Contents(head["made_ms"], head["keys"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged from error
    keys = inside.keys
    if type(inside.made_ms) is not int or not isinstance(keys, dict):
        raise damaged
    if not all(isinstance(each, str) for pair in keys.items() for each in pair):
        raise damaged
    return inside
