"""Pictures of cards do not lie in the data folder for ever; what a broadcast needs does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from overlays import old, png
from studio.session import archive, old_pictures, proof_of_air
from studio.session import events as e
from studio.session.journal import entries
from studio.store.database import Store
from tests.helpers.gui import gui
from tests.unit.session.test_archive import broadcast

NOW = time.time()
LONG_AGO = NOW - (old_pictures.KEPT_DAYS + 1) * old_pictures.DAY_SECONDS
ENDED = e.Ended()


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / old_pictures.FOLDER


def draw(folder: Path, colour: int, *, used: float = LONG_AGO, kind: str = "card") -> png.Drawn:
    """A real picture, last written and looked into at ``used``."""
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(colour)
    drawn = png.save(image, folder, kind, (1, 2))
    os.utime(drawn.path, (used, used))
    return drawn


def tidy(store: Store, folder: Path) -> list[str]:
    """What is left."""
    old_pictures.tidy(store, folder, NOW)
    return sorted(path.name for path in folder.iterdir())


def names(*drawn: png.Drawn) -> list[str]:
    return sorted(each.path.name for each in drawn)


def test_only_what_is_old_and_ours_goes(store: Store, folder: Path) -> None:
    draw(folder, 1)
    (folder / f"{old.TEMPORARY}x").touch()
    os.utime(folder / f"{old.TEMPORARY}x", (LONG_AGO, LONG_AGO))
    younger = draw(folder, 2, used=LONG_AGO + 2 * old_pictures.DAY_SECONDS)
    (folder / "自己的.png").touch()
    os.utime(folder / "自己的.png", (LONG_AGO, LONG_AGO))
    assert tidy(store, folder) == sorted([*names(younger), "自己的.png"])


def test_a_picture_that_is_drawn_again_stays_and_is_not_written_again(
    store: Store, folder: Path
) -> None:
    drawn = draw(folder, 1)
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(1)
    assert png.save(image, folder, "card", (1, 2)) == drawn
    assert tidy(store, folder) == names(drawn)
    assert drawn.path.stat().st_mtime == pytest.approx(LONG_AGO)  # OBS would load it anew


def test_what_a_broadcast_that_may_be_taken_up_had_on_stays(store: Store, folder: Path) -> None:
    card, layer, recounted = draw(folder, 1), draw(folder, 2, kind="coupon"), draw(folder, 3)
    draw(folder, 4)
    facts = (
        e.CardTaken("YM", card.sha256),
        e.CardRecounted("YM", recounted.sha256, 3),
        e.LayerTaken("coupon", "coupon", "", layer.sha256),
    )
    broadcast(store, "断了的", 1_000, *facts)
    broadcast(store, "后来的", 2_000, ENDED)
    assert tidy(store, folder) == names(card, layer, recounted)


@pytest.mark.parametrize("fact", [None, e.Ended(perhaps_on_air=True)])
def test_while_a_broadcast_may_be_on_the_air_nothing_goes(
    store: Store, folder: Path, fact: e.Fact | None
) -> None:
    drawn = draw(folder, 1, kind="be-right-back")
    broadcast(store, "a", 1_000, *([] if fact is None else [fact]))
    assert tidy(store, folder) == names(drawn)
    # That one ended, or OBS seen to have stopped, it goes.
    last = ENDED if fact is None else e.LeftAir()
    store.write(lambda db: archive.journal.append(db, "a", last, at=2_000, recorded=2_000)).result()
    assert tidy(store, folder) == []


def test_proof_of_air_says_what_it_said(store: Store, folder: Path) -> None:
    card = draw(folder, 1)
    facts = (e.CardTaken("YM", card.sha256), e.AirProved("card", card.sha256, True, ()), ENDED)
    broadcast(store, "a", 1_000, *facts)

    def proof() -> object:
        return proof_of_air.as_json(store.read(lambda db: entries(db, "a")).result())

    before = proof()
    assert tidy(store, folder) == []
    assert proof() == before


def test_a_folder_never_drawn_into_is_none(store: Store, folder: Path) -> None:
    assert old_pictures.tidy(store, folder, NOW) == 0


@pytest.mark.expects_log
def test_one_that_cannot_be_removed_does_not_keep_the_others(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = draw(folder, 1)
    draw(folder, 2)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == held.path:
            raise PermissionError(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert tidy(store, folder) == names(held)
