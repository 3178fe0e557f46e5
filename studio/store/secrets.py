"""Stream keys and passwords live in the system's keyring and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Protocol

from studio.runtime.errors import UserFacingError
from studio.runtime.logs import never_log

log = logging.getLogger(__name__)

SERVICE = "gongfu-studio"
OBS_PASSWORD = "obs_password"
STREAM_KEY = "stream_key"
"""The own server's; the platforms' own begin with it (`studio.stage.platforms.Platform.secret`)."""


@cache
def _keyring() -> ModuleType:
    """Found when first asked: it looks through every installed package, and a start need not."""
    import keyring.errors

    return keyring


class Secrets(Protocol):
    """Where secrets are kept. May block on the system: not for the main thread."""

    def get(self, name: str) -> str | None:
        """The secret, or None where none was stored or the keyring cannot be read."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep it; until the program ends where it raises keyring_missing or keyring_refused."""
        ...

    def forget(self, name: str) -> None:
        """Delete it; nothing happens where there was none. Raises keyring_refused."""
        ...


class KeyringSecrets:
    """Secrets in the keyring of the logged-in user. What is read is struck out of every log.

    What the keyring did not take is kept in memory until the program ends: a computer without one
    must still be able to broadcast tonight. A system's own error counts as refused too: keyring
    lets Windows' through as it is (``pywintypes.error``), for a secret of more than 2560 bytes or
    in a session that has no credentials.
    """

    def __init__(self) -> None:
        self._for_now: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        if name in self._for_now:
            return self._for_now[name]
        keyring = _keyring()
        try:
            value: str | None = keyring.get_password(SERVICE, name)
        except keyring.errors.NoKeyringError:
            return None
        except Exception as error:  # noqa: BLE001 - see the class
            log.warning("the keyring did not give %s: %s", name, type(error).__name__)
            return None
        if value is not None:
            never_log(value)
        return value

    def set(self, name: str, value: str) -> None:
        never_log(value)
        keyring = _keyring()
        try:
            keyring.set_password(SERVICE, name, value)
        except keyring.errors.NoKeyringError as error:
            self._for_now[name] = value
            raise UserFacingError("keyring_missing") from error
        except Exception as error:
            self._for_now[name] = value
            raise UserFacingError("keyring_refused") from error
        self._for_now.pop(name, None)

    def forget(self, name: str) -> None:
        self._for_now.pop(name, None)
        keyring = _keyring()
        try:
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)
        except keyring.errors.NoKeyringError:
            return  # where nothing can be kept there is nothing to forget
        except Exception as error:
            raise UserFacingError("keyring_refused") from error


class MemorySecrets:
    """Secrets that no keyring ever sees: what is typed in a rehearsal opens nothing real."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = dict(known or {})

    def get(self, name: str) -> str | None:
        return self._known.get(name)

    def set(self, name: str, value: str) -> None:
        self._known[name] = value

    def forget(self, name: str) -> None:
        self._known.pop(name, None)
