"""Text as villagers' computers write it."""

from __future__ import annotations


def decode(data: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or GB18030 as older Notepads write; None if none of them."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
