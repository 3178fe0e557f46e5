"""杨梅: a basket of ripe bayberries."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from tools.sample_pictures.shared import SIZE, ellipse, leaf
from tools.sample_pictures.still_life import (
    Matter,
    Scene,
    Sprite,
    blur,
    grid,
    lit,
    mix,
    noise,
    path_mask,
    soft,
    table,
)


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
    scene.shade(blur(ellipse(SIZE, 500, 640, 370, 70), 26), 0.75)
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
