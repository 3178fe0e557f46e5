"""Which disks a person can take along, on plain data of each system."""

from __future__ import annotations

import struct

import pytest

from studio.store.removable import (
    Mount,
    bus_in,
    on_linux,
    on_macos,
    on_windows,
    removable_disks,
)

PCI = "/sys/devices/pci0000:00"
LINUX = {
    "sda1": (f"{PCI}/0000:00:17.0/ata1/host0/block/sda/sda1", False),
    "sdb1": (f"{PCI}/0000:00:14.0/usb2/2-1/host6/block/sdb/sdb1", True),
    "sdc1": (f"{PCI}/0000:00:14.0/usb2/2-2/host7/block/sdc/sdc1", False),
    "mmcblk0p1": (f"{PCI}/0000:00:1a.0/mmc_host/mmc0/block/mmcblk0/mmcblk0p1", False),
    "sr0": (f"{PCI}/0000:00:17.0/ata2/host1/block/sr0", True),
}


@pytest.mark.parametrize(
    ("mount", "taken_along"),
    [
        (Mount("/dev/sda1", "/", "ext4", "rw"), False),
        (Mount("/dev/sda1", "/home", "ext4", "rw"), False),
        (Mount("/dev/sdb1", "/media/ying/KINGSTON", "vfat", "rw,nosuid"), True),
        (Mount("/dev/sdb1", "/mnt", "vfat", "rw"), True),
        (Mount("/dev/sdb1", "/media/ying/LOCKED", "vfat", "ro,nosuid"), False),
        (Mount("/dev/sdc1", "/run/media/ying/移动硬盘", "ntfs3", "rw"), True),
        (Mount("/dev/mmcblk0p1", "/media/ying/CARD", "exfat", "rw"), True),
        (Mount("/dev/sdb1", "/", "ext4", "rw"), False),  # the system runs from a stick
        (Mount("/dev/sr0", "/media/ying/DVD", "iso9660", "ro"), False),
        (Mount("tmpfs", "/run", "tmpfs", "rw"), False),
        (Mount("server:/export", "/media/nas", "nfs4", "rw"), False),
    ],
)
def test_linux(mount, taken_along):
    assert on_linux([mount], LINUX) == ([mount.point] if taken_along else [])


@pytest.mark.parametrize(
    ("mount", "taken_along"),
    [
        (Mount("/dev/disk1s1", "/", "apfs", "rw"), False),
        (Mount("/dev/disk3s1", "/Volumes/KINGSTON", "msdos", "rw"), True),
        (Mount("/dev/disk4s1", "/Volumes/OBS", "hfs", "ro,noowners"), False),
        (Mount("//ying@nas/export", "/Volumes/export", "smbfs", "rw"), False),
        (Mount("/dev/disk1s4", "/System/Volumes/VM", "apfs", "rw"), False),
    ],
)
def test_macos(mount, taken_along):
    assert on_macos([mount]) == ([mount.point] if taken_along else [])


WINDOWS = {"C:\\": (3, 17), "D:\\": (2, 7), "E:\\": (3, 7), "F:\\": (3, 11), "G:\\": (4, None)}
"""Type and bus: the system's NVMe, a stick, a USB hard disk, a second SATA disk, a share."""


@pytest.mark.parametrize(
    ("mount", "taken_along"),
    [
        (Mount("C:\\", "C:\\", "NTFS", "rw,fixed"), False),
        (Mount("D:\\", "D:\\", "FAT32", "rw,removable"), True),
        (Mount("D:\\", "D:\\", "", "removable"), False),  # a card reader without a card
        (Mount("D:\\", "D:\\", "FAT32", "ro,removable"), False),
        (Mount("E:\\", "E:\\", "NTFS", "rw,fixed"), True),
        (Mount("F:\\", "F:\\", "NTFS", "rw,fixed"), False),
        (Mount("G:\\", "G:\\", "NTFS", "rw,remote"), False),
    ],
)
def test_windows(mount, taken_along):
    found = on_windows([mount], lambda p: WINDOWS[p][0], lambda p: WINDOWS[p][1])
    assert found == ([mount.point] if taken_along else [])


def test_the_bus_of_a_windows_device_is_read_from_its_descriptor():
    head = struct.pack("<IIBBBBIIIII", 1, 40, 0, 0, 0, 1, 0, 0, 0, 0, 7)
    assert bus_in(head + bytes(20)) == 7
    assert bus_in(head[:30]) is None


def test_this_computer_is_asked_without_complaint():
    for disk in removable_disks():
        assert disk.path.is_dir()
        assert disk.free >= 0
