"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

from __future__ import annotations

import secrets
import threading

_lock = threading.Lock()
_last = 0


def new_id(now_ms: int) -> str:
    """A fresh UUIDv7 for an instant; ids made in one process never sort backwards.

    ``now_ms`` is UTC milliseconds. Any thread. Where the clock was set back, the previous id's
    time is kept and only its counter grows (RFC 9562, 6.2, method 2).
    """
    global _last
    fresh = (now_ms << 74) | secrets.randbits(73)
    with _lock:
        _last = fresh if fresh > _last else _last + 1 + secrets.randbits(32)
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


def _text(value: int) -> str:
    digits = f"{_layout(value):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _layout(value: int) -> int:
    """Spread 48 bits of time and 74 random bits around the version and variant fields."""
    at_ms, rest = value >> 74, value & ((1 << 74) - 1)
    rand_a, rand_b = rest >> 62, rest & ((1 << 62) - 1)
    return at_ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b


def _value(laid_out: int) -> int:
    """The way back from `_layout`."""
    at_ms, rand_a, rand_b = laid_out >> 80, laid_out >> 64 & 0xFFF, laid_out & ((1 << 62) - 1)
    return at_ms << 74 | rand_a << 62 | rand_b
