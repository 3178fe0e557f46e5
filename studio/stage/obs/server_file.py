"""OBS's WebSocket server, switched on in OBS's own files while OBS is not running.

obs-websocket 5.0 to 5.4 (OBS 28 to 30.1) keeps its switch in ``global.ini``, section
``[OBSWebSocket]``; 5.5 and later (OBS 30.2) in ``plugin_config/obs-websocket/config.json``, and at
its first start it takes over what it finds in the ini file *instead of* the JSON file: so a section
left over from before the update is set too. OBS 31 copies ``global.ini`` into ``user.ini``.
(Read in obs-websocket's ``Config.cpp`` and OBS's release notes.)
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from studio.runtime.errors import UserFacingError
from studio.runtime.files import replace_file
from studio.runtime.logs import never_log
from studio.stage.obs import ini, json_text
from studio.stage.obs.install import Version

log = logging.getLogger(__name__)

DEFAULT_PORT = 4455
SECTION = "OBSWebSocket"
JSON_SINCE: Version = (30, 2)
"""OBS's first version whose obs-websocket (5.5) has a file of its own."""
JSON_FILE = ("plugin_config", "obs-websocket", "config.json")
INI_FILES = ("global.ini", "user.ini")
BACKUP = ".before-gongfu"
"""Added to a file's name: the file as it was before we changed it last."""
PASSWORD_BYTES = 12
INI_NAMES = {
    "first_load": "FirstLoad",
    "server_enabled": "ServerEnabled",
    "server_port": "ServerPort",
    "auth_required": "AuthRequired",
    "server_password": "ServerPassword",
}


@dataclass(frozen=True, slots=True)
class Server:
    """How OBS's WebSocket server is set."""

    enabled: bool
    port: int
    asks_password: bool
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    is_json: bool


def read(settings: PurePath, version: Version | None) -> Server:
    """What OBS will do at its next start. UserFacingError ``obs_settings_unreadable`` (file)."""
    told: dict[str, str | bool | int] = {}
    for file in _files(settings, version):
        told |= _told(file)  # an ini section left over counts last: OBS takes it over
    password = str(told.get("server_password", ""))
    if password:
        never_log(password)
    return Server(
        enabled=_is_true(told.get("server_enabled", False)),
        port=_port(told.get("server_port", DEFAULT_PORT)),
        asks_password=_is_true(told.get("auth_required", True)),
        password=password,
    )


def turn_on(settings: PurePath, version: Version | None) -> Server:
    """Switch the server on where it is off; OBS must not be running. Idempotent.

    Port and password that are set stay (other programs may use them); a missing password is made.
    UserFacingError: ``obs_settings_unreadable`` (file), ``obs_settings_unwritable`` (file).
    """
    before = read(settings, version)
    if before.enabled and (before.password or not before.asks_password):
        return before
    password = before.password or secrets.token_urlsafe(PASSWORD_BYTES)
    never_log(password)
    after = Server(True, before.port, True, password)
    for file in _files(settings, version):
        _write(file, after)
    log.info("the WebSocket server of OBS was switched on, port %d", after.port)
    return after


def _files(settings: PurePath, version: Version | None) -> list[_File]:
    """The files that count for this version; of an unknown one, all that may."""
    folder = Path(settings)
    old = [folder / name for name in INI_FILES]
    left_over = [_File(file, False) for file in old if ini.values(_bytes(file), SECTION)]
    if version is not None and version < JSON_SINCE:
        return [_File(old[0], False)]
    new = _File(folder.joinpath(*JSON_FILE), True)
    if version is None and not left_over and not new.path.exists():
        return [new, _File(old[0], False)]
    return [new, *left_over]


def _told(file: _File) -> dict[str, str | bool | int]:
    content = _bytes(file.path)
    if not file.is_json:
        said = ini.values(content, SECTION)
        return {key: said[name.lower()] for key, name in INI_NAMES.items() if name.lower() in said}
    if not content:
        return {}
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise UserFacingError("obs_settings_unreadable", file=str(file.path)) from error
    if not isinstance(told, dict):
        raise UserFacingError("obs_settings_unreadable", file=str(file.path))
    return {key: told[key] for key in INI_NAMES if key in told}


def _write(file: _File, server: Server) -> None:
    wanted: dict[str, str | bool | int] = {
        "first_load": False,  # else OBS would make a password of its own
        "server_enabled": server.enabled,
        "server_port": server.port,
        "auth_required": server.asks_password,
        "server_password": server.password,
    }
    before = _bytes(file.path)
    if file.is_json:
        mark = ini.BOM if before.startswith(ini.BOM) else b""
        text = json_text.changed(before.decode("utf-8-sig") or "{}", wanted)
        after = mark + text.encode("utf-8")
    else:
        after = ini.changed(
            before, SECTION, {INI_NAMES[key]: _ini_word(value) for key, value in wanted.items()}
        )
    try:
        _put(file.path, after)
    except OSError as error:
        raise UserFacingError("obs_settings_unwritable", file=str(file.path)) from error


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all, as readable to others as it was, with a copy of what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path.resolve()  # a link stays a link
    there = path.exists()
    if there:
        replace_file(path.with_name(path.name + BACKUP), _copy_of(path))

    def write(part: Path) -> None:
        part.touch(0o600)  # a password goes in
        part.write_bytes(content)
        if there:
            shutil.copymode(path, part)

    replace_file(path, write)


def _copy_of(path: Path) -> Callable[[Path], object]:
    return lambda part: shutil.copy2(path, part)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UserFacingError("obs_settings_unreadable", file=str(path)) from error


def _ini_word(value: str | bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_true(value: object) -> bool:
    """As OBS reads it: the word, or a number that is not nought."""
    word = str(value).strip().lower()
    return word == "true" or (word.lstrip("-").isdecimal() and int(word) != 0)


def _port(value: object) -> int:
    word = str(value)
    number = int(word) if word.isdecimal() else 0
    return number if 0 < number < 2**16 else DEFAULT_PORT
