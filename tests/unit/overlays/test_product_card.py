"""Cards: nothing clipped, no box for a letter, the picture whole and true, everywhere."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QRawFont

from overlays.card_layout import safe_area
from overlays.product_card import LOOKS, Drawn, ProductCard, compose, draw
from overlays.text_fit import Run
from overlays.type import FAMILY, face
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.training import sample
from tests.helpers.gui import gui
from ui.widgets.thumbnails import read_square

FRAME = "#f0e000"
CANVASES = [(1280, 720), (1920, 1080), (640, 360), (1080, 1920), (720, 1280), (360, 640)]
RATIOS = [
    (200, 800),
    (300, 600),
    (450, 600),
    (500, 500),
    (640, 480),
    (960, 540),
    (800, 360),
    (800, 200),
]
LONG = {
    "name": "高山云雾手工采摘东魁杨梅礼盒装冷链包邮坏果包赔Premium 500ml×12瓶五斤装缙云鄞州嵊泗",
    "spec": "净重2.5kg±50g/箱，单果25g以上，泡沫箱加冰袋发货",
    "price_fen": 9999999,
    "compared_price_fen": 9999999,
    "unit": "特大号礼盒装一大箱",
    "origin": "浙江省舟山市嵊泗县枸杞乡望潮村东海湾海上牧场第三养殖区㙍䗖衢甬",
    "workshop": "浙江省舟山市嵊泗县枸杞乡东海湾共富工坊联合社",
    "link_number": 12345,
    "compared_basis": "本店门店上个月每天的日常零售价",
}


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def card(picture: Path | None = None, **changes: object) -> ProductCard:
    plain = ProductCard(
        "YB-001", "厚壳贻贝", "2.5kg/箱", 3990, 5900, "箱", "枕浪屿", picture, "东海湾共富工坊", 2
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def quarters(folder: Path, size: tuple[int, int]) -> Path:
    """A picture whose four quarters have four colours, in a yellow frame."""
    width, height = size
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for column, row, code in (
        (0, 0, "#d02020"),
        (1, 0, "#20a040"),
        (0, 1, "#2040c0"),
        (1, 1, "#d0d0d0"),
    ):
        box = QRect(column * width // 2, row * height // 2, width // 2 + 1, height // 2 + 1)
        painter.fillRect(box, QColor(code))
    frame = min(width, height) // 10
    for box in (
        QRect(0, 0, width, frame),
        QRect(0, height - frame, width, frame),
        QRect(0, 0, frame, height),
        QRect(width - frame, 0, frame, height),
    ):
        painter.fillRect(box, QColor(FRAME))
    painter.end()
    path = folder / f"{width}x{height}.png"
    assert image.save(str(path))
    return path


def pixels(path: Path) -> np.ndarray:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows.copy()


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("size", [*RATIOS, None])
def test_longest_words_stay_inside_and_apart(
    tmp_path: Path, canvas: tuple[int, int], size: tuple[int, int] | None
) -> None:
    picture = quarters(tmp_path, size) if size else None
    made = compose(card(picture, **LONG), canvas=canvas, look="paper")
    inside = QRectF(made.layout.card)
    for run in made.runs:
        assert inside.contains(run.box), run
        if size:
            assert not run.box.intersects(QRectF(made.layout.picture)), run
    lines = [run for run in made.runs if run.text.strip()]
    for number, run in enumerate(lines):
        for other in lines[number + 1 :]:
            assert not ink(run).intersects(ink(other)), (run, other)


def ink(run: Run) -> QRectF:
    """Where the letters of this run really have ink."""
    metrics = QFontMetricsF(face(run.size, bold=run.bold))
    box = metrics.tightBoundingRect(run.text).translated(run.x, run.y)
    return box.adjusted(1, 1, -1, -1)  # Qt rounds it outwards


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("size", RATIOS)
def test_picture_is_whole_in_its_proportions_and_colours(
    tmp_path: Path, canvas: tuple[int, int], size: tuple[int, int]
) -> None:
    picture = quarters(tmp_path, size)
    made = compose(card(picture), canvas=canvas, look="paper").layout
    drawn = draw(card(picture), canvas=canvas, look="paper", folder=tmp_path)
    box = made.picture
    assert abs(box.width() / box.height() / (size[0] / size[1]) - 1) < 0.04
    assert made.picture_share >= 0.10
    if 0.7 <= size[0] / size[1] <= 1.8:
        assert made.picture_share >= 0.25
    shown = pixels(drawn.path)[box.y() : box.y() + box.height(), box.x() : box.x() + box.width()]
    for column, row, code in (
        (1, 1, "#d02020"),
        (3, 1, "#20a040"),
        (1, 3, "#2040c0"),
        (3, 3, "#d0d0d0"),
    ):
        there = shown[box.height() * row // 4, box.width() * column // 4]
        wanted = QColor(code)
        assert tuple(there) == (wanted.red(), wanted.green(), wanted.blue(), 255)
    for edge in (shown[1], shown[-2], shown[:, 1], shown[:, -2]):
        strays = np.abs(edge[:, :3].astype(int) - (0xF0, 0xE0, 0x00)).max(axis=1)
        assert strays.max() < 40, "an edge of the picture is missing"


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("size", [*RATIOS, None])
def test_card_lies_in_the_safe_area(
    tmp_path: Path, canvas: tuple[int, int], size: tuple[int, int] | None
) -> None:
    drawn = draw(
        card(quarters(tmp_path, size) if size else None), canvas=canvas, look="ink", folder=tmp_path
    )
    place = QRect(drawn.x, drawn.y, drawn.width, drawn.height)
    assert safe_area(canvas).adjusted(0, 0, 1, 1).contains(place)
    if canvas[0] > canvas[1] and size == (640, 480):
        assert 0.44 <= drawn.width / canvas[0] <= 0.53


@pytest.mark.parametrize("canvas", CANVASES)
def test_nothing_is_too_small_to_read(tmp_path: Path, canvas: tuple[int, int]) -> None:
    made = compose(card(quarters(tmp_path, (640, 480)), **LONG), canvas=canvas, look="paper")
    smallest = min(run.size for run in made.runs)
    assert smallest >= (11 if canvas[0] > canvas[1] else 9)


def test_price_is_the_largest_and_only_it_is_red(tmp_path: Path) -> None:
    from overlays.looks import COLOURS

    for key, look in COLOURS.items():
        runs = compose(card(quarters(tmp_path, (640, 480))), canvas=(1280, 720), look=key).runs
        largest = max(runs, key=lambda run: run.size)
        assert (largest.text, largest.colour) == ("39", look.price)
        assert {run.text for run in runs if run.colour == look.price} == {"¥", "39", ".90"}


def test_compared_price_is_struck_and_says_its_basis() -> None:
    runs = compose(card(), canvas=(1280, 720), look="paper").runs
    assert [run.text for run in runs if run.struck] == ["¥59"]
    assert any("划线价" in run.text for run in runs)
    without = compose(card(compared_price_fen=None), canvas=(1280, 720), look="paper").runs
    assert not any(run.struck or "划线价" in run.text for run in without)


def test_a_compared_price_says_what_it_is() -> None:
    runs = compose(card(compared_basis="门店日常价"), canvas=(1280, 720), look="paper").runs
    words = [run.text.strip() for run in runs]
    place = words.index("¥59")
    assert (words[place - 1], runs[place].struck) == ("门店日常价", True)


def test_every_character_is_in_the_bundled_face() -> None:
    used = (
        "".join(str(value) for value in LONG.values())
        + "¥.0123456789 / 划线价产地号链接共…马上回来"
    )
    for bold in (False, True):
        raw = QRawFont.fromFont(face(40, bold=bold))
        assert raw.familyName() == FAMILY
        assert [letter for letter in used if not raw.supportsCharacter(ord(letter))] == []


def test_figures_have_one_width() -> None:
    for bold in (False, True):
        metrics = QFontMetricsF(face(100, bold=bold))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
        assert metrics.horizontalAdvance("7474") == metrics.horizontalAdvance("1111")


@pytest.mark.parametrize("canvas", CANVASES)
def test_the_first_card_of_a_start_is_the_same_file_as_a_later_one(
    canvas: tuple[int, int], tmp_path: Path
) -> None:
    """Qt's letters may depend on what was drawn before: one start, from its first card on."""
    code = (
        "import sys, pathlib, tests.unit.overlays.test_product_card as t; t.gui();"
        "folder = pathlib.Path(sys.argv[1]);"
        "drawn = lambda size: t.draw(t.card(), canvas=size, look='paper', folder=folder).sha256;"
        f"first = drawn({canvas});"
        "[drawn(other) for other in t.CANVASES];"
        f"print(first, drawn({canvas}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    first, later = told.stdout.split()
    assert first == later


def test_same_card_is_the_same_file_and_another_card_another(tmp_path: Path) -> None:
    first = draw(card(), canvas=(1280, 720), look="paper", folder=tmp_path)
    written = first.path.stat().st_mtime_ns
    again = draw(card(), canvas=(1280, 720), look="paper", folder=tmp_path)
    assert again == first
    assert again.path.stat().st_mtime_ns == written
    other = draw(card(price_fen=3980), canvas=(1280, 720), look="paper", folder=tmp_path)
    assert other.path != first.path
    assert first.sha256[:16] in first.path.name
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [first.path.name, other.path.name]
    )


