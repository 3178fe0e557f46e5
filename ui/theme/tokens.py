"""The numbers and colours of the look, once.

Lengths and font sizes are logical pixels. Colours carry one meaning each: jade goes, amber
minds, cinnabar is on air, stops or is broken, indigo informs. Each comes with its own shape
(`ui.widgets.status_light`), so that nobody has to tell colours apart.
"""

from __future__ import annotations

from dataclasses import dataclass

JADE = "#2FA66F"
JADE_FILL = "#24855A"
"""Jade under white words: `JADE` leaves them at 3.1 to 1, this at 4.6 (WCAG AA)."""
JADE_FILL_OVER = "#1C6E4A"
AMBER = "#F0B03A"
CINNABAR = "#E2482F"
CINNABAR_DEEP = "#C63B24"
INDIGO = "#4C8DE8"
WHITE = "#FFFFFF"

RAIL = "#232E38"
"""The desk's navigation rail: dark beside paper, as in the sketch."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one surface. The ``…_text`` ones are legible as words on it (WCAG AA)."""

    name: str
    ground: str
    panel: str
    raised: str
    raised_over: str
    """``raised`` with the pointer over it."""
    line: str
    text: str
    muted: str
    good_text: str
    mind_text: str
    broken_text: str
    info_text: str
    price: str
    good_wash: str
    """Backgrounds that carry a meaning quietly; text on them is ``…_text``."""
    mind_wash: str
    broken_wash: str
    info_wash: str


DARK = Palette(
    name="dark",
    ground="#12171C",
    panel="#1B2229",
    raised="#242D36",
    raised_over="#2C3742",
    line="#33404B",
    text="#F5F1E8",
    muted="#A7B1BB",
    good_text="#6CD6A2",
    mind_text="#F0B03A",
    broken_text="#FF8D78",
    info_text="#8DB8F5",
    price="#FFB199",
    good_wash="#1F4735",
    mind_wash="#33260F",
    broken_wash="#3A2523",
    info_wash="#22354D",
)

LIGHT = Palette(
    name="light",
    ground="#FAF7F0",
    panel="#FFFFFF",
    raised="#FFFFFF",
    raised_over="#F4EFE4",
    line="#E5DFD3",
    text="#1D232A",
    muted="#616A76",
    good_text="#1B7A4D",
    mind_text="#8A5A00",
    broken_text="#B3301A",
    info_text="#1F5FB5",
    price="#C9301A",
    good_wash="#E1F3EA",
    mind_wash="#FDF1D6",
    broken_wash="#FBE4E0",
    info_wash="#E3EDFB",
)

SPACE = 4
"""Every distance is a multiple of this."""

RADIUS_SMALL = 8
RADIUS_CARD = 14
RADIUS_BIG = 16

DESK_TEXT = 16
DESK_SMALL = 14
FLOOR_TEXT = 17
FLOOR_FIGURE = 22
KEY_FIGURE = 34
TITLE = 26
HEADING = 18
ANCHOR_LABEL = 28
ANCHOR_BUTTON = 36
COUNTDOWN = 320

TOUCH = 40
"""Height of anything touched at the desk: 9 mm at 96 dots an inch are 34; fingers like more."""
TOUCH_ANCHOR = 96
"""Height of the anchor's buttons, at least 20 mm (76 px at 96 dots an inch)."""

PANEL_MS = 150
"""Length of the one motion there is: a panel easing out."""
TOAST_MS = 6000
"""How long a toast stays; longer where it offers an action."""
