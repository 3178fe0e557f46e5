"""Judges what viewers see and hear: black, frozen, slow, dark; silent, clipping. Pure: no clock.

One look a second and up to ten readings of the microphone come in; what comes out changes only
when it has lasted, as `studio.health.policy` says.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from studio.health import policy

PictureState = Literal["good", "black", "frozen", "slow", "dark"]
SoundState = Literal["good", "silent", "clipping"]

STUCK: tuple[PictureState, ...] = ("black", "frozen")
"""What opening the camera again may help against; one trouble until it is neither."""

_LASTS: dict[PictureState, float] = {
    "good": policy.GOOD_PICTURE_SECONDS,
    "black": policy.BAD_PICTURE_SECONDS,
    "frozen": policy.BAD_PICTURE_SECONDS,
    "slow": policy.SLOW_SECONDS,
    "dark": policy.DARK_SECONDS,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the programme showed."""

    black: bool
    dark: bool
    moved: bool
    """Something differs from the look before; True where there was none."""
    should_move: bool
    """A camera or a running video is in the picture: a card that stands still is meant to."""
    slow: bool = False
    """As `PaceWatch` says: the computer does not keep up."""


class PaceWatch:
    """Whether the computer keeps up with the picture, by counters that only grow."""

    def __init__(self) -> None:
        self._counted: deque[tuple[float, tuple[tuple[int, int], ...]]] = deque()

    def sample(self, at: float, *counters: tuple[int, int]) -> bool:
        """True: too slow. Each of ``counters``: the pictures so far, and those of them that were
        lost; all of them begin anew with another OBS."""
        if self._counted and any(
            now < before
            for (before, _), (now, _) in zip(self._counted[-1][1], counters, strict=True)
        ):
            self._counted.clear()
        self._counted.append((at, counters))
        while at - self._counted[0][0] > policy.SLOW_WINDOW_SECONDS:
            self._counted.popleft()
        first = self._counted[0][1]
        return any(
            now - then > 0 and (lost_now - lost_then) / (now - then) >= policy.SLOW_SHARE
            for (then, lost_then), (now, lost_now) in zip(first, counters, strict=True)
        )


class PictureWatch:
    """Whether viewers see something, and whether it moves."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Nobody looked for a while (a break): what was so says nothing any more."""
        self.state: PictureState = "good"
        self._seems: PictureState = "good"
        self._since: float | None = None
        self._looked_at: float | None = None
        self._still_since: float | None = None
        self._reopened = False

    def reopened(self) -> None:
        """The cameras were opened again: the movement that this makes by itself is no recovery."""
        self._reopened = True
        self._begin_afresh()

    def sample(self, at: float, look: Look) -> PictureState:
        """Take one look, about one a second; ``at``: seconds on the monotonic clock."""
        if self._looked_at is not None and at - self._looked_at > policy.LOOK_GAP_SECONDS:
            self._begin_afresh()
        self._looked_at = at
        if look.moved or not look.should_move or self._still_since is None:
            self._still_since = at
        seems = self._appears(at, look)
        if seems != self._seems or self._since is None:
            self._seems, self._since = seems, at
        if self._holds(at, look):
            self.state = self._seems
            self._reopened = self._reopened and self.state in STUCK
        return self.state

    def _begin_afresh(self) -> None:
        self._since = self._still_since = None

    def _appears(self, at: float, look: Look) -> PictureState:
        """Black goes before frozen: it stands still too, but somebody has to look at the lens."""
        if look.black:
            return "black"
        if look.should_move and not look.moved:
            return "frozen"
        if look.slow:
            return "slow"
        return "dark" if look.dark else "good"

    def _holds(self, at: float, look: Look) -> bool:
        # A frozen picture looked as it does now from the look before the first that showed it.
        since = self._still_since if self._seems == "frozen" else self._since
        lasts = _LASTS[self._seems]
        if self._reopened:
            lasts = max(lasts, policy.REOPENED_PICTURE_SECONDS)
        return since is not None and at - since >= lasts


class SoundWatch:
    """Whether viewers hear something, and whether it crackles."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Nobody listened for a while (a break, a muted microphone)."""
        self.state: SoundState = "good"
        self._heard_at: float | None = None
        self._clipped: deque[float] = deque()

    def sample(self, at: float, peak_dbfs: float, *, quiet_is_fine: bool = False) -> SoundState:
        """Take one reading. ``quiet_is_fine``: somebody pauses on purpose (停一停)."""
        loud = peak_dbfs > policy.QUIET_DBFS
        if loud or quiet_is_fine or self._heard_at is None:
            self._heard_at = at
        if peak_dbfs >= policy.CLIPPING_DBFS:
            self._clipped.append(at)
        self._forget_clips(at)
        self.state = self._judge(at, loud=loud)
        return self.state

    def _forget_clips(self, at: float) -> None:
        keep = max(policy.CLIPPING_SECONDS, policy.CLIPPING_OVER_SECONDS)
        while self._clipped and at - self._clipped[0] > keep:
            self._clipped.popleft()

    def _judge(self, at: float, *, loud: bool) -> SoundState:
        heard_at = at if self._heard_at is None else self._heard_at
        if at - heard_at >= policy.SILENT_SECONDS:
            return "silent"
        if self.state == "silent" and not loud:
            return "silent"  # while they pause nobody can tell that it is mended
        if self.state == "clipping":
            calm = not self._clipped or at - self._clipped[-1] > policy.CLIPPING_OVER_SECONDS
            return "good" if calm else "clipping"
        recent = sum(1 for each in self._clipped if at - each <= policy.CLIPPING_SECONDS)
        return "clipping" if recent >= policy.CLIPPING_READINGS else "good"
