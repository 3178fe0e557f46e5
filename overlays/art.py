"""Drawings (SVG) of templates: only plain shapes, so that none reads files or never ends."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from studio.runtime.errors import UserFacingError
from studio.runtime.files import must_be_file

MOST_BYTES = 200_000
MOST_ELEMENTS = 2000
SHAPES = frozenset(
    (
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("defs", "linearGradient", "radialGradient", "stop", "title", "desc"),
    )
)
"""What a drawing may be made of. No ``use`` (a kilobyte of it draws for days), no ``image``, text,
style, script, filter or anything that names another file."""
REFERENCE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(", re.IGNORECASE)


class _RefusedError(Exception):
    """The first thing that does not belong in a drawing; ends the parser where it stands."""


class _Guard:
    """Follows the parser."""

    def __init__(self) -> None:
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        local = name.rpartition(":")[2]
        if local not in SHAPES or ":" in name:
            self._object(f"<{local}>")
        if self._count > MOST_ELEMENTS:
            self._object(f"> {MOST_ELEMENTS}")
        for key, value in attributes.items():
            plain = key.rpartition(":")[2].lower()
            if plain.startswith("on") or (plain == "href" and not value.startswith("#")):
                self._object(plain)
            if REFERENCE.search(value):
                self._object(plain)

    def doctype(self, *_: object) -> None:
        """Entities are declared there: nested ones make a gigabyte of a kilobyte."""
        self._object("<!DOCTYPE>")

    def instruction(self, target: str, _: str) -> None:
        """``<?xml-stylesheet href=…?>`` names another file."""
        self._object(f"<?{target}?>")

    def _object(self, problem: str) -> None:
        raise _RefusedError(problem[:40])


def check_art(path: Path) -> None:
    """``template_art_refused`` where a drawing is not only that, with what is in it."""
    _art(path, _stamp(path))


def art_text(path: Path) -> str:
    """The drawing's text, checked. Errors as `check_art`."""
    return _art(path, _stamp(path))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        must_be_file(path)
        found = path.stat()
    except OSError as error:
        raise UserFacingError("template_unreadable", file=str(path)) from error
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _art(path: Path, stamp: tuple[int, int]) -> str:
    if stamp[1] > MOST_BYTES:
        raise UserFacingError("template_too_large", file=path.name, kilobytes=MOST_BYTES // 1000)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserFacingError("template_unreadable", file=str(path)) from error
    guard = _Guard()
    parser = expat.ParserCreate()
    parser.StartElementHandler = guard.start
    parser.StartDoctypeDeclHandler = guard.doctype
    parser.ProcessingInstructionHandler = guard.instruction
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        problem = f"XML {error.lineno}:{error.offset}"
        raise UserFacingError("template_art_refused", file=path.name, problem=problem) from error
    except _RefusedError as found:
        raise UserFacingError("template_art_refused", file=path.name, problem=str(found)) from found
    return content.decode("utf-8", "replace")


def paint_art(painter: QPainter, path: Path, box: QRectF, tint: str, opacity: float) -> None:
    """The drawing stretched into ``box``. Any thread."""
    renderer = QSvgRenderer(QByteArray(art_text(path).replace("currentColor", tint).encode()))
    painter.save()
    painter.setOpacity(painter.opacity() * opacity)
    renderer.render(painter, box)
    painter.restore()
