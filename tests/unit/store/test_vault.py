"""Copies for a disk that leaves the house: the passphrase opens them, and nothing else does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.runtime.errors import UserFacingError
from studio.store import vault
from studio.store.vault import Contents, decrypt, encrypt, is_encrypted

WORDS = "枸杞 扁担 晒谷 月亮"
INSIDE = Contents(1_767_225_600_000, {"00ff00ff00ff00ff": "a key"})


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """What makes guessing slow would make these tests slow; the real cost is tried once."""
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    monkeypatch.setattr(vault, "PIECE", 1000)


def code_of(work) -> str:
    with pytest.raises(UserFacingError) as raised:
        work()
    return raised.value.code


def locked(folder, contents: bytes, words: str = WORDS):
    source, target = folder / "plain.db", folder / "copy.gongfu-backup"
    source.write_bytes(contents)
    encrypt(source, target, words, INSIDE)
    return target


@given(contents=st.binary(max_size=5000))
def test_what_goes_in_comes_out_with_its_keys(tmp_path, contents):
    copy = locked(tmp_path, contents)
    out = tmp_path / "out.db"
    assert decrypt(copy, out, WORDS) == INSIDE
    assert out.read_bytes() == contents
    assert is_encrypted(copy)
    assert not is_encrypted(out) or contents.startswith(vault.MAGIC)


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 20_000])
def test_pieces_of_every_length(tmp_path, size):
    copy = locked(tmp_path, bytes(size))
    decrypt(copy, tmp_path / "out.db", WORDS)
    assert (tmp_path / "out.db").read_bytes() == bytes(size)


def test_at_the_real_cost(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "SCRYPT", {"n": 1 << 16, "r": 8, "p": 2})
    copy = locked(tmp_path, b"x" * 3000)
    decrypt(copy, tmp_path / "out.db", WORDS)
    assert b"x" * 100 not in copy.read_bytes()
    assert b"a key" not in copy.read_bytes()


@given(data=st.data())
def test_one_bit_changed_anywhere_brings_nothing_back(tmp_path, data):
    copy = locked(tmp_path, b"0123456789" * 350)
    raw = bytearray(copy.read_bytes())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    copy.write_bytes(raw)
    out = tmp_path / "out.db"
    assert code_of(lambda: decrypt(copy, out, WORDS)) in {"backup_damaged", "passphrase_wrong"}
    assert not out.exists()


@given(data=st.data())
def test_cut_off_anywhere_it_brings_nothing_back(tmp_path, data):
    copy = locked(tmp_path, b"0123456789" * 350)
    raw = copy.read_bytes()
    copy.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    out = tmp_path / "out.db"
    assert code_of(lambda: decrypt(copy, out, WORDS)) in {"backup_damaged", "passphrase_wrong"}
    assert not out.exists()


def test_pieces_cannot_change_places_or_be_left_out(tmp_path):
    copy = locked(tmp_path, b"a" * 1000 + b"b" * 1000 + b"c" * 1000)
    raw = copy.read_bytes()
    piece = 4 + 1000 + vault.TAG
    start = len(raw) - 3 * piece
    parts = [raw[start + place * piece : start + (place + 1) * piece] for place in range(3)]
    for order in ((1, 0, 2), (0, 2), (0, 1), (0, 1, 2, 2)):
        copy.write_bytes(raw[:start] + b"".join(parts[place] for place in order))
        assert code_of(lambda: decrypt(copy, tmp_path / "out.db", WORDS)) == "backup_damaged"


@pytest.mark.parametrize("words", ["枸杞 扁担 晒谷 月亮 ", "", "枸杞扁担晒谷月亮"])
def test_another_passphrase_opens_nothing(tmp_path, words):
    copy = locked(tmp_path, b"x")
    assert code_of(lambda: decrypt(copy, tmp_path / "out.db", words)) == "passphrase_wrong"
    assert not (tmp_path / "out.db").exists()


def test_a_short_passphrase_makes_no_copy(tmp_path):
    assert code_of(lambda: locked(tmp_path, b"x", "1234567")) == "passphrase_short"
    assert not (tmp_path / "copy.gongfu-backup").exists()


@pytest.mark.parametrize(
    "head",
    [
        {"n": 1 << 30, "r": 8, "p": 1, "salt": "00" * 16, "nonce": "00" * 7},
        {"n": 1 << 16, "r": 8000, "p": 1, "salt": "00" * 16, "nonce": "00" * 7},
        {"n": 3, "r": 8, "p": 1, "salt": "00" * 16, "nonce": "00" * 7},
        {"n": 2, "r": 8, "p": 1, "salt": "zz", "nonce": "00" * 7},
        {"n": 2, "r": 8, "p": 1, "salt": "00" * 16, "nonce": "00"},
        {"n": "2", "r": 8, "p": 1, "salt": "00" * 16, "nonce": "00" * 7},
        {"n": 2.0, "r": 8, "p": 1, "salt": "00" * 16, "nonce": "00" * 7},
        {"r": 8},
        [],
        7,
    ],
)
def test_a_head_made_by_others_is_not_believed(tmp_path, head):
    """Nor does it take a gigabyte of memory to find that out."""
    copy = tmp_path / "copy.gongfu-backup"
    raw = json.dumps(head).encode()
    copy.write_bytes(vault.MAGIC + len(raw).to_bytes(4, "big") + raw + b"\x00\x00\x00\x01x")
    assert code_of(lambda: decrypt(copy, tmp_path / "out.db", WORDS)) == "backup_damaged"


@pytest.mark.parametrize(
    "inside", [b"", b"{", b"7", b'{"made_ms": 1}', b'{"made_ms": 1, "keys": {"a": 1}}']
)
def test_a_copy_sealed_by_a_stranger_is_damaged_not_a_mistake(tmp_path, monkeypatch, inside):
    """Whoever sends it tells its passphrase, too."""
    monkeypatch.setattr(vault, "_plain", lambda *_: iter([inside]))
    copy = locked(tmp_path, b"")
    assert code_of(lambda: decrypt(copy, tmp_path / "out.db", WORDS)) == "backup_damaged"
    assert not (tmp_path / "out.db").exists()


def test_what_stops_the_work_leaves_no_half_copy(tmp_path):
    source = tmp_path / "plain.db"
    source.write_bytes(bytes(10_000))

    def stop(done: int) -> None:
        if done >= 3000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encrypt(source, tmp_path / "copy.gongfu-backup", WORDS, INSIDE, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["plain.db"]


def test_a_file_that_is_not_there(tmp_path):
    gone = tmp_path / "gone"
    assert code_of(lambda: is_encrypted(gone)) == "backup_unreadable"
    assert code_of(lambda: decrypt(gone, tmp_path / "out.db", WORDS)) == "backup_unreadable"
