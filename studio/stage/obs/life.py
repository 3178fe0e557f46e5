"""OBS's life as a person meets it: found, its server on, started, connected, started again.

Every step can be repeated. All of it blocks: for a worker, never for the main thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.stage.obs import install, program, server_file
from studio.stage.obs.install import Place, Version
from studio.stage.obs.log_tail import LogTail, log_folder, tail
from studio.stage.obs.server_file import Server
from studio.stage.port import CameraOffer
from studio.store.secrets import OBS_PASSWORD, Secrets
from studio.store.settings import Settings

log = logging.getLogger(__name__)

UP_SECONDS = 60.0
"""OBS is up in 5 to 15 s (design: stage page); an old PC on a cold disk takes longer."""
LOOK_AGAIN_SECONDS = 0.25
NOT_YET = frozenset({"stage_unreachable", "obs_silent", "obs_not_obs"})
"""What is so while OBS is still coming up; its port answers before it speaks."""
GIVEN_SECONDS = 5.0
"""A program that was just started is in the list of running ones by then."""


@dataclass(frozen=True, slots=True)
class Found:
    """The OBS of this computer."""

    place: Place
    version: Version | None

    @property
    def version_words(self) -> str:
        """``29.0.2``; empty where it is not known."""
        return ".".join(map(str, self.version or ()))


class ObsLife:
    """The steps. Any thread, one at a time."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        find: Callable[[str], Place] = lambda chosen: install.find(install.this_computer(), chosen),
    ) -> None:
        self._settings, self._secrets, self._find = settings, secrets, find

    @property
    def consented(self) -> bool:
        """The person agreed that we start OBS again by ourselves, past its question."""
        return bool(self._settings.get("obs_restart") == "yes")

    def find(self) -> Found:
        """UserFacingError: ``obs_not_found``, ``obs_program_missing``."""
        place = self._find(self._settings.get("obs_program"))
        return Found(place, install.version_of(place))

    def lives_here(self, url: str) -> bool:
        """False where ``url`` leads to another computer: nothing there can be started."""
        host, _ = addresses.obs(url)
        return addresses.is_here(host)

    def is_running(self) -> bool:
        """False also where there is no OBS."""
        try:
            return bool(program.running(self.find().place))
        except UserFacingError:
            return False

    def server(self) -> Server:
        """How its server is set now; the errors of `find` and `server_file.read`."""
        found = self.find()
        return server_file.read(found.place.settings, found.version)

    def turn_server_on(self) -> Server:
        """Switch the server on and keep its address and password as ours.

        A running OBS whose server is on already needs nothing and is left alone. UserFacingError:
        ``obs_is_running``, those of `find`, `server_file` and the keyring.
        """
        found = self.find()
        server = server_file.read(found.place.settings, found.version)
        if not server.enabled:
            if program.running(found.place):  # at its end it would write the old switch back
                raise UserFacingError("obs_is_running")
            server = server_file.turn_on(found.place.settings, found.version)
        self._settings.set("obs_url", f"ws://127.0.0.1:{server.port}")
        if server.asks_password and server.password:
            self._secrets.set(OBS_PASSWORD, server.password)
        return server

    def start(self) -> Found:
        """Start it and see that it stays; UserFacingError as `program.start`."""
        return self._start(self.find(), pass_question=self.consented)

    def _start(self, found: Found, *, pass_question: bool) -> Found:
        program.start(found.place, found.version, pass_question=pass_question)
        end = time.monotonic() + GIVEN_SECONDS
        while not program.running(found.place):
            if time.monotonic() > end:
                raise UserFacingError("obs_not_started", path=str(found.place.program))
            time.sleep(LOOK_AGAIN_SECONDS)
        return found

    def start_again(self) -> Found:
        """End what still runs of it (it hangs, and a person asked), then start it.

        Past its question about safe mode: the press is the consent, for an end that was made here.
        """
        found = self.find()
        program.end(found.place)
        return self._start(found, pass_question=True)

    def log_tail(self, url: str) -> LogTail | None:
        """The end of the log of the OBS at ``url``; None where it runs on another computer."""
        if not self.lives_here(url):
            return None
        try:
            return tail(Path(self.find().place.settings / "logs"))
        except UserFacingError:  # one we do not find, started by hand
            return tail(log_folder())

    def cameras(self) -> tuple[CameraOffer, ...] | None:
        """As `check.cameras`, of the OBS the settings lead to; it changes nothing."""
        from studio.stage.obs.check import cameras

        return cameras(self._settings.get("obs_url"), self._secrets.get(OBS_PASSWORD))

    def wait_until_up(
        self, seconds: float = UP_SECONDS, wanted: Callable[[], bool] = lambda: True
    ) -> dict[str, Any]:
        """What `check.check` tells, once it answers; given up when nobody wants to know any more.

        UserFacingError: ``obs_waits_for_click`` where it runs and does not answer in time,
        ``obs_ended_at_start`` where it is gone again, and what cannot be waited away.
        """
        from studio.stage.obs.check import check  # the websocket library: only when it is needed

        end = time.monotonic() + seconds
        while True:
            try:
                return check(self._settings.get("obs_url"), self._secrets.get(OBS_PASSWORD))
            except UserFacingError as error:
                if error.code not in NOT_YET:
                    raise
                if not self.is_running():
                    raise UserFacingError("obs_ended_at_start") from error
                if time.monotonic() > end or not wanted():
                    raise UserFacingError("obs_waits_for_click") from error
            time.sleep(LOOK_AGAIN_SECONDS)
