"""Where OBS is looked for, on three systems, and how its version is read without starting it."""

from __future__ import annotations

import plistlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import ModuleType

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs import install
from studio.stage.obs.install import Computer, Place

WINDOWS = Computer(
    "win32",
    PureWindowsPath(r"C:\Users\阿婆"),
    {
        "ProgramFiles": r"C:\Program Files",
        "ProgramW6432": r"C:\Program Files",
        "ProgramFiles(x86)": r"C:\Program Files (x86)",
        "APPDATA": r"D:\漫游",
    },
)
MAC = Computer("darwin", PurePosixPath("/Users/apo"), {})
LINUX = Computer("linux", PurePosixPath("/home/apo"), {"PATH": "/opt/bin:/usr/bin"})
posix = pytest.mark.skipif(sys.platform == "win32", reason="Linux paths on a Linux disk")


def by_kind(computer: Computer, kind: str) -> list[Place]:
    return [place for place in install.places(computer) if place.kind == kind]


def test_windows_program_files_come_first_then_steam() -> None:
    programs = [str(place.program) for place in install.places(WINDOWS)]
    assert programs == [
        r"C:\Program Files\obs-studio\bin\64bit\obs64.exe",
        r"C:\Program Files (x86)\obs-studio\bin\64bit\obs64.exe",
        r"C:\Program Files\Steam\steamapps\common\OBS Studio\bin\64bit\obs64.exe",
        r"C:\Program Files (x86)\Steam\steamapps\common\OBS Studio\bin\64bit\obs64.exe",
    ]


def test_where_the_installer_put_it_comes_before_all() -> None:
    noted = (r"D:\直播软件\obs-studio", r"c:\program files\OBS-Studio")
    computer = Computer("win32", WINDOWS.home, WINDOWS.environment, noted)
    assert [str(place.program) for place in by_kind(computer, "installed")] == [
        r"D:\直播软件\obs-studio\bin\64bit\obs64.exe",
        r"c:\program files\OBS-Studio\bin\64bit\obs64.exe",
        r"C:\Program Files (x86)\obs-studio\bin\64bit\obs64.exe",
    ]


class Registry(ModuleType):
    """Windows' registry, where OBS's installer wrote as a 32-bit program."""

    HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 1, 0x20019, 0x100, 0x200

    @contextmanager
    def OpenKey(self, root: int, name: str, reserved: int, access: int) -> Iterator[str]:  # noqa: N802 - winreg's name
        if (root, access) != (self.HKEY_LOCAL_MACHINE, self.KEY_READ | self.KEY_WOW64_32KEY):
            raise FileNotFoundError(2, "not in this view")
        yield name

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802
        return {(r"SOFTWARE\OBS Studio", ""): r"D:\obs-studio"}[key, name], 1


def test_the_installer_is_asked_in_both_views_of_the_registry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "winreg", Registry("winreg"))
    assert install.noted_by_installer() == ()
    monkeypatch.setattr(sys, "platform", "win32")
    assert install.noted_by_installer() == (r"D:\obs-studio",)


def test_a_windows_obs_is_started_in_its_own_folder_and_keeps_its_settings_in_appdata() -> None:
    place = by_kind(WINDOWS, "installed")[0]
    assert str(place.start_in) == r"C:\Program Files\obs-studio\bin\64bit"
    assert str(place.settings) == r"D:\漫游\obs-studio"
    bare = Computer("win32", WINDOWS.home, {})
    assert str(by_kind(bare, "installed")[0].settings) == (
        r"C:\Users\阿婆\AppData\Roaming\obs-studio"
    )


def test_steam_libraries_on_other_drives_are_read_from_its_list() -> None:
    listing = '"libraryfolders"\n{\n "0"\n {\n  "path"\t\t"C:\\\\Program Files (x86)\\\\Steam"\n'
    listing += ' }\n "1"\n {\n  "path"  "E:\\\\游戏"\n  "label" ""\n }\n}\n'
    assert install.steam_libraries(listing) == [r"C:\Program Files (x86)\Steam", r"E:\游戏"]
    assert install.steam_libraries("") == []


def test_portables_are_looked_for_where_people_unpack_them() -> None:
    parents = [str(parent) for parent in install.parents_of_portables(WINDOWS)]
    assert r"C:\Users\阿婆\Desktop" in parents
    assert "D:\\" in parents


def test_the_mac_app_is_started_through_the_system() -> None:
    place = by_kind(MAC, "installed")[0]
    assert place.command == ("open", "-a", "/Applications/OBS.app", "--args")
    assert str(place.settings) == "/Users/apo/Library/Application Support/obs-studio"
    chosen = install.chosen_place(MAC, PurePosixPath("/Volumes/x/OBS.app/Contents/MacOS/OBS"))
    assert chosen.command[2] == "/Volumes/x/OBS.app"


