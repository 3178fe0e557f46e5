"""How the computer itself is doing: processor, memory, disk, battery. Blocking, but short."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

from studio.health import probes
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class MachineSample:
    """One look at the computer; None where it does not tell."""

    cpu_percent: float
    """Of all cores, since the last look of this process."""
    memory_percent: float
    disk_free: int | None
    """Bytes."""
    battery_percent: int | None
    plugged_in: bool | None


def look(folder: Path) -> MachineSample:
    """The computer now; its disk is the one ``folder`` is on."""
    try:
        free: int | None = probes.disk_free(folder)
    except UserFacingError:  # the drive was pulled: whoever writes there says so
        free = None
    battery = probes.battery()
    return MachineSample(
        cpu_percent=psutil.cpu_percent(),
        memory_percent=psutil.virtual_memory().percent,
        disk_free=free,
        battery_percent=None if battery is None else battery.percent,
        plugged_in=None if battery is None else battery.plugged_in,
    )
