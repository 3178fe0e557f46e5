from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_library import Script, default_script, load, parse, render, render_product_script
from scripts_library import values as script_values
from scripts_library.names import ABOUT, VARIABLES
from scripts_library.timing import seconds
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error

GOOD = """\
---
品名: 脐橙
语速: 200
---
## 留人 (30秒)
家人们，我是{{产地}}的{{主播}}。【停2秒】
[动作：切开橙子]  [画面：价格条]
## 逼单 (30秒)
？库存<=20：后台只剩{{库存}}{{单位}}
？否则：今天备了{{库存}}{{单位}}
"""


def values(available: int | None = 120, **extra: object) -> dict[str, object]:
    return (
        script_values.for_product(
            name="脐橙",
            price_fen=3990,
            compared_price_fen=5900,
            unit="箱",
            origin="枸杞乡",
            available=available,
            anchor="阿芬",
        )
        | extra
    )


def said(text: str, known: dict[str, object] | None = None) -> list[str]:
    lines = render(parse(text, "话术.md"), values() if known is None else known)
    return [line.text for line in lines if line.kind in ("say", "missing")]


def mistake(text: str) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        parse(text, "话术.md")
    assert "话术.md" in word_error(caught.value, "zh")
    assert "话术.md" in word_error(caught.value, "en")
    return caught.value


def test_the_documented_script() -> None:
    script = parse(GOOD)
    assert script.seconds == 60
    assert script.characters_per_minute == 200
    lines = render(script, values())
    assert [line.kind for line in lines] == ["stage", "say", "action", "stage", "say"]
    assert lines[1].text == "家人们，我是枸杞乡的阿芬。"
    assert lines[1].pause == 2
    assert [(piece.kind, piece.text) for piece in lines[2].pieces] == [
        ("action", "切开橙子"),
        ("picture", "价格条"),
    ]
    assert lines[4].text == "今天备了120箱"
    assert [line.source for line in lines] == [5, 6, 7, 8, 10]


def test_scarcity_is_said_only_while_stock_makes_it_true() -> None:
    script = parse(GOOD)
    assert render(script, values(20))[-1].text == "后台只剩20箱"
    assert render(script, values(21))[-1].text == "今天备了21箱"
    unknown = render(script, values(None))[-1]
    assert unknown.kind == "missing"
    assert unknown.missing == ("库存",)


def test_full_width_signs_are_the_same() -> None:
    assert said("｛｛价格｝｝元，｛{ 价格 }}元") == ["39.9元，39.9元"]
    assert said("？库存＜＝２０：少\n？否则：多") == ["多"]
    assert said("?库存≥100且价格<40:好") == ["好"]
    assert said('？产地="枸杞乡"：对') == ["对"]
    assert parse("##逼单（１分30秒）\n好").stages[0].seconds == 90
    assert parse("【停１.５秒】好") == parse("[停1.5秒]好")


def test_english_names_and_cues() -> None:
    text = (
        "---\nname: Orange\nspeed: 180\n---\n## Hook (30 s)\n{{price}} [pause 2s][action: cut]\n"
        "？stock<=20: few\n？else: plenty"
    )
    lines = render(parse(text), values())
    assert [line.text for line in lines if line.kind == "say"] == ["39.9 ", "plenty"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("省下{{原价-价格}}元", "省下19.1元"),
        ("两箱{{价格*2}}元", "两箱79.8元"),
        ("{{价格}}", "39.9"),
        ("**好吃**的[1]", "好吃的[1]"),
        ("- 第一", "第一"),
    ],
)
def test_lines_as_they_are_said(text: str, spoken: str) -> None:
    assert said(text) == [spoken]


def test_a_missing_value_is_a_slot_never_none() -> None:
    line = render(parse("批次{{批次}}，{{品名*2}}"), values())[0]
    assert line.kind == "missing"
    assert line.missing == ("批次", "品名*2")
    assert "None" not in line.text


def test_the_front_matter_fills_what_the_plan_lacks() -> None:
    text = "---\n故事: 爷爷种的：三十年了\n品名: 别的\n---\n{{品名}}，{{故事}}"
    assert said(text) == ["脐橙，爷爷种的：三十年了"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("好\n{{价钱}}", "script_value_unknown_name", 2),
        ("好\n\n{{价格", "script_braces_open", 3),
        ("价格}}", "script_braces_open", 1),
        ("【停2秒", "script_bracket_open", 1),
        ("【停900秒】", "script_pause_too_long", 1),
        ("[动做：切]", "script_cue_unknown", 1),
        ("[动作：]", "script_cue_empty", 1),
        ("？库存<=20 快", "script_condition_colon", 1),
        ("？否则：好", "script_otherwise_alone", 1),
        ("？库存<=20：好\n好\n？否则：好", "script_otherwise_alone", 3),
        ("？库存<=：好", "script_value_broken", 1),
        ("？：好", "script_value_broken", 1),
        ("{{}}", "script_value_broken", 1),
        ("---\n品名: 脐橙\n", "script_front_open", 1),
        ("---\n买点1: x\n---\n", "script_front_unknown", 2),
        ("---\n品名: a\n品名: b\n---\n", "script_front_twice", 3),
        ("---\n品名\n---\n", "script_front_row", 2),
        ("---\n语速: 快\n---\n", "script_speed", 2),
        ("---\n语速: 9999\n---\n", "script_speed", 2),
        ("长" * 1001, "script_line_too_long", 1),
    ],
)
def test_mistakes_name_their_line(text: str, code: str, line: int) -> None:
    error = mistake(text)
    assert error.code == code
    assert error.parameters["line"] == line


