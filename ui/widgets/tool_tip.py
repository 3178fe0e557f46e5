"""Tool tips, of words somebody else wrote as of our own: shown letter by letter."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip, QWidget

from studio.runtime.plain import harmless

GUESSED_FROM = ("<", "&")
"""Where one of these stands, Qt may take the words for rich text and draw ``<img …>``."""


def plain_tip(words: str) -> str:
    """``words`` for a place of Qt's that shows a tool tip by guessing, as rows of tables do."""
    words = harmless(words)
    if not any(mark in words for mark in GUESSED_FROM):
        return words
    return f'<span style="white-space: pre-wrap">{escape(words)}</span>'


def give_tip(widget: QWidget, words: str) -> None:
    """``widget``'s tool tip from now on; empty: none."""
    widget.setToolTip(plain_tip(words))


def show_tip(at: QPoint, words: str, widget: QWidget) -> None:
    """A tool tip at once, at that place of the screen."""
    QToolTip.showText(at, plain_tip(words), widget)
