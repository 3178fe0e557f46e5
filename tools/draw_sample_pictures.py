"""Draw the sample workshop's product pictures: ``python tools/draw_sample_pictures.py``.

Still lifes of what eastern Zhejiang's villages sell, made by ``still_life.py``; the same script
gives the same pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QPainterPath

sys.path.insert(0, str(Path(__file__).parent.parent))

from overlays.type import FAMILY
from tools.still_life import (
    Array,
    Matter,
    Scene,
    Sprite,
    blur,
    grid,
    lit,
    mix,
    noise,
    path_mask,
    polygon,
    soft,
    table,
)
from ui import fonts

TARGET = Path(__file__).parent.parent / "studio" / "training" / "sample"
SIZE = (960, 720)
SAVED = (780, 585)


def leaf(length: int, width: int, angle: float, seed: int, dark: str, light: str) -> Sprite:
    """A leathery leaf with a midrib and side veins, its tip along ``angle`` degrees."""
    side = length + 12
    x, y = grid(side, side)
    turn = np.radians(angle)
    along = (x * np.cos(turn) + y * np.sin(turn)) * side / length
    across = (-x * np.sin(turn) + y * np.cos(turn)) * side / width
    across = across - 0.22 * along**2 + 0.1
    span = np.clip(1 - along**2, 0, 1) ** 0.75 * (1 - 0.25 * along)
    mask = soft(-0.02, 0.05, span - np.abs(across)) * soft(-1.0, -0.97, along)
    veins = np.abs(np.sin((along * 1.0 - np.abs(across) * 0.45) * 26))
    height = width * (0.28 * np.sqrt(np.clip(1 - (across / np.maximum(span, 0.05)) ** 2, 0, 1)))
    height = height * soft(0.0, 0.12, np.abs(across)) ** 0.3 + veins**6 * 0.8
    tone = 0.45 + 0.3 * across + 0.15 * noise((side, side), (40, 40), seed)
    albedo = mix(dark, light, np.clip(tone, 0, 1))
    rib = np.exp(-((across / 0.05) ** 2))[..., None]
    albedo = albedo * (1 - 0.5 * rib) + mix(light, "#d6dfa0", 0.6) * 0.5 * rib
    return lit(height.astype(np.float32), albedo, mask, Matter(0.22, 16, 0.30))


def bayberry(radius: int, seed: int, ripe: float) -> Sprite:
    """One berry: some four hundred juicy bumps on a ball."""
    random = np.random.default_rng(seed)
    count, side = 430, radius * 2 + 6
    x, y = (axis * side / (2 * radius) for axis in grid(side, side))
    r2 = x * x + y * y
    z = np.sqrt(np.clip(1 - r2, 0, 1))
    i = np.arange(count) + 0.5
    tilt, around = np.arccos(1 - 2 * i / count), np.pi * (1 + 5**0.5) * i
    points = np.stack(
        [np.cos(around) * np.sin(tilt), np.sin(around) * np.sin(tilt), np.cos(tilt)], -1
    )
    points += random.normal(0, 0.018, points.shape)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    axis, _ = np.linalg.qr(random.standard_normal((3, 3)))
    points = points @ axis
    points = points[points[:, 2] > -0.25]
    surface = np.stack([x, y, z], -1).reshape(-1, 3)
    chord = np.sqrt(np.clip(2 - 2 * (surface @ points.T), 0, None))
    nearest = chord.argmin(1)
    bump = np.sqrt(np.clip(1 - (chord.min(1) / 0.105) ** 2, 0, 1)).reshape(side, side)
    shade_of = random.normal(0, 0.16, len(points))[nearest].reshape(side, side)
    radius2 = (0.93 + 0.07 * bump) ** 2
    mask = soft(-0.02, 0.03, radius2 - r2)
    tone = np.clip(0.40 * bump + ripe + shade_of + 0.12 * (-x - y), 0, 1)
    albedo = mix(mix("#2a0410", "#7d0f2b", tone), "#d2334a", np.clip(tone * 1.5 - 0.85, 0, 1))
    height = z * radius * 0.92 + bump * radius * 0.075
    sprite = lit(
        height.astype(np.float32), albedo, mask.astype(np.float32), Matter(0.55, 34, 0.24, 0.04)
    )
    return Sprite(sprite.rgb * (0.42 + 0.58 * soft(0.0, 0.55, bump))[..., None], sprite.mask)


def basket_wall(width: int, height: int, seed: int) -> Sprite:
    """The front of a round bamboo basket, woven."""
    x, y = grid(width, height)
    curve = np.sqrt(np.clip(1 - (x / 1.0) ** 2, 0, 1))
    drop = (y + 1) / 2 * height - curve * height * 0.30
    narrow = 1 - 0.16 * np.clip(drop / (height * 0.7), 0, 1) ** 1.4
    inside = soft(-0.01, 0.012, narrow - np.abs(x)) * soft(0.995, 0.975, np.abs(x))
    mask = inside * soft(-1, 1.5, drop) * soft(-1, 1.5, height * 0.69 - drop)
    angle = np.arcsin(np.clip(x / narrow, -1, 1))
    column, row = angle * 13, drop / 15.0
    over = np.sin(np.pi * column) * np.where(np.floor(row) % 2 == 0, 1, -1)
    strand = np.sqrt(np.clip(1 - ((row % 1) * 2 - 1) ** 2, 0, 1))
    bulge = curve * width * 0.18 + strand * 4.5 + over * 3.2 * strand
    tone = 0.52 + 0.16 * over + 0.16 * noise((height, width), (60, 5), seed)
    albedo = mix("#7a4c1c", "#e0b469", np.clip(tone, 0, 1)) * (0.35 + 0.65 * strand**0.6)[..., None]
    rim = 1 - soft(17, 20, drop)
    roll = np.sqrt(np.clip(1 - ((drop - 9) / 10) ** 2, 0, 1))
    twist = np.sin(angle * 46 + drop * 0.35)
    bulge = bulge * (1 - rim) + (curve * width * 0.18 + roll * 10 + twist * 1.2) * rim
    albedo = (
        albedo * (1 - rim)[..., None]
        + mix("#a8742f", "#ecc883", 0.5 + 0.3 * twist) * rim[..., None]
    )
    return lit(bulge.astype(np.float32), albedo, mask.astype(np.float32), Matter(0.16, 20, 0.30))


def bayberries() -> Scene:
    scene = table(SIZE, ("#2c3a35", "#8fa08a"), ("#4a2d1a", "#b98250"), 0.56, 11)
    random = np.random.default_rng(4)
    hole = QPainterPath()
    hole.addEllipse(QRectF(170, 250, 600, 210))
    scene.shade(blur(_ellipse(SIZE, 500, 640, 370, 70), 26), 0.75)
    for at, angle, seed in (
        ((190, 330), 200, 1),
        ((235, 262), 235, 2),
        ((742, 285), -35, 3),
        ((775, 345), 5, 4),
    ):
        scene.put(leaf(250, 74, angle, seed, "#16391c", "#6f9a48"), at, 10)
    back = path_mask((SIZE[1], SIZE[0]), hole)[..., None]
    scene.rgb = scene.rgb * (1 - back) + np.array([0.10, 0.05, 0.03], np.float32) * back
    berries = [
        bayberry(int(random.integers(54, 64)), seed, random.uniform(0.18, 0.52))
        for seed in range(14)
    ]
    spots = []
    for row, (y, half, count) in enumerate(
        (
            (302, 150, 4),
            (262, 60, 2),
            (345, 230, 5),
            (300, 120, 3),
            (388, 255, 6),
            (345, 165, 4),
            (425, 235, 5),
        )
    ):
        spots += [
            (
                470 + half * (2 * (k + 0.5) / count - 1) * 1.08 + random.normal(0, 7),
                y + random.normal(0, 5),
                row,
            )
            for k in range(count)
        ]
    for number, spot in enumerate(spots):
        scene.put(berries[number % len(berries)], spot[:2], 11)
    scene.put(basket_wall(640, 330, 5), (470, 525), 16)
    scene.put(leaf(220, 66, 158, 7, "#1c4422", "#86ad55"), (700, 430), 9)
    for number, (x, y) in enumerate(((806, 606), (880, 566), (108, 618))):
        scene.put(bayberry(56, 40 + number, 0.3 + 0.1 * number), (x, y), 16)
    scene.put(leaf(190, 58, 20, 9, "#1c4422", "#86ad55"), (845, 668), 8)
    return scene


def _ellipse(size: tuple[int, int], x: float, y: float, rx: float, ry: float) -> Array:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), rx, ry)
    return path_mask((size[1], size[0]), path)


def _outline(t: Array) -> Array:
    """Half the breadth of a mussel from its pointed end (0) to its round one (1)."""
    return 0.60 * np.clip(t, 0, 1) ** 0.62 * np.sqrt(np.clip(1 - np.clip(t, 0, 1) ** 5, 0, 1))


def shell(length: int, angle: float, seed: int, *, flesh: bool = False) -> Sprite:
    """One mussel shell from outside, or an open one with its orange flesh."""
    side = length + 14
    x, y = grid(side, side)
    turn = np.radians(angle)
    along = (x * np.cos(turn) + y * np.sin(turn)) * side / length
    across = (-x * np.sin(turn) + y * np.cos(turn)) * side / length - 0.10 * (1 - along**2)
    t = np.clip((along + 1) / 2, 0, 1)
    span = _outline(t)
    ratio = across / np.maximum(span, 0.02)
    mask = soft(-0.01, 0.03, span - np.abs(across)) * soft(-1.0, -0.97, along)
    dome = np.sqrt(np.clip(1 - ratio**2, 0, 1)) * np.sqrt(np.clip(span / 0.6, 0, 1))
    from_tip = np.hypot(along + 1, across * 1.25)
    wobble = noise((side, side), (length / 3, length / 3), seed) * 0.05
    rings = np.sin((from_tip + wobble) * 44) * 0.5 + np.sin((from_tip + wobble) * 17)
    if not flesh:
        height = dome * length * 0.27 + rings * 0.55
        tone = np.clip(0.45 + 0.16 * rings + 0.4 * noise((side, side), (50, 50), seed + 1), 0, 1)
        albedo = mix(
            mix("#0b0f1d", "#2f3f63", tone), "#6b4a2c", soft(0.72, 1.05, np.abs(ratio)) * 0.7
        )
        albedo = mix(albedo, "#a9a6b4", soft(0.35, 0.05, from_tip) * 0.5)
        return lit(height.astype(np.float32), albedo, mask, Matter(0.75, 30, 0.34, 0.25))
    inner = soft(-0.01, 0.07, _outline((t - 0.14) / 0.76) * 0.74 - np.abs(across))
    frill = noise((side, side), (14, 14), seed + 3)
    height = -dome * length * 0.10
    height = height + inner * (dome * length * 0.30 + frill * 1.8)
    pearl = mix(
        "#8d93ad", "#e7e4ea", np.clip(0.6 + 0.3 * noise((side, side), (60, 60), seed), 0, 1)
    )
    pearl = mix(pearl, "#2a3556", soft(0.84, 0.97, np.abs(ratio)))
    meat = mix("#c8641a", "#f7b254", np.clip(0.55 + 0.35 * frill + 0.3 * dome, 0, 1))
    meat = mix(meat, "#7a3b16", soft(0.60, 0.80, np.abs(ratio)) * 0.6)
    albedo = mix(pearl, meat, inner)
    return lit(blur(height.astype(np.float32), 1), albedo, mask, Matter(0.5, 30, 0.36, 0.05))


def plate(rx: int, ry: int) -> Sprite:
    """A round white plate with a blue rim, seen from the side a little."""
    x, y = grid(rx * 2 + 8, ry * 2 + 8)
    r = np.hypot(x * (rx + 4) / rx, y * (ry + 4) / ry)
    mask = soft(1.0, 0.985, r)
    height = 26 * soft(0.60, 0.98, r) - 5 * soft(0.95, 1.0, r)
    blue = np.exp(-(((r - 0.93) / 0.012) ** 2)) + 0.8 * np.exp(-(((r - 0.72) / 0.007) ** 2))
    waves = np.exp(-(((r - 0.83 - 0.025 * np.sin(np.arctan2(y, x) * 26)) / 0.012) ** 2))
    albedo = mix("#ece9e2", "#2b4f8f", np.clip(blue + 0.75 * waves, 0, 1) * 0.85)
    return lit(height.astype(np.float32), albedo, mask, Matter(0.35, 40, 0.34))


def mussels() -> Scene:
    scene = table(SIZE, ("#1c2c38", "#7f9aa6"), ("#2b2a2b", "#77716b"), 0.40, 23)
    random = np.random.default_rng(9)
    scene.shade(blur(_ellipse(SIZE, 500, 560, 415, 120), 24), 0.75)
    scene.put(plate(420, 190), (480, 500))
    scene.shade(blur(_ellipse(SIZE, 490, 500, 300, 105), 24), 0.45)
    for at, lean, seed in (((175, 420), 205, 1), ((790, 415), -28, 2), ((830, 480), 12, 3)):
        scene.put(leaf(170, 46, lean, seed, "#14401f", "#79a64e"), at, 7)
    for y, half, count in (
        (350, 150, 3),
        (420, 250, 4),
        (480, 290, 5),
        (330, 70, 1),
        (400, 150, 3),
        (540, 260, 4),
        (470, 170, 3),
    ):
        for k in range(count):
            x = (
                480
                + (half * (2 * (k + 0.5) / count - 1) if count > 1 else 0)
                + random.normal(0, 10)
            )
            seed = int(random.integers(1, 9999))
            piece = shell(
                int(random.integers(185, 215)),
                float(random.uniform(-170, 170)),
                seed,
                flesh=seed % 10 < 3,
            )
            scene.put(piece, (x, y + random.normal(0, 8)), 13)
    for at, angle, flesh in (
        ((400, 390), 200.0, True),
        ((600, 460), 30.0, True),
        ((350, 500), 150.0, False),
    ):
        scene.put(shell(210, angle, int(at[0]), flesh=flesh), at, 13)
    for at, angle in (((95, 640), 20.0), ((880, 640), 165.0)):
        scene.put(shell(190, angle, int(at[0])), at, 15)
    return scene


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
        scene.shade(blur(_ellipse(SIZE, x + 50, 612 if x < 400 else 575, rx, 34), 20), 0.8)
    scene.put(jar(330, 440, 8), (622, 362), 0)
    scene.put(jar(420, 560, 5), (300, 340), 22)
    scene.shade(blur(_ellipse(SIZE, 800, 655, 130, 22), 12), 0.8)
    for piece, rise in bowl(250, 150):
        scene.put(piece, (775, 585 + rise), 0)
    for at, angle, seed in (((120, 662), 160, 5), ((190, 668), 205, 6)):
        scene.put(leaf(120, 34, angle, seed, "#5a4a1c", "#c6a24c"), at, 6)
    return scene


def potato(rx: int, ry: int, angle: float, seed: int) -> Sprite:
    """A small new potato: thin skin, eyes, freckles."""
    random = np.random.default_rng(seed)
    side = max(rx, ry) * 2 + 16
    x, y = (axis * side / 2 for axis in grid(side, side))
    turn = np.radians(angle)
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    lumps = noise((side, side), (rx * 0.9, rx * 0.9), seed, 2)
    r2 = (u / rx) ** 2 + (v / ry) ** 2 + 0.10 * lumps
    mask = soft(1.0, 0.965, r2)
    dome = np.sqrt(np.clip(1 - r2, 0, 1))
    height = dome * ry * 0.95 + 0.45 * noise((side, side), (9, 9), seed + 1)
    freckles = soft(0.55, 0.95, noise((side, side), (7, 7), seed + 2, 1) * 2)
    earth = soft(0.15, 0.9, noise((side, side), (60, 60), seed + 3, 4))
    albedo = mix(
        "#c8944a", "#f0cd8a", np.clip(0.55 + 0.4 * noise((side, side), (44, 44), seed + 4), 0, 1)
    )
    albedo = mix(albedo, "#8a5a2a", freckles * 0.5)
    albedo = mix(albedo, "#6a4526", earth * 0.42)
    for _ in range(3):
        eye_u, eye_v = random.uniform(-0.65, 0.65) * rx, random.uniform(-0.6, 0.6) * ry
        distance = np.hypot((u - eye_u) / 8.5, (v - eye_v) / 3.2)
        height = height - 1.7 * np.exp(-(distance**2)) + 0.7 * np.exp(-((distance - 1.6) ** 2) * 3)
        albedo = albedo * (1 - 0.30 * np.exp(-(distance**2)))[..., None]
    return lit(
        height.astype(np.float32), albedo, mask.astype(np.float32), Matter(0.14, 12, 0.27, 0.05)
    )


def cloth(width: int, height: int, seed: int) -> Sprite:
    """Burlap lying in soft folds."""
    x, y = grid(width, height)
    edge = 1 - 0.06 * noise((height, width), (120, 120), seed)
    mask = soft(1.0, 0.985, np.maximum(np.abs(x) / (0.93 + 0.06 * y) / edge, np.abs(y) / edge))
    folds = noise((height, width), (240, 150), seed + 1, 2) * 26
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    over = np.where((np.floor(row / 5) + np.floor(column / 5)) % 2 == 0, 1, -1)
    thread = np.where(over > 0, np.sin(row / 5 % 1 * np.pi), np.sin(column / 5 % 1 * np.pi))
    albedo = mix(
        "#6d5433",
        "#c5a472",
        np.clip(0.25 + 0.5 * thread + 0.2 * noise((height, width), (90, 3), seed), 0, 1),
    )
    return lit(
        (folds + thread * 0.9).astype(np.float32),
        albedo,
        mask.astype(np.float32),
        Matter(0.0, 10, 0.32),
    )


def potatoes() -> Scene:
    scene = table(SIZE, ("#3a3d36", "#a9a283"), ("#3d2a1b", "#8f6a45"), 0.36, 53)
    random = np.random.default_rng(21)
    scene.put(cloth(860, 400, 3), (490, 515), 12)
    scene.shade(blur(_ellipse(SIZE, 510, 540, 350, 95), 30), 0.6)
    scene.put(leaf(190, 92, 200, 3, "#1d4720", "#7da653"), (170, 372), 8)
    scene.put(leaf(180, 86, -25, 4, "#1d4720", "#7da653"), (800, 380), 8)
    rows = (
        (330, 120, 2),
        (392, 240, 4),
        (300, 40, 1),
        (450, 320, 5),
        (375, 150, 3),
        (515, 330, 5),
        (445, 215, 3),
        (560, 240, 3),
    )
    for y, half, count in rows:
        for k in range(count):
            x = (
                480
                + (half * (2 * (k + 0.5) / count - 1) if count > 1 else 0)
                + random.normal(0, 12)
            )
            rx = int(random.integers(78, 98))
            piece = potato(
                rx,
                int(rx * random.uniform(0.70, 0.84)),
                float(random.uniform(-60, 60)),
                int(random.integers(1, 9999)),
            )
            scene.put(piece, (x, y + random.normal(0, 6)), 15)
    for x, y, rx in ((120, 600, 66), (856, 610, 72), (770, 662, 52)):
        scene.put(potato(rx, int(rx * 0.8), float(x % 70), int(x)), (x, y), 13)
    return scene


def block(width: int, depth: int, tall: int, seed: int) -> Sprite:
    """A block of brown sugar in oblique view: top, front and right side, edges crumbled."""
    lean = int(depth * 0.55)
    w, h = width + lean + 24, tall + depth // 2 + 24
    rise = depth // 2
    o = 12
    top = [(o, o + rise), (o + lean, o), (o + lean + width, o), (o + width, o + rise)]
    front = [
        (o, o + rise),
        (o + width, o + rise),
        (o + width, o + rise + tall),
        (o, o + rise + tall),
    ]
    right = [
        (o + width, o + rise),
        (o + width + lean, o),
        (o + width + lean, o + tall),
        (o + width, o + rise + tall),
    ]
    crumb = noise((h, w), (7, 7), seed, 3)
    coarse = noise((h, w), (42, 30), seed + 1, 3)
    total: Array = np.zeros((h, w), np.float32)
    rgb: Array = np.zeros((h, w, 3), np.float32)
    for face, light, tilt in ((right, 0.34, 2), (front, 0.62, 1), (top, 1.06, 0)):
        cover = path_mask((h, w), polygon(face))
        tone = np.clip(0.48 + 0.30 * coarse + 0.22 * crumb, 0, 1)
        surface = lit(
            (crumb * 1.7 + coarse * 2.4).astype(np.float32),
            mix("#5a2a10", "#bf7432", tone),
            cover,
            Matter(0.22, 18, 0.34),
        )
        edge = np.clip(1 - blur(cover, 5), 0, 1) * cover
        shade = light + 0.55 * edge[..., None] * (0.9 if tilt < 2 else 0.4)
        rgb = rgb * (1 - cover)[..., None] + surface.rgb * 1.25 * shade * cover[..., None]
        total = np.maximum(total, cover)
    worn = soft(0.40, 0.62, blur(total, 4) + 0.10 * crumb)
    filled = rgb / np.maximum(total, 1e-3)[..., None]
    return Sprite(
        np.where(total[..., None] > 0.02, filled, mix("#8a4d20", "#8a4d20", total)),
        (worn * soft(0, 0.4, total)).astype(np.float32),
    )


def grains(rx: int, ry: int, seed: int) -> Sprite:
    """A heap of loose sugar."""
    width, height = rx * 2 + 20, ry * 2 + 20
    x, y = grid(width, height)
    r = np.hypot(x, y) + 0.06 * noise((height, width), (40, 24), seed)
    heap = np.clip(1 - r, 0, 1) ** 0.8
    fine = noise((height, width), (5, 4), seed + 1, 2)
    albedo = mix("#6e3716", "#d08f4a", np.clip(0.5 + 0.42 * fine, 0, 1))
    return lit(
        (heap * ry * 1.0 + fine * 1.8).astype(np.float32),
        albedo,
        soft(0.985, 0.93, r + 0.05 * fine).astype(np.float32),
        Matter(0.4, 30, 0.34),
    )


def board(width: int, height: int) -> Sprite:
    """A cutting board of light wood."""
    x, y = grid(width, height)
    reach = np.maximum(np.abs(x) / (0.935 + 0.06 * y), np.abs(y))
    mask = soft(1.0, 0.988, reach)
    grain = noise((height, width), (500, 7), 5, 3) + 0.6 * noise((height, width), (300, 40), 6, 2)
    albedo = mix("#9b6a38", "#e0b67c", np.clip(0.5 + 0.4 * grain, 0, 1))
    edge = soft(0.93, 0.985, y)
    return lit(
        grain * 0.5,
        albedo * (1 - 0.5 * edge[..., None]),
        mask.astype(np.float32),
        Matter(0.12, 14, 0.34),
    )


def sugar() -> Scene:
    scene = table(SIZE, ("#33281f", "#b79468"), ("#3a2013", "#8a5730"), 0.42, 71)
    scene.put(board(820, 300), (480, 535), 16)
    for at, angle, seed in (((170, 420), 215, 5), ((250, 398), 195, 6), ((790, 398), -20, 7)):
        scene.put(leaf(300, 60, angle, seed, "#24501f", "#93b85c"), at, 8)
    for at, seed in (((300, 455), 1), ((520, 448), 2)):
        scene.put(block(200, 120, 84, seed), at, 16)
    scene.put(block(210, 120, 84, 4), (410, 372), 14)
    for at, seed in (((255, 545), 5), ((478, 552), 6)):
        scene.put(block(215, 124, 92, seed), at, 18)
    scene.put(grains(150, 62, 3), (742, 560), 14)
    for at, size, seed in (
        ((668, 500), 62, 8),
        ((786, 505), 50, 9),
        ((640, 622), 34, 10),
        ((846, 618), 30, 11),
    ):
        scene.put(block(size, int(size * 0.7), int(size * 0.6), seed), at, 9)
    return scene


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
