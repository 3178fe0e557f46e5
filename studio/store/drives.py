"""Is a folder on a network drive? SQLite's locks and write-ahead log cannot be trusted there.

Source: https://www.sqlite.org/wal.html ("WAL does not work over a network filesystem").
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

import psutil

NETWORK_FILESYSTEMS = frozenset(
    {
        "afs",
        "afpfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "fuse.glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "sshfs",
        "webdav",
    }
)
_DRIVE_REMOTE = 4  # GetDriveTypeW, winbase.h


def on_network_drive(folder: Path) -> bool:
    """True where ``folder`` (it need not exist yet) lies on another computer's disk."""
    folder = folder.absolute()
    if sys.platform == "win32":
        root = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return is_unc(str(folder)) or root == _DRIVE_REMOTE
    mounts = [(part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]
    return filesystem_of(_existing(folder).resolve(), mounts) in NETWORK_FILESYSTEMS


def is_unc(path: str) -> bool:
    r"""True for Windows' ``\\server\share`` form; a ``\\?\C:\`` path is local."""
    return path.startswith("\\\\") and not path.startswith(("\\\\?\\", "\\\\.\\"))


def filesystem_of(folder: PurePath, mounts: Iterable[tuple[str, str]]) -> str:
    """The file system type of the innermost ``(mount point, type)`` that holds ``folder``.

    Of two mounts on one point the later one is on top. Empty where none holds it.
    """
    depth, kind = -1, ""
    for point, fstype in mounts:
        mount = PurePath(point)
        if folder.is_relative_to(mount) and len(mount.parts) >= depth:
            depth, kind = len(mount.parts), fstype
    return kind


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
