"""Changes single values in an OBS ``.ini`` file and leaves every other byte as it was.

OBS reads these files with its own little parser: ``[Section]``, ``Key=Value``, names compared
without regard to case, a byte order mark on Windows. `configparser` would drop comments, order
and spelling, so lines are changed in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

BOM = b"\xef\xbb\xbf"


def values(content: bytes, section: str) -> dict[str, str]:
    """What a section says, by key in small letters; empty where there is no such section."""
    lines = _decoded(content).splitlines()
    found: dict[str, str] = {}
    for _, line in _lines_of(lines, section):
        key, sign, value = line.partition("=")
        if sign:
            found.setdefault(key.strip().lower(), _unescaped(value.strip()))
    return found


def changed(content: bytes, section: str, wanted: Mapping[str, str]) -> bytes:
    """``content`` with the values of one section set; missing keys and the section are added."""
    text = _decoded(content)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    last = _change_lines(lines, section, dict(wanted), newline)
    if last is None:
        gap = [newline] if lines and lines[-1].strip() else []
        lines += [*gap, f"[{section}]{newline}"]
        lines += [f"{key}={_escaped(value)}{newline}" for key, value in wanted.items()]
    mark = BOM if content.startswith(BOM) else b""
    return mark + "".join(lines).encode("utf-8", "surrogateescape")


def _change_lines(
    lines: list[str], section: str, missing: dict[str, str], newline: str
) -> int | None:
    """Set what is there, add the rest behind it; None where the section is not there."""
    wanted = {key.lower(): (key, value) for key, value in missing.items()}
    last = next((i for i, line in enumerate(lines) if _is_heading(line, section)), None)
    if last is None:
        return None
    for place, line in _lines_of(lines, section):
        if line.strip():
            last = place
        key = line.partition("=")[0].strip().lower()
        if "=" in line and key in wanted:
            ending = line[len(line.rstrip("\r\n")) :]
            lines[place] = f"{line.partition('=')[0]}={_escaped(wanted[key][1])}{ending}"
            missing.pop(wanted[key][0], None)
    added = [f"{key}={_escaped(value)}{newline}" for key, value in missing.items()]
    lines[last + 1 : last + 1] = added
    return last


def _lines_of(lines: list[str], section: str) -> Iterator[tuple[int, str]]:
    """The lines of every part of the file headed by ``section``, without the headings."""
    inside = False
    for place, line in enumerate(lines):
        if line.lstrip().startswith("["):
            inside = _is_heading(line, section)
        elif inside and not line.lstrip().startswith(("#", ";")):
            yield place, line


def _is_heading(line: str, section: str) -> bool:
    return line.strip().lower() == f"[{section.lower()}]"


def _decoded(content: bytes) -> str:
    """Bytes that are no UTF-8 come back out as they went in."""
    return content.removeprefix(BOM).decode("utf-8", "surrogateescape")


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


def _unescaped(value: str) -> str:
    plain = value.replace("\\\\", "\0").replace("\\r", "\r").replace("\\n", "\n")
    return plain.replace("\0", "\\")
