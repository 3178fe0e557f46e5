"""What can go wrong in one conversation with OBS; `ObsStage` words these for people."""

from __future__ import annotations

import logging
from typing import Any

from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)

LONGEST = 200
"""Of OBS's own words no more stands in a sentence: who answers there may say anything."""


NOT_FOUND = 600
"""RequestStatus::ResourceNotFound: something was deleted; `Matcher.match` makes ours again."""


class ObsError(Exception):
    """OBS answered a request with a refusal.

    ``code`` is obs-websocket's RequestStatus (600: no such thing, 601: name taken, 207: not
    ready), ``comment`` its own words, possibly empty.
    """

    def __init__(self, request: str, code: int, comment: str) -> None:
        super().__init__(request, code, comment[:LONGEST])
        self.request = request
        self.code = code
        self.comment = comment[:LONGEST]

    def worded(self) -> UserFacingError:
        """For people: ``stage_request_failed``. What OBS calls it stands in the log."""
        log.info("%s", self)
        return UserFacingError("stage_request_failed", request=self.request, comment=self.comment)

    def __str__(self) -> str:
        return f"{self.request} refused: {self.code} {self.comment}"


class ObsTimeout(Exception):  # noqa: N818 - named like the standard library's
    """OBS did not answer a request in time; the connection itself still stands."""

    def __init__(self, request: str) -> None:
        super().__init__(request)
        self.request = request


class ObsNonsense(LookupError):  # noqa: N818 - named like the others
    """OBS answered, and not as its protocol says: who talks on with it learns nothing true.

    ``about`` is the part that is missing, or what is wrong with it.
    """

    def __init__(self, about: str) -> None:
        super().__init__(about[:LONGEST])


class Told(dict[str, Any]):
    """An object of OBS's answer. A part it leaves out is its nonsense, and no mistake of ours."""

    def __missing__(self, name: str) -> Any:
        raise ObsNonsense(f"no {name}")


class ObsLost(Exception):  # noqa: N818 - a fact about the connection
    """The connection is gone, and with it every request still waiting.

    ``reason`` is the code of a sentence: ``stage_lost``, ``obs_stopped_answering`` or
    ``obs_was_closed``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
