"""OBS's server switch in the files of each generation: everything else stays byte for byte."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.runtime.errors import UserFacingError
from studio.stage.obs import ini, json_text, server_file

OLD, NEW = (29, 0, 2), (31, 0, 1)
INI = (
    "\ufeff; von Hand\r\n[General]\r\nName=村里\r\nFirstRun=true\r\n\r\n"
    "[OBSWebSocket]\r\nFirstLoad=false\r\n# mine\r\nServerEnabled=false\r\nServerPort=4466\r\n"
    "AlertsEnabled=true\r\nServerPassword=a\\\\b\r\n\r\n[Basic]\r\nProfile=x\r\n"
).encode()


def json_file(folder: Path, text: str) -> Path:
    path = folder.joinpath(*server_file.JSON_FILE)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_the_old_generation_is_switched_on_and_nothing_else_changes(tmp_path: Path) -> None:
    file = tmp_path / "global.ini"
    file.write_bytes(INI)
    server = server_file.turn_on(tmp_path, OLD)
    assert (server.enabled, server.port, server.password) == (True, 4466, "a\\b")
    expected = INI.replace(b"ServerEnabled=false", b"ServerEnabled=true").replace(
        b"ServerPassword=a\\\\b\r\n", b"ServerPassword=a\\\\b\r\nAuthRequired=true\r\n"
    )
    assert file.read_bytes() == expected
    assert (tmp_path / f"global.ini{server_file.BACKUP}").read_bytes() == INI
    assert server_file.read(tmp_path, OLD) == server
    assert list(tmp_path.glob("*.part")) == []


def test_switching_on_twice_writes_once(tmp_path: Path) -> None:
    server_file.turn_on(tmp_path, OLD)
    before = (tmp_path / "global.ini").read_bytes()
    server_file.turn_on(tmp_path, OLD)
    assert (tmp_path / "global.ini").read_bytes() == before
    assert not (tmp_path / f"global.ini{server_file.BACKUP}").exists()


def test_a_server_in_use_is_left_as_it_is_also_one_without_a_password(tmp_path: Path) -> None:
    text = "[OBSWebSocket]\nServerEnabled=true\nAuthRequired=false\nServerPort=4460\n"
    (tmp_path / "global.ini").write_text(text)
    server = server_file.turn_on(tmp_path, OLD)
    assert (server.port, server.asks_password) == (4460, False)
    assert (tmp_path / "global.ini").read_text() == text


def test_the_new_generation_has_its_own_file(tmp_path: Path) -> None:
    text = (
        '{\n    "alerts_enabled": true,\n    "server_enabled": false,\n    "x": [1, {"y": 2}]\n}\n'
    )
    file = json_file(tmp_path, text)
    server = server_file.turn_on(tmp_path, NEW)
    after = file.read_text("utf-8")
    assert after.startswith(
        '{\n    "alerts_enabled": true,\n    "server_enabled": true,\n    "x": [1, {"y": 2}],\n    '
    )
    told = json.loads(after)
    assert told["server_port"] == 4455
    assert told["auth_required"] is True
    assert told["first_load"] is False
    assert told["server_password"] == server.password
    assert len(server.password) >= 12
    assert not (tmp_path / "global.ini").exists()
    assert server_file.read(tmp_path, NEW) == server


def test_a_section_left_over_from_before_the_update_is_set_too(tmp_path: Path) -> None:
    """OBS takes it over at its next start, in place of the new file."""
    (tmp_path / "global.ini").write_bytes(INI)
    server = server_file.turn_on(tmp_path, NEW)
    assert b"ServerEnabled=true" in (tmp_path / "global.ini").read_bytes()
    told = json.loads(tmp_path.joinpath(*server_file.JSON_FILE).read_text())
    assert (told["server_port"], told["server_password"]) == (4466, "a\\b")
    assert server.port == 4466


def test_of_an_unknown_version_both_generations_are_set(tmp_path: Path) -> None:
    server = server_file.turn_on(tmp_path, None)
    assert server_file.read(tmp_path, OLD) == server == server_file.read(tmp_path, NEW)


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "\0"])
def test_a_broken_file_is_a_sentence_and_stays_as_it_is(tmp_path: Path, text: str) -> None:
    file = json_file(tmp_path, text)
    with pytest.raises(UserFacingError, match="obs_settings_unreadable"):
        server_file.turn_on(tmp_path, NEW)
    assert file.read_bytes() == text.encode()


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plugin_config").write_text("a file where a folder should be")
    with pytest.raises(UserFacingError, match="obs_settings_un"):
        server_file.turn_on(tmp_path, NEW)


def test_the_password_is_in_no_log_and_no_repr(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        server = server_file.turn_on(tmp_path, OLD)
    assert server.password not in caplog.text
    assert server.password not in repr(server)


# --- the two kinds of text

LINES = st.text(
    st.characters(blacklist_characters="\r\n[", blacklist_categories=("Cs",)), max_size=20
)


@given(st.lists(LINES), st.lists(LINES), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_other_line_of_an_ini_stays(
    before: list[str], behind: list[str], newline: str, mark: bool
) -> None:
    lines = [*before, "[OBSWebSocket]", "ServerEnabled=false", "[Other]", *behind]
    content = (ini.BOM if mark else b"") + newline.join([*lines, ""]).encode("utf-8")
    after = ini.changed(content, "OBSWebSocket", {"ServerEnabled": "true"})
    expected = content.replace(
        b"[OBSWebSocket]%bServerEnabled=false" % newline.encode(),
        b"[OBSWebSocket]%bServerEnabled=true" % newline.encode(),
    )
    assert after == expected


@given(st.binary(max_size=60).filter(lambda content: b"[" not in content))
def test_bytes_that_are_no_text_stay_what_they_are(content: bytes) -> None:
    after = ini.changed(content, "S", {"Key": "1"})
    assert after.startswith(content)
    assert ini.values(after, "S") == {"key": "1"}


@given(st.text("ab\\\r\nrn =;#").map(str.strip))
def test_an_ini_value_comes_back_as_it_was(value: str) -> None:
    after = ini.changed(b"", "S", {"Key": value})
    assert ini.values(after, "S") == {"key": value}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(), JSON, max_size=5),
    st.dictionaries(st.text(), st.booleans() | st.text(), max_size=3),
    st.sampled_from([None, 0, 4, "\t"]),
)
def test_other_members_of_a_json_text_stay(
    before: dict[str, object], wanted: dict[str, object], indent: int | str | None
) -> None:
    text = " \n" + json.dumps(before, indent=indent, ensure_ascii=False) + "\n"
    after = json_text.changed(text, wanted)
    assert json.loads(after) == before | wanted
    assert json_text.changed(text, {}) == text
