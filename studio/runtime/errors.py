"""Two families of error: what a person can act on, and bugs.

A `UserFacingError` carries a code and parameters, never a sentence: `studio.runtime.wording`
holds the sentences, in Chinese and English, for the window and the command line alike.
Everything else that is raised is a bug: logged with its traceback, shown as one calm sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class UserFacingError(Exception):
    """Something a person can do something about.

    ``code`` is a key of ``messages/*.toml``; ``parameters`` fill its placeholders. Parameters never
    hold a secret or a buyer's data: they end up on screens and in logs.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters
        self.beside: tuple[UserFacingError, ...] = ()
        """What else was refused in the same asking; worded after it."""

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.parameters.items())
        return f"{self.code}({details})"


class Unlogged(str):
    """A parameter that stands on the screen and in no log: a file's name may be a buyer's."""

    def __repr__(self) -> str:
        return "'…'"


class Code(str):
    """A parameter that is itself the code of a sentence: worded in the reader's language."""


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter that is a name in each language, and no sentence: told in the reader's."""

    zh: str
    en: str


def together(errors: Sequence[UserFacingError]) -> UserFacingError:
    """The first of several, with the others beside it; at least one."""
    first, *others = errors
    first.beside += tuple(each for error in others for each in (error, *error.beside))
    return first
