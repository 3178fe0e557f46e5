"""Every template, upright and lying: nothing clipped, nothing over another, all of it readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage

from overlays import drawing, library, parts
from overlays.canvas import canvas
from overlays.contrast import luminance, needed, ratio
from overlays.fields import WHOLES
from overlays.paint import paint
from overlays.parts import Composition
from overlays.safe_areas import profiles
from overlays.text_fit import Run
from overlays.type import face
from studio.runtime.errors import UserFacingError
from tests.helpers import golden
from tests.helpers.delta_e import difference
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import RARE, longest, photo, usual, village

SIZES = [(1080, 1920), (1280, 720), (360, 640), (640, 360)]
OPEN_ENDED = ("product-card", "next-product")
"""Their names, and other words of a plan, may be 200 characters long and end in an ellipsis."""
FIGURES = ("price", "compared", "stock")
"""Fields whose text is whole on whatever they are asked for."""
TEMPLATES = sorted(library.shipped())


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def made(name: str, size: tuple[int, int], folder: Path, platform: str = "") -> Composition:
    template = library.find(name)
    free = profiles()[platform] if platform else None
    return drawing.compose(
        template,
        longest(template, photo(folder)),
        canvas=canvas(size, free),
        brand=village(),
    )


def ink(run: Run) -> QRectF:
    """Where the letters of this run really have ink."""
    box = QFontMetricsF(face(run.size, bold=run.bold)).tightBoundingRect(run.text)
    return box.translated(run.x, run.y).adjusted(1, 1, -1, -1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_longest_words_stay_inside_and_apart(
    name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    found = made(name, size, tmp_path)
    card = found.root.box.adjusted(-1, -1, 1, 1)
    # The least size of a code leaves a small canvas little room for words.
    crowded = name == "origin-card" and min(size) < 720
    for run in found.runs:
        assert card.contains(ink(run)), run.text
    for part in found.parts():
        if part.box.width() and part.box.height():
            assert card.contains(part.box), part
        if isinstance(part, parts.Letters) and part.cut:
            assert name.startswith(OPEN_ENDED) or crowded, part.runs
    said = longest(library.find(name), None)
    whole = "".join(run.text for run in found.runs).replace(" ", "")
    for figure in (str(said[key]) for key in FIGURES if key in said and not crowded):
        # Prices are asked for in fen, and cut nowhere but at the point.
        assert figure.replace(" ", "") in whole.replace(".", ""), figure
    written = [(run.text, ink(run)) for run in found.runs if run.text.strip()]
    for (text, box), (other, beside) in combinations(written, 2):
        assert not box.intersects(beside), (text, other)


def drawn(name: str, data: dict[str, object]) -> str:
    """All that is drawn of it, upright and lying."""
    template = library.find(name)
    sides = (canvas((720, 1280)), canvas((1280, 720)))
    found = (drawing.compose(template, data, canvas=on, brand=village()) for on in sides)
    return "".join(repr(each.root) for each in found)


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_form_asks_for_is_drawn(name: str, tmp_path: Path) -> None:
    """A field that nothing draws would be filled in for nothing."""
    template, picture = library.find(name), photo(tmp_path)
    bases = [sample(template, picture) for sample in (usual, longest)]
    bases += [{key: said for key, said in base.items() if key != "trace"} for base in bases]
    for field in template.fields:
        filled = {field.key: longest(template, picture)[field.key]}
        without: dict[str, object] = {field.key: "改" if field.required else None}
        if field.kind in WHOLES:
            without = {field.key: max(1, int(field.low))}
        assert any(drawn(name, base | filled) != drawn(name, base | without) for base in bases), (
            field.key
        )


@pytest.mark.parametrize("platform", [*profiles()])
def test_everything_is_laid_out_into_the_safe_area_of_every_platform(
    platform: str, tmp_path: Path
) -> None:
    for size in ((720, 1280), (1280, 720)):
        safe = QRectF(profiles()[platform].area(size)).adjusted(-1, -1, 1.5, 1.5)
        for name in TEMPLATES:
            found = made(name, size, tmp_path, platform)
            template = library.find(name)
            layout = template.portrait if size[1] > size[0] else template.landscape
            if layout.place.within == "safe":
                assert safe.contains(QRectF(found.x, found.y, found.width, found.height)), name
            for run in found.runs:
                assert safe.contains(ink(run).translated(found.x, found.y)), (name, run.text)


@pytest.mark.parametrize(
    "colours", [("#1F7A50", "#F0B03A"), ("#F5E9A0", "#F2D0D0"), ("#101010", "#0B0B30")]
)
def test_letters_can_be_read_on_what_they_stand_on_in_any_brand(
    colours: tuple[str, str], tmp_path: Path
) -> None:
    """Measured in the picture: the darkest and lightest of a letter's surroundings."""
    kit = replace(village(), primary=colours[0], accent=colours[1])
    for name in TEMPLATES:
        template = library.find(name)
        found = drawing.compose(
            template, usual(template, None), canvas=canvas((1080, 1920)), brand=kit
        )
        for surface in (each for each in found.parts() if isinstance(each, parts.Surface)):
            if len(surface.fill) == 1 and surface.opacity == 1:
                for letters in (each for each in surface.parts if isinstance(each, parts.Letters)):
                    for run in letters.runs:
                        assert ratio(run.colour, surface.fill[0]) >= 3, (name, run.text)


