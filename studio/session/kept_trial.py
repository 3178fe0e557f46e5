"""The outcome of a trial, kept in the settings, so that it need not be repeated each day."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from studio.session.picture_size import lines_of, within
from studio.session.trial import TrialResult
from studio.stage.port import VideoProfile
from studio.store.settings import Settings

log = logging.getLogger(__name__)

SETTING = "trials"
_TEXT = re.compile(r"(\w+) (\d+) of (\d+) at (\d+) (held|not_held) (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class KeptTrial:
    """What was tried on one stage, and what it is broadcast in since."""

    stage: str
    lines: int
    """The shorter side of the size that was chosen."""
    asked_lines: int
    """Of the size the plan asked for."""
    kbps: int
    holds: bool
    day: str
    """When, as YYYY-MM-DD."""

    def applied(self, video: VideoProfile) -> VideoProfile:
        """A plan's size as it is broadcast; only what was tried and given up makes it smaller."""
        return within(video, self.lines) if self.lines < self.asked_lines else video

    def covers(self, video: VideoProfile) -> bool:
        """Whether the trial can say something about a plan of that size."""
        return lines_of(video) <= self.asked_lines

    def text(self) -> str:
        held = "held" if self.holds else "not_held"
        return f"{self.stage} {self.lines} of {self.asked_lines} at {self.kbps} {held} {self.day}"


def kept(settings: Settings, stage: str) -> KeptTrial | None:
    """The stage's; None where nothing is kept, or nothing that can be read."""
    return next((each for each in _all(settings) if each.stage == stage), None)


def rate(settings: Settings, stage: str) -> int:
    """Of the picture, kbit/s: the settings', or less where the trial chose less."""
    target: int = settings.get("target_kbps")
    chosen = kept(settings, stage)
    return target if chosen is None else min(target, chosen.kbps)


def keep(settings: Settings, stage: str, result: TrialResult, day: str) -> None:
    """From now on that stage's broadcasts are made as the trial chose. Writes the settings."""
    choice = result.choice
    new = KeptTrial(stage, choice.lines, lines_of(result.asked), choice.kbps, choice.holds, day)
    _write(settings, stage, [new])


def forget(settings: Settings, stage: str) -> None:
    """Broadcast as the plan says again. Writes the settings."""
    _write(settings, stage, [])


def _write(settings: Settings, stage: str, new: list[KeptTrial]) -> None:
    others = [each for each in _all(settings) if each.stage != stage]
    settings.set(SETTING, [each.text() for each in (*others, *new)])


def _all(settings: Settings) -> list[KeptTrial]:
    return [each for text in settings.get(SETTING) if (each := _read(text)) is not None]


def _read(text: str) -> KeptTrial | None:
    found = _TEXT.fullmatch(text)
    if found is None:
        log.warning("a kept trial is broken and counts as none: %s", text)
        return None
    stage, lines, asked, kbps, held, day = found.groups()
    return KeptTrial(stage, int(lines), int(asked), int(kbps), held == "held", day)
