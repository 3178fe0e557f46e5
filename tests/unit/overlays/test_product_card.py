"""A product's card in each look: the picture whole and true, and a file that can be shown."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRect
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QRawFont

from overlays import drawing, library, pictures
from overlays.canvas import canvas
from overlays.looks import LOOKS
from overlays.parts import Composition, Letters, Photo
from overlays.png import Drawn
from overlays.safe_areas import EVERYWHERE, profiles
from overlays.type import FAMILY, face
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.session.card_words import LONGEST_UNIT
from studio.training import sample
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import RARE, longest, village
from ui.widgets.thumbnails import read_square

FRAME = "#f0e000"
CANVASES = [(1280, 720), (640, 360), (1080, 1920), (360, 640)]
RATIOS = [(200, 800), (300, 600), (450, 600), (500, 500), (640, 480), (795, 500), (800, 450)]
RATIOS += [(800, 200)]
CORNERS = ((1, 1, "#d02020"), (3, 1, "#20a040"), (1, 3, "#2040c0"), (3, 3, "#d0d0d0"))
"""Of a picture in four colours: in quarters of its width and height."""
SAID = {
    "name": "厚壳贻贝",
    "spec": "2.5kg/箱",
    "price": 3990,
    "compared": 5900,
    "unit": "箱",
    "basis": "门店日常价",
    "origin": "枕浪屿",
    "link": 2,
}


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def compose(
    look: str,
    size: tuple[int, int],
    data: dict[str, object] | None = None,
    platform: str = EVERYWHERE,
) -> Composition:
    on = canvas(size, profiles()[platform])
    return drawing.compose(template(look), data or SAID, canvas=on, brand=village())


def draw(
    folder: Path, look: str = "paper", size: tuple[int, int] = (640, 360), **said: object
) -> Drawn:
    return drawing.draw(
        template(look), SAID | said, canvas=canvas(size), brand=village(), fps=30, folder=folder
    ).picture


def template(look: str) -> drawing.Template:
    return library.find(LOOKS[look].template)


def quarters(folder: Path, size: tuple[int, int]) -> Path:
    """A picture whose four quarters have four colours, in a yellow frame."""
    width, height = size
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(FRAME))
    frame = min(width, height) // 10
    painter = QPainter(image)
    for column, row, code in CORNERS:
        left, top = column // 2 * width // 2, row // 2 * height // 2
        box = QRect(left, top, width // 2 + 1, height // 2 + 1)
        painter.fillRect(box.intersected(image.rect().adjusted(*_inwards(frame))), QColor(code))
    painter.end()
    path = folder / f"{width}x{height}.png"
    assert image.save(str(path))
    return path


def _inwards(by: int) -> tuple[int, int, int, int]:
    return (by, by, -by, -by)


def pixels(path: Path) -> np.ndarray:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows.copy()


def photo_of(made: Composition) -> Photo:
    """The product's picture; there is no other."""
    (found,) = (each for each in made.parts() if isinstance(each, Photo))
    return found


def share(made: Composition) -> float:
    box = photo_of(made).box
    return box.width() * box.height() / (made.width * made.height)


@pytest.mark.parametrize("platform", [EVERYWHERE, "douyin"])
@pytest.mark.parametrize("size", CANVASES)
@pytest.mark.parametrize("look", LOOKS)
def test_what_may_be_ordered_is_said_whole(
    look: str, size: tuple[int, int], platform: str, tmp_path: Path
) -> None:
    """Beside a picture of any shape, in a unit with a figure of its own, or in the longest."""
    for shape in (RATIOS[0], RATIOS[3], RATIOS[-1]):
        for said in (
            "工坊还可订 12345678 箱（10斤）",
            "工坊还可订 12345678 " + "盒" * LONGEST_UNIT,
        ):
            picture = quarters(tmp_path, shape)
            data = {**SAID, "stock": said, "picture": str(picture)}
            lines = [
                each
                for each in compose(look, size, data, platform).parts()
                if isinstance(each, Letters) and each.name == "stock"
            ]
            assert [each.cut for each in lines] == [False], (shape, said)
            drawn = "".join(run.text for run in lines[0].runs)
            assert drawn.replace(" ", "") == said.replace(" ", "")


