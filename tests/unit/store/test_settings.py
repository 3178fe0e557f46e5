"""Settings: declared once, kept whole, broken ones replaced by their default."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place
from studio.runtime.wording import LANGUAGES, word_error
from studio.store.settings import FILE, SETTINGS, Settings, reference

DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def test_every_default_is_accepted():
    assert [each.key for each in SETTINGS if not each.accepts(each.default)] == []


def test_keys_are_declared_once_with_a_description_in_both_languages():
    keys = [each.key for each in SETTINGS]
    assert len(keys) == len(set(keys))
    assert all(each.zh and each.en for each in SETTINGS)


def test_the_docs_say_what_is_declared():
    assert DOCS.read_text("utf-8") == reference()


def test_the_docs_say_how_long_words_may_be():
    (line,) = (line for line in reference().splitlines() if line.startswith("| `seller_name`"))
    assert "| at most 40 characters |" in line


def test_a_setting_survives_a_restart(tmp_path):
    Settings(tmp_path / "new").set("workshop_name", "枸杞岛共富工坊")
    assert Settings(tmp_path / "new").get("workshop_name") == "枸杞岛共富工坊"
    assert Settings(tmp_path / "new").get("characters_per_minute") == 200
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE]


def test_a_list_handed_out_is_a_copy(tmp_path):
    settings = Settings(tmp_path)
    settings.get("channels").append("集市")
    assert settings.get("channels") == ["抖音", "微信群", "电话"]
    settings.set("channels", ["集市"])
    settings.get("channels").clear()
    assert settings.get("channels") == ["集市"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "fr"),
        ("viewing_distance_m", 0.1),
        ("viewing_distance_m", "2"),
        ("safety_buffer", -1),
        ("safety_buffer", True),
        ("channels", "抖音"),
        ("channels", [1]),
        ("workshop_name", "半\ud83d"),
        ("stage", ""),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(tmp_path, key, value):
    settings = Settings(tmp_path)
    before = settings.get(key)
    with pytest.raises(UserFacingError) as raised:
        settings.set(key, value)
    assert all(word_error(raised.value, language) for language in LANGUAGES)
    assert settings.get(key) == before


def test_a_key_in_the_ingest_address_never_reaches_the_file(tmp_path):
    settings = Settings(tmp_path)
    settings.set("ingest_server", "rtmp://push.example.com/live/")
    with pytest.raises(UserFacingError, match="ingest_address_holds_key"):
        settings.set("ingest_server", "rtmp://push.example.com/live/1?auth=yu-wang-4711")
    assert "yu-wang" not in (tmp_path / FILE).read_text("utf-8")
    assert settings.get("ingest_server") == "rtmp://push.example.com/live/"
    settings.set("ingest_server", "")
    assert settings.get("ingest_server") == ""


def test_a_password_in_obs_address_never_reaches_the_file(tmp_path):
    settings = Settings(tmp_path)
    settings.set("obs_url", "ws://192.168.1.5:4455")
    with pytest.raises(UserFacingError, match="obs_address_holds_more"):
        settings.set("obs_url", "ws://me:yu-wang-4711@192.168.1.5:4455")
    assert "yu-wang" not in (tmp_path / FILE).read_text("utf-8")


def test_a_key_nobody_declared_is_a_bug(tmp_path):
    with pytest.raises(KeyError):
        Settings(tmp_path).get("stream_key")
    with pytest.raises(KeyError):
        Settings(tmp_path).set("stream_key", "x")


@pytest.mark.expects_log
@pytest.mark.parametrize("text", ["{", '{"language": "zh"', "\x00\x00", "", "[" * 100_000])
def test_a_broken_file_gives_the_defaults_and_says_so(tmp_path, caplog, text):
    (tmp_path / FILE).write_text(text, "utf-8")
    assert Settings(tmp_path).get("language") == "zh"
    assert "not readable" in caplog.text


@pytest.mark.expects_log
def test_a_broken_value_gives_its_default_and_leaves_the_rest(tmp_path, caplog):
    stored = {"language": "en", "safety_buffer": "many", "from_a_newer_version": 1}
    (tmp_path / FILE).write_text(json.dumps(stored), "utf-8")
    settings = Settings(tmp_path)
    assert (settings.get("language"), settings.get("safety_buffer")) == ("en", 0)
    assert "safety_buffer" in caplog.text
    settings.set("target_kbps", 1200)
    assert json.loads((tmp_path / FILE).read_text("utf-8"))["from_a_newer_version"] == 1


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trace_address", "https://weixin.qq.com/x"),
        ("stage", "yu-wang-4711"),
    ],
)
def test_what_may_not_be_on_air_is_not_used_from_the_file_either(tmp_path, caplog, key, value):
    (tmp_path / FILE).write_text(json.dumps({key: value, "language": "en"}), "utf-8")
    settings = Settings(tmp_path)
    default = next(each.default for each in SETTINGS if each.key == key)
    assert (settings.get(key), settings.get("language")) == (default, "en")
    assert key in caplog.text
    assert "yu-wang" not in caplog.text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("always_on_air", ["seller", "ai_label", "licence"]),
        ("seller_contact", "1" * 31),
        ("ingest_server", "rtmp://push.example.com/live?key=yu-wang-4711"),
    ],
)
def test_what_another_version_took_stays(tmp_path, key, value):
    (tmp_path / FILE).write_text(json.dumps({key: value}), "utf-8")
    settings = Settings(tmp_path)
    assert settings.get(key) == value
    settings.set("language", "en")
    assert json.loads((tmp_path / FILE).read_text("utf-8"))[key] == value


@pytest.mark.expects_log
def test_a_folder_that_cannot_be_written_keeps_the_old_value(tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    settings = Settings(tmp_path / "file")
    with pytest.raises(UserFacingError, match="settings_unwritable"):
        settings.set("language", "en")
    assert settings.get("language") == "zh"


def test_the_window_waits_for_a_scanner_for_less_than_a_tenth_of_a_second(tmp_path, monkeypatch):
    """On Windows; a training's settings and the person's own are written one after the other."""
    settings = Settings(tmp_path)
    settings.set("workshop_name", "枸杞岛共富工坊")

    def replace(self, target):
        raise PermissionError(13, "used by another process")

    pauses = []
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(
        "studio.runtime.files.put_in_place",
        partial(put_in_place, platform="win32", pause=pauses.append),
    )
    with pytest.raises(UserFacingError, match="settings_unwritable"):
        settings.set("language", "en")
    assert pauses
    assert 2 * sum(pauses) <= 0.1
    assert settings.get("language") == Settings(tmp_path).get("language") == "zh"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.expects_log
@pytest.mark.parametrize("text", ["{broken", "[]", ""])
def test_a_broken_file_is_put_aside_and_never_written_over(tmp_path, text):
    for count in (1, 2):  # within one second, too
        (tmp_path / FILE).write_text(text, "utf-8")
        settings = Settings(tmp_path)
        settings.put_right()
        assert settings.broken.kept is not None
        assert settings.broken.kept.read_text("utf-8") == text
        assert not (tmp_path / FILE).exists()
        assert len(list(tmp_path.glob("settings-broken-*.json"))) == count


@pytest.mark.expects_log
def test_nothing_is_stored_over_a_broken_file_nobody_put_aside(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("{broken", "utf-8")
    settings = Settings(tmp_path)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "a folder nobody writes to")

    with monkeypatch.context() as locked:
        locked.setattr("studio.store.settings_aside.put_in_place", refused)
        settings.put_right()
        with pytest.raises(UserFacingError, match="settings_unwritable"):
            settings.set("language", "en")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["{broken"]
    settings.set("language", "en")
    assert settings.broken.kept.read_text("utf-8") == "{broken"
    assert Settings(tmp_path).get("language") == "en"


@pytest.mark.expects_log
def test_a_file_that_may_be_whole_stays_until_something_is_stored(tmp_path, monkeypatch):
    Settings(tmp_path).set("workshop_name", "枸杞岛共富工坊")

    def busy(path: Path) -> str:
        raise PermissionError(13, "used by another process")

    with monkeypatch.context() as scanned:
        scanned.setattr("studio.store.settings.read_small_text", busy)
        settings = Settings(tmp_path)
    settings.put_right()
    assert settings.broken.shut
    assert Settings(tmp_path).get("workshop_name") == "枸杞岛共富工坊"
    settings.set("language", "en")
    assert "枸杞岛" in settings.broken.kept.read_text("utf-8")


@pytest.mark.expects_log
def test_wrong_values_are_named_and_kept_beside_the_file(tmp_path):
    stored = {"workshop_name": "枸杞岛共富工坊", "safety_buffer": "many", "later": 1}
    (tmp_path / FILE).write_text(json.dumps(stored), "utf-8")
    settings = Settings(tmp_path)
    settings.put_right()
    assert settings.wrong("zh") == ["每样货留几件不卖，防止超卖"]
    assert json.loads(settings.broken.kept.read_text("utf-8")) == stored
    again = Settings(tmp_path)
    assert not again.broken, "told once, not at every start"
    assert again.get("workshop_name") == "枸杞岛共富工坊"
    assert json.loads(again.path.read_text("utf-8"))["later"] == 1
