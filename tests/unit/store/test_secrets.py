"""Secrets: in the keyring or nowhere, and never in a log."""

from __future__ import annotations

import logging

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked

from studio.runtime.errors import UserFacingError
from studio.runtime.logs import StrikeOutSecrets
from studio.store.secrets import OBS_PASSWORD, STREAM_KEY, KeyringSecrets


class LockedKeyring(fail.Keyring):
    """A keyring whose owner pressed cancel."""

    def get_password(self, service, username, *arguments):
        raise KeyringLocked

    set_password = delete_password = get_password


class SystemsOwnError(Exception):
    """As pywintypes.error, which keyring's part for Windows lets through."""


class WindowsKeyring(fail.Keyring):
    """Credential Manager, where CredRead and CredWrite fail for a reason of their own."""

    def get_password(self, service, username, *arguments):
        raise SystemsOwnError(1783, "CredWrite", "The stub received bad data")

    set_password = delete_password = get_password


def test_a_secret_is_kept_and_forgotten():
    secrets = KeyringSecrets()
    assert secrets.get(STREAM_KEY) is None
    secrets.set(STREAM_KEY, "live-4711")
    assert KeyringSecrets().get(STREAM_KEY) == "live-4711"
    assert secrets.get(OBS_PASSWORD) is None
    secrets.forget(STREAM_KEY)
    secrets.forget(STREAM_KEY)
    assert secrets.get(STREAM_KEY) is None


def test_without_a_keyring_the_person_is_told_when_storing():
    keyring.set_keyring(fail.Keyring())
    secrets = KeyringSecrets()
    assert secrets.get(STREAM_KEY) is None
    secrets.forget(STREAM_KEY)
    with pytest.raises(UserFacingError, match="keyring_missing"):
        secrets.set(STREAM_KEY, "live-4711")
    assert secrets.get(STREAM_KEY) == "live-4711"  # for tonight
    assert KeyringSecrets().get(STREAM_KEY) is None
    secrets.forget(STREAM_KEY)
    assert secrets.get(STREAM_KEY) is None


@pytest.mark.expects_log
@pytest.mark.parametrize("backend", [LockedKeyring, WindowsKeyring])
def test_a_keyring_that_refuses_is_not_a_crash(caplog, backend):
    keyring.set_keyring(backend())
    secrets = KeyringSecrets()
    assert secrets.get(STREAM_KEY) is None
    for change in (lambda: secrets.set(STREAM_KEY, "live-4711"), lambda: secrets.forget("x")):
        with pytest.raises(UserFacingError, match="keyring_refused"):
            change()
    assert secrets.get(STREAM_KEY) == "live-4711"  # for tonight
    assert "live-4711" not in caplog.text


def test_what_was_read_is_struck_out_of_the_log():
    keyring.set_password("gongfu-studio", STREAM_KEY, "live-0815-secret")
    KeyringSecrets().get(STREAM_KEY)
    record = logging.LogRecord("x", logging.INFO, "", 0, "key live-0815-secret", None, None)
    assert "live-0815" not in StrikeOutSecrets().format(record)
