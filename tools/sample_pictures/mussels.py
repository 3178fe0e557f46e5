"""贻贝: mussels on a plate."""

from __future__ import annotations

import numpy as np

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
    soft,
    table,
)


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
    scene.shade(blur(ellipse(SIZE, 500, 560, 415, 120), 24), 0.75)
    scene.put(plate(420, 190), (480, 500))
    scene.shade(blur(ellipse(SIZE, 490, 500, 300, 105), 24), 0.45)
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
