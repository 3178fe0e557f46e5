"""User and password of a network camera's address: in the keyring, and in no setting or log.

Cameras sold in China ask for them almost always. The address is kept without them; the whole one is
put together only where the camera is opened.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from studio.runtime import addresses
from studio.runtime.camera_address import HIDDEN, filled, has_secret, parted
from studio.runtime.errors import UserFacingError
from studio.store.secrets import Secrets

log = logging.getLogger(__name__)


def bare(address: str) -> str:
    """``address`` as it is kept and shown: without user, password or key."""
    return parted(address).bare


def secret(address: str) -> dict[str, str]:
    """What is secret in ``address``, by the names under which it is kept for that camera.

    Each parameter for itself: who types one anew leaves the others hidden. With its name, because
    what is kept is struck out of every log, and a user is often called as an ordinary word.
    """
    found = parted(address)
    camera = _name(found.bare)
    login = {camera: found.login} if found.login else {}
    return login | {
        _parameter(camera, name): f"{name}={value}" for name, value in found.parameters.items()
    }


def joined(secrets: Secrets, address: str) -> str:
    """``address`` as the camera wants it, with what is kept for it. Blocks; log it nowhere."""
    if "://" not in address:
        return address
    camera = _name(address)

    def value(name: str) -> str:
        kept = secrets.get(_parameter(camera, name))
        return kept.partition("=")[2] if kept else HIDDEN

    login = secrets.get(camera)
    scheme, _, rest = filled(address, value).partition("://")
    return f"{scheme}://{login}@{rest}" if login else f"{scheme}://{rest}"


def moved(secrets: Secrets, stored: Mapping[str, Any]) -> dict[str, Any]:
    """``stored`` settings without the logins that older versions left in them; those are kept.

    Blocks. Without a keyring they are known until the program ends: they belong in no file. A
    setting whose secret is not understood goes, for it filmed nothing.
    """
    mended = dict(stored)
    if isinstance(footage := stored.get("footage"), str):
        mended["footage"] = _moved(secrets, footage)
        if _is_secret(mended["footage"]):
            del mended["footage"]
    match stored.get("obs_camera"):
        case [str(address), *names]:
            mended["obs_camera"] = [
                _moved(secrets, address),
                *(_named(str(each)) for each in names),
            ]
            if _is_secret(mended["obs_camera"][0]):
                del mended["obs_camera"]
    return mended


def _moved(secrets: Secrets, address: str) -> str:
    for name, value in secret(address).items():
        try:
            secrets.set(name, value)
        except UserFacingError as error:
            log.warning("the login of a camera is known until the program ends: %s", error.code)
    return bare(address)


def _is_secret(address: str) -> bool:
    try:
        addresses.footage(address)
    except UserFacingError as error:
        return error.code == "camera_address_holds_password"
    return False


def _named(name: str) -> str:
    """What such a version called a camera by: its address behind the scheme."""
    return bare(f"rtsp://{name}").removeprefix("rtsp://") if has_secret(name) else name


def _name(address: str) -> str:
    """One a camera, whatever of its pictures is asked for."""
    return f"camera {address.partition('://')[2].partition('/')[0].partition('?')[0].lower()}"


def _parameter(camera: str, name: str) -> str:
    return f"{camera} {name.lower()}"
