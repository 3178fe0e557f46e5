"""Pictures of every screen, in both languages, at scale 1 and 2: ``python -m ui.shots --out DIR``.

Drawn offscreen from each screen's samples, so two runs give the same pictures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import click
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from studio.runtime.wording import LANGUAGES
from ui import i18n, screens
from ui.app import make_application

WIDTH, HEIGHT = 1366, 768
SCALES = (1, 2)


def draw(view: QWidget, scale: int = 1) -> QImage:
    """What ``view`` looks like at 1366 × 768 logical pixels, without being shown."""
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.resize(WIDTH, HEIGHT)
    view.show()
    for _ in range(3):  # wrapped labels learn their width first, their height after, rows then
        QCoreApplication.sendPostedEvents()
    picture = QImage(WIDTH * scale, HEIGHT * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(0)
    painter = QPainter(picture)
    view.render(painter, QPoint(0, 0))
    painter.end()
    return picture


def every_sample() -> Iterator[tuple[str, object]]:
    """``("home-interrupted", factory)`` for each picture of each screen."""
    for screen in screens.PACKAGES:
        for sample, factory in screens.samples(screen).items():
            yield "-".join(filter(None, (screen, sample))), factory


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/pictures"))
@click.option("--only", default="", help="Only pictures whose name begins with this.")
@click.option("--scale", "scales", type=int, multiple=True, default=SCALES)
def main(out: Path, only: str, scales: tuple[int, ...]) -> None:
    """Draw every screen into OUT."""
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()
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
        if not draw(view, scale).save(str(path)):
            raise click.ClickException(f"{path} cannot be written")
        click.echo(path)
    leave = getattr(view, "leave", None)
    if leave is not None:
        leave()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main()
