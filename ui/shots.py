"""Pictures of every screen, in both languages: ``python -m ui.shots [--out DIR] [--scale 2]``.

Drawn offscreen from each screen's samples, so two runs give the same files. tests/screens holds
the program to those in docs/pictures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import click
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from studio.runtime.wording import LANGUAGES
from ui import formats, i18n, screens
from ui.app import make_application
from ui.few_colours import few_colours

WIDTH, HEIGHT = 1366, 768
PICTURED_YEAR = 2026
SMALLEST_FILE = 100
"""Qt's compression for PNG: the slowest, for pictures that are kept with the source."""


def lay_out(view: QWidget) -> None:
    """Have ``view`` lie as in its picture, 1366 × 768 logical pixels, without being shown."""
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.resize(WIDTH, HEIGHT)
    view.show()
    for _ in range(3):  # wrapped labels learn their width first, their height after, rows then
        QCoreApplication.sendPostedEvents()


def draw(view: QWidget, scale: int = 1) -> QImage:
    """What ``view`` looks like then."""
    lay_out(view)
    picture = QImage(WIDTH * scale, HEIGHT * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(0)
    with QPainter(picture) as painter:
        view.render(painter, QPoint(0, 0))
    return picture


def in_china() -> None:
    """Hours and days are told as on the samples' evening in China, whenever this runs."""
    formats.this_year = lambda: PICTURED_YEAR
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()


def every_sample() -> Iterator[tuple[str, object]]:
    """``("home-interrupted", factory)`` for each picture of each screen."""
    for screen in screens.PACKAGES:
        for sample, factory in screens.samples(screen).items():
            yield "-".join(filter(None, (screen, sample))), factory


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/pictures"))
@click.option("--only", default="", help="Only pictures whose name begins with this.")
@click.option("--scale", "scales", type=int, multiple=True, default=(1,))
def main(out: Path, only: str, scales: tuple[int, ...]) -> None:
    """Draw every screen into OUT."""
    in_china()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(["gongfu-shots"])
    out.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        i18n.switch(app, language)
        for name, factory in every_sample():
            if name.startswith(only):
                _write(factory, out, f"{name}-{language}", scales)


def _write(factory: object, out: Path, name: str, scales: tuple[int, ...]) -> None:
    view = factory()  # type: ignore[operator]
    for scale in scales:
        suffix = "" if scale == 1 else f"@{scale}x"
        path = out / f"{name}{suffix}.png"
        writer = QImageWriter(str(path), b"png")
        writer.setCompression(SMALLEST_FILE)
        if not writer.write(few_colours(draw(view, scale))):
            raise click.ClickException(f"{path}: {writer.errorString()}")
        click.echo(path)
    leave = getattr(view, "leave", None)
    if leave is not None:
        leave()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main()