def test_letters_on_what_lets_the_camera_through_can_be_read_as_obs_blends_it() -> None:
    """OBS blends light: half-transparent over white is brighter there than in a preview."""
    seen = set()
    for name in TEMPLATES:
        template = library.find(name)
        on = canvas((1080, 1920))
        found = drawing.compose(template, usual(template, None), canvas=on, brand=village())
        for run, grounds in _standing((found.root,), ()):
            wanted = needed(run.size, bold=run.bold, canvas_width=1080, upright=True)
            front = luminance(run.colour)
            seen |= {name} if grounds else set()
            for ground in grounds:
                light, dark = max(front, ground) + 0.05, min(front, ground) + 0.05
                assert light / dark >= wanted - 0.05, (name, run.text)
    assert {"seller", "notice", "ai-label", "order-toast", "next-product"} <= seen


def _standing(
    found: Iterable[parts.Part], grounds: tuple[float, ...]
) -> Iterator[tuple[Run, tuple[float, ...]]]:
    """Every run of letters, with the lights behind it where the camera shines through."""
    for each in found:
        if isinstance(each, parts.Letters):
            yield from ((run, grounds) for run in each.runs)
        elif isinstance(each, parts.Surface):
            own, over = (() if each.fill else grounds), each.opacity
            if over < 1:
                tones = [luminance(colour) * over for colour in each.fill]
                own = tuple(tone + camera * (1 - over) for tone in tones for camera in (0, 1))
            yield from _standing(each.parts, own)


def test_the_same_overlay_is_the_same_file_and_another_another(tmp_path: Path) -> None:
    template = library.find("product-card")
    data = usual(template, photo(tmp_path))
    kit, on = village(), canvas((1280, 720))
    first = drawing.draw(template, data, canvas=on, brand=kit, fps=30, folder=tmp_path)
    again = drawing.draw(template, data, canvas=on, brand=kit, fps=30, folder=tmp_path)
    assert first == again
    dearer = {**data, "price": 9990}
    other = drawing.draw(template, dearer, canvas=on, brand=kit, fps=30, folder=tmp_path)
    assert other.picture.path != first.picture.path
    assert QImage(str(first.picture.path)).width() == first.picture.width


def test_a_countdown_comes_as_a_picture_and_a_strip_of_figures(tmp_path: Path) -> None:
    """Laid together, they are the picture of the whole."""
    template = library.find("countdown")
    data, on = {"label": "还有", "left": 754_000}, canvas((1080, 1920))
    overlay = drawing.draw(template, data, canvas=on, brand=village(), fps=30, folder=tmp_path)
    figures = overlay.figures
    assert figures is not None
    assert figures.left_ms == 754_000
    image = QImage(str(overlay.picture.path)).convertToFormat(QImage.Format.Format_RGBA8888)
    strip = QImage(str(figures.strip.path)).convertToFormat(QImage.Format.Format_RGBA8888)
    assert strip.width() == figures.cell_width * 10
    whole = paint(drawing.compose(template, data, canvas=on, brand=village()))
    shown, wanted = _rgba(image), _rgba(whole)
    for digit, (x, y) in zip("1234", figures.places, strict=True):
        cell = _rgba(strip)[:, int(digit) * figures.cell_width :][:, : figures.cell_width]
        under = shown[y : y + figures.cell_height, x : x + figures.cell_width]
        over, below = cell[:, :, 3:] / 255, under[:, :, 3:] / 255
        alpha = over + below * (1 - over)
        mixed = cell[:, :, :3] * over + under[:, :, :3] * below * (1 - over)
        under[:, :, :3], under[:, :, 3:] = mixed / alpha + 0.5, alpha * 255 + 0.5
    assert np.abs(shown.astype(int) - wanted).max() <= 3


