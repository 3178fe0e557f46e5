"""The sentences behind codes, once, as data (``messages.toml``), in Chinese and English.

The window and the command line both word `UserFacingError`, preflight lights, incidents and
journal lines from here, so that a farmer reads the same sentence wherever it appears.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from studio.runtime.errors import UserFacingError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every code with its sentence per language: ``{"disk_full": {"zh": …, "en": …}}``."""
    text = files("studio.runtime").joinpath("messages.toml").read_text("utf-8")
    return tomllib.loads(text)


def sentence(code: str, language: Language = "zh", /, **parameters: object) -> str:
    """The sentence for ``code``, filled. A code without a sentence is a bug: KeyError."""
    return catalogue()[code][language].format(**parameters)


def word_error(error: BaseException, language: Language = "zh") -> str:
    """One sentence for any exception: its own for a UserFacingError, a calm one for a bug."""
    if isinstance(error, UserFacingError):
        return sentence(error.code, language, **error.parameters)
    return sentence("bug", language)
