"""What a film says of takes: read from frames made by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bench.overlays.reading import Reading
from tests.helpers.received import SLIDE_STEPS, Seen

FPS = 20


def film(
    *, lost: Collection[int] = (), neither: Collection[int] = (), steps: int = SLIDE_STEPS
) -> Iterator[Seen]:
    """A second of nothing, then A for a second, then B, marked two frames before it comes."""
    arrives = 2 * FPS + 2
    for number in range(4 * FPS):
        since = number - arrives
        step = max(0, steps - since) if since >= 0 else 0
        if number not in lost:
            yield Seen(
                number,
                ground=number < FPS or number in neither,
                card="B" if since >= 0 else "A",
                step=step,
                mark=number >= 2 * FPS,
                seconds=3 - number // FPS,
            )


def test_a_clean_film_has_nothing_wrong_in_it() -> None:
    reading = Reading.of(film(), FPS)
    told = reading.takes()
    assert (told["takes"], told["neither"], told["frames"]) == (1, 0, 3 * FPS)
    assert (told["steps_backward"], told["steps_skipped"]) == (0, 0)
    assert told["over_mark_p95_ms"] == 100.0
    assert reading.countdown() == {"seconds": 3, "wrong_steps": 0, "drift_s": 0.0, "ended_at": 0}


def test_what_is_wrong_is_counted() -> None:
    begins = 2 * FPS + 2
    lost = {begins, begins + 4, *range(3 * FPS, 4 * FPS)}
    reading = Reading.of(film(lost=lost, neither={begins - 1}), FPS)
    told = reading.takes()
    assert (told["neither"], told["steps_skipped"]) == (1, 2)
    assert reading.countdown()["ended_at"] == 1


def test_a_take_without_a_slide_skips_nothing_where_none_was_asked_for() -> None:
    cut = list(film(steps=0))
    assert Reading.of(cut, FPS, [0]).takes()["steps_skipped"] == 0
    assert Reading.of(cut, FPS).takes()["steps_skipped"] == SLIDE_STEPS
