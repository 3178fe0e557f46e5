"""Memory of OBS and of the program over many swaps."""

from __future__ import annotations

import psutil

from bench.overlays.takes import FILES, Air
from studio.stage.layers import Motion
from studio.stage.port import Wanted
from tests.helpers import received

WARM_UP = 100
MEGABYTE = 1e6


def swap_often(air: Air, obs_pid: int, swaps: int) -> dict[str, object]:
    """Each swap loads another file, looks at it and shows it; megabytes before and after."""
    cards = [
        received.card(air.folder, "AB"[number % 2], Motion(), number=number)
        for number in range(2 * FILES)
    ]
    for number in range(min(WARM_UP, swaps)):
        air.stage.apply(Wanted(layers=(cards[number % len(cards)],)))
    before = _memory(obs_pid)
    for number in range(swaps):
        air.stage.apply(Wanted(layers=(cards[number % len(cards)],)))
    after = _memory(obs_pid)
    air.stage.apply(Wanted())
    return {
        "swaps": swaps,
        **{f"{name}_mb": (before[name], after[name]) for name in before},
        **{f"{name}_grew_mb": round(after[name] - before[name], 1) for name in before},
    }


def _memory(obs_pid: int) -> dict[str, float]:
    return {
        "obs": round(psutil.Process(obs_pid).memory_info().rss / MEGABYTE, 1),
        "app": round(psutil.Process().memory_info().rss / MEGABYTE, 1),
    }
