"""Platforms as data: what the program knows, what a workshop may change, what a mistake costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.runtime.errors import Named, UserFacingError
from studio.runtime.wording import sentence, word_error
from studio.stage import platforms
from studio.stage.platforms import OWN, Platforms, load, uplink_needed_kbps
from studio.stage.port import VideoProfile
from studio.store.settings import SETTINGS, Settings

GUIDE = Path(__file__).parents[3] / "docs" / "guide"


def with_file(folder: Path, text: str) -> Platforms:
    (folder / platforms.FILE).write_text(text, "utf-8")
    return load(folder)


def test_the_programs_own_platforms(tmp_path):
    known = load(tmp_path)
    assert known.problem is None
    assert list(known.profiles) == ["douyin", "kuaishou", "taobao", "channels", "tiktok", OWN]
    kuaishou = known.get("kuaishou")
    assert (kuaishou.name("zh"), kuaishou.name("en")) == ("快手", "Kuaishou")
    assert kuaishou.room_closes_after_s == 60
    assert "room_closes_after_s" not in kuaishou.assumed  # stage.md says 1 to 2 minutes
    assert "room_closes_after_s" in known.get("tiktok").assumed
    assert known.get(OWN).room_closes_after_s is None
    assert known.get("douyin").route == "virtual_camera"
    assert kuaishou.video == VideoProfile(1280, 720, 30)


def test_a_platform_that_is_gone_is_the_own_server(tmp_path):
    assert load(tmp_path).get("xiaohongshu").id == OWN


def test_the_setting_begins_with_a_platform_there_is(tmp_path):
    (setting,) = [each for each in SETTINGS if each.key == "platform"]
    assert setting.default in load(tmp_path).profiles


def test_every_platform_has_its_place_in_both_guides(tmp_path):
    for platform in load(tmp_path).profiles.values():
        page, heading = platform.guide.split("#")
        for name in (page, page.replace(".md", ".en.md")):
            assert f'<a id="{heading}"></a>' in (GUIDE / name).read_text("utf-8")


def section(page: str, heading: str) -> str:
    text = (GUIDE / page).read_text("utf-8")
    return text.split(f'<a id="{heading}"></a>')[1].split("<a id=")[0]


def test_the_guides_name_each_platforms_companion_and_the_way_to_it(tmp_path):
    for platform in load(tmp_path).profiles.values():
        page, heading = platform.guide.split("#")
        if (companion := platform.companion) is None:
            assert platform.id == OWN
            continue
        zh, en = section(page, heading), section(page.replace(".md", ".en.md"), heading)
        assert companion.zh in zh
        assert companion.en in en
        assert "#没有密钥虚拟摄像头" in zh
        assert "#no-key-the-virtual-camera" in en


NEW = """[new]
zh = "新"
en = "New"
stream_key = "{stream_key}"
route = "{route}"
ingest_hint_zh = "后台"
ingest_hint_en = "console"
video = "720x1280@25"
video_kbps = 1500
note_zh = "新"
note_en = "new"
"""


@pytest.mark.parametrize(
    ("stream_key", "route", "more", "companion"),
    [
        ("always", "stream_key", "", None),
        ("large_accounts", "stream_key", "", Named("直播伴侣", "the companion program")),
        ("never", "virtual_camera", "", Named("直播伴侣", "the companion program")),
        ("always", "virtual_camera", 'companion_zh = "伴"', Named("伴", "伴")),
        ("always", "stream_key", 'companion_zh = "伴"\ncompanion_en = "pal"', Named("伴", "pal")),
    ],
)
def test_who_may_be_without_a_key_has_a_companion(tmp_path, stream_key, route, more, companion):
    known = with_file(tmp_path, NEW.format(stream_key=stream_key, route=route) + more)
    assert known.problem is None
    assert known.get("new").companion == companion


def test_a_workshop_changes_one_figure_and_keeps_the_rest(tmp_path):
    known = with_file(tmp_path, "[kuaishou]\nroom_closes_after_s = 90\n")
    assert known.problem is None
    assert known.get("kuaishou").room_closes_after_s == 90
    assert known.get("kuaishou").zh == "快手"
    assert known.get("tiktok") == load(tmp_path / "elsewhere").get("tiktok")


def test_a_workshop_adds_a_platform(tmp_path):
    known = with_file(
        tmp_path,
        '[xiaohongshu]\nzh = "小红书"\nen = "Xiaohongshu"\nstream_key = "always"\n'
        'route = "stream_key"\ningest_hint_zh = "后台"\ningest_hint_en = "console"\n'
        'video = "720x1280@25"\nvideo_kbps = 1500\nnote_zh = "竖屏"\nnote_en = "upright"\n',
    )
    assert known.problem is None
    added = known.get("xiaohongshu")
    assert added.video == VideoProfile(720, 1280, 25)
    assert added.secret == "stream_key.xiaohongshu"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[douyin]\nvideo_kbps = \n", "platforms_syntax", 2),
        ("[douyin]\n\nvideo_kbps = 7\n", "platforms_field", 3),
        ("[douyin]\nvideo_kbps = true\n", "platforms_field", 2),
        ('[kuaishou]\nzh = "快手"\nvideo = "wide"\n', "platforms_field", 3),
        ('[kuaishou]\nzh = " "\n', "platforms_field", 2),
        ('[kuaishou]\nroute = "captured_key"\n', "platforms_field", 2),
        ("[kuaishou]\nroom_closes_after_s = 0\n", "platforms_field", 2),
        ('[kuaishou]\nassumed = ["nothing"]\n', "platforms_field", 2),
        ('[kuaishou]\nassumed = [["zh"]]\n', "platforms_field", 2),
        ("[kuaishou]\nassumed = [{zh = 1}]\n", "platforms_field", 2),
        ('[kuaishou]\nvideo = "000x000@00"\n', "platforms_field", 2),
        ('[kuaishou]\nvideo = "１２８０x720@30"\n', "platforms_field", 2),
        (f'[kuaishou]\nvideo_kbps = {"9" * 5000}\nzh = "快手"\n', "platforms_syntax", 2),
        (f"a = {'[' * 5000}", "platforms_syntax", 1),
        ("# ours\n[kuaishou]\nroom_closes = 60\n", "platforms_unknown_field", 3),
        ("douyin = 3\n", "platforms_unknown_field", 1),
        ('[Bilibili]\nzh = "B站"\n', "platforms_unknown_field", 1),
        ('\n[bilibili]\nzh = "B站"\n', "platforms_missing_field", 2),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line_and_costs_no_evening(tmp_path, text, code, line):
    known = with_file(tmp_path, text)
    assert known.problem is not None
    assert (known.problem.code, known.problem.parameters["line"]) == (code, line)
    assert str(line) in word_error(known.problem)
    assert str(line) in word_error(known.problem, "en")
    assert known == load(tmp_path / "elsewhere")


def test_a_file_that_is_no_text_is_said_too(tmp_path):
    (tmp_path / platforms.FILE).write_bytes(b"\xff\xfe\x00[")
    known = load(tmp_path)
    assert known.problem is not None
    assert known.problem.code == "platforms_unreadable"
    assert OWN in known.profiles


def test_the_own_server_keeps_the_key_earlier_versions_stored(tmp_path):
    known = load(tmp_path)
    assert known.get(OWN).secret == "stream_key"
    names = [each.secret for each in known.profiles.values()]
    assert len(set(names)) == len(names)


def test_each_platform_keeps_its_own_address(tmp_path):
    settings = Settings(tmp_path)
    settings.set("ingest_server", "rtmp://own.example/live")
    platforms.choose(settings, "kuaishou")
    assert settings.get("ingest_server") == ""
    settings.set("ingest_server", "rtmp://push.example/ks")
    platforms.choose(settings, OWN)
    assert settings.get("ingest_server") == "rtmp://own.example/live"
    platforms.choose(settings, "kuaishou")
    again = Settings(tmp_path)
    assert again.get("platform") == "kuaishou"
    assert again.get("ingest_server") == "rtmp://push.example/ks"
    assert again.get("ingest_servers") == ["rtmp rtmp://own.example/live"]


def test_a_key_an_older_version_kept_in_the_address_is_not_put_aside_with_it(tmp_path):
    kept = {"ingest_server": "rtmp://own.example/live/1?auth=yu-wang-4711"}
    (tmp_path / "settings.json").write_text(json.dumps(kept), "utf-8")
    settings = Settings(tmp_path)
    with pytest.raises(UserFacingError, match="ingest_address_holds_key"):
        platforms.choose(settings, "kuaishou")
    assert settings.get("platform") == OWN
    settings.set("ingest_server", "rtmp://own.example/live")
    platforms.choose(settings, "kuaishou")
    assert "yu-wang" not in (tmp_path / "settings.json").read_text("utf-8")


def test_the_uplink_needed_is_all_bitrates_with_their_reserve():
    assert uplink_needed_kbps(2500, 1) == 3375
    assert uplink_needed_kbps(2500, 3) == 10_124
    assert sentence("uplink_needed", "zh", mbps="10.1", places=3)