def _rgba(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    return rows.copy()


def test_a_rolling_line_comes_as_a_window_and_a_strip(tmp_path: Path) -> None:
    template = library.find("rolling-notice")
    overlay = drawing.draw(
        template,
        {"text": "坏果包赔" * 30},
        canvas=canvas((1080, 1920)),
        brand=village(),
        fps=30,
        folder=tmp_path,
    )
    line = overlay.line
    assert line is not None
    strip = QImage(str(line.strip.path))
    assert strip.width() > line.width
    assert strip.height() == line.height
    assert 0 < line.x < line.x + line.width <= overlay.picture.width
    assert line.pixels_per_second > 0


@pytest.mark.parametrize("size", [(1080, 1920), (720, 1280), (540, 960)])
def test_a_code_is_read_by_two_decoders(size: tuple[int, int], tmp_path: Path) -> None:
    template = library.find("origin-card")
    data = longest(template, photo(tmp_path))
    image = drawing.frame(template, data, canvas=canvas(size), brand=village())
    grey = cv2.cvtColor(_rgba(image), cv2.COLOR_RGBA2GRAY)
    assert [each.text for each in zxingcpp.read_barcodes(grey)] == [data["trace"]]
    assert cv2.QRCodeDetector().detectAndDecode(grey)[0] == data["trace"]


def test_movement_is_a_step_a_frame_within_the_budget() -> None:
    on = canvas((1080, 1920))
    moves = drawing.motion(library.find("product-card"), on, 30)
    assert len(moves.into) == 10
    assert len(moves.short_into) == 5
    assert moves.into[0].dx < moves.into[-1].dx <= 0
    assert all(one.opacity <= other.opacity for one, other in pairwise(moves.into))
    assert moves.out[-1].opacity < 0.5


def test_a_frame_on_the_way_is_moved_and_the_time_runs() -> None:
    template = library.find("countdown")
    data, on, kit = {"left": 5000}, canvas((360, 640)), village()
    first = drawing.frame(template, data, canvas=on, brand=kit, number=0)
    later = drawing.frame(template, data, canvas=on, brand=kit, number=90)
    stands = drawing.frame(template, data, canvas=on, brand=kit)
    still = drawing.frame(template, {"left": 2000}, canvas=on, brand=kit)
    assert _rgba(first)[:, :, 3].sum() < _rgba(stands)[:, :, 3].sum()
    assert later == still
    assert later != stands


@pytest.mark.parametrize("wide", [(800, 360), (300, 600), None])
def test_a_picture_is_whole_in_its_proportions(
    wide: tuple[int, int] | None, tmp_path: Path
) -> None:
    for name in ("product-card", "product-card-ink", "product-card-sign"):
        template = library.find(name)
        picture = photo(tmp_path, wide) if wide else None
        found = drawing.compose(
            template, usual(template, picture), canvas=canvas((1080, 1920)), brand=village()
        )
        shown = found.part("picture")
        assert (shown is None) == (wide is None)
        if wide and shown:
            assert abs(shown.box.width() / shown.box.height() / (wide[0] / wide[1]) - 1) < 0.03


def test_a_brand_with_pictures_shows_them(tmp_path: Path) -> None:
    logo = photo(tmp_path, (200, 200))
    kit = replace(village(), logo=logo, mark_picture=logo)
    found = drawing.compose(
        library.find("product-card"),
        usual(library.find("product-card"), None),
        canvas=canvas((1280, 720)),
        brand=kit,
    )
    assert [each.path for each in found.parts() if isinstance(each, parts.Photo)] == [logo, logo]
    assert kit.seal not in [run.text for run in found.runs]


def test_a_picture_that_is_gone_or_none_is_told(tmp_path: Path) -> None:
    template = library.find("next-product")
    (tmp_path / "a.png").write_bytes(b"no picture")
    for name in ("a.png", "gone.png"):
        with pytest.raises(UserFacingError, match="picture_unreadable"):
            drawing.frame(
                template,
                {"name": "杨梅", "picture": name},
                canvas=canvas((360, 640)),
                brand=village(),
                folder=tmp_path,
            )


def test_every_template_is_its_golden_picture(tmp_path: Path) -> None:
    """After a wanted change: ``python -m tests.helpers.golden``, and look at what it drew."""
    picture = photo(tmp_path)
    wrong, known = [], set()
    for case in golden.cases():
        path = golden.file(*case)
        known.add(path)
        apart = difference(golden.draw(*case, picture), QImage(str(path)))
        if apart.mean() >= 1 or np.mean(apart > 5) >= 0.001:
            wrong.append((path.name, float(apart.mean()), float(np.mean(apart > 5))))
    assert not wrong
    assert known == set(golden.FOLDER.iterdir())


@pytest.mark.parametrize("said", [dict(library.find("correction").examples), {"right": RARE[:60]}])
@pytest.mark.parametrize("size", [(720, 1280), (1280, 720)])
def test_a_correction_hides_no_word_of_the_break_picture(
    size: tuple[int, int], said: dict[str, object]
) -> None:
    """It must be seen through a break, and the workshop's name too."""
    for platform in profiles().values():
        on = canvas(size, platform)
        over, under = library.find("correction"), library.find("be-right-back")
        card = drawing.compose(over, said, canvas=on, brand=village())
        box = QRectF(card.x, card.y, card.width, card.height)
        for run in drawing.compose(under, {}, canvas=on, brand=village()).runs:
            assert not run.text.strip() or not box.intersects(ink(run)), run.text
