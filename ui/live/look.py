"""What the live screens add to the program's style sheet: sizes for hands and distance."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.theme import tokens

SHEET = f"""
QPushButton {{ font-size: {tokens.FLOOR_TEXT}px; }}
QPushButton[corner="true"] {{ min-height: 38px; padding: 0 14px; }}
QPushButton[corner="anchor"] {{ min-height: 42px; padding: 0 16px; font-size: 22px; }}
QPushButton[pad="head"] {{ min-height: 24px; padding: 0; color: {tokens.DARK.text};
  font-size: {tokens.FLOOR_TEXT}px; text-align: right; }}
QPushButton[pad="head"]:disabled {{ color: #6B7681; background: transparent; }}
QPushButton[pad="channel"] {{ min-height: 42px; padding: 0 6px; }}
QPushButton[pad="digit"] {{ min-height: 46px; font-size: {tokens.FLOOR_FIGURE}px; }}
QPushButton[pad="note"] {{ min-height: 58px; font-size: {tokens.FLOOR_FIGURE}px; }}
QPushButton[role="two-line"] {{ min-height: 64px; padding: 0; border: 2px solid
  {tokens.DARK.raised}; border-radius: 10px; }}
QPushButton[role="two-line"][lit="true"] {{ background: {tokens.DARK.good_wash};
  border: 2px solid {tokens.JADE}; }}
QPushButton[end="go_on"] {{ min-height: 70px; font-size: 26px;
  border-radius: {tokens.RADIUS_CARD}px; }}
QLabel[end="words"] {{ font-size: 24px; }}
QFrame[role="upright"] {{ background: {tokens.DARK.line}; border: none; }}
QFrame[role="bar"][edge="top"] {{ border-bottom: 1px solid {tokens.DARK.line}; }}
QFrame[role="bar"][edge="bottom"] {{ border-top: 1px solid {tokens.DARK.line}; }}
"""


def put_on(widget: QWidget) -> None:
    """Give ``widget`` and what it holds these rules on top of the program's."""
    widget.setStyleSheet(SHEET)
