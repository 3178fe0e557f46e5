"""Widgets every screen shares."""

from ui.widgets.big_button import BigButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.figure_tile import FigureTile
from ui.widgets.meter_bar import MeterBar
from ui.widgets.retranslating import Retranslating
from ui.widgets.status_light import StatusLight, Tone
from ui.widgets.toast import Toast

__all__ = [
    "BigButton",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FigureTile",
    "MeterBar",
    "Retranslating",
    "StatusLight",
    "Toast",
    "Tone",
]
