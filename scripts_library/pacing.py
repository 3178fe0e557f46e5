"""The motion of the prompter: characters a minute in, pixels out. Pure: it is told the time.

Position follows from elapsed time and from each row's own height and characters, so neither the
frame rate nor the layout can change how fast somebody has to read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

SLOWEST = 100
FASTEST = 320
"""Characters a minute; the range of teleprompter.md."""
LONGEST_STEP = 0.5
"""Seconds. A longer gap (the laptop slept) must not throw the reader's lines away."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of letters as it stands on the screen."""

    height: float
    """Logical pixels, the gap to the next row included."""
    characters: float
    """How many characters it takes the time of; more than 0."""
    pause: float = 0.0
    """Seconds the text stands still when the row has been read."""


class Scroller:
    """Where the reading line is in the text. Not thread-safe: it belongs to its view.

    ``position`` is in logical pixels from the top of the first row, 0 to `end`.
    """

    def __init__(self, rows: Sequence[Row] = (), characters_per_minute: float = 200) -> None:
        self.position = 0.0
        self._pause_left = 0.0
        self._rows: tuple[Row, ...] = ()
        self._tops: list[float] = [0.0]
        self.set_speed(characters_per_minute)
        self.set_rows(rows)

    @property
    def speed(self) -> float:
        """Characters a minute."""
        return self._speed

    def set_speed(self, characters_per_minute: float) -> None:
        """Kept between SLOWEST and FASTEST."""
        self._speed = min(max(characters_per_minute, SLOWEST), FASTEST)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Another text or another layout; the position stays, as far as there is text."""
        self._rows = tuple(rows)
        self._tops = [0.0, *accumulate(row.height for row in self._rows)]
        self.move_to(self.position)

    @property
    def end(self) -> float:
        """Position at which everything has been read."""
        return self._tops[-1]

    @property
    def finished(self) -> bool:
        return self.position >= self.end and self._pause_left <= 0

    @property
    def row(self) -> int:
        """Index of the row at the reading line; 0 where there is no text."""
        return min(max(bisect_right(self._tops, self.position) - 1, 0), max(len(self._rows) - 1, 0))

    def top(self, row: int) -> float:
        """Position of a row's top."""
        return self._tops[row]

    def move_to(self, position: float) -> None:
        """Put the text somewhere by hand; a pause begun is over."""
        self.position = min(max(position, 0.0), self.end)
        self._pause_left = 0.0

    def advance(self, seconds: float) -> float:
        """Move on by elapsed time (at most LONGEST_STEP, never back); returns the position."""
        left = min(max(seconds, 0.0), LONGEST_STEP)
        while left > 0 and not self.finished:
            if self._pause_left > 0:
                waited = min(left, self._pause_left)
                self._pause_left -= waited
                left -= waited
            else:
                left = self._read_on(left)
        return self.position

    def _read_on(self, seconds: float) -> float:
        """Read within the row at the reading line; returns the time left at its end."""
        index = self.row
        row, bottom = self._rows[index], self._tops[index + 1]
        speed = row.height * self._speed / (60 * row.characters)
        needed = (bottom - self.position) / speed
        if seconds < needed:
            # max: rounding may never move the text up
            self.position = max(self.position, min(bottom, self.position + speed * seconds))
            return 0.0
        self.position = bottom
        self._pause_left = row.pause
        return seconds - needed
