"""User and password of a network camera's address: in the keyring, and in no setting or log.

Cameras sold in China ask for them almost always. The address is kept without them; the whole one is
put together only where the camera is opened.
"""

from __future__ import annotations

from studio.store.secrets import Secrets


def split(address: str) -> tuple[str, str]:
    """``rtsp://user:password@host/path`` without what stands before the ``@``, and that."""
    scheme, found, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    login, at, host = place.rpartition("@")
    return (f"{scheme}://{host}{slash}{path}", login) if found and at else (address, "")


def secret(address: str) -> dict[str, str]:
    """The login in ``address``, by the name under which it is kept for that camera; or nothing."""
    bare, login = split(address)
    return {_name(bare): login} if login else {}


def joined(secrets: Secrets, address: str) -> str:
    """``address`` as the camera wants it, with the login kept for it. Blocks; log it nowhere."""
    if "://" not in address:
        return address
    login = secrets.get(_name(address))
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{login}@{rest}" if login else address


def _name(address: str) -> str:
    """One a camera, whatever of its pictures is asked for."""
    return f"camera {address.partition('://')[2].partition('/')[0].partition('?')[0].lower()}"
