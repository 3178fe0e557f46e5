"""A small renderer for still lifes: height fields under a window's light, laid on a table.

Everything is a height field (pixels) with a colour and a mask; light comes from the upper left.
Used by the pictures beside it. Arrays are float32, colours linear-ish 0…1, shape (h, w, 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

Array = npt.NDArray[np.floating]

WARM = np.array([1.0, 0.95, 0.86], np.float32)
COOL = np.array([0.62, 0.72, 0.85], np.float32)


def unit(*vector: float) -> Array:
    array = np.array(vector, np.float32)
    return array / np.linalg.norm(array)


LIGHT = unit(-0.55, -0.62, 0.62)
FILL = unit(0.8, 0.1, 0.35)
HALF = unit(*(LIGHT + unit(0, 0, 1)))


def colour(code: str) -> Array:
    """``#rrggbb`` as three floats."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def mix(first: Array | str, second: Array | str, share: Array | float) -> Array:
    """From ``first`` to ``second``, per pixel."""
    a = colour(first) if isinstance(first, str) else first
    b = colour(second) if isinstance(second, str) else second
    t = np.asarray(share, np.float32)[..., None]
    return a + (b - a) * t


def soft(low: float, high: float, value: Array) -> Array:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t: Array = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def grid(width: int, height: int) -> tuple[Array, Array]:
    """x and y from -1 to 1."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x + 0.5) / width * 2 - 1, (y + 0.5) / height * 2 - 1


def noise(shape: tuple[int, int], cell: tuple[float, float], seed: int, octaves: int = 3) -> Array:
    """Smooth value noise around 0, ``cell`` = (x, y) size of its largest lumps in pixels."""
    random = np.random.default_rng(seed)
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        size_x, size_y = (max(1.5, side / 2**octave) for side in cell)
        knots = random.standard_normal((int(shape[0] / size_y) + 3, int(shape[1] / size_x) + 3))
        total += _stretch(knots.astype(np.float32), shape, size_x, size_y) / 2**octave
    return total * 0.5


def _stretch(knots: Array, shape: tuple[int, int], size_x: float, size_y: float) -> Array:
    def between(count: int, size: float) -> tuple[npt.NDArray[np.intp], Array]:
        at = np.arange(count) / size
        whole = at.astype(np.intp)
        t = (at - whole).astype(np.float32)
        return whole, t * t * (3 - 2 * t)

    row, down = between(shape[0], size_y)
    column, across = between(shape[1], size_x)
    rows = knots[row] * (1 - down)[:, None] + knots[row + 1] * down[:, None]
    return rows[:, column] * (1 - across) + rows[:, column + 1] * across


def blur(values: Array, radius: float) -> Array:
    """Three box blurs: close enough to a lens."""
    size = max(1, round(radius))
    for _ in range(3):
        for axis in (0, 1):
            padded = np.pad(
                values,
                [(size + 1, size) if a == axis else (0, 0) for a in range(values.ndim)],
                "edge",
            )
            sums = np.cumsum(padded, axis, dtype=np.float64)
            length = values.shape[axis]
            upper = np.take(sums, np.arange(2 * size + 1, 2 * size + 1 + length), axis)
            lower = np.take(sums, np.arange(length), axis)
            values = ((upper - lower) / (2 * size + 1)).astype(np.float32)
    return values


@dataclass(frozen=True)
class Matter:
    """How a surface answers light."""

    gloss: float = 0.2
    sharpness: float = 24
    ambient: float = 0.26
    sheen: float = 0.0
    """Light that grazes the edge: skins, cloth."""


@dataclass(frozen=True)
class Sprite:
    """Something lit, with its coverage."""

    rgb: Array
    mask: Array


def lit(height: Array, albedo: Array, mask: Array, matter: Matter) -> Sprite:
    """The height field as the window lights it."""
    slope_y, slope_x = np.gradient(height)
    normal = np.stack([-slope_x, -slope_y, np.ones_like(height)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    direct = np.clip(normal @ LIGHT * 0.88 + 0.12, 0, 1)[..., None]
    bounce = np.clip(normal @ FILL, 0, 1)[..., None]
    glint = np.clip(normal @ HALF, 0, 1) ** matter.sharpness * matter.gloss
    graze = (1 - normal[..., 2]) ** 3 * matter.sheen
    rgb = albedo * (matter.ambient * COOL + direct * WARM * 0.95 + bounce * COOL * 0.22)
    return Sprite(rgb + (glint + graze)[..., None] * WARM, mask)


def path_mask(shape: tuple[int, int], path: QPainterPath) -> Array:
    """Coverage of a path, its edges smooth."""
    image = QImage(shape[1], shape[0], QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, Qt.GlobalColor.white)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(shape[0], image.bytesPerLine())
    return rows[:, : shape[1]].astype(np.float32) / 255


def polygon(points: Sequence[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


@dataclass
class Scene:
    """The canvas; later things lie in front of earlier ones."""

    rgb: Array
    seed: int = 0
    size: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.size = (self.rgb.shape[1], self.rgb.shape[0])

    def put(self, sprite: Sprite, at: tuple[float, float], shadow: float = 0.0) -> None:
        """Lay ``sprite`` with its middle at ``at``; ``shadow`` is how far it throws one, pixels."""
        height, width = sprite.mask.shape
        left, top = round(at[0] - width / 2), round(at[1] - height / 2)
        if shadow:
            reach = int(shadow * 3)
            cast = blur(np.pad(sprite.mask, reach), shadow * 0.55)
            self._darken(
                cast * 0.62, left - reach + round(shadow * 0.7), top - reach + round(shadow * 0.6)
            )
        self._cover(sprite, left, top)

    def shade(self, mask: Array, strength: float) -> None:
        """Darken where a full-canvas mask says so."""
        self.rgb *= 1 - np.clip(mask, 0, 1)[..., None] * strength

    def _window(
        self, mask: Array, left: int, top: int
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        width, height = self.size
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(width, left + mask.shape[1]), min(height, top + mask.shape[0])
        there = (slice(y0, max(y0, y1)), slice(x0, max(x0, x1)))
        here = (slice(y0 - top, max(y0, y1) - top), slice(x0 - left, max(x0, x1) - left))
        return there, here

    def _darken(self, mask: Array, left: int, top: int) -> None:
        there, here = self._window(mask, left, top)
        self.rgb[there] *= 1 - mask[here][..., None]

    def _cover(self, sprite: Sprite, left: int, top: int) -> None:
        there, here = self._window(sprite.mask, left, top)
        cover = sprite.mask[here][..., None]
        self.rgb[there] = self.rgb[there] * (1 - cover) + sprite.rgb[here] * cover

    def finished(self) -> QImage:
        """Vignette, a film's shoulder, eight bits."""
        x, y = grid(*self.size)
        rgb = self.rgb * (1 - 0.30 * soft(0.75, 1.5, np.hypot(x, y)))[..., None]
        rgb = np.where(rgb > 0.72, 0.72 + 0.28 * (1 - np.exp(-(rgb - 0.72) / 0.28)), rgb)
        eight = np.ascontiguousarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8))
        width, height = self.size
        image = QImage(eight.data, width, height, width * 3, QImage.Format.Format_RGB888)
        return image.copy()


