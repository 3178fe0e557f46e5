"""A real OBS that the program itself finds, sets up, starts and starts again, in a home of its own.

Beside `tests.helpers.obs_rig`, which starts OBS for the tests: here `ObsLife` does it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from studio.stage.obs import program
from studio.stage.obs.life import ObsLife
from studio.store.settings import Settings
from tests.helpers.obs_rig import find_program, free_port, hidden_display, need_programs

VERSION_FILE = Path("/usr/share/metainfo/com.obsproject.Studio.appdata.xml")


@dataclass(frozen=True, slots=True)
class OwnObs:
    """The home it lives in, and the settings that lead to it."""

    home: Path
    program: Path
    port: int

    @property
    def settings(self) -> Path:
        return self.home / ".config" / "obs-studio"

    def choose(self, settings: Settings, *, consent: bool = True) -> None:
        """Write where OBS lies, and whether it may be started again, into a studio's settings."""
        settings.set("obs_program", str(self.program))
        settings.set("obs_restart", "yes" if consent else "ask")

    def processes(self) -> list[psutil.Process]:
        return program.running(_life(self).find().place)

    def kill(self, *, wait: bool = True) -> None:
        """End it as a crash would, and ``wait`` until the system has forgotten it."""
        processes = self.processes()
        for process in processes:
            process.kill()
        if wait:
            psutil.wait_procs(processes, 60)

    @contextlib.contextmanager
    def starved(self) -> Iterator[None]:
        """Something else takes the computer's time: five of six turns."""
        processes, over = self.processes(), threading.Event()

        def starve() -> None:
            while not over.is_set():
                for process in processes:
                    process.suspend()
                over.wait(0.25)
                for process in processes:
                    process.resume()
                over.wait(0.05)

        thread = threading.Thread(target=starve, name="starving")
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def freeze(self) -> None:
        for process in self.processes():
            process.suspend()


def _life(own: OwnObs) -> ObsLife:
    from studio.stage.obs import install
    from studio.store.secrets import MemorySecrets

    return ObsLife(
        Settings(own.home / "none"),
        MemorySecrets(),
        lambda chosen: install.find(install.this_computer(), str(own.program)),
    )


@contextlib.contextmanager
def own_obs(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnObs]:
    """The home, its display, and the environment a started OBS inherits. Nothing is started."""
    need_programs(["obs", "Xvfb"])
    home = Path(tempfile.mkdtemp(prefix="gongfu-own-obs-"))
    (home / "run").mkdir(mode=0o700)
    try:
        with hidden_display(home) as display:
            monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
            for name, value in {
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(home / "run"),
                "DISPLAY": display,
                "LIBGL_ALWAYS_SOFTWARE": "1",
            }.items():
                monkeypatch.setenv(name, value)
            own = OwnObs(home, _installed(home), free_port())
            _set_port(own)
            try:
                yield own
            finally:
                program.end(_life(own).find().place)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _installed(home: Path) -> Path:
    """OBS as if it had been installed in this home; ``--multi``: others may run beside it."""
    folder = home / "opt" / "bin"
    folder.mkdir(parents=True)
    start = folder / "obs"
    start.write_text(
        f'#!/bin/sh\nexec {find_program("obs")} --multi "$@" >> "{home}/obs.log" 2>&1\n'
    )
    start.chmod(0o755)
    if VERSION_FILE.exists():
        metainfo = home / "opt" / "share" / "metainfo"
        metainfo.mkdir(parents=True)
        shutil.copy(VERSION_FILE, metainfo / VERSION_FILE.name)
    return start


def _set_port(own: OwnObs) -> None:
    """A port nobody else uses, as a person may have set one: it is kept."""
    own.settings.mkdir(parents=True)
    (own.settings / "global.ini").write_text(
        "[General]\nFirstRun=true\nEnableAutoUpdates=false\n\n"
        f"[OBSWebSocket]\nServerEnabled=false\nServerPort={own.port}\nAlertsEnabled=false\n"
    )
    assert os.environ["HOME"] == str(own.home)
