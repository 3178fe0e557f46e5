"""Whether a screenshot is told from another picture, one other figure, a blank one and rubbish."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from overlays import drawing, library
from overlays.canvas import canvas
from overlays.paint import paint
from overlays.pixels import shows_picture
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import photo, usual, village
from tests.helpers.pictures import GREEN, RED, Colour, write_png


def drawn(folder: Path, template: str, *, with_photo: bool = False, **said: object) -> Path:
    gui()
    found = library.find(template)
    data = usual(found, photo(folder) if with_photo else None) | said
    made = drawing.compose(found, data, canvas=canvas((540, 960)), brand=village())
    path = folder / f"{len(list(folder.iterdir()))}.png"
    assert paint(made, moving=False).save(str(path))
    return path


def as_obs_sends(picture: Path, shade: int = 0) -> bytes:
    """Multiplied by its share, without it: what OBS 29 answered for every template, to one of 255.

    ``shade``: what another GPU may make of it, of 255 in every pixel.
    """
    premultiplied = QImage.Format.Format_RGBA8888_Premultiplied
    image = QImage(str(picture)).convertToFormat(premultiplied)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    colours = np.clip(rows[:, :, 2::-1].astype(np.int16) + shade, 0, 255)
    return cv2.imencode(".bmp", colours.astype(np.uint8))[1].tobytes()


def screenshot(folder: Path, colour: Colour, width: int = 80, height: int = 40) -> bytes:
    """What OBS sends: a BMP without transparency."""
    picture = cv2.imread(str(write_png(folder, colour, width, height)), cv2.IMREAD_COLOR)
    assert picture is not None
    return cv2.imencode(".bmp", picture)[1].tobytes()


def test_the_same_picture_is_recognised(tmp_path: Path) -> None:
    card = write_png(tmp_path, RED, 80, 40)
    assert shows_picture(screenshot(tmp_path, RED), card)
    framed = write_png(tmp_path, RED, 80, 40, frame=4)
    assert shows_picture(as_obs_sends(framed), framed)


@pytest.mark.parametrize("colour", [GREEN, (0, 0, 0)])
def test_another_picture_is_not(tmp_path: Path, colour: Colour) -> None:
    assert not shows_picture(screenshot(tmp_path, colour), write_png(tmp_path, RED, 80, 40))


def test_another_size_is_not(tmp_path: Path) -> None:
    assert not shows_picture(screenshot(tmp_path, RED, 40, 40), write_png(tmp_path, RED, 80, 40))


def test_rubbish_is_not(tmp_path: Path) -> None:
    card = write_png(tmp_path, RED, 80, 40)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert not shows_picture(b"", card)
    assert not shows_picture(screenshot(tmp_path, RED), broken)
    assert not shows_picture(screenshot(tmp_path, RED), tmp_path / "missing.png")


def test_of_a_fully_transparent_picture_nothing_is_seen(tmp_path: Path) -> None:
    clear = write_png(tmp_path, RED, 80, 40, frame=20)
    assert shows_picture(screenshot(tmp_path, (0, 0, 0)), clear)
    assert not shows_picture(screenshot(tmp_path, GREEN), clear)
    assert not shows_picture(screenshot(tmp_path, (0, 0, 0), 40, 40), clear)


ONE_FIGURE = [
    ("product-card", {"price": 3990}, {"price": 3690}),
    ("product-card-ink", {"price": 3990}, {"price": 3690}),
    ("product-card-sign", {"price": 3990}, {"price": 3690}),
    ("product-card", {"stock": "工坊还可订 37 箱"}, {"stock": "工坊还可订 31 箱"}),
    ("product-card-ink", {"basis": "近7日最低成交价"}, {"basis": "近1日最低成交价"}),
    ("price-drop", {"price": 2990}, {"price": 1990}),
    ("lottery", {"seal": "7F3A 91C2 0B5E"}, {"seal": "7F8A 91C2 0B5E"}),
    ("seller", {"contact": "0574-6666 0638"}, {"contact": "0574-6666 0633"}),
]


@pytest.mark.parametrize("with_photo", [False, True])
@pytest.mark.parametrize(("template", "one", "other"), ONE_FIGURE)
def test_one_other_figure_is_another_picture(
    tmp_path: Path,
    template: str,
    one: dict[str, object],
    other: dict[str, object],
    with_photo: bool,
) -> None:
    """Also the smallest letters there are, on the smallest programme."""
    first, second = (drawn(tmp_path, template, with_photo=with_photo, **d) for d in (one, other))
    assert QImage(str(first)).size() == QImage(str(second)).size()
    assert shows_picture(as_obs_sends(first), first)
    assert shows_picture(as_obs_sends(second), second)
    assert not shows_picture(as_obs_sends(first), second)
    assert not shows_picture(as_obs_sends(second), first)


@pytest.mark.parametrize("shade", [-3, 3])
def test_what_a_gpu_rounds_otherwise_is_the_same_picture(tmp_path: Path, shade: int) -> None:
    for template in ("product-card", "price-drop", "seller"):
        card = drawn(tmp_path, template, with_photo=True)
        assert shows_picture(as_obs_sends(card, shade), card)