def test_a_file_emptied_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    drawn = draw(card(), canvas=(1280, 720), look="paper", folder=tmp_path)
    drawn.path.write_bytes(b"")
    assert draw(card(), canvas=(1280, 720), look="paper", folder=tmp_path) == drawn
    assert QImage(str(drawn.path)).size() == QSize(drawn.width, drawn.height)


def test_alpha_is_straight_and_the_corners_are_clear(tmp_path: Path) -> None:
    drawn = draw(card(), canvas=(1280, 720), look="paper", folder=tmp_path)
    shown = pixels(drawn.path)
    assert shown[0, 0, 3] == 0
    assert shown[drawn.height // 2, drawn.width // 2, 3] == 255


def test_huge_picture_is_shown_and_memory_stays_small(tmp_path: Path) -> None:
    big = QImage(8000, 8000, QImage.Format.Format_Grayscale8)
    big.fill(90)
    path = tmp_path / "huge.png"
    assert big.save(str(path))
    del big
    drawn = draw(card(path), canvas=(1280, 720), look="paper", folder=tmp_path)
    layout = compose(card(path), canvas=(1280, 720), look="paper").layout
    centre = layout.picture.center()
    assert tuple(pixels(drawn.path)[centre.y(), centre.x()]) == (90, 90, 90, 255)


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
        draw(card(path), canvas=(1280, 720), look="paper", folder=tmp_path)
    assert raised.value.code == "picture_unreadable"
    assert "yb.png" in word_error(raised.value)


@pytest.mark.parametrize("name", ["yb.svg", "yb.png"])
def test_a_drawing_is_no_picture_whatever_its_name(tmp_path: Path, name: str) -> None:
    """SVG reads other files, and a kilobyte of ``<use>`` keeps Qt busy for days."""
    path = tmp_path / name
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        draw(card(path), canvas=(1280, 720), look="paper", folder=tmp_path)
    assert read_square(path, 64) is None


def test_half_a_picture_is_broken(tmp_path: Path) -> None:
    whole = quarters(tmp_path, (640, 480))
    half = tmp_path / "half.png"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        draw(card(half), canvas=(1280, 720), look="paper", folder=tmp_path)


def test_folder_that_is_a_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "cards"
    blocked.write_text("")
    with pytest.raises(UserFacingError, match="card_not_saved") as raised:
        draw(card(), canvas=(1280, 720), look="paper", folder=blocked)
    assert str(blocked) in word_error(raised.value, "en")


def test_cards_can_be_drawn_on_several_threads(tmp_path: Path) -> None:
    picture = quarters(tmp_path, (640, 480))

    def one(number: int) -> Drawn:
        price = 1000 + number % 4
        return draw(card(picture, price_fen=price), canvas=(640, 360), look="ink", folder=tmp_path)

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(one, range(40)))
    assert len({one.path for one in drawn}) == 4


@pytest.mark.parametrize("look", LOOKS)
def test_words_stand_out_from_what_they_stand_on(look: str) -> None:
    from overlays.looks import COLOURS

    tones = COLOURS[look]
    pairs = [
        (tones.text, tones.surface),
        (tones.muted, tones.surface),
        (tones.price, tones.surface),
    ]
    pairs += [(tones.stripe_text, tones.stripe_from), (tones.stripe_text, tones.stripe_to)]
    pairs += [(tones.foot_text, tones.foot), (tones.muted, tones.foot)]
    for front, back in pairs:
        assert contrast(front, back) >= 4.5, (front, back)


def contrast(front: str, back: str) -> float:
    """WCAG 2 contrast ratio."""
    high, low = sorted((luminance(QColor(front)), luminance(QColor(back))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_sample_pictures_are_pictures_of_a_sensible_size(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    found = sorted(tmp_path.glob("*.png"))
    assert len(found) == 5
    for path in found:
        assert path.stat().st_size < 410_000
        assert draw(card(path), canvas=(1280, 720), look="paper", folder=tmp_path / "cards").width
