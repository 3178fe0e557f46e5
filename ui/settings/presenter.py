"""What the settings screen knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from studio.camera.devices import Camera, plugged_in
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language
from studio.stage import platforms
from studio.stage.platforms import Platform, Platforms
from studio.stage.port import CameraOffer
from studio.store import camera_logins
from studio.store.settings import SETTINGS
from ui.asking import Asking, OnError, Then

KEYS = ("key_next", "key_card", "key_hold", "key_order", "key_break")
"""The anchor's five keys, in the order of their buttons."""

SECRETS = ("obs_password", "stream_key")

SHORTEST_READING_S = 4.0
"""Faster than this nobody has read it: the button was pressed twice."""

DECLARED = {setting.key: setting for setting in SETTINGS}


class ObsCameras(StrEnum):
    """How it stands with OBS's list of its cameras."""

    ASKED = "asked"
    TOLD = "told"
    NOT_SET_UP = "not_set_up"
    """OBS has nothing yet to ask it by: connecting it step by step makes that."""
    NO_ANSWER = "no_answer"


class SettingsView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_values(self, values: Mapping[str, Any]) -> None: ...
    def show_kept_secret(self, name: str, kept: bool) -> None: ...
    def show_cameras(self, cameras: Sequence[CameraOffer]) -> None: ...
    def show_obs_cameras(self, cameras: Sequence[CameraOffer], standing: ObsCameras) -> None: ...
    def show_platforms(
        self, known: Sequence[Platform], problem: UserFacingError | None
    ) -> None: ...
    def show_platform(self, platform: Platform, needed_kbps: int, places: int) -> None: ...
    def show_wrong(self, key: str, wrong: str) -> None: ...
    def show_kept(self) -> None: ...
    def show_reading(self, running: bool) -> None: ...


