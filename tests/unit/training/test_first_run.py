"""What a rehearsal takes over from the real evening."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.bootstrap import open_studio, open_training
from studio.store.secrets import OBS_PASSWORD
from tests.helpers.screens import FakeSecrets


@pytest.mark.parametrize(
    ("platform", "rehearsed"), [("taobao", "taobao"), ("rtmp", "kuaishou")], ids=str
)
def test_a_rehearsal_always_has_a_room_that_closes(
    tmp_path: Path, platform: str, rehearsed: str
) -> None:
    with open_studio(tmp_path, secrets=FakeSecrets()) as studio:
        studio.settings.set("platform", platform)
        studio.settings.update({"obs_restart": "yes", "speak_warnings": "on"})
        with open_training(studio) as training:
            assert training.settings.get("platform") == rehearsed
            assert training.settings.get("obs_restart") == "yes"
            assert training.settings.get("speak_warnings") == "on"
        assert studio.settings.get("platform") == platform


def test_a_password_typed_in_a_rehearsal_reaches_no_keyring(tmp_path: Path) -> None:
    kept = FakeSecrets()
    with open_studio(tmp_path, secrets=kept) as studio, open_training(studio) as training:
        training.keep_secrets({OBS_PASSWORD: "随便"}).result(60)
        assert training.secrets.get(OBS_PASSWORD) == "随便"
        assert kept.get(OBS_PASSWORD) is None
