"""Forms of our templates, of other OGraf templates and of SPX pages; data checked against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from overlays import library
from overlays.fields import Field, Kind, take_data, unknown_letters
from overlays.form import LONGEST_NAME, UNTOLD, form, read_form
from overlays.manifest import SCHEMA, SUFFIX
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from tests.helpers.gui import gui

FOREIGN: dict[str, Any] = {
    "$schema": SCHEMA,
    "id": "l3rd",
    "name": "Lower third",
    "main": "graphic.mjs",
    "supportsRealTime": True,
    "supportsNonRealTime": False,
    "schema": {
        "type": "object",
        "required": ["who"],
        "properties": {
            "who": {"type": "string", "gddType": "single-line", "title": "Name", "maxLength": 20},
            "text": {"type": "string", "gddType": "multi-line"},
            "logo": {"type": "string", "gddType": "file-path/image-path"},
            "video": {"type": "string", "gddType": "file-path/video-path"},
            "tint": {"type": "string", "gddType": "color-rrggbb", "default": "#ff0000"},
            "side": {
                "type": "string",
                "gddType": "select",
                "enum": ["l", "r"],
                "gddOptions": {"labels": {"l": "Left", "r": "Right"}},
            },
            "opacity": {"type": "number", "gddType": "percentage"},
            "hold": {"type": "integer", "gddType": "duration-ms", "minimum": 0},
            "shown": {"type": "boolean", "default": True},
            "rows": {"type": "array", "items": {"type": "string"}},
        },
    },
}

PAGE = """<html><script src="http://example.org/evil.js"></script><script>
// what SPX reads
window.SPXGCTemplateDefinition = {
  description: 'Name \\u6761', playserver: "OVERLAY", out: "manual", "steps": 1.5e0,
  DataFields: [
    {field: "info", ftype: "instruction", value: "…"},
    {"field": "f0", "ftype": "textfield", "title": "Name", "value": "Aunt Wang",},
    {field: "f1", ftype: "textarea", title: "Line", value: ""}, /* two */
    {field: "f2", ftype: "dropdown", title: "Side", value: "r",
     items: [{text: "Left", value: "l"}, {text: "Right", value: "r"}]},
    {field: "f3", ftype: "filelist", title: "Logo", extension: "png", value: "/a.png"},
    {field: "f4", ftype: "checkbox", title: "On", value: "1"},
    {field: "f5", ftype: "number", title: "Size", value: "12"},
  ],
};
fetch("http://example.org");
</script></html>"""


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


def put(folder: Path, content: object, name: str = "a.ograf.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_the_form_of_a_foreign_manifest_has_what_a_form_can_show(tmp_path: Path) -> None:
    found = read_form(put(tmp_path, FOREIGN))
    assert found.needs_browser
    kinds = {field.key: field.kind for field in found.fields}
    assert kinds == {
        "who": Kind.LINE,
        "text": Kind.LINES,
        "logo": Kind.PICTURE,
        "video": Kind.FILE,
        "tint": Kind.COLOUR,
        "side": Kind.CHOICE,
        "opacity": Kind.PERCENT,
        "hold": Kind.MS,
        "shown": Kind.SWITCH,
    }
    side = next(field for field in found.fields if field.key == "side")
    assert side.choices == (("l", "Left"), ("r", "Right"))
    assert [field.key for field in found.fields if field.required] == ["who"]


def test_an_spx_page_is_read_and_never_run(tmp_path: Path) -> None:
    found = read_form(put(tmp_path, PAGE, "name.html"))
    assert (found.zh, found.needs_browser) == ("Name 条", True)
    assert [(field.key, field.kind, field.default) for field in found.fields] == [
        ("f0", Kind.LINE, "Aunt Wang"),
        ("f1", Kind.LINES, None),
        ("f2", Kind.CHOICE, "r"),
        ("f3", Kind.PICTURE, "/a.png"),
        ("f4", Kind.SWITCH, True),
        ("f5", Kind.NUMBER, 12.0),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "alert(1)",
        "{a: b()}",
        "`${x}`",
        "{DataFields: [" * 50,
        "{",
        "{a 1}",
        "'",
        "{get a() {}}",
        "{a: " + "9" * 5000 + "}",
    ],
)
def test_a_page_whose_description_would_have_to_be_run_is_refused(
    tmp_path: Path, value: str
) -> None:
    page = f"<script>\nSPXGCTemplateDefinition = {value}\n</script>"
    with pytest.raises(UserFacingError, match="template_not_json"):
        read_form(put(tmp_path, page, "a.html"))


@pytest.mark.parametrize(
    "begun",
    [
        "<!--",
        "<!-- -->",
        "<!",
        "<a",
        "</",
        "<script ",
        "<script '",
        "<script>",
        "<script></script>",
    ],
)
def test_a_page_of_beginnings_is_gone_through_once(tmp_path: Path, begun: str) -> None:
    """Each was the beginning of another way through all the rest."""
    page = put(tmp_path, begun * (500_000 // len(begun)), "a.html")
    with pytest.raises(UserFacingError, match="template_no_form"):
        read_form(page)


@pytest.mark.parametrize(
    "before",
    [
        "<!-- <script>SPXGCTemplateDefinition = {}</script> -->",
        "<!--><SCRIPT src='a>b'\n>x</SCRIPT >",
        "<scripts>SPXGCTemplateDefinition = {}</scripts>",
        '<script>"<!--"</script>',
    ],
)
def test_only_a_script_describes(tmp_path: Path, before: str) -> None:
    page = before + "<script type=x>SPXGCTemplateDefinition = {description: 'b'}"
    assert read_form(put(tmp_path, page, "a.html")).zh == "b"


@pytest.mark.parametrize("page", ["<p>SPXGCTemplateDefinition</p>", "<![foo[ a ]]>"])
def test_a_page_without_a_description_is_told(tmp_path: Path, page: str) -> None:
    with pytest.raises(UserFacingError, match="template_no_form"):
        read_form(put(tmp_path, page, "a.html"))


@pytest.mark.parametrize(
    "schema",
    [
        [],
        {"properties": []},
        {"properties": {"a": 1}},
        {"properties": {"a": {"type": "string", "maxLength": "9"}}},
        {"properties": {"a": {"type": "string", "maxLength": 10**400}}},
        {"properties": {"a": {"type": "string", "title": {}}}},
        {"properties": {"a": {"type": "integer", "default": "9"}}},
        {"properties": {str(n): {"type": "string"} for n in range(1000)}},
    ],
)
def test_a_schema_that_is_none_is_told(schema: object) -> None:
    with pytest.raises(UserFacingError, match="template_value_wrong"):
        form({**FOREIGN, "schema": schema})


CARD = {"name": "杨梅", "price": 8990}


@pytest.mark.parametrize(
    ("template", "change", "code"),
    [
        ("product-card", {"name": "杨" * 500}, "card_text_too_long"),
        ("product-card", {"name": ""}, "card_field_missing"),
        ("product-card", {"name": 9}, "card_field_wrong"),
        ("product-card", {"name": "杨\U0001f600梅"}, "card_letter_missing"),
        ("product-card", {"price": 0}, "card_number_outside"),
        ("product-card", {"price": 89.5}, "card_field_wrong"),
        ("product-card", {"price": float("nan")}, "card_field_wrong"),
        ("product-card", {"price": 10**400}, "card_field_wrong"),
        ("product-card", {"price": True}, "card_field_wrong"),
        ("countdown", {"left": -1}, "card_number_outside"),
        ("countdown", {"left": 10**9}, "card_number_outside"),
        ("lottery", {"worth": 5_000_001}, "card_number_outside"),
    ],
)
def test_data_that_does_not_fit_is_told_with_the_fields_name(
    template: str, change: dict[str, object], code: str
) -> None:
    found = library.find(template)
    data = {**CARD, **found.examples, **change}
    with pytest.raises(UserFacingError, match=code) as raised:
        take_data(found.fields, data)
    named = {field.key: field.zh for field in found.fields}
    assert named[next(iter(change))] in word_error(raised.value)


def test_defaults_are_filled_in_and_strangers_left_out(tmp_path: Path) -> None:
    fields = (
        Field("a", "A", "A", Kind.LINE, default="甲"),
        Field("p", "P", "P", Kind.PICTURE),
        Field("s", "S", "S", Kind.SWITCH),
    )
    taken = take_data(fields, {"p": "x.png", "z": 1}, tmp_path)
    assert taken == {"a": "甲", "p": tmp_path / "x.png", "s": False}


def test_every_letter_of_the_programs_own_samples_is_in_the_face() -> None:
    for template in library.shipped().values():
        assert take_data(template.fields, template.examples)
    assert unknown_letters("共富A1 ¥×·\n") == ""


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        *((3, 3), (2.0, 2), (-1, UNTOLD), (-5, 1), (0, 1), (None, 1)),
        *(("viele", 1), (1e999, 1), (9e9, 1000)),
    ],
)
def test_how_many_steps_it_plays_in(told: object, steps: int, tmp_path: Path) -> None:
    manifest = {**FOREIGN, "stepCount": told}
    assert form(manifest).steps == steps
    page = tmp_path / "page.html"
    told_there = PAGE.replace('"steps": 1.5e0', f'"steps": "{told}"')
    assert told_there != PAGE
    page.write_text(told_there, "utf-8")
    assert read_form(page).steps == steps


@pytest.mark.parametrize(
    ("template", "data", "told"),
    [
        ("countdown", {"left": -5}, ("-00:00:00.005", "00:00:01", "99:59:59")),
        ("countdown", {"left": 360_000_000}, ("100:00:00", "00:00:01", "99:59:59")),
        ("countdown", {"left": 0}, ("00:00:00", "00:00:01", "99:59:59")),
        ("countdown", {"left": 99_999 * 60_000}, ("1666:39:00", "00:00:01", "99:59:59")),
        ("price-drop", {"name": "梅", "before": 0}, ("¥0.00", "¥0.01", "¥10000000.00")),
        ("product-card", {"name": "梅", "price": 1, "link": 0}, ("0", "1", "99999")),
    ],
)
def test_a_number_outside_is_told_as_a_person_says_it(
    template: str, data: dict[str, object], told: tuple[str, str, str]
) -> None:
    with pytest.raises(UserFacingError, match="card_number_outside") as refused:
        take_data(library.find(template).fields, data)
    assert tuple(refused.value.parameters[key] for key in ("value", "low", "high")) == told


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("两行\n名字", "两行 名字"),
        (" a\u2028\x00b\ud800 ", "a b"),
        ("名" * 300, "名" * LONGEST_NAME),
        ("\n", "third"),
    ],
)
def test_a_name_is_one_that_a_plan_takes(told: str, name: str, tmp_path: Path) -> None:
    ours = {"v_gongfu": {"name_en": told}}
    found = form({**FOREIGN, **ours, "name": told}, tmp_path / f"third{SUFFIX}")
    assert (found.zh, found.en) == (name, name)
    page = tmp_path / "third.html"
    page.write_text(PAGE.replace("'Name \\u6761'", json.dumps(told)), "utf-8")
    assert read_form(page).zh == name
