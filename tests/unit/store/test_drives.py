"""Which folders count as being on a network drive."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from studio.store.drives import NETWORK_FILESYSTEMS, filesystem_of, is_unc, on_network_drive

MOUNTS = [
    ("/", "ext4"),
    ("/home", "xfs"),
    ("/mnt/nas", "cifs"),
    ("/mnt/nas/local", "ext4"),
    ("/srv", "ext4"),
    ("/srv", "nfs4"),
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/home/gongfu/data", "xfs"),
        ("/mnt/nas", "cifs"),
        ("/mnt/nas/workshop/data", "cifs"),
        ("/mnt/nas-not", "ext4"),
        ("/mnt/nas/local/data", "ext4"),
        ("/srv/data", "nfs4"),
    ],
)
def test_the_innermost_and_latest_mount_decides(folder, kind):
    assert filesystem_of(PurePosixPath(folder), MOUNTS) == kind


def test_no_mount_at_all_is_no_network_drive():
    assert filesystem_of(PurePosixPath("/x"), []) not in NETWORK_FILESYSTEMS


@pytest.mark.parametrize(
    ("path", "network"),
    [
        (r"\\nas\share\data", True),
        (r"C:\Users\工坊", False),
        (r"\\?\C:\Users", False),
    ],
)
def test_windows_share_names(path, network):
    assert is_unc(path) is network


def test_this_folder_is_local(tmp_path):
    assert not on_network_drive(tmp_path / "not" / "made" / "yet")
    assert not on_network_drive(Path("relative"))
