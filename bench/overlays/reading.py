"""What a received film says of takes and of a countdown. Pure: frames in, figures out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bench.result import percentile
from tests.helpers.received import SLIDE_STEPS, Seen


@dataclass(slots=True)
class Reading:
    """Figures of one film, frame by frame."""

    fps: int
    slides: Sequence[int] | None = None
    """Steps each take was asked to slide by: none where the computer had no room for motion.
    None: all of them by the whole way."""
    frames: int = 0
    neither: int = 0
    """Frames in which neither card is in its place."""
    taken: list[int] = field(default_factory=list)
    """The first frame of each take."""
    marked: list[int] = field(default_factory=list)
    """The frame each mark is switched in."""
    backward: int = 0
    skipped: int = 0
    """Steps of a slide that no frame shows."""
    told: list[tuple[int, int]] = field(default_factory=list)
    """The countdown: a frame, and what it says from then on."""
    _last: Seen | None = None

    @classmethod
    def of(cls, film: Iterable[Seen], fps: int, slides: Sequence[int] | None = None) -> Reading:
        """Read a film from the frame on that shows the first card."""
        reading = cls(fps, slides)
        for seen in film:
            if reading._last is not None or not seen.ground:
                reading._take_in(seen)
        return reading

    def _take_in(self, seen: Seen) -> None:
        self.frames += 1
        self.neither += seen.ground
        last, self._last = self._last, seen
        if last is None or seen.seconds != last.seconds:
            self.told.append((seen.number, seen.seconds))
        if last is None:
            return
        if seen.mark is not last.mark:
            self.marked.append(seen.number)
        if seen.card != last.card:
            self.taken.append(seen.number)
            # Those of the one before that never came, and those this one began without.
            self.skipped += last.step + max(0, self._slide() - seen.step)
        elif seen.step > last.step:
            self.backward += 1
        else:
            self.skipped += max(0, last.step - seen.step - 1)

    def _slide(self) -> int:
        """Steps the latest take was asked to slide by."""
        if self.slides is None or len(self.taken) > len(self.slides):
            return SLIDE_STEPS
        return self.slides[len(self.taken) - 1]

    def over_mark_ms(self) -> list[float]:
        """From the frame of a take's mark to the first frame of the take, for each."""
        pairs = zip(self.marked, self.taken, strict=True)
        return [(taken - marked) * 1000 / self.fps for marked, taken in pairs]

    def countdown(self) -> dict[str, object]:
        """Seconds skipped or told twice, and how far the last is from where the first puts it."""
        seconds = [said for _, said in self.told]
        wrong = sum(1 for a, b in pairwise(seconds) if b != a - 1)
        changes = self.told[1:]  # the first may have been on for a while
        drift = 0.0
        if len(changes) > 1:
            (begin, first), (end, last) = changes[0], changes[-1]
            drift = (end - begin) / self.fps - (first - last)
        return {
            "seconds": len(seconds),
            "wrong_steps": wrong,
            "drift_s": round(drift, 3),
            "ended_at": seconds[-1] if seconds else None,
        }

    def takes(self) -> dict[str, object]:
        """The figures of the takes."""
        matched = len(self.marked) == len(self.taken)
        over = self.over_mark_ms() if matched else []
        return {
            "frames": self.frames,
            "takes": len(self.taken),
            "neither": self.neither,
            "steps_backward": self.backward,
            "steps_skipped": self.skipped,
            "over_mark_p50_ms": percentile(over, 0.5) if over else None,
            "over_mark_p95_ms": percentile(over, 0.95) if over else None,
        }
