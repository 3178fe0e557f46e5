"""`gongfu backup` as a helper uses it: over the telephone, with JSON, on another computer."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import keyring
import pytest
from click.testing import CliRunner, Result

from inventory import products
from inventory.aftersales import evidence
from inventory.counter.sales import Item
from inventory.products import Product
from studio.bootstrap import DATABASE, open_studio
from studio.cli.root import gongfu
from studio.runtime.errors import UserFacingError
from studio.session.aftersales import Aftersales
from studio.session.counter import Counter
from studio.session.summary import for_county, summarise
from studio.store import vault
from studio.store.removable import Disk
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets
from studio.store.sqlite import sqlite3
from studio.sync import outbox
from tests.helpers.broadcasts import PLAN, evening
from tests.helpers.workshop_files import fill, moves_in

BODY = for_county(summarise(PLAN, evening().entries, {}))
WORDS = "枸杞 扁担 晒谷 月亮"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A data folder with two moves."""
    folder = tmp_path / "数据"
    more(folder, 2)
    return folder


def more(folder: Path, moves: int) -> None:
    with open_studio(folder) as studio:
        fill(studio.store, moves)


def run(folder: Path, *arguments: str, words: str | None = WORDS) -> Result:
    environment = {} if words is None else {"WORDS": words}
    return CliRunner().invoke(
        gongfu, ["backup", *arguments, "--json", "--data-dir", str(folder)], env=environment
    )


def told(folder: Path, *arguments: str, words: str | None = WORDS) -> Any:
    done = run(folder, *arguments, words=words)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def refused(folder: Path, *arguments: str, words: str | None = WORDS) -> str:
    done = run(folder, *arguments, words=words)
    assert done.exit_code == 1
    return str(json.loads(done.output)["error"])


def test_made_looked_through_and_brought_back(workshop):
    made = told(workshop, "create")
    assert set(made) == {"file", "made_at", "bytes"}
    more(workshop, 3)
    assert told(workshop, "list") == [made]
    assert told(workshop, "verify") == {
        "file": made["file"], "ok": True, "moves": 2, "orders": 0, "problems": [],
    }  # fmt: skip
    back = told(workshop, "restore", made["file"])
    assert moves_in(workshop / DATABASE) == 2
    assert moves_in(Path(back["kept_aside"])) == 5
    assert told(workshop, "restore", back["kept_aside"])["kept_aside"] != back["kept_aside"]
    assert moves_in(workshop / DATABASE) == 5
    more(workshop, 1)  # and the program opens it


PHOTO = b"\x89PNG a hen with one leg"


