"""Days as people write them: ``12月20日``, ``12-20``, ``12/20``, ``12.20``, ``2026年12月20日``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from studio.runtime.errors import UserFacingError

_WRITTEN = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
    re.ASCII,
)
YEARS = 8
"""At most so many lie between two 29ths of February."""


def coming(text: str, today: date) -> str:
    """The day as ISO; where no year is written the next such day, today among them.

    Empty stays empty. Raises day_unreadable.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return ""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise UserFacingError("day_unreadable", day=text)
    month, day = int(found["month"]), int(found["day"])
    first = int(found["year"] or today.year)
    for year in range(first, first + (1 if found["year"] else YEARS + 1)):
        try:
            made = date(year, month, day)
        except ValueError:  # no such day in that year
            continue
        if found["year"] or made >= today:
            return made.isoformat()
    raise UserFacingError("day_unreadable", day=text)
