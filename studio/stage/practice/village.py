"""A village stall at dawn, drawn by the program: what a practice broadcast shows.

Sky, sea, hills and table are painted once. A picture then costs a few copies and small additions:
clouds drift and the sea glitters (slices of wider strips), a boat sails, two lanterns swing and
their light moves with them. That motion is what tells it from a frozen picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studio.camera.opencv import Picture, cv2

Colour = tuple[int, int, int]
"""Blue, green, red."""

SKY: tuple[tuple[float, Colour], ...] = (
    (0.0, (150, 104, 66)),
    (0.55, (190, 168, 168)),
    (0.85, (150, 190, 245)),
    (1.0, (140, 205, 255)),
)
SEA: tuple[tuple[float, Colour], ...] = (
    (0.0, (165, 190, 225)),
    (0.3, (150, 150, 140)),
    (1.0, (110, 92, 60)),
)
HORIZON, SHORE = 0.44, 0.64
CLOUDS = (0.15, 0.31)
POSTS = (0.03, 0.97)
POST: Colour = (50, 74, 98)
POST_LIT: Colour = (72, 104, 136)
SEED = 20251
LANTERN_PHASES = 33
SWING_DEGREES = 9.0
SEA_BANDS = 4


@dataclass(frozen=True, slots=True)
class Sprite:
    """A small picture with its alpha worked in."""

    light: Picture
    rest: Picture

    def lay_on(self, canvas: Picture, x: int, y: int) -> None:
        """Draw with the top left corner at ``x``, ``y``; what hangs over the edge is cut off."""
        rows, columns = self.light.shape[:2]
        x0, x1 = max(0, x), min(canvas.shape[1], x + columns)
        y0, y1 = max(0, y), min(canvas.shape[0], y + rows)
        if x0 >= x1 or y0 >= y1:
            return
        part = (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))
        ground = canvas[y0:y1, x0:x1]
        kept = cv2.multiply(ground, self.rest[part], scale=1 / 255)
        cv2.add(kept, self.light[part], dst=ground)


class Village:
    """The scene at one size. `picture` may be called from one thread at a time."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        random = np.random.default_rng(SEED)
        self._ground = _still_life(width, height, random)
        self._clouds = _cloud_strip(width, height, random)
        self._sea = _sea_strip(width, height, random)
        self._boat = _boat(max(24, width // 11))
        self._lanterns = _lanterns(max(28, min(width, height) // 8))
        self._glow = _glow(max(40, min(width, height) // 2))

    def picture(self, seconds: float) -> Picture:
        """The scene ``seconds`` after its beginning; a new array each time."""
        canvas = self._ground.copy()
        self._drift(canvas, seconds)
        self._glitter(canvas, seconds)
        self._sail(canvas, seconds)
        self._stand(canvas)
        for place, pace in ((0.16, 0.23), (0.84, 0.27)):
            self._swing(canvas, place, math.sin(2 * math.pi * pace * seconds))
        return canvas

    def _drift(self, canvas: Picture, seconds: float) -> None:
        top, bottom = (round(edge * self._height) for edge in CLOUDS)
        room = self._clouds.shape[1] - self._width
        # There and back: the strip need not match at its ends.
        left = round(room * (0.5 - 0.5 * math.cos(seconds / 9)))
        canvas[top:bottom] = self._clouds[:, left : left + self._width]

    def _glitter(self, canvas: Picture, seconds: float) -> None:
        top, rows = round(HORIZON * self._height), self._sea.shape[0]
        room = self._sea.shape[1] - self._width
        edges = [round(rows * (band / SEA_BANDS) ** 1.5) for band in range(SEA_BANDS + 1)]
        for band, (upper, lower) in enumerate(pairwise(edges)):
            phase = seconds * (0.9 + 0.35 * band) + band * 1.9
            left = round(room * (0.5 + 0.5 * math.sin(phase)))
            canvas[top + upper : top + lower] = self._sea[upper:lower, left : left + self._width]

    def _sail(self, canvas: Picture, seconds: float) -> None:
        rows, columns = self._boat.light.shape[:2]
        way = (0.3 + seconds / 55) % 1.0
        x = round(way * (self._width + columns)) - columns
        y = round(HORIZON * self._height) - rows + round(rows * (0.32 + 0.02 * math.sin(seconds)))
        self._boat.lay_on(canvas, x, y)

    def _stand(self, canvas: Picture) -> None:
        """The awning's posts, before everything that moves."""
        top, bottom = round(0.1 * self._height), round(0.655 * self._height)
        half = max(3, self._width // 90)
        for place in POSTS:
            x = round(place * self._width)
            canvas[top:bottom, x - half : x + half] = POST
            canvas[top:bottom, x - half : x - half // 3] = POST_LIT

    def _swing(self, canvas: Picture, place: float, side: float) -> None:
        phase = round((side + 1) / 2 * (LANTERN_PHASES - 1))
        lantern = self._lanterns[phase]
        size = lantern.light.shape[0]
        lantern.lay_on(canvas, round(place * self._width) - size // 2, round(0.085 * self._height))
        glow = self._glow
        rows, columns = glow.shape[:2]
        x = round(place * self._width + side * size * 0.5) - columns // 2
        _brighten(canvas, glow, x, round(0.8 * self._height) - rows // 2)


def _brighten(canvas: Picture, glow: Picture, x: int, y: int) -> None:
    rows, columns = glow.shape[:2]
    x0, x1 = max(0, x), min(canvas.shape[1], x + columns)
    y0, y1 = max(0, y), min(canvas.shape[0], y + rows)
    if x0 < x1 and y0 < y1:
        ground = canvas[y0:y1, x0:x1]
        cv2.add(ground, glow[y0 - y : y1 - y, x0 - x : x1 - x], dst=ground)


def _gradient(rows: int, columns: int, stops: tuple[tuple[float, Colour], ...]) -> Picture:
    where = np.linspace(0, 1, rows)
    places = [place for place, _ in stops]
    channels = [np.interp(where, places, [colour[c] for _, colour in stops]) for c in range(3)]
    column = np.stack(channels, axis=1)[:, None, :]
    return np.repeat(column, columns, axis=1).astype(np.uint8)


def _pixels(values: npt.NDArray[np.floating]) -> Picture:
    return np.asarray(values.clip(0, 255), np.uint8)


def _smooth_noise(
    random: np.random.Generator, rows: int, columns: int, grain: tuple[int, int]
) -> npt.NDArray[np.float32]:
    """Soft noise between 0 and 1; ``grain``: cells down and across."""
    coarse = random.random(grain, dtype=np.float32)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC))


def _sky(width: int, height: int) -> Picture:
    return _gradient(round(HORIZON * height), width, SKY)


def _cloud_strip(width: int, height: int, random: np.random.Generator) -> Picture:
    top, bottom = (round(edge * height) for edge in CLOUDS)
    columns = width + width // 3
    sky = _sky(columns, height)[top:bottom].astype(np.float32)
    rows = bottom - top
    cloud = 0.65 * _smooth_noise(random, rows, columns, (4, 9))
    cloud += 0.35 * _smooth_noise(random, rows, columns, (9, 30))
    fade = np.sin(np.linspace(0, np.pi, rows, dtype=np.float32))[:, None]
    strength = np.clip((cloud - 0.48) * 2.4, 0, 0.75) * fade
    lit = np.array((205, 215, 250), np.float32)
    return _pixels(sky + (lit - sky) * strength[:, :, None])


def _sea_strip(width: int, height: int, random: np.random.Generator) -> Picture:
    rows = round(SHORE * height) - round(HORIZON * height)
    columns = width + max(16, width // 24)
    sea = _gradient(rows, columns, SEA).astype(np.float32)
    waves = np.concatenate(
        [
            _smooth_noise(random, max(1, rows // 8), columns, (max(2, rows // 24), 60 - 6 * band))
            for band in range(8)
        ]
    )
    waves = np.asarray(cv2.resize(waves, (columns, rows), interpolation=cv2.INTER_LINEAR))
    sun = np.exp(-(((np.arange(columns) - 0.62 * columns) / (0.16 * columns)) ** 2))
    glint = np.clip(waves - 0.62, 0, 1) * (50 + 260 * sun[None, :])
    shade = (waves - 0.5) * 34
    warm = np.array((0.75, 0.9, 1.0), np.float32)
    return _pixels(sea + shade[:, :, None] + glint[:, :, None] * warm)


def _still_life(width: int, height: int, random: np.random.Generator) -> Picture:
    """Everything that does not move, drawn at twice the size for smooth edges."""
    big = np.zeros((2 * height, 2 * width, 3), np.uint8)
    sky = _sky(2 * width, 2 * height)
    big[: sky.shape[0]] = sky
    _sun(big)
    _hills(big, random)
    _table(big, random)
    _baskets(big, random)
    _awning(big)
    return np.asarray(cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _sun(big: Picture) -> None:
    rows, columns = big.shape[:2]
    centre = (round(0.62 * columns), round(HORIZON * rows) - round(0.03 * rows))
    cv2.circle(big, centre, round(0.045 * rows), (190, 232, 255), -1, cv2.LINE_AA)


def _hills(big: Picture, random: np.random.Generator) -> None:
    rows, columns = big.shape[:2]
    base = round(HORIZON * rows)
    steps = np.arange(0, columns + 1, max(1, columns // 240))
    for rise, colour in (
        (0.115, (168, 150, 138)),
        (0.085, (132, 118, 96)),
        (0.055, (96, 92, 66)),
    ):
        waves = sum(
            random.uniform(0.2, 1) * np.sin(steps / columns * np.pi * beat + random.uniform(0, 6))
            for beat in (2, 3, 5, 9)
        )
        tops = base - rise * rows * (0.45 + 0.22 * np.asarray(waves))
        tops = np.minimum(tops, base - 0.006 * rows)
        outline = np.stack([steps, tops], axis=1)
        closed = np.concatenate([outline, [[columns, base], [0, base]]]).astype(np.int32)
        cv2.fillPoly(big, [closed], colour, cv2.LINE_AA)


def _table(big: Picture, random: np.random.Generator) -> None:
    rows, columns = big.shape[:2]
    top, front = round(SHORE * rows), round(0.86 * rows)
    planks = 5
    for plank in range(planks):
        upper = top + (front - top) * plank // planks
        lower = top + (front - top) * (plank + 1) // planks
        shade = 0.86 + 0.05 * plank
        cv2.rectangle(big, (0, upper), (columns, lower), _shaded((92, 132, 176), shade), -1)
        grain = (_smooth_noise(random, lower - upper, columns, (7, 26)) - 0.5) * 22
        band = big[upper:lower].astype(np.float32) + grain[:, :, None]
        big[upper:lower] = band.clip(0, 255).astype(np.uint8)
        cv2.line(big, (0, lower), (columns, lower), (58, 86, 120), max(1, rows // 500))
    _cloth(big, front)


def _cloth(big: Picture, front: int) -> None:
    """Blue calico with white flowers, as the dye works of eastern Zhejiang print it."""
    rows, columns = big.shape[:2]
    big[front:] = (110, 62, 30)
    step = max(8, rows // 22)
    for line, y in enumerate(range(front + step // 2, rows, step)):
        for x in range((line % 2) * step // 2, columns, step):
            for petal in range(5):
                angle = 2 * math.pi * petal / 5
                place = (
                    round(x + 0.2 * step * math.cos(angle)),
                    round(y + 0.2 * step * math.sin(angle)),
                )
                cv2.circle(big, place, max(1, step // 9), (236, 232, 226), -1, cv2.LINE_AA)
            cv2.circle(big, (x, y), max(1, step // 12), (70, 180, 240), -1, cv2.LINE_AA)
    cv2.rectangle(big, (0, front), (columns, front + max(2, rows // 90)), (236, 232, 226), -1)


def _baskets(big: Picture, random: np.random.Generator) -> None:
    """Bayberries, mussels, potatoes: what the sample workshop sells."""
    rows, columns = big.shape[:2]
    size = round(0.19 * min(columns, rows * 1.2))
    goods: tuple[tuple[Colour, Colour, float], ...] = (
        ((52, 28, 120), (110, 80, 190), 0.075),
        ((62, 46, 38), (140, 122, 110), 0.085),
        ((92, 156, 200), (140, 196, 226), 0.1),
    )
    for place, (dark, light, grain) in zip((0.3, 0.5, 0.7), goods, strict=True):
        centre = (round(place * columns), round(0.75 * rows))
        cv2.ellipse(
            big, (centre[0] + size // 12, centre[1] + size // 5), (size // 2, size // 4),
            0, 0, 360, (52, 78, 108), -1, cv2.LINE_AA,
        )  # fmt: skip
        _heap(big, centre, size, (dark, light, grain), random)
        _wicker(big, centre, size)


def _heap(
    big: Picture,
    centre: tuple[int, int],
    size: int,
    looks: tuple[Colour, Colour, float],
    random: np.random.Generator,
) -> None:
    dark, light, grain = looks
    radius = max(3, round(grain * size))
    for row in range(5):
        half = 0.44 * size * math.sqrt(1 - (1 - row / 5) ** 2 * 0.75)
        count = max(2, int(2 * half / (1.5 * radius)))
        for piece in range(count):
            x = round(centre[0] - half + 2 * half * (piece + 0.5) / count + random.normal(0, 2))
            y = round(centre[1] - 0.34 * size + row * 0.085 * size + random.normal(0, 2))
            cv2.circle(
                big, (x, y), radius, _shaded(dark, random.uniform(0.85, 1.25)), -1, cv2.LINE_AA
            )
            glint = (x - radius // 3, y - radius // 3)
            cv2.circle(big, glint, max(1, radius // 3), light, -1, cv2.LINE_AA)


def _wicker(big: Picture, centre: tuple[int, int], size: int) -> None:
    top, bottom = centre[1] + round(0.02 * size), centre[1] + round(0.3 * size)
    for line in range(6):
        y = top + (bottom - top) * line // 6
        half = round(size * (0.5 - 0.018 * line))
        cv2.rectangle(
            big, (centre[0] - half, y), (centre[0] + half, y + (bottom - top) // 6 + 1),
            _shaded((78, 128, 172), 1.05 if line % 2 else 0.86), -1,
        )  # fmt: skip
        cells = 18
        for cell in range(line % 2, cells, 2):
            x = centre[0] - half + 2 * half * cell // cells
            cv2.rectangle(
                big, (x, y), (x + 2 * half // cells, y + (bottom - top) // 6),
                (62, 100, 140), max(1, size // 130),
            )  # fmt: skip
    rim = (centre[0] - round(0.52 * size), top - round(0.03 * size))
    cv2.rectangle(
        big, rim, (centre[0] + round(0.52 * size), top + round(0.02 * size)), (70, 112, 152), -1
    )


def _awning(big: Picture) -> None:
    rows, columns = big.shape[:2]
    stripes, drop = 14, round(0.075 * rows)
    for stripe in range(stripes):
        left, right = columns * stripe // stripes, columns * (stripe + 1) // stripes
        colour = (88, 138, 44) if stripe % 2 else (232, 240, 244)
        cv2.rectangle(big, (left, 0), (right, drop), colour, -1)
        centre, radius = ((left + right) // 2, drop), (right - left) // 2
        cv2.ellipse(big, centre, (radius, radius // 2), 0, 0, 180, colour, -1, cv2.LINE_AA)


def _shaded(colour: Colour, factor: float) -> Colour:
    blue, green, red = (min(255, round(part * factor)) for part in colour)
    return blue, green, red


def _sprite(painted: Picture) -> Sprite:
    """From a BGRA picture at twice the size."""
    rows, columns = painted.shape[0] // 2, painted.shape[1] // 2
    alpha = np.repeat(painted[:, :, 3:], 3, axis=2)
    light = cv2.multiply(painted[:, :, :3], alpha, scale=1 / 255)
    light = cv2.resize(light, (columns, rows), interpolation=cv2.INTER_AREA)
    rest = 255 - cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA)
    return Sprite(np.asarray(light, np.uint8), np.asarray(rest, np.uint8))


def _boat(size: int) -> Sprite:
    wide, high = 2 * size, 2 * size
    sheet = np.zeros((high, wide, 4), np.uint8)

    def at(*points: tuple[float, float]) -> npt.NDArray[np.int32]:
        return np.array([(x * wide, y * high) for x, y in points], np.int32)

    hull = at((0.1, 0.74), (0.92, 0.74), (0.8, 0.9), (0.22, 0.9))
    sail = at((0.47, 0.08), (0.86, 0.3), (0.82, 0.68), (0.47, 0.68))
    jib = at((0.43, 0.2), (0.43, 0.68), (0.16, 0.68))
    for shape, colour in ((hull, (48, 52, 70)), (sail, (96, 128, 206)), (jib, (120, 150, 220))):
        cv2.fillPoly(sheet, [shape], (*colour, 255), cv2.LINE_AA)
    for batten in range(1, 5):
        y = round((0.1 + 0.58 * batten / 5) * high)
        cv2.line(sheet, (round(0.47 * wide), y), (round(0.84 * wide), y), (70, 92, 150, 255), 2)
    cv2.line(
        sheet,
        (round(0.45 * wide), round(0.05 * high)),
        (round(0.45 * wide), round(0.75 * high)),
        (40, 44, 60, 255),
        4,
    )
    return _sprite(sheet)


def _lanterns(size: int) -> list[Sprite]:
    """A red lantern in every position of its swing, hanging from the middle of its top edge."""
    side = 2 * 2 * size
    sheet = np.zeros((side, side, 4), np.uint8)
    x = side // 2
    cv2.line(sheet, (x, 0), (x, round(0.36 * side)), (40, 40, 48, 255), max(2, side // 90))
    cv2.ellipse(
        sheet,
        (x, round(0.52 * side)),
        (side // 6, side // 7),
        0,
        0,
        360,
        (44, 52, 214, 255),
        -1,
        cv2.LINE_AA,
    )
    cv2.ellipse(
        sheet,
        (x, round(0.52 * side)),
        (side // 12, side // 7),
        0,
        0,
        360,
        (70, 100, 240, 255),
        -1,
        cv2.LINE_AA,
    )
    for top in (0.37, 0.64):
        corner = (x - side // 14, round(top * side))
        cv2.rectangle(
            sheet, corner, (x + side // 14, round((top + 0.03) * side)), (60, 170, 220, 255), -1
        )
    for thread in (-2, 0, 2):
        end = (x + thread * side // 70, round(0.8 * side))
        cv2.line(
            sheet,
            (x + thread * side // 90, round(0.67 * side)),
            end,
            (60, 170, 220, 255),
            max(1, side // 120),
        )
    sprites = []
    for phase in range(LANTERN_PHASES):
        angle = SWING_DEGREES * (2 * phase / (LANTERN_PHASES - 1) - 1)
        turn = cv2.getRotationMatrix2D((x, 0), angle, 1.0)
        turned = cv2.warpAffine(sheet, turn, (side, side), flags=cv2.INTER_LINEAR)
        sprites.append(_sprite(np.asarray(turned, np.uint8)))
    return sprites


def _glow(size: int) -> Picture:
    """Warm light on the table, to be added."""
    across = np.linspace(-1, 1, size)
    down = np.linspace(-1, 1, size // 3)
    strength = np.clip(1 - across[None, :] ** 2 - down[:, None] ** 2, 0, 1) ** 1.5
    return _pixels(strength[:, :, None] * np.array((14, 34, 52)))
