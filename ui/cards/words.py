"""How a template's fields and what is typed into them are told: 贴片, the live panel. No Qt."""

from __future__ import annotations

from overlays.fields import Field, unknown_letters, without_emoji
from studio.runtime.plain import harmless
from studio.runtime.wording import sentence
from ui import i18n


def called(field: Field) -> str:
    """A template counts money in fen, people in yuan."""
    words = field.en if i18n.current() == "en" else field.zh
    return words.replace("（分）", "（元）").replace("(fen)", "(yuan)")


def about_letters(text: str) -> str:
    """What of it viewers will not see as it is written; empty where they see all. Fonts loaded."""
    drawn = without_emoji(text)
    missing, told = unknown_letters(drawn), []
    if missing:
        told.append(sentence("card_letters_boxed", i18n.current(), letters=missing))
    if drawn != harmless(text):
        told.append(sentence("card_emoji_left_out", i18n.current()))
    return "\n".join(told)
