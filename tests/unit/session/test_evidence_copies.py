"""What a damaged photo on a disk is replaced by: the next copy, once somebody has noticed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inventory.aftersales import evidence
from inventory.aftersales.evidence import Noted
from studio.session import evidence_copies
from studio.store import vault
from studio.store.backup import FOLDER

WORDS, PHOTO = "正月十五去赶集卖鱼", b"a box that fell"


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Noted]:
    """Two, locked onto a disk."""
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    made = []
    for number in (b"1", b"2"):
        sha256 = hashlib.sha256(PHOTO + number).hexdigest()
        path = evidence.plain_path(tmp_path, Noted(sha256, "王五.jpg"))  # before they were sealed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PHOTO + number)
        made.append(Noted(sha256, "王五.jpg"))
    lock(made, tmp_path)
    return made


def lock(files: list[Noted], folder: Path) -> None:
    assert evidence_copies.lock_away(files, folder, folder / "disk", WORDS, 1) == 0


def locked(folder: Path, each: Noted) -> Path:
    (path,) = folder.glob(f"disk/evidence-*/{each.sha256}.gongfu-evidence")
    return path


def whole(files: list[Noted], folder: Path) -> list[bool]:
    """As `gongfu backup verify` looks at them."""
    copy = folder / "disk" / "studio.gongfu-backup"
    with evidence_copies.opened(files, copy, WORDS, folder) as place:
        return [not evidence.not_in(place, [each]) for each in files]


@pytest.mark.expects_log
def test_what_was_found_damaged_is_written_anew(
    photos: list[Noted], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = locked(tmp_path, photos[0])
    content = bytearray(first.read_bytes())
    content[-1] ^= 1
    first.write_bytes(content)
    assert whole(photos, tmp_path) == [False, True]
    assert "王五" not in caplog.text
    assert first.with_name(f"{first.name}.damaged").read_bytes() == content
    (tmp_path / FOLDER).mkdir(exist_ok=True)
    lock(photos, tmp_path)
    assert whole(photos, tmp_path) == [True, True]


def test_what_was_cut_off_is_written_anew_by_itself(photos: list[Noted], tmp_path: Path) -> None:
    locked(tmp_path, photos[1]).write_bytes(b"")
    lock(photos, tmp_path)
    assert whole(photos, tmp_path) == [True, True]
