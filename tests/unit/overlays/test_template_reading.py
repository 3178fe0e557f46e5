"""Templates are read as if a stranger wrote them: one clear sentence each, and nothing is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from overlays import library
from overlays.manifest import SCHEMA, read_manifest, read_template
from overlays.template import Box, Text
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, word_error
from studio.stage.layers import Slot

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
TEXT = {"kind": "text", "text": "{name}", "size": 30}


def manifest(**ours: Any) -> dict[str, Any]:
    """A small template of a name on paper."""
    return {
        "$schema": SCHEMA,
        "id": "plain",
        "name": "平常",
        "main": "plain.mjs",
        "supportsRealTime": True,
        "supportsNonRealTime": False,
        "schema": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 9}}},
        "v_gongfu": {
            "version": 1,
            "slot": "card",
            "layers": {"kind": "box", "fill": "paper", "children": [TEXT]},
            **ours,
        },
    }


def put(folder: Path, content: object) -> Path:
    path = folder / "plain.ograf.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def refused(path: Path) -> UserFacingError:
    with pytest.raises(UserFacingError) as raised:
        read_template(path)
    for language in LANGUAGES:
        assert word_error(raised.value, language)
    return raised.value


def test_the_programs_own_templates_are_read_and_stand_in_slots_of_the_stage() -> None:
    found = library.shipped()
    assert len(found) >= 16
    assert {each.slot for each in found.values()} <= set(Slot)
    assert {each.slot for each in found.values() if each.mandatory} >= {"seller", "notice"}
    for name, template in found.items():
        assert (library.FOLDER / f"{name}.mjs").read_text().count(f'"{name}.ograf.json"') == 1
        assert template.id == name


def test_a_value_may_differ_by_how_the_picture_is_held(tmp_path: Path) -> None:
    sized = {**TEXT, "size": {"portrait": 40, "landscape": 20}}
    found = read_template(put(tmp_path, manifest(layers={"children": [sized]})))
    texts = [layout.root.children[0] for layout in (found.portrait, found.landscape)]
    assert [text.size for text in texts if isinstance(text, Text)] == [40, 20]
    assert isinstance(found.portrait.root, Box)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "template_not_json"),
        ("[]", "template_value_wrong"),
        ("[" * 100_000, "template_not_json"),
        ('{"a": "' + "x" * 600_000 + '"}', "template_too_large"),
        ("{}", "template_value_wrong"),
    ],
)
def test_a_broken_manifest_is_told(tmp_path: Path, content: str, code: str) -> None:
    assert refused(put(tmp_path, content)).code == code


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert refused(put(tmp_path, '{\n"id": 1,\n!')).parameters["line"] == 3


def test_a_manifest_that_is_gone_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.ograf.json").code == "template_unreadable"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"slot": "everywhere"}, "v_gongfu.slot"),
        ({"version": 2}, "v_gongfu.version"),
        ({"layers": TEXT}, "v_gongfu.layers"),
        ({"layers": {"onclick": "x()"}}, "v_gongfu.layers.onclick"),
        ({"layers": {"fill": "url(x)"}}, "v_gongfu.layers.fill"),
        ({"layers": {"pad": 1e400}}, "v_gongfu.layers.pad"),
        ({"layers": {"width": -1}}, "v_gongfu.layers.width"),
        ({"layers": {"children": [{**TEXT, "text": "{secret}"}]}}, "spans.text"),
        ({"layers": {"children": [{**TEXT, "text": "{name.__class__}"}]}}, "spans.text"),
        ({"layers": {"children": [{**TEXT, "when": "secret"}]}}, "children[0].when"),
        ({"layers": {"children": [{"kind": "script"}]}}, "children[0].kind"),
        ({"motion": {"in": {"ms": 60_000, "keys": [{"at": 0}, {"at": 1}]}}}, "motion.in.ms"),
        ({"motion": {"in": {"ms": 300, "keys": [{"at": 1}, {"at": 0}]}}}, "motion.in.keys"),
        ({"place": {"dx": True}}, "v_gongfu.place.dx"),
    ],
)
def test_what_is_wrong_in_a_template_is_named(
    tmp_path: Path, change: dict[str, Any], where: str
) -> None:
    error = refused(put(tmp_path, manifest(**change)))
    assert error.code == "template_value_wrong"
    assert where in str(error.parameters["where"])


def test_layers_without_end_are_refused(tmp_path: Path) -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {"children": [deep]}
    assert refused(put(tmp_path, manifest(layers=deep))).code == "template_value_wrong"
    many = {"children": [TEXT] * 5000}
    assert refused(put(tmp_path, manifest(layers=many))).code == "template_value_wrong"


@pytest.mark.parametrize("name", ["../secret.svg", "/etc/passwd", "C:\\a.svg", "..", "a/../../b"])
def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, name: str) -> None:
    art = {"kind": "art", "source": name}
    assert refused(put(tmp_path, manifest(layers={"children": [art]}))).code in (
        "template_path_outside",
    )
    assert refused(put(tmp_path, {**manifest(), "main": name})).code == "template_path_outside"


def test_a_link_out_of_the_folder_is_outside(tmp_path: Path) -> None:
    inner = tmp_path / "template"
    inner.mkdir()
    (tmp_path / "secret.svg").write_text(SVG.format(""))
    (inner / "a.svg").symlink_to(tmp_path / "secret.svg")
    path = put(inner, manifest(layers={"children": [{"kind": "art", "source": "a.svg"}]}))
    assert refused(path).code == "template_path_outside"


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "content",
    [
        SVG.format('<image href="file:///etc/passwd"/>'),
        SVG.format('<use href="#a"/>'),
        SVG.format("<script>alert(1)</script>"),
        SVG.format('<rect fill="url(http://example.org/a)"/>'),
        SVG.format('<rect onload="x()"/>'),
        SVG.format("<style>@import 'a.css'</style>"),
        SVG.format("<foreignObject/>"),
        SVG.format("<text>&#x41;</text>"),
        SVG.format("<g>" * 3000 + "</g>" * 3000),
        BOMB + SVG.format("<title>&j;</title>"),
        '<?xml-stylesheet href="http://example.org/a.css"?>' + SVG.format(""),
        "<svg><g></svg>",
        "",
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.svg").write_text(content)
    path = put(tmp_path, manifest(layers={"children": [{"kind": "art", "source": "a.svg"}]}))
    error = refused(path)
    assert error.code == "template_art_refused"
    assert error.parameters["problem"]


def test_a_drawing_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.svg").mkdir()
    path = put(tmp_path, manifest(layers={"children": [{"kind": "art", "source": "a.svg"}]}))
    assert refused(path).code == "template_unreadable"


def test_a_template_of_code_alone_is_not_run_but_says_what_it_needs(tmp_path: Path) -> None:
    foreign = manifest()
    del foreign["v_gongfu"]
    (tmp_path / "plain.mjs").write_text("throw new Error('run')")
    assert refused(put(tmp_path, foreign)).code == "template_needs_browser"
    assert read_manifest(put(tmp_path, foreign))["id"] == "plain"


def test_an_unknown_template_is_told_with_those_there_are() -> None:
    with pytest.raises(UserFacingError, match="template_unknown") as raised:
        library.find("produkt")
    assert "product-card" in word_error(raised.value)