class SecretStore(Protocol):
    """`studio.store.secrets.Secrets`."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...
    def forget(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """What the screen works on."""

    settings: Any
    secrets: SecretStore
    background: Callable[[Callable[[], Any]], Future[Any]]
    then: Then
    seconds: Callable[[], float]
    """A clock that never goes back."""
    platforms: Platforms
    cameras: Callable[[], list[Camera]] = plugged_in
    """What is plugged in; reads files, so it is asked on a worker."""
    obs_cameras: Callable[[], Sequence[CameraOffer] | None] = lambda: None
    """As `studio.stage.obs.life.ObsLife.cameras`; blocks."""


class SettingsPresenter:
    """Everything is kept the moment it is changed; there is no button to forget."""

    def __init__(
        self,
        view: SettingsView,
        parts: SettingsParts,
        speak: Callable[[Language], None],
        back: Callable[[], None],
        on_error: OnError,
    ) -> None:
        self._view, self._parts = view, parts
        self._speak, self._back, self._on_error = speak, back, on_error
        self._asking = Asking(parts.then, on_error)
        self._reading_since: float | None = None
        self._asked_obs = 0

    def open(self) -> None:
        known = self._parts.platforms
        self._view.show_platforms(tuple(known.profiles.values()), known.problem)
        self.show()
        for name in SECRETS:
            self._ask_about(name)
        self._asking.ask(self._parts.background(self._parts.cameras), self._show_cameras)
        self._ask_obs()

    def close(self) -> None:
        self._asking.close()

    def on_back(self) -> None:
        self._back()

    def on_language(self, language: Language) -> None:
        self._speak(language)
        self.show()

    def on_value(self, key: str, value: Any) -> None:
        """Something was chosen or typed; what is not accepted is said at its field."""
        if value == self._parts.settings.get(key):
            self._view.show_wrong(key, "")
            return
        if not DECLARED[key].accepts(value):
            self._view.show_wrong(key, "not_accepted")
            return
        self._keep(key, value)

    def on_platform(self, name: str) -> None:
        """Another platform: its own address and key are shown, the others' are kept."""
        try:
            platforms.choose(self._parts.settings, name)
        except Exception as error:  # noqa: BLE001 - worded for the person; bugs are logged there
            self._on_error(error)
            return
        self._view.show_wrong("ingest_server", "")
        self.show()
        self._ask_about("stream_key")
        self._view.show_kept()

    def on_address(self, key: str, text: str) -> None:
        """An address; one that may not be kept is said at its field by the error's code."""
        self._take(key, text.strip())

    def on_footage(self, what: str) -> None:
        """Something to film was chosen; after one that may not be kept, what is kept is shown."""
        bare = camera_logins.bare(what.strip())
        self._keep_login(what.strip())
        self.on_address("footage", bare)
        self.show()

    def on_obs_camera(self, source: str, name: str) -> None:
        """The same for OBS; ``source`` empty: the cameras that were put into it by hand."""
        bare = camera_logins.bare(source.strip())
        self._keep_login(source.strip())
        self._take("obs_camera", [bare, name] if source else [])
        self.show()

    def _keep_login(self, address: str) -> None:
        """User and password of a camera's address into the keyring, never into the settings."""
        for name, login in camera_logins.secret(address).items():
            work = partial(self._parts.secrets.set, name, login)
            self._asking.ask(self._parts.background(work), lambda _: self._view.show_kept())

    def on_channels(self, text: str) -> None:
        """Words between commas of either kind, or spaces."""
        for sign in "，、,;；":
            text = text.replace(sign, " ")
        channels = list(dict.fromkeys(text.split()))
        if channels:
            self.on_value("channels", channels)
        else:
            self._view.show_wrong("channels", "no_channel")
        self.show()

    def on_key(self, setting: str, key: str) -> None:
        """A key was pressed for one of the five; one in use for another is refused."""
        others = {name: self._parts.settings.get(name) for name in KEYS if name != setting}
        if key in others.values():
            self._view.show_wrong(setting, "key_taken")
            return
        self.on_value(setting, key)

    def on_secret(self, name: str, value: str) -> None:
        """Into the system's keyring, or out of it where the field was emptied."""
        secrets, kept_as = self._parts.secrets, self._kept_as(name)
        value = value.strip()
        work = (lambda: secrets.set(kept_as, value)) if value else (lambda: secrets.forget(kept_as))

        def kept(_: Any) -> None:
            self._view.show_kept_secret(name, bool(value))
            self._view.show_kept()
            if name == "obs_password":
                self._ask_obs()

        self._asking.ask(self._parts.background(work), kept)

    def on_reading(self, characters: int) -> None:
        """The reading test: pressed once to begin, once at the end of a text that long."""
        now = self._parts.seconds()
        if self._reading_since is None:
            self._reading_since = now
            self._view.show_reading(True)
            return
        seconds, self._reading_since = now - self._reading_since, None
        self._view.show_reading(False)
        if seconds < SHORTEST_READING_S:
            self._view.show_wrong("characters_per_minute", "read_too_fast")
            return
        least, most = DECLARED["characters_per_minute"].bounds or (40, 600)
        pace = round(characters * 60 / seconds / 10) * 10
        self.on_value("characters_per_minute", int(min(most, max(least, pace))))

    def _show_cameras(self, found: Sequence[Camera]) -> None:
        self._view.show_cameras([CameraOffer(each.footage, each.name) for each in found])

    def _ask_obs(self) -> None:
        """Which cameras it offers; one that does not answer is no trouble here."""
        self._asked_obs += 1
        asked = self._asked_obs
        self._view.show_obs_cameras((), ObsCameras.ASKED)

        def told(offers: Sequence[CameraOffer] | None) -> None:
            if asked == self._asked_obs:  # another address may have been typed meanwhile
                standing = ObsCameras.NOT_SET_UP if offers is None else ObsCameras.TOLD
                self._view.show_obs_cameras(offers or (), standing)

        def not_told(error: BaseException) -> None:
            if asked == self._asked_obs:
                self._view.show_obs_cameras((), ObsCameras.NO_ANSWER)
            if not isinstance(error, UserFacingError):
                self._on_error(error)

        self._asking.ask(self._parts.background(self._parts.obs_cameras), told, not_told)

    def _take(self, key: str, value: Any) -> None:
        """What may not be kept is said at its field by the error's code."""
        try:
            DECLARED[key].must_take(value)
        except UserFacingError as error:
            self._view.show_wrong(key, error.code)
        else:
            self.on_value(key, value)

    def _keep(self, key: str, value: Any) -> None:
        try:
            self._parts.settings.set(key, value)
        except Exception as error:  # noqa: BLE001 - worded for the person; bugs are logged there
            self._on_error(error)
            return
        self._view.show_wrong(key, "")
        self.show()
        self._view.show_kept()
        if key == "obs_url":
            self._ask_obs()

    def show(self) -> None:
        """Show what is kept, in place of what was chosen and not kept."""
        settings = self._parts.settings
        self._view.show_values({setting.key: settings.get(setting.key) for setting in SETTINGS})
        places = settings.get("destinations")
        needed = platforms.uplink_needed_kbps(settings.get("target_kbps"), places)
        self._view.show_platform(self._platform(), needed, places)

    def _platform(self) -> Platform:
        return self._parts.platforms.get(self._parts.settings.get("platform"))

    def _kept_as(self, name: str) -> str:
        """The keyring's name: every platform has a stream key of its own."""
        return self._platform().secret if name == "stream_key" else name

    def _ask_about(self, name: str) -> None:
        secrets, kept_as = self._parts.secrets, self._kept_as(name)

        def tell(kept: bool) -> None:
            if kept_as == self._kept_as(name):  # another platform may have been chosen meanwhile
                self._view.show_kept_secret(name, kept)

        self._asking.ask(self._parts.background(lambda: bool(secrets.get(kept_as))), tell)
