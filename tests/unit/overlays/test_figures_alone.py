"""An overlay with other figures stands as the one before it: exactly as if laid out anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from overlays import again, drawing, flow, library
from overlays.brand import BrandKit
from overlays.canvas import canvas
from overlays.fields import Kind
from overlays.manifest import SUFFIX
from overlays.parts import Composition, Letters
from overlays.template import Template
from overlays.text_fit import EM, measure, outlines
from overlays.type import face
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import RARE, longest, photo, usual, village

TEMPLATES = sorted(library.shipped())
SIZES = [(1080, 1920), (640, 360)]
CARDS = ("product-card", "product-card-ink", "product-card-sign")
OTHER = str.maketrans("0123456789", "9736204815")
"""Every figure another one."""


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def compose(
    template: Template, data: dict[str, object], size: tuple[int, int], kit: BrandKit | None = None
) -> Composition:
    return drawing.compose(template, data, canvas=canvas(size), brand=kit or village())


def anew(template: Template, data: dict[str, object], size: tuple[int, int]) -> Composition:
    """Laid out without anything from before."""
    again._composed.cache_clear()
    return compose(template, data, size)


def other_figures(template: Template, data: dict[str, object]) -> dict[str, object]:
    """``data`` with every figure of its texts and amounts another one."""
    changed = dict(data)
    for field in template.fields:
        value = data.get(field.key)
        if isinstance(value, str) and field.kind in (Kind.LINE, Kind.LINES):
            changed[field.key] = value.translate(OTHER)
        elif isinstance(value, int) and field.kind is Kind.FEN:
            changed[field.key] = min(int(str(value).translate(OTHER)), int(field.high)) or 1
    return changed


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_other_figures_stand_as_if_laid_out_anew(
    name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    template, picture = library.find(name), photo(tmp_path)
    for before in (usual(template, picture), longest(template, picture)):
        after = other_figures(template, before)
        compose(template, before, size)
        found = compose(template, after, size)
        assert found == anew(template, after, size)


@pytest.mark.parametrize("name", TEMPLATES)
def test_whatever_else_is_changed_is_laid_out_anew(name: str, tmp_path: Path) -> None:
    """Field by field: one that is forgotten in what is asked would show the card before."""
    template, size = library.find(name), SIZES[0]
    before, other = usual(template, photo(tmp_path)), longest(template, photo(tmp_path, (800, 360)))
    for field in template.fields:
        for value in (other[field.key], field.default):
            after = {**before, field.key: value}
            if field.required and value is None:
                continue
            compose(template, before, size)
            found = compose(template, after, size)
            assert found == anew(template, after, size), (field.key, value)


@pytest.mark.parametrize(
    "change",
    [
        {"weight": "regular"},
        {"primary": "#F5E9A0"},
        {"accent": "#101010"},
        {"name": "别的工坊"},
        {"mark": ""},
        {"seal": "农"},
    ],
)
def test_another_brand_is_laid_out_anew(change: dict[str, str], tmp_path: Path) -> None:
    size, other, differ = SIZES[0], replace(village(), **change), False
    for name in TEMPLATES:
        template = library.find(name)
        data = usual(template, photo(tmp_path))
        before = compose(template, data, size)
        found = compose(template, data, size, other)
        again._composed.cache_clear()
        assert found == compose(template, data, size, other)
        differ = differ or found != before
    assert differ


@pytest.mark.parametrize("name", CARDS)
def test_a_new_price_or_number_is_laid_out_no_more(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest of what is put on air: all that changes is how many are left."""
    template, size = library.find(name), SIZES[0]
    first = {**usual(template, photo(tmp_path)), "price": 8990, "stock": "工坊还可订 37 箱"}
    compose(template, first, size)
    monkeypatch.setattr(flow, "compose", lambda *_: pytest.fail("laid out again"))
    sold = compose(template, {**first, "price": 7510, "stock": "工坊还可订 12 箱"}, size)
    said = "".join(run.text for run in sold.runs)
    assert "工坊还可订 12 箱" in said
    assert "75.10" in said


def test_a_figure_behind_a_cut_end_is_not_shown(tmp_path: Path) -> None:
    """Of a name that ends in an ellipsis, the figures that are shown are its first ones."""
    template, size = library.find("product-card"), SIZES[1]
    first = {**usual(template, photo(tmp_path)), "name": "1" + RARE * 2 + "2"}
    compose(template, first, size)
    found = compose(template, {**first, "name": "3" + RARE * 2 + "4"}, size)
    name = found.part("name")
    assert isinstance(name, Letters)
    assert name.cut
    said = "".join(run.text for run in name.runs)
    assert said.startswith("3" + RARE[:9])
    assert said.endswith("…")
    assert found == anew(template, {**first, "name": "3" + RARE * 2 + "4"}, size)


@pytest.mark.parametrize("name", ["product-card", "seller"])
def test_a_template_read_twice_is_one_template(name: str, tmp_path: Path) -> None:
    """Of a brought template each reading is another object, and so is what two threads get of
    the program's own when both ask first."""
    path, size = library.FOLDER / f"{name}{SUFFIX}", SIZES[0]
    one, other = library.find(str(path)), library.find(str(path))
    before = usual(one, photo(tmp_path))
    after = other_figures(one, before)
    compose(one, before, size)
    found = compose(other, after, size)
    assert compose(one, after, size) == found == anew(other, after, size)


@pytest.mark.parametrize("bold", [False, True])
def test_all_figures_have_one_width_and_move_no_neighbour(bold: bool) -> None:
    """What the layout of an earlier card is used for rests on it."""
    for size in range(8, 180, 3):
        for around in ("{}", "¥{}.{}", "A{}箱", "{}/{} V{}T", "第{}号，{}-{}%"):
            words = {around.replace("{}", digit) for digit in "0123456789"}
            widths = {measure(each, size, bold=bold) for each in words}
            assert len(widths) == 1, (size, around, widths)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text", [RARE, "¥89.90/箱", "AVATo fi ffl — “东魁”……（大）", "5斤装 · 1/7"]
)
def test_letters_put_together_are_those_the_face_draws(text: str, bold: bool) -> None:
    """As Qt draws the whole text, to the unit in which the face is drawn."""
    whole = QPainterPath()
    whole.addText(QPointF(0, 0), face(EM, bold=bold), text)
    found = outlines(text, bold=bold)
    assert found.elementCount() == whole.elementCount() > 0
    for index in range(whole.elementCount()):
        one, other = found.elementAt(index), whole.elementAt(index)
        assert one.type == other.type
        assert (one.x, one.y) == (round(other.x), round(other.y))
