"""Where an OBS may lie on this computer, and which version it is, without starting it.

Which paths are looked at is pure path logic (`places`, `parents_of_portables`), so that Windows
and macOS are tested where neither is at hand; only `find` and `version_of` look at the disk, and
`this_computer` into Windows' registry, for an OBS that was installed somewhere else. One that was
only unpacked or copied is not in there.
"""

from __future__ import annotations

import logging
import os
import plistlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)

Version = tuple[int, ...]
APP_ID = "com.obsproject.Studio"
WINDOWS_PROGRAM = ("bin", "64bit", "obs64.exe")
INSTALLER_KEY = r"SOFTWARE\OBS Studio"
"""Its nameless value is the folder."""
STEAM_APP = ("steamapps", "common", "OBS Studio")
PORTABLE_MARKS = (
    "portable_mode",
    "obs_portable_mode",
    "portable_mode.txt",
    "obs_portable_mode.txt",
)
"""With one of these files in its folder, a Windows OBS keeps its settings there too."""
_IN_METAINFO = rb'<release[^>]*\bversion="([^"]+)"'
_IN_SNAP = rb"version:\s*(\S+)"
METAINFO = tuple(f"{APP_ID}.{kind}.xml" for kind in ("appdata", "metainfo"))


@dataclass(frozen=True, slots=True)
class Computer:
    """What the paths depend on."""

    system: str
    """``win32``, ``darwin`` or ``linux``, as `sys.platform` says."""
    home: PurePath
    environment: Mapping[str, str]
    noted: tuple[str, ...] = ()
    """Folders in which OBS's installer says, in Windows' registry, that it put it."""

    def path(self, text: str) -> PurePath:
        return PureWindowsPath(text) if self.system == "win32" else PurePosixPath(text)

    def folder(self, variable: str, default: PurePath) -> PurePath:
        """The folder an environment variable names, if it names one."""
        named = self.environment.get(variable, "")
        return self.path(named) if named else default


@dataclass(frozen=True, slots=True)
class Place:
    """One OBS, if it is there: ``program`` exists then."""

    kind: str
    """``chosen``, ``installed``, ``steam``, ``portable``, ``flatpak`` or ``snap``."""
    program: PurePath
    command: tuple[str, ...]
    """What starts it; arguments follow."""
    settings: PurePath
    """Its folder ``obs-studio`` with ``global.ini``."""
    tells_version: tuple[PurePath, ...] = ()
    """Files that name the version; the first that is there counts."""
    start_in: PurePath | None = None
    """Folder it must be started in; None: any."""


def this_computer() -> Computer:
    """The computer and the person this program runs for."""
    system = "linux" if sys.platform not in ("win32", "darwin") else sys.platform
    return Computer(system, Path.home(), os.environ, noted_by_installer())


def noted_by_installer() -> tuple[str, ...]:
    """Where OBS's installer put it: many install everything on ``D:``. Empty but on Windows.

    The installer is a 32-bit program, and older ones wrote where those write.
    """
    if sys.platform != "win32":
        return ()
    import winreg

    found = []
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        access = winreg.KEY_READ | view
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, INSTALLER_KEY, 0, access) as key:
                found.append(str(winreg.QueryValueEx(key, "")[0]))
        except OSError:
            continue  # not installed, or not by that one
    return tuple(dict.fromkeys(filter(None, found)))


def find(computer: Computer, chosen: str = "") -> Place:
    """The OBS of this computer; ``chosen`` (the setting ``obs_program``) before any other.

    UserFacingError: ``obs_not_found``, ``obs_program_missing`` (path).
    """
    if chosen:
        place = chosen_place(computer, computer.path(chosen))
        if not Path(place.program).is_file():
            raise UserFacingError("obs_program_missing", path=chosen)
        return _as_it_lies(place)
    found = next((place for place in candidates(computer) if Path(place.program).is_file()), None)
    if found is None:
        raise UserFacingError("obs_not_found")
    return _as_it_lies(found)


