"""The keeper of backups: by itself, one after the other, and never in anybody's way."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from studio.bootstrap import checks
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import safekeeping
from studio.session.events import CardTaken, Ended, Entry
from studio.session.light import Level
from studio.session.recorder import SessionChanged
from studio.session.safekeeping import KeptParts, Safekeeping, SafekeepingChanged, copies_on
from studio.session.state import LiveState
from studio.store import backup_notes, vault
from studio.store.database import Store
from studio.store.removable import Disk
from studio.store.sealed import Sealer
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.clock import ManualClock
from tests.helpers.workshop_files import fill, parcels

WORDS = "枸杞 扁担 晒谷 月亮"
DAY = 86_400.0


@dataclass
class Kept:
    """A keeper with hands on its clock and on what is plugged in."""

    keeper: Safekeeping
    store: Store
    clock: ManualClock
    plugged_in: list[Disk] = field(default_factory=list)
    told: list[SafekeepingChanged] = field(default_factory=list)

    def tick(self) -> None:
        """A minute's tick, and everything that came of it."""
        self.keeper.on_tick()
        self.keeper.look().result(30)

    @property
    def numbers(self) -> list[int]:
        return [each.number for each in self.keeper.look().result(30).found]


@pytest.fixture
def kept(tmp_path: Path, store: Store, runtime: Runtime, clock: ManualClock, monkeypatch) -> Kept:
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    plugged_in: list[Disk] = []
    parts = KeptParts(
        store, runtime, Settings(tmp_path), KeyringSecrets(), clock, checks, lambda: plugged_in
    )
    made = Kept(Safekeeping(parts), store, clock, plugged_in)
    runtime.dispatcher.subscribe(SafekeepingChanged, made.told.append)
    fill(store, 2)
    return made


def stick(folder: Path, name: str = "KINGSTON", free: int = 1 << 40) -> Disk:
    path = folder / name
    path.mkdir(exist_ok=True)
    return Disk(path, name, free)


def code_of(future) -> str:
    with pytest.raises(UserFacingError) as raised:
        future.result(30)
    return raised.value.code


def test_an_hour_brings_a_backup_and_a_minute_does_not(kept):
    kept.tick()
    assert kept.numbers == [1]
    kept.clock.advance(60)
    kept.tick()
    assert kept.numbers == [1]
    kept.clock.advance(3600)
    kept.tick()
    assert kept.numbers == [2]  # the day's last one is kept


def test_a_clock_set_back_a_year_puts_no_backup_off(kept):
    kept.tick()
    kept.clock.set_wall(kept.clock.now_ms() - 365 * 86_400_000)
    kept.clock.advance(3601)
    kept.tick()
    assert kept.numbers == [2, 1]


def test_the_end_of_a_broadcast_brings_one_and_other_news_does_not(kept, runtime):
    kept.keeper.start()
    for fact, made in ((CardTaken("YM", "0" * 64), []), (Ended(), [1])):
        entry = Entry(1, "id", "session", 0, 0, fact)
        runtime.dispatcher.publish(SessionChanged(entry, LiveState(), {}))
        assert kept.numbers == made


