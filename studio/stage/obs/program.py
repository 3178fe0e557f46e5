"""OBS as a program: is it running, start it so that it outlives us, end it when a person asks.

OBS is nobody's child here: it gets a session of its own and none of our pipes, so that neither our
end nor a crash of ours takes a broadcast with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath

import psutil

from studio.runtime.errors import UserFacingError
from studio.stage.obs.install import Place, Version

log = logging.getLogger(__name__)

NAMES = frozenset({"obs", "obs32.exe", "obs64.exe"})
"""What OBS is called among the running programs, in small letters."""
FLAGS = ("--minimize-to-tray", "--disable-missing-files-check")
"""Errors become notices of the tray, and nothing asks for files that were moved: a window nobody
sees must not wait for a click."""
NO_SHUTDOWN_CHECK = "--disable-shutdown-check"
MARKS_SINCE: Version = (32,)
"""From this version on that flag is gone; an unclean end leaves a mark in the settings folder."""
MARKS = (".sentinel", "run_*")
END_SECONDS = 5.0
"""How long OBS may take to end by itself after it was asked to."""
OURS_ALONE = (
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_FONTDIR",
    "PYTHONHOME",
    "PYTHONPATH",
)
"""What a bundled program sets for itself; OBS brings a Qt and a Python of its own."""
LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def arguments(version: Version | None, *, pass_question: bool) -> list[str]:
    """What to start this version with. Pure.

    ``pass_question``: the person agreed that after an unclean end OBS need not ask whether to
    start in safe mode (which would start without its WebSocket server).
    """
    knows_flag = version is None or version < MARKS_SINCE
    return [*FLAGS, NO_SHUTDOWN_CHECK] if pass_question and knows_flag else list(FLAGS)


def forget_unclean_end(settings: PurePath, version: Version | None) -> None:
    """Take away the marks OBS 32 and later leave; only while it is not running."""
    if version is not None and version < MARKS_SINCE:
        return
    folder, pattern = MARKS
    for mark in Path(settings / folder).glob(pattern):
        with contextlib.suppress(FileNotFoundError):
            mark.unlink()


def running(place: Place) -> list[psutil.Process]:
    """The OBSes of this person that use the same settings folder."""
    return [process for process in psutil.process_iter() if _is_it(process, place)]


def start(
    place: Place,
    version: Version | None,
    *,
    pass_question: bool,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Start OBS, which goes on after our end. Returns at once; see it come up by connecting.

    UserFacingError: ``obs_is_running``, ``obs_not_started`` (path).
    """
    if running(place):
        raise UserFacingError("obs_is_running")
    if pass_question:
        forget_unclean_end(place.settings, version)
    command = [*place.command, *arguments(version, pass_question=pass_question)]
    log.info("starting OBS %s: %s", version, command)
    try:
        _start_apart(command, place.start_in, clean(environment or os.environ))
    except (OSError, subprocess.SubprocessError) as error:
        raise UserFacingError("obs_not_started", path=str(place.program)) from error


def end(place: Place) -> None:
    """End OBS because a person asked: politely, then not. Blocks up to 10 s.

    UserFacingError ``obs_not_ended`` where the system does not let us.
    """
    processes = running(place)
    try:
        for process in processes:
            process.terminate()
        _, left = psutil.wait_procs(processes, END_SECONDS)
        for process in left:
            process.kill()
        _, left = psutil.wait_procs(left, END_SECONDS)
    except psutil.AccessDenied as error:
        raise UserFacingError("obs_not_ended") from error
    except psutil.NoSuchProcess:
        left = []
    if left:
        raise UserFacingError("obs_not_ended")


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Our surroundings without what is only ours. Pure."""
    cleaned = {key: value for key, value in environment.items() if key not in OURS_ALONE}
    if cleaned.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        del cleaned["QT_QPA_PLATFORM"]  # we may draw without a screen, OBS must not
    for name in LIBRARY_PATHS:  # PyInstaller keeps what was there before under _ORIG
        before = cleaned.pop(f"{name}_ORIG", None)
        if before is not None:
            cleaned[name] = before
        elif getattr(sys, "frozen", False):
            cleaned.pop(name, None)
    return cleaned


@contextlib.contextmanager
def without_our_libraries(set_folder: Callable[[str | None], object]) -> Iterator[None]:
    """What is started meanwhile does not look for its libraries among ours. Pure but for the call.

    A bundle's folder is put before Windows' own by ``SetDllDirectoryW``, and a program that is
    started inherits that: OBS would load our C++ runtime, which may be too old for it
    (https://pyinstaller.org/en/stable/common-issues-and-pitfalls.html, "Launching external
    programs").
    """
    ours = getattr(sys, "_MEIPASS", None)
    if ours is None:
        yield
        return
    set_folder(None)
    try:
        yield
    finally:
        set_folder(ours)


def _start_apart(command: list[str], folder: PurePath | None, environment: dict[str, str]) -> None:
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        with without_our_libraries(ctypes.windll.kernel32.SetDllDirectoryW):
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=flags,
                close_fds=True,
            )
        process.returncode = 0  # not waited for: it is not ours
        return
    # The shell ends at once and leaves OBS to the system: no child of ours that would stay a
    # zombie, and look alive, when it dies.
    subprocess.run(
        ["/bin/sh", "-c", 'command -v "$1" >/dev/null || exit 127; "$@" &', "sh", *command],
        cwd=folder or "/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=True,
        timeout=END_SECONDS,
    )


def _is_it(process: psutil.Process, place: Place) -> bool:
    try:
        if process.name().lower() not in NAMES or process.status() == psutil.STATUS_ZOMBIE:
            return False
        if _is_another_persons(process):
            return False
        return place.kind in ("flatpak", "snap") or _same_settings(process, place)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False  # gone meanwhile, or another person's


def _is_another_persons(process: psutil.Process, platform: str = sys.platform) -> bool:
    """False where it cannot be told and may be this person's.

    Windows does not tell of a program that was started as administrator whose it is; one that is
    taken for another's would be started a second time, and its settings changed under it.
    """
    try:
        return process.username() != psutil.Process().username()
    except psutil.AccessDenied:
        return platform != "win32"


def _same_settings(process: psutil.Process, place: Place) -> bool:
    """False where it is another OBS: one started with another home, or another Windows copy."""
    if sys.platform == "win32":
        return PurePath(process.exe()) == PurePath(place.program)
    try:
        around = process.environ()
    except (psutil.AccessDenied, OSError):
        return True  # cannot be told: better one too careful
    home = around.get("HOME")
    config = around.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else None)
    if sys.platform == "darwin" or config is None:
        return True
    return Path(config, "obs-studio") == Path(place.settings)
