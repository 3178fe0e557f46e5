"""黄酒: jars of rice wine, and a bowl of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from overlays.type import FAMILY
from tools.sample_pictures.shared import SIZE, ellipse, leaf
from tools.sample_pictures.still_life import (
    Array,
    Matter,
    Scene,
    Sprite,
    blur,
    grid,
    lit,
    mix,
    noise,
    polygon,
    soft,
    table,
)


def thrown(
    width: int, height: int, profile: list[tuple[float, float]], albedo: Array, matter: Matter
) -> Sprite:
    """A turned vessel: ``profile`` gives its half width (share) down its height (share)."""
    x, y = grid(width, height)
    knots = np.array(profile)
    half = np.interp((np.arange(height) + 0.5) / height, knots[:, 0], knots[:, 1])
    reach = max(3, height // 40)
    for _ in range(2):
        half = np.convolve(
            np.pad(half, reach, "edge"), np.ones(2 * reach + 1) / (2 * reach + 1), "valid"
        )
    down = (y + 1) / 2
    # Seen a little from above, the foot is the front half of an ellipse.
    sunk = down + 0.035 * (1 - np.sqrt(np.clip(1 - (x / half[-1]) ** 2, 0, 1))) * soft(
        0.3, 1.0, down
    )
    mask_foot = soft(1.0, 0.996, sunk)
    half = half.astype(np.float32)[:, None]
    bow = np.sqrt(np.clip(1 - (x / half) ** 2, 0, 1))
    mask = soft(-0.004, 0.008, half - np.abs(x)) * mask_foot
    return lit((bow * half * width / 2).astype(np.float32), albedo, mask, matter)


def label(width: int, height: int, text: str, size: int) -> tuple[Array, Array]:
    """Red paper with one character: how much paper, how much ink."""

    def painted(letters: bool) -> Array:
        image = QImage(width, height, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(width / 2, height * 0.55)
        if letters:
            font = QFont(FAMILY, weight=QFont.Weight.Bold)
            font.setPixelSize(size)
            painter.setFont(font)
            painter.setPen(Qt.GlobalColor.white)
            box = QRectF(middle.x() - size, middle.y() - size, size * 2, size * 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            reach = size * 0.98
            points = [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
            painter.translate(middle)
            painter.fillPath(polygon(points), Qt.GlobalColor.white)
        painter.end()
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
        return rows[:, :width].astype(np.float32) / 255

    return painted(False), painted(True)


JAR = [
    (0.0, 0.30),
    (0.05, 0.36),
    (0.14, 0.40),
    (0.17, 0.34),
    (0.21, 0.36),
    (0.30, 0.74),
    (0.40, 0.93),
    (0.52, 0.97),
    (0.70, 0.86),
    (0.88, 0.66),
    (0.97, 0.58),
    (1.0, 0.54),
]


def jar(width: int, height: int, seed: int) -> Sprite:
    """A brown glazed wine jar, its mouth tied with red cloth, a red diamond on its belly."""
    x, y = grid(width, height)
    down = (y + 1) / 2
    drips = soft(0.0, 0.03, 0.80 + 0.05 * noise((height, width), (34, 400), seed) - down)
    glaze = mix(
        "#2a120a", "#6d3517", np.clip(0.5 + 0.4 * noise((height, width), (90, 60), seed + 1), 0, 1)
    )
    albedo = mix(
        mix("#8a6848", "#b08a62", 0.5 + 0.3 * noise((height, width), (20, 20), seed)), glaze, drips
    )
    paper, ink = label(width, height, "酒", int(width * 0.30))
    albedo = mix(albedo, "#b3261c", paper * 0.96)
    albedo = mix(albedo, "#f2cf84", ink)
    folds = np.sin(
        np.arcsin(np.clip(x / 0.42, -1, 1)) * 15 + 0.6 * noise((height, width), (30, 60), seed)
    )
    cloth = soft(0.176, 0.168, down)
    red = mix("#7c130f", "#cf3a2c", np.clip(0.5 + 0.32 * folds, 0, 1))
    albedo = mix(albedo, red, cloth)
    cord = np.exp(-(((down - 0.172) / 0.013) ** 2))
    albedo = mix(
        albedo,
        mix("#8a6a35", "#e4c98c", np.clip(0.5 + 0.5 * np.sin(x * 130 + down * 700), 0, 1)),
        cord,
    )
    glossy = thrown(width, height, JAR, albedo, Matter(0.75, 46, 0.28, 0.16))
    matt = thrown(width, height, JAR, albedo, Matter(0.08, 10, 0.34))
    dull = np.clip(cloth + cord + paper * 0.8, 0, 1)
    return Sprite(mix(glossy.rgb, matt.rgb, dull), glossy.mask)


def bowl(width: int, height: int) -> list[tuple[Sprite, float]]:
    """A celadon bowl of amber wine: body, then the surface of the wine."""
    profile = [
        (0.0, 0.97),
        (0.12, 0.98),
        (0.45, 0.86),
        (0.75, 0.58),
        (0.86, 0.42),
        (0.9, 0.40),
        (1.0, 0.42),
    ]
    _, y = grid(width, height)
    glaze = mix(
        "#6f9484",
        "#b9d3c2",
        np.clip(0.55 + 0.25 * noise((height, width), (60, 40), 3) - 0.2 * y, 0, 1),
    )
    body = thrown(width, height, profile, glaze, Matter(0.6, 44, 0.32, 0.12))
    mouth_height = int(width * 0.30)
    u, v = grid(width, mouth_height)
    r = np.hypot(u, v)
    inside = soft(0.90, 0.86, r)
    wine = mix("#5a2106", "#e08a1e", np.clip(0.52 - 0.32 * v - 0.30 * u, 0, 1))
    shine = np.exp(-((u + 0.42) ** 2 / 0.03 + (v + 0.30) ** 2 / 0.05)) * 0.55
    rgb = mix(mix("#a9c6b5", "#e2eee4", np.clip(0.5 - 0.5 * u, 0, 1)), wine, inside)
    rim = np.exp(-(((r - 0.885) / 0.025) ** 2)) * 0.45
    rgb = rgb * (1 - rim)[..., None] + shine[..., None]
    return [
        (body, 0.0),
        (Sprite(rgb.astype(np.float32), soft(0.985, 0.96, r)), -height / 2 + mouth_height * 0.08),
    ]


def wine() -> Scene:
    scene = table(SIZE, ("#2b1d18", "#a97b4f"), ("#33190e", "#9a5d33"), 0.62, 37)
    for x, rx in ((300, 200), (610, 165)):
        scene.shade(blur(ellipse(SIZE, x + 50, 612 if x < 400 else 575, rx, 34), 20), 0.8)
    scene.put(jar(330, 440, 8), (622, 362), 0)
    scene.put(jar(420, 560, 5), (300, 340), 22)
    scene.shade(blur(ellipse(SIZE, 800, 655, 130, 22), 12), 0.8)
    for piece, rise in bowl(250, 150):
        scene.put(piece, (775, 585 + rise), 0)
    for at, angle, seed in (((120, 662), 160, 5), ((190, 668), 205, 6)):
        scene.put(leaf(120, 34, angle, seed, "#5a4a1c", "#c6a24c"), at, 6)
    return scene
