"""Colours that can be read on what they stand on: WCAG 2, level AA, at the size viewers see.

Colours are ``#rrggbb``. ``templates/tones.mjs`` has the same sums for a browser.
"""

from __future__ import annotations

from functools import lru_cache

SMALL_TEXT = 4.5
LARGE_TEXT = 3.0
"""WCAG 2.2, 1.4.3: the least ratio of letters to their ground."""
LARGE_PX = 24.0
LARGE_BOLD_PX = 18.66
"""From how many CSS pixels letters are large there: 18 pt, 14 pt where bold."""
PHONE_PX = {True: 390.0, False: 844.0}
"""How wide a phone shows an upright (True) or a lying picture, in CSS pixels: what most viewers
hold. A size on the canvas is judged as it arrives there."""
STEPS = 40


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    linear = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)


def ratio(front: str, back: str) -> float:
    """1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(front), luminance(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def worst(front: str, backs: tuple[str, ...]) -> float:
    """The least ratio of ``front`` to any of ``backs``."""
    return min(ratio(front, back) for back in backs)


def mix(one: str, other: str, share: float) -> str:
    """``share`` (0 to 1) of ``other`` in ``one``, channel by channel."""
    parts = []
    for at in (1, 3, 5):
        first, second = int(one[at : at + 2], 16), int(other[at : at + 2], 16)
        parts.append(int(first + (second - first) * share + 0.5))
    return "#" + "".join(f"{part:02X}" for part in parts)


def mix_light(one: str, other: str, share: float) -> str:
    """The same as OBS blends: their light, not their numbers. Brighter than `mix`."""
    parts = []
    for at in (1, 3, 5):
        first, second = (_linear(int(each[at : at + 2], 16) / 255) for each in (one, other))
        light = first + (second - first) * share
        value = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
        parts.append(int(value * 255 + 0.5))
    return "#" + "".join(f"{part:02X}" for part in parts)


def needed(pixels: float, *, bold: bool, canvas_width: int, upright: bool) -> float:
    """The ratio that letters ``pixels`` tall on the canvas need where viewers see them."""
    shown = pixels * PHONE_PX[upright] / canvas_width
    return LARGE_TEXT if shown >= (LARGE_BOLD_PX if bold else LARGE_PX) else SMALL_TEXT


@lru_cache(maxsize=1024)
def carrying(fill: tuple[str, ...], veils: tuple[tuple[str, float], ...] = ()) -> tuple[str, ...]:
    """The colours of a ground with the least change that lets letters of one tone be read on all.

    A gradient may be too bright at one end for white, and too dark at the other for black.
    ``veils``: drawings over it, each a colour and how much of it there is.
    """
    letters = max(("#FFFFFF", "#000000"), key=lambda tone: worst(tone, veiled(fill, veils)))
    away = "#000000" if letters == "#FFFFFF" else "#FFFFFF"
    return tuple(_carrying(stop, veils, letters, away) for stop in fill)


def veiled(grounds: tuple[str, ...], veils: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """``grounds``, and each of them under each drawing, where two of its shapes meet."""
    under = tuple(mix(each, tint, share * (2 - share)) for each in grounds for tint, share in veils)
    return grounds + under


def _carrying(stop: str, veils: tuple[tuple[str, float], ...], letters: str, away: str) -> str:
    for step in range(STEPS + 1):
        tone = mix(stop, away, step / STEPS)
        if worst(letters, veiled((tone,), veils)) >= SMALL_TEXT:
            return tone
    return away


@lru_cache(maxsize=1024)
def readable(front: str, backs: tuple[str, ...], least: float) -> str:
    """``front``, or the nearest tone of it towards black or white that reaches ``least``.

    Where the grounds are so far apart that none does, the better of black and white.
    """
    if worst(front, backs) >= least:
        return front
    for step in range(1, STEPS + 1):
        for end in ("#000000", "#FFFFFF"):
            tone = mix(front, end, step / STEPS)
            if worst(tone, backs) >= least:
                return tone
    return max(("#FFFFFF", "#000000"), key=lambda end: worst(end, backs))