@pytest.fixture
def photo(workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the photo of the workshop's one case lies."""
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    taken = tmp_path / "照片.png"
    taken.write_bytes(PHOTO)
    with open_studio(workshop) as studio:
        good = Product("JI", "土鸡", "", "只", 100, None, "", "", "")
        studio.books.write(lambda db, now: products.take_over(db, good, 5, now)).result()
        sale = Counter(studio).sell([Item("JI", "1")], "cash").result()
        desk = Aftersales(studio)
        (item,) = desk.look(sale.id).result()
        case = desk.open_case(item, 1, "broken", "refund", "缺一条腿").result()
        (step,) = (each for each in desk.add_evidence(case.id, taken).result().steps if each.sha256)
        return evidence.path_of(workshop, step.sha256)


def whole(path: Path) -> bool:
    return evidence.is_whole(path, path.stem)


@pytest.mark.expects_log  # the drill of a backup whose photo is gone
def test_photos_of_cases_are_brought_back_with_a_backup(workshop: Path, photo: Path) -> None:
    made = told(workshop, "create")
    assert told(workshop, "verify")["ok"]
    photo.unlink()
    back = told(workshop, "restore", made["file"])
    assert (back["evidence_missing"], whole(photo)) == (0, True)
    photo.write_bytes(b"another")
    told(workshop, "restore", made["file"])
    assert whole(photo)
    assert photo.with_name(photo.name + ".changed").read_bytes() == b"another"
    beside = Path(made["file"]).parent / photo.relative_to(workshop)
    beside.unlink()
    found = run(workshop, "verify", made["file"])
    assert (found.exit_code, json.loads(found.output)["ok"]) == (1, False)
    with open_studio(workshop) as studio:
        done = studio.safekeeping.try_restore().result(30)
        assert len(done.problems) == 1
        studio.safekeeping.back_up().result(30)  # what is here goes there again
        assert studio.safekeeping.try_restore().result(30).problems == ()
    beside.unlink()
    photo.unlink()
    assert told(workshop, "restore")["evidence_missing"] == 1


def test_photos_leave_the_house_locked_and_open_elsewhere(
    workshop: Path, photo: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "U盘"
    out = ("create", "--to", str(stick), "--passphrase-env", "WORDS")
    told(workshop, *out)
    first = set(stick.rglob("*.gongfu-evidence"))
    copy = told(workshop, *out)["copy"]
    assert set(stick.rglob("*.gongfu-evidence")) == first  # it is there already
    assert len(first) == 1
    assert all(PHOTO not in path.read_bytes() for path in stick.rglob("*") if path.is_file())
    assert told(workshop, "verify", copy, "--passphrase-env", "WORDS")["ok"]
    other = tmp_path / "another"
    back = told(other, "restore", copy, "--passphrase-env", "WORDS")
    assert back["evidence_missing"] == 0
    assert whole(other / photo.relative_to(workshop))
    told(workshop, *out, words="another passphrase")
    assert len(set(stick.rglob("*.gongfu-evidence"))) == 2  # each passphrase opens its own
    assert told(workshop, "verify", copy, "--passphrase-env", "WORDS")["ok"]


def spoil(path: Path) -> None:
    """As a tired disk does: as long as before, with another byte."""
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.expects_log
def test_a_damaged_copy_beside_the_backups_is_mended(workshop: Path, photo: Path) -> None:
    beside = Path(told(workshop, "create")["file"]).parent / photo.relative_to(workshop)
    with open_studio(workshop) as studio:
        beside.write_bytes(beside.read_bytes()[:-1])
        studio.safekeeping.back_up().result(30)
        assert whole(beside)
        spoil(beside)
        assert len(studio.safekeeping.try_restore().result(30).problems) == 1
        assert whole(beside)  # the drill found it
    spoil(beside)
    told(workshop, "create")
    assert whole(beside)


@pytest.mark.expects_log
def test_only_what_is_whole_is_locked_onto_a_disk(
    workshop: Path, photo: Path, tmp_path: Path
) -> None:
    asked = ("--passphrase-env", "WORDS")
    beside = Path(told(workshop, "create")["file"]).parent / photo.relative_to(workshop)
    spoil(beside)
    disk = Disk(tmp_path, "KINGSTON", 1 << 40)
    with open_studio(workshop) as studio:
        studio.safekeeping.set_passphrase(WORDS).result(30)
        copy = studio.safekeeping.copy_to(disk).result(30)
        assert told(workshop, "verify", str(copy), *asked)["ok"]
        for locked in tmp_path.rglob("*.gongfu-evidence"):
            locked.unlink()
        spoil(beside)
        spoil(photo)
        copy.unlink()
        with pytest.raises(UserFacingError, match="copy_without_evidence"):
            studio.safekeeping.copy_to(disk).result(30)
        assert copy.exists()
    made = told(workshop, "create", "--to", str(tmp_path / "U"), *asked)
    assert made["evidence_left_out"] == 1
    assert list(tmp_path.rglob("*.gongfu-evidence")) == []


@pytest.fixture
def two(workshop: Path, photo: Path, tmp_path: Path) -> list[Path]:
    """The photos of a case that has two, in the order of their hashes."""
    taken = tmp_path / "外箱.png"
    taken.write_bytes(b"\x89PNG a box that fell")
    with open_studio(workshop) as studio:
        desk = Aftersales(studio)
        ((case,),) = studio.store.read(
            lambda db: list(db.execute("SELECT case_id FROM after_evidence"))
        ).result()
        step = desk.add_evidence(case, taken).result().steps[-1]
        return sorted((photo, evidence.path_of(workshop, step.sha256)), key=lambda at: at.name)


@pytest.mark.expects_log
def test_a_damaged_photo_keeps_neither_the_others_nor_the_keys_away(
    workshop: Path, two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = Sealer(KeyringSecrets()).seal(b"13812341234", where="buyer:1:phone")
    monkeypatch.setattr("studio.store.privacy.key_ids", lambda db, columns: {sealed[1:9].hex()})
    asked = ("--passphrase-env", "WORDS")
    copy = told(workshop, "create", "--to", str(tmp_path / "U"), *asked)["copy"]
    damaged, _ = sorted((tmp_path / "U").rglob("*.gongfu-evidence"))
    spoil(damaged)
    found = run(workshop, "verify", copy, *asked)
    (problem,) = json.loads(found.output)["problems"]
    assert "audit_evidence_unchanged" in problem
    keyring.set_keyring(type(keyring.get_keyring())())
    with monkeypatch.context() as full:
        full.setattr(evidence, "_write", lambda *_: _raise(OSError(errno.ENOSPC, "full")))
        back = told(tmp_path / "full", "restore", copy, *asked)
        assert (back["evidence_missing"], back["buyers_can_be_read"]) == (2, True)
    keyring.set_keyring(type(keyring.get_keyring())())
    back = told(tmp_path / "another", "restore", copy, *asked)
    assert (back["evidence_missing"], back["buyers_can_be_read"]) == (1, True)
    here = [(tmp_path / "another" / each.relative_to(workshop)).exists() for each in two]
    assert here == [False, True]
    assert Sealer(KeyringSecrets()).open(sealed, where="buyer:1:phone") == b"13812341234"


def _raise(error: Exception) -> None:
    raise error


def test_on_another_computer_the_passphrase_is_enough(workshop, tmp_path, monkeypatch):
    """The buyers' keys come along; there nothing is known but the words."""
    sealed = Sealer(KeyringSecrets()).seal(b"13812341234", where="buyer:1:phone")
    monkeypatch.setattr("studio.store.privacy.key_ids", lambda db, columns: {sealed[1:9].hex()})
    copy = told(workshop, "create", "--to", str(tmp_path / "U盘"), "--passphrase-env", "WORDS")
    keyring.set_keyring(type(keyring.get_keyring())())
    other = tmp_path / "another"
    back = told(other, "restore", copy["copy"], "--passphrase-env", "WORDS")
    assert (back["kept_aside"], back["buyers_can_be_read"]) == (None, True)
    assert moves_in(other / DATABASE) == 2
    assert Sealer(KeyringSecrets()).open(sealed, where="buyer:1:phone") == b"13812341234"
    assert b"13812341234" not in Path(copy["copy"]).read_bytes()
    assert told(other, "verify", copy["copy"], "--passphrase-env", "WORDS")["moves"] == 2


def test_without_the_right_words_nothing_changes(workshop, tmp_path):
    copy = told(workshop, "create", "--to", str(tmp_path / "U"), "--passphrase-env", "WORDS")[
        "copy"
    ]
    more(workshop, 1)
    assert refused(workshop, "restore", copy) == "passphrase_needed"
    wrong = refused(workshop, "restore", copy, "--passphrase-env", "WORDS", words="another one")
    assert wrong == "passphrase_wrong"
    assert moves_in(workshop / DATABASE) == 3
    short = refused(
        workshop, "create", "--to", str(tmp_path / "U"), "--passphrase-env", "WORDS", words="short"
    )
    assert short == "passphrase_short"
    assert refused(workshop, "create", "--to", str(tmp_path / "U")) == "passphrase_needed"
    missing = refused(workshop, "restore", copy, "--passphrase-env", "WORDS", words=None)
    assert missing == "environment_variable_missing"


def test_an_open_studio_is_backed_up_and_not_restored_into(workshop):
    with open_studio(workshop) as studio:
        fill(studio.store, 4)
        made = told(workshop, "create")
        assert refused(workshop, "restore", made["file"]) == "already_running"
        fill(studio.store, 1)
    assert told(workshop, "verify", made["file"])["moves"] == 6
    assert moves_in(workshop / DATABASE) == 7


def test_a_backup_that_does_not_add_up_is_told_with_status_1(workshop):
    """Its pages are sound and its triggers are there: only a replay of the moves can tell."""
    made = told(workshop, "create")
    changed = sqlite3.connect(made["file"])
    triggers = changed.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'stock_balance'"
    ).fetchall()
    for name, _ in triggers:
        changed.execute(f"DROP TRIGGER {name}")
    changed.execute("UPDATE stock_balance SET qty = qty + 1 WHERE place = 'shelf'")
    for _, sql in triggers:
        changed.execute(sql)
    changed.commit()
    changed.close()
    done = run(workshop, "verify")
    assert done.exit_code == 1
    answer = json.loads(done.output)
    assert answer["ok"] is False
    assert [each.split(":")[0] for each in answer["problems"]] == ["audit_balances_replay"]


def test_where_there_is_nothing(tmp_path):
    assert refused(tmp_path / "new", "create") == "database_gone"
    for what in ("verify", "restore"):
        assert refused(tmp_path / "new", what) == "backup_none"
        assert refused(tmp_path / "new", what, str(tmp_path / "no.db")) == "backup_unreadable"
    assert not (tmp_path / "new" / DATABASE).exists()


def test_after_a_restore_no_number_of_the_outbox_is_given_twice(workshop):
    """The county may have seen what this computer no longer knows of."""

    def write(session: str) -> str:
        with open_studio(workshop) as studio:
            work = lambda db: outbox.enqueue(db, "session_summary", session, BODY, 0)  # noqa: E731
            return str(studio.store.write(work).result())

    first = write("s1")
    made = told(workshop, "create")
    lost = write("s2")
    told(workshop, "restore", made["file"])
    again = write("s3")
    assert len({first, lost, again}) == 3
    with open_studio(workshop) as studio:
        waiting = studio.outbox().result()
    assert {each.id for each in waiting} == {first, again}
    assert all(each.intact for each in waiting)
