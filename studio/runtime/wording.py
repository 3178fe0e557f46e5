"""The sentences behind codes, once, as data, in Chinese and English: ``messages/*.toml``.

The window and the command line both word `UserFacingError`, preflight lights, incidents and
journal lines from here, so that a farmer reads the same sentence wherever it appears.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from studio.runtime.errors import Code, Named, UserFacingError
from studio.runtime.plain import harmless
from studio.runtime.spoken import At

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Count(int):
    """A number that knows its word: ``{n} {n:order|orders}`` in an English sentence."""

    def __format__(self, spec: str, /) -> str:
        one, _, many = spec.partition("|")
        return (one if self == 1 else many) if many else super().__format__(spec)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every code with its sentence per language: ``{"disk_full": {"zh": …, "en": …}}``."""
    merged: dict[str, dict[str, str]] = {}
    for file in files("studio.runtime").joinpath("messages").iterdir():
        if file.name.endswith(".toml"):
            for code, words in tomllib.loads(file.read_text("utf-8")).items():
                if code in merged:
                    raise ValueError(f"{code} is worded twice, the second time in {file.name}")
                merged[code] = words
    return merged


def sentence(code: str, language: Language = "zh", /, **parameters: object) -> str:
    """The sentence for ``code``, filled. A code without a sentence is a bug: KeyError."""
    filled = {name: _told(value, language) for name, value in parameters.items()}
    return catalogue()[code][language].format(**filled)


def _told(parameter: object, language: Language) -> object:
    if isinstance(parameter, Code):
        return sentence(parameter, language)
    if isinstance(parameter, At):
        return parameter.told(language)
    if isinstance(parameter, Named):
        return harmless(parameter.zh if language == "zh" else parameter.en)
    if type(parameter) is int:
        return Count(parameter)
    return harmless(parameter) if isinstance(parameter, str) else parameter


def word_error(error: BaseException, language: Language = "zh") -> str:
    """One sentence for any exception: its own for a UserFacingError, a calm one for a bug.

    Where several things were refused at once, one for each, none twice.
    """
    if isinstance(error, UserFacingError):
        told = [sentence(each.code, language, **each.parameters) for each in (error, *error.beside)]
        return ("" if language == "zh" else " ").join(dict.fromkeys(told))
    return sentence("bug", language)
