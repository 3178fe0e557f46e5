"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

from __future__ import annotations

import os
import struct
import threading

_lock = threading.Lock()
_last = 0


def new_id(now_ms: int) -> str:
    """A fresh UUIDv7 for an instant; ids made in one process never sort backwards.

    ``now_ms`` is UTC milliseconds. Any thread. In the same millisecond, and where the clock was set
    back, the previous id's time is kept and only its counter grows (RFC 9562, 6.2, method 2).
    """
    global _last  # `new_ids` of one takes half as long again; an order wants two
    drawn = int.from_bytes(os.urandom(14), "big")
    begins = now_ms << 74
    with _lock:
        _last = begins | drawn >> 38 if begins > _last else _last + 1 + (drawn & 0xFFFF_FFFF)
        value = _last
    return _text(value)


def new_ids(now_ms: int, count: int) -> list[str]:
    """So many fresh ids, each sorting after the one before: of thousands, the system's random
    numbers are asked for once."""
    global _last
    drawn = os.urandom(10 + 4 * count)
    begins = now_ms << 74
    begun = begins | int.from_bytes(drawn[:10], "big") >> 7
    steps = struct.unpack(f">10x{count}L", drawn)
    values = []
    with _lock:
        for step in steps:
            _last = begun if begins > _last else _last + 1 + step
            values.append(_last)
    return [_text(value) for value in values]


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
    """48 bits of time and 74 random bits, spread around the version and variant fields."""
    return "%08x-%04x-7%03x-%04x-%012x" % (  # noqa: UP031 - half the time of an f-string's parts
        value >> 90,
        value >> 74 & 0xFFFF,
        value >> 62 & 0xFFF,
        0x8000 | value >> 48 & 0x3FFF,
        value & 0xFFFF_FFFF_FFFF,
    )


def _value(laid_out: int) -> int:
    """The way back from `_text`."""
    at_ms, rand_a, rand_b = laid_out >> 80, laid_out >> 64 & 0xFFF, laid_out & ((1 << 62) - 1)
    return at_ms << 74 | rand_a << 62 | rand_b
