"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

from __future__ import annotations

import os
import threading

_lock = threading.Lock()
_last = 0


def new_id(now_ms: int) -> str:
    """A fresh UUIDv7 for an instant; ids made in one process never sort backwards.

    ``now_ms`` is UTC milliseconds. Any thread. In the same millisecond, and where the clock was set
    back, the previous id's time is kept and only its counter grows (RFC 9562, 6.2, method 2).
    """
    global _last
    with _lock:
        begins = now_ms << 74
        _last = begins | _random(10) >> 7 if begins > _last else _last + 1 + _random(4)
        value = _last
    return _text(value)


def first_id_of(at_ms: int) -> str:
    """Sorts before every id made at or after that instant, and after none made before it."""
    return _text(at_ms << 74)


def follow(known: str) -> None:
    """Make every id from now on sort after ``known``, an id of an earlier run. Any thread."""
    global _last
    value = _value(int(known.replace("-", ""), 16))
    with _lock:
        _last = max(_last, value)


def _random(octets: int) -> int:
    return int.from_bytes(os.urandom(octets), "big")


def _text(value: int) -> str:
    """48 bits of time and 74 random bits, spread around the version and variant fields."""
    at_ms, rest = value >> 74, value & ((1 << 74) - 1)
    rand_a, rand_b = rest >> 62, rest & ((1 << 62) - 1)
    return (
        f"{at_ms >> 16:08x}-{at_ms & 0xFFFF:04x}-7{rand_a:03x}-"
        f"{0x8000 | rand_b >> 48:04x}-{rand_b & 0xFFFFFFFFFFFF:012x}"
    )


def _value(laid_out: int) -> int:
    """The way back from `_text`."""
    at_ms, rand_a, rand_b = laid_out >> 80, laid_out >> 64 & 0xFFF, laid_out & ((1 << 62) - 1)
    return at_ms << 74 | rand_a << 62 | rand_b
