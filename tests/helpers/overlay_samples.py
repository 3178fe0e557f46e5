"""Data for every overlay template: as it usually is, and as long and rare as it may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from overlays import brand
from overlays.brand import BrandKit
from overlays.fields import Kind
from overlays.template import Template

RARE = "高山云雾手工采摘东魁杨梅礼盒㙍䗖衢甬缙鄞嵊泗500ml×12瓶，坏果包赔；Premium冷链§±℃"
LONGEST = 60
"""Characters that every template must show whole; a field that takes more may end in …"""
WORDS = {"unit": 6, "label": 12}
"""Of what is a word or two."""
STOCK = f"工坊还可订 1000000 {RARE[: WORDS['unit']]}"
"""No words of people: a long number, and a unit. A digit more fills a line of one size to an eighth
of a pixel, and a browser, whose letters are as much wider, breaks it elsewhere."""
BESIDE_CODE = {"name": 24, "grower": 16, "lot": 18, "report": 40}
"""What stands beside a code has less room."""


def longest(template: Template, picture: Path | None) -> dict[str, object]:
    """Every field filled to its limit."""
    values: dict[Kind, object] = {Kind.FEN: 9999999, Kind.WHOLE: 9999, Kind.MS: 359999000}
    found: dict[str, object] = {}
    has_code = any(each.key == "trace" for each in template.fields)
    words = WORDS | (BESIDE_CODE if has_code else {})
    for field in template.fields:
        if field.kind is Kind.PICTURE:
            found[field.key] = str(picture) if picture else None
        elif field.kind in values:
            found[field.key] = int(min(field.high, values[field.kind]))  # type: ignore[call-overload]
        elif field.key == "stock":
            found[field.key] = STOCK
        elif field.key == "trace":
            found[field.key] = ("https://trace.example.cn/b/" + "0612A7F3" * 9)[: field.most]
        else:
            found[field.key] = (RARE * 5)[: min(field.most, words.get(field.key, LONGEST))].strip()
    return found


def usual(template: Template, picture: Path | None) -> dict[str, object]:
    """What it is shown with where it is chosen, with a picture."""
    pictures = {
        each.key: str(picture) for each in template.fields if each.kind is Kind.PICTURE and picture
    }
    return {**template.examples, **pictures}


def village() -> BrandKit:
    """A brand with all there is but pictures."""
    return replace(
        brand.default("慈溪后山村共富工坊"), mark="慈农优品", slogan="村里种的，村里发的"
    )


def photo(folder: Path, size: tuple[int, int] = (480, 400)) -> Path:
    """Fruit in a basket, in flat colours: a picture that every scaler shows alike.

    Drawn once for a ``folder``.
    """
    path = folder / f"fruit-{size[0]}x{size[1]}.png"
    if path.exists():
        return path
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#DDE6D5"))
    with QPainter(image) as painter:
        painter.fillRect(QRect(0, size[1] * 2 // 3, size[0], size[1]), QColor("#B98B5A"))
        for column, code in enumerate(("#8E1C3A", "#A52547", "#7A1733")):
            box = QRect(size[0] // 6 + column * size[0] // 5, size[1] // 3, 120, 120)
            painter.fillRect(box, QColor(code))
    assert image.save(str(path))
    return path