@pytest.mark.parametrize("look", LOOKS)
def test_the_picture_has_a_tenth_of_the_card_whatever_its_shape_and_the_words(
    look: str, tmp_path: Path
) -> None:
    pictures = {shape: quarters(tmp_path, shape) for shape in RATIOS}
    for shape, picture in pictures.items():
        for size in CANVASES:
            for data in (SAID | {"picture": str(picture)}, longest(template(look), picture)):
                made = compose(look, size, data)
                box = photo_of(made).box
                assert abs(box.width() / box.height() / (shape[0] / shape[1]) - 1) < 0.04
                assert share(made) >= 0.1, (shape, size)
    extreme = [longest(template(look), pictures[shape]) for shape in (RATIOS[0], RATIOS[-1])]
    for platform in profiles():
        for size in ((720, 1280), (1280, 720)):
            assert min(share(compose(look, size, data, platform)) for data in extreme) >= 0.1


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [(1280, 720), (360, 640)])
def test_the_picture_is_whole_and_in_its_own_colours(
    look: str, size: tuple[int, int], tmp_path: Path
) -> None:
    for shape in ((200, 800), (500, 500), (800, 450), (800, 200)):
        picture = str(quarters(tmp_path, shape))
        drawn = draw(tmp_path, look, size, picture=picture)
        box = photo_of(compose(look, size, SAID | {"picture": picture})).box.toRect()
        seen = pixels(drawn.path)[box.y() : box.bottom() + 1, box.x() : box.right() + 1]
        for column, row, code in CORNERS:
            there = seen[box.height() * row // 4, box.width() * column // 4]
            wanted = QColor(code)
            assert tuple(there) == (wanted.red(), wanted.green(), wanted.blue(), 255)
        for edge in (seen[0], seen[-1], seen[:, 0], seen[:, -1]):
            strays = np.abs(edge[:, :3].astype(int) - (0xF0, 0xE0, 0x00)).max(axis=1)
            assert strays.max() < 40, "an edge of the picture is missing"
            assert edge[:, 3].min() == 255


@pytest.mark.parametrize("look", LOOKS)
def test_the_price_is_the_largest_and_a_compared_one_is_struck_and_says_what_it_is(
    look: str,
) -> None:
    runs = compose(look, (1280, 720)).runs
    assert max(runs, key=lambda run: run.size).text == "39"
    assert [run.text for run in runs if run.struck] == ["¥59"]
    words = [run.text.strip() for run in runs]
    assert words[words.index("¥59") - 1] == "门店日常价"
    without = compose(look, (1280, 720), {**SAID, "compared": None}).runs
    assert not any(run.struck or "门店日常价" in run.text for run in without)


def test_a_compared_price_without_a_basis_is_called_what_it_is() -> None:
    bare = {key: value for key, value in SAID.items() if key != "basis"}
    assert "划线价" in "".join(run.text for run in compose("paper", (1280, 720), bare).runs)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_follows_the_brand(look: str, tmp_path: Path) -> None:
    kit, on = village(), canvas((640, 360))
    changes: dict[str, object] = {"primary": "#7A1FA0", "accent": "#20B0F0", "name": "望潮"}
    changes |= {"weight": "regular", "logo": quarters(tmp_path, (500, 500)), "mark": "舟味"}
    plain = drawing.compose(template(look), SAID, canvas=on, brand=kit)
    followed = {
        key
        for key, value in changes.items()
        if drawing.compose(template(look), SAID, canvas=on, brand=replace(kit, **{key: value}))  # type: ignore[arg-type]
        != plain
    }
    assert followed >= {"primary", "name", "weight", "logo"}
    assert ("mark" if look == "paper" else "accent") in followed


def test_every_character_is_in_the_bundled_face() -> None:
    used = RARE + "¥.0123456789 / 划线价产地号链接共…马上回来"
    for bold in (False, True):
        raw = QRawFont.fromFont(face(40, bold=bold))
        assert raw.familyName() == FAMILY
        assert [letter for letter in used if not raw.supportsCharacter(ord(letter))] == []


def test_figures_have_one_width() -> None:
    for bold in (False, True):
        metrics = QFontMetricsF(face(100, bold=bold))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
        assert metrics.horizontalAdvance("7474") == metrics.horizontalAdvance("1111")


def test_the_first_card_of_a_start_is_the_same_file_as_a_later_one(tmp_path: Path) -> None:
    """Qt's letters may depend on what was drawn before: one start, from its first card on."""
    code = (
        "import sys, pathlib, tests.unit.overlays.test_product_card as t; t.gui();"
        "folder = pathlib.Path(sys.argv[1]);"
        "drawn = lambda size: t.draw(folder, size=size).sha256;"
        "first = drawn((1280, 720));"
        "[drawn(other) for other in t.CANVASES];"
        "print(first, drawn((1280, 720)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    first, later = told.stdout.split()
    assert first == later


def test_same_card_is_the_same_file_and_another_card_another(tmp_path: Path) -> None:
    first = draw(tmp_path)
    written = first.path.stat().st_mtime_ns
    assert draw(tmp_path) == first
    assert first.path.stat().st_mtime_ns == written
    other = draw(tmp_path, price=3980)
    assert first.sha256[:16] in first.path.name
    assert {path.name for path in tmp_path.iterdir()} == {first.path.name, other.path.name}


def test_a_file_emptied_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    drawn.path.write_bytes(b"")
    assert draw(tmp_path) == drawn
    assert QImage(str(drawn.path)).width() == drawn.width


def test_alpha_is_straight_and_the_corners_are_clear(tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    shown = pixels(drawn.path)
    assert shown[0, 0, 3] == 0
    assert shown[drawn.height // 2, drawn.width // 2, 3] == 255


def test_huge_picture_is_shown_and_memory_stays_small(tmp_path: Path) -> None:
    big = QImage(8000, 8000, QImage.Format.Format_Grayscale8)
    big.fill(90)
    path = tmp_path / "huge.png"
    assert big.save(str(path))
    del big
    drawn = draw(tmp_path, picture=str(path))
    centre = photo_of(compose("paper", (640, 360), SAID | {"picture": str(path)})).box.center()
    assert tuple(pixels(drawn.path)[int(centre.y()), int(centre.x())]) == (90, 90, 90, 255)


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None]
)
def test_broken_or_missing_picture_is_told_in_a_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "yb.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserFacingError) as raised:
        draw(tmp_path, picture=str(path))
    assert raised.value.code == "picture_unreadable"
    assert "yb.png" in word_error(raised.value)


@pytest.mark.parametrize("name", ["yb.svg", "yb.png"])
def test_a_drawing_is_no_picture_whatever_its_name(tmp_path: Path, name: str) -> None:
    """SVG reads other files, and a kilobyte of ``<use>`` keeps Qt busy for days."""
    path = tmp_path / name
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        draw(tmp_path, picture=str(path))
    assert read_square(path, 64) is None


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    """552 MB it took, of a PNG of 200 kB."""
    huge = tmp_path / "huge.png"
    header = b"IHDR" + struct.pack(">IIBBBBB", 8100, 8100, 8, 2, 0, 0, 0)
    huge.write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
        + struct.pack(">I", zlib.crc32(header)) + struct.pack(">I", 0) + b"IDAT"
    )  # fmt: skip
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        pictures.picture_size(huge)
    assert read_square(huge, 64) is None


def photo(tmp_path: Path, frame: bytes, notes: bytes) -> Path:
    """The head of a JPEG of 48 million pixels, as a camera writes it, its frame coded so."""
    small = QBuffer()
    small.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(16, 16, QImage.Format.Format_RGB32).save(small, "JPEG")
    content = small.data().data()
    at = content.index(b"\xff\xc0")
    sized = frame + content[at + 2 : at + 5] + struct.pack(">HH", 6048, 8064) + content[at + 9 :]
    path = tmp_path / "photo.jpg"
    path.write_bytes(
        content[:2]
        + b"\xff\xe1"
        + struct.pack(">H", len(notes) + 2)
        + notes
        + content[2:at]
        + sized
    )
    return path


def test_a_cameras_notes_may_hold_any_bytes(tmp_path: Path) -> None:
    """A progressive JPEG takes three times the memory; what is in its notes does not tell it."""
    found = pictures.picture_size(photo(tmp_path, b"\xff\xc0", b"note \xff\xc2 of a maker"))
    assert (found.width(), found.height()) == (8064, 6048)
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        pictures.picture_size(photo(tmp_path, b"\xff\xc2", b""))


def test_half_a_picture_is_broken(tmp_path: Path) -> None:
    whole = quarters(tmp_path, (640, 480))
    half = tmp_path / "half.png"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        draw(tmp_path, picture=str(half))


def test_folder_that_is_a_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "cards"
    blocked.write_text("")
    with pytest.raises(UserFacingError, match="card_not_saved") as raised:
        draw(blocked)
    assert str(blocked) in word_error(raised.value, "en")


def test_cards_can_be_drawn_on_several_threads(tmp_path: Path) -> None:
    picture = str(quarters(tmp_path, (640, 480)))
    with ThreadPoolExecutor(4) as pool:
        drawn = list(
            pool.map(
                lambda number: draw(tmp_path, "ink", price=1000 + number % 4, picture=picture),
                range(24),
            )
        )
    assert len({one.path for one in drawn}) == 4


def test_sample_pictures_are_pictures_of_a_sensible_size(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    found = sorted(tmp_path.glob("*.png"))
    assert len(found) == 5
    for path in found:
        assert path.stat().st_size < 410_000
        assert draw(tmp_path / "cards", picture=str(path)).width