def candidates(computer: Computer) -> Iterator[Place]:
    """Every place worth a look, the likeliest first; the disk is read for the later ones."""
    yield from places(computer)
    if computer.system == "win32":
        for steam in steam_folders(computer):
            listing = Path(steam / "steamapps" / "libraryfolders.vdf")
            for library in steam_libraries(_text(listing)):
                yield _windows(computer, "steam", computer.path(library).joinpath(*STEAM_APP))
        for parent in parents_of_portables(computer):
            for folder in _folders_named_obs(Path(parent)):
                yield _windows(computer, "portable", computer.path(str(folder)))


def places(computer: Computer) -> list[Place]:
    """The places every computer of this kind has. Pure."""
    match computer.system:
        case "win32":
            return _windows_places(computer)
        case "darwin":
            return _mac_places(computer)
        case _:
            return _linux_places(computer)


def chosen_place(computer: Computer, program: PurePath) -> Place:
    """The OBS a person pointed at: the program itself, or on macOS the app. Pure."""
    if computer.system == "win32":
        root = program.parents[2] if len(program.parents) > 2 else program.parent
        return _windows(computer, "chosen", root, program)
    if computer.system == "darwin":
        inside = [each for each in (program, *program.parents) if each.suffix == ".app"]
        return _mac(computer, "chosen", inside[0] if inside else program)
    return _linux(computer, "chosen", program)


# --- Windows


def _windows_places(computer: Computer) -> list[Place]:
    folders = [computer.path(root) / "obs-studio" for root in _program_files(computer)]
    noted = [computer.path(folder) for folder in computer.noted]
    found = [
        _windows(computer, "installed", folder) for folder in dict.fromkeys((*noted, *folders))
    ]
    found += [
        _windows(computer, "steam", steam.joinpath(*STEAM_APP)) for steam in steam_folders(computer)
    ]
    return found


def _program_files(computer: Computer) -> list[str]:
    named = [
        computer.environment.get(name, "")
        for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
    ]
    known = [*named, r"C:\Program Files", r"C:\Program Files (x86)"]
    return list(dict.fromkeys(filter(None, known)))


def steam_folders(computer: Computer) -> list[PurePath]:
    """Where Steam itself is usually installed. Pure."""
    return [computer.path(root) / "Steam" for root in _program_files(computer)]


def steam_libraries(listing: str) -> list[str]:
    """The folders Steam keeps programs in, as its ``libraryfolders.vdf`` lists them. Pure."""
    return [
        path.replace("\\\\", "\\") for path in re.findall(r'"path"\s+"((?:[^"\\]|\\.)*)"', listing)
    ]


def parents_of_portables(computer: Computer) -> list[PurePath]:
    """Folders people unpack a portable OBS into. Pure."""
    drives = [computer.path(f"{letter}:\\") for letter in "CDEF"]
    return [*(computer.home / name for name in ("Desktop", "Downloads", "Documents")), *drives]


def _folders_named_obs(parent: Path) -> list[Path]:
    """``OBS-Studio-31.0.1-Windows``, ``obs-studio`` …, the last by name first: the newest."""
    try:
        found = [each for each in parent.iterdir() if each.name.lower().startswith("obs-studio")]
    except OSError:
        return []  # no such folder or drive: nothing to find there
    return sorted(found, reverse=True)


def _windows(
    computer: Computer, kind: str, root: PurePath, program: PurePath | None = None
) -> Place:
    program = program or root.joinpath(*WINDOWS_PROGRAM)
    roaming = computer.folder("APPDATA", computer.home / "AppData" / "Roaming")
    return Place(
        kind,
        program,
        (str(program),),
        roaming / "obs-studio",
        (program,),
        program.parent,  # started elsewhere it does not find its own files
    )


def _as_it_lies(place: Place) -> Place:
    """A Windows OBS in portable mode keeps its settings beside its program."""
    root = Path(place.program).parent.parent.parent
    if place.program.suffix != ".exe" or not any((root / mark).exists() for mark in PORTABLE_MARKS):
        return place
    own = root / "config" / "obs-studio"
    kind = "portable" if place.kind == "installed" else place.kind
    return Place(kind, place.program, place.command, own, place.tells_version, place.start_in)


# --- macOS


