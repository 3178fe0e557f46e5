"""The settings screen for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget

from studio.stage import platforms
from studio.stage.port import CameraOffer
from studio.store.settings import SETTINGS
from ui import i18n, sampling
from ui.settings.presenter import ObsCameras, SettingsParts, SettingsPresenter
from ui.settings.view import SettingsScreen

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    view, studio = SettingsScreen(shell.stack, bare=True), shell.studio
    parts = SettingsParts(
        studio.settings,
        studio.secrets,
        studio.runtime.background,
        studio.runtime.then,
        studio.clock.monotonic,
        studio.platforms,
        obs_cameras=studio.obs_life.cameras if studio.obs_life else lambda: None,
    )
    view.connect_obs_wanted.connect(lambda: shell.open("obs_setup"))
    view.start(SettingsPresenter(view, parts, shell.speak, shell.back, shell.show_problem))
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _sample, "wrong": _wrong, "below": _below}


def _sample() -> SettingsScreen:
    view = SettingsScreen()
    values = {setting.key: setting.default for setting in SETTINGS}
    values |= {
        "language": i18n.current(),
        "workshop_name": sampling.WORKSHOP,
        "seller_name": "后山村专业合作社",
        "seller_address": "枸杞乡后山村 1 号",
        "always_on_air": ["seller"],
        "obs_camera": ["device:c270", "Logi C270 HD WebCam"],
    }
    view.show_values(values)
    view.show_obs_cameras([CameraOffer(*values["obs_camera"])], ObsCameras.TOLD)
    known = platforms.load(Path(__file__).parent)  # where no workshop has a list of its own
    view.show_platforms(tuple(known.profiles.values()), None)
    needed = platforms.uplink_needed_kbps(values["target_kbps"], 1)
    view.show_platform(known.get("kuaishou"), needed, 1)
    view.show_kept_secret("obs_password", True)
    view.show_kept_secret("stream_key", False)
    return view


def _below() -> SettingsScreen:
    """What comes into sight by scrolling."""
    view = _sample()
    bar = view.findChild(QScrollArea).verticalScrollBar()
    bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
    return view


def _wrong() -> SettingsScreen:
    view = _sample()
    view.texts["ingest_server"].input.setText("www.example.com")
    view.show_wrong("ingest_server", "ingest_address_wrong")
    view.show_wrong("key_card", "key_taken")
    view.show_obs_cameras([], ObsCameras.NO_ANSWER)
    view.show_reading(True)
    return view
