"""红糖: blocks of brown sugar on a board."""

from __future__ import annotations

import numpy as np

from tools.sample_pictures.shared import SIZE, leaf
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
    path_mask,
    polygon,
    soft,
    table,
)


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
