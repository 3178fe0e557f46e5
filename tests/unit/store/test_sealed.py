"""Sealed values: what goes in comes out, in its own place only, and never without a kept key."""

from __future__ import annotations

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from studio.runtime.errors import UserFacingError
from studio.runtime.logs import strike_out
from studio.store.sealed import CURRENT, Sealer, key_of
from studio.store.secrets import SERVICE, KeyringSecrets

WHERE = "order_buyer:0192:phone"


def refused(work) -> str:
    with pytest.raises(UserFacingError) as raised:
        work()
    return raised.value.code


@given(plain=st.binary(max_size=2000), where=st.text(max_size=80))
def test_what_is_sealed_opens_again_also_after_a_restart(plain, where):
    sealed = Sealer(KeyringSecrets()).seal(plain, where=where)
    assert Sealer(KeyringSecrets()).open(sealed, where=where) == plain
    assert len(plain) < 8 or plain not in sealed


@given(plain=st.binary(max_size=64), here=st.text(max_size=40), there=st.text(max_size=40))
def test_a_sealed_value_opens_in_no_other_place(plain, here, there):
    sealer = Sealer(KeyringSecrets())
    sealed = sealer.seal(plain, where=here)
    if here != there:
        assert refused(lambda: sealer.open(sealed, where=there)) == "sealed_broken"


@given(plain=st.binary(max_size=64), data=st.data())
def test_one_bit_changed_anywhere_opens_nothing(plain, data):
    sealer = Sealer(KeyringSecrets())
    sealed = bytearray(sealer.seal(plain, where=WHERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    code = refused(lambda: sealer.open(bytes(sealed), where=WHERE))
    assert code in {"sealed_broken", "sealed_key_missing"}


@given(plain=st.binary(max_size=64), data=st.data())
def test_a_value_cut_short_opens_nothing(plain, data):
    sealer = Sealer(KeyringSecrets())
    sealed = sealer.seal(plain, where=WHERE)
    left = data.draw(st.integers(0, len(sealed) - 1))
    assert refused(lambda: sealer.open(sealed[:left], where=WHERE)) == "sealed_broken"


def test_the_same_value_never_looks_the_same():
    sealer = Sealer(KeyringSecrets())
    assert len({sealer.seal(b"13812341234", where=WHERE) for _ in range(100)}) == 100


def test_a_key_that_is_gone_is_said_to_be_missing():
    sealed = Sealer(KeyringSecrets()).seal(b"x", where=WHERE)
    KeyringSecrets().forget(f"{CURRENT}_{key_of(sealed)}")
    assert refused(lambda: Sealer(KeyringSecrets()).open(sealed, where=WHERE)) == (
        "sealed_key_missing"
    )


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_without_a_keyring_nothing_is_sealed(backend):
    """Also where one only pretends to keep: the value would be lost with the program's end."""
    keyring.set_keyring(backend())
    sealer = Sealer(KeyringSecrets())
    for _ in range(2):  # the second is not taken for granted because of the first
        assert refused(lambda: sealer.seal(b"x", where=WHERE)) == "seal_needs_keyring"


class ComesAndGoes(fail.Keyring):
    """A keyring behind a lock that its owner opens at the second asking."""

    def __init__(self, behind):
        self.behind = behind
        self.locked = True

    def get_password(self, service, username):
        if self.locked:
            raise KeyringLocked
        return self.behind.get_password(service, username)

    def set_password(self, service, username, password):
        self.locked = False
        self.behind.set_password(service, username, password)

    def delete_password(self, service, username):
        self.behind.delete_password(service, username)


@pytest.mark.expects_log
def test_a_keyring_that_opens_late_loses_no_key():
    sealed = Sealer(KeyringSecrets()).seal(b"before", where=WHERE)
    keyring.set_keyring(ComesAndGoes(keyring.get_keyring()))
    late = Sealer(KeyringSecrets())
    again = late.seal(b"after", where=WHERE)
    assert key_of(again) != key_of(sealed)
    assert late.open(sealed, where=WHERE) == b"before"
    assert Sealer(KeyringSecrets()).open(again, where=WHERE) == b"after"


def test_keys_travel_to_another_computer_and_write_over_nothing():
    here = Sealer(KeyringSecrets())
    sealed = here.seal(b"x", where=WHERE)
    keys = here.keys({key_of(sealed), "00" * 8})
    assert set(keys) == {key_of(sealed)}
    keyring.set_keyring(type(keyring.get_keyring())())
    there = Sealer(KeyringSecrets())
    there.take_keys(keys)
    assert there.open(sealed, where=WHERE) == b"x"
    assert refused(lambda: there.take_keys({key_of(sealed): "no key"})) == "sealed_broken"
    there.take_keys({key_of(sealed): next(iter(here.keys([key_of(sealed)]).values()))})
    assert there.open(sealed, where=WHERE) == b"x"


def test_a_key_stands_in_no_log():
    sealed = Sealer(KeyringSecrets()).seal(b"x", where=WHERE)
    key = keyring.get_password(SERVICE, f"{CURRENT}_{key_of(sealed)}")
    assert strike_out(f"key {key}") == "key ***"
