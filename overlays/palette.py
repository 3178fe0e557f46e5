"""The product's base colours (look.md), declared once: cards, windows and reports share them.

Values are ``#rrggbb``. One meaning for each: jade fine, amber mind, cinnabar on air, stop, broken,
and prices on cards; indigo information.
"""

from __future__ import annotations

# Dark: live views, the projector, the "ink" card. Throws no green light on a face.
INK = "#12171C"
PANEL = "#1B2229"
RAISED = "#242D36"
LINE_DARK = "#33404B"
TEXT_DARK = "#F5F1E8"
MUTED_DARK = "#A7B1BB"

# Light: the desk, the review, the "paper" card.
PAPER = "#FAF7F0"
CARD = "#FFFFFF"
LINE_LIGHT = "#E5DFD3"
TEXT_LIGHT = "#1D232A"
MUTED_LIGHT = "#6B7480"

# Meaning.
JADE = "#2FA66F"
AMBER = "#F0B03A"
CINNABAR = "#E2482F"
INDIGO = "#4C8DE8"

# On cards: the tones that keep 4.5 : 1 against the surface they stand on.
JADE_DEEP = "#1F7A50"
"""The brand stripe: white letters on it reach 5.3 : 1."""
CINNABAR_DEEP = "#C3361F"
"""A price on paper: 5.1 : 1."""
CINNABAR_LIGHT = "#FF6F52"
"""A price on ink: 6.5 : 1."""