def test_a_mistyped_name_gets_a_suggestion() -> None:
    assert mistake("{{价钱}}").parameters["near"] == "价格"
    assert mistake("{{pirce}}").parameters["near"] == "price"


ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 品名.__class__ }}",
    "{{ 品名['__class__'] }}",
    "{{ 品名|attr('__class__') }}",
    "{{ 品名|upper }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ range(1000000000) }}",
    "{{ 9**9**9**9 }}",
    "{{ '长' ~ '长' }}",
    "{{ [1] * 1000000000 }}",
    "{{ (1, 2) }}",
    "{{ {} }}",
    "{{ 1 if 1 else 2 }}",
    "{{ 品名 is defined }}",
    "{{ 价格 in 品名 }}",
    "{{ 9 // 0 }}",
    "{{ 价格 %}{% 价格 }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{# 秘密 #}",
    "{{ 价格 }}{{ 价格.real }}",
    "？品名.__class__：好",
    "？lipsum：好",
    "？1 }}{{ lipsum：好",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_leaves_the_sandbox(attack: str) -> None:
    assert mistake(attack).code.startswith("script_")


def test_endless_figures_are_stopped() -> None:
    started = time.thread_time()  # work, not waiting for a busy computer
    for text in (
        "{{ '长'*999999999 }}",
        "{{ 999999999*999999999*价格 }}",
        "{{ 1" + "*9" * 50 + "}}",
    ):
        (line,) = render(parse(text), values())
        assert line.kind == "missing"
    assert time.thread_time() - started < 5


def test_a_product_cannot_speak_script() -> None:
    known = values(品名="{{价格}}【停9秒】{% x %}\n[动作：x]")
    (line,) = render(parse("卖{{品名}}"), known)
    assert [piece.kind for piece in line.pieces] == ["text", "value"]
    assert line.text == "卖{{价格}}【停9秒】{% x %} [动作：x]"


def test_output_is_limited() -> None:
    script = parse("{{故事}}\n" * 1000)
    with pytest.raises(UserFacingError, match="script_too_long"):
        render(script, {"故事": "长" * 1000})
    assert mistake("好\n" * 3000).code == "script_too_long"


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.sampled_from("{}｛%#？?：:【】[]停2秒动作：品名价格库存<=20 否则-\n*'\"._()|"),
        max_size=80,
    )
)
def test_any_text_is_a_script_or_a_worded_mistake(text: str) -> None:
    try:
        script = parse(text, "x.md")
    except UserFacingError as error:
        word_error(error, "zh")
        word_error(error, "en")
        return
    for line in render(script, values()):
        assert line.kind in ("say", "action", "stage", "missing")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_notepad_writes_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "话术.md"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode(encoding))
    assert load(path) == Script(parse(GOOD).front, parse(GOOD).stages, "话术.md")


def test_files_that_are_no_script(tmp_path: Path) -> None:
    for name, data, code in [
        ("a.md", b"\x00\x01\x02\xff", "script_not_text"),
        ("b.md", b"x" * 300_000, "script_too_long"),
    ]:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UserFacingError, match=code):
            load(tmp_path / name)
    with pytest.raises(UserFacingError, match="script_not_found"):
        load(tmp_path / "none.md")
    with pytest.raises(UserFacingError, match="script_unreadable"):
        load(tmp_path)


@pytest.mark.parametrize("available", [None, 0, 5, 500])
@pytest.mark.parametrize("full", [False, True])
def test_a_product_without_a_script_still_has_lines(available: int | None, full: bool) -> None:
    known = script_values.for_product(name="脐橙", price_fen=3990, available=available)
    if full:
        known = values(available) | {"故事": "爷爷种的", "售后": "坏了包赔", "运费": "包邮"}
    lines = render_product_script(None, known)
    assert len(lines) > 10
    assert [line for line in lines if line.kind == "missing"] == []
    assert any("39.9元" in line.text for line in lines)
    assert default_script().seconds == 300


def test_every_variable_has_an_english_twin() -> None:
    assert len(set(VARIABLES.values())) == len(VARIABLES)
    for chinese, english in VARIABLES.items():
        known = {chinese: "甲"}
        assert said("{{" + chinese + "}}{{" + english + "}}", known) == ["甲甲"]
        assert said("{{" + chinese + "}}", {english: "甲"}) == ["甲"]


def test_how_long_a_script_takes() -> None:
    lines = render(parse("## 开场 (99秒)\n一二三四五，六七八九十。【停2秒】\n[动作：看]"), {})
    assert seconds(lines, 200) == pytest.approx(0.9 + 3 + 2 + 1.2)


def test_every_value_is_documented_and_the_example_is_a_script() -> None:
    page = (Path(__file__).parents[3] / "docs" / "scripts.md").read_text("utf-8")
    words = [*VARIABLES, *VARIABLES.values(), *ABOUT, *ABOUT.values()]
    assert [word for word in words if f"`{word}`" not in page] == []
    example = page.split("```")[1].lstrip("\n")
    assert said(example)[0] == "家人们，我是枸杞乡的阿芬。"
