"""Looks at the computer: disk, battery, whether a port answers. Blocking; call them on a worker."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from studio.health import policy
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Battery:
    """The computer's own battery."""

    percent: int
    plugged_in: bool
    seconds_left: int | None
    """As the system guesses; None where it does not, or while plugged in."""


def disk_free(path: Path) -> int:
    """Bytes this user may still write where ``path`` is, or will be once its folder is made.

    ``folder_unreachable`` (folder) where not even the drive is there.
    """
    place = path.absolute()
    for existing in (place, *place.parents):
        try:
            if existing.exists():
                return psutil.disk_usage(str(existing)).free
        except OSError as error:
            raise UserFacingError("folder_unreachable", folder=str(path)) from error
    raise UserFacingError("folder_unreachable", folder=str(path))


def battery() -> Battery | None:
    """The battery; None on a computer that has none, or does not tell."""
    try:
        found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except OSError:  # Linux without /sys/class/power_supply, as in a container
        return None
    if found is None:
        return None
    plugged = found.power_plugged is not False  # None: the system does not know
    guessed = found.secsleft if isinstance(found.secsleft, int) and found.secsleft > 0 else None
    return Battery(round(found.percent), plugged, None if plugged else guessed)


def port_answers(host: str, port: int, timeout: float) -> bool:
    """True if something accepts a TCP connection there within ``timeout`` seconds."""
    try:
        with socket.create_connection((host, port), timeout):
            return True
    except OSError:
        return False


def comes_to_answer(host: str, port: int, timeout: float) -> bool:
    """The same, asking again for as long as ``timeout`` where the port refuses at once."""
    end = time.monotonic() + timeout
    while not port_answers(host, port, max(0.1, end - time.monotonic())):
        if time.monotonic() + policy.PROBE_AGAIN_SECONDS >= end:
            return False
        time.sleep(policy.PROBE_AGAIN_SECONDS)
    return True
