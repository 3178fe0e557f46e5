"""Two families of error: what a person can act on, and bugs.

A `UserFacingError` carries a code and parameters, never a sentence: `studio.runtime.wording`
holds the sentences, in Chinese and English, for the window and the command line alike.
Everything else that is raised is a bug: logged with its traceback, shown as one calm sentence.
"""

from __future__ import annotations


class UserFacingError(Exception):
    """Something a person can do something about.

    ``code`` is a key of ``messages/*.toml``; ``parameters`` fill its placeholders. Parameters never
    hold a secret or a buyer's data: they end up on screens and in logs.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.parameters.items())
        return f"{self.code}({details})"
