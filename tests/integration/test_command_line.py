"""The command line: its options, and what a helper on the telephone asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inventory.orders.forgetting import Forgotten
from inventory.orders.importing import Imports, Ruled
from inventory.orders.undoing import Undone
from studio.bootstrap import DATABASE
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.stage.obs.life import ObsLife
from studio.stage.port import CameraOffer
from studio.store.secrets import MemorySecrets
from studio.store.settings import Settings
from tests.helpers.fake_obs import fake_obs
from tests.helpers.program import PATIENCE, answer, environment, gongfu, run_here

OBS_ANSWERS = {
    "GetVersion": {"obsVersion": "29.0.2", "obsWebSocketVersion": "5.1.0"},
    "GetSceneCollectionList": {"currentSceneCollectionName": "我的", "sceneCollections": ["我的"]},
    "GetProfileList": {"currentProfileName": "我的", "profiles": ["我的"]},
    "GetStreamStatus": {"outputActive": False},
    "GetRecordStatus": {"outputActive": False},
    "GetInputList": {
        "inputs": [
            {"inputName": "底色", "inputKind": "color_source_v3"},
            {"inputName": "我的", "inputKind": "dshow_input"},
        ]
    },
    "GetInputPropertiesListPropertyItems": {
        "propertyItems": [{"itemName": "Logi C270", "itemValue": "c270", "itemEnabled": True}]
    },
}


def test_the_data_folder_may_be_named_before_the_command_or_behind_it(tmp_path: Path):
    before = answer("--data-dir", tmp_path, "doctor")
    assert before["data_dir"] == str(tmp_path)
    behind = answer("--data-dir", tmp_path / "other", "doctor", "--data-dir", tmp_path)
    assert behind["data_dir"] == str(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="another user's folder is made by root")
def test_the_doctor_says_in_a_sentence_that_a_folder_may_not_be_entered(tmp_path: Path):
    """Of another user, and without the right to go in; it answered that the program had a bug."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / DATABASE).touch()
    folder.chmod(0o644)
    entering = []
    if os.geteuid() == 0:  # who may otherwise enter everything
        os.chown(folder, 65534, 65534)
        entering = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*entering, *gongfu("doctor", "--json", "--data-dir", folder)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    folder.chmod(0o755)
    assert done.returncode == 0, done.stdout + done.stderr
    unwritable = UserFacingError("database_unwritable", path=str(folder / DATABASE))
    assert json.loads(done.stdout)["database"] == word_error(unwritable)


def test_the_doctor_names_the_obs_it_reached(tmp_path: Path):
    with fake_obs() as obs:
        for request, told in OBS_ANSWERS.items():
            obs.answers[request] = lambda _data, told=told: told
        Settings(tmp_path).set("obs_url", obs.url)
        told = answer("doctor", "--data-dir", tmp_path)
        assert (told["obs"], told["obs_cameras"]) == ("OBS 29.0.2", ["Logi C270"])
        assert isinstance(told["cameras"], list)


@pytest.mark.parametrize("notes", [0, 2])
def test_notes_too_little_may_be_sold_for_are_told_whatever_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: int
):
    monkeypatch.setattr(Imports, "undo", lambda *_: Undone(1, notes))
    monkeypatch.setattr(Imports, "forget_code", lambda *_: Forgotten(1, 0, notes))
    monkeypatch.setattr(Imports, "take_stock", lambda *_: Ruled(1, notes))
    for said in (
        ("undo", "I"),
        ("unmap", "a-77", "--shop", "抖店"),
        ("shops", "抖店", "--takes", "payment"),
    ):
        done = run_here("orders", *said, "--data-dir", tmp_path).expect(0)
        told = done.stderr if said[0] == "shops" else done.stdout
        assert ("2 笔货不够留回去" in told) == (notes > 0)


def test_the_cameras_of_an_obs_are_told_with_what_opens_them(tmp_path: Path):
    with fake_obs() as obs:
        for request, told in OBS_ANSWERS.items():
            obs.answers[request] = lambda _data, told=told: told
        settings = Settings(tmp_path)
        settings.set("obs_url", obs.url)
        life = ObsLife(settings, MemorySecrets())
        assert life.cameras() == (CameraOffer("device:c270", "Logi C270"),)
        obs.answers["GetInputList"] = lambda _data: {"inputs": []}
        assert life.cameras() is None


@pytest.mark.expects_log
def test_an_obs_that_lists_no_cameras_is_still_an_obs():
    with fake_obs() as obs:
        for request, told in OBS_ANSWERS.items():
            obs.answers[request] = lambda _data, told=told: told
        obs.answers["GetInputPropertiesListPropertyItems"] = lambda _data: None
        assert answer("obs", "check", "--obs-url", obs.url)["cameras"] is None
        obs.answers["GetInputList"] = lambda _data: {"inputs": []}
        assert answer("obs", "check", "--obs-url", obs.url)["cameras"] is None


def test_what_may_be_a_buyers_is_said_and_not_logged(tmp_path: Path) -> None:
    data, phone = tmp_path / "data", "13905710001"
    mixed_up = tmp_path / f"王小丫漏{phone}.csv"
    mixed_up.write_bytes(b"\x01\x02\x03 no table")
    for asked in (
        ("orders", "import", mixed_up),
        ("tracking", "import", mixed_up),
        ("product", "import", mixed_up),
        ("product", "import", mixed_up.with_suffix(".xlsx")),
        ("orders", "show", phone),
        ("case", "open", phone),
    ):
        done = run_here(*asked, "--data-dir", data).expect(1)
        assert phone in done.stderr, asked
    log = (data / "logs" / "gongfu.log").read_text("utf-8")
    assert log.count("told the user") >= 5
    assert phone not in log
    assert "王小丫" not in log
