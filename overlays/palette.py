"""The product's base colours (look.md): the program's own brand and its icon share them.

Values are ``#rrggbb``. One meaning for each: jade fine, amber mind, cinnabar on air, stop, broken,
and prices on cards.
"""

from __future__ import annotations

JADE = "#2FA66F"
JADE_DEEP = "#1F7A50"
"""Of a brand that was not chosen: white letters on it reach 5.3 : 1."""
AMBER = "#F0B03A"
CINNABAR = "#E2482F"
CINNABAR_DEEP = "#C3361F"
