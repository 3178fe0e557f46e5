"""Tool tips of words somebody else wrote."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """``text`` so that a tool tip shows it letter by letter: Qt would draw ``<img …>`` in it."""
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>' if "<" in text else text