def test_what_went_wrong_is_remembered_until_it_goes_right(kept, monkeypatch):
    def full(*_: object) -> None:
        raise UserFacingError("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(safekeeping, "make", full)
        kept.tick()
    trouble = kept.keeper.look().result(30).notes.troubles["backup"]
    assert (trouble.code, trouble.at) == ("disk_full", kept.clock.now_ms())
    assert kept.told
    kept.keeper.back_up().result(30)
    assert kept.keeper.look().result(30).notes.troubles == {}


@pytest.mark.expects_log  # what does not hold is for the log, too
def test_the_books_are_proved_beside_whoever_writes(kept):
    done = kept.keeper.check_books().result(30)
    assert done.holds
    assert (done.at, len(done.findings) > 10) == (kept.clock.now_ms(), True)

    def a_guard_less(db):
        db.execute("DROP TRIGGER stock_move_no_delete")

    kept.store.write(a_guard_less).result()
    wrong = [each.name for each in kept.keeper.check_books().result(30).findings if not each.holds]
    assert wrong == ["audit_guards_stand"]
    assert not list(kept.keeper.folder.glob(".drill-*"))


def test_a_drill_is_remembered_with_how_long_it_took(kept):
    assert code_of(kept.keeper.try_restore()) == "backup_none"
    kept.keeper.back_up().result(30)
    done = kept.keeper.try_restore().result(30)
    assert done.problems == ()
    note = kept.keeper.look().result(30).notes.drill
    assert (note.at, note.problems) == (kept.clock.now_ms(), 0)
    assert note.backup == done.source.name


def test_no_disk_is_written_to_before_a_person_chose_it(kept, tmp_path):
    kept.plugged_in.append(stick(tmp_path))
    kept.keeper.set_passphrase(WORDS).result(30)
    kept.tick()
    assert list((tmp_path / "KINGSTON").iterdir()) == []
    copy = kept.keeper.copy_to(kept.plugged_in[0]).result(30)
    assert copy.parent == copies_on(kept.plugged_in[0])
    assert vault.decrypt(copy, tmp_path / "out.db", WORDS).made_ms == 1_767_225_600_000


def test_a_chosen_disk_gets_a_copy_a_day_by_itself(kept, tmp_path):
    disk = stick(tmp_path)
    kept.plugged_in.append(disk)
    kept.keeper.set_passphrase(WORDS).result(30)
    kept.keeper.back_up().result(30)
    kept.keeper.copy_to(disk).result(30)
    for _ in range(8):
        kept.clock.advance(DAY)
        kept.tick()
    copies = sorted(path.name for path in copies_on(disk).iterdir())
    assert [name[:13] for name in copies] == [f"studio-00000{n}" for n in (5, 6, 7, 8, 9)]
    kept.clock.advance(3600)
    kept.tick()
    assert sorted(path.name for path in copies_on(disk).iterdir()) == copies


def test_a_disk_that_fails_is_left_alone_for_an_hour(kept, tmp_path):
    disk = stick(tmp_path, free=0)
    kept.plugged_in.append(disk)
    kept.keeper.set_passphrase(WORDS).result(30)
    copies_on(disk).mkdir(parents=True)
    kept.tick()
    assert kept.keeper.look().result(30).notes.troubles["copy"].code == "disk_without_room"
    kept.plugged_in[0] = Disk(disk.path, disk.name, 1 << 40)
    kept.tick()
    assert list(copies_on(disk).iterdir()) == []
    kept.clock.advance(3601)
    kept.tick()
    assert len(list(copies_on(disk).iterdir())) == 1


def test_a_copy_needs_a_passphrase_a_disk_and_a_backup(kept, tmp_path):
    disk = stick(tmp_path)
    assert code_of(kept.keeper.copy_to(disk)) == "backup_none"
    kept.keeper.back_up().result(30)
    assert code_of(kept.keeper.copy_to(disk)) == "passphrase_unset"
    assert code_of(kept.keeper.set_passphrase("1234567")) == "passphrase_short"
    kept.keeper.set_passphrase(WORDS).result(30)
    disk.path.rmdir()
    disk.path.write_text("pulled out")
    assert code_of(kept.keeper.copy_to(disk)) == "copy_unwritable"


def test_buyers_data_goes_when_its_days_are_over_and_not_by_a_wrong_clock(
    tmp_path, runtime, clock, migrations
):
    store = Store.open(tmp_path / "parcels.db", runtime, [*migrations, parcels()], clock)
    settings = Settings(tmp_path)
    settings.set("buyer_data_days", 30)
    keeper = Safekeeping(KeptParts(store, runtime, settings, KeyringSecrets(), clock, checks, list))
    paid = clock.now_ms()
    row = "INSERT INTO buyer (paid, phone, last_four) VALUES (?, x'01', '1234')"
    store.write(lambda db: db.execute(row, [paid]).rowcount).result()
    clock.set_wall(paid + 365 * 86_400_000)
    assert keeper.forget_buyers().result(30) == 0
    clock.set_wall(paid)
    for _ in range(8):  # a week until the clock is believed again
        assert keeper.forget_buyers().result(30) == 0
        clock.advance(DAY)
    clock.advance(21 * DAY)
    assert keeper.forget_buyers().result(30) == 0
    clock.advance(2 * DAY)
    assert keeper.forget_buyers().result(30) == 2


def test_a_backup_holds_buyers_data_sealed_only_and_a_copy_not_even_that(
    tmp_path, runtime, clock, migrations, monkeypatch
):
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    store = Store.open(tmp_path / "parcels.db", runtime, [*migrations, parcels()], clock)
    parts = KeptParts(store, runtime, Settings(tmp_path), KeyringSecrets(), clock, checks, list)
    keeper = Safekeeping(parts)
    sealed = Sealer(KeyringSecrets()).seal(b"13812341234", where="buyer:1:phone")
    row = "INSERT INTO buyer (paid, phone, last_four) VALUES (1, ?, '1234')"
    store.write(lambda db: db.execute(row, [sealed]).rowcount).result()
    made = keeper.back_up().result(30)
    keeper.set_passphrase(WORDS).result(30)
    copy = keeper.copy_to(stick(tmp_path)).result(30)
    assert sealed in made.path.read_bytes()
    for path in (made.path, copy, store.path):
        assert b"13812341234" not in path.read_bytes()
    assert sealed not in copy.read_bytes()
    keyring.set_keyring(type(keyring.get_keyring())())  # another computer
    Sealer(KeyringSecrets()).take_keys(vault.decrypt(copy, tmp_path / "out.db", WORDS).keys)
    assert Sealer(KeyringSecrets()).open(sealed, where="buyer:1:phone") == b"13812341234"


def test_without_a_keyring_the_passphrase_holds_until_the_end(kept, tmp_path):
    keyring.set_keyring(fail.Keyring())
    kept.keeper.back_up().result(30)
    assert code_of(kept.keeper.set_passphrase(WORDS)) == "keyring_missing"
    assert kept.keeper.look().result(30).has_passphrase
    kept.keeper.copy_to(stick(tmp_path)).result(30)


def test_too_old_is_told_only_where_somebody_minds(kept):
    kept.keeper.back_up().result(30)
    kept.clock.advance(3 * DAY)
    assert kept.keeper.days_without().result(30) is None  # nothing runs that would make one
    kept.keeper.start()
    assert kept.keeper.days_without().result(30) == 3
    assert kept.keeper.look().result(30).overdue(kept.clock.now_ms())
    kept.keeper.back_up().result(30)
    assert kept.keeper.days_without().result(30) is None
    assert not kept.keeper.look().result(30).overdue(kept.clock.now_ms())


def test_the_preflight_minds_it_and_never_waits_for_a_copy(kept, monkeypatch):
    kept.keeper.start()
    kept.keeper.back_up().result(30)
    assert kept.keeper.light() is None
    kept.clock.advance(3 * DAY)
    go_on, make = threading.Event(), safekeeping.make

    def slowly(*arguments):
        assert go_on.wait(30)
        return make(*arguments)

    monkeypatch.setattr(safekeeping, "make", slowly)
    made = kept.keeper.back_up()
    light = kept.keeper.light()
    assert (light.level, light.code, light.parameters) == (
        *(Level.MIND, "preflight_backup_old"),
        {"days": 3},
    )
    assert kept.keeper.days_without().result(30) == 3
    go_on.set()
    assert made.result(30).path.exists()


def test_a_folder_that_cannot_be_read_keeps_nobody_off_the_air(kept):
    kept.keeper.start()
    kept.keeper.folder.write_text("a file in its place")
    light = kept.keeper.light()
    assert (light.level, light.code) == (Level.MIND, "backup_unreadable")


def test_nothing_to_lose_is_nothing_to_mind(tmp_path, store, runtime, clock):
    parts = KeptParts(store, runtime, Settings(tmp_path), KeyringSecrets(), clock, checks, list)
    keeper = Safekeeping(parts)
    assert not keeper.look().result(30).overdue(clock.now_ms())
    fill(store, 1)
    assert keeper.look().result(30).overdue(clock.now_ms())


def test_a_backup_that_is_under_way_is_finished_before_the_program_ends(kept, runtime, monkeypatch):
    began, go_on = threading.Event(), threading.Event()
    make = safekeeping.make

    def slowly(*arguments):
        began.set()
        assert go_on.wait(30)
        return make(*arguments)

    monkeypatch.setattr(safekeeping, "make", slowly)
    made = kept.keeper.back_up()
    assert began.wait(30)
    closing = threading.Thread(target=runtime.close)
    closing.start()
    go_on.set()
    closing.join(30)
    assert made.result(30).path.exists()
    kept.keeper.on_tick()  # the program has ended: no trouble


@pytest.mark.expects_log
def test_notes_that_are_broken_begin_anew(kept):
    kept.keeper.back_up().result(30)
    for text in ("{", "[]", '{"drill": {"when": 1}}', '{"troubles": 7}'):
        (kept.keeper.folder / backup_notes.FILE).write_text(text)
        assert kept.keeper.look().result(30).notes == backup_notes.Notes()
    kept.keeper.try_restore().result(30)
    assert kept.keeper.look().result(30).notes.drill is not None