def table(
    size: tuple[int, int], wall: tuple[str, str], wood: tuple[str, str], edge: float, seed: int
) -> Scene:
    """A wall in window light and a table of boards; ``edge`` is where they meet, 0…1."""
    width, height = size
    x, y = grid(width, height)
    glow = np.exp(-((x + 0.35) ** 2 * 1.1 + (y + 0.55) ** 2 * 1.6))
    back = mix(wall[0], wall[1], glow + 0.05 * noise((height, width), (260, 200), seed))
    depth = np.clip(((y + 1) / 2 - edge) / (1 - edge), 0, 1)
    grain = noise((height, width), (420, 9), seed + 1, 3) * 0.5
    grain += 0.35 * noise((height, width), (600, 40), seed + 2, 2)
    boards = mix(
        wood[0], wood[1], np.clip(0.5 + 0.42 * grain + 0.22 * (depth - 0.4) - 0.12 * x, 0, 1)
    )
    for line in (0.16, 0.47, 0.86):
        boards *= (1 - 0.45 * np.exp(-(((depth - line) / 0.006) ** 2)))[..., None]
    boards *= (0.78 + 0.34 * np.exp(-((x + 0.3) ** 2) * 1.2))[..., None]
    near = soft(edge - 0.006, edge + 0.010, (y + 1) / 2)
    rgb = back * (1 - near[..., None]) + boards * near[..., None]
    rgb *= (1 - 0.35 * np.exp(-((((y + 1) / 2 - edge) / 0.03) ** 2)))[..., None]
    return Scene(rgb.astype(np.float32), seed)