def _mac_places(computer: Computer) -> list[Place]:
    library = computer.home / "Library" / "Application Support"
    return [
        _mac(computer, "installed", computer.path("/Applications/OBS.app")),
        _mac(computer, "installed", computer.home / "Applications" / "OBS.app"),
        _mac(computer, "steam", (library / "Steam").joinpath(*STEAM_APP) / "OBS.app"),
    ]


def _mac(computer: Computer, kind: str, app: PurePath) -> Place:
    return Place(
        kind,
        app / "Contents" / "MacOS" / "OBS",
        # Through the system: else OBS would have to ask for the camera in our name.
        ("open", "-a", str(app), "--args"),
        computer.home / "Library" / "Application Support" / "obs-studio",
        (app / "Contents" / "Info.plist",),
    )


# --- Linux


def _linux_places(computer: Computer) -> list[Place]:
    folders = [each for each in computer.environment.get("PATH", "").split(":") if each]
    folders += ["/usr/bin", "/usr/local/bin"]
    found = [
        _linux(computer, "installed", computer.path(folder) / "obs")
        for folder in dict.fromkeys(folders)
    ]
    data = computer.folder("XDG_DATA_HOME", computer.home / ".local" / "share")
    for root in (computer.path("/var/lib/flatpak"), data / "flatpak"):
        found.append(_flatpak(computer, root / "app" / APP_ID / "current" / "active" / "files"))
    found.append(_snap(computer))
    return found


def _linux(computer: Computer, kind: str, program: PurePath) -> Place:
    config = computer.folder("XDG_CONFIG_HOME", computer.home / ".config")
    share = program.parent.parent / "share" / "metainfo"
    about = tuple(share / name for name in METAINFO)
    return Place(kind, program, (str(program),), config / "obs-studio", about)


def _flatpak(computer: Computer, files: PurePath) -> Place:
    return Place(
        "flatpak",
        files / "bin" / "obs",
        ("flatpak", "run", APP_ID),
        computer.home / ".var" / "app" / APP_ID / "config" / "obs-studio",
        tuple(files / "share" / "metainfo" / name for name in METAINFO),
    )


def _snap(computer: Computer) -> Place:
    program = computer.path("/snap/bin/obs-studio")
    return Place(
        "snap",
        program,
        (str(program),),
        computer.home / "snap" / "obs-studio" / "current" / ".config" / "obs-studio",
        (computer.path("/snap/obs-studio/current/meta/snap.yaml"),),
    )


# --- the version


def version_of(place: Place) -> Version | None:
    """``(29, 0, 2)``, read from the files beside the program; None where they do not tell."""
    for file in place.tells_version:
        try:
            content = Path(file).read_bytes()
        except OSError:
            continue  # not there in this kind of package
        version = version_in(file.name, content)
        if version is not None:
            return version
        log.info("no version of OBS in %s", file.name)
    return None


def version_in(name: str, content: bytes) -> Version | None:
    """The version a file called ``name`` tells of. Pure."""
    if name.endswith(".exe"):
        return _windows_version(content)
    if name == "Info.plist":
        return _plist_version(content)
    told = re.search(_IN_METAINFO if name.endswith(".xml") else _IN_SNAP, content)
    return parse_version(told.group(1).decode("utf-8", "replace")) if told else None


def parse_version(text: str) -> Version | None:
    """The numbers a version begins with, three at most: Debian's ``29.0.2.1-1+b1`` is 29.0.2."""
    told = re.match(r"\D*(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(part) for part in told.groups() if part is not None) if told else None


def _windows_version(content: bytes) -> Version | None:
    """From VS_FIXEDFILEINFO: signature, structure version, then file version as two words each."""
    at = content.find((0xFEEF04BD).to_bytes(4, "little"))
    if at < 0 or len(content) < at + 16:
        return None
    high = int.from_bytes(content[at + 8 : at + 12], "little")
    low = int.from_bytes(content[at + 12 : at + 16], "little")
    return (high >> 16, high & 0xFFFF, low >> 16)


def _plist_version(content: bytes) -> Version | None:
    try:
        told = plistlib.loads(content)
    except (plistlib.InvalidFileException, ValueError):
        return None
    return parse_version(str(told.get("CFBundleShortVersionString", "")))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""  # no Steam here
