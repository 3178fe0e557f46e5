"""Disks a person can take along: USB sticks and disks, memory cards. Nothing is written here.

What counts as one is decided on plain data, a function for each system, so that all of it is
tested on any of them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import psutil

from studio.store.drives import NETWORK_FILESYSTEMS

_DRIVE_REMOVABLE = 2  # GetDriveTypeW, winbase.h
_DRIVE_FIXED = 3
_BUS_USB = 7  # STORAGE_BUS_TYPE, winioctl.h
_BUS_SD = 12
_BUS_AT = 28
"""Offset of BusType in STORAGE_DEVICE_DESCRIPTOR, winioctl.h."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system that is in place, as psutil tells of it."""

    device: str
    point: str
    kind: str
    options: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk that may be taken along. ``free``: bytes."""

    path: Path
    name: str
    free: int


def removable_disks() -> list[Disk]:
    """The removable disks plugged in now that can be written to, by name. Any thread but main."""
    mounts = [
        Mount(each.device, each.mountpoint, each.fstype, each.opts)
        for each in psutil.disk_partitions(all=False)
    ]
    found = (_disk(point) for point in _chosen(mounts))
    return sorted((disk for disk in found if disk is not None), key=lambda disk: disk.name)


def _chosen(mounts: list[Mount]) -> list[str]:
    if sys.platform == "win32":
        return on_windows(mounts, _windows_type, _windows_bus)
    return on_macos(mounts) if sys.platform == "darwin" else on_linux(mounts, _linux_devices())


def on_linux(mounts: Iterable[Mount], devices: Mapping[str, tuple[str, bool]]) -> list[str]:
    """Mount points on a device behind USB or a card reader, or one that says it is removable.

    ``devices``: for each block device's name its place under ``/sys/devices`` and whether the
    kernel calls it removable; USB hard disks do not say so, their place does.
    """
    points = []
    for mount in mounts:
        place, removable = devices.get(PurePosixPath(mount.device).name, ("", False))
        taken_along = removable or "/usb" in place or "/mmc_host" in place
        if taken_along and not _read_only(mount) and mount.point not in {"/", "/boot", "/home"}:
            points.append(mount.point)
    return points


def on_macos(mounts: Iterable[Mount]) -> list[str]:
    """Volumes that are not the computer's own disk, another computer's, or read-only (an image)."""
    return [
        mount.point
        for mount in mounts
        if mount.point.startswith("/Volumes/")
        and mount.device.startswith("/dev/")
        and mount.kind.lower() not in NETWORK_FILESYSTEMS
        and not _read_only(mount)
    ]


def on_windows(
    mounts: Iterable[Mount], type_of: Callable[[str], int], bus_of: Callable[[str], int | None]
) -> list[str]:
    """Sticks and cards by their type; USB hard disks, which call themselves fixed, by their bus."""
    points = []
    for mount in mounts:
        kind = type_of(mount.point)
        by_bus = kind == _DRIVE_FIXED and bus_of(mount.point) in {_BUS_USB, _BUS_SD}
        if mount.kind and (kind == _DRIVE_REMOVABLE or by_bus) and not _read_only(mount):
            points.append(mount.point)
    return points


def bus_in(descriptor: bytes) -> int | None:
    """The bus of a STORAGE_DEVICE_DESCRIPTOR; None where it is too short to tell."""
    found = descriptor[_BUS_AT : _BUS_AT + 4]
    return int.from_bytes(found, "little") if len(found) == 4 else None


def _read_only(mount: Mount) -> bool:
    return "ro" in mount.options.split(",")


def _disk(point: str) -> Disk | None:
    """None where it was pulled out a moment ago, or is another person's."""
    path = Path(point)
    try:
        free = shutil.disk_usage(path).free
    except OSError:
        return None
    return Disk(path, path.name or point, free) if os.access(path, os.W_OK) else None


def _linux_devices() -> dict[str, tuple[str, bool]]:
    devices = {}
    for entry in Path("/sys/class/block").glob("*"):
        place = entry.resolve()
        flags = [place / "removable", place.parent / "removable"]  # a partition's is its disk's
        flag = next((each for each in flags if each.is_file()), None)
        devices[entry.name] = str(place), flag is not None and flag.read_text().strip() == "1"
    return devices


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY_PROPERTY = 0x2D1400  # IOCTL_STORAGE_QUERY_PROPERTY, winioctl.h

    def _windows_type(point: str) -> int:
        return int(ctypes.windll.kernel32.GetDriveTypeW(point))

    def _windows_bus(point: str) -> int | None:
        """Ask the device, with no right to read it: that takes no administrator."""
        kernel = ctypes.windll.kernel32
        kernel.CreateFileW.restype = wintypes.HANDLE
        share_all, open_existing = 7, 3
        name = "\\\\.\\" + point.rstrip("\\")
        device = kernel.CreateFileW(name, 0, share_all, None, open_existing, 0, None)
        if device in (None, wintypes.HANDLE(-1).value):
            return None
        question, answer = (ctypes.c_ubyte * 12)(), (ctypes.c_ubyte * 1024)()
        size = wintypes.DWORD()
        try:
            told = kernel.DeviceIoControl(
                wintypes.HANDLE(device),
                *(_QUERY_PROPERTY, question, 12, answer, 1024, ctypes.byref(size), None),
            )
        finally:
            kernel.CloseHandle(wintypes.HANDLE(device))
        return bus_in(bytes(answer)) if told else None

else:

    def _windows_type(point: str) -> int:
        raise RuntimeError("asked only on Windows")

    def _windows_bus(point: str) -> int | None:
        raise RuntimeError("asked only on Windows")
