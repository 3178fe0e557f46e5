"""Draw the sample workshop's product pictures: ``python tools/draw_sample_pictures.py``.

Still lifes of what eastern Zhejiang's villages sell, one a file in ``sample_pictures``; the same
script gives the same pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.sample_pictures.bayberries import bayberries
from tools.sample_pictures.mussels import mussels
from tools.sample_pictures.potatoes import potatoes
from tools.sample_pictures.still_life import Scene
from tools.sample_pictures.sugar import sugar
from tools.sample_pictures.wine import wine
from ui import fonts

TARGET = Path(__file__).parent.parent / "studio" / "training" / "sample"
SAVED = (780, 585)

SCENES: dict[str, Callable[[], Scene]] = {
    "wangchao-yangmei.png": bayberries,
    "wangchao-yibei.png": mussels,
    "wangchao-huangjiu.png": wine,
    "wangchao-tudou.png": potatoes,
    "wangchao-hongtang.png": sugar,
}


def save(image: QImage, path: Path) -> None:
    """Smaller and without the last bit of each colour: nobody sees it, and the file halves."""
    ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    image = image.scaled(*SAVED, ratio, smooth).convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SAVED[1], image.bytesPerLine())
    kept = np.ascontiguousarray((pixels & 0xFE) | 1)
    coarse = QImage(kept.data, *SAVED, kept.shape[1], QImage.Format.Format_RGB888)
    if not coarse.save(str(path), quality=0):
        raise OSError(f"{path} cannot be written")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=TARGET, help="folder to write to")
    parser.add_argument("names", nargs="*", help="only these pictures")
    arguments = parser.parse_args()
    application = QGuiApplication(["draw", "-platform", "offscreen"])
    fonts.load()
    arguments.target.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        if not arguments.names or name in arguments.names:
            save(scene().finished(), arguments.target / name)
    del application


if __name__ == "__main__":
    main()
