"""What several of the pictures have."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from tools.sample_pictures.still_life import (
    Array,
    Matter,
    Sprite,
    grid,
    lit,
    mix,
    noise,
    path_mask,
    soft,
)

SIZE = (960, 720)


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


def ellipse(size: tuple[int, int], x: float, y: float, rx: float, ry: float) -> Array:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), rx, ry)
    return path_mask((size[1], size[0]), path)
