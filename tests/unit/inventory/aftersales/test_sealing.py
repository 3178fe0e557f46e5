"""What buyers said and sent lies sealed, also from an earlier version; a power cut loses none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from inventory.aftersales import cases, evidence, sealing, words
from inventory.aftersales.evidence import Noted
from inventory.aftersales.schema import SEALED
from inventory.aftersales.sold import SoldItem
from studio.runtime.errors import UserFacingError
from studio.store import privacy
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, DAY, Books

SAID, PHOTO = "我是王五，住在渔港路 8 号", b"\xff\xd8 Wang Wu's parcel"
HASH = hashlib.sha256(PHOTO).hexdigest()


class PowerCutError(Exception):
    pass


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(MemorySecrets())


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The data folder and its backups, the photo in both, as an earlier version left it."""
    found = tmp_path / "data", tmp_path / "data" / "backups"
    for folder in found:
        path = evidence.plain_path(folder, Noted(HASH, "王五.jpg"))
        path.parent.mkdir(parents=True)
        path.write_bytes(PHOTO)
    return found


@pytest.fixture
def case(store: Store) -> str:
    """Written by the version before: what the buyer said and a photo, all in the clear."""
    books = Books(store)
    books.product("YM", 9)
    item = SoldItem("platform", "抖店", "1", "l/YM", "", AT, "YM", "x", "箱", 2, 2000, True)
    facts: Any = {"qty": 1, "reason": "other", "wants": "refund", "due_ms": None, "at_ms": AT}
    found = books.write(lambda db: cases.open_case(db, item, **facts)).id

    def before(db: Database) -> None:
        for seq, what, text in ((2, "said", SAID), (3, "evidence", "王五.jpg")):
            db.execute(
                "INSERT INTO after_step VALUES (?, ?, ?, 0, 0, ?, NULL, ?, '')",
                [found, seq, what, text, AT],
            )
        db.execute("INSERT INTO after_evidence VALUES (?, 3, ?, '王五.jpg', 9)", [found, HASH])

    books.write(before)
    return found


def told(store: Store, case: str, sealer: Sealer) -> list[str]:
    """What can be read of a case, sealed or not yet."""
    steps = store.read(lambda db: cases.find(db, case)).result().steps
    return [words.opened(sealer, each.sealed) if each.sealed else each.words for each in steps]


def seal(store: Store, sealer: Sealer, folders: tuple[Path, Path]) -> int:
    return sealing.seal_all(store, sealer, folders)


def photo(store: Store, folder: Path, sealer: Sealer) -> bytes:
    (each,) = store.read(evidence.noted).result()
    return evidence.content_of(folder, each, sealer)


def lies_about(path: Path, text: bytes) -> bool:
    return any(text in each.read_bytes() for each in path.rglob("*") if each.is_file())


def test_what_an_earlier_version_kept_is_sealed(
    store: Store, case: str, folders: tuple[Path, Path], sealer: Sealer
) -> None:
    assert lies_about(store.path.parent, SAID.encode())
    assert seal(store, sealer, folders) == 4
    assert told(store, case, sealer) == ["", SAID, "王五.jpg"]
    assert [photo(store, folder, sealer) for folder in folders] == [PHOTO, PHOTO]
    assert not lies_about(folders[0], PHOTO)
    assert store.read(evidence.noted).result() == [Noted(HASH, "photo.jpg")]
    check = evidence.check(folders[0])
    assert store.read(lambda db: list(check.differences(db))).result() == []
    assert seal(store, sealer, folders) == 0
    (rows,) = store.read(
        lambda db: db.execute("SELECT count(*) FROM after_step WHERE words <> ''").fetchone()
    ).result()
    assert rows == 0


@pytest.mark.parametrize("cut", range(7))
def test_a_power_cut_in_the_middle_loses_nothing(
    store: Store,
    case: str,
    folders: tuple[Path, Path],
    sealer: Sealer,
    monkeypatch: pytest.MonkeyPatch,
    cut: int,
) -> None:
    """Before each thing that lasts; the next time it goes on."""
    done = 0

    def fails(work: Callable[..., Any]) -> Callable[..., Any]:
        def do(*given: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == cut + 1:
                raise PowerCutError
            return work(*given, **named)

        return do

    with monkeypatch.context() as patched:
        patched.setattr(words, "keep", fails(words.keep))
        patched.setattr(evidence, "put_in_place", fails(evidence.put_in_place))
        patched.setattr(Path, "unlink", fails(Path.unlink))
        with pytest.raises(PowerCutError):
            seal(store, sealer, folders)
    assert told(store, case, sealer) == ["", SAID, "王五.jpg"]
    assert [photo(store, folder, sealer) for folder in folders] == [PHOTO, PHOTO]
    seal(store, sealer, folders)
    assert told(store, case, sealer) == ["", SAID, "王五.jpg"]
    assert not lies_about(folders[0], PHOTO)


@pytest.mark.expects_log
def test_without_a_keyring_nothing_is_thrown_away(
    store: Store, case: str, folders: tuple[Path, Path], sealer: Sealer,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def none(*_: object, **__: object) -> bytes:
        raise UserFacingError("seal_needs_keyring")

    monkeypatch.setattr(Sealer, "seal", none)
    assert seal(store, sealer, folders) == 0
    assert "cannot be sealed" in caplog.text
    monkeypatch.undo()
    assert told(store, case, sealer) == ["", SAID, "王五.jpg"]
    assert photo(store, folders[0], sealer) == PHOTO


def test_they_go_when_their_days_are_over(
    store: Store, case: str, folders: tuple[Path, Path], sealer: Sealer
) -> None:
    """The case stays, and says that something was there."""
    seal(store, sealer, folders)
    (column,) = SEALED
    ((due, until),) = store.read(lambda db: list(privacy.expired(db, SEALED, AT + DAY))).result()
    assert (due, until) == (column, AT)
    store.write(lambda db: privacy.clear(db, column, until)).result()
    over = store.read(evidence.over).result()
    assert [evidence.forget(folder, over) for folder in folders] == [1, 1]
    steps = store.read(lambda db: cases.find(db, case)).result().steps
    assert [each.forgotten for each in steps] == [False, True, True]
    check = evidence.check(folders[0])
    assert store.read(lambda db: list(check.differences(db))).result() == []
    assert store.read(evidence.noted).result() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE after_step SET words = '' WHERE seq = 2",
        "UPDATE after_step SET words = 'x' WHERE seq = 2",
        "UPDATE after_evidence SET name = 'photo.jpg'",
        "DELETE FROM after_words",
    ],
)
def test_words_that_do_not_lie_sealed_cannot_be_taken_away(
    store: Store, case: str, change: str
) -> None:
    done = store.write(lambda db: db.execute(change).rowcount)
    if "after_words" in change:
        assert done.result() == 0
        return
    assert "append-only" in str(done.exception())


def test_a_photo_added_again_where_the_key_was_lost_can_be_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(PHOTO)
    evidence.keep(tmp_path, file, Sealer(MemorySecrets()))
    anew = Sealer(MemorySecrets())
    kept = evidence.keep(tmp_path, file, anew)
    assert evidence.content_of(tmp_path, Noted(kept.sha256, kept.name), anew) == PHOTO
