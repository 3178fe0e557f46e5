"""土豆: potatoes on a cloth."""

from __future__ import annotations

import numpy as np

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
    soft,
    table,
)


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
    scene.shade(blur(ellipse(SIZE, 510, 540, 350, 95), 30), 0.6)
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
