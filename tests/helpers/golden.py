"""The pictures every template is held to: ``python -m tests.helpers.golden`` draws them anew.

Look at each one that changed before it is committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from PySide6.QtGui import QImage, QImageWriter

from overlays import drawing, library
from overlays.canvas import canvas
from overlays.paint import paint
from overlays.template import Template
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import longest, photo, village

FOLDER = Path(__file__).parents[1] / "unit" / "overlays" / "golden"
SIZES = {"portrait": (360, 640), "landscape": (640, 360)}


def cases() -> Iterator[tuple[Template, str]]:
    """Template and side."""
    yield from product(library.shipped().values(), SIZES)


def draw(template: Template, side: str, picture: Path) -> QImage:
    """The overlay with the longest and rarest text, as large as it is on a small canvas."""
    data = longest(template, picture)
    made = drawing.compose(template, data, canvas=canvas(SIZES[side]), brand=village())
    return paint(made)


def file(template: Template, side: str) -> Path:
    return FOLDER / f"{template.id}-{side}.png"


def main() -> None:
    application = gui()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        picture = photo(Path(folder))
        for template, side in cases():
            image = draw(template, side, picture)
            writer = QImageWriter(str(file(template, side)), b"png")
            writer.setCompression(100)
            if not writer.write(image):
                raise OSError(writer.errorString())
    del application


if __name__ == "__main__":
    main()
