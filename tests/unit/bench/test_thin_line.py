"""When a stream is back at its full rate: by the bytes that arrive, and not by one gulp of them."""

from __future__ import annotations

from bench.thin_line import HOLDS_SECONDS, WINDOW_SECONDS, FullRate


def back_at(rates: list[float]) -> float | None:
    """Seconds until 1200 kbit/s had come to stay; ``rates``: of each quarter of a second."""
    rate, received = FullRate(1200), 0.0
    for quarter, kbps in enumerate(rates):
        received += kbps * 125 / 4
        since = rate.take(quarter / 4, round(received))
        if since is not None:
            return since
    return None


def test_what_stood_in_buffers_is_no_full_rate() -> None:
    gulp, thin = [5000.0] * 4, [600.0] * 40
    assert back_at(gulp + thin) is None
    full = [1200.0] * 40
    since = back_at(gulp + thin + full)
    assert since is not None
    assert 11 <= since <= 11 + WINDOW_SECONDS + 0.25


def test_nine_tenths_are_full_and_less_is_not() -> None:
    assert back_at([1090.0] * 40) == WINDOW_SECONDS
    assert back_at([1000.0] * 40) is None
    shorter = round(4 * (WINDOW_SECONDS + HOLDS_SECONDS)) - 1
    assert back_at([1200.0] * shorter) is None
