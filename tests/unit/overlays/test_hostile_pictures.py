"""Small pictures that would unpack to gigabytes, or read other files, are no pictures."""

from __future__ import annotations

import gzip
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from overlays import pictures

READING = """
import resource, sys
from pathlib import Path
from PySide6.QtCore import QSize
from overlays import pictures
from studio.runtime.errors import UserFacingError
most = 300_000_000 + 4096 * int(Path("/proc/self/statm").read_text().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
for name in sys.argv[1:]:
    for read in (pictures.picture_size, lambda path: pictures.read_picture(path, QSize(64, 64))):
        try:
            read(Path(name))
        except UserFacingError as error:
            print(error.code)
"""
"""With room for 300 MB more than Python and Qt have: who takes more is ended by the system."""
RED = 0xFFFF0000


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def with_notes(path: Path, *notes: bytes) -> Path:
    """A small red PNG with chunks of its own before its pixels."""
    small = QImage(8, 8, QImage.Format.Format_RGB32)
    small.fill(RED)
    assert small.save(str(path), "PNG")
    content = path.read_bytes()
    at = content.index(b"IDAT") - 4
    path.write_bytes(content[:at] + b"".join(notes) + content[at:])
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS and /proc are Linux's")
def test_no_small_file_takes_gigabytes_or_reads_others(tmp_path: Path) -> None:
    """1.7 GB were taken of a svgz of 136 kB named .png, and more than 8 of a PNG of 1.5 MB."""
    space = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    many = b"<rect/>" * 1_000_000
    (tmp_path / "bomb.png").write_bytes(gzip.compress(b"<svg " + space + b">" + many + b"</svg>"))
    named = b'><image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>'
    (tmp_path / "reads.png").write_bytes(b'<svg width="9" height="9" ' + space + named)
    packed = zlib.compress(b"a" * 7_900_000, 9)
    with_notes(tmp_path / "z.png", *[chunk(b"zTXt", b"a\0\0" + packed)] * 60)
    with_notes(tmp_path / "i.png", *[chunk(b"iTXt", b"a\0\1\0\0\0" + packed)] * 60)
    files = [tmp_path / name for name in ("bomb.png", "reads.png", "z.png", "i.png")]
    done = subprocess.run(
        [sys.executable, "-c", READING, *files], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["picture_unreadable"] * 2 * len(files)
    assert done.stderr == ""
    assert done.returncode == 0


def test_notes_of_a_camera_or_a_program_are_no_harm(tmp_path: Path) -> None:
    """Many as they are unpacked, and those that are packed as they really are."""
    plain = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + b"<x:xmpmeta/>" * 40_000)
    packed = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"exif" * 5000))
    path = with_notes(tmp_path / "noted.png", plain, packed)
    assert pictures.picture_size(path) == QSize(8, 8)
    assert pictures.read_picture(path, QSize(4, 4)).pixel(1, 1) == RED


def test_a_picture_is_read_no_larger_than_wanted_nor_than_it_is(tmp_path: Path) -> None:
    path = with_notes(tmp_path / "small.png")
    assert pictures.read_within(path, QSize(4, 100)).size() == QSize(4, 4)
    assert pictures.read_within(path, QSize(100, 100)).size() == QSize(8, 8)
