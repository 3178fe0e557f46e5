"""A product card, each time with another price: drawn and encoded, beside Qt's PNG writer."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from bench.result import Result, percentile, spread
from overlays import brand, drawing, library, png
from overlays.canvas import canvas
from overlays.paint import paint
from studio.training import sample
from ui.headless import ensure_gui

ROUNDS = 200
DRAW_MS, ENCODE_MS = 8.0, 30.0
QT_COMPRESSION = 12
"""Of 100: zlib's level 1, as the program used before."""


def run() -> Result:
    """Percentile 95 of the drawing, at the size of the programme that viewers get."""
    application = ensure_gui()
    with tempfile.TemporaryDirectory() as folder:
        sample.copy_to(Path(folder))
        drawn, encoded, plain = _rounds(sorted(Path(folder).glob("*.png"))[0])
    del application
    figure, writing = percentile(drawn, 0.95), percentile(encoded, 0.95)
    return Result(
        name="card_drawing",
        figure=figure,
        unit="ms",
        beside="Qt's PNG writer on that card",
        beside_figure=percentile(plain, 0.95),
        reach=f"drawn p95 ≤ {DRAW_MS:g} ms, encoded p95 ≤ {ENCODE_MS:g} ms",
        reached=figure <= DRAW_MS and writing <= ENCODE_MS,
        details={
            "drawn_ms": spread(drawn),
            "encoded_ms": spread(encoded),
            "encoded_p95_ms": round(writing, 2),
            "qt_writer_ms": spread(plain),
        },
    )


def _rounds(picture: Path) -> tuple[list[float], list[float], list[float]]:
    template, on, kit = library.find("product-card"), canvas((1080, 1920)), brand.default()
    drawn, encoded, plain = [], [], []
    for number in range(ROUNDS):
        data = {**template.examples, "picture": str(picture), "price": 8000 + number}
        start = time.perf_counter()
        image = paint(drawing.compose(template, data, canvas=on, brand=kit))
        between = time.perf_counter()
        png.encode(image)
        end = time.perf_counter()
        _qt_encode(image)
        plain.append((time.perf_counter() - end) * 1000)
        drawn.append((between - start) * 1000)
        encoded.append((end - between) * 1000)
    return drawn, encoded, plain


def _qt_encode(image: QImage) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setCompression(QT_COMPRESSION)
    writer.write(image)