def test_linux_path_flatpak_and_snap_each_have_their_own_settings() -> None:
    found = install.places(LINUX)
    assert [str(place.program) for place in found] == [
        "/opt/bin/obs",
        "/usr/bin/obs",
        "/usr/local/bin/obs",
        f"/var/lib/flatpak/app/{install.APP_ID}/current/active/files/bin/obs",
        f"/home/apo/.local/share/flatpak/app/{install.APP_ID}/current/active/files/bin/obs",
        "/snap/bin/obs-studio",
    ]
    assert str(found[0].settings) == "/home/apo/.config/obs-studio"
    assert by_kind(LINUX, "flatpak")[0].command == ("flatpak", "run", install.APP_ID)
    assert str(by_kind(LINUX, "flatpak")[0].settings).startswith("/home/apo/.var/app/")
    assert str(by_kind(LINUX, "snap")[0].settings).startswith("/home/apo/snap/obs-studio/")


def test_xdg_folders_are_followed() -> None:
    moved = {"PATH": "/b", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"}
    found = install.places(Computer("linux", LINUX.home, moved))
    assert str(found[0].settings) == "/c/obs-studio"
    assert any(str(place.program).startswith("/d/flatpak/") for place in found)


# --- on the disk


def made(path: Path, content: bytes = b"") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@posix
def test_the_first_that_is_there_is_found_and_tells_its_version(tmp_path: Path) -> None:
    program = made(tmp_path / "bin" / "obs")
    made(
        tmp_path / "share" / "metainfo" / f"{install.APP_ID}.appdata.xml",
        b'<releases>\n <release version="29.0.2.1-1+b1" date="2023-02-25"/>\n</releases>',
    )
    computer = Computer("linux", tmp_path, {"PATH": f"/nowhere:{program.parent}"})
    place = install.find(computer)
    assert (place.kind, Path(place.program)) == ("installed", program)
    assert install.version_of(place) == (29, 0, 2)


@posix
def test_a_chosen_program_goes_before_any_other_and_must_be_there(tmp_path: Path) -> None:
    program = made(tmp_path / "own" / "obs")
    computer = Computer("linux", tmp_path, {"PATH": "/usr/bin"})
    assert Path(install.find(computer, str(program)).program) == program
    with pytest.raises(UserFacingError, match="obs_program_missing"):
        install.find(computer, str(tmp_path / "gone"))


def test_no_obs_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "candidates", lambda computer: iter(()))
    with pytest.raises(UserFacingError, match="obs_not_found"):
        install.find(Computer("linux", tmp_path, {}))


def test_a_portable_obs_keeps_its_settings_beside_itself(tmp_path: Path) -> None:
    program = made(tmp_path.joinpath("OBS", *install.WINDOWS_PROGRAM))
    plain = Place("installed", program, (str(program),), Path("roaming"))
    assert install._as_it_lies(plain).settings == Path("roaming")
    made(tmp_path / "OBS" / "portable_mode.txt")
    portable = install._as_it_lies(plain)
    assert (portable.kind, portable.settings) == (
        "portable",
        tmp_path / "OBS" / "config" / "obs-studio",
    )


def test_unpacked_folders_are_known_by_their_name_the_newest_first(tmp_path: Path) -> None:
    for name in ("OBS-Studio-30.2.3-Windows", "obs-studio-31.0.1", "别的", "OBS-Studio-29"):
        (tmp_path / name).mkdir()
    names = [folder.name for folder in install._folders_named_obs(tmp_path)]
    assert names == ["obs-studio-31.0.1", "OBS-Studio-30.2.3-Windows", "OBS-Studio-29"]
    assert install._folders_named_obs(tmp_path / "no drive") == []


# --- the version


def windows_program(major: int, minor: int, patch: int) -> bytes:
    """The bytes around a program's fixed version information."""
    words = [0xFEEF04BD, 0x00010000, (major << 16) | minor, patch << 16]
    return b"MZ" + bytes(300) + b"".join(word.to_bytes(4, "little") for word in words) + bytes(40)


def test_versions_are_read_from_what_each_package_brings() -> None:
    assert install.version_in("obs64.exe", windows_program(30, 2, 3)) == (30, 2, 3)
    plist = plistlib.dumps({"CFBundleShortVersionString": "31.0.1"})
    assert install.version_in("Info.plist", plist) == (31, 0, 1)
    assert install.version_in("snap.yaml", b"name: obs-studio\nversion: 32.0.2\n") == (32, 0, 2)
    binary = plistlib.dumps({"CFBundleShortVersionString": "28.1"}, fmt=plistlib.FMT_BINARY)
    assert install.version_in("Info.plist", binary) == (28, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("obs64.exe", b"MZ no version"),
        ("obs64.exe", b"MZ" + (0xFEEF04BD).to_bytes(4, "little")),
        ("Info.plist", b"not a plist"),
        ("a.xml", b'<release version="unknown"/>'),
        ("snap.yaml", b"name: x"),
    ],
)
def test_a_file_that_does_not_tell_gives_no_version(name: str, content: bytes) -> None:
    assert install.version_in(name, content) is None
